"""Dates of articles, as tables give them: understood as far as they are certain, never guessed."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from dateutil import parser

from stancekit.gazetteer_tables import DATE

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
_LEADING = re.compile(rf"{DATE.pattern}(?!\d)")
_EPOCH = re.compile(r"(\d{9,10}|\d{13}|\d{16}|\d{19})(\.\d*)?")  # seconds, or thousandths of them, and so on
_COMPACT = re.compile(r"\d{8}(\d{4}|\d{6})?")  # 20240312, perhaps with hours
_YEAR_FIRST = re.compile(r"\d{4}(?!\d)|\d{8}")
_NO_DATES = ("0000", "0001-01-01")  # what databases write where there is none
_LONGEST = 80
# What a date leaves out comes from these, and so is told by their difference.
_OTHERWISE = (datetime.datetime(2001, 1, 1), datetime.datetime(2002, 2, 2))
_ORDERS: tuple[dict[str, bool], ...] = ({}, {"dayfirst": True}, {"yearfirst": True})


def iso_date(date: str | None) -> str | None:
    """A date as YYYY-MM-DD, YYYY-MM or YYYY, as far as it is certain; None where not even the year is.

    Examples
    --------
    >>> iso_date("12 March 2024"), iso_date("1710237600"), iso_date("March 2024")
    ('2024-03-12', '2024-03-12', '2024-03')

    Day and month can't be told apart here, and in the second the year can't either:

    >>> iso_date("03/12/2024"), iso_date("03/12/04")
    ('2024', None)
    """
    if not date or date.startswith(_NO_DATES):
        return None
    day = _DAY.match(date)
    return day[0] if day else _understood(" ".join(date[: _LONGEST + 1].split()))


@lru_cache(maxsize=4096)
def _understood(date: str) -> str | None:
    if len(date) > _LONGEST or not date.isascii():
        return None
    if DATE.fullmatch(date):
        return date
    if epoch := _EPOCH.fullmatch(date):
        seconds = int(epoch[1][:10])
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()
    if date.isdigit() and not _COMPACT.fullmatch(date):
        return None
    leading = _LEADING.match(date)
    return _common(_readings(date)) or (leading[0] if leading else None)


def _readings(date: str) -> list[datetime.datetime]:
    """All that a date may mean."""
    orders = _ORDERS[:1] if _YEAR_FIRST.match(date) else _ORDERS
    try:
        return [
            parser.parse(date, default=default, ignoretz=True, **order) for order in orders for default in _OTHERWISE
        ]
    except (ValueError, OverflowError):  # not a date, and so unknown
        return []


def _common(readings: list[datetime.datetime]) -> str | None:
    """What all readings have in common, from the year on."""
    common = ""
    for parts in (
        {f"{reading.year:04d}" for reading in readings},
        {f"-{reading.month:02d}" for reading in readings},
        {f"-{reading.day:02d}" for reading in readings},
    ):
        if len(parts) != 1:
            break
        common += parts.pop()
    return common or None
