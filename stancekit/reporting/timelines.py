"""The tone of the dyads that are quoted most over time, each as a drawing and as the table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from stancekit.analysis import timeline
from stancekit.gazetteer_dates import iso_date
from stancekit.palette import SIGNS
from stancekit.reporting.data import state_name
from stancekit.reporting.looks import counted, signed, state_html, view
from stancekit.reporting.timelines_svg import Point, drawn
from stancekit.types import TONES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_DYADS = 12
LEVEL = 0.9
"""What share of cases a band shall hold, as the prediction sets do."""
_FREQS = (("YS", 8 * 366), ("QS", 550), ("MS", 120), ("W", 21), ("D", 0))
"""Periods, and from how many days on they are taken: between three and thirty points."""
_PERIODS = {"Y": ("years", "Y"), "Q": ("quarters", "Q"), "M": ("months", "M"), "W": ("weeks", "W"), "D": ("days", "D")}
"""By the first letter of a frequency: how we call its periods, and how pandas does."""


def freq_for(dates: pd.Series[str]) -> str | None:
    """The periods that suit the span of the dates; None where no date says a day.

    Examples
    --------
    >>> freq_for(pd.Series(["2022-01-05", "2024-06-01"])), freq_for(pd.Series([None]))
    ('QS', None)
    """
    known = [day for day in map(iso_date, dates.dropna().unique()) if day]
    days = pd.to_datetime(pd.Series(known, dtype=object), errors="coerce", format="ISO8601").dropna()
    if days.empty:
        return None
    span = (days.max() - days.min()).days
    return next(freq for freq, least in _FREQS if span >= least)


def timelines_html(frame: pd.DataFrame, freq: str | None = None) -> str:
    """Timelines as HTML: a figure for each dyad, with the numbers in a table that opens.

    Parameters
    ----------
    freq
        Periods, as `stancekit.analysis.timeline` takes them; without it those that suit the span of the dates.
    """
    chosen = freq or freq_for(frame["date"])
    if chosen is None:
        return "<p>The rows have no dates, so there is no time to show; articles need the column <code>date</code>.</p>"
    most, dyads = _most_quoted(frame)
    found = timeline(most, freq=chosen, by="dyad", level=LEVEL)  # type: ignore[arg-type]  # checked there
    if found.empty:
        return "<p>No quote toward a state has a date that can be read.</p>"
    undated = found.attrs["undated"]
    name, letter = _PERIODS[chosen[0]]
    found = found.assign(at=pd.PeriodIndex(found["period"], freq=letter).map(lambda period: period.ordinal))
    names = {
        at: period_name(pd.Period(ordinal=at, freq=letter).start_time, chosen)
        for at in range(int(found["at"].min()), int(found["at"].max()) + 1)
    }
    groups = {dyad: part.to_dict("records") for dyad, part in found.groupby(["speaker_state", "counterpart"])}
    few = f" Shown are the {MOST_DYADS} dyads with most quotes, of {dyads:,}." if dyads > MOST_DYADS else ""
    without = f" Left out: {counted(undated, 'row')} whose date does not say the period." if undated else ""
    note = (
        f"<p>Mean stance by {name}, from −1 (hostile) to 1 (constructive), each statement counted once. The band holds "
        f"the mean in {LEVEL:.0%} of cases when articles are drawn anew: where it is wide, or where there is none, few "
        f"articles speak. The marker’s shape says in which third of the scale the mean lies.{few}{without}</p>"
    )
    in_order = sorted(groups, key=lambda dyad: -sum(row["quotes"] for row in groups[dyad]))
    figures = "".join(_figure(str(state), str(other), groups[state, other], names) for state, other in in_order)
    return f'{note}\n<div class="timelines">{figures}</div>'


def _most_quoted(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The rows of the dyads that are quoted most, and how many dyads there are: bands of hundreds take long to draw."""
    scored = frame.dropna(subset=["tone", "speaker_state", "counterpart", "date"])
    sizes = scored.groupby(["speaker_state", "counterpart"])["doc_id"].transform("size")
    dyads = scored.assign(size=sizes).drop_duplicates(["speaker_state", "counterpart"])
    most = dyads.sort_values("size", ascending=False, kind="stable").head(MOST_DYADS)
    return frame.merge(most[["speaker_state", "counterpart"]], on=["speaker_state", "counterpart"]), len(dyads)


def period_name(start: pd.Timestamp, freq: str) -> str:
    """A period for people.

    Examples
    --------
    >>> day = pd.Timestamp("2024-04-01")
    >>> [period_name(day, freq) for freq in ("YS", "QS", "MS", "W")]
    ['2024', '2024 Q2', '2024-04', '2024-04-01']
    """
    if freq.startswith("Y"):
        return f"{start:%Y}"
    if freq.startswith("Q"):
        return f"{start:%Y} Q{start.quarter}"
    return f"{start:%Y-%m}" if freq.startswith("M") else f"{start:%Y-%m-%d}"


def _figure(state: str, other: str, rows: Sequence[Mapping[Any, Any]], names: Mapping[int, str]) -> str:
    points = [
        Point(row["at"], float(row["stance"]), float(row["low"]), float(row["high"]), int(row["quotes"]))
        for row in sorted(rows, key=lambda row: int(row["at"]))
    ]
    first, last = (f"{signed(point.stance)} in {names[point.at]}" for point in (points[0], points[-1]))
    title = f"{state_name(state)} toward {state_name(other)}, mean stance: {first}"
    title += f", {last}" if len(points) > 1 else ""
    return (
        f'<figure><figcaption><a href="{view(state=state, toward=other)}">{state_html(state)} '
        f'<span aria-hidden="true">→</span><span class="unseen"> toward </span> {state_html(other)}</a> '
        f'<span class="faint">{counted(sum(point.quotes for point in points), "quote")}</span></figcaption>'
        f"{drawn(points, names, title)}{_table(rows, names)}</figure>"
    )


def _table(rows: Sequence[Mapping[Any, Any]], names: Mapping[int, str]) -> str:
    lines = []
    for row in sorted(rows, key=lambda row: int(row["at"])):
        band = f"{row['low']:+.2f} to {row['high']:+.2f}".replace("-", "−") if row["low"] == row["low"] else "–"
        counts = [f"{int(row[name]):,}" for name in ("quotes", "statements", "articles")]
        shares = [f"{row[name]:.0%}" for name in (*TONES, "undecided")]
        inside = "".join(f"<td>{cell}</td>" for cell in (signed(row["stance"]), band, *counts, *shares))
        lines.append(f'<tr><th scope="row">{names[row["at"]]}</th>{inside}</tr>')
    tones = [f"{SIGNS[tone]} {tone}" for tone in TONES]
    heads = ("period", "stance", f"{LEVEL:.0%} band", "quotes", "statements", "articles", *tones, "undecided")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        '<details><summary>Numbers</summary><div class="scroll" role="region" tabindex="0" aria-label="Numbers">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div></details>"
    )
