"""One dyad's mean stance over time, drawn as SVG: a band, a line, markers by tone, and the counts below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stancekit.html_text import escaped
from stancekit.reporting.looks import third

WIDTH, HEIGHT = 410, 186
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 402, 12, 132
_COUNTS, _NAMES = 154, 178
_INDENT = 16
"""Between the frame and the first and last marker."""
_MOST_COUNTS, _MOST_NAMES = 16, 6
_SIZE = 5
"""Half the width of a marker."""


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a dyad.

    Parameters
    ----------
    at
        The number of the period; the one after it has the next.
    stance, low, high
        Mean stance and the ends of its band, NaN where there is none.
    quotes
        How many.
    """

    at: int
    stance: float
    low: float
    high: float
    quotes: int

    @property
    def has_band(self) -> bool:
        """Whether there is a band: NaN is no number, not even its own."""
        return self.low == self.low and self.high == self.high


def drawn(points: Sequence[Point], names: Mapping[int, str], title: str) -> str:
    """The drawing of one dyad.

    Parameters
    ----------
    points
        In the order of time.
    names
        All periods of the report with their names, so that drawings beside each other have the same axis.
    title
        What the drawing shows, for those who do not see it.
    """
    first, last = min(names), max(names)
    width = _RIGHT - _LEFT - 2 * _INDENT

    def x(at: int) -> float:
        return round(_LEFT + _INDENT + width * ((at - first) / (last - first) if first < last else 0.5), 1)

    parts = [*_axis(), *_bands(points, x), *_lines(points, x)]
    parts += [_marker(x(point.at), _y(point.stance), point.stance) for point in points]
    parts += [*_counts(points, x), *_period_names(names, x)]
    return (
        f'<svg class="timeline" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="{escaped(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _y(stance: float) -> float:
    return round(_TOP + (1 - stance) / 2 * (_BOTTOM - _TOP), 1)


def _axis() -> Iterator[str]:
    for stance, name in ((1, "constructive"), (0, "0"), (-1, "hostile")):
        yield f'<path class="grid" d="M{_LEFT} {_y(stance)}H{_RIGHT}"/>'
        yield f'<text class="end" x="{_LEFT - 6}" y="{_y(stance) + 4}">{name}</text>'
    yield f'<text class="end" x="{_LEFT - 6}" y="{_COUNTS}">quotes</text>'


def _bands(points: Sequence[Point], x: Callable[[int], float]) -> Iterator[str]:
    """A stroke for each period, and a surface between those that follow each other."""
    for point in points:
        if point.has_band:
            yield f'<path class="band-line" d="M{x(point.at)} {_y(point.low)}V{_y(point.high)}"/>'
    for one, other in pairwise(points):
        if one.at + 1 == other.at and one.has_band and other.has_band:
            yield (
                f'<path class="band" d="M{x(one.at)} {_y(one.high)}L{x(other.at)} {_y(other.high)}'
                f'V{_y(other.low)}L{x(one.at)} {_y(one.low)}Z"/>'
            )


def _lines(points: Sequence[Point], x: Callable[[int], float]) -> Iterator[str]:
    """From one period to the next; dotted over periods without quotes."""
    for one, other in pairwise(points):
        look = "line" if one.at + 1 == other.at else "line gap"
        yield f'<path class="{look}" d="M{x(one.at)} {_y(one.stance)}L{x(other.at)} {_y(other.stance)}"/>'


def _marker(x: float, y: float, stance: float) -> str:
    """The palette's shape of the tone in whose third the mean lies."""
    tone = third(stance)
    if tone == "cautious":
        return f'<circle class="{tone}" cx="{x}" cy="{y}" r="{_SIZE - 0.5}"/>'
    up = -1 if tone == "constructive" else 1  # the point of the triangle; y grows downward
    return f'<path class="{tone}" d="M{x - _SIZE:.1f} {y - up * 4:.1f}h{2 * _SIZE}L{x} {y + up * _SIZE:.1f}Z"/>'


def _counts(points: Sequence[Point], x: Callable[[int], float]) -> Iterator[str]:
    """Quotes of each period, or of every second and so on where they would touch."""
    every = -(-len(points) // _MOST_COUNTS)
    for point in points[::every]:
        yield f'<text class="count" x="{x(point.at)}" y="{_COUNTS}">{point.quotes}</text>'


def _period_names(names: Mapping[int, str], x: Callable[[int], float]) -> Iterator[str]:
    every = -(-(max(names) - min(names) + 1) // _MOST_NAMES)
    for at in range(min(names), max(names) + 1, every):
        yield f'<path class="grid" d="M{x(at)} {_BOTTOM}v4"/>'
        yield f'<text class="count" x="{x(at)}" y="{_NAMES}">{escaped(names[at])}</text>'
