"""Files of rows: ``.jsonl``, ``.csv`` and ``.parquet``, written piece by piece and never left half done.

In ``.csv`` no cell is left that a spreadsheet would run, see `stancekit.spreadsheets`; all formats give back what was
written.

Readers and writers take the columns' names, order and kinds from ``stancekit.columns``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any

from stancekit.arrow_rows import arrow_schema, arrow_table, check_version
from stancekit.aside import open_aside, system_words
from stancekit.columns import COLUMNS, NEEDED
from stancekit.errors import InputError
from stancekit.spreadsheets import disarmed, rearmed

Row = dict[str, Any]
Write = Callable[[Sequence[Row]], None]
ENDINGS = (".jsonl", ".csv", ".parquet", ".jsonl.gz", ".csv.gz")
_PARQUET_GROUP = 10_000
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEEDS_MARKS = re.compile('[",\r\n]')


def row_ending(path: Path) -> str:
    """The ending that decides the format of a file of rows.

    Raises
    ------
    InputError
        For any other ending.

    Examples
    --------
    >>> row_ending(Path("march.csv.gz"))
    '.csv.gz'
    """
    name = Path(path).name.lower()
    for ending in ENDINGS:
        if name.endswith(ending) and name != ending:
            return ending
    raise InputError(f"{path}: rows are kept as {', '.join(ENDINGS)}; give a name that ends so", path)


@contextmanager
def open_rows(path: Path) -> Iterator[Write]:
    """Write rows to a file, piece by piece; the ending of ``path`` decides the format.

    Memory stays the same however many rows are written. Lone surrogates, which no file can hold, are
    written as U+FFFD, so that offsets stay right.

    Yields
    ------
    A function that takes rows: mappings with all ``COLUMNS``.

    Raises
    ------
    InputError
        For an ending that is not known, or where the file cannot be written.
    """
    ending = row_ending(path)
    encoder = _ENCODERS[ending.removesuffix(".gz")]
    with open_aside(path) as file, _packed(file, ending) as target, encoder(target) as write:
        yield write


@contextmanager
def open_stdout() -> Iterator[Write]:
    """Write rows as JSON lines to standard output."""
    with _jsonl(sys.stdout.buffer) as write:
        yield write
    sys.stdout.buffer.flush()


def iter_rows(path: Path) -> Iterator[Row]:
    """Read a file of rows, or a folder of parts, one mapping at a time, with the columns the file has.

    Raises
    ------
    InputError
        Where the file is missing, broken or holds something else than rows; the message names the line.
    """
    if Path(path).is_dir():
        yield from _iter_folder(Path(path))
        return
    ending = row_ending(path)
    decode = _DECODERS[ending.removesuffix(".gz")]
    opener: Callable[..., Any] = gzip.open if ending.endswith(".gz") else open
    try:
        with opener(path, "rb") as file:
            yield from decode(file, Path(path))
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read ({system_words(error)})", path) from error


def _iter_folder(folder: Path) -> Iterator[Row]:
    """The rows of a folder as ``score`` fills it: Parquet files, in the order of their names."""
    parts = sorted(path for path in folder.glob("*.parquet") if not path.name.startswith((".", "_")))
    if not parts:
        raise InputError(f"{folder}: no rows in this folder; give one that stancekit score has filled", folder)
    for part in parts:
        yield from iter_rows(part)


def writable(text: str) -> str:
    """The text with each lone surrogate replaced by U+FFFD: same length, and UTF-8 can hold it."""
    return _SURROGATES.sub("\ufffd", text)


def writable_row(row: Row) -> Row:
    """The row with all its text `writable`."""
    return {name: writable(cell) if isinstance(cell, str) else cell for name, cell in row.items()}


@contextmanager
def _packed(file: IO[bytes], ending: str) -> Iterator[IO[bytes]]:
    if not ending.endswith(".gz"):
        yield file
        return
    # No name and no time in the header: equal rows give equal bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        yield packed  # type: ignore[misc]


@contextmanager
def _jsonl(file: IO[bytes]) -> Iterator[Write]:
    def write(rows: Sequence[Row]) -> None:
        lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
        file.write(writable("".join(lines)).encode())

    yield write


@contextmanager
def _csv(file: IO[bytes]) -> Iterator[Write]:
    file.write((",".join(COLUMNS) + "\n").encode())

    def write(rows: Sequence[Row]) -> None:
        lines = (",".join(_cell(row[column]) for column in COLUMNS) + "\n" for row in rows)
        file.write(writable("".join(lines)).encode())

    yield write


def _cell(value: object) -> str:
    # By hand: csv.writer in Python 3.11 leaves a lone carriage return unquoted, where readers end the row.
    if value is None:
        return ""
    text = disarmed(value) if isinstance(value, str) else json.dumps(value)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_MARKS.search(text) else text


@contextmanager
def _parquet(file: IO[bytes]) -> Iterator[Write]:
    from pyarrow import parquet

    waiting: list[Row] = []
    with parquet.ParquetWriter(file, arrow_schema()) as writer:

        def write(rows: Sequence[Row]) -> None:
            waiting.extend(map(writable_row, rows))
            while len(waiting) >= _PARQUET_GROUP:
                writer.write_table(arrow_table(waiting[:_PARQUET_GROUP]))
                del waiting[:_PARQUET_GROUP]

        yield write
        if waiting:
            writer.write_table(arrow_table(waiting))


def _read_jsonl(file: IO[bytes], path: Path) -> Iterator[Row]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}:{number}: not a JSON line ({error})", path) from error
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number}: a {type(row).__name__}, not a row", path)
        _check(row, path)
        yield row


def _read_csv(file: IO[bytes], path: Path) -> Iterator[Row]:
    csv.field_size_limit(sys.maxsize)  # the module's 128 kB are less than a long article
    lines = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
    try:
        header = next(lines, [])
        _check(header, path)
        for cells in lines:
            yield {name: _value(name, cell) for name, cell in zip(header, cells, strict=True)}
    except (csv.Error, ValueError) as error:
        raise InputError(f"{path}:{lines.line_num}: not a row ({error})", path) from error


def _value(column: str, cell: str) -> Any:
    kind = COLUMNS.get(column, "text or null")
    if kind == "text":
        return rearmed(cell)
    if cell == "":
        return None
    if kind == "text or null":
        return rearmed(cell)
    if kind == "fragments":
        return json.loads(cell)
    return int(cell) if kind == "whole" else float(cell)


def _read_parquet(file: IO[bytes], path: Path) -> Iterator[Row]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(file)
        _check(table.schema_arrow.names, path)
        check_version(table.schema_arrow, path)
        for batch in table.iter_batches(batch_size=_PARQUET_GROUP):
            yield from batch.to_pylist()
    except pa.ArrowException as error:
        raise InputError(f"{path}: not a readable Parquet file ({error})", path) from error


def _check(columns: Sequence[str] | Mapping[str, Any], path: Path) -> None:
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise InputError(
            f"{path}: no rows of stancekit: it lacks {', '.join(missing)} and has {', '.join(columns) or 'no columns'}",
            path,
        )


_ENCODERS: Mapping[str, Callable[[IO[bytes]], AbstractContextManager[Write]]] = {
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".parquet": _parquet,
}
_DECODERS: Mapping[str, Callable[[IO[bytes], Path], Iterator[Row]]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
