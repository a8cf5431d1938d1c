"""Words of strangers as safe HTML, and a text cut at every border of marks that overlap and nest.

HTML elements cannot overlap; marks can. So a marked text is written stretch by stretch, each under the same marks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

# What a browser drops, or what cannot be written as UTF-8.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Extent(Protocol):
    """Anything that begins and ends somewhere in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


M = TypeVar("M", bound=Extent)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[M]):
    """Where no mark begins or ends but at its ends.

    ``marks`` cover it; ``begun`` are those of them that begin with it, ``ended`` those that end with it.
    """

    start: int
    end: int
    marks: tuple[M, ...] = ()
    begun: tuple[M, ...] = ()
    ended: tuple[M, ...] = ()


def escaped(words: object) -> str:
    """Words of strangers as HTML, for text and for quoted attributes; what no browser shows becomes U+FFFD.

    Examples
    --------
    >>> escaped('"</style><script>')
    '&quot;&lt;/style&gt;&lt;script&gt;'
    """
    return html.escape(_UNSHOWABLE.sub("\ufffd", str(words)), quote=True)


def stretches(marks: Iterable[M], start: int, end: int) -> Iterator[Stretch[M]]:
    """Cut a text from ``start`` to ``end`` at every border of its marks.

    What of a mark lies outside is cut off; a mark that lies outside altogether, or is empty, is left out. The marks
    of a stretch stand in the order in which they begin, the longer before the shorter.

    Examples
    --------
    >>> from stancekit.types import Span
    >>> marks = [Span(0, 5, "We go"), Span(3, 8, "go now")]
    >>> [(s.start, s.end, len(s.marks)) for s in stretches(marks, 0, 10)]
    [(0, 3, 1), (3, 5, 2), (5, 8, 1), (8, 10, 0)]
    """
    inside = [(max(mark.start, start), min(mark.end, end), mark) for mark in marks]
    waiting = sorted((clip for clip in inside if clip[0] < clip[1]), key=lambda clip: (clip[0], -clip[1]), reverse=True)
    borders = sorted({start, end} | {at for clip in waiting for at in clip[:2]})
    covering: list[tuple[int, int, M]] = []
    for here, there in pairwise(borders):
        covering = [clip for clip in covering if clip[1] > here]
        while waiting and waiting[-1][0] == here:
            covering.append(waiting.pop())
        yield Stretch(
            here,
            there,
            tuple(mark for _, _, mark in covering),
            tuple(mark for begin, _, mark in covering if begin == here),
            tuple(mark for _, stop, mark in covering if stop == there),
        )
