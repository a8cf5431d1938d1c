"""Which wordings are linked: candidates of one speaker, and of speakers who may be one, compared and sorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stancekit.statements.blocking import NO_DAY, Postings, Whole, features
from stancekit.statements.likeness import Likeness, Numbers
from stancekit.statements.union import UNKNOWN
from stancekit.statements.wording import Wording


class Speakers(NamedTuple):
    """Who said each wording, for which state and on which day, as numbers."""

    people: Whole
    states: Whole
    days: Whole

    def same(self, one: Whole, other: Whole) -> npt.NDArray[np.bool_]:
        """Whether both are of one known speaker."""
        return (self.people[one] == self.people[other]) & (self.people[one] != UNKNOWN)

    def may_be_one(self, one: Whole, other: Whole) -> npt.NDArray[np.bool_]:
        """Whether nothing says that these are two speakers."""
        people = _agree(self.people[one], self.people[other])
        return self.same(one, other) | (people & _agree(self.states[one], self.states[other]))


def linked(
    wordings: Sequence[Wording], speakers: Speakers, window: int, alike: float, alike_unknown: float
) -> list[tuple[int, int]]:
    """Pairs of wordings that are one statement as far as the two of them tell, the surest first."""
    stems, vocabulary = _numbered(wordings)
    likeness = Likeness(wordings, stems, vocabulary)
    found: dict[tuple[int, int], float] = {}
    for one, other in _candidates(stems, len(vocabulary), speakers, window):
        meet = speakers.may_be_one(one, other)
        one, other = one[meet], other[meet]
        same = speakers.same(one, other)
        scores = likeness.alike(one, other, same, np.where(same, alike, alike_unknown))
        for pair, score in _pairs(one, other, scores):
            if pair not in found and not likeness.contradict(*pair):
                found[pair] = score
    return _sorted(found, speakers, window)


def _numbered(wordings: Sequence[Wording]) -> tuple[list[Whole], list[str]]:
    """The stems of each wording as numbers, and what these stand for."""
    import pandas as pd

    flat = np.array([stem for one in wordings for stem in one.stems], dtype=object)
    codes, vocabulary = pd.factorize(flat, sort=True)
    ends = np.cumsum([len(one.stems) for one in wordings])
    return np.split(codes.astype(np.int64), ends[:-1]), list(vocabulary)


def _candidates(
    stems: Sequence[Whole], vocabulary: int, speakers: Speakers, window: int
) -> Iterator[tuple[Whole, Whole]]:
    """Pairs to compare: of each known speaker, then of the unknown with all; these need two words in a row."""
    known = speakers.people != UNKNOWN
    postings = Postings(*features(stems, vocabulary), speakers.people, speakers.days, window)
    yield from postings.pairs(known, known)
    if not known.all():
        anyone = np.zeros_like(speakers.people)
        postings = Postings(*features(stems, vocabulary, single=False), anyone, speakers.days, window)
        yield from postings.pairs(~known, np.ones_like(known))
        yield from postings.pairs(known, ~known)


def _pairs(one: Whole, other: Whole, scores: Numbers) -> Iterator[tuple[tuple[int, int], float]]:
    kept = scores > 0
    return zip(zip(one[kept].tolist(), other[kept].tolist(), strict=True), scores[kept].tolist(), strict=True)


def _sorted(found: dict[tuple[int, int], float], speakers: Speakers, window: int) -> list[tuple[int, int]]:
    """Links by likeness, then by days between; without those of an unknown speaker whose words fit two persons."""
    if not found:
        return []
    one, other = np.array(list(found), dtype=np.int64).T
    scores = np.array(list(found.values()))
    kept = ~_fits_two(one, other, speakers.people)
    one, other, scores = one[kept], other[kept], scores[kept]
    days = speakers.days
    undated = (days[one] == NO_DAY) | (days[other] == NO_DAY)
    gap = np.where(undated, window, np.abs(days[one] - days[other]))
    order = np.lexsort((other, one, gap, -scores))
    return list(zip(one[order].tolist(), other[order].tolist(), strict=True))


def _fits_two(one: Whole, other: Whole, people: Whole) -> npt.NDArray[np.bool_]:
    """Whether a link joins a person to an unknown speaker whom other links join to another person."""
    fits = np.concatenate([np.c_[one, people[other]], np.c_[other, people[one]]])
    fits = fits[(people[fits[:, 0]] == UNKNOWN) & (fits[:, 1] != UNKNOWN)]
    persons = np.bincount(np.unique(fits, axis=0)[:, 0], minlength=len(people))
    mixed = (people[one] == UNKNOWN) != (people[other] == UNKNOWN)
    return mixed & (np.maximum(persons[one], persons[other]) > 1)


def _agree(one: Whole, other: Whole) -> npt.NDArray[np.bool_]:
    return (one == other) | (one == UNKNOWN) | (other == UNKNOWN)
