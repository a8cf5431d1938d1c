"""The tables that ship with the package are sound, and users' own tables are checked line by line."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from stancekit import gazetteer_tables as tables
from stancekit.errors import InputError
from stancekit.gazetteer import Gazetteer, gazetteer
from stancekit.gazetteer_trie import Words

HEADER = "code\ttext\tkind\trule\tsource\n"


def test_states_are_the_members_and_the_few_beside_them() -> None:
    states = tables.read_states()
    assert len(states) == 193 + len({"XK", "TW", "PS", "VA", "EU", "NATO", "UN"})
    assert all(code.isupper() and len(code) == 2 for code in states if code != "NATO")
    assert len(set(states.values())) == len(states)


def test_every_state_has_a_name_and_an_adjective_or_demonym() -> None:
    kinds = defaultdict(set)
    for name in tables.read_names(tables.read_states()):
        kinds[name.state].add(name.kind)
    for code in tables.read_states():
        assert "name" in kinds[code], code
        if code not in ("EU", "NATO", "UN", "VA", "DM", "NZ", "CG"):
            assert kinds[code] & {"adjective", "demonym"}, code


def test_a_phrase_names_one_state_unless_a_rule_tells_which() -> None:
    owners = defaultdict(set)
    for name in tables.read_names(tables.read_states()):
        if name.rule is None:
            owners[" ".join(Words.of(name.text).folded)].add(name.state)
    assert {text: states for text, states in owners.items() if len(states) > 1} == {}


def test_office_holders_are_well_formed() -> None:
    rows = tables.read_holders()
    states = tables.read_states()
    assert len(rows) > 1000
    for row in rows:
        holder = row.holder
        assert holder.state in states
        assert holder.since is not None
        assert holder.until is None or holder.since <= holder.until + "-99", holder
        assert all(form.strip() == form and form for form in (*row.full_names, *row.surnames)), holder
    assert len({row.holder for row in rows}) == len(rows)


def test_one_holder_of_an_office_at_a_time() -> None:
    several = {
        *("EU", "IR", "VN", "CI", "GM"),  # two presidents of the EU, a supreme leader, disputed elections
        *("BA", "SM"),  # presidencies of several members
        *("RS", "NP", "NI", "LY"),  # a federation and its republic; a regent; co-presidents; two governments
        *("KR", "RO", "MM"),  # acting presidents while the elected one was suspended or ill
    }
    terms = defaultdict(list)
    for row in tables.read_holders():
        holder = row.holder
        if holder.office in ("head of state", "foreign minister") and holder.state not in several:
            terms[holder.state, holder.office].append((holder.since or "", holder.until or "9999", holder.name))
    for office, holders in terms.items():
        for (_, until, name), (since, _, successor) in pairwise(sorted(holders)):
            shared = min(len(since), len(until))
            assert since[:shared] >= until[:shared], (office, name, successor)


def test_offices_are_unique() -> None:
    texts = [" ".join(Words.of(text).folded) for text, _, _ in tables.read_offices()]
    assert len(set(texts)) == len(texts)


def test_own_names_win(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(HEADER + "FR\tthe Hexagon\tseat\t\town\n-\tMoscow\tnone\t\town\n", encoding="utf-8")
    found = Gazetteer.load(own).find("The Hexagon and Moscow, said Rome")
    assert [(m.text, m.state) for m in found] == [("The Hexagon", "FR"), ("Rome", "IT")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", ""),
        ("code\ttext\n", ":1"),
        (HEADER + "UK\tAlbion\tname\t\town\n", ":2"),
        (HEADER + "GB\tAlbion\tname\t\town\nGB\tAlbion\tnickname\t\town\n", ":3"),
        (HEADER + "GB\tAlbion\tname\n", ":2"),
        (HEADER + "GB\t \tname\t\town\n", ":2"),
        (HEADER + "GB\tAlbion\tname\tsometimes\town\n", ":2"),
    ],
)
def test_a_bad_row_names_file_and_line(tmp_path: Path, content: str, line: str) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="own.tsv" + line):
        Gazetteer.load(own)


def test_a_missing_table_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.tsv"):
        Gazetteer.load(tmp_path / "nowhere.tsv")


def test_unknown_code() -> None:
    with pytest.raises(KeyError):
        gazetteer().name_of("UK")


def test_loads_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from stancekit.gazetteer import gazetteer; gazetteer().find('Peru');"
        "assert not {'spacy', 'sklearn', 'pandas', 'numpy'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
