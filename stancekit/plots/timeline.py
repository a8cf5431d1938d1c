"""Tone over time: mean stance with its band, and below how many quotes stand behind each mean."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from stancekit.analysis.given import Rows
from stancekit.analysis.periods import Freq
from stancekit.analysis.timeline import timeline
from stancekit.analysis.weights import By
from stancekit.errors import InputError
from stancekit.plots.canvas import FAINT, INK, PLAIN, axes, bare, divided, pyplot
from stancekit.plots.given import analysed, check_columns
from stancekit.plots.scale import stance_axis, stance_colours
from stancekit.rendering.words import counted, one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAKER = "stancekit.analysis.timeline"
LABELLED = 16
"""With so many periods or fewer each bar bears its number."""
_COUNTS_SHARE = 0.28
_BAND = "band: articles drawn anew; none where there is but one"
_COLUMNS = ("counterpart", "period", "articles", "quotes", "stance", "low", "high")


def plot_timeline(
    rows: Rows, ax: Axes | None = None, *, freq: Freq = "QS", by: By = "dyad", most: int = 12
) -> Axes | Figure:
    """Mean stance over time, its band, and the number of quotes below.

    Where a period has no quotes the line has a gap. A point without a band rests on fewer than two articles.

    Parameters
    ----------
    rows
        What `stancekit.analysis.timeline` returns, or rows.
    ax
        Where to draw one dyad, or one speaker toward one state; it is divided in two. Several make a figure of their
        own.
    freq, by
        For rows: as in `stancekit.analysis.timeline`.
    most
        Of several, so many are drawn, those with most quotes first; the figure says how many are left out.

    Returns
    -------
    Axes or Figure
        The axes with the line; for several dyads the figure.

    Raises
    ------
    NotInstalledError
        Without matplotlib.
    InputError
        Where there is nothing to draw, or too much for ``ax``.

    Examples
    --------
    >>> frame = pd.DataFrame({"speaker_state": "RU", "counterpart": "US", "period": pd.to_datetime(["2024-01-01"]),
    ...                       "articles": 3, "quotes": 8, "stance": 0.2, "low": -0.1, "high": 0.4})
    >>> plot_timeline(frame).get_title()
    'RU → US: 8 quotes, 1 period'
    """
    frame = analysed(rows, partial(timeline, freq=freq, by=by), MAKER)
    check_columns(frame, _COLUMNS, MAKER)
    step = _step(frame["period"])
    groups = _groups(frame)
    if len(groups) == 1:
        made = axes(ax, 7, 3.8)
        below = _draw(made, *groups[0], step)
        below.set_xlabel(_BAND, fontsize="small", color=INK)
        return made
    if ax is not None:
        raise InputError(f"{len(groups)} lines do not go into one ax; leave it out, or choose one of them", len(groups))
    return _multiples(groups, step, most)


def _multiples(groups: Sequence[tuple[str, pd.DataFrame]], step: float, most: int) -> Figure:
    """One picture for each, all with the same scales."""
    shown = groups[: max(most, 1)]
    across = min(3, len(shown))
    down = math.ceil(len(shown) / across)
    figure: Figure = pyplot().figure(figsize=(4.2 * across, 2.9 * down), layout="constrained")
    grid = figure.add_gridspec(down, across)
    days = [_days(group["period"]) for _, group in shown]
    ends = (min(map(min, days)) - step / 2, max(map(max, days)) + step / 2)
    highest = max(int(group["quotes"].max()) for _, group in shown)
    for place, (title, group) in enumerate(shown):
        _draw(figure.add_subplot(grid[place // across, place % across]), title, group, step, ends, highest)
    figure.supxlabel(_BAND, fontsize="small", color=INK)
    if len(shown) < len(groups):
        figure.suptitle(f"The {len(shown)} of {len(groups)} with most quotes", fontsize="medium")
    return figure


def _groups(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Each dyad or speaker with a title, those with most quotes first."""
    who = "speaker_id" if "speaker_id" in frame.columns else "speaker_state"
    check_columns(frame, [who], MAKER)
    name = "speaker" if "speaker" in frame.columns else who
    groups = []
    for (_, counterpart), group in frame.groupby([who, "counterpart"], sort=True):
        named = group[name].iloc[0]
        called = one_line(str(named if isinstance(named, str) else group[who].iloc[0]))
        groups.append((f"{called} → {counterpart}", group.sort_values("period")))
    groups.sort(key=lambda found: -int(found[1]["quotes"].sum()))
    return groups


