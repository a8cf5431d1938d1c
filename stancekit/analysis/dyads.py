"""Who speaks how toward whom: all of the time together."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from stancekit.analysis.bootstrap import check_bootstrap
from stancekit.analysis.counted import counted_rows, weighed
from stancekit.analysis.figures import cell_figures, cell_means, cells_of
from stancekit.analysis.given import Rows, check_choice, check_whole
from stancekit.analysis.weights import KEYS, Weights

Value = Literal["stance", "quotes", "articles"]
_VALUES = ("stance", "quotes", "articles")


def dyads(rows: Rows, *, value: Value = "stance", weights: Weights = ("statements",), least: int = 1) -> pd.DataFrame:
    """A matrix of states: who speaks, down; toward whom, across.

    Parameters
    ----------
    rows
        A frame, a file or a folder of rows. Dates are not needed. Rows without a counterpart, a tone or a state of
        who speaks do not count.
    value
        ``stance``: the weighted mean; ``quotes`` or ``articles``: how many.
    weights
        What a row counts in a mean, see `row_weights`.
    least
        Articles a dyad must have to be shown; the others are null. States without a dyad that is shown are left out.

    Returns
    -------
    DataFrame
        Numbers (``float64``), null where nothing is shown; index ``speaker_state``, columns ``counterpart``, both
        sorted. ``.attrs["counts"]`` is the matrix of quote counts, with the same index and columns: show it beside the
        means. (pandas cannot concatenate frames with such attributes: clear ``.attrs`` before.)

    Raises
    ------
    InputError
        Where a column is missing, or an argument is unknown or out of range.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "doc_id": ["a", "b", "b"], "statement_id": ["s1", "s1", "s2"], "speaker_state": ["RU", "RU", "US"],
    ...     "counterpart": ["US", "US", "RU"], "tone": ["hostile", "hostile", "constructive"],
    ...     "tone_set": ["hostile", "hostile", "constructive"], "stance": [-0.8, -0.6, 0.5]})
    >>> matrix = dyads(rows)
    >>> matrix.loc["RU"].round(2).to_dict()
    {'RU': nan, 'US': -0.7}
    >>> matrix.attrs["counts"].loc["RU"].to_dict()
    {'RU': 0, 'US': 2}
    """
    check_choice("value", value, _VALUES)
    check_whole("least", least, 0)
    counted = weighed(counted_rows(rows, "dyad", weights), "dyad", weights)
    cells, table = cells_of(counted, KEYS["dyad"])
    table = pd.concat([table, cell_means(counted, cells, len(table))], axis=1)
    matrix = _matrix(table[table["articles"] >= least], value).astype("float64")
    counts = _matrix(table, "quotes").reindex(index=matrix.index, columns=matrix.columns)
    matrix.attrs["counts"] = counts.fillna(0).astype("int64")
    return matrix


def dyad_table(
    rows: Rows,
    *,
    weights: Weights = ("statements",),
    least: int = 1,
    draws: int = 1000,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """What `dyads` shows and more, one row for each dyad.

    Parameters
    ----------
    rows, weights
        As in `dyads`.
    least
        Articles a dyad must have; the others are left out.
    draws, level, seed
        As in `timeline`.

    Returns
    -------
    DataFrame
        The columns of `timeline` without ``period``, sorted by ``speaker_state`` and ``counterpart``.

    Raises
    ------
    InputError
        Where a column is missing, or an argument is unknown or out of range.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "doc_id": ["a", "b"], "statement_id": ["s1", "s2"], "speaker_state": "RU", "counterpart": "US",
    ...     "tone": ["hostile", "cautious"], "tone_set": "hostile|cautious", "stance": [-0.8, -0.2]})
    >>> dyad_table(rows)[["speaker_state", "counterpart", "articles", "stance", "low", "high"]].round(2)
      speaker_state counterpart  articles  stance  low  high
    0            RU          US         2    -0.5 -0.8  -0.2
    """
    check_bootstrap(draws, level, seed)
    check_whole("least", least, 0)
    counted = weighed(counted_rows(rows, "dyad", weights), "dyad", weights)
    table = cell_figures(counted, KEYS["dyad"], draws, level, seed)
    return table[table["articles"] >= least].reset_index(drop=True)


def _matrix(table: pd.DataFrame, value: str) -> pd.DataFrame:
    return table.pivot(index="speaker_state", columns="counterpart", values=value).sort_index().sort_index(axis=1)
