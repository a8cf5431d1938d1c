"""What the classifier is shown of a quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import find_invented

from stancekit.quotation_marks import plainly
from stancekit.tone.marking import SEPARATOR, mark, mark_all

CASES = [
    ("the target", "Freedonia broke its word", "FR", "RU", "the target country broke its word"),
    ("the own side", "Ruritania helped Freedonia", "FR", "RU", "our country helped the target country"),
    (
        "a third state",
        "Freedonia and Sylvania agreed",
        "FR",
        "RU",
        "the target country and another country agreed",
    ),
    ("an adjective", "Freedonian lies", "FR", "RU", "target-country lies"),
    ("own adjective", "the Ruritanian offer to Freedonia", "FR", "RU", "our offer to the target country"),
    (
        "third adjective",
        "Sylvanian lies about Freedonia",
        "FR",
        "RU",
        "foreign lies about the target country",
    ),
    ("a people", "Freedonia fears the Ruritanians", "RU", "FR", "our country fears the target country"),
    ("a leader", "Firefly fears Rassendyll", "RU", "FR", "our leader fears the target country’s leader"),
    ("no doubled article", "the Freedonia of old", "FR", "RU", "the target country of old"),
    ("a possessive", "Freedonia’s promise", "FR", "RU", "the target country’s promise"),
    ("nobody named", "They broke their word", "FR", "RU", "To the target country: They broke their word"),
    ("only others named", "Sylvania did", "FR", "RU", "To the target country: another country did"),
    (
        "own side unknown",
        "Ruritania helped Freedonia",
        "FR",
        None,
        "another country helped the target country",
    ),
    ("case is kept", "SHAME on Freedonia", "FR", "RU", "SHAME on the target country"),
    ("no counterpart", "Freedonia broke its word", None, "RU", "Freedonia broke its word"),
]


@pytest.mark.parametrize(("text", "target", "own", "shown"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_states_become_parts(text, target, own, shown):
    assert mark(text, counterpart=target, speaker_state=own, find=find_invented) == shown


def test_two_counterparts_of_one_quote_look_different():
    text = "Freedonia kept its word, Sylvania broke it"
    assert mark(text, "FR", "RU", find=find_invented) != mark(text, "SE", "RU", find=find_invented)


def test_the_frame_stands_before_the_quote_and_is_masked_too():
    context = "On Monday Ruritania accused Freedonia of theft. It denied it."
    shown = mark("Freedonia of theft", "FR", "RU", context, find=find_invented)
    assert shown == f"On Monday our country accused …{SEPARATOR}the target country of theft"


@pytest.mark.parametrize("context", [None, "", "Nothing of the kind stands here."])
def test_without_a_frame_only_the_quote_is_shown(context):
    assert mark("Freedonia broke its word", "FR", None, context, find=find_invented).startswith("the target")


def test_columns_are_marked_row_by_row():
    rows = mark_all(["Freedonia lied"] * 2, ["FR", None], [None, None], [None, None], find=find_invented)
    assert rows == ["the target country lied", "Freedonia lied"]


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        mark_all(["one", "two"], ["FR"], [None, None], [None, None], find=find_invented)


pieces = st.lists(
    st.sampled_from(["Freedonia", "Ruritanian", "the ", "The ", "Sylvania", " said ", "word", ", ", "“", "\n", "é"]),
    max_size=12,
).map("".join)


@given(pieces, st.sampled_from(["FR", "RU", "SE"]), st.sampled_from(["FR", "RU", None]))
def test_no_state_is_left_and_no_word_is_lost(text, target, own):
    shown = mark(text, target, own, find=find_invented)
    assert not find_invented(shown)
    assert shown.count("word") == text.count("word")
    assert shown.count("é") == text.count("é")


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_marked(text, context):
    assert mark(text, "FR", None, context, find=find_invented).endswith(plainly(text))
