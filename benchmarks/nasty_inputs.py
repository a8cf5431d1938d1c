"""Hundreds of nasty files and rows through the whole road with the real models: what came of each family.

``python benchmarks/nasty_inputs.py [--family encodings …] [--workers 1]`` writes the inputs of ``tests/nasty`` into a
temporary folder, scores each case in the worker process of a run as ``stancekit score`` does, and compares what comes
with what is written beside it. Prints a line for each family: cases, files and rows judged, scored, rejected by reason,
quotes, seconds; then the peak memory of the reader and of the worker. The exit status is 1 where an outcome differs.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from stancekit.corpus.run import score_corpus
from stancekit.errors import InputError

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "nasty"))
import corpus as nasty
from cases import SCORED


def run(family, workers):
    """Score a family's cases in one run; counts and what differs."""
    counts, started = Counter(), time.monotonic()
    with TemporaryDirectory(prefix="nasty-") as place:
        folder = Path(place)
        cases = family.cases()
        folders = [nasty.put(case, folder, number) for number, case in enumerate(cases)]
        try:
            summary = score_corpus(folders, folder / "rows", workers, progress=False)
            counts.update(scored=summary.articles, quotes=summary.quotes)
        except InputError as error:
            counts.update(refused=1)
            print(error)
        rejected = folder / "rows.rejected.jsonl"
        lines = [json.loads(line) for line in rejected.open(encoding="utf-8")] if rejected.exists() else []
        counts.update(f"rejected: {line['reason']}" for line in lines)
        close(folder)
    expected = [one for case in cases for one in case.expected]
    wanted = Counter("scored" if one == SCORED else f"rejected: {one.partition(':')[0]}" for one in expected)
    found = {name: counts[name] for name in wanted | counts if name not in ("quotes", "refused")}
    seconds = time.monotonic() - started
    return len(cases), len(expected), counts, seconds, {k: (v, wanted[k]) for k, v in found.items() if v != wanted[k]}


def close(folder):
    """Open what nobody may open, so that it can be removed."""
    for path in folder.rglob("shut"):
        path.chmod(0o700)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", nargs="*", help="modules of tests/nasty; all where nothing is said")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    families = [one for one in nasty.FAMILIES if not options.family or one.__name__ in options.family]
    total, differing = Counter(), 0
    print(f"{'family':20} {'cases':>6} {'judged':>7} {'scored':>7} {'quotes':>8} {'seconds':>8}  rejected")
    for family in families:
        cases, judged, counts, seconds, wrong = run(family, options.workers)
        reasons = {name[10:]: count for name, count in sorted(counts.items()) if name.startswith("rejected: ")}
        shown = ", ".join(f"{count} {name}" for name, count in reasons.items())
        name = family.__name__
        print(f"{name:20} {cases:6} {judged:7} {counts['scored']:7} {counts['quotes']:8,} {seconds:8.1f}  {shown}")
        for what, (is_now, should) in wrong.items():
            print(f"    differs: {what} {is_now}, expected {should}")
        differing += bool(wrong)
        total.update(cases=cases, judged=judged, scored=counts["scored"], rejected=sum(reasons.values()))
    print(", ".join(f"{count:,} {what}" for what, count in total.items()))
    for who, what in (("reading", resource.RUSAGE_SELF), ("scoring", resource.RUSAGE_CHILDREN)):
        print(f"peak memory of the process that is {who}: {resource.getrusage(what).ru_maxrss // 1024} MB")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
