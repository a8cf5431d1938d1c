"""Which wordings are compared at all: those that share a rare feature within days, without all pairs.

A feature is an informative stem, or two that follow each other. Features stand under a block (the speaker); every
wording asks for the others under its rarest features, so a short part of a long quote finds it by its own words.
Memory is bounded by the chunk, time by wordings x `PROBES` x `MOST`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

PROBES = 6
"""Features under which a wording looks for others: its rarest that anybody shares."""
MOST = 48
"""Wordings that it meets under one feature at most: the nearest in time."""
CHUNK = 250_000
"""Pairs that are held at once."""
NO_DAY = np.iinfo(np.int64).min
"""The day of what has no date."""


def features(stems: Sequence[Whole], vocabulary: int, single: bool = True) -> tuple[Whole, Whole]:
    """The features of each wording, each once: the wordings' numbers, and the features'.

    Parameters
    ----------
    stems
        The stems of each wording, in order, as numbers below ``vocabulary``.
    single
        Whether single stems are features; else only two that follow each other.
    """
    lengths = np.fromiter((len(codes) for codes in stems), np.int64, len(stems))
    flat = np.concatenate(stems) if len(stems) else np.empty(0, np.int64)
    owner = np.repeat(np.arange(len(stems), dtype=np.int64), lengths)
    after = owner[1:] == owner[:-1]
    pairs = vocabulary + flat[:-1][after] * vocabulary + flat[1:][after]
    owners, found = owner[:-1][after], pairs
    if single:
        owners, found = np.concatenate([owners, owner]), np.concatenate([found, flat])
    _, found = np.unique(found, return_inverse=True)
    code = np.unique(owners * (found.max(initial=0) + 1) + found)
    return np.divmod(code, found.max(initial=0) + 1)


class Postings:
    """Wordings by block, feature and day.

    Parameters
    ----------
    owners, found
        From ``features``.
    block
        The block of each wording: only wordings of one block meet.
    days
        The day of each wording, or `NO_DAY`.
    window
        Days that two may lie apart; what has no date meets all.
    """

    def __init__(self, owners: Whole, found: Whole, block: Whole, days: Whole, window: int) -> None:
        dated = days[days != NO_DAY]
        first, last = (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)
        self._window = window = min(window, last - first)
        # undated ones stand first in their key, further than a window before the first day
        shifted = np.where(days == NO_DAY, 0, np.maximum(days, first) - first + window + 1)
        self._span = last - first + 2 * window + 2
        keys = block[owners] * (found.max(initial=0) + 1) + found
        _, key, count = np.unique(keys, return_inverse=True, return_counts=True)
        shared = count[key] > 1
        self._owners, self._sizes, key = owners[shared], count[key][shared], key[shared]
        self._places = key * self._span + shifted[self._owners]
        order = np.lexsort((self._owners, self._places))
        self._sorted, self._sorted_owners = self._places[order], self._owners[order]

    def pairs(self, asking: npt.NDArray[np.bool_], asked: npt.NDArray[np.bool_]) -> Iterator[tuple[Whole, Whole]]:
        """Pairs of wordings that share a feature, in chunks, the lower number first.

        Parameters
        ----------
        asking, asked
            Which wordings look for others, and which are found; a pair may come twice.
        """
        probes = self._probes(asking)
        kept = asked[self._sorted_owners]
        places, owners = self._sorted[kept], self._sorted_owners[kept]
        who, low, high = self._ranges(probes, places)
        length = high - low
        ends = np.cumsum(length)
        start = 0
        while start < len(who):
            done = ends[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, done + CHUNK, side="right")))
            part = slice(start, stop)
            offsets = np.arange(length[part].sum()) - np.repeat(ends[part] - length[part] - done, length[part])
            yield _distinct(np.repeat(who[part], length[part]), owners[np.repeat(low[part], length[part]) + offsets])
            start = stop

    def _probes(self, asking: npt.NDArray[np.bool_]) -> Whole:
        """Places of the rarest features of each asking wording, by wording."""
        mine = np.flatnonzero(asking[self._owners])
        mine = mine[np.lexsort((self._places[mine], self._sizes[mine], self._owners[mine]))]
        owners = self._owners[mine]
        first = np.r_[True, owners[1:] != owners[:-1]] if len(owners) else np.empty(0, bool)
        rank = np.arange(len(mine)) - np.maximum.accumulate(np.where(first, np.arange(len(mine)), 0))
        return mine[rank < PROBES]

    def _ranges(self, probes: Whole, places: Whole) -> tuple[Whole, Whole, Whole]:
        """For each probe the ranges of places within the window, and of those without a date, each capped."""
        who, at = self._owners[probes], self._places[probes]
        base = at - at % self._span
        undated = at == base
        low = np.searchsorted(places, np.where(undated, base, at - self._window))
        high = np.searchsorted(places, np.where(undated, base + self._span - 1, at + self._window), side="right")
        middle = np.searchsorted(places, at)
        low = np.maximum(low, np.minimum(middle - MOST // 2, high - MOST))
        high = np.minimum(high, low + MOST)
        bare = np.searchsorted(places, base)
        bare_end = np.minimum(np.searchsorted(places, base, side="right"), bare + MOST)
        bare_end = np.where(undated, bare, bare_end)
        order = np.argsort(np.concatenate([who, who]), kind="stable")
        who, low, high = np.r_[who, who], np.r_[low, bare], np.r_[high, bare_end]
        return who[order], low[order], high[order]


def _distinct(one: Whole, other: Whole) -> tuple[Whole, Whole]:
    """Each pair once, the lower number first, nothing with itself."""
    unlike = one != other
    one, other = one[unlike], other[unlike]
    if not len(one):
        return one, other
    most = int(max(one.max(), other.max())) + 1
    return np.divmod(np.unique(np.minimum(one, other) * most + np.maximum(one, other)), most)
