"""Dates as rows give them, and the periods they fall into. A date that could lie in two periods lies in none."""

from __future__ import annotations

import datetime
import re
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from stancekit.errors import InputError
from stancekit.gazetteer_dates import iso_date

Days = npt.NDArray[np.datetime64]
Bound = str | datetime.date | pd.Timestamp | pd.Period
Span = Bound | tuple[Bound, Bound]
Freq = Literal["D", "W", "MS", "QS", "YS"]
NO_DAY = np.datetime64("NaT", "D")
_FREQS = {
    **dict.fromkeys(("D",), "D"),
    **dict.fromkeys(("W", "W-SUN"), "W"),
    **dict.fromkeys(("MS", "M", "ME"), "MS"),
    **dict.fromkeys(("QS", "Q", "QE", "QS-JAN", "QE-DEC", "Q-DEC"), "QS"),
    **dict.fromkeys(("YS", "Y", "YE", "YS-JAN", "YE-DEC", "Y-DEC"), "YS"),
}
_BOUND = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_FORMS = "'2023', '2023Q2', '2023-05', '2023-05-09', a pandas Period, or a pair of first and last day"


def day_ranges(dates: pd.Series) -> tuple[Days, Days]:
    """The first and the last day that each date may be; NaT where it cannot be read.

    Examples
    --------
    >>> first, last = day_ranges(pd.Series(["12 March 2024", "2024-02", None]))
    >>> first.astype(str).tolist(), last.astype(str).tolist()
    (['2024-03-12', '2024-02-01', 'NaT'], ['2024-03-12', '2024-02-29', 'NaT'])
    """
    codes, texts = pd.factorize(dates)  # each date is read once; null has the code -1
    ranges = [_days_of(iso_date(str(text))) for text in texts]
    ends = np.array([*ranges, (NO_DAY, NO_DAY)], dtype="datetime64[D]").reshape(-1, 2)
    return ends[codes, 0], ends[codes, 1]


def known_freq(freq: str) -> Freq:
    """The frequency that a name of pandas stands for.

    Examples
    --------
    >>> known_freq("QE"), known_freq("MS")
    ('QS', 'MS')
    """
    found = _FREQS.get(freq) if isinstance(freq, str) else None
    if found is None:
        raise InputError(f"freq={freq!r}; give 'D', 'W', 'MS' (months), 'QS' (quarters) or 'YS' (years)", freq)
    return found  # type: ignore[return-value]


def period_starts(first: Days, last: Days, freq: Freq) -> Days:
    """The first day of the period each date falls into; NaT where it may fall into two. Weeks begin on Monday.

    Examples
    --------
    >>> first, last = day_ranges(pd.Series(["2024-05-09", "2024-05", "2024"]))
    >>> period_starts(first, last, "QS").astype(str).tolist()
    ['2024-04-01', '2024-04-01', 'NaT']
    """
    start = _start(first, freq)
    return np.where(start == _start(last, freq), start, NO_DAY)


def span_days(span: Span) -> tuple[np.datetime64, np.datetime64]:
    """The first and last day of a period.

    Parameters
    ----------
    span
        A year, quarter, month or day as text, a pandas Period, a date, or a pair of these: from the beginning of the
        first to the end of the second.

    Examples
    --------
    >>> [str(day) for day in span_days("2023Q2")]
    ['2023-04-01', '2023-06-30']
    >>> [str(day) for day in span_days(("2023-01", "2023-05-09"))]
    ['2023-01-01', '2023-05-09']
    """
    if not isinstance(span, tuple | list):
        return _bound_days(span)
    if len(span) != 2:
        raise InputError(f"period {span!r}; give {_FORMS}", span)
    first, last = _bound_days(span[0])[0], _bound_days(span[1])[1]
    if first > last:
        raise InputError(f"period {span!r} ends before it begins; give the earlier day first", span)
    return first, last


def _days_of(iso: str | None) -> tuple[np.datetime64, np.datetime64]:
    """The days of an ISO year, month or day; NaT for a day that is none, such as 30 February."""
    try:
        when = np.datetime64(iso) if iso else NO_DAY  # its unit is that of the text: year, month or day
    except ValueError:
        when = NO_DAY
    return when.astype("datetime64[D]"), (when + 1).astype("datetime64[D]") - 1


def _start(days: Days, freq: Freq) -> Days:
    if freq == "D":
        return days
    if freq == "W":  # 1970 began on a Thursday
        return days - (days.astype(np.int64) + 3) % 7
    if freq == "QS":
        months = days.astype("datetime64[M]")
        return (months - (months - np.datetime64("1970-01")) % np.timedelta64(3, "M")).astype("datetime64[D]")
    return days.astype("datetime64[M]" if freq == "MS" else "datetime64[Y]").astype("datetime64[D]")


def _bound_days(bound: object) -> tuple[np.datetime64, np.datetime64]:
    if isinstance(bound, pd.Period):
        return np.datetime64(bound.start_time.date(), "D"), np.datetime64(bound.end_time.date(), "D")
    if isinstance(bound, str):
        if quarter := _QUARTER.fullmatch(bound):
            start = np.datetime64(quarter[1], "M") + 3 * (int(quarter[2]) - 1)
            return start.astype("datetime64[D]"), (start + 3).astype("datetime64[D]") - 1
        days = _days_of(bound if _BOUND.fullmatch(bound) else None)
    elif isinstance(bound, datetime.date) and not pd.isna(bound):
        days = (np.datetime64(bound.isoformat()[:10], "D"),) * 2
    else:
        days = NO_DAY, NO_DAY
    if np.isnat(days[0]):
        raise InputError(f"period {bound!r}; give {_FORMS}", bound)
    return days
