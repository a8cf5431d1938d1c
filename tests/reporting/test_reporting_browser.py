"""The report in a browser: what a reader does with it, and what an article cannot do to it.

Debian's chromium, driven by Playwright; without either these tests are skipped.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from report_rows import ATTACK, frame, row, some_rows

import stancekit
from stancekit.rowfiles import writable
from stancekit.tables import read_rows

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SEEDS = Path(__file__).parents[2] / "seeds" / "articles"

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e .[dev]")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium")

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the three real articles, in context."""
    folder = tmp_path_factory.mktemp("real")
    stancekit.score_corpus([SEEDS], folder / "rows.parquet")
    stancekit.report(folder / "rows.parquet", folder / "report.html", articles=SEEDS)
    return folder / "report.html"


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    """Open a page, and see afterwards that it asked for nothing but itself and complained of nothing."""
    seen: list[tuple[Any, Path, list[str], list[str]]] = []

    def opened(path: Path, view: str = "", **options: Any) -> Any:
        tab = browser.new_page(**options)
        asked: list[str] = []
        complaints: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
        tab.goto(path.as_uri() + view)
        tab.wait_for_selector("html[data-ready]")
        seen.append((tab, path, asked, complaints))
        return tab

    yield opened
    for tab, path, asked, complaints in seen:
        tab.wait_for_timeout(50)
        assert {url.partition("#")[0] for url in asked if not url.startswith(("blob:", "data:"))} == {path.as_uri()}
        assert complaints == []
        tab.close()


def page_of(tmp_path: Path, rows: pd.DataFrame, **options: Any) -> Path:
    stancekit.report(rows, tmp_path / "report.html", **options)
    return tmp_path / "report.html"


def quotes(tab: Any) -> list[str]:
    return [words.strip() for words in tab.locator("#table tbody td.quote bdi").all_inner_texts()]


def column(tab: Any, look: str) -> list[str]:
    return [words.strip() for words in tab.locator(f"#table tbody tr:not(.details) > .{look}").all_inner_texts()]


def test_real_rows_are_all_there(real: Path, visit: Open) -> None:
    rows = read_rows(real.with_name("rows.parquet"))
    tab = visit(real)
    assert len(rows) <= 100
    assert [" ".join(one.split()) for one in quotes(tab)] == [" ".join(one.split()) for one in rows["quote"]]
    assert tab.locator("#count").inner_text().startswith(f"{len(rows)} of {len(rows)} rows: ")


def test_real_quotes_open_in_their_context(real: Path, visit: Open) -> None:
    tab = visit(real)
    tab.get_by_role("button", name="details").first.click()
    passage = tab.locator("tr.details .passage").first
    (first, *_) = quotes(tab)
    assert passage.locator("mark").first.inner_text() == first
    assert len(passage.inner_text()) > len(first) + 20
    assert tab.get_by_role("button", name="details").first.get_attribute("aria-expanded") == "true"


def test_real_quotes_filter_as_pandas_does(real: Path, visit: Open) -> None:
    rows = read_rows(real.with_name("rows.parquet"))
    tab = visit(real)
    tab.get_by_label("Speaker’s state").select_option("RU")
    tab.get_by_label("Toward state").select_option("US")
    tab.get_by_role("checkbox", name="hostile").check()
    wanted = rows.query("speaker_state == 'RU' and counterpart == 'US' and tone == 'hostile'")
    assert 0 < len(wanted) < len(rows)
    assert len(quotes(tab)) == len(wanted)
    assert set(column(tab, "tone")) <= {"▼ hostile", "▼ hostile undecided", "▼ hostile\nundecided"}


def fill(name: str, words: str) -> Callable[[Any], None]:
    return lambda tab: tab.locator(f"#filters [name={name}]").fill(words)


def choose(name: str, code: str) -> Callable[[Any], None]:
    return lambda tab: tab.get_by_label(name).select_option(code)


