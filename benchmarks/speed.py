"""Words per second of the whole chain beside the shared CNN pipeline's: one core, same texts, same run.

``python benchmarks/speed.py [--shared ../shared] [--rounds 3]`` reads raw articles to scored rows (guard, reader,
quotes, speakers, counterparts, tone) and, in turns with it, runs the CNN pipeline alone. The figure that counts
is the ratio; it is printed for the diplomatic articles of the end-to-end set (dense in quotes: a tone for every
thirty words) and for PolNeAR's newspaper articles.
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

import stancekit
from stancekit.scoring import score_articles


def texts_of(path, limit):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, limit)]


def words_per_second(run, texts):
    started = time.process_time()
    run(texts)
    return sum(len(text.split()) for text in texts) / (time.process_time() - started)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    nlp, tone = stancekit.load(), stancekit.load_tone()
    cnn = spacy.load(options.shared / "base_pipeline" / "pipeline")

    def ours(texts):
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
    }
    print(f"{platform.processor() or platform.machine()}, one core, CPU seconds, median of {options.rounds} rounds")
    print(f"{'texts':16} {'words':>7} {'stancekit':>10} {'CNN':>7} {'ratio':>6}   words/s")
    for name, texts in sets.items():
        ours(texts[:2]), yardstick(texts[:2])
        pairs = [(words_per_second(ours, texts), words_per_second(yardstick, texts)) for _ in range(options.rounds)]
        mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"{name:16} {sum(len(t.split()) for t in texts):7,} {mine:10,.0f} {theirs:7,.0f} {ratio:6.2f}")


if __name__ == "__main__":
    main()
