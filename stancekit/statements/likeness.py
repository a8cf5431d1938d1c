"""How alike two wordings are, and what keeps them apart however alike they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

from stancekit.statements.blocking import Whole
from stancekit.statements.wording import NEGATIONS, STATE, Wording

ALIKE = 68.0
"""Likeness (0 to 100) from which two wordings of one known speaker are one statement.

The lowest at which precision on half of ``seeds/statements.jsonl`` is above 0.97 with its whole 95 % interval.
"""
ALIKE_UNKNOWN = 92.0
"""The same where a speaker is not known: all but verbatim, or a part of it."""
COVER = 60
"""Share of likeness, in per cent, that informative words in common make up; all words make up the rest."""
FEWEST = 2
"""Informative words that two wordings of a known speaker must share."""
FEWEST_UNKNOWN = 4
"""The same where a speaker is not known."""
RARE_ENOUGH = 1.2
"""Rarity that these must add up to where a speaker is not known."""
WRITTEN_OUT = 85.0
"""Likeness from which one wording stands nearly word for word in the other: then negation must agree."""
BEFORE = 2
"""Words before it among which a negation counts as well."""
TOPIC = 0.5
"""Weight of a state's name by that of a word as rare: it says what a statement is on, not what it says."""

Numbers = npt.NDArray[np.float64]


def rarity(count: Numbers) -> Numbers:
    """The weight of a stem that stands in so many wordings; independent of how many others there are."""
    return 1.0 / (1.0 + np.log10(count))


class Likeness:
    """Compares wordings by number.

    Parameters
    ----------
    wordings
        All that will be compared.
    stems
        The stems of each, as numbers of ``vocabulary``.
    """

    def __init__(self, wordings: Sequence[Wording], stems: Sequence[Whole], vocabulary: Sequence[str]) -> None:
        self._wordings = wordings
        self._texts = np.array([wording.text for wording in wordings] or [""], dtype=object)
        owner = np.repeat(np.arange(len(stems)), [len(codes) for codes in stems])
        flat = np.concatenate(stems) if len(stems) else np.empty(0, np.int64)
        has = csr_matrix((np.ones(len(flat)), (owner, flat)), shape=(len(stems), len(vocabulary)))
        has.data[:] = 1.0
        texts = {wording.text: number for number, wording in enumerate(wordings)}  # what is carried often is not common
        count = np.asarray(has[sorted(texts.values())].sum(axis=0)).ravel()
        weight = rarity(np.maximum(count, 1.0)) * [TOPIC if stem.startswith(STATE) else 1.0 for stem in vocabulary]
        self._has = has
        self._rare = has.multiply(np.sqrt(weight)).tocsr()
        self.rarity = np.asarray(self._rare.multiply(self._rare).sum(axis=1)).ravel()
        self.informative = np.asarray(has.sum(axis=1)).ravel()

    def alike(self, one: Whole, other: Whole, known: npt.NDArray[np.bool_], least: Numbers) -> Numbers:
        """The likeness of pairs; 0 where it is below ``least`` or too little is shared to tell.

        Most of it is how much of the shorter wording's informative words, weighted by rarity, the other has; the rest
        is rapidfuzz's ratio of the sets of all words, which forgives word order and what only the longer one has.

        Parameters
        ----------
        known
            Whether both are of one known speaker.
        """
        rare = np.asarray(self._rare[one].multiply(self._rare[other]).sum(axis=1)).ravel()
        shared = np.asarray(self._has[one].multiply(self._has[other]).sum(axis=1)).ravel()
        cover = rare / np.maximum(np.minimum(self.rarity[one], self.rarity[other]), 1e-9)
        enough = np.where(known, shared >= FEWEST, (shared >= FEWEST_UNKNOWN) & (rare >= RARE_ENOUGH))
        open_ = np.flatnonzero(enough & (COVER * cover + 100 - COVER >= least))
        found = np.zeros(len(one))
        words = process.cpdist(self._texts[one[open_]], self._texts[other[open_]], scorer=fuzz.token_set_ratio)
        found[open_] = np.round(COVER * cover[open_] + (100 - COVER) / 100 * words, 6)
        found[found < least] = 0
        return found

    def contradict(self, one: int, other: int) -> bool:
        """Whether two wordings name different numbers, states or days, or one negates what the other says."""
        a, b = self._wordings[one], self._wordings[other]
        if _each_has_more(a.numbers, b.numbers) or _each_has_more(a.states, b.states):
            return True
        return _each_has_more(a.calendar, b.calendar) or (a.negated != b.negated and _negates(a.text, b.text))


def _each_has_more(one: frozenset[str], other: frozenset[str]) -> bool:
    return not (one <= other or other <= one)


def _negates(one: str, other: str) -> bool:
    """Whether one text stands nearly word for word in the other, but only one of them with a negation there."""
    short, long = sorted((one, other), key=lambda text: (len(text), text))
    found = fuzz.partial_ratio_alignment(short, long, score_cutoff=WRITTEN_OUT)
    if found is None:
        return False
    begin = long.rfind(" ", 0, found.dest_start) + 1
    part = long[:begin].split()[-BEFORE:] + long[begin : found.dest_end].split()
    return NEGATIONS.isdisjoint(short.split()) != NEGATIONS.isdisjoint(part)
