"""Where a quote stands in its context, in code points; and JavaScript's way to count them."""

from __future__ import annotations

from collections.abc import Sequence

Spans = list[tuple[int, int]]

_MOST = 12
"""More fragments than that are no quote but words that happen to occur in order."""


def locate(text: str, context: str) -> Spans:
    """Where the words of a quote stand in its context; empty where they don't.

    A quote of several fragments is joined by spaces in its ``text``; its fragments are found one after the
    other, each as long as it can be.

    Examples
    --------
    >>> locate("We wait", "“We wait,” she said.")
    [(1, 8)]
    >>> locate("We wait for them", "“We wait,” she said, “for them.”")
    [(1, 8), (22, 30)]
    >>> locate("never said", "“We wait,” she said.")
    []
    """
    start = context.find(text)
    return [(start, start + len(text))] if start >= 0 and text else _fragments(text, context)


def _fragments(text: str, context: str) -> Spans:
    words, after = text.split(" "), 0
    spans: Spans = []
    while words and len(spans) < _MOST:
        size, start = _longest(words, context, after)
        if not size:
            return []
        after = start + len(" ".join(words[:size]))
        spans.append((start, after))
        words = words[size:]
    # One word alone occurs anywhere; two fragments without a longer one are chance.
    return spans if not words and any(" " in context[start:end] for start, end in spans) else []


def _longest(words: Sequence[str], context: str, after: int) -> tuple[int, int]:
    """How many of the first words stand together somewhere after a place, and where."""
    size, at = 0, -1
    for upto in range(1, len(words) + 1):
        found = context.find(" ".join(words[:upto]), after)
        if found < 0:
            break
        size, at = upto, found
    return (size, at) if words[0] else (0, -1)


def joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words at some spans, as a quote's ``text`` has its fragments: joined by one space."""
    return " ".join(text[start:end] for start, end in sorted(spans))


def from_utf16(text: str, offset: int) -> int:
    """The code point at which a JavaScript string is after so many units.

    Examples
    --------
    >>> from_utf16("𝔘n", 2)
    1
    """
    units = 0
    for position, char in enumerate(text):
        if units >= offset:
            return position
        units += 2 if ord(char) > 0xFFFF else 1
    return len(text) + max(0, offset - units)
