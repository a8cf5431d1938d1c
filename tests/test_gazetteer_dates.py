"""Dates as articles give them, and what of them is certain."""

from __future__ import annotations

import datetime
import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.gazetteer import gazetteer
from stancekit.gazetteer_dates import iso_date

DAY = """
2024-03-12 | 2024-03-12T10:00:00Z | 2024-03-12 10:00:00+00:00 | 2024-03-12T23:59:59.123456-08:00 | 2024-03-12Z
2024/03/12 | 2024/3/12 | 2024-3-12 | 2024.03.12 | 20240312 | 20240312T100000 | 20240312100000
12 March 2024 | March 12, 2024 | 12th March 2024 | 12-Mar-2024 | Tuesday, March 12, 2024 at 10:00
Tue, 12 Mar 2024 10:00:00 GMT | 12 Mar 2024 22:00 EST | Tue Mar 12 10:00:00 2024
1710237600 | 1710237600.5 | 1710237600000 | 1710237600000000 | 1710237600000000000
"""


@pytest.mark.parametrize("date", re.split(r" \| |\n", DAY.strip()))
def test_forms_of_one_day(date):
    assert iso_date(date) == "2024-03-12"


@pytest.mark.parametrize(
    ("date", "certain"),
    [
        ("13/12/2024", "2024-12-13"),
        ("12/13/2024", "2024-12-13"),
        ("05/05/2024", "2024-05-05"),
        ("03/12/2024", "2024"),  # by Americans or by others
        ("3.12.2024", "2024"),
        ("March 2024", "2024-03"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("2024-W10", "2024"),
        ("946684800", "2000-01-01"),
        ("\u00a012 March\n2024", "2024-03-12"),
    ],
)
def test_as_much_as_is_certain(date, certain):
    assert iso_date(date) == certain


UNKNOWN = """
03/12/04 | 12 March 24 | 24-03-12 | 12 March | Tuesday | 10:00 | yesterday | no date | 7 | 12 | 202403 | 201112
12032024 | 99999999 | 0000-00-00 | 0001-01-01T00:00:00 | NaT | nan | 12 mars 2024 | 1e9 | 31 February 2024 | ٢٠٢٤
"""


@pytest.mark.parametrize("date", [None, "", " ", "2024 " * 1_000_000, *re.split(r" \| |\n", UNKNOWN.strip())])
def test_what_is_not_certain_to_the_year_is_unknown(date):
    assert iso_date(date) is None


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), st.sampled_from(["%d %B %Y", "%b %d, %Y", "%Y%m%d"])
)
def test_any_day_in_any_clear_form(day, form):
    assert iso_date(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=30) | st.text("0123456789 -/.,:TZ+'abcdefjmnopruy", max_size=20))
def test_any_text_is_a_date_or_unknown_without_a_warning(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = iso_date(text)
    assert found is None or re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", found)


@pytest.mark.parametrize(
    ("date", "office"),
    [
        ("12 March 2007", "head of state"),
        ("1173657600", "head of state"),
        ("03/12/2007", "head of state"),
        ("12 March 2010", "head of government"),
        ("20100312", "head of government"),
    ],
)
def test_office_holders_are_looked_up_by_any_of_them(date, office):
    assert gazetteer().holder("Putin", date).office == office
