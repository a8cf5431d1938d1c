"""Text as safe HTML, with stretches marked that may overlap and nest: cut at every border, not wrapped whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from stancekit.html_text import escaped, stretches

Role = Literal["content", "cue", "source"]
Status = Literal["ok", "differs", "missed", "spurious"]
STATUSES: tuple[Status, ...] = ("ok", "differs", "missed", "spurious")
"""The look of a quote, the least bad first: where several cover the same words, the worst shows."""
ROLES: tuple[Role, ...] = ("content", "source", "cue")
"""From the outermost element to the innermost: of two on the same words the later one colours them."""

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that is a content, a cue or a source of a quote.

    ``number`` is the quote's; ``status`` its look; ``again`` tells that it is not the first fragment of its
    content. Both ends lie within the text.
    """

    start: int
    end: int
    role: Role
    number: int
    status: Status = "ok"
    again: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text that is not blank: ``text[start:end]``.

    Between ``previous`` (the end of the line before) and ``start`` nothing is shown, nor from ``end`` to
    ``following``, where the next line starts; ``gap`` tells that blank lines stand before.
    """

    start: int
    end: int
    previous: int
    following: int
    gap: bool


def text_lines(text: str) -> list[Line]:
    """The lines of a text, blank ones left out.

    Examples
    --------
    >>> [(line.start, line.end, line.gap) for line in text_lines("Rain.\\n\\nSun.")]
    [(0, 5, False), (7, 11, True)]
    """
    borders = [(found.start(), found.end()) for found in _BREAK.finditer(text)] + [(len(text), len(text))]
    starts = [0, *(end for _, end in borders[:-1])]
    every = [(start, end) for start, (end, _) in zip(starts, borders, strict=True)]
    kept = [number for number, (start, end) in enumerate(every) if text[start:end].strip()]
    lines = []
    for place, number in enumerate(kept):
        before = kept[place - 1] if place else -1
        following = every[kept[place + 1]][0] if place + 1 < len(kept) else len(text)
        previous = every[before][1] if place else 0
        lines.append(Line(*every[number], previous, following, gap=number > before + 1))
    return lines


def marked_line(text: str, line: Line, marks: Sequence[Mark], badge: Callable[[Mark], str]) -> str:
    """One line as HTML: every stretch between two borders has the elements of the marks that cover it.

    Parameters
    ----------
    text, line
        One of `text_lines` of the text.
    marks
        In any order, also those of other lines.
    badge
        Gives the HTML that goes before a content.

    Examples
    --------
    >>> (line,) = text_lines("No & yes")
    >>> marked_line("No & yes", line, [Mark(3, 8, "content", 1)], lambda mark: "1: ")
    'No 1: <mark class="content ok" data-q="1">&amp; yes</mark>'
    """
    here = [mark for mark in marks if max(mark.start, line.previous) < min(mark.end, line.following)]
    here.sort(key=lambda mark: (mark.start, -mark.end, mark.number))
    pieces = []
    for stretch in stretches(here, line.start, line.end):
        begun = [mark for mark in here if line.previous <= mark.start and _within(mark.start, line) == stretch.start]
        ended = [mark for mark in here if mark.end <= line.following and _within(mark.end, line) == stretch.end]
        pieces += [badge(mark) for mark in begun if mark.role == "content"]
        pieces.append(_stretch(text[stretch.start : stretch.end], stretch.marks))
        pieces.append(_numbers([mark for mark in ended if mark.role != "content"]))
    return "".join(pieces)


def _within(at: int, line: Line) -> int:
    return min(max(at, line.start), line.end)


def _stretch(words: str, marks: Sequence[Mark]) -> str:
    """Words all under the same marks, in one element for each role."""
    inside = escaped(words)
    for role in reversed(ROLES):
        covering = [mark for mark in marks if mark.role == role]
        if not covering:
            continue
        worst = max((mark.status for mark in covering), key=STATUSES.index)
        looks = f"{role} {worst}" + (" deep" if len({mark.number for mark in covering}) > 1 else "")
        numbers = " ".join(str(number) for number in sorted({mark.number for mark in covering}))
        inside = f'<mark class="{looks}" data-q="{numbers}">{inside}</mark>'
    return inside


def _numbers(ended: Sequence[Mark]) -> str:
    """The numbers of the quotes whose source or cue ends here."""
    numbers = sorted({mark.number for mark in ended})
    return f"<sup>{' '.join(map(str, numbers))}</sup>" if numbers else ""
