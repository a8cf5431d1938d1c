"""Places and organisations that training swaps into texts: one a line, from every part of the world."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

import stancekit.training

FOLDER = Path(stancekit.training.__file__).parent
LISTS = {
    "world_places.tsv": (("region", "kind", "name"), 1300, {"city", "region", "water", "site"}),
    "world_organisations.tsv": (
        ("kind", "name"),
        600,
        {"ministry", "parliament", "court", "party", "company", "media", "agency", "military", "university", "bank"}
        | {"union", "thinktank", "club", "international", "armed_group", "ngo"},
    ),
}


def table(file: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    lines = (FOLDER / file).read_text("utf-8").split("\n")
    assert lines.pop() == "", "the last line ends with a line feed"
    header = tuple(lines[0].split("\t"))
    return header, [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


@pytest.mark.parametrize("file", LISTS)
def test_every_list_has_its_columns_and_enough_rows_of_every_kind(file: str) -> None:
    columns, least, kinds = LISTS[file]
    header, rows = table(file)
    assert header == columns
    assert len(rows) >= least
    assert {row["kind"] for row in rows} == kinds
    assert min(Counter(row["kind"] for row in rows).values()) >= 25


@pytest.mark.parametrize("file", LISTS)
def test_no_name_comes_twice(file: str) -> None:
    names = Counter(row["name"] for row in table(file)[1])
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("empty", lambda cell: not cell),
        ("white space at an edge, or two spaces", lambda cell: cell != " ".join(cell.split())),
        ("not composed (NFC)", lambda cell: cell != unicodedata.normalize("NFC", cell)),
        ("a quotation mark or a bracket", lambda cell: not set(cell).isdisjoint('"“”()[]')),
    ],
)
@pytest.mark.parametrize("file", LISTS)
def test_no_cell_is_misspelt(file: str, what: str, wrong) -> None:
    assert [cell for row in table(file)[1] for cell in row.values() if wrong(cell)] == []


@pytest.mark.parametrize("file", LISTS)
def test_every_name_has_a_capital(file: str) -> None:
    assert [row["name"] for row in table(file)[1] if row["name"].islower()] == []


@pytest.mark.parametrize("name", ["Brasília", "Port-au-Prince", "N'Djamena", "Nagorno-Karabakh", "Goris", "Mpumalanga"])
def test_places_are_spelt_as_the_news_spell_them(name: str) -> None:
    assert name in {row["name"] for row in table("world_places.tsv")[1]}


def test_every_part_of_the_world_has_its_places() -> None:
    regions = Counter(row["region"] for row in table("world_places.tsv")[1])
    assert len(regions) >= 15
    assert [region for region, names in regions.items() if names < 10] == []


@pytest.mark.parametrize("name", ["United Nations", "European Commission", "African Union", "ASEAN", "IAEA", "ECOWAS"])
def test_international_bodies_are_the_true_ones(name: str) -> None:
    kinds = {row["name"]: row["kind"] for row in table("world_organisations.tsv")[1]}
    assert kinds.get(name) == "international"
