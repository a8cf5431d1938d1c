"""Articles from files and folders: each kind, and each way in which one can be wrong."""

from __future__ import annotations

import codecs
import datetime
import gzip
import pickle
import random
import re

import pandas as pd
import pytest
from corpus_files import lines, parquet, put, zst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stancekit.corpus import table_files
from stancekit.corpus.documents import RawDocument, article_of
from stancekit.corpus.limits import Limits
from stancekit.corpus.readers import read_articles, read_items
from stancekit.errors import InputError
from stancekit.gazetteer_dates import iso_date
from stancekit.tables import Rejection
from stancekit.types import Article

TEXT = "“We will answer Zagreb,” said Ana Kovář."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)

ROW = {"id": 7, "text": TEXT, "title": "A reply", "date": "2024-03-01", "outlet": None, "url": ""}
READ = Article("7", TEXT, title="A reply", date="2024-03-01")
CHECKED = b"(\xb5/\xfd$\x10\x81\0\0rain on the bay\n\xa7\xcc\xf0\xe8"  # by zstd itself, which adds a checksum
PACK = {"": bytes, ".gz": gzip.compress, ".zst": zst}
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
        ("talks.txt.zst", zst(TEXT.encode()), Article("talks", TEXT)),
        ("talks.txt.zst", zst(TEXT[:9].encode()) + zst(b"") + zst(TEXT[9:].encode()), Article("talks", TEXT)),
        ("talks.txt.gz", gzip.compress(TEXT[:9].encode()) + gzip.compress(TEXT[9:].encode()), Article("talks", TEXT)),
        ("a.jsonl.zst", zst(lines(ROW).encode()), READ),
        ("a.jsonl.ZST", zst(lines(ROW).encode("utf-16")), READ),
        ("a.csv.zst", zst(CSV.encode()), READ),
        ("a.parquet.zst", zst(parquet([ROW])), READ),
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
        ("short.txt.zst", zst(TEXT.encode())[:-1], "short", "unreadable", "Truncated"),
        ("short.txt.zst", zst(TEXT.encode()) + zst(b"more")[:-1], "short", "unreadable", "Truncated"),
        ("plain.txt.zst", TEXT, "plain", "unreadable", "cannot be read (ZSTD decompress failed"),
        ("damaged.txt.zst", CHECKED.replace(b"rain", b"snow"), "damaged", "unreadable", "checksum"),
        ("empty.txt.zst", b"", "empty", "bad text", "the file is empty"),
        ("short.parquet.zst", zst(parquet([ROW]))[:-9], "{path}", "unreadable", "cannot be read (Truncated"),
        ("plain.jsonl.zst", lines(ROW), "{path}", "unreadable", "cannot be read (ZSTD"),
        ("photo.csv.zst", zst(PNG), "{path}", "unreadable", "binary"),
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
        ("a.jsonl", "[" * 100_000 + "\n", "{path}:1", "over limit", "over 100 lists and objects within each other"),
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
        ("a.jsonl", lines(ROW, {**ROW, "text": "y"}, {"id": 9, "text": "x"}), "a.jsonl:2: the id '7' came before"),
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


