"""Words per second beside the shared CNN pipeline's: one core, same texts, same run, in turns.

``python benchmarks/speed.py [--shared ../shared] [--rounds 5] [--only recombined]`` times, on raw articles, the reader
with its quotes, then the whole chain to scored rows (guard, reader, quotes, speakers, counterparts, tone), and in turns
with each the CNN pipeline alone. The figures that count are ratios; they are printed for the diplomatic articles of the
end-to-end set (dense in quotes: a tone for every thirty words), for PolNeAR's newspaper articles, and for articles
recombined from all of these and our own (``benchmarks_corpora.py``). Vectors of quotes that were kept from an earlier
round are forgotten before each one, so that every round judges every quote. ``--growth`` compares one article of
1,000,000 characters with ten of 100,000, and times loading.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import platform
import statistics
import time
from itertools import islice
from pathlib import Path

import spacy
from benchmarks_corpora import articles as recombined

import stancekit
from stancekit.pipeline import annotate
from stancekit.scoring import score_articles
from stancekit.tone import vectors

LATER = ["stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"]


def texts_of(path, limit):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, limit)]


def cpu_seconds(run, texts):
    started = time.process_time()
    run(texts)
    return time.process_time() - started


def compare(options):
    reading = stancekit.load(reader=options.reader, exclude=LATER)
    nlp, tone = stancekit.load(reader=options.reader), stancekit.load_tone()
    cnn = spacy.load(options.shared / "base_pipeline" / "pipeline")

    def read(texts):
        for text in texts:
            reading(text)

    def chain(texts):
        vectors._vector.cache_clear()
        articles = [stancekit.Article(str(number), text) for number, text in enumerate(texts)]
        for _ in score_articles(nlp, tone, articles):
            pass

    def yardstick(texts):
        for _ in cnn.pipe(texts):
            pass

    data = options.shared / "data"
    sets = {
        "end-to-end dev": texts_of(data / "e2e" / "dev.jsonl", 27),
        "PolNeAR dev": texts_of(data / "attribution" / "texts_dev.jsonl", 40),
        "recombined": [article["text"] for article in recombined(options.shared, 150, 250)],
    }
    if options.only:
        sets = {title: texts for title, texts in sets.items() if title == options.only}
    print(f"{'texts':15} {'what':17} {'words':>7} {'words/s':>8} {'CNN':>7} {'ratio':>6}")
    for title, texts in sets.items():
        words = sum(len(text.split()) for text in texts)
        for what, ours in (("reader and quotes", read), ("whole chain", chain)):
            ours(texts[:2]), yardstick(texts[:2])
            pairs = [
                (words / cpu_seconds(ours, texts), words / cpu_seconds(yardstick, texts)) for _ in range(options.rounds)
            ]
            mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{title:15} {what:17} {words:7,} {mine:8,.0f} {theirs:7,.0f} {ratio:6.2f}", flush=True)


def growth(options):
    started = time.perf_counter()
    nlp = stancekit.load(reader=options.reader, exclude=LATER)
    print(f"load: {time.perf_counter() - started:.2f} s")
    together = "\n\n".join(texts_of(options.shared / "data" / "attribution" / "texts_train.jsonl", 400))
    assert len(together) > 1_000_000, len(together)
    parts = [together[start : start + 100_000] for start in range(0, 1_000_000, 100_000)]

    def read(texts):
        for text in texts:
            for _, found in annotate(nlp, [stancekit.Article("a", text)]):
                assert isinstance(found, tuple), found

    read(parts[:1])
    ratios = [cpu_seconds(read, ["".join(parts)]) / cpu_seconds(read, parts) for _ in range(2)]
    print(f"one article of 1,000,000 characters / ten of 100,000: {statistics.median(ratios):.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reader", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="one set of texts: end-to-end dev, PolNeAR dev, recombined")
    parser.add_argument("--growth", action="store_true", help="how time grows with an article's length")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    print(f"{platform.processor() or platform.machine()}, one core, CPU seconds, median of {options.rounds} rounds")
    if options.growth:
        growth(options)
    else:
        compare(options)


if __name__ == "__main__":
    main()
