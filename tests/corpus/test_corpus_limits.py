"""Limits: what is over one is rejected with its reason and the option that raises it, and its neighbours are kept."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pyarrow as pa
import pytest
from corpora import PLAIN, rejected, run
from corpus_files import lines, parquet, put, zst
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as parquet_files

from stancekit.cli_score import score
from stancekit.corpus import bounded
from stancekit.corpus.json_lines import over_limits
from stancekit.corpus.limits import USUAL, Limits, first, option_of
from stancekit.corpus.readers import read_articles
from stancekit.errors import InputError
from stancekit.types import Article

DOCS = Path(__file__).parents[2] / "docs" / "howto" / "score_a_corpus.md"
WIDE = {"id": "1", "text": "x", "a": 1, "b": 2}
PAGE = f"<html><body><article><p>{PLAIN} {'Rain fell on both delegations. ' * 9}</p></article></body></html>"

OVER = [
    ("characters", 5, "a.txt", b"123456", "bad text", "over 5 characters"),
    ("characters", 5, "a.jsonl", lines({"id": 1, "text": "123456"}), "bad text", "over 5 characters"),
    ("characters", 5, "a.parquet", parquet([{"id": 1, "text": "123456"}]), "bad text", "over 5 characters"),
    ("characters", 99, "a.html", PAGE, "bad text", "over 99 characters"),
    ("file_bytes", 9, "a.txt", b"1234567890", "over limit", "over 9 bytes"),
    ("file_bytes", 99, "a.csv.zst", zst(b"id,text\n1," + b"x" * 99), "over limit", "over 99 bytes"),
    ("ratio", 5, "a.txt.zst", zst(b"x" * 999), "over limit", "unpacks to over 5 times its size"),
    ("columns", 3, "a.csv", "id,text,a,b\n1,x,2,3\n", "over limit", "over 3 columns"),
    ("columns", 3, "a.csv", 'id,text,"a","b"\n1,x,2,3\n', "over limit", "over 3 columns"),
    ("columns", 3, "a.parquet", parquet([WIDE]), "over limit", "over 3 columns"),
    ("columns", 3, "a.jsonl", lines(WIDE), "over limit", "over 3 names"),
    ("json_depth", 3, "a.jsonl", '{"id": 1, "text": "x", "a": [[[0]]]}\n', "over limit", "over 3 lists and objects"),
    ("html_depth", 3, "a.html", PAGE, "over limit", "over 3 elements within each other"),
    ("line_characters", 99, "a.csv", "id,text\n1," + "x" * 99, "over limit", "a line of over 99 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("limit", "value", "name", "content", "reason", "says"), OVER)
def test_what_is_over_a_limit_is_rejected_and_its_neighbour_kept(
    tmp_path, monkeypatch, limit, value, name, content, reason, says
):
    monkeypatch.setattr(bounded, "FREE_BYTES", 100)
    path, good = put(tmp_path, name, content), put(tmp_path, "good.txt", "x")
    found, last = read_articles([path, good], limits=replace(USUAL, **{limit: value}))
    assert (found.reason, last) == (reason, Article("good", "x"))
    assert says in found.detail
    assert option_of(limit) in found.detail
    assert all(isinstance(item, Article) for item in read_articles([path, good]))


def test_within_its_limits_a_file_is_read(tmp_path):
    exact = Limits(characters=5, columns=2, json_depth=1, file_bytes=27)
    (found,) = read_articles(put(tmp_path, "a.jsonl", '{"id": 1, "text": "12345"}\n'), limits=exact)
    assert found == Article("1", "12345")


def test_the_limits_of_a_run_reach_its_workers_and_a_run_goes_on_only_with_the_same(tmp_path):
    limits = Limits(characters=len(PLAIN))
    summary = run(tmp_path, PLAIN, PLAIN + " ", out="rows", limits=limits)
    assert (summary.articles, summary.rejected) == (1, 1)
    assert rejected(tmp_path, "rows")[0]["reason"] == "bad text"
    again = run(tmp_path, PLAIN, PLAIN + " ", out="rows", limits=replace(limits, seconds=7), resume=True)
    assert again.resumed == 2
    with pytest.raises(InputError, match="characters"):
        run(tmp_path, PLAIN, PLAIN + " ", out="rows", resume=True)


def test_every_limit_has_its_option_and_is_documented():
    options = inspect.signature(score, eval_str=True).parameters
    documented = DOCS.read_text("utf-8")
    for one in fields(Limits):
        usual = f"{getattr(USUAL, one.name):,.0f}"
        (option,) = options[f"max_{one.name}"].annotation.__metadata__
        assert usual in option.help, one.name
        assert re.search(rf"\| `{option_of(one.name)}` \| `{one.name}` \| {usual} \|", documented), one.name


def depth_of(value: object) -> int:
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(depth_of, inside), default=0)


SCRAPS = st.text(st.sampled_from('[]{}",\\a'), max_size=5)


@given(st.recursive(st.none() | SCRAPS, lambda v: st.lists(v, max_size=3) | st.dictionaries(SCRAPS, v, max_size=3)))
def test_the_depth_is_that_of_the_value_whatever_its_texts_hold(value):
    line, depth = json.dumps(value).encode(), depth_of(value)
    assert over_limits(line, Limits(json_depth=max(1, depth))) == ""
    if depth > 1:
        assert "within each other" in over_limits(line, Limits(json_depth=depth - 1))


@given(st.binary(max_size=40) | st.text(st.sampled_from('[]{}",\\a')).map(str.encode))
def test_any_bytes_have_a_depth(line):
    assert isinstance(over_limits(line, Limits(json_depth=1)), str)


def test_a_message_names_the_first_columns_only():
    assert first(["a", "b"]) == "a, b"
    assert first(map(str, range(2_000)), 2) == "0, 1 and 1,998 more"
    assert first(["x" * 1_000]) == "x" * 80


def test_parquet_that_says_it_unpacks_to_too_much_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(bounded, "FREE_BYTES", 100)
    path = tmp_path / "a.parquet"
    parquet_files.write_table(pa.table({"id": ["1"], "text": ["x" * 100_000]}), path, use_dictionary=False)
    (found,) = read_articles(path, limits=Limits(ratio=2))
    assert (found.reason, found.doc_id) == ("over limit", str(path))
