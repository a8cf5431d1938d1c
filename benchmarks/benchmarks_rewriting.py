"""Texts rewritten piece by piece, with the way back.

A variant is a list of pieces: what stands in the article from ``start`` to ``end`` stands there as ``text`` in the
variant. Pieces may change places, so a clause can move; a piece that came in new has ``start == end``. By the pieces
every stretch of a variant is known in the article again (:class:`Rewritten`).
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

WORD = re.compile(r"[^\W\d_]+")


class Piece(NamedTuple):
    """``article[start:end]`` has become ``text``."""

    start: int
    end: int
    text: str


class Rewritten:
    """A variant of an article, with the way back.

    Parameters
    ----------
    article
        The text as it was.
    pieces
        All of the variant, in its order.
    """

    def __init__(self, article: str, pieces: Iterable[Piece]) -> None:
        self.article = article
        self.pieces = [piece for piece in pieces if piece.text]
        self.text = "".join(piece.text for piece in self.pieces)
        self._starts = [0, *accumulate(len(piece.text) for piece in self.pieces)]

    def back(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of the article that a stretch of the variant came from; joined where they touch."""
        found: list[tuple[int, int]] = []
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self.pieces) and self._starts[index] < end:
            place = self._part(index, start, end)
            if place[0] < place[1]:
                if found and found[-1][1] == place[0]:
                    place = found.pop()[0], place[1]
                found.append(place)
            index += 1
        return found

    def added(self, start: int, end: int) -> int:
        """Words of a stretch of the variant that the article does not have."""
        return sum(
            len(WORD.findall(piece.text))
            for piece, first in zip(self.pieces, self._starts, strict=False)
            if piece.start == piece.end and start <= first < end
        )

    def _part(self, index: int, start: int, end: int) -> tuple[int, int]:
        piece, first = self.pieces[index], self._starts[index]
        inside = max(start - first, 0), min(end - first, len(piece.text))
        if len(piece.text) == piece.end - piece.start:
            return piece.start + inside[0], piece.start + inside[1]
        whole = 2 * (inside[1] - inside[0]) >= len(piece.text)
        return (piece.start, piece.end) if whole else (piece.start, piece.start)


class Moved(NamedTuple):
    """``article[start:end]`` has become these pieces."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


Edits = Iterable[Piece | Moved]
Variant = Callable[[str, random.Random], Edits]
"""Gives the edits, in text order; what no edit names stays as it is."""


def rewritten(article: str, variant: Variant, seed: str) -> Rewritten:
    """An article's variant; the same seed gives the same one."""
    return Rewritten(article, _filled(article, variant(article, random.Random(seed))))


def _filled(article: str, edits: Edits) -> Iterator[Piece]:
    """The edits and what stands between them."""
    done = 0
    for edit in edits:
        yield Piece(done, edit.start, article[done : edit.start])
        yield from edit.pieces if isinstance(edit, Moved) else (edit,)
        done = edit.end
    yield Piece(done, len(article), article[done:])


def kept(article: str, start: int, end: int) -> Piece:
    """A piece that stays as it is."""
    return Piece(start, end, article[start:end])


def new(at: int, text: str) -> Piece:
    """A piece that the article does not have."""
    return Piece(at, at, text)


def replaced(pattern: str, new: str, share: float = 1.0) -> Variant:
    """Something else for what a pattern finds, or for some of it; the pattern's groups may be used."""

    def edits(article: str, chance: random.Random) -> Edits:
        for found in re.finditer(pattern, article):
            if share == 1.0 or chance.random() < share:
                yield Piece(*found.span(), found.expand(new))

    return edits
