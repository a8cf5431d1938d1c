"""The drawing of a timeline: what is where, and what is not drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from report_rows import ATTACK

from stancekit.reporting.timelines import freq_for, period_name
from stancekit.reporting.timelines_svg import Point, drawn

NAN = float("nan")
NAMES = {1: "Q1", 2: "Q2", 3: "Q3", 4: "Q4"}


def looks(*points: Point, names: dict[int, str] = NAMES) -> list[str]:
    """The classes of what is drawn, without axis and text."""
    svg = ElementTree.fromstring(drawn(points, names, "tone"))
    return [look for look in (part.get("class", "") for part in svg) if look not in ("grid", "end", "count")]


DRAWINGS = [
    ("a mean without a band", [Point(1, 0.0, NAN, NAN, 3)], ["cautious"]),
    ("a band is a stroke", [Point(1, -0.9, -1.0, -0.5, 3)], ["band-line", "hostile"]),
    (
        "bands of neighbours join, and so do means",
        [Point(1, 0.0, -0.1, 0.1, 3), Point(2, 0.9, 0.8, 1.0, 3)],
        ["band-line", "band-line", "band", "line", "cautious", "constructive"],
    ),
    (
        "over a period without quotes the line is dotted and there is no band",
        [Point(1, 0.0, -0.1, 0.1, 3), Point(3, 0.0, -0.1, 0.1, 3)],
        ["band-line", "band-line", "line gap", "cautious", "cautious"],
    ),
]


@pytest.mark.parametrize(("points", "expected"), [case[1:] for case in DRAWINGS], ids=[case[0] for case in DRAWINGS])
def test_what_is_drawn(points: list[Point], expected: list[str]) -> None:
    assert looks(*points) == expected


def test_counts_stand_below_and_periods_below_them() -> None:
    svg = drawn([Point(2, 0.5, NAN, NAN, 41), Point(4, 0.5, NAN, NAN, 7)], NAMES, "tone")
    assert re.findall(r'class="count"[^>]*>([^<]+)<', svg) == ["41", "7", "Q1", "Q2", "Q3", "Q4"]


def test_one_period_alone_stands_in_the_middle() -> None:
    assert looks(Point(7, 0.0, NAN, NAN, 1), names={7: "2024"}) == ["cautious"]


def test_names_and_titles_are_words() -> None:
    svg = drawn([Point(1, 0.0, NAN, NAN, 1)], {1: ATTACK}, ATTACK)
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == ATTACK
    assert "<img" not in svg


FREQS = [
    (["2024-03-01"], "D"),
    (["2024-03-01", "2024-04-15"], "W"),
    (["2024-01-01", "2024-08-01"], "MS"),
    (["2022-01-01", "2024-08-01", "no date"], "QS"),
    (["2001", "2024-08"], "YS"),
    (["yesterday", None], None),
]


@pytest.mark.parametrize(("dates", "freq"), FREQS)
def test_periods_suit_the_span(dates: list[str | None], freq: str | None) -> None:
    assert freq_for(pd.Series(dates, dtype=object)) == freq


def test_a_day_is_named_by_its_date() -> None:
    assert period_name(pd.Timestamp("2024-04-02"), "D") == "2024-04-02"