def _draw(
    ax: Axes,
    title: str,
    group: pd.DataFrame,
    step: float,
    ends: tuple[float, float] | None = None,
    highest: int | None = None,
) -> Axes:
    """Draw the line above and the counts below; the axes below are returned."""
    below = divided(ax, "below", _COUNTS_SHARE)
    _draw_line(ax, group, step)
    _draw_counts(below, group, step, highest)
    n, periods = int(group["quotes"].sum()), len(group)
    ax.set_title(f"{title}: {counted(n, 'quote')}, {counted(periods, 'period')}", fontsize="medium", **PLAIN)
    if ends is not None:
        ax.set_xlim(*ends)
    return below


def _draw_line(ax: Axes, group: pd.DataFrame, step: float) -> None:
    stance_axis(ax, "y")
    for run in _runs(group, step):
        days, low, high = _days(run["period"]), run["low"].to_numpy(float), run["high"].to_numpy(float)
        ax.plot(days, run["stance"], color=INK, linewidth=1.2, zorder=2)
        ax.fill_between(days, low, high, color=INK, alpha=0.15, linewidth=0, zorder=1)
        ax.vlines(days, low, high, color=INK, alpha=0.35, linewidth=1, zorder=1)
    colours = stance_colours().to_rgba(group["stance"].to_numpy(float))
    sizes = np.clip(14 + 5 * group["quotes"].to_numpy(float), 0, 90)
    ax.scatter(
        _days(group["period"]), group["stance"], s=sizes, color=colours, edgecolors=INK, linewidths=0.8, zorder=3
    )
    ax.set_ylabel("stance")
    ax.tick_params(axis="x", labelbottom=False)
    bare(ax, "left")


def _draw_counts(ax: Axes, group: pd.DataFrame, step: float, highest: int | None) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    days, quotes = _days(group["period"]), group["quotes"].to_numpy(int)
    bars = ax.bar(days, quotes, width=0.8 * step, color="#BBBBBB")
    if len(group) <= LABELLED:
        ax.bar_label(bars, [str(number) for number in quotes], fontsize="x-small", color=INK)
    top = highest or int(quotes.max())
    ax.set_ylim(0, 1.45 * top)
    ax.set_yticks([0, top])
    ax.set_ylabel("quotes")
    locator = AutoDateLocator(minticks=2, maxticks=7)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    ax.yaxis.label.set_color(INK)
    ax.yaxis.grid(False)
    bare(ax, "left", "bottom")
    ax.tick_params(axis="x", color=FAINT)


def _runs(group: pd.DataFrame, step: float) -> Iterator[pd.DataFrame]:
    """Periods that follow each other without a gap."""
    kept = group[group["stance"].notna()]
    breaks = np.flatnonzero(np.diff(_days(kept["period"])) > 1.5 * step) + 1
    edges = [0, *breaks.tolist(), len(kept)]
    for start, end in pairwise(edges):
        if start < end:
            yield kept.iloc[start:end]


def _step(periods: pd.Series[Any]) -> float:
    """The days from one period to the next: the fewest between any two."""
    days = np.unique(_days(periods))
    return float(np.diff(days).min()) if len(days) > 1 else 90.0


def _days(periods: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """matplotlib's days since 1970."""
    return pd.to_datetime(periods).to_numpy("datetime64[us]").astype(np.int64) / 86_400_000_000
