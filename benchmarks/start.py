"""CPU seconds from start to first row: an empty interpreter, ``import stancekit``, one article scored by the command.

``python benchmarks/start.py [--article seeds/articles/….txt] [--rounds 5]`` starts a fresh Python for each, in turns,
and counts the user and system time that the child took, its end included. Medians over rounds, after one round that
warms the disk's cache. ``import stancekit`` is also given beyond the empty interpreter.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARTICLE = sorted((ROOT / "seeds" / "articles").glob("*.txt"))[0]


def cpu_seconds(arguments):
    """User and system time of one child; an error where it fails."""
    env = {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")}
    child = subprocess.Popen([sys.executable, *arguments], stderr=subprocess.DEVNULL, env=env)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, arguments)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--article", type=Path, default=ARTICLE)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = str(Path(folder) / "rows.jsonl")
        commands = {
            "python -c pass": ["-c", "pass"],
            "import stancekit": ["-c", "import stancekit"],
            "stancekit score, one article": ["-m", "stancekit", "score", str(options.article), "-o", rows],
        }
        rounds = [{what: cpu_seconds(command) for what, command in commands.items()} for _ in range(1 + options.rounds)]
    median = {what: statistics.median(taken[what] for taken in rounds[1:]) for what in commands}
    print(f"{platform.processor() or platform.machine()}, CPU seconds of a fresh process, median of {options.rounds}")
    for what, seconds in median.items():
        print(f"{what:30} {seconds:6.3f}")
    print(f"{'import, beyond an empty Python':30} {median['import stancekit'] - median['python -c pass']:6.3f}")


if __name__ == "__main__":
    main()
