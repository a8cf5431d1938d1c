"""What each stage costs beside the reader, and what a user's own table of 50,000 names adds: one core, one run.

``python benchmarks/stages.py [--shared ../shared] [--rounds 5]`` reads the articles of the end-to-end set (dense in
quotes) and of PolNeAR dev, and prints the CPU time of every component as a share of the reader's, the median over
rounds; then the time of the whole pipeline with 50,000 invented names of one's own by that without them, in turns.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import random
import statistics
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import stancekit

READER = "stancekit_reader"
OURS = ("stancekit_states", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts")
NAMES = 50_000


def texts_of(path, limit):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, limit)]


def seconds(nlp, texts):
    """CPU seconds of each component over some texts."""
    spent = Counter()
    for text in texts:
        doc = nlp.make_doc(text)
        for name, component in nlp.pipeline:
            started = time.process_time()
            doc = component(doc)
            spent[name] += time.process_time() - started
    return spent


def own_names(folder):
    """A table of invented names, two words each, as a user might keep one."""
    chosen = random.Random(7)
    letters = "bcdfghjklmnprstvz", "aeiou"
    words = ["".join(chosen.choice(letters[i % 2]) for i in range(6)).title() for _ in range(20_000)]
    rows = {f"{chosen.choice(words)} {chosen.choice(words)}" for _ in range(NAMES + 500)}
    lines = [f"{chosen.choice(['FR', 'JP', 'BR'])}\t{name}\tseat\t\tinvented" for name in sorted(rows)[:NAMES]]
    path = folder / "names.tsv"
    path.write_text("code\ttext\tkind\trule\tsource\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    data = options.shared / "data"
    sets = {
        "end-to-end dev": texts_of(data / "e2e" / "dev.jsonl", 27),
        "PolNeAR dev": texts_of(data / "attribution" / "texts_dev.jsonl", 40),
    }
    nlp = stancekit.load()
    seconds(nlp, [texts[0] for texts in sets.values()])
    measured = {title: [seconds(nlp, texts) for _ in range(options.rounds)] for title, texts in sets.items()}
    measured["both sets"] = [sum(pair, Counter()) for pair in zip(*measured.values(), strict=True)]
    for title, rounds in measured.items():
        shares = {name: statistics.median(r[name] / r[READER] for r in rounds) for name, _ in nlp.pipeline}
        cells = "  ".join(f"{name.removeprefix('stancekit_')} {share:.3f}" for name, share in shares.items())
        together = statistics.median(sum(r[name] for name in OURS) / r[READER] for r in rounds)
        print(f"{title:15} {cells}\n{'':15} states to counterparts together: {together:.3f}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        own = stancekit.load(names=[own_names(Path(scratch))])
    for title, texts in sets.items():
        pairs = [(sum(seconds(own, texts).values()), sum(seconds(nlp, texts).values())) for _ in range(options.rounds)]
        print(
            f"{title:15} with {NAMES:,} names of one's own / without: {statistics.median(a / b for a, b in pairs):.3f}"
        )


if __name__ == "__main__":
    main()
