"""Who speaks how toward whom: a matrix of states in colours, with the numbers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from stancekit.analysis.dyads import dyads
from stancekit.analysis.given import Rows
from stancekit.errors import InputError
from stancekit.plots.canvas import FAINT, INK, PLAIN, axes, bare, figure_of
from stancekit.plots.given import analysed
from stancekit.plots.scale import TICKS, ink_on, signed, stance_colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAKER = "stancekit.analysis.dyads"
_CELL = (0.72, 0.55)
"""Inches."""


def plot_dyads(rows: Rows, ax: Axes | None = None) -> Axes:
    """Mean stance of each state (down) toward each other (across), with the number of quotes.

    Cells without quotes, or with too few to be shown, are hatched.

    Parameters
    ----------
    rows
        What `stancekit.analysis.dyads` returns, or rows.
    ax
        Where to draw.

    Raises
    ------
    NotInstalledError
        Without matplotlib.
    InputError
        Where there is nothing to draw, or the matrix is no matrix of stances with its counts.

    Examples
    --------
    >>> matrix = pd.DataFrame([[0.25]], index=["RU"], columns=["US"])
    >>> matrix.attrs["counts"] = pd.DataFrame([[8]], index=["RU"], columns=["US"])
    >>> [text.get_text() for text in plot_dyads(matrix).texts]
    ['+0.25\\nn = 8']
    """
    matrix = analysed(rows, dyads, MAKER)
    means, counts = matrix.to_numpy(float), _counts(matrix)
    down, across = matrix.shape
    ax = axes(ax, max(3.6, 1.8 + _CELL[0] * across), max(2.6, 1.2 + _CELL[1] * down))
    scale = stance_colours()
    mesh = ax.pcolormesh(np.ma.masked_invalid(means), cmap=scale.cmap, vmin=-1, vmax=1, edgecolors="white", linewidth=1)
    colours = scale.to_rgba(means)
    for (i, j), stance in np.ndenumerate(means):
        _draw_cell(ax, (j, i), stance, int(counts[i, j]), ink_on(colours[i, j]))
    _name(ax, matrix)
    bar = figure_of(ax).colorbar(mesh, ax=ax, shrink=0.8, pad=0.02, aspect=30)
    bar.set_ticks(list(TICKS), labels=list(TICKS.values()))
    bar.set_label("mean stance")
    bar.outline.set_visible(False)
    return ax


def _counts(matrix: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    counts = matrix.attrs.get("counts")
    if not isinstance(counts, pd.DataFrame):
        raise InputError(f"no counts beside the means; give rows, or what {MAKER} returns", matrix)
    if (np.abs(matrix.to_numpy(float)) > 1).any():
        raise InputError("numbers beyond -1 and 1 are no stances; give dyads(rows) with value='stance'", matrix)
    return counts.reindex(index=matrix.index, columns=matrix.columns).fillna(0).to_numpy(float)


def _draw_cell(ax: Axes, corner: tuple[int, int], stance: float, n: int, ink: str) -> None:
    from matplotlib.patches import Rectangle

    if np.isnan(stance):
        ax.add_patch(Rectangle(corner, 1, 1, fill=False, hatch="///", edgecolor="#E6E6E6", linewidth=0))
        # more than none: quotes that the caller did not want to see a mean of
        words, colour = (f"n = {n}" if n else ""), FAINT
    else:
        words, colour = f"{signed(stance)}\nn = {n:,}", ink
    if words:
        ax.text(corner[0] + 0.5, corner[1] + 0.5, words, ha="center", va="center", fontsize="small", color=colour)


def _name(ax: Axes, matrix: pd.DataFrame) -> None:
    ax.set_xticks(np.arange(matrix.shape[1]) + 0.5, labels=[str(name) for name in matrix.columns], **PLAIN)
    ax.set_yticks(np.arange(matrix.shape[0]) + 0.5, labels=[str(name) for name in matrix.index], **PLAIN)
    ax.invert_yaxis()
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel("toward", color=INK)
    ax.set_ylabel("who speaks", color=INK)
    bare(ax)
