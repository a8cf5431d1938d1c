"""Variations of marked quotes: what may change of a text, and what stays."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit.training import tone_variations
from stancekit.training.tone_variations import SHORTEST, spoilt, varied

TEXT = "Ms Vela said that … [SEP] the target country has broken its word, and another country knows it well"
OTHER = "our country thanked … [SEP] the target country for its help"
BODY = TEXT.split(" [SEP] ")[1]
WAYS = ("AS_IT_IS", "PART", "WORDS", "SIDES")


def only(way, monkeypatch):
    """From here on every text is varied in one way; none of the four is another frame."""
    for name in WAYS:
        monkeypatch.setattr(tone_variations, name, float(name == way))


def all_of(way, monkeypatch, text=TEXT, draws=60):
    only(way, monkeypatch)
    return {varied([text, OTHER], random.Random(seed))[0] for seed in range(draws)}


def test_a_text_may_stay(monkeypatch):
    assert all_of("AS_IT_IS", monkeypatch) == {TEXT}


def test_words_at_its_ends_may_go_but_not_its_frame(monkeypatch):
    found = all_of("PART", monkeypatch)
    assert len(found) > 20
    for text in found:
        around, body = text.split(" [SEP] ")
        assert around == "Ms Vela said that …"
        assert body in BODY
        assert len(body.split()) >= SHORTEST


def test_a_short_one_stays_whole(monkeypatch):
    assert all_of("PART", monkeypatch, "the target country lied") == {"the target country lied"}


def test_some_words_may_be_those_of_other_texts(monkeypatch):
    pool = set((TEXT + " " + OTHER).split())
    for text in all_of("WORDS", monkeypatch):
        assert len(text.split()) == len(TEXT.split())
        assert set(text.split()) <= pool
        assert text.split()[5] == "[SEP]"


def test_where_no_text_has_words_none_are_replaced(monkeypatch):
    only("WORDS", monkeypatch)
    assert varied(["", " "], random.Random(0)) == ["", " "]


def test_sides_may_change(monkeypatch):
    swapped = "Ms Vela said that … [SEP] another country has broken its word, and the target country knows it well"
    assert all_of("SIDES", monkeypatch) == {swapped}


def test_a_frame_may_be_another_quotes_or_none(monkeypatch):
    assert all_of(None, monkeypatch) == {
        BODY,
        f"Ms Vela said that … [SEP] {BODY}",
        f"our country thanked … [SEP] {BODY}",
    }


def test_without_any_frame_there_is_none_to_give(monkeypatch):
    only(None, monkeypatch)
    assert varied(["they lied"], random.Random(0)) == ["they lied"]


@given(st.lists(st.text(alphabet="ab [SEP]", max_size=30), max_size=5), st.integers(0, 50))
@settings(max_examples=300)
def test_every_text_has_one_variation(texts, seed):
    assert len(varied(texts, random.Random(seed))) == len(spoilt(texts, random.Random(seed))) == len(texts)


@pytest.mark.parametrize("seed", range(3))
def test_a_share_of_the_texts_gets_slips(seed):
    count = sum(text != TEXT for text in spoilt([TEXT] * 400, random.Random(seed)))
    assert 20 < count < 80
