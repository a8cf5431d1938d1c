"""JSON lines: one object each, none of them deeper or wider than the limits allow."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

from stancekit.aside import system_words
from stancekit.corpus.decoding import BROKEN, encoding_of
from stancekit.corpus.limits import Limits, raise_it
from stancekit.corpus.lines import beginning, lines_of
from stancekit.errors import InputError, LimitError
from stancekit.tables import Rejection

JsonRecord = tuple[str, dict[str, Any] | Rejection]

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_NO_STRUCTURE = bytes(set(range(256)) - set(b"[]{},"))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1, ord(","): 0}
_VALUES = 100
"""Values in a line for each column that a table may have: what is parsed takes twenty times the memory of its text."""


def json_records(file: IO[bytes], path: Path, limits: Limits) -> Iterator[JsonRecord]:
    """The objects in a file with their places, and why a line holds none.

    Raises
    ------
    LimitError
        Where a line is too long.
    """
    start = beginning(path, 4, limits)
    wide = start and encoding_of(start, whole=False).startswith(("utf-16", "utf-32"))
    text = io.TextIOWrapper(file, encoding_of(start)) if wide else None
    lines: Iterator[str | bytes] = lines_of(text, limits) if text else lines_of(file, limits)
    for number, line in _numbered(lines):
        where = f"{path}:{number}"
        if isinstance(line, Exception):
            why = f"{path}: broken off after line {number - 1} ({system_words(line)})"
            yield where, Rejection(str(path), InputError.reason, why)
            return
        yield where, _record(line, where, limits)


def _record(line: str | bytes, where: str, limits: Limits) -> dict[str, Any] | Rejection:
    over = over_limits(line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass"), limits)
    if over:
        return Rejection(where, LimitError.reason, f"{where}: {over}")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejection(where, InputError.reason, f"{where}: not a JSON line ({error})")
    if not isinstance(record, dict):
        kind = type(record).__name__
        return Rejection(where, InputError.reason, f"{where}: a {kind}, not an article with id and text")
    if len(record) > limits.columns:
        return Rejection(where, LimitError.reason, f"{where}: over {limits.columns:,} names; {raise_it('columns')}")
    return record


def over_limits(line: bytes, limits: Limits) -> str:
    """What of a line is over a limit, before it is parsed; empty where nothing is.

    Examples
    --------
    >>> over_limits(b'{"text": "[[[["}', Limits(json_depth=3))
    ''
    >>> over_limits(b'{"a": [[[0]]]}', Limits(json_depth=3))
    'over 3 lists and objects within each other; where that is right, raise it by --max-json-depth'
    """
    brackets = line.count(b"[") + line.count(b"{")
    most = _VALUES * limits.columns
    if brackets <= limits.json_depth and line.count(b",") + brackets <= most:
        return ""
    structure = _STRING.sub(b"", line).translate(None, _NO_STRUCTURE)
    if max(accumulate(map(_STEPS.__getitem__, structure)), default=0) > limits.json_depth:
        return f"over {limits.json_depth:,} lists and objects within each other; {raise_it('json_depth')}"
    if len(structure) > 2 * most:
        return f"over {most:,} values; {raise_it('columns')}"
    return ""


def _numbered(lines: Iterable[str | bytes]) -> Iterator[tuple[int, str | bytes | Exception]]:
    """Numbered lines that are not blank; last, where there is one, the error at which reading ended."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line
    except BROKEN as error:
        yield number + 1, error
