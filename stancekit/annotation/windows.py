"""Cut a text into windows of word pieces for the encoder, never across a paragraph that fits.

A window is ``[CLS] paragraph [SEP] paragraph [SEP] ...``: the separators tell the encoder where a paragraph
ends, which the pieces alone would not. Short windows are what a CPU reads fastest, and one window is one call
of the encoder, so that what is read never depends on what else is in the batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenizers import Tokenizer

from stancekit.errors import ModelError

LINE = re.compile(r"[^\n]+")
NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class Window:
    """Piece ids of one call of the encoder and where each piece stands in the text.

    ``offsets`` holds ``(-1, -1)`` for special pieces and for pieces that another window answers for.
    """

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


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
    special = _special(tokenizer)
    spans = [line.span() for line in LINE.finditer(text) if not line[0].isspace()]
    encoded = tokenizer.encode_batch([text[s:e] for s, e in spans], add_special_tokens=False)
    packed: list[Window] = []
    ids: list[int] = []
    offsets: list[tuple[int, int]] = []
    for (start, _), paragraph in zip(spans, encoded, strict=True):
        places = [(start + s, start + e) for s, e in paragraph.offsets]
        for piece_ids, piece_offsets in _cut(paragraph.ids, places, max_paragraph, overlap):
            if ids and len(ids) + len(piece_ids) > max_pieces:
                packed.append(_close(ids, offsets, special))
                ids, offsets = [], []
            ids += [*([special[1]] if ids else []), *piece_ids]
            offsets += [*([NOWHERE] if offsets else []), *piece_offsets]
    if ids:
        packed.append(_close(ids, offsets, special))
    return packed


def _special(tokenizer: Tokenizer) -> tuple[int, int]:
    """Ids of the pieces that open and close a window."""
    opens, closes = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if opens is None or closes is None:
        raise ModelError("the tokenizer has no [CLS] or no [SEP]; it is no BERT tokenizer", tokenizer)
    return opens, closes


def _close(ids: list[int], offsets: list[tuple[int, int]], special: tuple[int, int]) -> Window:
    return Window((special[0], *ids, special[1]), (NOWHERE, *offsets, NOWHERE))


def _cut(
    ids: list[int], offsets: list[tuple[int, int]], size: int, overlap: int
) -> Iterator[tuple[list[int], list[tuple[int, int]]]]:
    """Cut a long paragraph into overlapping stretches; the offsets of borrowed context are blanked."""
    if len(ids) <= size:
        yield ids, offsets
        return
    step = size - overlap
    for begin in range(0, len(ids) - overlap, step):
        end = min(begin + size, len(ids))
        first = begin + overlap // 2 if begin else 0
        last = end - overlap + overlap // 2 if end < len(ids) else end
        blanked = [places if first <= i < last else NOWHERE for i, places in enumerate(offsets[begin:end], begin)]
        yield ids[begin:end], blanked
