"""Figures of cells: counts, weighted means and shares, and the articles that bands are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from stancekit.analysis.bootstrap import Clusters, Numbers, Whole, bands, drawn_means
from stancekit.analysis.counted import homes
from stancekit.types import TONES

COUNTS = ["articles", "quotes", "statements"]
COLUMNS = [*COUNTS, "stance", "low", "high", *TONES, "undecided"]
"""What is told of a cell."""


def cell_figures(counted: pd.DataFrame, keys: Sequence[str], draws: int, level: float, seed: int) -> pd.DataFrame:
    """One row for each cell that holds quotes, sorted by ``keys``, with the columns ``keys`` and `COLUMNS`.

    Parameters
    ----------
    counted
        Rows that count, with their weight.
    keys
        Columns whose values make a cell.
    """
    cells, table = cells_of(counted, keys)
    table = pd.concat([table, cell_means(counted, cells, len(table))], axis=1)
    clusters = clusters_of(counted, cells, len(table))
    low, high = bands(partial(drawn_means, clusters, draws=draws, seed=(seed, 0)), clusters.sizes, level)
    return table.assign(low=low, high=high)[[*keys, *COLUMNS]]


def cells_of(counted: pd.DataFrame, keys: Sequence[str]) -> tuple[Whole, pd.DataFrame]:
    """The number of each row's cell, and the cells, sorted."""
    cells = counted.groupby(list(keys), sort=True).ngroup().to_numpy().astype(np.int64)
    _, first = np.unique(cells, return_index=True)
    return cells, counted[list(keys)].iloc[first].reset_index(drop=True)


def cell_means(counted: pd.DataFrame, cells: Whole, n: int) -> pd.DataFrame:
    """Counts, weighted mean stance, weighted shares of tones, share of undecided quotes; of n cells."""
    weight = counted["weight"].to_numpy()
    quotes, total = np.bincount(cells, minlength=n), _sums(cells, weight, n)
    counts: dict[str, Whole] = {
        "articles": _different(counted["doc_id"], cells, n),
        "quotes": quotes,
        "statements": _different(counted["statement_id"], cells, n),
    }
    with np.errstate(invalid="ignore"):  # a cell without quotes has no mean
        stance = _sums(cells, weight * counted["stance"].to_numpy(), n) / total
        shares: dict[str, Numbers] = {
            tone: _sums(cells, weight * (counted["tone"] == tone).to_numpy(), n) / total for tone in TONES
        }
        undecided = _sums(cells, counted["undecided"].to_numpy(dtype=np.float64), n) / quotes
    return pd.DataFrame(counts).assign(stance=stance, **shares, undecided=undecided)


def clusters_of(counted: pd.DataFrame, cells: Whole, n: int) -> Clusters:
    """The articles of n cells, each with the statements that are drawn with it."""
    articles, statements = (pd.factorize(counted[name], sort=True)[0] for name in ("doc_id", "statement_id"))
    home = homes(cells, articles.astype(np.int64), statements.astype(np.int64))
    pairs, place = np.unique(np.stack([cells, home], axis=1), axis=0, return_inverse=True)
    place, weight = place.reshape(-1), counted["weight"].to_numpy()
    weighted = _sums(place, weight * counted["stance"].to_numpy(), len(pairs))
    sizes = np.bincount(pairs[:, 0], minlength=n)
    return Clusters(weighted, _sums(place, weight, len(pairs)), np.cumsum(sizes) - sizes, sizes)


def _sums(places: Whole, values: Numbers, n: int) -> Numbers:
    return np.bincount(places, values, n).astype(np.float64)


def _different(values: pd.Series, cells: Whole, n: int) -> Whole:
    """How many different values each cell holds."""
    codes = pd.factorize(values)[0]
    return np.bincount(np.unique(np.stack([cells, codes], axis=1), axis=0)[:, 0], minlength=n)
