"""What there is to do: the input read once, before anything is scored, to know its shards by their digests.

Reading costs a thousandth of scoring. It tells how much there is, so that the time left can be told; and whether
the input is still what it was when an interrupted run goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stancekit.corpus.shards import Item, cut, digest, encode
from stancekit.tables import Rejection


@dataclass(frozen=True, slots=True)
class Plan:
    """The shards of a corpus.

    Parameters
    ----------
    digests
        Of each shard, in order.
    articles
        Articles to score; web pages count before it is known whether there is an article on them.
    rejections
        Files and rows that cannot be read.
    """

    digests: tuple[str, ...]
    articles: int
    rejections: int

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the whole input, as read."""
        return hashlib.sha256("".join(self.digests).encode()).hexdigest()


def make_plan(items: Iterable[Item], shard_size: int, told: Callable[[int], object] | None = None) -> Plan:
    """Read all items once.

    Parameters
    ----------
    shard_size
        Items of a shard at most.
    told
        Called with the number of items read so far, after each shard.
    """
    digests = []
    read = rejections = 0
    for shard in cut(items, shard_size):
        digests.append(digest(encode(shard)))
        read += len(shard)
        rejections += sum(isinstance(item, Rejection) for item in shard)
        if told is not None:
            told(read)
    return Plan(tuple(digests), read - rejections, rejections)
