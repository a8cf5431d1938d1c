"""The guard at the door: raw article text in, a clean string and the way back to the raw offsets out.

Whatever comes in (broken encodings, control characters, entities, share bars, runs of ten thousand quotation
marks), the later stages see ordinary text, and every span they find maps to a span of the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from stancekit.annotation.encoding import (
    ONE_FOR_ONE,
    entity_edits,
    invisible_edits,
    line_end_edits,
    mojibake_edits,
)
from stancekit.annotation.furniture import furniture_ranges
from stancekit.annotation.layout import headline, paragraphs, subheads, wrapped_line_ends
from stancekit.annotation.offsets import Edit, Layer, apply_edits
from stancekit.errors import TextError

__all__ = ["GuardedText", "guard", "headline", "paragraphs", "pieces", "subheads"]

MAX_LENGTH = 20_000_000
MOJIBAKE_ROUNDS = 3  # text is seldom garbled more than twice
# The tokenizer strips marks from a word one by one and rescans the rest each time, so its work grows with the
# square of a run of marks.
MARKS = re.compile(r"(?:[^\w\s]|_){9,}")
KEPT_AT_EACH_END = 4
LONG_WORD = re.compile(r"\S{401,}")
WORD_LIMIT = 200
BLOB = re.compile(r"(?:data:[\w/+.;-]{1,80},)?[A-Za-z0-9+/=_%-]{400,}|https?://\S{400,}")
LAST_MARK = re.compile(r".*[^\w\s]", re.DOTALL)
PIECE_ENDS = ("\n", ". ", " ")  # where to cut a long text, best first


@dataclass(frozen=True, slots=True)
class GuardedText:
    """An article's text made safe to analyse.

    Parameters
    ----------
    raw
        The text as given.
    clean
        What the pipeline analyses: no control characters, surrogates or invisible characters, ``\\n`` as the
        only line end, without the page's furniture.
    layers
        The edits that led from ``raw`` to ``clean``, first pass first.
    skipped
        Raw ranges (start, end, reason) that were left out, in text order.
    """

    raw: str
    clean: str
    layers: tuple[Layer, ...] = ()
    skipped: tuple[tuple[int, int, str], ...] = ()

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of ``clean`` to the span of ``raw`` that it came from.

        Parameters
        ----------
        start, end
            Code points of ``clean``, ``0 <= start <= end <= len(clean)``.

        Returns
        -------
        tuple of int
            Code points of ``raw``. A character that replaced several (``&`` for ``&amp;``) covers all of
            them; a span over something that was left out covers that too.

        Raises
        ------
        ValueError
            If the span does not lie within ``clean``.

        Examples
        --------
        >>> guarded = guard("R&amp;D talks")
        >>> guarded.clean, guarded.to_raw(0, 3)
        ('R&D talks', (0, 7))
        """
        if not 0 <= start <= end <= len(self.clean):
            raise ValueError(f"span {start}:{end} is not within a clean text of {len(self.clean)} characters")
        return _back(self.layers, start, end)


def guard(text: object, max_length: int = MAX_LENGTH) -> GuardedText:
    """Clean an article's text, keeping the way back to its offsets.

    Parameters
    ----------
    text
        The article's text as given.
    max_length
        Longest text accepted, in characters; take long ones to the tokenizer by `pieces`.

    Returns
    -------
    GuardedText

    Raises
    ------
    TextError
        If ``text`` is not a string, holds nothing but white space and page furniture, or is over the limit.

    Examples
    --------
    >>> guard("\\ufeffâ€œNo comment,â€\\x9d she said.\\r\\n\\r\\nShare this story via social media").clean
    '“No comment,” she said.\\n\\n'
    """
    raw = _checked(text, max_length)
    clean, layers = _repair(raw)
    clean = _unwrap(clean)
    skipped: list[tuple[int, int, str]] = []
    for step in (furniture_ranges, _marks_edits, _blobs, _long_word_edits):
        edits = list(step(clean))
        if step in (furniture_ranges, _blobs):
            skipped += ((*_back(layers, start, end), reason) for start, end, reason in edits)
            edits = [(start, end, _stand_in(reason)) for start, end, reason in edits]
        clean, layers = _edit(clean, layers, edits)
    if not clean.strip():
        raise TextError(
            "nothing is left of the article's text but the page around it: leave the article out", raw[:200]
        )
    return GuardedText(raw, clean, layers, tuple(sorted(skipped)))


