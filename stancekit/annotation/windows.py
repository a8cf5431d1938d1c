"""Cut a text into windows of word pieces for the encoder, never across a paragraph that fits.

A window is ``[CLS] paragraph [SEP] paragraph [SEP] ...``: the separators tell the encoder where a paragraph
ends, which the pieces alone would not. Short windows are what a CPU reads fastest, and one window is one call
of the encoder, so that what is read never depends on what else is in the batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tokenizers import Tokenizer

from stancekit.errors import ModelError

LINE = re.compile(r"[^\n]+")
NOWHERE = (-1, -1)
SHAPES = ("other", "lower", "title", "upper")
"""How a word piece is capitalised; the vocabulary of the encoder is uncased."""


@dataclass(frozen=True, slots=True)
class Window:
    """Piece ids of one call of the encoder and where each piece stands in the text.

    ``offsets`` holds ``(-1, -1)`` for special pieces and for pieces that another window answers for; ``shapes``
    indexes :data:`SHAPES`.
    """

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    shapes: tuple[int, ...]


class Pieces(NamedTuple):
    """Word pieces side by side: their numbers in the vocabulary, where they stand, how they are capitalised."""

    ids: list[int]
    places: list[tuple[int, int]]
    shapes: list[int]

    def take(self, other: Pieces) -> None:
        """Add other pieces behind these."""
        self.ids.extend(other.ids)
        self.places.extend(other.places)
        self.shapes.extend(other.shapes)


def windows(
    text: str, tokenizer: Tokenizer, max_pieces: int = 160, max_paragraph: int = 320, overlap: int = 64
) -> list[Window]:
    """Windows that cover every piece of a text exactly once.

    Parameters
    ----------
    text
        Clean text; paragraphs end with a newline.
    tokenizer
        A BERT tokenizer without truncation or padding.
    max_pieces
        Paragraphs are packed together up to this many pieces.
    max_paragraph
        A longer paragraph is cut into windows of this many pieces.
    overlap
        Pieces that such cuts share; each window answers for its own half of them.

    Returns
    -------
    list of Window
        In text order.

    Raises
    ------
    ModelError
        Where the tokenizer lacks ``[CLS]`` or ``[SEP]``.
    """
    opens, closes = (Pieces([piece], [NOWHERE], [0]) for piece in _special(tokenizer))
    spans = [line.span() for line in LINE.finditer(text) if not line[0].isspace()]
    encoded = tokenizer.encode_batch([text[s:e] for s, e in spans], add_special_tokens=False)
    packed: list[Window] = []
    pieces = Pieces([], [], [])
    for (start, _), paragraph in zip(spans, encoded, strict=True):
        places = [(start + s, start + e) for s, e in paragraph.offsets]
        read = Pieces(paragraph.ids, places, [shape(text[s:e]) for s, e in places])
        for cut in _cut(read, max_paragraph, overlap):
            if pieces.ids and len(pieces.ids) + len(cut.ids) > max_pieces:
                packed.append(_close(opens, pieces, closes))
                pieces = Pieces([], [], [])
            if pieces.ids:
                pieces.take(closes)
            pieces.take(cut)
    if pieces.ids:
        packed.append(_close(opens, pieces, closes))
    return packed


@lru_cache(maxsize=1 << 16)
def shape(piece: str) -> int:
    """Index into :data:`SHAPES` of a piece as it stands in the text; a single capital is a title.

    Examples
    --------
    >>> [SHAPES[shape(piece)] for piece in ("NATO", "Ana", "A", "talks", "24", ",")]
    ['upper', 'title', 'title', 'lower', 'other', 'other']
    """
    if piece.islower():
        return 1
    if piece.isupper():
        return 3 if len(piece) > 1 else 2
    if piece[:1].isupper():
        return 2
    return 1 if piece.isalpha() else 0


def _special(tokenizer: Tokenizer) -> tuple[int, int]:
    """Ids of the pieces that open and close a window."""
    opens, closes = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if opens is None or closes is None:
        raise ModelError("the tokenizer has no [CLS] or no [SEP]; it is no BERT tokenizer", tokenizer)
    return opens, closes


def _close(opens: Pieces, pieces: Pieces, closes: Pieces) -> Window:
    window = Pieces([*opens.ids], [*opens.places], [*opens.shapes])
    window.take(pieces)
    window.take(closes)
    return Window(tuple(window.ids), tuple(window.places), tuple(window.shapes))


def _cut(pieces: Pieces, size: int, overlap: int) -> Iterator[Pieces]:
    """Cut a long paragraph into overlapping stretches; the places of borrowed context are blanked."""
    count = len(pieces.ids)
    if count <= size:
        yield pieces
        return
    step = size - overlap
    for begin in range(0, count - overlap, step):
        end = min(begin + size, count)
        first = begin + overlap // 2 if begin else 0
        last = end - overlap + overlap // 2 if end < count else end
        places = [place if first <= i < last else NOWHERE for i, place in enumerate(pieces.places[begin:end], begin)]
        yield Pieces(pieces.ids[begin:end], places, pieces.shapes[begin:end])
