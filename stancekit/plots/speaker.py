"""One person's profile: the tone toward each state, and how it is made up."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stancekit.analysis.dyads import dyad_table
from stancekit.analysis.given import Rows, rows_with
from stancekit.errors import InputError
from stancekit.palette import COLOURS, SIGNS
from stancekit.plots.canvas import INK, PLAIN, axes, bare, divided
from stancekit.plots.given import analysed
from stancekit.plots.scale import ink_on, signed, stance_axis, stance_colours
from stancekit.rendering.words import counted, one_line, percent
from stancekit.types import TONES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDE = 0.16
"""A share that is at least so wide holds its sign and its number."""


def plot_speaker(rows: Rows, speaker_id: str, ax: Axes | None = None, *, most: int = 12) -> Axes:
    """A speaker's mean stance toward each state with its band; beside it the shares of the tones.

    Parameters
    ----------
    rows
        Rows of a corpus.
    speaker_id
        Whose; see the column ``speaker_id``.
    ax
        Where to draw; it is divided in two.
    most
        So many states are drawn, those with most quotes; the picture says how many are left out.

    Returns
    -------
    Axes
        Those with the stances.

    Raises
    ------
    NotInstalledError
        Without matplotlib.
    InputError
        Where nobody has this id, or no quote of theirs has a counterpart.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "doc_id": ["a", "b"], "quote_id": ["q1", "q1"], "statement_id": ["s1", "s2"], "speaker_id": "si-ana-kovar",
    ...     "speaker": "Ana Kovar", "speaker_state": "SI", "counterpart": "NO", "tone": ["hostile", "cautious"],
    ...     "tone_set": "hostile|cautious", "stance": [-0.8, -0.2]})
    >>> plot_speaker(rows, "si-ana-kovar").get_title(loc="left")
    'Ana Kovar (SI): 2 quotes in 2 articles'
    """
    theirs = _rows_of(rows, speaker_id)
    # the state who speaks for is of no matter here: without one there is a profile, too
    table = analysed(theirs.assign(speaker_state=""), dyad_table, "stancekit.score")
    shown = table.sort_values(["quotes", "counterpart"], ascending=[True, False]).tail(max(most, 1))
    ax = axes(ax, 8, 1.6 + 0.45 * len(shown))
    shares = divided(ax, "right", 0.5)
    _draw_stances(ax, shown)
    _draw_shares(shares, shown)
    if len(shown) < len(table):
        ax.set_ylabel(f"the {len(shown)} of {len(table)} states with most quotes")
    ax.set_title(_title(theirs, speaker_id), fontsize="medium", loc="left", **PLAIN)
    return ax


def _rows_of(rows: Rows, speaker_id: str) -> pd.DataFrame:
    frame = rows_with(rows, ["doc_id", "speaker_id", "statement_id"])
    theirs = frame[frame["speaker_id"] == speaker_id]
    if theirs.empty:
        known = [str(name) for name in frame["speaker_id"].dropna().unique()]
        near = get_close_matches(str(speaker_id), known, cutoff=0.5) or known[:3]
        raise InputError(f"nobody has the speaker_id {speaker_id!r}; there are {', '.join(near) or 'none'}", speaker_id)
    return theirs


def _title(theirs: pd.DataFrame, speaker_id: str) -> str:
    name, state = (_commonest(theirs, column) for column in ("speaker", "speaker_state"))
    counting = theirs[theirs["counterpart"].notna() & theirs["tone"].notna()]
    n = len(counting[["doc_id", "quote_id"]].drop_duplicates())
    articles = counting["doc_id"].nunique()
    who = f"{one_line(name or speaker_id)}{f' ({state})' if state else ''}"
    return f"{who}: {counted(n, 'quote')} in {counted(articles, 'article')}"


def _commonest(rows: pd.DataFrame, column: str) -> str | None:
    given = rows[column].dropna().tolist() if column in rows.columns else []
    return str(Counter(given).most_common(1)[0][0]) if given else None


def _draw_stances(ax: Axes, table: pd.DataFrame) -> None:
    places, stance = np.arange(len(table)), table["stance"].to_numpy(float)
    stance_axis(ax, "x")
    ax.hlines(places, table["low"], table["high"], color=INK, alpha=0.5, linewidth=3, zorder=1)
    colours = stance_colours().to_rgba(stance)
    ax.scatter(stance, places, s=60, marker="D", color=colours, edgecolors=INK, linewidths=0.8, zorder=2)
    for place, mean in zip(places, stance, strict=True):
        ax.annotate(
            signed(mean), (mean, place), (0, 8), textcoords="offset points", ha="center", fontsize="small", color=INK
        )
    names = zip(table["counterpart"], table["quotes"], table["articles"], strict=True)
    labels = [f"{state}: {counted(n, 'quote')}, {counted(articles, 'article')}" for state, n, articles in names]
    ax.set_yticks(places, labels=labels, fontsize="small", **PLAIN)
    ax.set_ylim(-0.6, len(table) - 0.3)
    ax.set_xlabel("mean stance")
    bare(ax, "bottom")


def _draw_shares(ax: Axes, table: pd.DataFrame) -> None:
    """One bar for each state, always hostile, cautious, constructive from left to right."""
    places, before = np.arange(len(table)), np.zeros(len(table))
    for tone in TONES:
        share = table[tone].to_numpy(float)
        ax.barh(places, share, 0.6, left=before, color=COLOURS[tone], edgecolor="white")
        for place, (width, start) in enumerate(zip(share, before, strict=True)):
            if width >= _WIDE:
                words = f"{SIGNS[tone]} {percent(width)}"
                ink = ink_on(COLOURS[tone])
                ax.text(start + width / 2, place, words, ha="center", va="center", fontsize="small", color=ink)
        before = before + share
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.5, 1], labels=["0", "50 %", "100 %"])
    ax.set_xlabel("  ".join(f"{SIGNS[tone]} {tone}" for tone in TONES))
    ax.tick_params(axis="y", labelleft=False)
    bare(ax, "bottom")
    ax.tick_params(axis="y", length=0)
