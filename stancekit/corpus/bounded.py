"""Packed files, unpacked no further than the limits allow: a kilobyte may hold a terabyte."""

from __future__ import annotations

import io
import os
from typing import IO, cast

from stancekit.corpus.limits import Limits, raise_it
from stancekit.errors import LimitError

FREE_BYTES = 1 << 24
"""Bytes that a file may hold however tightly they are packed: small files of one letter are no harm."""
_PIECE = 65_536


def check_size(file: IO[bytes], limits: Limits) -> None:
    """Refuse a file that is too large as it lies there.

    Raises
    ------
    LimitError
        Where it is.
    """
    if os.fstat(file.fileno()).st_size > limits.file_bytes:
        raise _too_large(limits)


def bounded(unpacked: IO[bytes], packed: IO[bytes], limits: Limits) -> IO[bytes]:
    """A stream that ends in a `LimitError` where what is unpacked is over the limits.

    Parameters
    ----------
    unpacked
        What is read.
    packed
        The file that it comes from, whose position tells how much of it was used.
    """
    return cast(IO[bytes], io.BufferedReader(_Counted(unpacked, packed, limits), _PIECE))


def check_ratio(unpacked: int, packed: int, limits: Limits) -> None:
    """Refuse what is packed more tightly, or more of it, than the limits allow.

    Raises
    ------
    LimitError
        Where it is.
    """
    if unpacked > limits.file_bytes:
        raise _too_large(limits)
    if unpacked > FREE_BYTES and unpacked > limits.ratio * packed:
        raise LimitError(f"unpacks to over {limits.ratio:,} times its size; {raise_it('ratio')}", unpacked)


class _Counted(io.RawIOBase):
    """Counts what is read."""

    def __init__(self, unpacked: IO[bytes], packed: IO[bytes], limits: Limits) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._limits = limits
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._unpacked.read(len(buffer))
        buffer[: len(piece)] = piece
        self._count += len(piece)
        check_ratio(self._count, self._packed.tell(), self._limits)
        return len(piece)


def _too_large(limits: Limits) -> LimitError:
    return LimitError(f"over {limits.file_bytes:,} bytes; {raise_it('file_bytes')}, or split it", limits.file_bytes)
