"""Ten thousand generated inputs through the reader and the quotes, and a tenth of them through the whole pipeline.

``python benchmarks/odd_inputs.py [--examples 10000] [--seed N] [--reader DIR]`` makes texts of nested and broken marks,
reporting clauses in any order, line ends and spaces of all kinds, emoji, right-to-left and other odd characters, and
checks that nothing is raised and that all spans are sound (tests/annotation/odd_inputs.py says what that means). Prints
counts; where an input fails, also the smallest like it, and the exit status is 1.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings

import stancekit
from stancekit.pipeline import COMPONENTS

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "annotation"))
from odd_inputs import check_pipeline, check_quotes, texts

SECOND_READING = 10  # every tenth input is read twice


def run(check, nlp, examples, number):
    """Check so many inputs; how many were read with how many quotes, and what failed."""
    counts = {"inputs": 0, "characters": 0, "quotes": 0, "with quotes": 0}

    @seed(number)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(texts())
    def checked(text):
        counts["inputs"] += 1
        found = check(nlp, text, again=counts["inputs"] % SECOND_READING == 0)
        counts["characters"] += len(text)
        counts["quotes"] += found
        counts["with quotes"] += found > 0

    try:
        checked()
    except Exception as error:
        return counts, error
    return counts, None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reader", type=Path)
    options = parser.parse_args()
    whole = stancekit.load(reader=options.reader)
    finder = stancekit.load(reader=options.reader, exclude=COMPONENTS[2:])
    shares = {
        "reader and quotes": (check_quotes, finder, options.examples - options.examples // 10),
        "whole pipeline": (check_pipeline, whole, max(1, options.examples // 10)),
    }
    failed = False
    for name, (check, nlp, examples) in shares.items():
        started = time.monotonic()
        counts, error = run(check, nlp, examples, options.seed)
        shown = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        print(f"{name:18} {shown}, {time.monotonic() - started:.0f} s: {'sound' if error is None else 'FAILED'}")
        if error is not None:
            failed = True
            print(f"{type(error).__name__}: {error}", *getattr(error, "__notes__", []), sep="\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
