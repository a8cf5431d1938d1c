"""Quotation marks of a paragraph, paired the way a reader would pair them.

Each mark can be read in three ways: it opens, it closes, or it is none (an apostrophe, an inch, a slip). What stands
around it and its shape put a price on each; a missing mark has its price too, and the cheapest reading of the whole
paragraph is taken. An odd mark therefore spoils at most its own quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

ANGLE, CORNER = frozenset("«»‹›"), frozenset("「」『』《》")
DOUBLE = frozenset('“”„‟❝❞〝〞〟"＂') | ANGLE | CORNER
SINGLE = frozenset("‘’‚‛❛❜'＇`´")
OPENERS = frozenset("“„‟❝〝«‹「『《‘‚‛❛`")
STRAIGHT = frozenset("\"'＂＇")
BEFORE_OPENING = frozenset("([{—–-‑/:")
AFTER_CLOSING = frozenset(")]}—–-‑/.,;:!?…")
STOPS = frozenset(".,!?;:…)%")

MARK = re.compile(
    # rock ’n’ roll, and the 's of a title in marks, are no marks
    r"(?P<none>(?<!\w)['‘’]n['‘’](?!\w)|(?<=[”\"»])['’](?=s\b))"
    # two single marks are a double one; a single one between two letters is an apostrophe
    rf"|''|``|‘‘|’’|´´|[{''.join(DOUBLE)}]|(?<!\w)[{''.join(SINGLE)}]|[{''.join(SINGLE)}](?!\w)"
)
ELISION = re.compile(r"(?:\d\ds?|tis|twas|twere|em|til|till|cause|cos|bout|round|neath|n)\b", re.IGNORECASE)
CUT_SHORT = re.compile(r"(?:in|\b(?:ol|lil|an|th|o|wi|mo))$", re.IGNORECASE)  # goin’, ol’
INCHES = re.compile(r"\d['’′]\d+$")

# Prices of readings. Only their order matters: a slip is what one seldom sees, a leaning what one need not explain.
LEANING, SLIP, NEVER = 0.3, 2.0, 4.0
UNCLOSED = 1.0  # at the paragraph's end, or within a quotation that does close
GOES_ON = 0.5  # the same where the mark opens the paragraph: a quotation over several paragraphs
WRONG_LEVEL = 1.5  # “no’
WRONG_SORT = 1.0  # “no»
SAME_INSIDE = 1.7  # “He said “no” to us.”
AGAIN = 0.6  # one of two marks with no word between them
HELD = 0.3  # an apostrophe that could close the open mark
GIVEN_UP = 4.0  # how much dearer than the cheapest a reading may be
# The marks that may be open at a time, outermost first, double or single; and what a mark may be
STACKS = frozenset({"", "D", "S", "DD", "DS", "SD", "SS", "DSD", "SDS"})
NONE, OPENS, CLOSES = range(3)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two marks of a text: ``text[start:end]``, the marks themselves left out.

    ``opened`` or ``closed`` is False where that mark is missing; it then runs to its neighbour or the paragraph's edge.
    """

    start: int
    end: int
    opened: bool = True
    closed: bool = True


class _Mark(NamedTuple):
    """One mark with the prices of its readings, in the order of the roles."""

    start: int
    end: int
    level: str
    sort: str
    prices: tuple[float, float, float]


class _Found(NamedTuple):
    """A stretch and those before it."""

    stretch: Stretch
    before: _Found | None


class _Reading(NamedTuple):
    """One way to read a paragraph's marks up to some place."""

    price: float = 0.0
    open: tuple[_Mark, ...] = ()
    found: _Found | None = None


class _Move(NamedTuple):
    """What a mark does to the marks that are open: how many stay so, which levels are open then, what it costs."""

    role: int
    kept: int
    then: str
    price: float = 0.0
    paired: bool = True


def _moves(stack: str, level: str) -> Iterator[_Move]:
    """All that a mark of a level can do while those of a stack are open."""
    yield _Move(NONE, len(stack), stack, HELD if level == "S" and stack.endswith("S") else 0.0)
    if stack + level in STACKS:
        yield _Move(OPENS, len(stack), stack + level)
    depth = stack.rfind(level)
    if depth >= 0:
        yield _Move(CLOSES, depth, stack[:depth], UNCLOSED * (len(stack) - 1 - depth))
    elif len(stack) == 1:
        yield _Move(CLOSES, 0, "")
    elif not stack and level == "D":
        yield _Move(CLOSES, 0, "", SLIP, paired=False)
    if stack[:1] == level:
        yield _Move(OPENS, 0, level, SLIP, paired=False)


