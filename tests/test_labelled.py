"""Labelled quotes: every way to give them, every way to get them wrong."""

from __future__ import annotations

import gzip
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.errors import InputError
from stancekit.labelled import OPTIONAL, REQUIRED, pairs_of, read_labelled
from stancekit.types import TONES

ROWS = [
    {"id": "007", "text": "They broke their word.", "counterpart": "FR", "tone": "hostile", "doc": "a"},
    {"id": "008", "text": "Wir warten, “ab”;\nnoch.", "counterpart": "NA", "tone": "cautious", "doc": "a"},
    {
        "id": "009",
        "text": "Thanks.",
        "counterpart": "NATO",
        "tone": "constructive",
        "speaker_state": "EU",
        "doc": "b",
    },
    {"id": "010", "text": "It rained.", "counterpart": None, "tone": None, "doc": "b"},
]


def jsonl(path):
    path.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n", encoding="utf-8")


def jsonl_gz(path):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(row) for row in ROWS))


def csv(path):
    pd.DataFrame(ROWS).to_csv(path, index=False)


def parquet(path):
    pd.DataFrame(ROWS).to_parquet(path)


FILES = [
    ("q.jsonl", jsonl),
    ("q.jsonl.gz", jsonl_gz),
    ("q.csv", csv),
    ("q.csv.gz", csv),
    ("Q.PARQUET", parquet),
]


@pytest.mark.parametrize(("name", "write"), FILES)
def test_every_format_gives_the_same_rows(tmp_path, name, write):
    write(tmp_path / name)
    frame = read_labelled(tmp_path / name)
    pd.testing.assert_frame_equal(frame, read_labelled(pd.DataFrame(ROWS)), check_dtype=False)
    assert list(frame["id"]) == ["007", "008", "009"]
    assert list(frame["counterpart"]) == ["FR", "NA", "NATO"]  # Namibia is no missing value
    assert list(frame["speaker_state"]) == [None, None, "EU"]


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path):
    for name in ("q.csv", "q.jsonl"):
        content = "text,counterpart,tone\nThanks.,FR,hostile\n" if name == "q.csv" else json.dumps(ROWS[0])
        (tmp_path / name).write_text(content, encoding="utf-8-sig")
        assert len(read_labelled(tmp_path / name)) == 1


def test_columns_come_in_order_and_others_are_kept():
    frame = read_labelled(pd.DataFrame(ROWS))
    assert list(frame.columns) == [*REQUIRED, *OPTIONAL, "id", "doc"]


def test_rows_without_a_tone_can_be_kept():
    frame = read_labelled(pd.DataFrame(ROWS), keep_rejected=True)
    assert list(frame["tone"]) == ["hostile", "cautious", "constructive", None]


def test_the_frame_given_is_left_alone_and_its_index_kept():
    given_frame = pd.DataFrame(ROWS, index=[5, 7, 9, 11])
    before = given_frame.copy()
    assert list(read_labelled(given_frame).index) == [5, 7, 9]
    pd.testing.assert_frame_equal(given_frame, before)


def test_rows_are_counted_as_they_stand_in_the_file():
    rows = [ROWS[3], ROWS[0], {**ROWS[0], "tone": "angry"}]
    with pytest.raises(InputError, match="row 3"):
        read_labelled(pd.DataFrame(rows))


ARTICLE = {
    "id": "a1",
    "text": "A headline\n“They came,” Vela said, “and took the boats.”\nNobody else spoke.",
    "quotes": [
        {
            "content": [[12, 21], [36, 55]],
            "speaker": "Vela",
            "speaker_state": "SE",
            "counterparts": {"NO": "hostile", "DK": "constructive"},
        },
        {"content": [[57, 75]], "speaker": None, "speaker_state": None, "counterparts": {}},
    ],
}


def test_annotated_articles_give_a_row_for_each_counterpart():
    frame = pairs_of([ARTICLE])
    assert list(zip(frame["counterpart"], frame["tone"], strict=True)) == [
        ("NO", "hostile"),
        ("DK", "constructive"),
    ]
    first = frame.iloc[0]
    assert first["text"] == "They came and took the boats."
    assert first["context"] == "“They came,” Vela said, “and took the boats.”"
    assert (first["speaker_state"], first["doc"]) == ("SE", "a1")


def test_articles_without_counterparts_give_an_empty_table():
    assert len(pairs_of([{**ARTICLE, "quotes": ARTICLE["quotes"][1:]}])) == 0


def test_a_wrong_tone_in_an_article_is_named():
    quote = {**ARTICLE["quotes"][0], "counterparts": {"NO": "rude"}}
    with pytest.raises(InputError, match="'rude'"):
        pairs_of([{**ARTICLE, "quotes": [quote]}])


WRONG = [
    ({"tone": "angry"}, "row 2, column 'tone': 'angry'; tones are hostile, cautious, constructive"),
    ({"tone": 1}, "row 2, column 'tone': 1"),
    ({"text": ""}, "row 2, column 'text': None; give the quote's words"),
    ({"text": " \n"}, "row 2, column 'text'"),
    ({"text": 3.5}, "row 2, column 'text': 3.5"),
    ({"counterpart": None}, "row 2, column 'counterpart': None; codes are ISO"),
    ({"counterpart": "France"}, "row 2, column 'counterpart': 'France'"),
    ({"counterpart": "UK"}, "'UK' .perhaps GB."),
    ({"counterpart": "fr"}, "row 2, column 'counterpart': 'fr'"),
    ({"speaker_state": "Moscow"}, "row 2, column 'speaker_state': 'Moscow'"),
    ({"context": 12}, "row 2, column 'context': 12.* is no text"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_a_wrong_cell_is_named(change, message):
    rows = [ROWS[0], {**ROWS[0], **change}]
    with pytest.raises(InputError, match=message):
        read_labelled(pd.DataFrame(rows))


@pytest.mark.parametrize("column", REQUIRED)
def test_a_missing_column_is_named(column):
    with pytest.raises(InputError, match=f"no column {column}"):
        read_labelled(pd.DataFrame(ROWS).drop(columns=column))


BROKEN = [
    ("q.jsonl", b'{"text": "x"}\n[1]\n', "line 2 is a list"),
    ("q.jsonl", b'{"text": ', "not a readable jsonl file"),
    ("q.jsonl", b"\xff\xfe", "not a readable jsonl file"),
    ("q.jsonl", b"", "no column text, counterpart, tone"),
    ("q.csv", b"", "not a readable csv file"),
    ("q.parquet", b"PAR1", "not a readable parquet file"),
    ("q.jsonl.gz", b"no gzip", "cannot be read"),
    ("q.xlsx", b"", "convert the file"),
]


@pytest.mark.parametrize(("name", "content", "message"), BROKEN)
def test_a_broken_file_is_named(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_labelled(tmp_path / name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_labelled(str(tmp_path / "missing.csv"))


cells = st.none() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["FR", *TONES])


@given(st.lists(st.fixed_dictionaries(dict.fromkeys((*REQUIRED, *OPTIONAL), cells)), max_size=3))
def test_any_table_is_either_good_or_named(rows):
    frame = pd.DataFrame(rows, columns=[*REQUIRED, *OPTIONAL])
    try:
        tones = set(read_labelled(frame)["tone"])
    except InputError:
        with pytest.raises(InputError, match=r"^frame, row \d"):
            read_labelled(frame)
    else:
        assert tones <= set(TONES)
