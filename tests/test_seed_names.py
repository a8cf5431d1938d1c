"""The sentences that measure names: well annotated, and unseen in training."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from stancekit.annotation.entities import NAMES

ROOT = Path(__file__).parents[1]
SETS: dict[str, list[dict[str, Any]]] = {
    name: [json.loads(line) for line in (ROOT / "seeds" / "names" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    for name in ("world_news", "held_out")
}
ROWS = [row for rows in SETS.values() for row in rows]
SPANS = [(row["text"], start, end, label) for row in ROWS for start, end, label in row["entities"]]
TITLES = "sir sheikh daw dr. mr. ms. professor minister president general senator king queen the".split()


def words_of_names(names: list[str]) -> set[str]:
    """Parts that begin with a capital, without particles that every region shares."""
    return {word for name in names for word in re.split(r"[\s-]+", name) if word[:1].isupper() and len(word) > 2}


def test_every_sentence_has_its_own_id_and_text() -> None:
    assert all(len(rows) > 100 for rows in SETS.values())
    assert len({row["id"] for row in ROWS}) == len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_names_stand_in_text_order_and_apart(row: dict[str, Any]) -> None:
    places = [place for start, end, _ in row["entities"] for place in (start, end)]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(row["text"]) for start, end, _ in row["entities"])
    assert {label for _, _, label in row["entities"]} <= set(NAMES)


WRONG_EDGES = [
    ("space or mark before", lambda text, start, end: not text[start].isalnum()),
    ("space or mark after", lambda text, start, end: not (text[end - 1].isalnum() or text[start:end].endswith("Jr."))),
    ("possessive inside", lambda text, start, end: text[start:end].endswith(("'s", "’s"))),
    ("begins within a word", lambda text, start, end: start > 0 and text[start - 1].isalnum()),
    ("ends within a word", lambda text, start, end: text[end : end + 1].isalnum()),
    ("title or article inside", lambda text, start, end: text[start:end].split()[0].lower() in TITLES),
    ("no capital", lambda text, start, end: text[start:end].islower()),
]


@pytest.mark.parametrize(("what", "wrong"), WRONG_EDGES, ids=[what for what, _ in WRONG_EDGES])
def test_no_name_has_a_wrong_edge(what: str, wrong: Any) -> None:
    assert [text[start:end] for text, start, end, _ in SPANS if wrong(text, start, end)] == []


def test_peoples_names_are_not_those_that_training_recombines() -> None:
    """A reader that only learned the list by heart gains nothing here."""
    spans = [(row["text"], *entity) for row in SETS["world_news"] for entity in row["entities"]]
    people = words_of_names([text[start:end] for text, start, end, label in spans if label == "PERSON"])
    lines = (ROOT / "stancekit" / "training" / "world_names.tsv").read_text("utf-8").splitlines()[1:]
    known = words_of_names([line.split("\t")[2] for line in lines])
    assert len(people & known) / len(people) < 0.05


def test_nothing_that_trains_reads_them() -> None:
    training = (ROOT / "stancekit" / "training").glob("*.py")
    assert [file.name for file in training if "world_news" in file.read_text("utf-8")] == []
