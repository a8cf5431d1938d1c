"""Bytes to text: unpacked, and decoded by the encoding they are in, where they are text at all."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from charset_normalizer import from_bytes

from stancekit.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PIECE = 65_536  # bytes unpacked at a time
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"

PACKED = (".gz", ".zst")
"""What the names of packed files end in: gzip and Zstandard."""

BROKEN = (OSError, EOFError, zlib.error, UnicodeDecodeError)
"""What reading a file can raise, where it is packed, cut short or damaged."""


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading from its beginning to its end, unpacked where its name ends in `PACKED`."""
    with path.open("rb") as file:
        if not is_packed(path.name):
            yield file
            return
        with _unpacked(file, path) as unpacked:
            yield unpacked


def is_packed(name: str) -> bool:
    """Whether a file has to be unpacked, by its name.

    Examples
    --------
    >>> is_packed("march.csv.zst"), is_packed("march.csv")
    (True, False)
    """
    return name.lower().endswith(PACKED)


def _unpacked(file: IO[bytes], path: Path) -> IO[bytes]:
    if path.name.lower().endswith(".gz"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file, mode="rb"))
    import pyarrow as pa  # here, so that nobody waits for it who packs with gzip

    # Arrow's stream knows no lines; it goes on after the first frame, and tells where one is cut short.
    return io.BufferedReader(pa.CompressedInputStream(file, "zstd"), _PIECE)


def decode(content: bytes) -> str:
    """The text of a whole file, without a byte order mark; line ends stay as they are.

    Raises
    ------
    InputError
        Where the content is binary, or in no encoding that we recognise.

    Examples
    --------
    >>> decode("“Non”, a dit la ministre.".encode("cp1252"))
    '“Non”, a dit la ministre.'
    """
    encoding = encoding_of(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"not readable as {encoding} ({error.reason}); save it as UTF-8") from error


def encoding_of(content: bytes, whole: bool = True) -> str:
    """The encoding of a text: by its mark, else UTF-8 where that fits, else the likeliest old one.

    Parameters
    ----------
    whole
        False where ``content`` is only the beginning, so that it may end within a character.

    Raises
    ------
    InputError
        Where the content is binary, or in no encoding that we recognise.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    wide = _wide(content)
    if wide is not None:
        return wide
    utf8 = _is_utf8(content, whole)
    # Encodings of one byte a character have no use for NUL.
    if _is_binary(content) or (not utf8 and b"\0" in content):
        raise InputError("binary, not text; convert it to UTF-8 text")
    return "utf-8" if utf8 else _old_encoding(content)


def _is_utf8(content: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every other byte is NUL."""
    half = len(content) // 2
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if half and odd > 0.8 * half and even < 0.05 * half:
        return "utf-16-le"
    if half and even > 0.8 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _is_binary(content: bytes) -> bool:
    controls = len(content) - len(content.translate(None, _CONTROLS))
    return controls > 3 + len(content) / 50


def _old_encoding(content: bytes) -> str:
    found = from_bytes(content)
    best = found.best()
    if best is None:
        raise InputError("not text in any encoding we recognise; convert it to UTF-8 text")
    # Short English text with a few accents fits a dozen encodings equally well: then it is Western Windows.
    western = next((match for match in found if match.encoding == "cp1252"), best)
    return western.encoding if western.chaos <= best.chaos else best.encoding
