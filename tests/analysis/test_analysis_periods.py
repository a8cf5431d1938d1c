"""Dates and the periods they fall into."""

import datetime

import numpy as np
import pandas as pd
import pytest

from stancekit.analysis.periods import day_ranges, known_freq, period_starts, span_days
from stancekit.errors import InputError

DATES = [
    # a date, and the beginning of its day, week, month, quarter, year
    ("2024-05-09", "2024-05-09", "2024-05-06", "2024-05-01", "2024-04-01", "2024-01-01"),
    ("2024-01-01T23:30:00Z", "2024-01-01", "2024-01-01", "2024-01-01", "2024-01-01", "2024-01-01"),
    ("Sun, 31 Dec 2023", "2023-12-31", "2023-12-25", "2023-12-01", "2023-10-01", "2023-01-01"),
    ("1969-12-28", "1969-12-28", "1969-12-22", "1969-12-01", "1969-10-01", "1969-01-01"),
    ("May 2024", "NaT", "NaT", "2024-05-01", "2024-04-01", "2024-01-01"),
    ("2024", "NaT", "NaT", "NaT", "NaT", "2024-01-01"),
    ("03/12/2024", "NaT", "NaT", "NaT", "NaT", "2024-01-01"),  # March or December
    ("2024-02-30", "NaT", "NaT", "NaT", "NaT", "NaT"),
    ("yesterday", "NaT", "NaT", "NaT", "NaT", "NaT"),
    (None, "NaT", "NaT", "NaT", "NaT", "NaT"),
    (pd.Timestamp("2024-05-09 18:00"), "2024-05-09", "2024-05-06", "2024-05-01", "2024-04-01", "2024-01-01"),
]


@pytest.mark.parametrize("freq", ["D", "W", "MS", "QS", "YS"])
def test_a_date_that_may_be_in_two_periods_is_in_none(freq):
    dates = pd.Series([case[0] for case in DATES], dtype=object)
    expected = [case[1 + ["D", "W", "MS", "QS", "YS"].index(freq)] for case in DATES]
    assert period_starts(*day_ranges(dates), freq).astype(str).tolist() == expected


def test_dates_that_pandas_has_parsed():
    parsed = pd.Series(pd.to_datetime(["2024-05-09", None, "2024-05-10"]))
    first, last = day_ranges(parsed)
    assert first.astype(str).tolist() == last.astype(str).tolist() == ["2024-05-09", "NaT", "2024-05-10"]


def test_no_dates():
    assert [len(days) for days in day_ranges(pd.Series([], dtype=object))] == [0, 0]


@pytest.mark.parametrize(("name", "known"), [("M", "MS"), ("QE", "QS"), ("QS-JAN", "QS"), ("Y", "YS"), ("W-SUN", "W")])
def test_pandas_names(name, known):
    assert known_freq(name) == known


@pytest.mark.parametrize("freq", ["quarterly", "QS-FEB", "2MS", "h", None, 3])
def test_an_unknown_frequency_names_the_known_ones(freq):
    with pytest.raises(InputError, match=r"give 'D', 'W', 'MS' .*'YS'"):
        known_freq(freq)


SPANS = [
    ("2023", "2023-01-01", "2023-12-31"),
    ("2023Q4", "2023-10-01", "2023-12-31"),
    ("2023-q1", "2023-01-01", "2023-03-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2024-02-07", "2024-02-07", "2024-02-07"),
    (("2023-01-01", "2023-12-31"), "2023-01-01", "2023-12-31"),
    (["2023", "2024Q1"], "2023-01-01", "2024-03-31"),
    ((datetime.date(2023, 1, 5), pd.Timestamp("2023-02-01 17:00")), "2023-01-05", "2023-02-01"),
    (pd.Period("2023Q2"), "2023-04-01", "2023-06-30"),
    (pd.Period("2023-05-01", "W"), "2023-05-01", "2023-05-07"),
]


@pytest.mark.parametrize(("span", "first", "last"), SPANS, ids=[str(case[0]) for case in SPANS])
def test_spans(span, first, last):
    assert span_days(span) == (np.datetime64(first), np.datetime64(last))


WRONG = [
    ("spring", "period 'spring'; give '2023', '2023Q2'"),
    ("2023-13", "period '2023-13'"),
    ("2023-02-30", "period '2023-02-30'"),
    ("03/12/2024", "period '03/12/2024'"),
    (2023, "period 2023; give '2023'"),
    (pd.NaT, "period NaT"),
    (("2023", "2024", "2025"), "period .'2023', '2024', '2025'."),
    (("2024", "2023"), "ends before it begins; give the earlier day first"),
    (("2024", None), "period None"),
]


@pytest.mark.parametrize(("span", "message"), WRONG, ids=[str(case[0]) for case in WRONG])
def test_what_is_no_period_names_the_forms(span, message):
    with pytest.raises(InputError, match=message):
        span_days(span)
