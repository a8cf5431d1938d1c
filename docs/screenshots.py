"""Make the pictures of the pages anew: ``python docs/screenshots.py``.

Report, article and plots of ``seeds/corpus.jsonl`` (61 invented articles), as PNG files in ``docs/_static``. Needs the
extra ``[dev]`` and Debian's ``chromium`` (or another one in the variable ``CHROMIUM``). Look at each picture before you
commit it.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import stancekit
from stancekit import analysis, plots
from stancekit.rendering import show_article
from stancekit.tables import read_rows

HERE = Path(__file__).parent
CORPUS = HERE.parent / "seeds" / "corpus.jsonl"
PICTURES = HERE / "_static"
COLOURS = 256
"""The palette of each file; with fewer, the tones' few pixels fade into the shades of the letters around them."""
WIDTH = 1280
ARTICLE = "c17"
SPEAKER = "pe-elena-quispe-zavala"
DYAD = ("EC", "PE")


def main() -> None:
    """Score the corpus once, and make each picture of it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        work = Path(folder)
        stancekit.score_corpus(CORPUS, work / "rows.parquet", progress=False)
        rows = stancekit.link_quotes(read_rows(work / "rows.parquet"))
        draw_plots(rows)
        browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        shoot_article(browser, rows)
        stancekit.report(rows, work / "report.html", articles=CORPUS, title="Three invented disputes")
        shoot_report(browser, work / "report.html")
        browser.close()


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("no chromium here: apt-get install chromium, or name one in CHROMIUM")
    return found


def save(png: bytes, name: str) -> None:
    """Write a picture with few colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def draw_plots(rows: pd.DataFrame) -> None:
    """The four pictures of `stancekit.plots`."""
    mpl.use("agg")
    surest = analysis.top_quotes(rows, DYAD, "constructive", 1).iloc[0]
    drawn: dict[str, Any] = {
        "timeline": plots.plot_timeline(rows, freq="YS", most=6),
        "dyads": plots.plot_dyads(analysis.dyads(rows, least=2)),
        "speaker": plots.plot_speaker(rows, SPEAKER),
        "quote": plots.plot_quote(surest),
    }
    for name, made in drawn.items():
        figure: Figure = made if isinstance(made, Figure) else made.figure
        png = io.BytesIO()
        figure.savefig(png, dpi=100, bbox_inches="tight", facecolor="white")
        save(png.getvalue(), name)


def shoot_article(browser: Browser, rows: pd.DataFrame) -> None:
    """An article as a notebook shows it."""
    facts = next(facts for line in CORPUS.open(encoding="utf-8") if (facts := json.loads(line))["id"] == ARTICLE)
    article = stancekit.Article(**facts)
    tab = browser.new_page(viewport={"width": 860, "height": 600})
    shown = show_article(article, rows).html
    tab.set_content(f'<body style="font:15px sans-serif;margin:0;padding:16px">{shown}</body>')
    save(tab.locator("body").screenshot(), "article")
    tab.close()


def shoot_report(browser: Browser, page: Path) -> None:
    """The head of the report, and its table with filters set and a quote opened."""
    shoot(browser, page, "report", lambda tab: None)
    shoot(browser, page, "report_quotes", choose_quotes)


def choose_quotes(tab: Page) -> None:
    tab.get_by_label("Speaker’s state").select_option(DYAD[0])
    tab.get_by_label("Toward state").select_option(DYAD[1])
    tab.locator("#table thead").get_by_role("button", name="stance").click()
    tab.get_by_role("button", name="details").first.click()
    tab.locator("#quotes").evaluate("section => section.scrollIntoView()")


def shoot(browser: Browser, page: Path, name: str, act: Callable[[Page], None]) -> None:
    tab = browser.new_page(viewport={"width": WIDTH, "height": 900})
    tab.goto(page.as_uri())
    tab.wait_for_selector("html[data-ready]")
    act(tab)
    tab.wait_for_timeout(200)
    save(tab.screenshot(), name)
    tab.close()


if __name__ == "__main__":
    main()
