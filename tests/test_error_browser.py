"""The error browser: the same pairs and figures as ``evaluate``, and a page that strangers' text cannot break."""

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
from hypothesis import given
from hypothesis import strategies as st

from stancekit.cli import main
from stancekit.differences import differences
from stancekit.error_browser import write_error_browser
from stancekit.error_browser_article import article_html
from stancekit.error_browser_pairs import ERRORS, compare
from stancekit.errors import InputError
from stancekit.evaluation import evaluate
from stancekit.html_text import escaped

TEXT = "“We trust Dorva,” Ana Kovar said.\n\nThe ministry said that Luria had closed the strait. Rain fell."


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


DIRECT = {
    "content": [span("We trust Dorva")],
    "kind": "direct",
    "speaker": "Ana Kovar",
    "speaker_state": "SI",
    "source": span("Ana Kovar"),
    "cue": [span("said")],
    "counterparts": {"IT": "constructive"},
}
INDIRECT = {
    "content": [span("Luria had closed the strait")],
    "kind": "indirect",
    "speaker": "ministry",
    "speaker_state": "SI",
    "counterparts": {"HR": "hostile", "US": "cautious"},
}


def article(*quotes: dict[str, Any], text: str = TEXT, name: str = "wire") -> dict[str, Any]:
    return {"id": name, "text": text, "quotes": list(quotes)}


