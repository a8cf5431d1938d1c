"""The report as a file: all its parts, nothing from elsewhere, strangers' words only as words, errors that help."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from report_rows import ATTACK, MODEL, NO_TONE, TEXT, frame, row, some_rows

import stancekit
from stancekit.cli import main
from stancekit.errors import InputError
from stancekit.reporting import given as given_module
from stancekit.reporting.given import read_given
from stancekit.reporting.looks import STEPS, heat, palette_css, signed
from stancekit.tables import write_rows

FORM = {"form", "label", "input", "datalist", "fieldset", "legend", "select", "output", "button", "noscript"}
DRAWN = {"svg", "path", "circle", "rect", "text"}
TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
OURS = {"html", "head", "meta", "link", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "nav", "main",
        "section", "div", "span", "dl", "dt", "dd", "bdi", "abbr", "figure", "figcaption", "details", "summary", "code",
        "script"} | FORM | DRAWN | TABLES  # fmt: skip


class Page(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def written(tmp_path: Path, rows: pd.DataFrame, **options: Any) -> Page:
    stancekit.report(rows, tmp_path / "report.html", **options)
    return Page(tmp_path / "report.html")


def attacked() -> pd.DataFrame:
    """Rows that are hostile in every cell of text."""
    texts = [
        "doc_id",
        "quote_id",
        "quote",
        "kind",
        "cue",
        "source",
        "speaker",
        "speaker_role",
        "speaker_state",
        "title",
    ]
    texts += ["counterpart", "counterpart_mention", "counterpart_found", "outlet", "model", "speaker_id"]
    cells = dict.fromkeys(texts, ATTACK)
    return frame(
        row(**cells, url="javascript:alert(1)"), row(**cells, date=ATTACK, url='https://x.example/"><img src=x>')
    )


def test_all_parts_are_there(tmp_path: Path) -> None:
    page = written(tmp_path, some_rows(), title="Harbours")
    assert {one["id"] for one in page.all("section")} == {
        "summary", "timelines", "matrix", "quotes", "rejected", "models"
    }  # fmt: skip
    assert "3 quotes from 2 articles, 2024-03-01 to 2024-09-12" in page.text
    assert page.text.count("Harbours") == 2
    assert MODEL.split()[0] in page.text
    assert len(page.all("svg")) == 3 + 3  # a bar for each tone, a timeline for each dyad


def test_equal_rows_give_equal_pages(tmp_path: Path) -> None:
    assert written(tmp_path, some_rows()).source == written(tmp_path, some_rows()).source


@pytest.mark.parametrize("rows", [some_rows(), attacked()], ids=["plain", "attacked"])
def test_nothing_comes_from_elsewhere_and_nothing_else_may_run(tmp_path: Path, rows: pd.DataFrame) -> None:
    page = written(tmp_path, rows, title=ATTACK)
    assert {tag for tag, _ in page.elements} <= OURS
    for tag, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "srcdoc")}, tag
        assert (attributes.get("href") or "#").startswith(("#", "data:,")), attributes
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv"))
    assert policy is not None
    for kind, tag in (("style", "style"), ("script", "script")):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", page.source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "img-src data:" in policy
    assert len(page.all("script")) == 2


def test_every_field_and_every_head_has_a_name(tmp_path: Path) -> None:
    page = written(tmp_path, some_rows())
    assert len(page.all("label")) == len(page.all("input")) + len(page.all("select"))
    assert all(one.get("scope") in ("col", "row") for one in page.all("th"))
    assert {"polite"} == {one["aria-live"] for one in page.all("p") if "aria-live" in one}
    assert all(one.get("aria-label") or one.get("aria-hidden") for one in page.all("svg"))


def test_the_matrix_has_number_and_count_in_each_cell(tmp_path: Path) -> None:
    page = written(tmp_path, some_rows())
    cells = re.findall(r'<td class="(h-?\d+)"><a href="([^"]+)">([^<]+)<.*?</span>(\d+)</span>', page.source)
    assert sorted(cells) == [
        ("h-9", "#state=IT&amp;toward=HR", "▼ −0.86", "1"),
        ("h-9", "#state=SI&amp;toward=HR", "▼ −0.86", "1"),
        ("h6", "#state=SI&amp;toward=IT", "▲ +0.60", "1"),
    ]


def test_every_heat_has_its_colour() -> None:
    defined = set(re.findall(r"\.(h-?\d+)\{", palette_css()))
    assert {heat(step / 100) for step in range(-100, 101)} == defined
    assert len(defined) == 2 * STEPS + 1


SIGNED = [(0.6, "▲ +0.60"), (-0.34, "▼ −0.34"), (-0.004, "● 0.00"), (float("nan"), "–")]


@pytest.mark.parametrize(("stance", "shown"), SIGNED)
def test_a_stance_has_a_sign_and_a_number(stance: float, shown: str) -> None:
    assert signed(stance) == shown


def test_rows_without_dates_or_states_say_what_lacks(tmp_path: Path) -> None:
    page = written(tmp_path, frame(row(**NO_TONE, speaker_state=None, date=None, speaker=None)))
    for words in ("no dates", "No quote has both", "No speaker is named", "No tone at all"):
        assert words in page.text


def test_context_is_told_of(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "harbour.txt").write_text(TEXT, encoding="utf-8")
    assert "articles were not given" in written(tmp_path, some_rows()).text
    page = written(tmp_path, some_rows(), articles=articles)
    assert "1 quote of 3 without context" in page.text
    assert "The ferries were late. “" in page.text  # in the data


def test_rejected_articles_beside_the_rows_are_shown(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    write_rows(some_rows().drop(columns=[]), rows)
    lines = [{"doc_id": f"a{n}", "reason": "bad text", "detail": f"{ATTACK} {n}"} for n in range(210)]
    beside = tmp_path / "rows.jsonl.rejected.jsonl"
    beside.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    stancekit.report(rows, tmp_path / "report.html")
    page = Page(tmp_path / "report.html")
    assert "210 articles: bad text (210)." in page.text
    assert "And 10 more articles." in page.text
    assert f"{ATTACK} 199" in page.text
    assert "img" not in {tag for tag, _ in page.elements}


def test_a_folder_of_rows_tells_how_many_articles_were_read(tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "dull.txt").write_text("Rain fell.", encoding="utf-8")
    inputs = [tmp_path / "wire.txt", tmp_path / "dull.txt"]
    stancekit.score_corpus(inputs, tmp_path / "rows")
    assert main(["report", str(tmp_path / "rows"), "-o", str(tmp_path / "r.html"), "--articles", str(inputs[0])]) == 0
    text = Page(tmp_path / "r.html").text
    assert "articles read2without quotes1" in text
    assert "Each quote opens with the sentences around it" in text


FRAMES = [
    ("a frame that lost columns nobody needs", lambda rows: rows.drop(columns=["url", "cue", "speaker_id"])),
    ("another order and index", lambda rows: rows[sorted(rows.columns)].set_index(rows["quote"])),
    ("linked already", lambda rows: stancekit.link_quotes(rows)),
    ("dates that pandas has read", lambda rows: rows.assign(date=pd.to_datetime(rows["date"], format="mixed"))),
]


@pytest.mark.parametrize("change", [case[1] for case in FRAMES], ids=[case[0] for case in FRAMES])
def test_frames_as_analysts_have_them(change: Any) -> None:
    given = read_given(change(some_rows()))
    assert [one["quote_id"] for one in given.rows] == ["q1", "q1", "q2", "q1"]
    assert given.frame["statement_id"].notna().all()


WRONG_ROWS = [
    ("renamed", some_rows().rename(columns={"quote": "text"}), "lacks quote and has doc_id.*rename no columns"),
    ("empty", some_rows().head(0), "no rows to report on: score articles"),
    ("fragments as text", some_rows().assign(fragments="[[0, 3]]"), "a cell does not fit its column"),
    ("no file", "nowhere.parquet", "no such file or folder; give rows that stancekit score wrote"),
    ("another file", "rows.xlsx", "rows are kept as .jsonl"),
]


@pytest.mark.parametrize(("rows", "message"), [case[1:] for case in WRONG_ROWS], ids=[case[0] for case in WRONG_ROWS])
def test_errors_name_the_remedy(tmp_path: Path, rows: Any, message: str) -> None:
    if isinstance(rows, str):
        (tmp_path / "rows.xlsx").write_bytes(b"PK")
        rows = tmp_path / rows
    with pytest.raises(InputError, match=message):
        stancekit.report(rows, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_module, "MOST_ROWS", 3)
    with pytest.raises(InputError, match="over 3 rows, too many for a page: choose some first"):
        stancekit.report(some_rows(), tmp_path / "report.html")


COMMANDS = [
    (["rows.jsonl", "-o", "rows.jsonl"], "rows.jsonl: the report is a page; give it a name that ends in .html"),
    (["rows.jsonl", "-o", "no/report.html"], "there is no folder"),
    (["rows.jsonl", "-o", "report.html", "--freq", "fortnight"], "freq='fortnight'; give 'D'"),
    (["rows.jsonl", "-o", "report.html", "--rejected", "none.jsonl"], "none.jsonl: cannot be read"),
    (["rows.jsonl", "-o", "report.html", "--rejected", "rows.jsonl"], "no rejected article"),
    (["rows.jsonl", "-o", "report.html", "--articles", "none"], "none: No such file"),
]


@pytest.mark.parametrize(("arguments", "message"), COMMANDS)
def test_the_command_says_in_one_line_what_is_wrong(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    write_rows(some_rows(), "rows.jsonl")
    assert main(["report", *arguments]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert message in lines[0]
