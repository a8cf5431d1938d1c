"""Rows as Arrow tables, which Parquet files of rows hold: the contract's columns with their types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stancekit.columns import COLUMNS, DTYPES, ROWS_VERSION
from stancekit.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from stancekit.rowfiles import Row

VERSION_KEY = b"stancekit_rows"
"""The metadata of a Parquet file under which it tells the version of its rows."""
_PANDAS_NAMES = {
    "text": "unicode",
    "text or null": "unicode",
    "whole": "int64",
    "number": "float64",
    "fragments": "list[list[int64]]",
}


def arrow_table(rows: Sequence[Row]) -> pa.Table:
    """Rows as an Arrow table.

    Parameters
    ----------
    rows
        Mappings with all ``COLUMNS``, their text without lone surrogates.
    """
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), arrow_schema())


@cache
def arrow_schema() -> pa.Schema:
    """The Arrow types of ``COLUMNS``, with what pandas needs to give whole numbers back as ``Int64``."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "text or null": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "fragments": pa.list_(pa.list_(pa.int64())),
    }
    schema = pa.schema([(column, types[kind]) for column, kind in COLUMNS.items()])
    return schema.with_metadata(
        {b"pandas": json.dumps(_pandas_metadata()).encode(), VERSION_KEY: ROWS_VERSION.encode()}
    )


def check_version(schema: pa.Schema, path: Path) -> None:
    """Refuse rows of a later major version; a file that tells none holds rows that another tool has written.

    Raises
    ------
    InputError
        Where the rows could mean something else than they do here.
    """
    told = (schema.metadata or {}).get(VERSION_KEY, ROWS_VERSION.encode()).decode("utf-8", "replace")
    if told.split(".")[0] != ROWS_VERSION.split(".")[0]:
        raise InputError(
            f"{path}: rows of version {told}, this stancekit reads {ROWS_VERSION}: install the one that wrote them",
            path,
        )


def _pandas_metadata() -> dict[str, Any]:
    """As pandas' developer guide has it ("Storing pandas DataFrame objects in Apache Parquet format").

    Written here and not by pandas, so that it need not be imported, and its version is not in every file.
    """
    columns = [
        {
            "name": column,
            "field_name": column,
            "pandas_type": _PANDAS_NAMES[kind],
            "numpy_type": DTYPES[kind],
            "metadata": None,
        }
        for column, kind in COLUMNS.items()
    ]
    return {"index_columns": [], "column_indexes": [], "columns": columns}
