"""The invented corpus with a known drift: articles and design belong together, and hold what the design promises."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from stancekit.goldfiles import check_gold

SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLES: list[dict[str, Any]] = [json.loads(line) for line in (SEEDS / "corpus.jsonl").read_text("utf-8").splitlines()]
DESIGN: dict[str, Any] = json.loads((SEEDS / "corpus_design.json").read_text("utf-8"))
PLANNED = {planned["id"]: planned["quotes"] for planned in DESIGN["articles"]}
DATES = {article["id"]: article["date"] for article in ARTICLES}
DYADS = {(dyad["speaker_state"], dyad["counterpart"]): dyad for dyad in DESIGN["dyads"]}
INTERVIEW = "c33"


def toward(speaker_state: str, counterpart: str, last: int, first: int = 0) -> list[str]:
    """Intended tones of a dyad from one half-year to another."""
    ends = [*DESIGN["periods"], "2025-03-01"]
    return [
        quote["counterparts"][counterpart]
        for id_, quotes in PLANNED.items()
        if ends[first] <= DATES[id_] < ends[last + 1] and id_ != INTERVIEW
        for quote in quotes
        if quote["speaker_state"] == speaker_state and counterpart in quote["counterparts"]
    ]


def test_ids_and_addresses_are_unique_and_dates_in_order() -> None:
    assert [article["id"] for article in ARTICLES] == [f"c{n:02d}" for n in range(1, len(ARTICLES) + 1)]
    assert len({article["url"] for article in ARTICLES}) == len({article["text"] for article in ARTICLES}) == 61
    assert all(one["date"] <= other["date"] for one, other in pairwise(ARTICLES))
    assert ARTICLES[0]["date"] >= "2022-03-01"
    assert ARTICLES[-1]["date"] < "2025-03-01"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
def test_each_article_is_a_short_text_of_an_invented_outlet(article: dict[str, Any]) -> None:
    assert list(article) == ["id", "title", "date", "outlet", "url", "text"]
    assert urlsplit(article["url"]).hostname == "example.org"
    low, high = (600, 800) if article["id"] == INTERVIEW else (150, 350)
    assert low <= len(article["text"].split()) <= high
    assert len(PLANNED[article["id"]]) >= 2


def test_the_design_is_gold_for_the_texts() -> None:
    gold = check_gold([{**article, "quotes": PLANNED[article["id"]]} for article in ARTICLES])
    said = [
        (" … ".join(article["text"][start:end] for start, end in quote["content"]), quote["text"])
        for article in gold
        for quote in article["quotes"]
    ]
    assert [found for found, _ in said] == [written for _, written in said]


def test_each_dyad_has_a_course_and_quotes_in_each_half_year() -> None:
    assert len(DYADS) == len(DESIGN["periods"]) == 6
    for (speaker_state, counterpart), dyad in DYADS.items():
        assert len(dyad["course"]) == 6
        assert all(len(toward(speaker_state, counterpart, half, half)) >= 4 for half in range(6))


COURSES = [
    ("Ecuador before the thaw", ("EC", "PE", 3), {"hostile": 0.9}),
    ("Ecuador after it", ("EC", "PE", 5, 4), {"constructive": 0.9}),
    ("Uzbekistan before the valve", ("UZ", "TM", 1), {"constructive": 1.0}),
    ("Uzbekistan in the year after it", ("UZ", "TM", 3, 2), {"hostile": 0.8}),
    ("the Maldives all the time", ("MV", "LK", 5), {"cautious": 0.8}),
    ("Turkmenistan all the time", ("TM", "UZ", 5), {"cautious": 0.5, "hostile": 0.3}),
]


@pytest.mark.parametrize(("what", "where", "least"), COURSES, ids=[what for what, *_ in COURSES])
def test_the_tones_follow_the_course(what: str, where: tuple[Any, ...], least: dict[str, float]) -> None:
    tones = toward(*where)
    assert {tone: tones.count(tone) / len(tones) >= share for tone, share in least.items()} == dict.fromkeys(
        least, True
    )


def test_statements_come_from_several_outlets_within_days() -> None:
    carried = defaultdict(list)
    outlets = {article["id"]: article["outlet"] for article in ARTICLES}
    for id_, quotes in PLANNED.items():
        for quote in quotes:
            if "statement" in quote:
                carried[quote["statement"]].append(id_)
    assert {name: len(ids) for name, ids in carried.items()} == {"S1": 3, "S2": 2, "S3": 2, "S4": 3}
    assert all(len({outlets[id_] for id_ in ids}) == len(ids) for ids in carried.values())
    assert all(len({DATES[id_][:7] for id_ in ids}) == 1 for ids in carried.values())


def test_one_minister_follows_another_and_one_month_is_empty() -> None:
    spoke = defaultdict(set)
    for id_, quotes in PLANNED.items():
        for quote in quotes:
            spoke[quote["speaker"], quote["speaker_state"]].add(DATES[id_])
    assert max(spoke["Rodrigo Almeida Salgado", "EC"]) < "2023-12-01" <= min(spoke["Luciana Terán Vela", "EC"])
    assert not [date for date in DATES.values() if date.startswith("2023-08")]


def test_the_spokesman_is_always_hostile_beside_a_cautious_minister() -> None:
    tones = defaultdict(list)
    for quotes in PLANNED.values():
        for quote in quotes:
            tones[quote["speaker"]] += quote["counterparts"].values()
    assert set(tones["Begench Durdyev"]) == {"hostile"}
    assert set(tones["Serdar Ovlyakov"]) == {"cautious", "constructive"}
    assert tones["Serdar Ovlyakov"].count("cautious") > 0.9 * len(tones["Serdar Ovlyakov"])
    assert set(tones["Ruwan Kahandawela"]) == {"hostile"}
