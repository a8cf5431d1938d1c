"""Slips of the keyboard: what is mended, and what is left alone because it may be meant."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.annotation.offsets import apply_edits
from stancekit.annotation.slips import _known, slip_edits

COMMON = "the talks went on in with would not that they have been minister border reached quickly which again".split()
VOCABULARY = {word: rank for rank, word in enumerate(COMMON)}


def mended(text: str) -> str:
    return apply_edits(text, slip_edits(text, VOCABULARY))[0]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # the article writes it right elsewhere
        (
            "Kovarova went on. Kovarvoa said that Kovarova reached it.",
            "Kovarova went on. Kovarova said that Kovarova reached it.",
        ),
        ("They said that. They siad not.", "They said that. They said not."),
        ("They told the minister. They tlod not.", "They told the minister. They told not."),
        # a long name of a state
        ("The talks with Azerbiajan went on.", "The talks with Azerbaijan went on."),
        ("THE TALKS WITH AZERBIAJAN WENT ON.", "THE TALKS WITH AZERBAIJAN WENT ON."),
    ],
)
def test_a_word_that_nobody_knows_is_read_as_the_one_beside_it(text, read):
    assert mended(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Petrova and Petrov said that they would. Petrov said not.",  # two persons
        "The Kovars said that Kovar would. Kovar would not.",
        "Ivan Kovac and Ana Kovar said that.",  # short names, each once
        "Anto said that they would. Anto went on. Atno would not.",  # too short for a slip
        "They went on with Caio, not with Cairo.",  # short, and a given name
        "They said that the talkers would not.",  # made of a word that is known
        "They said see @siad and www.siad.example not.",
        "The talks went on.",
    ],
)
def test_what_may_be_meant_stays(text):
    assert mended(text) == text


@pytest.mark.parametrize(
    ("word", "stem", "known"),
    [
        ("plodder", "plod", True),  # the last letter doubled
        ("plodders", "plod", True),
        ("tidied", "tidy", True),
        ("whiling", "while", True),
        ("ploder", "plod", True),
        ("plotder", "plod", False),
        ("oxs", "ox", False),  # too short to be made of
        ("oxer", "ox", False),
        ("oaks", "oak", True),
    ],
)
def test_a_word_made_of_a_known_one_is_known(word, stem, known):
    assert not _known(word, {})
    assert _known(word, {stem: 0}) is known


def test_any_common_word_is_mended_where_the_article_is_full_of_slips():
    known = " The talks went on with the minister and they would not have been reached again." * 2
    text = "The bordre in teh talks. They woudl not have been quikcly reached again."
    assert mended(text + known) == "The border in the talks. They would not have been quickly reached again." + known


def test_a_long_name_may_be_wrong_twice_there():
    known = " The talks went on with the minister and they would not have been reached again." * 2
    text = "Kovarova and teh minister woudl not. Kovarova and Kvoarvoa quikcly went on."
    assert mended(text + known) == "Kovarova and the minister would not. Kovarova and Kovarova quickly went on." + known


def test_a_text_with_a_thousand_odd_words_is_no_article():
    slip = "Kovarova went on. Kovarvoa said that Kovarova would."
    odd = [f"Q{''.join(letters)}" for letters in product("bcdfghjkxz", repeat=3)]
    assert mended(f"{slip} {' '.join(odd[:900])}").startswith("Kovarova went on. Kovarova said")
    assert mended(f"{slip} {' '.join(odd)}").startswith(slip)


def test_an_article_in_another_language_is_left_alone():
    text = "Le ministre a confirmé que les pourparlers avec la délégation reprendraient mercredi."
    assert mended(text) == text


@given(st.text("abK .,’\n", max_size=80))
def test_edits_are_in_order_and_leave_white_space_alone(text):
    edits = list(slip_edits(text, VOCABULARY))
    assert all(one[1] <= other[0] for one, other in pairwise(edits))
    assert all(text[start:end].isalpha() and new.isalpha() for start, end, new in edits)
