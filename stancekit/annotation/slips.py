"""Slips of the keyboard: a word that nobody knows, one letter away from a word of the same article or from a state.

What somebody means to write, an article mostly writes right elsewhere: its names, its states, “said”. A word is taken for
a slip where neither the reader's vocabulary nor any of our tables knows it, it stands there once, and it is one letter away
(left out, doubled, wrong, or swapped with its neighbour) from such a word, or from the long name of a state.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
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
SUFFIXES = ("s", "es", "d", "ed", "ing", "r", "er", "rs", "ers", "ly", "y", "ist", "ists", "ism", "able", "ness", "n", "an")


def slip_edits(text: str, vocabulary: Collection[str]) -> Iterator[Edit]:
    """Find the slips of a text, with what they are read as.

    Parameters
    ----------
    text
        An article.
    vocabulary
        Words in small letters that are no slips.

    Examples
    --------
    >>> list(slip_edits("Kovarova met Orban. Kovarvoa siad no, Orban said.", {"met", "said"}))
    [(20, 28, 'Kovarova'), (29, 33, 'said')]
    """
    counts = Counter(WORD.findall(text))
    odd = [word for word, count in counts.items() if count == 1 and not _known(word, vocabulary)]
    if not odd:
        return
    mended = _mended(odd, counts)
    for found in WORD.finditer(text) if mended else ():
        if found[0] in mended:
            yield found.start(), found.end(), mended[found[0]]


def _mended(odd: list[str], counts: Counter[str]) -> dict[str, str]:
    """What odd words are read as; those that are right, or beyond us, are left out."""
    alike: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        alike[word[0]].append(word)
    mended: dict[str, str] = {}
    for word in odd:
        near = process.extract(word, alike[word[0]], scorer=OSA.distance, score_cutoff=1, limit=None)
        fitting = [other for other, distance, _ in near if distance and _fits(word, other, counts[other])]
        meant = max(fitting, key=lambda other: (counts[other], other), default=None) or _state(word)
        if meant is not None and meant not in mended:  # of two that stand there once, the other one stays
            mended[word] = meant
    return mended


def _fits(word: str, other: str, count: int) -> bool:
    """Whether an odd word can be a slip of another word of the article."""
    short, long = sorted((word, other), key=len)
    if len(short) < len(long) and long.startswith(short) and long[-1] in ENDINGS:
        return False
    if word[0].islower():
        return len(other) >= LEAST_WORD or other in cue_forms()
    return len(short) >= (LEAST_ONCE if count == 1 else LEAST_NAME) - (len(word) < len(other))


def _state(word: str) -> str | None:
    """The name of a state that a word with a capital is one letter away from, if there is just one."""
    if not word[0].isupper() or len(word) < LEAST_STATE - 1:
        return None
    small = word.lower()
    near = process.extract(small, _states()[small[0]], scorer=OSA.distance, score_cutoff=1, limit=2)
    if len(near) != 1 or small.startswith(near[0][0]) or near[0][0].startswith(small):
        return None
    return near[0][0].upper() if word.isupper() else near[0][0].title()


def _known(word: str, vocabulary: Collection[str]) -> bool:
    """Whether a word, or what it is made of, stands in the vocabulary or in a table."""
    small = word.lower()
    if small in vocabulary or small in _own_words() or fold(small) in _own_words():
        return True
    for suffix in SUFFIXES:
        if small.endswith(suffix):
            stem = small[: -len(suffix)]
            stems = {stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem, stem[:-1] + "y"}
            if len(stem) >= LEAST_STEM and any(one in vocabulary or one in _own_words() for one in stems):
                return True
    return False


@cache
def _states() -> dict[str, list[str]]:
    """Long words of the names of states, by their first letter."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in read_names(read_states()):
        for word in WORD.findall(name.text) if name.state else ():
            if len(word) >= LEAST_STATE and word[0].isupper():
                found[word[0].lower()].add(word.lower())
    return defaultdict(list, {letter: sorted(words) for letter, words in found.items()})


@cache
def _own_words() -> frozenset[str]:
    """Every word that one of our tables knows."""
    names = [name.text for name in read_names(read_states())]
    for row in read_holders():
        names += [*row.full_names, *row.surnames]
    words = {fold(word) for name in names for word in re.findall(r"[^\W\d_]+", name)}
    return frozenset({*words, *read_genders(), *cue_forms(), *office_words()})
