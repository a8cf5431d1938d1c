"""Where pictures are drawn: figures, axes, and axes that share the room of one."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Literal, cast

from stancekit.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

PLAIN: dict[str, Any] = {"parse_math": False, "usetex": False}
"""For text that is not ours: dollar signs in it are money."""
INK = "#333333"
FAINT = "#999999"


def pyplot() -> Any:
    """matplotlib's pyplot, imported when something is drawn.

    Raises
    ------
    NotInstalledError
        Without matplotlib.
    """
    try:
        return importlib.import_module("matplotlib.pyplot")
    except ImportError as error:
        raise NotInstalledError("pictures need matplotlib: pip install 'stancekit[report]'") from error


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The axes to draw into: the caller's, or those of a new figure of so many inches."""
    if ax is not None:
        return ax
    _, made = pyplot().subplots(figsize=(width, height), layout="constrained")
    return cast("Axes", made)


def figure_of(ax: Axes) -> FigureBase:
    """The figure in which axes stand.

    Raises
    ------
    InputError
        Where they stand in none any more.
    """
    figure = ax.get_figure()
    if figure is None:
        raise InputError("the ax stands in no figure; give one of a figure: figure.add_subplot()", ax)
    return figure


def divided(ax: Axes, side: Literal["below", "right"], share: float) -> Axes:
    """Axes that take a share of the room of others and go along with them, on one side of them."""
    figure, below = figure_of(ax), side == "below"
    spec, ratios = ax.get_subplotspec(), [1 - share, share]
    if spec is None:  # placed by hand
        left, bottom, width, height = ax.get_position().bounds
        if below:
            ax.set_position((left, bottom + share * height, width, (1 - share) * height))
            return figure.add_axes((left, bottom, width, share * height * 0.9), sharex=ax)
        ax.set_position((left, bottom, (1 - share) * width, height))
        return figure.add_axes((left + (1.04 - share) * width, bottom, (share - 0.04) * width, height), sharey=ax)
    inner = (
        spec.subgridspec(2, 1, height_ratios=ratios, hspace=0.06)
        if below
        else spec.subgridspec(1, 2, width_ratios=ratios, wspace=0.06)
    )
    ax.set_subplotspec(inner[0])
    return figure.add_subplot(inner[1], sharex=ax if below else None, sharey=None if below else ax)


def bare(ax: Axes, *keep: str) -> None:
    """Take the frame's lines away but for those named: ``left``, ``bottom``."""
    for name, line in ax.spines.items():
        line.set_visible(name in keep)
        line.set_color(FAINT)
    ax.tick_params(length=0 if not keep else 3, color=FAINT)