@pytest.mark.parametrize("pack", [gzip.compress, zst])
@pytest.mark.parametrize(("name", "row"), [("a.jsonl", '{{"id": {}, "text": "{}"}}\n'), ("a.csv", "{},{}\n")])
def test_a_table_that_breaks_off_keeps_the_rows_before(tmp_path, name, row, pack):
    rows = "".join(row.format(number, random.Random(number).randbytes(99).hex()) for number in range(999))
    content = pack(("id,text\n" if ".csv" in name else "").encode() + rows.encode())
    name += ".zst" if pack is zst else ".gz"
    *articles, rejection = read_articles([put(tmp_path, name, content[: len(content) * 3 // 4])])
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
        (pd.Timestamp("2024-03-01 12:00", tz="Europe/Zagreb"), "2024-03-01T12:00:00+01:00"),
        (pd.Timestamp("2024-03-01 12:00:00.000000001"), "2024-03-01T12:00:00.000000001"),
        (datetime.date(2024, 3, 1), "2024-03-01"),
        (20240301, "20240301"),
        (1709290800, "1709290800"),
        (1709290800.0, "1709290800"),
        ("1 March 2024", "1 March 2024"),
        (pd.NaT, None),
        (None, None),
    ],
)
def test_dates_of_any_type_become_text_that_is_understood(tmp_path, cell, text):
    """The rows keep them as they were given."""
    (article,) = read_articles(put(tmp_path, "a.parquet", parquet([{"id": 1, "text": "x", "date": cell}])))
    assert article.date == text
    assert iso_date(article.date) == (text and "2024-03-01")


def test_a_packed_parquet_file_too_long_for_the_memory_kept_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(table_files, "_UNPACKED", 1_000)
    rows = [{"id": number, "text": f"{number} {TEXT}"} for number in range(1_000)]
    articles = list(read_articles(put(tmp_path, "a.parquet.zst", zst(parquet(rows)))))
    assert articles == [Article(str(row["id"]), row["text"]) for row in rows]


def test_long_fields_and_long_tables(tmp_path):
    long = "word " * 60_000
    rows = "".join(f'{n},"{long if n == 3 else n}"\n' for n in range(2_000))
    articles = list(read_articles(put(tmp_path, "a.csv", "id,text\n" + rows)))
    assert len(articles) == 2_000
    assert articles[3].text == long


def test_equal_names_in_two_folders_are_told_apart(tmp_path):
    for name in ("march/talks.txt", "may/talks.txt", "may/talks.html.txt", "old/may/talks.txt"):
        put(tmp_path, name, "x")
    names = [article.id for article in read_articles(tmp_path)]
    assert names == ["talks", "talks.html", "may/talks", "old/may/talks"]


def test_ids_are_unique_over_tables_and_documents(tmp_path):
    put(tmp_path, "1.txt", "x")
    put(tmp_path, "a.csv", "id,text\n1,y\n")
    put(tmp_path, "b.parquet", parquet([{"id": 2, "text": "z"}, {"id": 1, "text": "z"}]))
    first, in_csv, second, in_parquet = read_articles(tmp_path)
    assert (first, second) == (Article("1", "x"), Article("2", "z"))
    assert (in_csv.doc_id, in_csv.reason) == (in_parquet.doc_id, in_parquet.reason) == ("1", "duplicate id")
    assert in_csv.detail.startswith(f"{tmp_path / 'a.csv'}:2: ")
    assert in_parquet.detail.startswith(f"{tmp_path / 'b.parquet'}:2: ")


def test_documents_can_be_decoded_later_and_elsewhere(tmp_path):
    for name, content in {"a.txt.gz": gzip.compress(TEXT.encode("cp1250")), "b.txt": PNG, "c.csv": CSV}.items():
        put(tmp_path, name, content)
    items = list(read_items([tmp_path, tmp_path / "absent.txt"]))
    assert items[0] == RawDocument("a", str(tmp_path / "a.txt.gz"), TEXT.encode("cp1250"))
    assert [type(item) for item in items] == [RawDocument, RawDocument, Article, Rejection]
    sent = pickle.loads(pickle.dumps(items))
    articles = [article_of(item) if isinstance(item, RawDocument) else item for item in sent]
    assert articles == list(read_articles([tmp_path, tmp_path / "absent.txt"]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"id": 1, "text": "x"}\n[' + '{"id": 1}, ' * 50),
        ("a.jsonl", ('{"id": 1, "text": "x"}\n' + "[" * 200).encode("utf-16")),
        ("a.csv", "id,text\n1,x\n2," + "x" * 200),
    ],
)
def test_a_line_without_end_does_not_fill_the_memory(tmp_path, name, content):
    first, rejection = read_articles(put(tmp_path, name, content), limits=Limits(line_characters=100))
    assert first == Article("1", "x")
    assert "broken off at a line of over 100 characters" in rejection.detail


def test_a_csv_mark_that_never_closes_does_not_fill_the_memory(tmp_path):
    rows = "".join(f"{number},x\n" for number in range(100))
    first, rejection, *others = read_articles(
        put(tmp_path, "a.csv", f'id,text\n1,x\n2,"{rows}'), limits=Limits(characters=100)
    )
    assert first == Article("1", "x")
    assert "field larger than field limit (100)" in rejection.detail
    assert others[-1] == Article("99", "x")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz", "a.csv.zst"])
def test_no_row_is_read_before_it_is_asked_for(tmp_path, name, monkeypatch):
    """A table that would never end is begun all the same."""
    read = []
    real = table_files.article_from
    monkeypatch.setattr(table_files, "article_from", lambda *row: read.append(row) or real(*row))
    rows = [{"id": number, "text": "x"} for number in range(5_000)]
    kinds = {".jsonl": lines(*rows).encode(), ".csv": pd.DataFrame(rows).to_csv(index=False).encode()}
    content = next((content for ending, content in kinds.items() if ending in name), None) or parquet(rows)
    items = read_articles(put(tmp_path, name, PACK[re.sub(r".*(\.gz|\.zst)$|.*", r"\1", name)](content)))
    assert next(items) == Article("0", "x")
    assert len(read) == 1


@pytest.mark.parametrize("ending", [".txt", ".html", ".jsonl", ".csv", ".parquet"])
@given(content=st.binary(max_size=80) | st.text().map(str.encode), packing=st.sampled_from(["", ".gz", ".zst"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_in_a_file_can_stop_a_run(tmp_path, ending, content, packing):
    path = put(tmp_path, f"any{ending}{packing}", PACK[packing](content))
    good = put(tmp_path, "good.txt", "x")
    *_, last = read_articles([path, good])
    assert last == Article("good", "x")


def test_a_header_whose_mark_never_closes_is_rejected_with_its_file(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text('"', encoding="utf-8")
    (left_out,) = read_articles([path])
    assert left_out.detail == f"{path}: not a CSV table (unexpected end of data)"
