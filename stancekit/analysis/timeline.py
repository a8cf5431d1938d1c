"""Tone over time: one row for each group and period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stancekit.analysis.bootstrap import check_bootstrap
from stancekit.analysis.counted import counted_rows, weighed
from stancekit.analysis.figures import cell_figures
from stancekit.analysis.given import Rows
from stancekit.analysis.periods import Freq, day_ranges, known_freq, period_starts
from stancekit.analysis.weights import KEYS, By, Weights


def timeline(
    rows: Rows,
    freq: Freq = "QS",
    by: By = "dyad",
    *,
    weights: Weights = ("statements",),
    draws: int = 1000,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean stance by group and period, with counts and a band.

    Parameters
    ----------
    rows
        A frame, a file or a folder of rows. Rows without a counterpart, a tone, or a state (``by="dyad"``) or id
        (``by="speaker"``) of who speaks do not count.
    freq
        ``D``, ``W`` (from Monday), ``MS``, ``QS`` or ``YS``; pandas' other names for these are understood.
    by
        ``dyad``: who speaks for a state, toward another; ``speaker``: one person toward a state.
    weights
        What a row counts, see `row_weights`. The mean is one over statements: a statement counts once in a group,
        and where its quotes lie in two periods, in each by its share of them.
    draws
        How often articles are drawn anew.
    level
        Share of cases in which a band shall hold the true mean.
    seed
        Equal seeds give equal bands. A group's band does not depend on which other groups there are.

    Returns
    -------
    DataFrame
        Sorted by group and period; periods without quotes are absent.

        ``speaker_state``, ``counterpart``; or ``speaker_id``, ``speaker`` (the commonest name), ``counterpart``
            the group
        ``period``
            its first day
        ``articles``, ``quotes``, ``statements``
            how many
        ``stance``
            weighted mean, -1 hostile to 1 constructive
        ``low``, ``high``
            band of the mean: articles are drawn anew within the period, each with its statements; a statement that
            several articles carry goes with one of them. Null where fewer than two articles remain so, that is,
            also where all articles carry one and the same statement. With two or three articles bands are too
            narrow (`stancekit.analysis.bootstrap` has figures)
        ``hostile``, ``cautious``, ``constructive``
            weighted shares of the likeliest tone; they sum to 1
        ``undecided``
            share of quotes whose prediction set holds all three tones

        ``.attrs["undated"]``: how many rows were left out because their date is missing, cannot be read, or says less
        than ``freq`` needs (``2024`` is in no certain quarter).

    Raises
    ------
    InputError
        Where a column is missing, or an argument is unknown or out of range.

    References
    ----------
    Cameron, Gelbach & Miller (2008) for drawing clusters, Efron & Tibshirani (1993, chapter 13) for percentile
    intervals, Hesterberg (2015) for widening them; in full in `stancekit.analysis`.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "doc_id": ["a", "b", "b"], "statement_id": ["s1", "s2", "s3"],
    ...     "date": ["2024-01-05", "May 2024", "2024-05-09"], "speaker_state": "RU", "counterpart": "US",
    ...     "tone": ["hostile", "cautious", "constructive"], "tone_set": "cautious", "stance": [-0.8, 0.0, 0.6]})
    >>> timeline(rows)[["period", "articles", "quotes", "stance", "cautious"]]
          period  articles  quotes  stance  cautious
    0 2024-01-01         1       1    -0.8       0.0
    1 2024-04-01         1       2     0.3       0.5
    """
    check_bootstrap(draws, level, seed)
    frequency = known_freq(freq)
    names = ["speaker"] if by == "speaker" else []
    counted = counted_rows(rows, by, weights, also=["date", *names])
    periods = period_starts(*day_ranges(counted["date"]), frequency)
    dated = ~np.isnat(periods)
    used = weighed(counted.assign(period=periods.astype("datetime64[us]"))[dated], by, weights)
    table = cell_figures(used, [*KEYS[by], "period"], draws, level, seed)
    if names:
        table = with_names(table, counted)
    table.attrs["undated"] = int((~dated).sum())
    return table


def with_names(table: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """A table of speakers with the commonest name of each after the id; of equals the longest, then the first."""
    named = counted[counted["speaker"].notna()]
    names = named.groupby(["speaker_id", "speaker"]).size().rename("times").reset_index()
    names = names.assign(shortness=-names["speaker"].astype(str).str.len(), rarity=-names["times"])
    names = names.sort_values(["speaker_id", "rarity", "shortness", "speaker"]).drop_duplicates("speaker_id")
    found = table["speaker_id"].map(names.set_index("speaker_id")["speaker"]).astype(object)
    table = table.copy()
    table.insert(1, "speaker", found)
    return table
