"""What the tone classifier takes as X and y, checked and brought into one form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stancekit.errors import InputError
from stancekit.frames import is_frame, is_null
from stancekit.tone.marking import Find, mark_all
from stancekit.types import TONES

if TYPE_CHECKING:
    import pandas as pd

_OPTIONAL = ("counterpart", "speaker_state", "context")


class Quotes(NamedTuple):
    """Columns of equal length; None where nothing is known."""

    text: Sequence[str]
    counterpart: Sequence[str | None]
    speaker_state: Sequence[str | None]
    context: Sequence[str | None]

    def marked(self, find: Find | None = None) -> list[str]:
        """Texts for the encoder, see `stancekit.tone.marking.mark`."""
        return mark_all(*self, find=find)


Table: TypeAlias = "pd.DataFrame | pd.Series[str] | Quotes | Iterable[str]"


def as_quotes(X: Table) -> Quotes:
    """Columns of a frame, or bare texts without any target.

    Parameters
    ----------
    X
        A DataFrame with a column ``text`` and, each where known, ``counterpart``, ``speaker_state`` and
        ``context``; or `Quotes`; or a list or Series of texts.

    Raises
    ------
    InputError
        For one bare string, an empty X, a frame without ``text``, or a cell that holds no text.

    Examples
    --------
    >>> as_quotes(["They broke their word."]).counterpart
    [None]
    """
    if isinstance(X, str | bytes):
        raise InputError("X is one bare string; give a frame, or a list of texts: [text]", X)
    if isinstance(X, Quotes):
        text, rest = list(X.text), [list(column) for column in X[1:]]
    elif is_frame(X):
        if "text" not in X.columns:
            names = list(X.columns)
            raise InputError(f"X has no column 'text', only {names}; rename the quotes' column", names)
        text, rest = _strings(X["text"], "text"), [_column(X, name) for name in _OPTIONAL]
    else:
        text = _strings(X, "text")
        rest = [[None] * len(text) for _ in _OPTIONAL]
    if not text:
        raise InputError("X is empty; give at least one quote", X)
    return Quotes(text, *rest)


def as_codes(y: Iterable[str], quotes: int) -> NDArray[np.int64]:
    """Tones as numbers in the order of TONES.

    Raises
    ------
    InputError
        For an unknown tone, a tone that is missing altogether, or another length than X.
    """
    tones = list(y) if not isinstance(y, str) else [y]
    if len(tones) != quotes:
        raise InputError(f"{quotes} quotes but {len(tones)} tones; give one tone for each quote", len(tones))
    for row, tone in enumerate(tones):
        if tone not in TONES:
            raise InputError(f"row {row}: {tone!r} is no tone; tones are {', '.join(TONES)}", tone)
    absent = [tone for tone in TONES if tone not in tones]
    if absent:
        raise InputError(f"no quote is labelled {' or '.join(absent)}; label some of each tone", absent)
    return np.array([TONES.index(tone) for tone in tones], dtype=np.int64)


def _column(frame: pd.DataFrame, name: str) -> list[str | None]:
    if name not in frame.columns:
        return [None] * len(frame)
    values = [None if is_null(value) else value for value in frame[name]]
    return [None if value is None else _string(value, row, name) for row, value in enumerate(values)]


def _strings(values: Iterable[object], column: str) -> list[str]:
    return [_string(value, row, column) for row, value in enumerate(values)]


def _string(value: object, row: int, column: str) -> str:
    if not isinstance(value, str):
        where = f"row {row}, column {column!r}"
        raise InputError(f"{where}: {value!r} is no text; drop the row or fill it", value)
    return value
