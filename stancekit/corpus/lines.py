"""The lines of a file that may have none, or one that never ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, AnyStr

from stancekit.corpus.decoding import BROKEN, open_bytes
from stancekit.corpus.limits import Limits, raise_it
from stancekit.errors import LimitError

_PIECE = 4_096


def lines_of(file: IO[AnyStr], limits: Limits) -> Iterator[AnyStr]:
    """A file's lines; one without end, which would fill the memory, is an error.

    Raises
    ------
    LimitError
        Where a line is too long.
    """
    most = limits.line_characters
    while line := file.readline(most):
        if len(line) == most:
            what = f"broken off at a line of over {most:,} characters"
            raise LimitError(f"{what}; no table of articles, or {raise_it('line_characters')}", most)
        yield line


def beginning(path: Path, size: int, limits: Limits) -> bytes:
    """A file's first bytes, as far as they can be read. Opened anew: what is packed can't be wound back."""
    start = b""
    with open_bytes(path, limits) as file:
        try:
            while len(start) < size and (piece := file.read(min(_PIECE, size - len(start)))):
                start += piece
        except BROKEN:
            if not start:
                raise
    return start