def pieces(clean: str, size: int = 100_000) -> Iterator[tuple[int, str]]:
    """Cut a long clean text at paragraph ends, so that the pipeline can take it piece by piece.

    Parameters
    ----------
    clean
        The text of a `GuardedText`.
    size
        Most characters in a piece. A paragraph longer than half of this is cut at a sentence end or a space.

    Yields
    ------
    tuple
        Offset into ``clean`` and the piece; the pieces joined are ``clean``.

    Raises
    ------
    ValueError
        If ``size`` is not positive.

    Examples
    --------
    >>> list(pieces("Rain fell.\\nTalks went on.\\n", size=16))
    [(0, 'Rain fell.\\n'), (11, 'Talks went on.\\n')]
    """
    if size < 1:
        raise ValueError(f"size must be positive, not {size}")
    start = 0
    while start < len(clean):
        end = _piece_end(clean, start, size)
        yield start, clean[start:end]
        start = end


def _piece_end(clean: str, start: int, size: int) -> int:
    limit = start + size
    if limit >= len(clean):
        return len(clean)
    for mark in PIECE_ENDS:
        found = clean.rfind(mark, start + size // 2, limit)
        if found >= 0:
            return found + len(mark)
    return limit


def _checked(text: object, max_length: int) -> str:
    """The text as a plain string, or the error that tells why it is none."""
    if text is None or text != text:
        raise TextError(f"the article has no text ({text!r}): leave the row out, or give its text", text)
    if isinstance(text, bytes | bytearray):
        raise TextError("the article's text is bytes, not str: decode it first", bytes(text[:200]))
    if not isinstance(text, str):
        raise TextError(f"the article's text must be a str, not {type(text).__name__}: {text!r:.80}", text)
    if len(text) > max_length:
        raise TextError(
            f"the article's text has {len(text):,} characters, over the limit of {max_length:,}: "
            "split it, or raise max_length",
            len(text),
        )
    if not text.strip():
        raise TextError("the article's text is blank: leave the article out, or give its text", text[:200])
    return str(text)


def _repair(raw: str) -> tuple[str, tuple[Layer, ...]]:
    """Mend encodings, entities, line ends, invisible and control characters."""
    clean = raw
    layers: tuple[Layer, ...] = ()
    for _ in range(MOJIBAKE_ROUNDS):
        mended, layers_after = _edit(clean, layers, mojibake_edits(clean))
        if mended == clean:
            break
        clean, layers = mended, layers_after
    for find in (entity_edits, line_end_edits, invisible_edits):
        clean, layers = _edit(clean, layers, find(clean))
    return clean.translate(ONE_FOR_ONE), layers


def _edit(clean: str, layers: tuple[Layer, ...], edits: Iterable[Edit]) -> tuple[str, tuple[Layer, ...]]:
    edited, layer = apply_edits(clean, edits)
    return edited, (layers if layer is None else (*layers, layer))


def _back(layers: tuple[Layer, ...], start: int, end: int) -> tuple[int, int]:
    for layer in reversed(layers):
        start, end = layer.back(start, end)
    return start, end


def _unwrap(clean: str) -> str:
    """Lines broken at a fixed width become one paragraph again, one space for each line end."""
    breaks = wrapped_line_ends(clean)
    if not breaks:
        return clean
    bounds = [-1, *breaks, len(clean)]
    return " ".join(clean[before + 1 : after] for before, after in pairwise(bounds))


def _stand_in(reason: str) -> str:
    # Data in the middle of a line still parts the words around it.
    return " " if reason == "data" else ""


def _blobs(clean: str) -> Iterator[tuple[int, int, str]]:
    """Encoded data and endless addresses, which nobody said."""
    for word in LONG_WORD.finditer(clean):
        for blob in BLOB.finditer(clean, word.start(), word.end()):
            yield blob.start(), blob.end(), "data"


def _marks_edits(clean: str) -> Iterator[Edit]:
    """Of a run of marks the first and the last few stay: they may open or close a quotation."""
    for run in MARKS.finditer(clean):
        yield run.start() + KEPT_AT_EACH_END, run.end() - KEPT_AT_EACH_END, ""


def _long_word_edits(clean: str) -> Iterator[Edit]:
    """A space after every so many characters of text that has none, after a mark where there is one."""
    for word in LONG_WORD.finditer(clean):
        start = word.start()
        while word.end() - start > WORD_LIMIT:
            mark = LAST_MARK.match(clean, start, start + WORD_LIMIT)
            cut = mark.end() if mark and mark.end() - start > WORD_LIMIT // 2 else start + WORD_LIMIT
            yield cut - 1, cut, clean[cut - 1] + " "
            start = cut
