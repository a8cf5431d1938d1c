"""Hundreds of nasty files and rows: each scored, or rejected with the reason that is written beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import fake_models
import pytest
from corpora import all_bytes
from corpus_files import put

from stancekit.corpus import documents, readers, table_files
from stancekit.corpus.readers import read_articles
from stancekit.corpus.work import score_all
from stancekit.tables import Rejection
from stancekit.types import Article

NASTY = Path(__file__).parents[1] / "nasty"
sys.path.insert(0, str(NASTY))
import corpus as nasty  # noqa: E402
from cases import SCORED, differ, gz, outcome, zst  # noqa: E402

cases_of = cache(lambda family: family.cases())


@pytest.mark.parametrize("family", nasty.FAMILIES, ids=lambda family: family.__name__)
def test_every_nasty_input_has_the_outcome_that_is_written_beside_it(tmp_path, family):
    wrong = []
    models = fake_models.load()
    for number, case in enumerate(cases_of(family)):
        found = []
        for item in read_articles(nasty.put(case, tmp_path, number)):
            rejection = item if isinstance(item, Rejection) else score_all(models, [item])[0].rejection
            found.append(outcome(rejection))
        wrong.append(differ(case, found))
    assert [*filter(None, wrong)] == []


def test_there_are_as_many_as_promised():
    cases = [case for family in nasty.FAMILIES for case in cases_of(family)]
    assert len({(case.family, case.name) for case in cases}) == len(cases) >= 500
    assert sum(len(case.expected) for case in cases) >= 650


def test_they_are_the_same_each_time(tmp_path):
    for number, case in enumerate(cases_of(nasty.characters)[-9:]):
        once, again = nasty.put(case, tmp_path / "once", number), nasty.put(case, tmp_path / "again", number)
        assert all_bytes(once) == all_bytes(again)


RSS = """
import resource, sys
from stancekit.corpus.readers import read_articles
list(read_articles(sys.argv[2:]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = list(read_articles(sys.argv[1]))
print(len(found), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("ending", ["txt", "jsonl", "csv", "parquet"])
@pytest.mark.parametrize("pack", [gz, zst])
def test_a_bomb_of_a_gigabyte_does_not_fill_the_memory(tmp_path, ending, pack):
    name = f"a.{ending}.{'gz' if pack is gz else 'zst'}"
    bomb = put(tmp_path, name, pack(b"id,text\n1," + b"x" * (1 << 26)) * 16)
    done = subprocess.run(
        [sys.executable, "-c", RSS, bomb, put(tmp_path, f"good/{name}", pack(b'{"id": 1, "text": "x"}'))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    count, megabytes = map(int, done.stdout.split())
    assert count == 1
    assert megabytes < 100


def test_files_that_vanish_before_they_are_read(tmp_path):
    for name in ("a.txt", "b.txt", "c.jsonl", "d.txt"):
        put(tmp_path, name, '{"id": "c", "text": "x"}')
    found = []
    for item in read_articles(tmp_path):
        found.append(item)
        for name in ("b.txt", "c.jsonl"):
            (tmp_path / name).unlink(missing_ok=True)
    assert [type(item) for item in found] == [Article, Rejection, Rejection, Article]
    assert all("No such file" in item.detail for item in found[1:3])


@pytest.mark.parametrize("name", ["b.txt", "b.html", "b.jsonl", "b.csv", "b.parquet", "b.csv.gz"])
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch, name):
    path = put(tmp_path, name, "x")

    def swapped(read):
        def first_swap(place, *rest):
            path.unlink()
            os.mkfifo(path)
            return read(place, *rest)

        return first_swap

    monkeypatch.setattr(readers, "load_document", swapped(documents.load_document))
    monkeypatch.setattr(readers, "read_table", swapped(table_files.read_table))
    (found,) = read_articles(path)
    assert (found.reason, found.detail) == ("unreadable", f"{path}: not a regular file")


def test_the_expected_outcomes_are_told_apart():
    case = nasty.Case("a", "b", print, ("bad text: blank", SCORED))
    assert differ(case, ["bad text: it is blank", SCORED]) == ""
    assert differ(case, [SCORED, SCORED]) != ""
    assert differ(case, ["bad text: it is blank"]) != ""
