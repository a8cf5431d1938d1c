"""The marks of quotes in a text, and the text with them as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stancekit.html_text import Stretch, escaped, stretches
from stancekit.rendering.looks import ELEMENTS, LABEL, STYLES, badge_style, content_style, sign
from stancekit.rendering.shown import Numbered
from stancekit.rendering.words import note, speaker_words
from stancekit.types import Span, Tone

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article that is a part of a quote.

    ``role`` is ``content``, ``source``, ``cue`` or ``counterpart``; ``state`` is that of a counterpart; ``again``
    tells that it is not the first fragment of its content.
    """

    start: int
    end: int
    role: str
    shown: Numbered
    state: str | None = None
    again: bool = False


def marks_of(quotes: Iterable[Numbered]) -> list[Mark]:
    """The marks of all parts of quotes."""
    marks = []
    for shown in quotes:
        quote = shown.quote
        for place, fragment in enumerate(quote.fragments):
            marks.append(Mark(fragment.start, fragment.end, "content", shown, again=place > 0))
        for role, span in (("source", quote.source), ("cue", quote.cue)):
            if span is not None:
                marks.append(Mark(span.start, span.end, role, shown))
        for stance in shown.stances:
            if stance.counterpart is not None and stance.counterpart.mention is not None:
                mention = stance.counterpart.mention
                marks.append(Mark(mention.start, mention.end, "counterpart", shown, stance.counterpart.state))
    return marks


def marked_html(piece: Span, marks: Iterable[Mark]) -> str:
    """A piece of an article as HTML with its marks.

    Every label that is not of the article stands in a ``sup``: without those and without tags it is the text again.

    Examples
    --------
    >>> marked_html(Span(7, 15, "1 < 2 &\\n"), [])
    '1 &lt; 2 &amp;<br>\\n'
    """
    parts = []
    for stretch in stretches(marks, piece.start, piece.end):
        parts += [_badges(mark) for mark in stretch.begun if mark.role == "content"]
        parts.append(_words(piece.text[stretch.start - piece.start : stretch.end - piece.start], stretch))
    return "".join(parts)


def _words(words: str, stretch: Stretch[Mark]) -> str:
    """Words all under the same marks, in one element for each role. Labels stand inside a content: no hole in it."""
    inside = _BREAK.sub(lambda found: f"<br>{found[0]}", escaped(words))
    for role, element in reversed(ELEMENTS.items()):
        covering = [mark for mark in stretch.marks if mark.role == role]
        if covering:
            title = escaped("\n".join(dict.fromkeys(_title(mark) for mark in covering)))
            inside = f'<{element} style="{_style(role, covering)}" title="{title}">{inside}</{element}>'
        inside += _label(words, [mark for mark in stretch.ended if mark.role == role])
    return inside


def _style(role: str, covering: Sequence[Mark]) -> str:
    """The style of the innermost mark: the one that begins last."""
    if role == "content":
        return content_style(covering[-1].shown.tones, nested=len(covering) > 1)
    return STYLES[role]


def _title(mark: Mark) -> str:
    number = mark.shown.number
    if mark.role == "content":
        return note(mark.shown)
    if mark.role == "counterpart":
        return f"names {mark.state}, counterpart of quote {number}"
    return f"{mark.role} of quote {number}: {speaker_words(mark.shown.quote)}"


def _badges(mark: Mark) -> str:
    """The quote's number before its content, with sign and state for each counterpart; before later fragments less."""
    shown = mark.shown
    if mark.again:
        return _badge(f"{shown.number}…", shown.tones[0] if len(set(shown.tones)) == 1 else None)
    badges = []
    for place, stance in enumerate(shown.stances):
        number = str(shown.number) if place == 0 else ""
        toward = f"{sign(stance.tone)} {stance.counterpart.state}" if stance.counterpart else ""
        badges.append(_badge(f"{number} {toward}".strip(), stance.tone))
    return "".join(badges)


def _badge(words: str, tone: Tone | None) -> str:
    return f'<sup style="{badge_style(tone)}">{escaped(words)}</sup>'


def _label(words: str, ended: Sequence[Mark]) -> str:
    """After a source the numbers of its quotes (after a cue where there is no source), after a name its state."""
    states = {mark.state: None for mark in ended if mark.state and mark.state != words}
    spoken = [
        mark.shown for mark in ended if mark.role == "source" or (mark.role == "cue" and not mark.shown.quote.source)
    ]
    labels = [*states, *map(str, sorted({shown.number for shown in spoken}))]
    return f'<sup style="{LABEL}">{escaped(" ".join(labels))}</sup>' if labels else ""
