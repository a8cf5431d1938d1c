"""DataFrames and null cells, recognised without pandas, whose import takes longer than an article takes to be scored.

Whoever hands us a frame, or a cell out of one, has imported pandas already; where nobody has, nothing is of its making.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    import pandas as pd


def is_frame(given: object) -> TypeGuard[pd.DataFrame]:
    """Whether this is a DataFrame.

    Examples
    --------
    >>> import pandas as pd
    >>> is_frame(pd.DataFrame({"text": []})), is_frame([{"text": ""}])
    (True, False)
    """
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.DataFrame)


def is_null(cell: object) -> bool:
    """Whether a cell holds nothing: None, NaN, and what pandas has for null.

    Examples
    --------
    >>> is_null(None), is_null(float("nan")), is_null("")
    (True, True, False)
    """
    if cell is None or (isinstance(cell, float) and cell != cell):
        return True
    pandas = sys.modules.get("pandas")
    return pandas is not None and (cell is pandas.NA or cell is pandas.NaT)


def is_series(given: object) -> TypeGuard[pd.Series[Any]]:
    """Whether this is a Series, as a row of a DataFrame is.

    Examples
    --------
    >>> import pandas as pd
    >>> is_series(pd.Series([1])), is_series([1])
    (True, False)
    """
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.Series)
