"""Formulas in strangers' words: no file for a spreadsheet holds one, and every text comes back as it was."""

from __future__ import annotations

import csv
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.labelled import read_labelled
from stancekit.labelling.reading import write_quotes
from stancekit.spreadsheets import disarmed, rearmed
from stancekit.tables import read_rows, to_frame, write_rows
from stancekit.types import Article, Counterpart, Quote, Span, Speaker, Stance

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "'=1",
    "''=1",
    '=HYPERLINK("x")',
]
PLAIN = ["no", "'tis so", "a = b", "“=1”", " =1", "'", "''no", "€-5"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_disarmed(text):
    assert disarmed(text) == "'" + text
    assert rearmed(disarmed(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_all_else_is_left_alone(text):
    assert disarmed(text) == rearmed(text) == text


@given(st.text(st.sampled_from("'=+-@\t\r\n＝a\" ,") | st.characters()))
def test_every_text_comes_back(text):
    assert not disarmed(text).startswith(BEGINNINGS)
    assert rearmed(disarmed(text)) == text


def rows_of(word: str) -> pd.DataFrame:
    span = Span(0, 1, word)
    quote = Quote(word, "q1", word, (span,), "direct", span, span, Speaker(word, word, "SI"))
    stance = Stance(quote, Counterpart("HR", span), "hostile", (0.8, 0.1, 0.1), ("hostile",))
    return to_frame([stance], [Article(word, "", word, word, word, word)], "m")


@pytest.mark.parametrize("word", [*FORMULAS, *PLAIN])
@pytest.mark.parametrize("name", ["rows.csv", "rows.csv.gz", "rows.jsonl", "rows.parquet"])
def test_rows_come_back_exactly(tmp_path, name, word):
    frame = rows_of(word)
    write_rows(frame, tmp_path / name)
    pd.testing.assert_frame_equal(read_rows(tmp_path / name), frame)


@pytest.mark.parametrize("word", FORMULAS)
def test_no_cell_of_rows_is_a_formula_but_json_lines_are_exact(tmp_path, word):
    frame = rows_of(word).assign(stance=-0.7)
    write_rows(frame, tmp_path / "rows.csv")
    write_rows(frame, tmp_path / "rows.jsonl")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    armed = {name for name, cell in row.items() if cell.startswith(BEGINNINGS)}
    assert armed == {"stance"}  # a number
    assert json.loads((tmp_path / "rows.jsonl").read_text("utf-8"))["speaker"] == word


@pytest.mark.parametrize("word", FORMULAS)
def test_quotes_to_label_come_back_exactly(tmp_path, word):
    frame = pd.DataFrame({"text": [word], "counterpart": ["NA"], "tone": ["hostile"], "note": [word]})
    path = write_quotes(frame, tmp_path / "quotes.csv")
    assert not pd.read_csv(path, keep_default_na=False).loc[0, "text"].startswith(BEGINNINGS)
    found = read_labelled(path)
    assert found.loc[0, ["text", "counterpart", "note"]].tolist() == [word, "NA", word]
