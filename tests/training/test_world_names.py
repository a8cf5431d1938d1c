"""The names that training recombines: one a line, from every part of the world."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

import stancekit.training

LINES = (Path(stancekit.training.__file__).parent / "world_names.tsv").read_text("utf-8").splitlines()
ROWS = [tuple(line.split("\t")) for line in LINES[1:]]
REGIONS = sorted({row[0] for row in ROWS})
KINDS = [("given", 16), ("surname", 22)]


def test_the_table_has_three_columns() -> None:
    assert LINES[0].split("\t") == ["region", "kind", "name"]
    assert {len(row) for row in ROWS} == {3}
    assert {row[1] for row in ROWS} == {kind for kind, _ in KINDS}
    assert len(REGIONS) >= 22


@pytest.mark.parametrize(("kind", "least"), KINDS)
@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_enough_of_each_kind(region: str, kind: str, least: int) -> None:
    names = Counter(name for place, what, name in ROWS if (place, what) == (region, kind))
    assert len(names) >= least
    assert not [name for name, times in names.items() if times > 1]


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("white space at an edge", lambda name: name != name.strip()),
        ("not composed (NFC)", lambda name: name != unicodedata.normalize("NFC", name)),
        ("no capital", lambda name: name.islower()),
        ("a digit or a bracket", lambda name: not all(c.isalpha() or c in " -'." for c in name)),
    ],
)
def test_no_name_is_misspelt(what: str, wrong) -> None:
    assert [name for _, _, name in ROWS if wrong(name)] == []


@pytest.mark.parametrize("written", ["al-Rashid", "bin Khalid", "O'Neill", "van der Meer", "de la Cruz", "Ould Ahmed"])
def test_particles_stay_as_the_news_write_them(written: str) -> None:
    assert written in {name for _, _, name in ROWS}


@pytest.mark.parametrize(("plain", "marked"), [("Nguyen", "Nguyễn"), ("Pham", "Phạm"), ("Tran", "Trần")])
def test_names_come_with_and_without_their_marks_where_the_news_write_both(plain: str, marked: str) -> None:
    assert {plain, marked} <= {name for _, _, name in ROWS}