def check(name: str) -> Callable[[Any], None]:
    return lambda tab: tab.get_by_role("checkbox", name=name).check()


FILTERS: list[tuple[str, Callable[[Any], None], list[int]]] = [
    ("words of the quote, any case, all of them", fill("text", "DORVA trust"), [0, 1]),
    ("words of the outlet", fill("text", "quay news"), [3]),
    ("a speaker without the hooks of the name", fill("speaker", "ziga cop"), [3]),
    ("who speaks", choose("Speaker’s state", "IT"), [2]),
    ("toward whom", choose("Toward state", "HR"), [1, 2]),
    ("toward nobody", choose("Toward state", "–"), [3]),
    ("a tone", check("constructive"), [0]),
    ("no tone", check("none"), [3]),
    ("from a day on", fill("since", "2024-03-02"), [3]),
    ("up to a day", fill("until", "2024-03-01"), [0, 1, 2]),
    ("confidence", fill("sure", "45"), [0, 1, 2]),
    ("nothing fits", fill("text", "zeppelin"), []),
]


@pytest.mark.parametrize(("act", "left"), [case[1:] for case in FILTERS], ids=[case[0] for case in FILTERS])
def test_filters(act: Callable[[Any], None], left: list[int], tmp_path: Path, visit: Open) -> None:
    rows = some_rows()
    tab = visit(page_of(tmp_path, rows))
    act(tab)
    assert quotes(tab) == [rows["quote"][place] for place in left]
    assert tab.locator("#count").inner_text().startswith(f"{len(left)} of 4 rows")
    assert tab.locator(".empty").count() == (not left)
    tab.get_by_role("button", name="Clear filters").click()
    sync_api.expect(tab.locator("#table td.quote")).to_have_count(4)


def test_undecided_rows_can_be_left_out(tmp_path: Path, visit: Open) -> None:
    rows = frame(row(), row(quote_id="q2", quote="maybe", tone_set="hostile|cautious|constructive"))
    tab = visit(page_of(tmp_path, rows))
    assert [("undecided" in words) for words in column(tab, "tone")] == [False, True]
    tab.get_by_role("checkbox", name="without undecided").check()
    assert quotes(tab) == ["We trust Dorva"]


SORTS = [
    ("stance", "number:not(.sure)", ["−0.86", "−0.86", "+0.60", "–"], ["+0.60", "−0.86", "−0.86", "–"]),
    ("date", "date", ["2024-03-01"] * 3 + ["2024-09-12"], ["2024-09-12"] + ["2024-03-01"] * 3),
    ("confidence", "sure", ["40 %", "80 %", "80 %", "90 %"], ["90 %", "80 %", "80 %", "40 %"]),
]


@pytest.mark.parametrize(("name", "look", "up", "down"), SORTS)
def test_sorting_goes_up_down_and_back(
    name: str, look: str, up: list[str], down: list[str], tmp_path: Path, visit: Open
) -> None:
    tab = visit(page_of(tmp_path, some_rows()))
    button = tab.locator("#table thead").get_by_role("button", name=name)
    before = quotes(tab)
    for expected, direction in ((up, "ascending"), (down, "descending")):
        button.click()
        assert column(tab, look) == expected
        assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == direction
        assert tab.locator("th[aria-sort]").count() == 1
    button.click()
    assert quotes(tab) == before
    assert tab.locator("th[aria-sort]").count() == 0


def test_a_view_can_be_sent_as_an_address(tmp_path: Path, visit: Open) -> None:
    page = page_of(tmp_path, some_rows())
    first = visit(page)
    first.get_by_label("Toward state").select_option("HR")
    first.get_by_role("checkbox", name="hostile").check()
    first.locator("#table thead").get_by_role("button", name="speaker").click()
    first.wait_for_url("**sort=speaker")
    view = first.evaluate("location.hash")
    second = visit(page, view)
    assert quotes(second) == quotes(first) != []
    assert second.get_by_label("Toward state").input_value() == "HR"
    assert second.get_by_role("checkbox", name="hostile").is_checked()


