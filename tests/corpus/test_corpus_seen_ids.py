"""Ids that came before: told exactly, whatever is in them, on disk as in memory."""

from __future__ import annotations

import sqlite3

import pytest
from corpus_files import lines, put
from hypothesis import given
from hypothesis import strategies as st

from stancekit.corpus import seen_ids
from stancekit.corpus.readers import read_articles
from stancekit.corpus.seen_ids import SeenIds
from stancekit.errors import StancekitError
from stancekit.types import Article

ODD = ["", "a", "A", "a ", "ä", "a\u0308", "a\0", "a\0b", "\ud800", "\udfff", "7", "7.0", "x" * 100_000]


def test_ids_are_told_apart_by_every_character():
    with SeenIds() as seen:
        assert [seen.add(name) for name in ODD] == [True] * len(ODD)
        assert [seen.add(name) for name in ODD] == [False] * len(ODD)


@given(st.lists(st.text(st.characters(), max_size=3)))
def test_it_says_what_a_set_would_say(names):
    before: set[str] = set()
    with SeenIds() as seen:
        for name in names:
            assert seen.add(name) == (name not in before)
            before.add(name)


def test_more_ids_than_the_memory_kept_for_them(monkeypatch):
    monkeypatch.setattr(seen_ids, "_CACHE", 64)
    names = [f"{number * 7919 % 20_011:040d}" for number in range(20_000)]
    with SeenIds() as seen:
        assert all(seen.add(name) for name in names)
        assert not any(seen.add(name) for name in names)


def test_no_room_is_told_with_the_remedy():
    with SeenIds() as seen:
        seen._database.execute("PRAGMA max_page_count = 2")
        with pytest.raises(StancekitError, match="SQLITE_TMPDIR") as caught:
            seen.add("x" * 100_000)
    assert isinstance(caught.value.__cause__, sqlite3.Error)


def test_ids_with_lone_surrogates_in_a_corpus(tmp_path):
    path = put(tmp_path, "a.jsonl", lines({"id": "\ud800", "text": "x"}, {"id": "\ud800", "text": "y"}))
    first, second = read_articles(path)
    assert first == Article("\ud800", "x")
    assert (second.doc_id, second.reason) == ("\ud800", "duplicate id")
    assert second.detail == f"{path}:2: the id '\\ud800' came before; the first article keeps it"