def rows_of(articles: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows that a run with exactly these quotes would give."""
    columns = ["doc_id", "quote_id", "fragments", "kind", "speaker", "speaker_state", "source_start", "source_end"]
    rows: list[dict[str, Any]] = []
    for text in articles:
        for number, quote in enumerate(text["quotes"], 1):
            source = quote.get("source") or [None, None]
            same = [text["id"], f"q{number}", quote["content"], quote["kind"], quote["speaker"], quote["speaker_state"]]
            for state, tone in (quote["counterparts"] or {None: None}).items():
                cells = dict(zip(columns, [*same, *source], strict=True))
                rows.append({**cells, "counterpart": state, "tone": tone, "p_hostile": 0.25, "p_cautious": 0.75})
    return pd.DataFrame(rows, columns=[*columns, "counterpart", "tone", "p_hostile", "p_cautious"], dtype=object)


BOTH = [article(DIRECT, INDIRECT)]

CHANGES: list[tuple[str, dict[str, Any], list[tuple[str, ...]]]] = [
    ("nothing", {}, [(), ()]),
    ("another kind", {"kind": "mixed"}, [("kind",), ()]),
    ("one character less", {"content": [span("We trust Dorv")]}, [("span",), ()]),
    ("less than half", {"content": [span("We tru")]}, [("missed",), ("spurious",), ()]),
    ("somewhere else", {"content": [span("Rain fell")]}, [("missed",), (), ("spurious",)]),
    ("another speaker", {"speaker": "Luka Sand"}, [("speaker",), ()]),
    ("part of the name", {"speaker": "Kovar"}, [(), ()]),
    ("another state", {"speaker_state": None}, [("state",), ()]),
    ("another source", {"source": span("The ministry")}, [("source",), ()]),
    ("part of the source", {"source": span("Kovar")}, [(), ()]),
    ("no source", {"source": None}, [("source",), ()]),
    ("another counterpart", {"counterparts": {"AT": "constructive"}}, [("counterpart",), ()]),
    ("one counterpart more", {"counterparts": {"IT": "hostile", "AT": "hostile"}}, [("counterpart", "tone"), ()]),
    ("another tone", {"counterparts": {"IT": "cautious"}}, [("tone",), ()]),
    (
        "much at once",
        {"kind": "mixed", "speaker": None, "counterparts": {}},
        [("kind", "speaker", "counterpart"), ()],
    ),
]


@pytest.mark.parametrize(("change", "expected"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_what_differs(change: dict[str, Any], expected: list[tuple[str, ...]]) -> None:
    (compared,) = compare(BOTH, rows_of([article({**DIRECT, **change}, INDIRECT)]))
    assert [pair.errors for pair in compared.pairs] == expected
    assert [pair.number for pair in compared.pairs] == list(range(1, len(expected) + 1))


@pytest.mark.parametrize("source", [None, [], "Ana Kovar", [3], [[1, "2"]], {"start": 1}])
def test_where_gold_gives_no_source_none_is_wrong(source: Any) -> None:
    (compared,) = compare([article({**DIRECT, "source": source})], rows_of([article(DIRECT)]))
    assert compared.pairs[0].errors == ()


def test_a_quote_without_a_match_names_the_one_that_covers_most_of_it() -> None:
    cut = [article({**DIRECT, "content": [span("We tru")]})]
    missed, spurious = compare([article(DIRECT)], rows_of(cut))[0].pairs
    assert (missed.near, spurious.near) == ((2, 6 / 14), (1, 6 / 14))
    assert compare([article(DIRECT)], rows_of([]))[0].pairs[0].near is None


WORDS = "Rain fell on both. The envoy said no. Sun, at last: she agreed."
SPANS = st.tuples(st.integers(0, len(WORDS) - 1), st.integers(1, 25)).map(
    lambda place: [place[0], min(len(WORDS), place[0] + place[1])]
)
QUOTES = st.lists(
    st.fixed_dictionaries(
        {
            "content": st.lists(SPANS, min_size=1, max_size=2),
            "source": st.none() | SPANS,
            "kind": st.sampled_from(["direct", "mixed", "indirect"]),
            "speaker": st.sampled_from(["Ana Kovar", "Kovar", "Luka Sand", None]),
            "speaker_state": st.sampled_from(["SI", "HR", None]),
            "counterparts": st.dictionaries(
                st.sampled_from(["IT", "US"]), st.sampled_from(["hostile", "cautious", "constructive"])
            ),
        }
    ),
    max_size=5,
)


@given(st.lists(st.tuples(QUOTES, QUOTES), max_size=3))
def test_pairs_and_errors_are_those_of_the_figures(quotes: list[tuple[list[dict[str, Any]], ...]]) -> None:
    gold = [article(*mine, text=WORDS, name=f"a{n}") for n, (mine, _) in enumerate(quotes)]
    rows = rows_of([article(*theirs, text=WORDS, name=f"a{n}") for n, (_, theirs) in enumerate(quotes)])
    figures, table = evaluate(gold, rows), differences(gold, rows)
    pairs = [pair for compared in compare(gold, rows) for pair in compared.pairs]
    matched = [pair for pair in pairs if pair.status == "matched"]
    n = {error: sum(error in pair.errors for pair in pairs) for error in ERRORS}

    assert sorted(pair.status for pair in pairs) == sorted(table["status"])
    assert figures["quote"]["gold"] == len(matched) + n["missed"]
    assert figures["quote"]["pred"] == len(matched) + n["spurious"]
    for error, figure in (("kind", "kind"), ("speaker", "speaker"), ("state", "speaker_state")):
        share = (len(matched) - n[error]) / len(matched) if matched else 0.0
        assert figures[figure] == round(share, 3), error
    for error, column in (("counterpart", "counterparts_right"), ("tone", "tones_right")):
        assert n[error] == sum(right is False for right in table[column]), error


class Page(HTMLParser):
    """What a browser would make of a page: elements with their attributes, and the words of each column."""

    VOID = frozenset({"meta"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {"gold": [], "found": []}
        self.open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        looks = dict(attrs).get("class") or ""
        if tag == "p" and looks in self.words:
            self.words[looks].append("")
        if tag not in self.VOID:
            self.open.append((tag, looks))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        names = [name for name, _ in self.open]
        looks = [look for name, look in self.open if name == "p"]
        if looks and looks[0] in self.words and not {"a", "sup"} & set(names):
            self.words[looks[0]][-1] += data

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]


def written(path: Path, *given: Any, **options: Any) -> tuple[str, Page]:
    write_error_browser(*given, path / "errors.html", **options)
    html = (path / "errors.html").read_text(encoding="utf-8")
    return html, Page(html)


@given(st.text(st.characters() | st.sampled_from("<>&\"' \n\r\0\ud800")), st.data())
def test_both_columns_hold_the_text_whatever_overlaps(text: str, data: st.DataObject) -> None:
    place = st.integers(0, max(0, len(text) - 1))
    spans = st.tuples(place, st.integers(1, 40)).map(lambda at: [at[0], min(len(text), at[0] + at[1])])
    quotes = data.draw(st.lists(st.tuples(spans, spans, spans), max_size=4)) if text else []
    gold = [
        article(*({**DIRECT, "content": [c, d], "source": s} for c, d, s in quotes), text=text),
    ]
    (compared,) = compare(gold, rows_of(gold[:1] if data.draw(st.booleans()) else []))
    page = Page(article_html(compared, "a1"))
    lines = [escaped(line) for line in re.split("\r\n|\r|\n", text) if line.strip()]
    assert [escaped(line) for line in page.words["gold"]] == (lines or [""])
    assert page.words["found"] == page.words["gold"]


STRANGE = [
    "<script>alert(1)</script>",
    "</script></style></details></p>",
    '" onmouseover="alert(1)" x=\'',
    "<!-- articles -->\n$title ${totals} $$",
    "<img src=http://example.org/x.png>&lt;b&gt;",
    "\u202eright to left\0\ud800",
]


@pytest.mark.parametrize("words", STRANGE)
def test_strangers_words_stay_words(tmp_path: Path, words: str) -> None:
    text = f"{words} “We trust Dorva {words},” Ana Kovar said."
    quote = {**DIRECT, "content": [[3, len(words) + 9]], "source": None, "speaker": words, "speaker_state": words}
    gold = [article({**quote, "counterparts": {words: "hostile"}}, text=text, name=words)]
    names = ("quote_id", "kind", "model", "counterpart_mention", "counterpart_found")
    cells = pd.DataFrame({**{name: [words] for name in names}, "speaker": [f"x{words}"]}, dtype=object)
    rows = rows_of(gold).drop(columns=[*names, "speaker"], errors="ignore").join(cells)
    plain = [article(DIRECT, text=TEXT)]
    _, usual = written(tmp_path, plain, rows_of(plain))
    html, page = written(tmp_path, gold, rows, title=words)
    assert page.tags() <= usual.tags() | {"table", "tr", "th", "td", "mark", "sup", "bdi"}
    assert (html.count("<script"), html.count("<style"), html.count("</style")) == (1, 1, 1)
    assert not [
        name for _, attributes in page.elements for name in attributes if name.startswith(("on", "src", "style"))
    ]
    assert all(target.startswith("#") for target in page.values("href"))
    shown = "\n".join(page.words["gold"])
    assert shown == re.sub("[\0\ud800]", "\ufffd", text)


def test_the_page_runs_only_its_own_script_and_loads_nothing(tmp_path: Path) -> None:
    html, page = written(tmp_path, BOTH, rows_of(BOTH))
    (policy,) = [value for value in page.values("content") if "default-src" in value]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "http" not in html.replace("http-equiv", "")
    assert not {"link", "img", "iframe"} & page.tags()


def test_every_link_leads_somewhere_and_no_place_has_two_names(tmp_path: Path) -> None:
    gold = [article(DIRECT, INDIRECT), article(DIRECT, name="other"), article(name="empty", text="")]
    rows = rows_of([article({**DIRECT, "content": [span("We tru")]}, INDIRECT)])
    _, page = written(tmp_path, gold, rows)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page.values("href")} <= set(ids)
    assert {"a1", "a1-q1", "a1-g1", "a1-p2", "a2-g1", "a3"} <= set(ids)


def test_the_head_counts_and_the_figures_are_those_of_evaluate(tmp_path: Path) -> None:
    gold = [article(DIRECT, INDIRECT), article(DIRECT, name="other")]
    rows = rows_of([article({**DIRECT, "counterparts": {"IT": "hostile"}}, {**INDIRECT, "kind": "mixed"})])
    html, _ = written(tmp_path, gold, rows)
    assert "2 articles, 3 gold quotes, 2 found; 2 matched, 0 of them without any difference" in html
    counts = dict(re.findall(r'data-error="\w+">(\w+) <b>(\d+)</b>', html))
    assert counts == {**dict.fromkeys(ERRORS, "0"), "missed": "1", "kind": "1", "tone": "1"}
    figures = evaluate(gold, rows)["quote"]
    line = [f"{figures[name]:.3f}" for name in ("f1", "p", "r")] + [str(figures[name]) for name in ("gold", "pred")]
    assert f"<tr><th>quote</th><td>{'</td><td>'.join(line)}</td></tr>" in html
    assert "<tr><th>kind</th><td>0.500</td><td></td><td></td><td></td><td></td></tr>" in html


def test_only_the_first_article_with_an_error_is_open(tmp_path: Path) -> None:
    gold = [article(DIRECT, name=name) for name in ("right", "wrong", "wrong too")]
    _, page = written(tmp_path, gold, rows_of(gold[:1]))
    assert [(e["id"], e["data-errors"]) for _, e in page.elements if "open" in e] == [("a2", "missed")]


ODD_ROWS = [
    ("beyond the text", {"fragments": [[40, 10_000]], "source_start": 5_000, "source_end": 6_000}),
    ("before the text", {"fragments": [[-5, 10]], "source_start": -9, "source_end": -2}),
    ("no characters", {"fragments": [[7, 7]]}),
    ("no fragments", {"fragments": []}),
    ("words for numbers", {"source_start": "here", "source_end": "there", "p_hostile": "high"}),
]


@pytest.mark.parametrize("cells", [c[1] for c in ODD_ROWS], ids=[c[0] for c in ODD_ROWS])
def test_odd_rows_are_shown_as_far_as_they_go(tmp_path: Path, cells: dict[str, Any]) -> None:
    rows = rows_of([article(DIRECT)])
    for column, cell in cells.items():
        rows.at[0, column] = cell
    _, page = written(tmp_path, [article(DIRECT)], rows)
    assert "\n\n".join(page.words["found"]) == TEXT


def test_rows_need_only_what_evaluate_needs_and_may_be_files(tmp_path: Path) -> None:
    bare = rows_of(BOTH)[["doc_id", "quote_id", "fragments"]]
    assert "a1-p2" in written(tmp_path, BOTH, bare)[1].values("id")
    gold, rows = tmp_path / "dev.jsonl", tmp_path / "rows.jsonl"
    gold.write_text(json.dumps(BOTH[0]), encoding="utf-8")
    rows_of(BOTH).assign(quote="").to_json(rows, orient="records", lines=True)
    assert "<title>Errors: dev.jsonl</title>" in written(tmp_path, gold, rows)[0]


BAD_PAGES = [("absent/errors.html", "no folder"), ("folder.html", "is a folder"), ("rows.jsonl", "ends in .html")]


@pytest.mark.parametrize(("name", "words"), BAD_PAGES)
def test_where_no_page_can_be_written(tmp_path: Path, capsys: Any, name: str, words: str) -> None:
    (tmp_path / "folder.html").mkdir()
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(BOTH[0]), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        write_error_browser(BOTH, rows_of(BOTH), tmp_path / name)
    assert main(["evaluate", str(gold), "--errors", str(tmp_path / name)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.html", "gold.jsonl"]


def test_a_page_that_fails_leaves_the_older_one(tmp_path: Path) -> None:
    (tmp_path / "errors.html").write_text("older", encoding="utf-8")
    with pytest.raises(InputError, match="no column fragments"):
        written(tmp_path, BOTH, rows_of(BOTH).drop(columns="fragments"))
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["older"]


def test_the_command_prints_the_same_with_and_without_a_page(tmp_path: Path, capsys: Any) -> None:
    gold, rows, page = (str(tmp_path / name) for name in ("gold.jsonl", "rows.jsonl", "errors.html"))
    Path(gold).write_text(json.dumps(BOTH[0]), encoding="utf-8")
    rows_of(BOTH).assign(quote="").to_json(rows, orient="records", lines=True)
    assert main(["evaluate", gold, rows]) == 0
    without = capsys.readouterr()
    assert main(["evaluate", gold, rows, "--errors", page]) == 0
    beside = capsys.readouterr()
    assert (beside.out, without.err, beside.err) == (without.out, "", f"error browser -> {page}\n")
    assert "<title>Errors: gold.jsonl</title>" in Path(page).read_text(encoding="utf-8")
