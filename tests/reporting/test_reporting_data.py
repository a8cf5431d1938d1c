"""What the page's script is given: everything of the rows, and nothing that is markup."""

from __future__ import annotations

import base64
import json
import zlib
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_rows import ATTACK, row, some_rows

from stancekit.errors import InputError
from stancekit.reporting.data import embedded, json_of, page_data, state_name
from stancekit.rowfiles import writable
from stancekit.tables import frame_rows


def cell(column: dict[str, Any], at: int) -> Any:
    return None if column["at"][at] < 0 else column["of"][column["at"][at]]


def test_rows_come_back_whole() -> None:
    rows = list(frame_rows(some_rows()))
    data = page_data(rows)
    for place, one in enumerate(rows):
        article, speaker = data["article"][place], data["speaker"][place]
        for name in ("doc_id", "title", "date", "outlet", "url"):
            assert cell(data["articles"][name], article) == one[name]
        assert [cell(data["speakers"][name], speaker) for name in ("name", "role", "state")] == [
            one["speaker"], one["speaker_role"], one["speaker_state"]
        ]  # fmt: skip
        for name, column in data["coded"].items():
            assert cell(column, place) == one[name]
        for name, numbers in data["numbers"].items():
            assert numbers[place] == (None if one[name] is None else round(one[name] * 1000))
        assert data["passages"][data["passage"][place]] == one["quote"]
    assert data["tone"] == [2, 0, 0, -1]
    assert data["tones"] == [4, 1, 1, 0]
    assert [cell(data["articles"]["day"], at) for at in range(2)] == ["2024-03-01", "2024-09-12"]
    assert data["states"] == {"HR": "Croatia", "IT": "Italy", "SI": "Slovenia"}


PASSAGES = [
    (["", "yes", ""], "yes"),
    (["He said ", "yes", "."], ["He said ", "yes", "."]),
    (["", "yes", "", "no", ""], ["", "yes", "", "no", ""]),
]


@pytest.mark.parametrize(("passage", "kept"), PASSAGES)
def test_a_quote_without_context_is_its_words_alone(passage: list[str], kept: Any) -> None:
    assert page_data([row()], {("harbour", "q1"): passage})["passages"] == [kept]


@pytest.mark.parametrize("cells", [{"tone": "warm"}, {"tone_set": "hostile|warm"}])
def test_a_tone_that_is_none_of_ours_is_told(cells: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"'warm' is none of hostile, cautious, constructive; mend"):
        page_data([row(**cells)])


def test_a_state_of_somebodys_own_stands_for_itself() -> None:
    assert [state_name(code) for code in ("DE", "LURIA")] == ["Germany", "LURIA"]


class Elements(HTMLParser):
    """The elements of a page and the text of its data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.data = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.data += data


ANYTHING = st.text(st.characters(exclude_categories=()))


@given(st.dictionaries(ANYTHING, ANYTHING), st.booleans())
def test_any_text_survives_and_is_never_markup(words: dict[str, str], deflate: bool) -> None:
    content = embedded(words, plain=0 if deflate else 1_000_000)
    found = Elements(f'<script type="application/json">{content}</script>')
    given_back = json.loads(found.data)
    if deflate:
        given_back = json.loads(zlib.decompress(base64.b64decode(given_back["deflated"])))
    assert found.tags == ["script"]
    assert given_back == {writable(name): writable(value) for name, value in words.items()}
    assert not set("<>&\u2028\u2029") & set(content)


def test_an_attack_is_words_in_the_json() -> None:
    content = json_of({"quote": ATTACK})
    assert "<" not in content
    assert json.loads(content) == {"quote": ATTACK}


def test_long_data_is_deflated() -> None:
    data = {"quote": "rain " * 1000}
    assert json.loads(embedded(data)) == data
    assert len(embedded(data, plain=100)) < 200
