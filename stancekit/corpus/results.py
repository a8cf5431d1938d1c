"""What came of a shard: one Parquet file with its rows, and in its metadata counts and rejected articles.

One file, so that a single renaming makes a shard done: there is no moment at which its rows are there and its
rejections are not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stancekit.arrow_rows import arrow_table
from stancekit.aside import open_aside
from stancekit.rowfiles import Row, writable, writable_row
from stancekit.tables import Rejection

if TYPE_CHECKING:
    import pyarrow as pa

_METADATA = b"stancekit"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its rows, or why there are none."""

    rows: Sequence[Row] = ()
    quotes: int = 0
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles were scored, had no quotes, were rejected; how many quotes and rows came of them."""

    articles: int = 0
    without_quotes: int = 0
    rejected: int = 0
    quotes: int = 0
    rows: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*map(add, astuple(self), astuple(other)))

    @property
    def read(self) -> int:
        """Everything that was read or tried."""
        return self.articles + self.rejected


@dataclass(frozen=True, slots=True)
class Result:
    """Rows and rejections of a shard, or of shards that follow each other.

    Parameters
    ----------
    key
        What made it: input, models and options, as a digest; a result with another key is of another run.
    model
        Names, versions and checksum prefixes of the models.
    counts
        Of its articles.
    rejections
        Its rejected articles, in order.
    table
        Its rows.
    """

    key: str
    model: str
    counts: Counts
    rejections: tuple[Rejection, ...]
    table: pa.Table

    @classmethod
    def of(cls, key: str, model: str, outcomes: Iterable[Outcome]) -> Result:
        """The result of outcomes, in their order."""
        rows: list[Row] = []
        rejections = []
        articles = without_quotes = quotes = 0
        for outcome in outcomes:
            if outcome.rejection is not None:
                rejections.append(_writable(outcome.rejection))
                continue
            articles += 1
            quotes += outcome.quotes
            without_quotes += not outcome.quotes
            rows += map(writable_row, outcome.rows)
        counts = Counts(articles, without_quotes, len(rejections), quotes, len(rows))
        return cls(key, model, counts, tuple(rejections), arrow_table(rows))

    @classmethod
    def joined(cls, key: str, results: Sequence[Result]) -> Result:
        """One result of several of the same models, in their order."""
        import pyarrow as pa

        counts = sum((result.counts for result in results), Counts())
        rejections = tuple(rejection for result in results for rejection in result.rejections)
        return cls(key, results[0].model, counts, rejections, pa.concat_tables([result.table for result in results]))


def write_result(path: Path, result: Result) -> None:
    """Write a result; the file appears whole or not at all, and equal results are equal bytes.

    Raises
    ------
    InputError
        Where it cannot be written.
    """
    from pyarrow import parquet

    facts = {
        "key": result.key,
        "model": result.model,
        "counts": asdict(result.counts),
        "rejections": [astuple(rejection) for rejection in result.rejections],
    }
    kept = result.table.schema.metadata or {}
    table = result.table.replace_schema_metadata({**kept, _METADATA: json.dumps(facts).encode()})
    with open_aside(path) as file:
        parquet.write_table(table, file, compression="zstd")


def read_result(path: Path, key: str) -> Result | None:
    """A result that `write_result` wrote; None where there is none, or one of another run, or a damaged one.

    Parameters
    ----------
    key
        The key that it must have.
    """
    facts = read_facts(path)
    if facts is None or facts["key"] != key:
        return None
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.read_table(path, partitioning=None)
    except (OSError, pa.ArrowException):  # damaged: what is not there is scored again
        return None
    rejections = tuple(Rejection(*fields) for fields in facts["rejections"])
    return Result(key, facts["model"], Counts(**facts["counts"]), rejections, table)


def read_facts(path: Path) -> dict[str, Any] | None:
    """Key, counts and rejections of a result, without its rows; None where there is no such file of ours."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        metadata = parquet.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return None
    return json.loads(metadata[_METADATA]) if _METADATA in metadata else None


def _writable(rejection: Rejection) -> Rejection:
    return Rejection(*map(writable, astuple(rejection)))
