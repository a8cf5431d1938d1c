"""Articles that have lost their capitals: which those are, and what they get back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.annotation.letter_case import _sentence_starts, features, has_lost_case, lowered, restored

STORY = (
    "“We thank Egypt for its patience,” Greek Foreign Minister Nikos Vardas said on Monday in Athens. "
    "“But we will not wait for ever,” he added.\n\n"
    "The Kremlin said that talks with the US would go on in spring. Officials from N’Djamena, a NATO envoy and I were "
    "there.\n"
)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (STORY, False),
        (STORY.upper(), True),
        (STORY.lower(), True),
        ("Every Word Of This Text Is A Title, And That Tells Nothing.", True),
        ("The talks went on, and they ended with a handshake that nobody saw.", False),
        ("The talks went on. " + "They spoke of the weather and of the price of bread in the town. " * 6, True),
        ("The Swedish talks went on. " + "They spoke of the weather and of the price of bread in the town. " * 9, True),
        ("The Swedish talks went on. " + "They spoke of the weather and of the price of bread in it. " * 7, False),
        ("谈判继续进行 双方 没有 评论 任何 问题 也 没有 回答。 " * 20, False),
        ("NO COMMENT, SHE SAID", False),
        ("Minister Meets Envoy In Dorva", False),  # too short to tell
    ],
)
def test_capitals_tell_nothing_where_all_words_or_none_have_them(text, lost):
    assert has_lost_case(text) is lost


@pytest.mark.parametrize("written", ["“We", "Egypt", "Greek", "Nikos Vardas", "Monday", "Athens", "Kremlin", "the US "])
def test_names_states_and_sentences_get_their_capitals_back(nlp, written):
    reader = nlp.get_pipe("stancekit_reader")
    assert written in restored(reader(nlp.make_doc(lowered(STORY.upper()))))


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("QUESTION: will you go?\nmr kovar: we will not.", "MR KOVAR: We"),
        ("oslo, 12 may - the talks went on.", "OSLO, 12 May - "),
        ("ann reed told us that us president john moore had left berlin.", "told us that US President"),
        ("he met peru’s mp at ten.", "Peru’s"),
        ("chad spoke in n’djamena.", "N’Djamena"),
        ("nobody saw ambassador ivo sand in the town.", "Ambassador Ivo Sand"),
    ],
)
def test_labels_datelines_and_abbreviations_are_set_by_rule(nlp, text, piece):
    reader = nlp.get_pipe("stancekit_reader")
    assert piece in restored(reader(nlp.make_doc(lowered(text))))


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("the talks went on. nobody spoke.", ["the", "nobody"]),
        ("“will you go?” they asked", ["will", "they"]),
        ("rain fell\n“it rained”", ["rain", "it"]),
        ("it met gen. ota on the u.s. side of no. one street", ["it"]),
    ],
)
def test_a_sentence_starts_behind_a_stop_that_ends_no_abbreviation(text, opening):
    assert [text[start:].split()[0].strip("”") for start in _sentence_starts(text)] == opening


def test_a_given_name_is_known_in_small_letters(nlp):
    found = features(nlp.make_doc("then maria left"))
    assert ["given name" in names for names in found] == [False, True, False]


@given(st.text(max_size=80))
def test_small_letters_keep_their_places(text):
    assert len(lowered(text)) == len(text)
