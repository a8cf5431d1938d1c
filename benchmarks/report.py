"""The report of many quotes in Chromium: size of the page, time until its table is painted, time of a filter.

    python benchmarks/report.py            # 10,000 quotes; --quotes for others

Rows and articles are those of `seeds/`, drawn again and again: in each copy four words in ten are put in the place of
other words of the same length, so that offsets stay right and no two copies compress as one; persons, titles, dates,
outlets and addresses are new, too. Needs the extra [dev] and Debian's chromium (or --chromium PATH).
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
from stancekit import report, score
from stancekit.training.annotated import read_annotated
from stancekit.types import Article

CHANGED = 0.4
WORD = re.compile(r"[a-z]{4,}")
OUTLETS = [f"{place} {kind}" for place in ("Lindmark", "Vardelle", "Harbour", "Orsova") for kind in ("Post", "Wire")]
OPENED = """() => new Promise(done => {
  const ready = () => document.documentElement.dataset.ready
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()))) : setTimeout(ready, 5);
  ready();
})"""
FILTER = """([name, value]) => new Promise(done => {
  const field = document.getElementById("filters").elements[name];
  const begun = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  const worked = performance.now() - begun;
  requestAnimationFrame(() => setTimeout(() => done([worked, performance.now() - begun])));
})"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--quotes", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    options.add_argument("--chromium", default="/usr/bin/chromium")
    given = options.parse_args()
    rows, articles = many_rows(given.quotes, random.Random(7))
    quotes = len(rows[["doc_id", "quote_id"]].drop_duplicates())
    print(
        f"{len(rows):,} rows, {quotes:,} quotes, {len(articles):,} articles; median quote "
        f"{rows['quote'].str.len().median():.0f} characters"
    )
    print("| page | written in | size | opens (median) | a filter: work | painted (median) | slowest filter (median) |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder, "articles.jsonl")
        texts.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
        for name, context in (("quotes alone", None), ("in context", texts)):
            page = Path(folder, "report.html")
            begun = time.perf_counter()
            report(rows, page, articles=context)
            written = time.perf_counter() - begun
            opens, works, paints = measure(page, given.rounds, given.chromium)
            every = [time for times in paints for time in times]
            slowest = max(map(statistics.median, paints))
            print(
                f"| {name} | {written:.1f} s | {page.stat().st_size / 1e6:.2f} MB | {statistics.median(opens):.0f} ms "
                f"| {statistics.median(works):.0f} ms | {statistics.median(every):.0f} ms | {slowest:.0f} ms |"
            )


def many_rows(wanted: int, chance: random.Random) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """The rows of so many quotes and their articles."""
    seeds = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted((HERE / "seeds/articles").glob("0*.txt"))]
    seeds += [(article["id"], article["text"]) for article in read_annotated(HERE / "seeds/annotated")]
    texts = dict(seeds)
    scored = score([Article(name, text) for name, text in seeds])
    parts = dict(list(scored.groupby("doc_id", sort=False)))
    pool: dict[int, list[str]] = defaultdict(list)
    for text in texts.values():
        for word in WORD.findall(text):
            pool[len(word)].append(word)
    made: list[pd.DataFrame] = []
    articles: list[dict[str, str]] = []
    while sum(part["quote_id"].nunique() for part in made) < wanted:
        name = chance.choice(list(parts))
        part, article = one_more(parts[name], texts[name], f"{len(articles):05d}", pool, chance)
        made.append(part)
        articles.append(article)
    return pd.concat(made, ignore_index=True), articles


def one_more(
    rows: pd.DataFrame, text: str, number: str, pool: dict[int, list[str]], chance: random.Random
) -> tuple[pd.DataFrame, dict[str, str]]:
    """An article and its rows with other words and other people."""

    def other(found: re.Match[str]) -> str:
        return chance.choice(pool[len(found[0])]) if chance.random() < CHANGED else found[0]

    def named() -> str:
        return " ".join(chance.choice(pool[length]).title() for length in (5, 7))

    changed = WORD.sub(other, text)
    day = datetime.date(2023, 1, 1) + datetime.timedelta(days=chance.randrange(1096))
    cells: dict[str, Any] = {
        "doc_id": f"wire-{number}",
        "title": " ".join(chance.choice(pool[length]) for length in (7, 5, 8, 4, 6, 5)).capitalize(),
        "date": day.isoformat(),
        "outlet": chance.choice(OUTLETS),
        "url": f"https://news.example/{day:%Y/%m}/{number}-{chance.choice(pool[8])}",
    }
    people = {person: named() for person in rows["speaker"].dropna().unique()}
    copy = rows.assign(
        **cells,
        quote=[" ".join(changed[start:end] for start, end in fragments) for fragments in rows["fragments"]],
        speaker=rows["speaker"].map(people),
        speaker_id=rows["speaker_id"].where(rows["speaker_id"].isna(), rows["speaker_id"] + number),
    )
    return copy, {"id": cells["doc_id"], "text": changed}


def measure(page: Path, rounds: int, chromium: str) -> tuple[list[float], list[float], list[list[float]]]:
    """Milliseconds of opening, of the script's work on a filter, and until each of the filters is painted."""
    from playwright.sync_api import sync_playwright

    opens: list[float] = []
    works: list[float] = []
    filters = [("text", "border"), ("text", "the"), ("text", "border talks"), ("speaker", "al"), ("state", "RU"),
               ("toward", "US"), ("sure", "80"), ("since", "2024-02-01"), ("until", "2024-11-01")]  # fmt: skip
    paints: list[list[float]] = [[] for _ in filters]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(rounds):
            tab = browser.new_page()
            tab.goto(page.as_uri(), wait_until="commit")
            opens.append(tab.evaluate(OPENED))
            for step, painted in zip(filters, paints, strict=True):
                worked, shown = tab.evaluate(FILTER, step)
                works.append(worked)
                painted.append(shown)
            tab.close()
        browser.close()
    return opens, works, paints


if __name__ == "__main__":
    main()
