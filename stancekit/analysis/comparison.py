"""Two periods compared: is the tone warmer than it was, and is that more than chance?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from stancekit.analysis.bootstrap import Numbers, Whole, bands, check_bootstrap, drawn_means
from stancekit.analysis.counted import counted_rows, weighed
from stancekit.analysis.figures import COUNTS, cell_means, cells_of, clusters_of
from stancekit.analysis.given import Rows
from stancekit.analysis.periods import Days, Span, day_ranges, span_days
from stancekit.analysis.timeline import with_names
from stancekit.analysis.weights import KEYS, By, Weights
from stancekit.errors import InputError

FEWEST_CLEAR = 4
"""Articles each side must have for a difference to be called clear: two pairs of articles from one and the same world
lie apart in a third of cases, and no way of drawing them anew can tell."""
_TINY = 1e-9
_SIDES = ("a", "b")


def compare(
    rows: Rows,
    a: Span,
    b: Span,
    *,
    by: By = "dyad",
    weights: Weights = ("statements",),
    draws: int = 2000,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean stance of each group in two periods, and the difference with its interval.

    Parameters
    ----------
    rows
        A frame, a file or a folder of rows; which of them count is said in `timeline`.
    a, b
        The earlier and the later period (or any two that do not overlap): ``"2023"``, ``"2023Q2"``, ``"2023-05"``,
        ``"2023-05-09"``, a pandas Period, or a pair of the first and the last day, both within.
    by, weights, draws, level, seed
        As in `timeline`.

    Returns
    -------
    DataFrame
        One row for each group with quotes in either period, sorted.

        ``speaker_state``, ``counterpart``; or ``speaker_id``, ``speaker``, ``counterpart``
            the group
        ``articles_a``, ``articles_b``, ``quotes_a``, ``quotes_b``, ``statements_a``, ``statements_b``
            how many
        ``stance_a``, ``stance_b``
            weighted means; null without quotes
        ``difference``
            b minus a: above 0, the tone has become warmer
        ``low``, ``high``
            interval of the difference: articles are drawn anew in each period. Null where a side has fewer than two
            articles, counted as in `timeline`
        ``clear``
            whether the interval excludes 0, and never with fewer than four articles on a side; null where there is
            no interval. Of many groups in which nothing changed, about a tenth are clear at a level of 0.9: look at
            all of them before telling of one

        ``.attrs["undated"]``: rows left out because their date is missing, cannot be read, or may lie both within and
        without a period.

    Raises
    ------
    InputError
        Where a column is missing, an argument is unknown or out of range, the periods overlap, or one of them
        holds no row that counts: a mistyped year is no finding. (A group that one period lacks is no error.)

    References
    ----------
    See `timeline`.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "doc_id": list("abcdefgh"), "statement_id": list("stuvwxyz"), "speaker_state": "RU", "counterpart": "US",
    ...     "date": ["2023-02-01"] * 4 + ["2024-02-01"] * 4, "tone": ["hostile"] * 4 + ["cautious"] * 4,
    ...     "tone_set": "hostile|cautious", "stance": [-0.8, -0.6, -0.7, -0.7, 0.1, -0.1, 0.0, 0.0]})
    >>> found = compare(rows, "2023", "2024")
    >>> found[["stance_a", "stance_b", "difference", "clear"]].round(2).values.tolist()
    [[-0.7, 0.0, 0.7, True]]
    """
    check_bootstrap(draws, level, seed)
    spans = [span_days(a), span_days(b)]
    if spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]:
        raise InputError(f"periods {a!r} and {b!r} overlap; give two that share no day", (a, b))
    names = ["speaker"] if by == "speaker" else []
    counted = counted_rows(rows, by, weights, also=["date", *names])
    first, last = day_ranges(counted["date"])
    sides, sure = _sides(first, last, spans)
    for side, given in enumerate((a, b)):
        if not (sides == side).any():
            raise InputError(f"no rows in period {given!r}; {_dates(first, last)}", given)
    used = weighed(counted[sure], by, weights).assign(side=sides[sure])
    table = _compared(used[used["side"] >= 0], by, draws, level, seed)
    if names:
        table = with_names(table, counted)
    table.attrs["undated"] = int((~sure).sum())
    return table


def _sides(first: Days, last: Days, spans: list[tuple[np.datetime64, np.datetime64]]) -> tuple[Whole, np.ndarray]:
    """For each row 0, 1 or -1 (neither), and whether that is certain."""
    sides = np.full(len(first), -1, dtype=np.int64)
    sure = ~np.isnat(first)
    for side, (begin, end) in enumerate(spans):
        within = (first >= begin) & (last <= end)
        sides[within] = side
        sure &= within | (last < begin) | (first > end)
    return sides, sure


def _compared(used: pd.DataFrame, by: str, draws: int, level: float, seed: int) -> pd.DataFrame:
    groups, table = cells_of(used, KEYS[by])
    parts = [used["side"].to_numpy() == side for side in range(len(_SIDES))]
    means = [cell_means(used[part], groups[part], len(table)) for part in parts]
    before, after = (clusters_of(used[part], groups[part], len(table)) for part in parts)

    def drawn(these: Whole) -> Numbers:
        return drawn_means(after, these, draws, (seed, 1)) - drawn_means(before, these, draws, (seed, 0))

    fewer = np.minimum(before.sizes, after.sizes)
    low, high = bands(drawn, fewer, level)
    clear = pd.Series((low > _TINY) | (high < -_TINY), dtype="boolean") & (fewer >= FEWEST_CLEAR)
    counts = {f"{name}_{side}": means[place][name] for name in COUNTS for place, side in enumerate(_SIDES)}
    stances = {f"stance_{side}": means[place]["stance"] for place, side in enumerate(_SIDES)}
    return table.assign(
        **counts,
        **stances,
        difference=stances["stance_b"] - stances["stance_a"],
        low=low,
        high=high,
        clear=clear.mask(np.isnan(low)),
    )


def _dates(first: Days, last: Days) -> str:
    """What there is instead, for an error."""
    known = ~np.isnat(first)
    if not known.any():
        return "no row that counts has a date that can be read; give score articles with dates"
    return f"those that count are of {first[known].min()} to {last[known].max()}"