MOVES = {(stack, level): tuple(_moves(stack, level)) for stack in STACKS for level in "DS"}


def stretches(paragraph: str, offset: int = 0) -> list[Stretch]:
    """Quoted stretches of one paragraph, outermost marks only.

    Parameters
    ----------
    paragraph
        Text without line breaks.
    offset
        Added to every position, so that they point into the article.

    Returns
    -------
    list of Stretch
        In text order, without overlaps.

    Examples
    --------
    >>> [paragraph[s.start:s.end] for paragraph in ["He said 'we can't wait' and left."] for s in stretches(paragraph)]
    ["we can't wait"]
    """
    readings = {"": _Reading()}
    for mark in _marks(paragraph):
        readings = _with(mark, readings)
    best = min((_ended(reading, paragraph) for reading in readings.values()), key=lambda reading: reading.price)
    found = [_trimmed(stretch, paragraph) for stretch in _backwards(best.found)]
    return [Stretch(s.start + offset, s.end + offset, s.opened, s.closed) for s in found[::-1] if s.start < s.end]


def _with(mark: _Mark, readings: dict[str, _Reading]) -> dict[str, _Reading]:
    """The cheapest readings up to and with a mark, one for each stack of levels that are open then."""
    cheapest: dict[str, tuple[float, _Reading, _Move]] = {}
    for stack, reading in readings.items():
        for move in MOVES[stack, mark.level]:
            price = reading.price + move.price + mark.prices[move.role]
            if stack and move.role != NONE and move.paired:
                price += _looks(reading, move, mark)
            if move.then not in cheapest or price < cheapest[move.then][0]:
                cheapest[move.then] = price, reading, move
    limit = min(price for price, _, _ in cheapest.values()) + GIVEN_UP
    return {
        move.then: _moved(reading, move, mark, price) for price, reading, move in cheapest.values() if price <= limit
    }


def _looks(reading: _Reading, move: _Move, mark: _Mark) -> float:
    """Price of two marks that look too much alike to be one within the other, or too little to be a pair."""
    if move.role == CLOSES:
        opening = reading.open[move.kept]
        if opening.level != mark.level:
            # ‘‘no’: a doubled mark on one side
            return WRONG_LEVEL if opening.end - opening.start == mark.end - mark.start else AGAIN
        sorts = {opening.sort, mark.sort}
        return 0.0 if len(sorts) == 1 else LEANING if sorts == {"straight", "curly"} else WRONG_SORT
    before = reading.open[-1]
    alike = before.level == mark.level and (before.sort == mark.sort or before.end == mark.start)
    return SAME_INSIDE if alike else 0.0


def _moved(reading: _Reading, move: _Move, mark: _Mark, price: float) -> _Reading:
    """A reading with one more mark; only what the outermost marks hold is a stretch."""
    open_marks, found = reading.open[: move.kept], reading.found
    if not move.kept and move.role != NONE and (reading.open or not move.paired):
        start = reading.open[0].end if reading.open else found.stretch.end if found else 0
        found = _Found(Stretch(start, mark.start, bool(reading.open), move.role == CLOSES), found)
    return _Reading(price, (*open_marks, mark) if move.role == OPENS else open_marks, found)


def _ended(reading: _Reading, text: str) -> _Reading:
    """A reading at the paragraph's end; what is open then stays unclosed."""
    if not reading.open:
        return reading
    first = reading.open[0]
    elsewhere = UNCLOSED if first.level == "D" else SLIP
    price = elsewhere if text[: first.start].strip() else GOES_ON
    price += reading.price + UNCLOSED * (len(reading.open) - 1)
    return _Reading(price, (), _Found(Stretch(first.end, len(text), closed=False), reading.found))


def _backwards(found: _Found | None) -> Iterator[Stretch]:
    while found is not None:
        yield found.stretch
        found = found.before


