"""Wordings that are alike become one statement, unless two persons, two states or too many days would meet in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

UNKNOWN = -1
"""The number of a person or state that is not known."""


@dataclass(slots=True)
class Side:
    """What is known of a statement so far: its person, its state, its first and last day (None: no date)."""

    person: int
    state: int
    first: int | None
    last: int | None

    def joined(self, other: Side, window: int) -> Side | None:
        """Both as one; None where they cannot be one statement."""
        if self.person != other.person and UNKNOWN not in (self.person, other.person):
            return None
        same = self.person == other.person != UNKNOWN
        if self.state != other.state and not same and UNKNOWN not in (self.state, other.state):
            return None
        days = [day for day in (self.first, self.last, other.first, other.last) if day is not None]
        if days and max(days) - min(days) > window:
            return None
        return Side(
            max(self.person, other.person),
            self.state if self.person != UNKNOWN and self.state != UNKNOWN else max(other.state, self.state),
            min(days, default=None),
            max(days, default=None),
        )


def unite(sides: Sequence[Side], links: Iterable[tuple[int, int]], window: int) -> list[int]:
    """The statement of each wording, as the lowest number of a wording in it.

    Parameters
    ----------
    sides
        Who said each wording, and when.
    links
        Pairs of wordings, the surest first: where not all can hold, the first ones do.
    window
        Days that the first and the last wording of a statement may lie apart.

    Examples
    --------
    >>> unknown, ana, ivan = Side(-1, -1, 0, 0), Side(0, -1, 0, 0), Side(1, -1, 3, 3)
    >>> unite([ana, unknown, ivan], [(0, 1), (1, 2)], window=7)
    [0, 0, 2]
    """
    known = list(sides)
    parent = list(range(len(known)))

    def root(of: int) -> int:
        while parent[of] != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    for one, other in links:
        low, high = sorted((root(one), root(other)))
        if low == high:
            continue
        side = known[low].joined(known[high], window)
        if side is not None:
            parent[high] = low
            known[low] = side
    return [root(number) for number in range(len(known))]
