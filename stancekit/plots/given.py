"""What callers hand over: rows, or a frame of the analysis."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeGuard

import pandas as pd

from stancekit.analysis.given import Rows
from stancekit.errors import InputError


def is_rows(given: object) -> TypeGuard[Rows]:
    """Whether this is a frame, a file or a folder of rows, and not what the analysis made of them.

    Examples
    --------
    >>> is_rows("rows.parquet"), is_rows(pd.DataFrame({"quote_id": []})), is_rows(pd.DataFrame({"period": []}))
    (True, True, False)
    """
    return isinstance(given, str | os.PathLike) or (isinstance(given, pd.DataFrame) and "quote_id" in given.columns)


def analysed(given: object, analyse: Callable[[Rows], pd.DataFrame], maker: str) -> pd.DataFrame:
    """The frame of the analysis, made here where rows are given; ``maker`` is the call that makes it.

    Raises
    ------
    InputError
        Where it is neither, or empty.
    """
    frame = analyse(given) if is_rows(given) else given
    if not isinstance(frame, pd.DataFrame):
        kind = type(given).__name__
        raise InputError(f"nothing to draw in a {kind}; give rows, or what {maker} returns", given)
    if frame.empty:
        raise InputError("nothing to draw: no quote has a counterpart, a tone and all else that is asked for", given)
    return frame


def check_columns(frame: pd.DataFrame, columns: Iterable[str], maker: str) -> None:
    """Make sure that a frame is one of the analysis."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise InputError(f"no column {', '.join(missing)}; give rows, or what {maker} returns", missing)
