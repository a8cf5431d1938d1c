"""Labels from any file that an analyst has, a table or an export of an annotation tool; and quotes to a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, cast

import pandas as pd

from stancekit.aside import open_aside
from stancekit.errors import InputError
from stancekit.labelled import read_labelled
from stancekit.labelling.exchange import TOOLS, Tool, import_labels
from stancekit.labelling.frames import jsonl, records
from stancekit.spreadsheets import disarmed


def read_labels(path: str | Path, tool: str | None = None, *, to_train: bool = False) -> pd.DataFrame:
    """Read labelled quotes from a table or from an export of Label Studio, Prodigy or doccano.

    Parameters
    ----------
    path
        ``.csv``, ``.jsonl`` or ``.parquet`` (see `stancekit.labelled.read_labelled`), or an export.
    tool
        Where the export is from; None looks at the file.
    to_train
        Check also what training needs, see `stancekit.labelled.read_labelled`.

    Returns
    -------
    DataFrame
        One row a label; of quotes that several annotators labelled, several rows.

    Raises
    ------
    InputError
        Where the file cannot be read or holds what it must not; all problems in one message.
    """
    place = Path(path)
    if tool is not None or _is_export(place):
        labels = import_labels(place, cast("Tool | None", tool))  # a wrong name is told there
        return read_labelled(labels, to_train=to_train)
    return read_labelled(place, to_train=to_train)


def write_quotes(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write quotes as ``.jsonl``, ``.csv`` or ``.parquet``, by the file's ending; written aside and renamed.

    Raises
    ------
    InputError
        For another ending, or where the file cannot be written.
    """
    place = Path(path)
    writer = _WRITERS.get(place.suffix.lower())
    if writer is None:
        raise InputError(f"{place}: quotes are written as {', '.join(_WRITERS)}; choose one of these endings", place)
    with open_aside(place) as file:
        writer(frame, file)
    return place


def _is_export(path: Path) -> bool:
    """Whether a file's first record is a task; what cannot be read is left to the reader of tables to tell."""
    if path.suffix.lower() == ".json":
        return True
    if path.suffix.lower() != ".jsonl":
        return False
    try:
        with path.open(encoding="utf-8-sig") as lines:
            first = json.loads(next((line for line in lines if line.strip()), "null"))
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and "tone" not in first and any(of.is_task(first) for of in TOOLS.values())


def _write_jsonl(frame: pd.DataFrame, file: IO[bytes]) -> None:
    file.write(jsonl(records(frame)))


def _write_csv(frame: pd.DataFrame, file: IO[bytes]) -> None:
    # All text in marks: Python 3.11 leaves a lone carriage return without, where readers end the row.
    frame.map(_as_cell).to_csv(file, index=False, quoting=csv.QUOTE_NONNUMERIC)


def _as_cell(cell: object) -> object:
    return disarmed(cell) if isinstance(cell, str) else cell


def _write_parquet(frame: pd.DataFrame, file: IO[bytes]) -> None:
    frame.to_parquet(file, index=False)


_WRITERS: Mapping[str, Callable[[pd.DataFrame, IO[bytes]], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