@pytest.mark.parametrize(
    "view", ["#sort=constructor&page=-5", "#state=NOWHERE", "#tone=%ff&since=x&text=%3Cimg%3E", "#quotes"]
)
def test_any_address_opens(view: str, tmp_path: Path, visit: Open) -> None:
    tab = visit(page_of(tmp_path, some_rows()), view)
    assert " of 4 rows" in tab.locator("#count").inner_text()


def test_a_cell_of_the_matrix_shows_its_quotes(tmp_path: Path, visit: Open) -> None:
    tab = visit(page_of(tmp_path, some_rows()))
    tab.locator(".matrix").get_by_role("link", name="+0.60").click()
    sync_api.expect(tab.locator("#h-quotes")).to_be_focused()
    assert quotes(tab) == [some_rows()["quote"][0]]


def test_the_keyboard_is_enough(tmp_path: Path, visit: Open) -> None:
    tab = visit(page_of(tmp_path, some_rows()))
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") == "text"
    tab.keyboard.type("dorva")
    assert len(quotes(tab)) == 2
    tab.keyboard.press("Enter")  # sends nothing anywhere
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.className") == "opener":
            break
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    tab.keyboard.press("Enter")
    assert outline == "solid"
    assert tab.locator("tr.details").count() == 1
    tab.keyboard.press("Space")
    assert tab.locator("tr.details").count() == 0


def test_screen_readers_are_told(tmp_path: Path, visit: Open) -> None:
    tab = visit(page_of(tmp_path, some_rows()))
    told = tab.locator("#quotes").aria_snapshot()
    for words in (
        'status: "4 of 4 rows',
        'table "Quotes, one row',
        "rowheader",
        'columnheader "stance"',
        'group "Tone"',
    ):
        assert words in told


def test_many_rows_come_page_by_page_and_print_whole(tmp_path: Path, visit: Open) -> None:
    rows = frame(*(row(quote_id=f"q{n}", quote=f"we wait {n}", doc_id=f"a{n}") for n in range(250)))
    tab = visit(page_of(tmp_path, rows))
    assert len(quotes(tab)) == 100
    tab.get_by_role("button", name="last").click()
    assert quotes(tab) == [f"we wait {n}" for n in range(200, 250)]
    assert tab.locator("#place").inner_text() == "rows 201 to 250"
    tab.get_by_label("Words in quote").fill("wait 1")
    assert len(quotes(tab)) == 100
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(quotes(tab)) == 133
    tab.emulate_media(media="print")
    assert not tab.locator("#filters").is_visible()
    assert tab.locator("#chosen").inner_text() == "Filters: Words in quote, speaker, title or outlet: wait 1"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(quotes(tab)) == 100


