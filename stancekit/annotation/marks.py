"""Quotation marks of a paragraph, paired the way a reader would pair them.

Whether a mark opens or closes is told first by what stands around it and only then by its shape, so that
swapped, straight and mixed marks come out right; a mark that is missing or doubled spoils at most its own
stretch, never the rest of the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DOUBLE = frozenset('“”"„«»‟')
SINGLE = frozenset("‘’'‚‛")
OPENERS = frozenset("“„«‘‚‛‟")
BEFORE_OPENING = frozenset("([{—–-‑/:")
AFTER_CLOSING = frozenset(")]}—–-.,;:!?…")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two marks of a text: ``text[start:end]``, the marks themselves left out.

    ``opened`` or ``closed`` is False where that mark is missing; the stretch then runs to the paragraph's edge.
    """

    start: int
    end: int
    opened: bool = True
    closed: bool = True


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
    text = paragraph.replace("''", '" ').replace("``", ' "')
    found: list[Stretch] = []
    opening: int | None = None
    family = DOUBLE
    for i, character in enumerate(text):
        if character not in DOUBLE and character not in SINGLE:
            continue
        if opening is None:
            if character in SINGLE and (not _opens(text, i) or _closing_single(text, i) is None):
                continue
            if character in DOUBLE and not _opens(text, i):
                found += _unopened(text, i, found)
                continue
            opening, family = i + 1, DOUBLE if character in DOUBLE else SINGLE
        elif character in family:
            if i == opening:  # a doubled mark
                opening = i + 1
            elif family is SINGLE:
                if i == _closing_single(text, opening - 1):
                    found.append(Stretch(opening, i))
                    opening = None
            elif not _opens(text, i):
                found.append(Stretch(opening, i))
                opening = None
    if opening is not None and family is DOUBLE:
        found.append(Stretch(opening, len(text), closed=False))
    return [Stretch(s.start + offset, s.end + offset, s.opened, s.closed) for s in found if s.start < s.end]


def _opens(text: str, i: int) -> bool:
    """Whether the mark opens: by the white space around it, and only where that is silent by its shape."""
    before = text[i - 1] if i else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    free_left = before.isspace() or before in BEFORE_OPENING or before in DOUBLE or before in SINGLE
    free_right = after.isspace() or after in AFTER_CLOSING or after in DOUBLE or after in SINGLE
    if free_left != free_right:
        return free_left
    return text[i] in OPENERS or (text[i] == '"' and free_left and not free_right)


def _unopened(text: str, i: int, found: list[Stretch]) -> list[Stretch]:
    """A closing mark that nothing opened: the stretch runs back to the stretch before or the paragraph's start."""
    start = found[-1].end + 1 if found else 0
    while start < i and not text[start].isalnum():
        start += 1
    if found and i - found[-1].end <= 2:  # a doubled closing mark
        return []
    return [Stretch(start, i, opened=False)] if start < i else []


def _closing_single(text: str, opening: int) -> int | None:
    """Where a single mark closes: at a mark after a word or stop, if it is not rather an apostrophe."""
    candidates = [match.start() for match in re.finditer(r"(?<=[\w.,!?…)%])['’](?!\w)", text[opening + 2 :])]
    candidates = [candidate + opening + 2 for candidate in candidates]
    for place, candidate in enumerate(candidates):
        possessive = text[candidate - 1] in "sz" and re.match(r"['’]\s+\w", text[candidate:])
        later = candidates[place + 1] if place + 1 < len(candidates) else None
        if possessive and later is not None and not re.search(r"(?:^|[\s(—–])['‘](?=\w)", text[candidate + 1 : later]):
            continue
        return candidate
    return None
