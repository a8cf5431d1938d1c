"""The input of a run, which is read twice: once to know what there is, once to score it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stancekit.corpus.limits import USUAL, Limits
from stancekit.corpus.plan import Plan
from stancekit.corpus.readers import read_items
from stancekit.corpus.shards import Item, cut, digest, encode
from stancekit.errors import InputError


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files, folders and patterns, and how they are read.

    Parameters
    ----------
    inputs
        As given.
    columns
        Field of an article to column of the tables.
    own
        The output's own files, which may lie in a folder of the input.
    shard_size
        Items of a shard at most.
    limits
        Of files, tables and articles.
    """

    inputs: Sequence[str | os.PathLike[str]]
    columns: Mapping[str, str] | None
    own: Sequence[Path]
    shard_size: int
    limits: Limits = USUAL

    def items(self) -> Iterator[Item]:
        """All articles, undecoded pages and rejections, in order."""
        return read_items(self.inputs, self.columns, self.own, self.limits)

    def shards(self, plan: Plan, but: set[int]) -> Iterator[tuple[int, list[Item], bytes]]:
        """Shards as planned, but for some: number, items, encoded.

        Raises
        ------
        InputError
            Where the input is not what it was when the plan was made.
        """
        number = -1
        for number, shard in enumerate(cut(self.items(), self.shard_size)):
            if number in but:
                continue
            encoded = encode(shard)
            if plan.digests[number : number + 1] != (digest(encoded),):
                raise changed(number)
            yield number, shard, encoded
        if number + 1 != len(plan.digests):
            raise changed(number + 1)


def changed(number: int) -> InputError:
    """The error for an input that changed between being counted and being scored."""
    return InputError(
        f"the input changed while it was being read (shard {number} is not what it was); start again with --fresh",
        number,
    )
