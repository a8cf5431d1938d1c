"""Texts spoilt on purpose: which words are touched, and that the rest stays."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from stancekit.annotation.offsets import apply_edits
from stancekit.training import noise
from stancekit.training.noise import SENTENCE, WORD, slip, slips, spoilt, wrong_capitals

TEXT = "Minister Ana Kovar said the talks in Bern had failed. An envoy from Peru disagreed!\nThe US will not sign."
WAYS = {"slips": slips, "capitals": wrong_capitals}


def words(text: str) -> list[str]:
    return WORD.findall(text)


@given(st.from_regex(r"[a-zA-Zéß]{4,12}", fullmatch=True), st.integers())
def test_a_slip_is_one_letter_away_and_leaves_the_first_one(word, seed):
    slipped = slip(word, random.Random(seed))
    assert OSA.distance(word, slipped) <= 1
    assert slipped[:1] == word[:1] or sorted(slipped[:2]) == sorted(word[:2])


def test_each_sentence_has_one_slip_in_a_word_of_four_letters_at_least():
    edits = list(slips(TEXT, random.Random(0), share=1.0))
    sentences = [found.span() for found in SENTENCE.finditer(TEXT)]
    assert [sum(s <= edit[0] < e for edit in edits) for s, e in sentences] == [1, 1, 1]
    assert all(end - start >= 4 for start, end, _ in edits)


@pytest.mark.parametrize("way", WAYS)
@given(seed=st.integers())
def test_a_spoilt_text_has_as_many_words_as_before(way, seed):
    seen, _ = apply_edits(TEXT, WAYS[way](TEXT, random.Random(seed)))
    assert len(words(seen)) == len(words(TEXT))


@given(seed=st.integers())
def test_capitals_change_no_letter(seed):
    seen, _ = apply_edits(TEXT, wrong_capitals(TEXT, random.Random(seed)))
    assert seen.lower() == TEXT.lower()


@given(st.text(), st.integers())
def test_edits_stand_in_order_within_any_text(text, seed):
    edits = spoilt(text, random.Random(seed))
    bounds = [bound for start, end, _ in edits for bound in (start, end)]
    assert bounds == sorted(bounds)
    assert all(0 <= bound <= len(text) for bound in bounds)
    assert edits == spoilt(text, random.Random(seed))


class Drawn(random.Random):
    """A chance whose first draw is known."""

    def __init__(self, first: float) -> None:
        super().__init__(0)
        self.first: list[float] = [first]

    def random(self) -> float:
        return self.first.pop() if self.first else super().random()


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        pytest.param(0.0, TEXT, id="clean"),
        pytest.param(noise.CLEAN + noise.SLIPS + noise.CAPITALS + 0.01, TEXT.lower(), id="small letters"),
    ],
)
def test_how_a_text_is_spoilt_is_drawn(drawn, seen):
    assert apply_edits(TEXT, spoilt(TEXT, Drawn(drawn)))[0] == seen


def test_of_dropped_articles_the_other_words_stay():
    text = f"{TEXT}\n" * 5
    seen = apply_edits(text, spoilt(text, Drawn(0.999)))[0]
    assert len(words(seen)) < len(words(text))
    assert [w for w in words(seen) if w != "the"] == [w for w in words(text) if w != "the"]
