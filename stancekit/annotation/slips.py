"""Slips of the keyboard: a word that nobody knows, one letter away from one that stands to reason.

What somebody means to write, an article mostly writes right elsewhere: its names, its states, “said”. A word is taken
for a slip where neither the reader's vocabulary nor any of our tables knows it, it stands there once, and it is one
letter away (left out, doubled, wrong, or swapped with its neighbour) from such a word, or from the long name of a
state. In an article that is full of words nobody knows, any common word may have been meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from stancekit.annotation.cues import cue_forms
from stancekit.annotation.offsets import Edit
from stancekit.annotation.roles import office_words
from stancekit.gazetteer_tables import read_genders, read_holders, read_names, read_states
from stancekit.gazetteer_trie import fold

WORD = re.compile(r"(?<![\w’'@#/.-])[^\W\d_]{3,}(?![\w@/]|[-‑]\w)")
LEAST_WORD, LEAST_NAME = 5, 5
"""Letters of a word, and of a name, from which on one of them may be wrong; a cue may be shorter."""
LEAST_ONCE, LEAST_STATE = 7, 7
"""The same where the right one stands in the article but once, and for a state that it does not name elsewhere."""
LEAST_STEM = 3
ENDINGS = frozenset("adeiosynr")
"""One more of these at the end makes another word: Petrova, the Kovars, later."""
LEAST_TWICE = 8
"""Letters of a name that may be wrong in two places, in an article full of slips: once here and once there."""
OPENS = re.compile(r"(?:[.!?…][”’)]*\s|\n)[“‘(]*\Z")
MOST_COMMON = 6000
"""Rank of the words that may open a sentence; what looks like a rarer one may be a name."""
HASTY = 0.03
"""Share of unknown small words from which on an article is full of slips; of a hundred others, one has so many."""
FOREIGN = 0.2
"""Share from which on it is written in another language."""
MOST_ODD = 1000
"""Odd words that are looked at; a text that holds more of them is no article."""
LEAST_HASTY = 10
"""Words of an article that is too short to tell."""
DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december"
).split()
SUFFIXES = tuple("s es d ed ing r er rs ers ly y ist ists ism able ness n an".split())


def slip_edits(text: str, vocabulary: Mapping[str, int]) -> Iterator[Edit]:
    """Find the slips of a text, with what they are read as.

    Parameters
    ----------
    text
        An article whose names have capitals.
    vocabulary
        Words in small letters that are no slips, with their rank, the most common first.

    Examples
    --------
    >>> list(slip_edits("Kovarova met Orban. Kovarvoa siad no, Orban said.", {"met": 1, "said": 0}))
    [(20, 28, 'Kovarova'), (29, 33, 'said')]
    """
    counts = Counter(WORD.findall(text))
    odd = [word for word, count in counts.items() if count == 1 and not _known(word, vocabulary)]
    if not 0 < len(odd) <= MOST_ODD:
        return
    slips = _Slips(counts, vocabulary if _hasty(odd, counts) else {})
    mended: dict[str, str] = {}
    for word in odd:
        meant = slips.meant(word) or slips.opening(word, text)
        if meant is not None and meant not in mended:  # of two that stand there once, the other one stays
            mended[word] = meant
    for found in WORD.finditer(text) if mended else ():
        if found[0] in mended:
            yield found.start(), found.end(), mended[found[0]]


def _hasty(odd: Sequence[str], counts: Counter[str]) -> bool:
    words = counts.total()
    return words >= LEAST_HASTY and HASTY * words <= sum(map(str.islower, odd)) < FOREIGN * words


class _Slips:
    """What the odd words of an article can have been meant as; ``common`` is empty unless it is full of slips."""

    def __init__(self, counts: Counter[str], common: Mapping[str, int]) -> None:
        self.counts = counts
        self.common = common
        self.common_by_letter = _grouped(word for word in common if len(word) >= LEAST_STEM)
        self.alike: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            self.alike[word[0]].append(word)

    def meant(self, word: str) -> str | None:
        """The right word, with capitals as the odd one has them; None where nothing is near."""
        distance = 2 if self.common and word[0].isupper() and len(word) >= LEAST_TWICE else 1
        near = [other for other in _near(word, self.alike[word[0]], distance) if self._fits(word, other)]
        own = max(near, key=lambda other: (self.counts[other], other), default=None)
        if own is not None:
            return own
        small = word.lower()
        listed = _state(small, LEAST_NAME if self.common else LEAST_STATE) if word[0].isupper() else None
        listed = listed or self._common(small, word[0].isupper())
        if listed is None:
            return None
        return listed if word.islower() else listed.upper() if word.isupper() else listed.title()

    def opening(self, word: str, text: str) -> str | None:
        """The most common word near, with a capital because it opens a sentence."""
        start = text.find(word)
        if not self.common or not word.istitle() or not OPENS.search(text[max(0, start - 6) : start]):
            return None
        near = _near(word.lower(), self.common_by_letter[word[0].lower()])
        best = min(near, key=lambda other: self.common[other], default=None)
        return best.title() if best is not None and self.common[best] < MOST_COMMON else None

    def _fits(self, word: str, other: str) -> bool:
        """Whether an odd word can be a slip of another word of the article."""
        short, long = sorted((word, other), key=len)
        ending = len(short) < len(long) and long.startswith(short) and long[-1] in ENDINGS
        if ending and not (self.common and (word[0].islower() or long[-1] == long[-2])):
            return False
        if word[0].islower():
            return len(other) >= LEAST_WORD or other in cue_forms()
        once = self.counts[other] == 1 and not self.common
        return len(short) >= (LEAST_ONCE if once else LEAST_NAME) - (len(word) < len(other))

    def _common(self, small: str, capital: bool) -> str | None:
        """The most common word near; for one with a capital, which may be a name, only an office, a day or a cue."""
        if not self.common:
            return None
        if capital:
            near = [word for word in _near(small, _with_capitals()[small[0]]) if word in self.common]
        else:
            near = _near(small, self.common_by_letter[small[0]])
        return min(near, key=lambda word: self.common[word], default=None)


def _near(word: str, words: Sequence[str], most: int = 1) -> list[str]:
    """The words that are one letter away, or so many at most."""
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [other for other, distance, _ in found if distance]


def _state(small: str, least: int) -> str | None:
    """The name of a state that is one letter away, if there is just one."""
    near = [name for name in _near(small, _states()[small[0]]) if len(name) >= least]
    if len(near) != 1 or small.startswith(near[0]) or near[0].startswith(small):
        return None
    return near[0]


def _known(word: str, vocabulary: Mapping[str, int]) -> bool:
    """Whether a word, or what it is made of, stands in the vocabulary or in a table."""
    small = word.lower()
    own = _plain_words() if word.islower() else _own_words()
    if small in vocabulary or small in own or fold(small) in own:
        return True
    for suffix in SUFFIXES:
        if small.endswith(suffix):
            stem = small[: -len(suffix)]
            stems = {stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem, stem[:-1] + "y"}
            if len(stem) >= LEAST_STEM and any(one in vocabulary or one in own for one in stems):
                return True
    return False


@cache
def _with_capitals() -> dict[str, list[str]]:
    """Words that may have a capital and are no names, by their first letter."""
    words = {*office_words(), *cue_forms(), *DAYS}
    return _grouped(word for word in words if len(word) >= LEAST_WORD and word.isalpha())


@cache
def _states() -> dict[str, list[str]]:
    """The words of the names of states, by their first letter."""
    words = (word for name in read_names(read_states()) if name.state for word in WORD.findall(name.text))
    return _grouped({word.lower() for word in words if len(word) >= LEAST_NAME and word[0].isupper()})


def _grouped(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[word[0]].append(word)
    return found


@cache
def _own_words() -> frozenset[str]:
    """Every word that one of our tables knows."""
    names = [name.text for name in read_names(read_states())]
    for row in read_holders():
        names += [*row.full_names, *row.surnames]
    words = {fold(word) for name in names for word in re.findall(r"[^\W\d_]+", name)}
    return frozenset({*words, *read_genders(), *_plain_words()})


@cache
def _plain_words() -> frozenset[str]:
    """Those of them that need no capital."""
    return frozenset({*cue_forms(), *office_words()})
