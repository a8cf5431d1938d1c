"""Rows: the contract's columns from records, and files that give the same rows back."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stancekit import tables
from stancekit.errors import InputError
from stancekit.tables import COLUMNS, read_rows, to_frame, write_rows
from stancekit.types import Article, Counterpart, Quote, Span, Speaker, Stance

FILES = ("rows.jsonl", "rows.jsonl.gz", "rows.csv", "rows.csv.gz", "rows.parquet")

ARTICLE = Article(
    "wire-7",
    "“We will answer,” said Ana Kovar. “Zagreb knows it.”",
    title="A reply",
    date="2024-03-01",
    outlet="The Wire",
    url="https://example.org/7",
)
QUOTE = Quote(
    doc_id="wire-7",
    id="q1",
    text="We will answer Zagreb knows it.",
    fragments=(Span(1, 15, "We will answer"), Span(35, 51, "Zagreb knows it.")),
    kind="direct",
    cue=Span(18, 22, "said"),
    source=Span(23, 32, "Ana Kovar"),
    speaker=Speaker("Ana Kovar", "foreign minister", "SI"),
    counterparts=(Counterpart("HR", Span(35, 41, "Zagreb")),),
)
HOSTILE = Stance(QUOTE, QUOTE.counterparts[0], "hostile", (0.7, 0.2, 0.1), ("hostile", "cautious"))
TOWARD_NO_ONE = Stance(Quote("wire-7", "q2", "It rains", (Span(0, 8, "It rains"),), "indirect"))


ADDED_LATER = ("speaker_id", "speaker_confidence", "counterpart_confidence")


def test_columns_are_those_of_the_contract_in_order():
    contract = """doc_id quote_id quote fragments start end kind cue cue_start cue_end source source_start
        source_end speaker speaker_role speaker_state counterpart counterpart_mention counterpart_start
        counterpart_end tone p_hostile p_cautious p_constructive stance tone_set title date
        outlet url model"""
    assert list(COLUMNS) == [*contract.split(), "counterpart_found", "confidence", *ADDED_LATER]
    assert list(to_frame([]).columns) == list(COLUMNS)


def test_one_stance_is_one_row():
    row = to_frame([HOSTILE], [ARTICLE], "reader-1 tone-1").iloc[0]
    assert row["fragments"] == [[1, 15], [35, 51]]
    assert (row["start"], row["end"]) == (1, 51)
    assert (row["cue"], row["cue_start"], row["cue_end"]) == ("said", 18, 22)
    assert (row["speaker"], row["speaker_role"], row["speaker_state"]) == (
        "Ana Kovar",
        "foreign minister",
        "SI",
    )
    assert (row["counterpart"], row["counterpart_mention"], row["counterpart_found"]) == (
        "HR",
        "Zagreb",
        "named",
    )
    assert row["stance"] == pytest.approx(-0.6)
    assert row["tone_set"] == "hostile|cautious"
    assert (row["title"], row["outlet"], row["model"]) == ("A reply", "The Wire", "reader-1 tone-1")


def test_without_counterpart_all_that_follows_is_null():
    row = to_frame([TOWARD_NO_ONE], [ARTICLE], "m").iloc[0]
    nulls = [column for column in COLUMNS if column != "fragments" and pd.isna(row[column])]
    assert nulls == [
        *("cue", "cue_start", "cue_end", "source", "source_start", "source_end"),
        *("speaker", "speaker_role", "speaker_state", "counterpart", "counterpart_mention"),
        *(
            "counterpart_start",
            "counterpart_end",
            *tables.TONE_COLUMNS,
            "counterpart_found",
            "confidence",
            *ADDED_LATER,
        ),
    ]


def test_an_article_that_is_not_given_leaves_its_columns_null():
    assert to_frame([HOSTILE])[["title", "date", "outlet", "url"]].isna().all(axis=None)


def test_types_do_not_depend_on_there_being_rows():
    assert to_frame([]).dtypes.equals(to_frame([HOSTILE, TOWARD_NO_ONE]).dtypes)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("stances", [[], [HOSTILE, TOWARD_NO_ONE]], ids=["empty", "two rows"])
def test_files_give_the_same_rows_back(tmp_path, name, stances):
    frame = to_frame(stances, [ARTICLE], "m")
    write_rows(frame, tmp_path / name)
    pd.testing.assert_frame_equal(read_rows(tmp_path / name), frame)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_pandas_itself_reads_whole_numbers_from_parquet(tmp_path):
    write_rows(to_frame([HOSTILE, TOWARD_NO_ONE]), tmp_path / "rows.parquet")
    frame = pd.read_parquet(tmp_path / "rows.parquet")
    assert frame["cue_start"].dtype == "Int64"
    assert frame["cue_start"].tolist() == [18, pd.NA]


def test_namibia_is_not_a_null(tmp_path):
    frame = to_frame([Stance(QUOTE, Counterpart("NA"), "cautious", (0.1, 0.8, 0.1))])
    write_rows(frame, tmp_path / "rows.csv")
    assert read_rows(tmp_path / "rows.csv")["counterpart"].tolist() == ["NA"]


def test_csv_keeps_fragments_as_json(tmp_path):
    write_rows(to_frame([HOSTILE]), tmp_path / "rows.csv")
    assert pd.read_csv(tmp_path / "rows.csv")["fragments"].tolist() == ["[[1, 15], [35, 51]]"]


def test_equal_rows_give_equal_bytes(tmp_path):
    frame = to_frame([HOSTILE, TOWARD_NO_ONE], [ARTICLE], "m")
    for name in FILES:
        write_rows(frame, tmp_path / name)
        first = (tmp_path / name).read_bytes()
        write_rows(frame, tmp_path / name)
        assert (tmp_path / name).read_bytes() == first


def test_limit_reads_only_the_first_rows(tmp_path):
    write_rows(to_frame([HOSTILE, TOWARD_NO_ONE]), tmp_path / "rows.jsonl")
    assert read_rows(tmp_path / "rows.jsonl", limit=1)["quote_id"].tolist() == ["q1"]


TEXT = st.text(st.characters(), max_size=12)
"""Any code points: marks, line ends, NUL, lone surrogates."""
OPTIONAL = st.none() | TEXT.filter(bool)
OFFSET = st.integers(0, 10**9)


@st.composite
def stances(draw) -> list[Stance]:
    span = st.builds(Span, OFFSET, OFFSET, TEXT.filter(bool))
    quote = st.builds(
        Quote,
        doc_id=TEXT,
        id=TEXT,
        text=TEXT,
        fragments=st.lists(span, min_size=1, max_size=3).map(tuple),
        kind=st.sampled_from(["direct", "mixed", "indirect"]),
        cue=st.none() | span,
        source=st.none() | span,
        speaker=st.builds(Speaker, OPTIONAL, OPTIONAL, OPTIONAL),
    )
    share = st.floats(0, 1)
    toward = st.builds(
        Stance,
        quote,
        st.builds(Counterpart, TEXT.filter(bool), st.none() | span),
        st.sampled_from(["hostile", "cautious", "constructive"]),
        st.tuples(share, share, share),
        st.just(("hostile",)),
    )
    return draw(st.lists(toward | st.builds(Stance, quote), max_size=4))


def no_surrogates(cell):
    return "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in cell) if isinstance(cell, str) else cell


@pytest.mark.parametrize("name", FILES)
@given(made=stances(), title=OPTIONAL)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_a_file(tmp_path, name, made, title):
    articles = [Article(stance.quote.doc_id, "", title=title) for stance in made]
    frame = to_frame(made, articles, "m")
    write_rows(frame, tmp_path / name)
    expected = frame.copy()
    for column in frame.select_dtypes("object"):
        expected[column] = pd.Series(map(no_surrogates, frame[column]), dtype="object")
    pd.testing.assert_frame_equal(read_rows(tmp_path / name), expected)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("rows.txt", b"", "rows are kept as"),
        ("absent.jsonl", None, "No such file"),
        ("rows.jsonl", b'{"doc_id": 1\n', "rows.jsonl:1: not a JSON line"),
        ("rows.jsonl", b"[1]\n", "rows.jsonl:1: a list, not a row"),
        (
            "rows.jsonl",
            b'{"text": "x", "id": 1}\n',
            "lacks doc_id, quote_id, quote, fragments and has text, id",
        ),
        ("rows.csv", b"", "has no columns"),
        ("rows.csv", b"doc_id,quote_id,quote,fragments\n1,2\n", "rows.csv:2: not a row"),
        ("rows.csv", b"doc_id,quote_id,quote,fragments\n1,2,3,[[1\n", "rows.csv:2: not a row"),
        ("rows.jsonl.gz", b"not gzip", "cannot be read"),
        ("rows.csv.gz", gzip.compress(b"doc_id,quote_id,quote,fragments\n")[:-9], "cannot be read"),
        ("rows.parquet", b"PAR1 but not really", "not a readable Parquet file"),
        ("rows.parquet", b"", "not a readable Parquet file"),
    ],
)
def test_what_is_no_file_of_rows_is_refused_with_its_name(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name.replace(".", r"\.")) as caught:
        read_rows(tmp_path / name)
    assert says in str(caught.value)


def test_a_cell_of_the_wrong_type_is_refused(tmp_path):
    line = '{"doc_id": "a", "quote_id": "1", "quote": "x", "fragments": [[0, 1]], "start": "soon"}\n'
    (tmp_path / "rows.jsonl").write_text(line)
    with pytest.raises(InputError, match="does not fit its column"):
        read_rows(tmp_path / "rows.jsonl")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda frame: frame.drop(columns="tone"), "missing tone"),
        (lambda frame: frame.assign(topic="gas"), "unknown topic"),
    ],
)
def test_a_frame_that_is_not_of_rows_is_not_written(tmp_path, change, says):
    with pytest.raises(InputError, match=says):
        write_rows(change(to_frame([HOSTILE])), tmp_path / "rows.csv")
    assert not list(tmp_path.iterdir())


def test_rows_from_numpy_are_written_as_plain_numbers(tmp_path):
    frame = to_frame([HOSTILE])
    frame["fragments"] = [np.array([[1, 15], [35, 51]])]
    write_rows(frame, tmp_path / "rows.jsonl")
    assert read_rows(tmp_path / "rows.jsonl")["fragments"].tolist() == [[[1, 15], [35, 51]]]


def test_an_error_leaves_the_older_file_alone(tmp_path):
    path = tmp_path / "rows.csv"
    write_rows(to_frame([HOSTILE]), path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="a cell does not fit"):
        write_rows(to_frame([HOSTILE]).assign(fragments=[["not offsets"]]), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["absent/rows.csv", "a.csv/rows.csv", "folder.csv"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, place):
    (tmp_path / "a.csv").write_text("")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_rows(to_frame([HOSTILE]), Path(tmp_path / place))
    assert not list(tmp_path.glob(".*"))


def test_many_rows_go_through_parquet_in_groups(tmp_path):
    frame = pd.concat([to_frame([HOSTILE])] * 12_345, ignore_index=True)
    frame["start"] = pd.array(range(len(frame)), dtype="Int64")
    write_rows(frame, tmp_path / "rows.parquet")
    assert read_rows(tmp_path / "rows.parquet")["start"].tolist() == list(range(12_345))


def test_stance_is_the_difference_of_the_outer_tones():
    cells = tables.tone_cells("cautious", (0.25, 0.5, 0.25), None)
    assert cells["stance"] == 0
    assert cells["tone_set"] is None
    assert math.isclose(cells["p_cautious"], 0.5)
