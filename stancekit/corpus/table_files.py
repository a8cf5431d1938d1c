"""Files that hold many articles: JSON lines, CSV, Parquet. Read row by row, so that size doesn't matter."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from stancekit.articles import Placed, article_from, column_names, missing_columns
from stancekit.aside import system_words
from stancekit.corpus.bounded import check_ratio
from stancekit.corpus.decoding import BROKEN, encoding_of, is_packed, open_bytes
from stancekit.corpus.files import ending_of
from stancekit.corpus.json_lines import JsonRecord, json_records
from stancekit.corpus.limits import USUAL, Limits, first, raise_it
from stancekit.corpus.lines import beginning, lines_of
from stancekit.errors import InputError, LimitError
from stancekit.tables import Rejection

if TYPE_CHECKING:
    from pyarrow import parquet as pq

Columns = Mapping[str, str]

_SAMPLE = 65_536  # bytes that decide on the encoding of a table
_HEAD = 1_000  # JSON lines that decide whether a file has the columns at all
_BATCH = 16  # rows of Parquet held at a time: each of them may be as long as an article may be
_PARQUET_PIECE = 1 << 20  # bytes of a column of Parquet held at a time
_UNPACKED = 1 << 24  # bytes of an unpacked Parquet file that stay in memory
_DELIMITERS = ",;\t|"
_UNDECODED = re.compile("[\udc80-\udcff]")


def read_table(path: Path, columns: Columns | None = None, limits: Limits = USUAL) -> Iterator[Placed]:
    """Read a table's articles; what can't be read becomes a rejection, and the rest is read on.

    Parameters
    ----------
    columns
        Field of an article to column, where they differ.
    limits
        Of files and tables.

    Yields
    ------
    tuple
        The place in the file (``wire.csv:12``), and the article or what is wrong with it.
    """
    read = _READERS[ending_of(path) or ""]
    rows = 0
    try:
        with open_bytes(path, limits) as file:
            for item in read(file, path, columns or {}, limits):
                rows += 1
                yield item
    except InputError as error:
        yield str(path), Rejection(str(path), error.reason, f"{path}: {error}")
    except csv.Error as error:  # in the header; one in a later row is that row's alone
        yield str(path), _unreadable(path, f"not a CSV table ({error})")
    except BROKEN as error:
        after = f"broken off after {rows} articles" if rows else "cannot be read"
        yield str(path), _unreadable(path, f"{after} ({system_words(error)})")


def _jsonl(file: IO[bytes], path: Path, columns: Columns, limits: Limits) -> Iterator[Placed]:
    records = json_records(file, path, limits)
    head = _with_columns(records, columns)
    for where, record in chain(head, records):
        yield where, record if isinstance(record, Rejection) else article_from(record, where, columns)


def _with_columns(records: Iterator[JsonRecord], columns: Columns) -> list[JsonRecord]:
    """The records up to the first that has all columns, where one of the first has them."""
    head: list[JsonRecord] = []
    for where, record in islice(records, _HEAD):
        head.append((where, record))
        if not isinstance(record, Rejection) and not missing_columns(record, columns):
            return head
    objects = [record for _, record in head if not isinstance(record, Rejection)]
    if objects:
        present = dict.fromkeys(name for record in objects for name in record)
        raise _lacking(present, missing_columns(present, columns) or column_names(columns))
    return head


def _csv(file: IO[bytes], path: Path, columns: Columns, limits: Limits) -> Iterator[Placed]:
    csv.field_size_limit(limits.characters)  # the module's 128 kB are less than a long article
    sample = beginning(path, _SAMPLE, limits)
    encoding = encoding_of(sample, whole=False)
    # Bytes that don't fit are kept as surrogates, so that only their row is rejected.
    lines = io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
    top = sample.decode(encoding, errors="replace").splitlines()[:1]
    mark = _delimiter(top, columns)
    rows = csv.reader(_narrow(lines_of(lines, limits), mark, limits), delimiter=mark, strict=True)
    header = [name.strip() for name in next(rows, [])]
    if len(header) > limits.columns:
        raise _too_wide(limits)
    lacking = missing_columns(header, columns)
    if lacking:
        raise _lacking(header, lacking)
    for cells, error in _csv_rows(rows):
        where = f"{path}:{rows.line_num}"
        why = error or _wrong(cells, header, encoding)
        if why:
            yield where, Rejection(where, InputError.reason, f"{where}: {why}")
        elif cells:
            yield where, article_from(dict(zip(header, cells, strict=True)), where, columns)


def _narrow(lines: Iterable[str], mark: str, limits: Limits) -> Iterator[str]:
    """Refuse a first line of too many columns before it is cut into its cells."""
    for number, line in enumerate(lines):
        if not number and '"' not in line and line.count(mark) >= limits.columns:
            raise _too_wide(limits)
        yield line


def _csv_rows(rows: Iterator[list[str]]) -> Iterator[tuple[list[str], str]]:
    """Each row, or what is wrong with it; csv goes on after an error."""
    while True:
        try:
            yield next(rows), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield [], f"broken quotation marks ({error})"


def _wrong(cells: list[str], header: list[str], encoding: str) -> str:
    if cells and len(cells) != len(header):
        return f"{len(cells)} cells, but the header has {len(header)}"
    if any(_UNDECODED.search(cell) for cell in cells):
        return f"not readable as {encoding}; save the table as UTF-8"
    return ""


def _delimiter(first_line: list[str], columns: Columns) -> str:
    """The mark at which the header falls into the columns that we look for."""
    for mark in _DELIMITERS:
        header = next(csv.reader(first_line, delimiter=mark), [])
        if not missing_columns([name.strip() for name in header], columns):
            return mark
    return _DELIMITERS[0]


def _parquet(file: IO[bytes], path: Path, columns: Columns, limits: Limits) -> Iterator[Placed]:
    if not is_packed(path.name):
        yield from _parquet_rows(file, path, columns, limits)
        return
    # Parquet is read from its end: a packed file is unpacked whole, on disk where it is long.
    with SpooledTemporaryFile(_UNPACKED) as unpacked:
        shutil.copyfileobj(file, unpacked)
        unpacked.seek(0)
        yield from _parquet_rows(unpacked, path, columns, limits)


def _parquet_rows(file: IO[bytes], path: Path, columns: Columns, limits: Limits) -> Iterator[Placed]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        # Piece by piece: else all of a row group is read at once, and many files are a single one.
        table = parquet.ParquetFile(file, pre_buffer=False, buffer_size=_PARQUET_PIECE)
        if table.metadata.num_columns > limits.columns:
            raise _too_wide(limits)
        present = table.schema_arrow.names
        lacking = missing_columns(present, columns)
        if lacking:
            raise _lacking(present, lacking)
        wanted = [name for name in column_names(columns).values() if name in present]
        _check_packing(table.metadata, wanted, limits)
        batches = table.iter_batches(batch_size=_BATCH, columns=wanted)
        for number, row in enumerate((row for batch in batches for row in batch.to_pylist()), 1):
            where = f"{path}:{number}"
            yield where, article_from(row, where, columns)
    except pa.ArrowException as error:
        raise InputError(f"not a readable Parquet file ({error})") from error


def _check_packing(metadata: pq.FileMetaData, wanted: list[str], limits: Limits) -> None:
    """Refuse columns that unpack to too much, by what the file says of them, before they are read."""
    packed = unpacked = 0
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            if column.path_in_schema in wanted:
                packed += column.total_compressed_size
                unpacked += column.total_uncompressed_size
    check_ratio(unpacked, packed, limits)


def _too_wide(limits: Limits) -> LimitError:
    return LimitError(f"over {limits.columns:,} columns; {raise_it('columns')}", limits.columns)


def _lacking(present: Iterable[str], lacking: Columns) -> InputError:
    has = first(present) or "none"
    options = " ".join(f"--{field}-column NAME" for field in lacking)
    return InputError(f"no column {', '.join(lacking.values())}, only {has}; name the right one by {options}")


def _unreadable(path: Path, why: str) -> Rejection:
    return Rejection(str(path), InputError.reason, f"{path}: {why}")


_READERS: Mapping[str, Callable[[IO[bytes], Path, Columns, Limits], Iterator[Placed]]] = {
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".parquet": _parquet,
}
