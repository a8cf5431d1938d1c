"""Edits to a text and the way back: which raw characters a span of the edited text came from.

Several passes over a text give several layers; a span walks back through them, the last one first. A layer
stores only its edits, so a text in which nothing changed length costs nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""Start and end in the text before (code points, end exclusive), and what stands there afterwards."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The edits of one pass, as four parallel columns of boundaries, in text order.

    Parameters
    ----------
    before_start, before_end
        The edited stretch in the text before the pass (code points).
    after_start, after_end
        The stretch that replaced it; empty where the edit only deletes.
    """

    before_start: array[int]
    before_end: array[int]
    after_start: array[int]
    after_end: array[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the text after the pass to the smallest span before it that it came from.

        A character that replaced several (an entity) stands for all of them.
        """
        first = self._origin(start)[0]
        last = self._origin(end - 1)[1] if end > start else first
        return first, last

    def _origin(self, position: int) -> tuple[int, int]:
        """Start and end, before the pass, of the one character at ``position``."""
        edit = bisect_right(self.after_start, position) - 1
        if edit < 0:
            return position, position + 1
        if position < self.after_end[edit]:
            return self.before_start[edit], self.before_end[edit]
        unchanged = self.before_end[edit] + position - self.after_end[edit]
        return unchanged, unchanged + 1


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Layer | None]:
    """Carry out edits, which must be in text order and must not overlap.

    Returns
    -------
    tuple
        The edited text and its layer, or the same text and None where there was nothing to do.

    Examples
    --------
    >>> text, layer = apply_edits("R&amp;D", [(1, 6, "&")])
    >>> text, layer.back(0, 3), layer.back(1, 2)
    ('R&D', (0, 7), (1, 6))
    """
    columns = tuple(array("q") for _ in range(4))
    parts: list[str] = []
    done = length = 0
    for start, end, replacement in edits:
        parts += (text[done:start], replacement)
        length += start - done
        for column, boundary in zip(columns, (start, end, length, length + len(replacement)), strict=True):
            column.append(boundary)
        length += len(replacement)
        done = end
    if not parts:
        return text, None
    parts.append(text[done:])
    return "".join(parts), Layer(*columns)