def _trimmed(stretch: Stretch, text: str) -> Stretch:
    """Leave out what a missing mark took in before the first word, and the second of a doubled mark."""
    start, end = stretch.start, stretch.end
    while start < end and (text[start] == text[start - 1] if stretch.opened else not text[start].isalnum()):
        start += 1
    while stretch.closed and start < end and text[end - 1] == text[end]:
        end -= 1
    return Stretch(start, end, stretch.opened, stretch.closed)


def _marks(text: str) -> list[_Mark]:
    """The marks of a paragraph; those that touch each other have the same things around them."""
    matches = [match for match in MARK.finditer(text) if match["none"] is None]
    found: list[_Mark] = []
    first = 0
    for last, match in enumerate(matches):
        if last + 1 == len(matches) or matches[last + 1].start() > match.end():
            start, end = matches[first].start(), match.end()
            before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
            found += [_mark(match, before, after) for match in matches[first : last + 1]]
            first = last + 1
    return _doubled(text, found)


def _mark(match: re.Match[str], before: str, after: str) -> _Mark:
    double = len(match[0]) == 2 or match[0] in DOUBLE
    prices = (_double if double else _single)(match, before, after)
    return _Mark(match.start(), match.end(), "D" if double else "S", _sort(match[0]), prices)


def _doubled(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Marks of which one is easily too many: alike, and with no word between them."""
    again = {
        number
        for number, (one, other) in enumerate(pairwise(marks))
        if one.level == other.level
        and (one.prices[OPENS] - one.prices[CLOSES]) * (other.prices[OPENS] - other.prices[CLOSES]) >= 0
        and not any(map(str.isalnum, text[one.end : other.start]))
    }
    again |= {number + 1 for number in again}
    for number in again:
        none, opens, closes = marks[number].prices
        marks[number] = marks[number]._replace(prices=(min(none, AGAIN), opens, closes))
    return marks


def _sort(mark: str) -> str:
    return "angle" if mark in ANGLE else "corner" if mark in CORNER else "straight" if mark[0] in STRAIGHT else "curly"


def _by_shape(mark: str, unlike: float) -> tuple[float, float]:
    """Prices of opening and of closing: straight marks do either."""
    if mark[0] in STRAIGHT:
        return 0.0, 0.0
    return (0.0, unlike) if mark[0] in OPENERS else (unlike, 0.0)


def _free(before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark stands apart from what is before it, and from what is after it."""
    return before.isspace() or before in BEFORE_OPENING, after.isspace() or after in AFTER_CLOSING


def _just_before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 6) : match.start()]


def _double(match: re.Match[str], before: str, after: str) -> tuple[float, float, float]:
    """Prices of a double mark: that it is none, that it opens, that it closes."""
    mark, (left, right) = match[0], _free(before, after)
    none = SLIP + 2 * LEANING  # dearer than a mark whose pair is missing, be it of the wrong shape
    if mark in CORNER:
        return none, *_by_shape(mark, NEVER)
    if left == right:
        return 1.0 if left else none, *_by_shape(mark, 1.0)
    opens, closes = _by_shape(mark, LEANING)
    # white space tells more than the shape, and is as good as certain where the shape does not speak against it
    if left:
        return none, opens, SLIP if opens == 0 else SLIP / 2
    if before.isdigit() and (mark[0] in STRAIGHT or INCHES.search(_just_before(match))):
        none = LEANING
    return none, SLIP if closes == 0 else SLIP / 2, closes


def _single(match: re.Match[str], before: str, after: str) -> tuple[float, float, float]:
    """Prices of a single mark: that it is none, that it opens, that it closes."""
    mark, (left, right) = match[0], _free(before, after)
    if left == right:
        opens, closes = _by_shape(mark, 1.0)
        return 2 * LEANING, opens + LEANING, closes + LEANING
    opens, closes = _by_shape(mark, LEANING)
    if left:
        if ELISION.match(match.string, match.end()):
            return 0.0, 1.0, NEVER
        # a closing mark before a word is a swapped one or an apostrophe
        return (1.0, 0.0, NEVER) if opens == 0 else (2 * LEANING, 2 * LEANING, NEVER)
    if before in STOPS:
        return 1.2, NEVER, closes
    if before in "szSZ" or before.isdigit():  # the ministers’ view; 5' tall
        return 0.2, NEVER, closes + LEANING
    return 0.5 if CUT_SHORT.search(_just_before(match)) else 1.2, NEVER, closes
