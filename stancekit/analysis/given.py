"""What callers hand over: rows as a frame or a file, with the columns a call needs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from stancekit.errors import InputError
from stancekit.identities import link_speakers
from stancekit.statements import link_quotes
from stancekit.tables import read_rows

Rows = pd.DataFrame | str | os.PathLike[str]
_LINKED_BY = ("quote_id", "quote", "speaker_state")
"""What linking quotes needs, besides ``doc_id`` and a speaker's id or name."""
_REMEDY = {
    "doc_id": "say which article it is from",
    "statement_id": "drop the column and link all rows together: stancekit.link_quotes",
}


def rows_with(rows: Rows, columns: Iterable[str]) -> pd.DataFrame:
    """Rows as a frame that has these columns; ``statement_id`` and ``speaker_id`` are added where they lack.

    Raises
    ------
    InputError
        Where ``rows`` is neither frame nor file, or columns are missing: all of them are named.

    Examples
    --------
    >>> frame = pd.DataFrame({"doc_id": ["wire"], "quote_id": ["q1"], "quote": ["We wait."], "speaker": ["Ana Kovar"],
    ...                       "speaker_state": ["HR"]})
    >>> rows_with(frame, ["doc_id", "speaker_id", "statement_id"])[["speaker_id", "statement_id"]].values.tolist()
    [['hr-ana-kovar', 'wire:q1']]
    """
    frame = rows if isinstance(rows, pd.DataFrame) else _read(rows)
    wanted = list(dict.fromkeys(columns))
    _check(frame, wanted)
    # files from before a column was there are read with nothing in it
    if "speaker_id" in wanted and _lacks(frame, "speaker_id"):
        frame = link_speakers(frame)
    if "statement_id" in wanted and _lacks(frame, "statement_id"):
        frame = link_quotes(frame)
    for column in ("doc_id", "statement_id"):
        if column in wanted and frame[column].isna().any():
            where = frame.index[frame[column].isna()][0]
            raise InputError(f"row {where} has no {column}; {_REMEDY[column]}", where)
    return frame


def check_whole(name: str, value: int, least: int) -> None:
    """A whole number that is at least ``least``, or an error."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise InputError(f"{name}={value!r}; give a whole number, {least} or more", value)


def check_choice(name: str, value: object, choices: Sequence[str]) -> None:
    """One of the choices, or an error that names them."""
    if value not in choices:
        raise InputError(f"{name}={value!r}; give {', '.join(map(repr, choices[:-1]))} or {choices[-1]!r}", value)


def _read(path: object) -> pd.DataFrame:
    if not isinstance(path, str | os.PathLike):
        kind = type(path).__name__
        raise InputError(f"rows are a {kind}; give the DataFrame that score returns, or a file or folder of rows", kind)
    return read_rows(path)


def _lacks(frame: pd.DataFrame, column: str) -> bool:
    return column not in frame.columns or bool(len(frame) and frame[column].isna().all())


def _check(frame: pd.DataFrame, wanted: Sequence[str]) -> None:
    """All that is missing at once, with what the columns that can be added would need."""
    needed = [column for column in wanted if column not in ("speaker_id", "statement_id")]
    linking = "statement_id" in wanted and _lacks(frame, "statement_id")
    if linking:
        needed += _LINKED_BY
    if (linking or "speaker_id" in wanted) and _lacks(frame, "speaker_id"):
        needed += ["speaker", "speaker_state"]
    missing = [column for column in dict.fromkeys(needed) if column not in frame.columns]
    if missing:
        raise InputError(f"no column {', '.join(missing)}; give what stancekit.score returns", missing)
