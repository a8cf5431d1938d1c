"""Articles from files and folders: each kind, and each way in which one can be wrong."""

from __future__ import annotations

import codecs
import datetime
import gzip
import json
import os
import random
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stancekit.corpus.readers import read_articles
from stancekit.errors import InputError
from stancekit.tables import Rejection
from stancekit.types import Article

TEXT = "“We will answer Zagreb,” said Ana Kovář."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def put(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def parquet(records: list[dict[str, object]]) -> bytes:
    return pd.DataFrame(records).to_parquet()


ROW = {"id": 7, "text": TEXT, "title": "A reply", "date": "2024-03-01", "outlet": None, "url": ""}
READ = Article("7", TEXT, title="A reply", date="2024-03-01")
CSV = f'id,text,title,date,outlet,url\n7,"{TEXT}",A reply,2024-03-01,,\n'


@pytest.mark.parametrize(
    ("name", "content", "article"),
    [
        ("talks.txt", TEXT, Article("talks", TEXT)),
        ("talks.v2.TXT", TEXT, Article("talks.v2", TEXT)),
        ("talks.txt.gz", gzip.compress(TEXT.encode()), Article("talks", TEXT)),
        ("crlf.txt", "One.\r\n\r\nTwo.\r", Article("crlf", "One.\r\n\r\nTwo.\r")),
        ("a.jsonl", lines(ROW), READ),
        ("a.jsonl", "\n" + lines(ROW) + "\n", READ),
        ("a.jsonl", codecs.BOM_UTF8 + lines(ROW).encode(), READ),
        ("a.jsonl", lines(ROW).encode("utf-16"), READ),
        ("a.jsonl.gz", gzip.compress(lines(ROW).encode()), READ),
        ("a.jsonl", lines({**ROW, "extra": [1]}), READ),
        ("a.csv", CSV, READ),
        ("a.csv", CSV.replace(",", ";").replace("Zagreb;", "Zagreb,"), READ),
        ("a.csv", CSV.encode("utf-8-sig"), READ),
        ("a.csv", CSV.encode("utf-16"), READ),
        ("a.csv", CSV.replace("\n", "\r\n").replace("id,", "id, ", 1), READ),
        ("a.csv.gz", gzip.compress(CSV.encode()), READ),
        ("a.parquet", parquet([ROW]), READ),
        ("a.parquet.gz", gzip.compress(parquet([ROW])), READ),
    ],
)
def test_each_format(tmp_path, name, content, article):
    assert list(read_articles(put(tmp_path, name, content))) == [article]


@pytest.mark.parametrize(
    ("name", "content", "doc_id", "reason", "says"),
    [
        ("empty.txt", b"", "empty", "bad text", "empty.txt: the file is empty"),
        ("blank.txt", b" \n\n", "blank", "bad text", "the file is empty"),
        ("photo.txt", PNG, "photo", "unreadable", "binary"),
        ("short.txt.gz", gzip.compress(TEXT.encode())[:-9], "short", "unreadable", "cannot be read"),
        ("plain.txt.gz", TEXT, "plain", "unreadable", "Not a gzipped file"),
        ("photo.png", PNG, "{path}", "unreadable", "articles are read from .txt"),
        ("empty.jsonl", b"", "{path}", "unreadable", "holds no articles"),
        ("empty.csv", b"", "{path}", "unreadable", "no column id, text, only none"),
        ("header.csv", "id,text\n", "{path}", "unreadable", "holds no articles"),
        ("empty.parquet", b"", "{path}", "unreadable", "not a readable Parquet file"),
        ("photo.parquet", PNG, "{path}", "unreadable", "not a readable Parquet file"),
        ("photo.csv", PNG, "{path}", "unreadable", "binary"),
        ("photo.csv.gz", gzip.compress(PNG), "{path}", "unreadable", "binary"),
        (
            "a.csv",
            "id,body\n1,x\n",
            "{path}",
            "unreadable",
            "no column text, only id, body; name the right one by --text-column",
        ),
        ("a.csv", "nr,body\n1,x\n", "{path}", "unreadable", "by --id-column NAME --text-column NAME"),
        ("a.jsonl", lines({"id": 1, "body": "x"}, {"id": 2}), "{path}", "unreadable", "no column text, only id, body"),
        ("a.parquet", parquet([{"nr": 1, "text": "x"}]), "{path}", "unreadable", "no column id, only nr, text"),
        ("a.jsonl", '{"id": 1, "text": "x"\n', "{path}:1", "unreadable", "not a JSON line"),
        ("a.jsonl", "[" * 100_000 + "\n", "{path}:1", "unreadable", "not a JSON line"),
        ("a.jsonl", b'{"id": 1, "text": "\xe9"}\n', "{path}:1", "unreadable", "not a JSON line"),
        ("a.jsonl", '"x"\n', "{path}:1", "unreadable", "a str, not an article"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, name, content, doc_id, reason, says):
    path = put(tmp_path, name, content)
    (found,) = read_articles([path])
    assert isinstance(found, Rejection)
    assert (found.doc_id, found.reason) == (doc_id.format(path=path), reason)
    assert says in found.detail
    assert str(path) in found.detail


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", lines(ROW, {"id": 8, "text": None}, {"id": 9, "text": "x"}), "a.jsonl:2: the text is nothing"),
        ("a.jsonl", lines(ROW, {"id": 8, "text": 5}, {"id": 9, "text": "x"}), "the text is int 5"),
        ("a.jsonl", lines(ROW) + '{"id": 8, "text": NaN}\n' + lines({"id": 9, "text": "x"}), "the text is nothing"),
        ("a.jsonl", lines(ROW) + "{broken\n" + lines({"id": 9, "text": "x"}), "a.jsonl:2: not a JSON line"),
        ("a.jsonl", lines(ROW, {"id": None, "text": "x"}, {"id": 9, "text": "x"}), "a.jsonl:2: the article has no id"),
        ("a.jsonl", lines(ROW, {**ROW, "text": "y"}, {"id": 9, "text": "x"}), "the id '7' came before"),
        ("a.csv", f'id,text\n7,"{TEXT}"\n8\n9,x\n', "a.csv:3: 1 cells, but the header has 2"),
        ("a.csv", f'id,text\n7,"{TEXT}"\n8,a,b\n9,x\n', "a.csv:3: 3 cells, but the header has 2"),
        ("a.csv", f'id,text\n7,"{TEXT}"\n8,"a"b\n9,x\n', "a.csv:3: broken quotation marks"),
        ("a.csv", b"id,text\n7," + b"x" * 70_000 + b"\n8,\xff\n9,x\n", "a.csv:3: not readable as utf-8"),
        (
            "a.parquet",
            parquet([ROW, {"id": 8, "text": None}, {"id": 9, "text": "x"}]),
            "a.parquet:2: the text is nothing",
        ),
    ],
)
def test_one_wrong_row_leaves_the_others(tmp_path, name, content, says):
    first, wrong, last = read_articles([put(tmp_path, name, content)])
    assert (first.id, last.id) == ("7", "9")
    assert isinstance(wrong, Rejection)
    assert says in wrong.detail


@pytest.mark.parametrize(("name", "row"), [("a.jsonl.gz", '{{"id": {}, "text": "{}"}}\n'), ("a.csv.gz", "{},{}\n")])
def test_a_table_that_breaks_off_keeps_the_rows_before(tmp_path, name, row):
    rows = "".join(row.format(number, random.Random(number).randbytes(99).hex()) for number in range(999))
    content = gzip.compress(("id,text\n" if ".csv" in name else "").encode() + rows.encode())
    *articles, rejection = read_articles([put(tmp_path, name, content[: len(content) // 2])])
    assert len(articles) > 100
    assert all(isinstance(article, Article) for article in articles)
    assert "broken off after" in rejection.detail


def test_a_csv_mark_that_never_closes_swallows_no_article_in_silence(tmp_path):
    content = 'id,text\n1,"never closed\n2,x\n3,y\n'
    (found,) = read_articles([put(tmp_path, "a.csv", content)])
    assert "broken quotation marks" in found.detail


def test_columns_by_other_names(tmp_path):
    path = put(tmp_path, "a.csv", "nr;body;day\n1;x;2024-03-01\n")
    columns = {"id": "nr", "text": "body", "date": "day"}
    assert list(read_articles(path, columns)) == [Article("1", "x", date="2024-03-01")]


def test_a_named_column_must_be_there(tmp_path):
    (found,) = read_articles(put(tmp_path, "a.csv", "id,text\n1,x\n"), {"title": "headline"})
    assert "no column headline" in found.detail


def test_a_column_for_no_field_is_refused_at_once():
    with pytest.raises(InputError, match="no field of an article: body"):
        read_articles([], {"body": "text"})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (datetime.datetime(2024, 3, 1, 12), "2024-03-01T12:00:00"),
        (datetime.date(2024, 3, 1), "2024-03-01"),
        (20240301, "20240301"),
        (None, None),
    ],
)
def test_dates_of_any_type_become_text(tmp_path, cell, text):
    (article,) = read_articles(put(tmp_path, "a.parquet", parquet([{"id": 1, "text": "x", "date": cell}])))
    assert article.date == text


def test_long_fields_and_long_tables(tmp_path):
    long = "word " * 60_000
    rows = "".join(f'{n},"{long if n == 3 else n}"\n' for n in range(2_000))
    articles = list(read_articles(put(tmp_path, "a.csv", "id,text\n" + rows)))
    assert len(articles) == 2_000
    assert articles[3].text == long


def test_folders_are_searched_in_order_and_pass_over_what_is_no_article(tmp_path):
    for name in ("b.txt", "a.txt", "z/c.txt", "z/y/d.txt.gz", ".hidden.txt", ".git/e.txt", "notes.md"):
        put(tmp_path, name, gzip.compress(b"x") if name.endswith(".gz") else "x")
    put(tmp_path, "rows.jsonl.rejected.jsonl", lines({"doc_id": "x"}))
    assert [article.id for article in read_articles(tmp_path)] == ["a", "b", "c", "d"]


def test_a_folder_without_articles_is_told(tmp_path):
    put(tmp_path, "notes.md", "x")
    (found,) = read_articles(tmp_path)
    assert (found.doc_id, found.reason) == (str(tmp_path), "unreadable")
    assert "no articles in this folder" in found.detail


def test_files_that_are_missing_or_no_files(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    details = [found.detail for found in read_articles([tmp_path, tmp_path / "absent.txt", "a\0b.txt"])]
    assert [detail.rsplit(": ")[-1] for detail in details] == [
        "No such file or directory",
        "not a regular file",
        "No such file or directory",
        "embedded null byte",
    ]


def test_a_folder_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    def closed(folder, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder)))
        return []

    monkeypatch.setattr("stancekit.corpus.files.os.walk", closed)
    (found,) = read_articles(tmp_path)
    assert "the folder cannot be opened (Permission denied)" in found.detail


def test_equal_names_in_two_folders_are_told_apart(tmp_path):
    for name in ("march/talks.txt", "may/talks.txt", "may/talks.html.txt", "old/may/talks.txt"):
        put(tmp_path, name, "x")
    names = [article.id for article in read_articles(tmp_path)]
    assert names == ["talks", "talks.html", "may/talks", "old/may/talks"]


def test_a_file_given_twice_is_read_once(tmp_path):
    path = put(tmp_path, "a.txt", "x")
    assert len(list(read_articles([path, tmp_path, str(path)]))) == 1


def test_ids_are_unique_over_tables_and_documents(tmp_path):
    put(tmp_path, "1.txt", "x")
    put(tmp_path, "a.csv", "id,text\n1,y\n")
    article, rejection = read_articles(tmp_path)
    assert article == Article("1", "x")
    assert (rejection.doc_id, rejection.reason) == ("1", "duplicate id")


def test_a_web_page_needs_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (found,) = read_articles(put(tmp_path, "page.html", "<p>Talks went on.</p>"))
    assert (found.doc_id, found.reason) == ("page", "not installed")
    assert "pip install 'stancekit[html]'" in found.detail


PAGE = SimpleNamespace(text="Talks went on.", title="Talks", date="2024-03-01", sitename="The Wire", url=None)


@pytest.mark.parametrize(
    ("extracted", "expected"),
    [
        (PAGE, Article("page", "Talks went on.", "Talks", "2024-03-01", "The Wire")),
        (None, "no article found on this page"),
        (SimpleNamespace(text=""), "no article found on this page"),
    ],
)
def test_a_web_page_is_what_trafilatura_finds_in_it(tmp_path, monkeypatch, extracted, expected):
    fake = ModuleType("trafilatura")
    fake.bare_extraction = lambda page, **_: extracted if "<p>" in page else None
    monkeypatch.setitem(sys.modules, "trafilatura", fake)
    (found,) = read_articles(put(tmp_path, "page.html.gz", gzip.compress("<p>Tâlks".encode("cp1252"))))
    assert found == expected or expected in found.detail


@pytest.mark.parametrize("ending", [".txt", ".jsonl", ".csv", ".parquet", ".txt.gz", ".jsonl.gz", ".csv.gz"])
@given(content=st.binary(max_size=80) | st.text().map(str.encode))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_in_a_file_can_stop_a_run(tmp_path, ending, content):
    path = put(tmp_path, f"any{ending}", gzip.compress(content) if ending.endswith(".gz") else content)
    good = put(tmp_path, "good.txt", "x")
    *_, last = read_articles([path, good])
    assert last == Article("good", "x")


def test_a_header_whose_mark_never_closes_is_rejected_with_its_file(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text('"', encoding="utf-8")
    (left_out,) = read_articles([path])
    assert left_out.detail == f"{path}: not a CSV table (unexpected end of data)"
