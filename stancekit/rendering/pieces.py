"""The pieces of an article that are shown around a quote: cut out of the article, or all that its record knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stancekit.errors import InputError
from stancekit.rendering.shown import Numbered
from stancekit.rowfiles import writable
from stancekit.types import Span

AROUND = 160
"""So many characters before and after a quote are shown, at most to the ends of its lines."""
NEAR = 3
"""So few characters between two pieces, marks and spaces, are worth no ellipsis."""


def known_pieces(shown: Numbered) -> list[Span]:
    """What a quote's record knows of the article, in text order: its parts, and the sentences around them.

    Examples
    --------
    >>> from stancekit.types import Quote, Stance
    >>> quote = Quote("wire", "q1", "we wait", (Span(9, 16, "we wait"),), "direct", source=Span(0, 3, "Ann"))
    >>> known_pieces(Numbered(1, (Stance(quote),)))
    [Span(start=0, end=3, text='Ann'), Span(start=9, end=16, text='we wait')]
    """
    return _merged([*_context(shown), *shown.spans])


def pieces_around(text: str, spans: Iterable[Span]) -> list[Span]:
    """The pieces of a text in which some spans stand, with a few words around.

    Examples
    --------
    >>> pieces_around("Rain fell.\\nShe said no.\\nSnow fell.", [Span(20, 22, "no")])
    [Span(start=11, end=23, text='She said no.')]
    """
    return _merged(_widened(text, span) for span in spans)


def check_spans(text: str, shown: Numbered) -> None:
    """Make sure that a quote is one of this text.

    Raises
    ------
    InputError
        Where the text has other words at its offsets.
    """
    for span in shown.spans:
        stands = text[max(span.start, 0) : max(span.end, 0)]
        if writable(stands) != writable(span.text) or not span.text:
            quote = shown.quote
            raise InputError(
                f"article {quote.doc_id}, quote {quote.id}: it has {span.text[:40]!r} at {span.start}, the text "
                f"{stands[:40]!r}; give the text just as it was scored",
                span,
            )


def _context(shown: Numbered) -> list[Span]:
    """The sentences around a quote, where all of it that stands in them does so at the offsets it should."""
    context, fragments = shown.quote.context, shown.quote.fragments
    if not context or not fragments:
        return []
    first = fragments[0]
    for found in re.finditer(re.escape(first.text), context):
        start = first.start - found.start()
        if start >= 0 and all(_fits(context, span, start) for span in shown.spans):
            return [Span(start, start + len(context), context)]
    return []


def _fits(context: str, span: Span, start: int) -> bool:
    """Whether a span stands in a context that begins at ``start``, or wholly outside."""
    if span.end <= start or span.start >= start + len(context):
        return True
    return span.start >= start and context[span.start - start : span.end - start] == span.text


def _widened(text: str, span: Span) -> Span:
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - AROUND)
    end = text.find("\n", span.end)
    end = min(len(text) if end < 0 else end, span.end + AROUND)
    # not amid a word, if another one is near
    if start == span.start - AROUND and " " in text[start : span.start]:
        start = text.index(" ", start) + 1
    if end == span.end + AROUND and " " in text[span.end : end]:
        end = text.rindex(" ", span.end, end)
    return Span(start, end, text[start:end])


def _merged(pieces: Iterable[Span]) -> list[Span]:
    """Pieces in text order, those that touch made one."""
    merged: list[Span] = []
    for piece in sorted(pieces, key=lambda span: (span.start, -span.end)):
        if not merged or piece.start > merged[-1].end:
            merged.append(piece)
        elif piece.end > merged[-1].end:
            last = merged[-1]
            more = piece.text[last.end - piece.start :]
            merged[-1] = Span(last.start, piece.end, last.text + more)
    return merged