def test_deflated_data_are_the_same_rows(tmp_path: Path, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = quotes(visit(page_of(tmp_path, some_rows())))
    monkeypatch.setattr("stancekit.reporting.data.embedded.__defaults__", (10,))
    page = page_of(tmp_path, some_rows())
    assert '"deflated"' in page.read_text(encoding="utf-8")
    assert quotes(visit(page)) == plain


def downloaded(tab: Any) -> list[dict[str, str]]:
    with tab.expect_download() as waited:
        tab.get_by_role("button", name="Download").click()
    content = Path(waited.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_the_download_holds_the_rows_that_are_shown(tmp_path: Path, visit: Open) -> None:
    rows = some_rows()
    tab = visit(page_of(tmp_path, rows))
    tab.get_by_label("Toward state").select_option("HR")
    found = downloaded(tab)
    wanted = rows[rows["counterpart"] == "HR"].to_dict("records")
    assert [one["quote"] for one in found] == [one["quote"] for one in wanted]
    for name in ("doc_id", "speaker_state", "counterpart", "tone", "tone_set", "date", "url", "model"):
        assert [one[name] for one in found] == [one[name] for one in wanted]
    assert [float(one["stance"]) for one in found] == [-0.86, -0.86]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1"]


def test_no_cell_of_the_download_is_a_formula(tmp_path: Path, visit: Open) -> None:
    rows = frame(*(row(quote_id=f"q{n}", quote=words, title=words) for n, words in enumerate(FORMULAS)))
    found = downloaded(visit(page_of(tmp_path, rows)))
    assert [one["quote"] for one in found] == ["'" + words for words in FORMULAS]
    assert [one["title"] for one in found] == ["'" + words for words in FORMULAS]
    assert found[0]["stance"] == "0.6"


TEXTS = ["doc_id", "quote_id", "quote", "kind", "cue", "source", "speaker", "speaker_role", "speaker_state", "title",
         "counterpart", "counterpart_mention", "counterpart_found", "outlet", "model", "date"]  # fmt: skip


def test_an_attack_in_every_cell_does_nothing(tmp_path: Path, visit: Open) -> None:
    rows = frame(row(**dict.fromkeys(TEXTS, ATTACK)), row(**dict.fromkeys(TEXTS, ATTACK), url="javascript:alert(1)"))
    tab = visit(page_of(tmp_path, rows, title=ATTACK), "#open=yes")
    tab.get_by_label("Words in quote").fill("onerror")
    tab.wait_for_timeout(200)
    assert quotes(tab) == [ATTACK, ATTACK]
    assert tab.locator("img, iframe, object, embed, #table script, #table style").count() == 0
    assert tab.evaluate("document.documentElement.dataset.hit") is None
    assert tab.title() == ATTACK


LINKS = [
    ("https://harbour.example/1?a=1&b=2", True),
    ("HTTP://harbour.example/", True),
    ("javascript:alert(1)", False),
    (" javascript:alert(1)", False),
    ("java\nscript:alert(1)", False),
    ("data:text/html,<script>alert(1)</script>", False),
    ("//harbour.example", False),
    ("file:///etc/passwd", False),
]


@pytest.mark.parametrize(("url", "followed"), LINKS)
def test_only_web_addresses_are_links(url: str, followed: bool, tmp_path: Path, visit: Open) -> None:
    tab = visit(page_of(tmp_path, frame(row(url=url))), "#open=yes")
    links = tab.locator("#table a")
    assert links.count() == (2 if followed else 0)
    if followed:
        assert links.first.get_attribute("href") == url
        assert "noopener" in (links.first.get_attribute("rel") or "")


ODD = ["\x00nul", "lone \ud800 half", "\u202eright to left", "a\u2028b", "</script>", "<!--", "\U0001f6a2", "é e\u0301"]


def test_odd_characters_are_shown(tmp_path: Path, visit: Open) -> None:
    rows = frame(*(row(quote_id=f"q{n}", quote=words) for n, words in enumerate(ODD)))
    tab = visit(page_of(tmp_path, rows))
    shown = tab.locator("#table tbody td.quote bdi").all_text_contents()
    assert shown == [writable(words) for words in ODD]


def test_a_narrow_screen_does_not_scroll_sideways(tmp_path: Path, visit: Open) -> None:
    tab = visit(page_of(tmp_path, some_rows()), "#open=yes", viewport={"width": 380, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 380


@pytest.mark.parametrize("width", [1100, 1280, 1600])
def test_the_quote_has_the_widest_column(width: int, tmp_path: Path, visit: Open) -> None:
    tab = visit(page_of(tmp_path, some_rows()), viewport={"width": width, "height": 800})
    heads = "[...document.querySelectorAll('#table thead th')].map(th => [th.innerText.trim(), th.offsetWidth])"
    widths = dict(tab.evaluate(heads))
    assert max(widths, key=widths.__getitem__) == "quote"
    assert widths["quote"] > width / 4.5
    assert tab.evaluate("document.documentElement.scrollWidth") == width
