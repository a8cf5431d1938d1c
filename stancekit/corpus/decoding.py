"""Bytes to text: unpacked, and decoded by the encoding they are in, where they are text at all."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from charset_normalizer import from_bytes

from stancekit.corpus.bounded import bounded, check_size
from stancekit.corpus.limits import USUAL, Limits
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

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_XML = re.compile(rb"\s*<\?xml\s[^>]*>")
_META = re.compile(rb"<meta[\s/][^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"""\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ON_PAGES = re.compile(r"cp125\d|cp(866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-\w+|gb18030|big5hkscs|euc_jp|iso2022_jp")
_SHIFTED = ("iso2022_jp",)

PACKED = (".gz", ".zst")
"""What the names of packed files end in: gzip and Zstandard."""

BROKEN = (OSError, EOFError, zlib.error, UnicodeDecodeError)
"""What reading a file can raise, where it is packed, cut short or damaged."""


@contextmanager
def open_bytes(path: Path, limits: Limits = USUAL) -> Iterator[IO[bytes]]:
    """Open a file for reading from its beginning to its end, unpacked where its name ends in `PACKED`.

    Raises
    ------
    LimitError
        Where the file is over a limit; of a packed one that shows while it is read.
    """
    with _regular(path) as file:
        check_size(file, limits)
        if not is_packed(path.name):
            yield file
            return
        with _unpacked(file, path) as unpacked:
            yield bounded(unpacked, file, limits)


def _regular(path: Path) -> IO[bytes]:
    """Open a regular file; what took its place since it was found (a pipe, a device) is not waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError("not a regular file")
    return os.fdopen(handle, "rb")


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


def decode(content: bytes, declared: str | None = None) -> str:
    """The text of a whole file, without a byte order mark; line ends stay as they are.

    Parameters
    ----------
    declared
        The encoding that the file says it is in, see `declared_encoding`.

    Raises
    ------
    InputError
        Where the content is binary, or in no encoding that we recognise.

    Examples
    --------
    >>> decode("“Non”, a dit la ministre.".encode("cp1252"))
    '“Non”, a dit la ministre.'
    """
    encoding = encoding_of(content, declared=declared)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"not readable as {encoding} ({error.reason}); save it as UTF-8") from error


def declared_encoding(page: bytes) -> str | None:
    """The encoding that a web page declares where browsers look for it: in the first 1,024 bytes.

    Examples
    --------
    >>> declared_encoding(b'<html><meta charset="windows-1251"><title>'), declared_encoding(b"<html><title>")
    ('cp1251', None)
    """
    beginning = _COMMENT.sub(b"", page[:1024])
    places = [found[0] for found in (_XML.match(beginning), *_META.finditer(beginning)) if found]
    names = (found[1].decode("ascii") for place in places if (found := _CHARSET.search(place)))
    return next((encoding for name in names if (encoding := _web_encoding(name))), None)


def encoding_of(content: bytes, whole: bool = True, declared: str | None = None) -> str:
    """The encoding of a text: by its mark, else UTF-8 where that fits, else as declared, else the likeliest old one.

    UTF-8 comes before what is declared: what is in another encoding doesn't fit it, while pages in UTF-8 that
    say otherwise are common (the server had told the browser better).

    Parameters
    ----------
    whole
        False where ``content`` is only the beginning, so that it may end within a character.
    declared
        The encoding that the file says it is in.

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
    utf8 = _fits(content, "utf-8", whole)
    # Encodings of one byte a character have no use for NUL.
    if _is_binary(content) or (not utf8 and b"\0" in content):
        raise InputError("binary, not text; convert it to UTF-8 text")
    shifted = declared in _SHIFTED and b"\x1b" in content  # looks like ASCII, but isn't
    if utf8 and not shifted:
        return "utf-8"
    if declared is not None and _fits(content, declared, whole):
        return declared
    return "utf-8" if utf8 else _old_encoding(content)


def _web_encoding(name: str) -> str | None:
    """What the HTML standard reads a declared encoding as: often one with more characters."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    codec = _WIDER.get(codec, codec)
    return codec if _ON_PAGES.fullmatch(codec) else None


def _fits(content: bytes, encoding: str, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(content, final=whole)
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
