"""Quotes in their context: which sentences, how long, and from which article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_rows import TEXT, row, some_rows, span

from stancekit.errors import InputError
from stancekit.reporting.context import REACH, passage_of, passages
from stancekit.tables import frame_rows

SENTENCES = [
    (
        "one before, one after",
        "Rain. We met. “[Yes],” he said. They left. We slept.",
        "We met. “",
        ",” he said. They left.",
    ),
    ("nothing before", "[Yes], Kovar said. They left.", "", ", Kovar said. They left."),
    ("nothing after", "It rained. They said [yes]", "It rained. They said ", ""),
    ("a title ends no sentence", "It rained. We met. Dr. Sand said [yes]. Rain.", "We met. Dr. Sand said ", ". Rain."),
    ("an initial neither", "It rained. We met. A. Sand said [yes].", "We met. A. Sand said ", "."),
    ("a new line does", "HEADLINE\n\nBy Luka Sand\n\nThey said [yes]\nMore", "By Luka Sand\nThey said ", "\nMore"),
    ("marks belong to it", "“Rain!” “Sun!” They said [yes]. “No?” he asked.", "“Sun!” They said ", ". “No?” he asked."),
    ("white space is one blank", "We  met.\t They   said [yes].", "We met. They said ", "."),
]
"""What it shows; an article with its quote in brackets; what is shown before and after it."""


@pytest.mark.parametrize(("marked", "before", "after"), [case[1:] for case in SENTENCES], ids=[c[0] for c in SENTENCES])
def test_a_sentence_before_and_one_after(marked: str, before: str, after: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    assert passage_of(text, [[start, end]]) == [before, text[start:end], after]


def test_fragments_alternate_with_what_stands_between() -> None:
    assert passage_of(TEXT, [span("We trust Dorva"), span("and we will wait.")]) == [
        "The ferries were late. “",
        "We trust Dorva",
        ",” Ana Kovar said on Monday, “",
        "and we will wait.",
        "” Nobody asked more. The ministry of Luria said that the strait was closed to Croatian ships.",
    ]


def test_pages_without_a_full_stop_are_cut_at_words_and_say_so() -> None:
    text = "on and " * 500 + "yes" + " and on" * 500
    before, quote, after = passage_of(text, [[3500, 3503]])
    assert quote == "yes"
    assert before.startswith("… ")
    assert after.endswith(" …")
    assert max(len(before), len(after)) <= REACH + 2


@given(st.text(min_size=1), st.data())
def test_the_quote_is_kept_letter_by_letter(text: str, data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted))
    fragments = [ends[place : place + 2] for place in range(0, len(ends) // 2 * 2, 2)]
    passage = passage_of(text, fragments)
    assert passage[1::2] == [text[start:end] for start, end in fragments]
    assert len(passage) == 2 * len(fragments) + 1


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "harbour.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Nothing was said.", encoding="utf-8")
    return tmp_path


def test_passages_of_the_articles_that_are_there(articles: Path) -> None:
    found = passages(list(frame_rows(some_rows())), articles)
    assert set(found) == {("harbour", "q1"), ("harbour", "q2")}
    assert found["harbour", "q2"][1] == "the strait was closed to Croatian ships"


def test_another_text_under_the_same_id_gives_no_context(articles: Path) -> None:
    (articles / "harbour.txt").write_text("Corrected: " + TEXT, encoding="utf-8")
    assert passages([row()], articles) == {}


WRONG = [
    ("nowhere.txt", "nowhere.txt"),
    ("other.txt", "none of the rows' articles.*'harbour'.*give the inputs that were scored"),
]


@pytest.mark.parametrize(("name", "message"), WRONG)
def test_inputs_that_cannot_help_are_told(articles: Path, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        passages([row()], [articles / name])


def test_a_bad_article_beside_the_right_one_is_passed_over(articles: Path) -> None:
    lines = [{"id": "empty", "text": ""}, {"id": "harbour", "text": TEXT}]
    table = articles / "wire.jsonl"
    table.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert set(passages([row()], table)) == {("harbour", "q1")}
