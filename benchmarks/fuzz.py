"""Feed text guard, quote finder, readers of corpora and loader of models with bytes until something breaks.

``python benchmarks/fuzz.py [--seconds 60] [--target text] [--corpus DIR]`` (extra ``[fuzz]``) runs each target so long
under atheris, which follows the branches that an input takes through our code. Prints executions and finds. A find is
left in tests/data/fuzz/<target>/, where the suite replays it for ever; it ends the run of its target, and the exit
status is 1. Inputs that took new branches are kept in --corpus, for the next run to begin with.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path

PROJECT = Path(__file__).parents[1]
FINDS = PROJECT / "tests" / "data" / "fuzz"
TARGETS = ("text", "quotes", "readers", "models")
SECONDS_AN_INPUT = 20
MEGABYTES = 3000
FOUND = 77
LONGEST = {"text": 300, "quotes": 160, "readers": 2_000, "models": 2_000}
RUNS = re.compile(r"^(?:Done |#|stat::number_of_executed_units: )(\d+)", re.MULTILINE)
COVERED = re.compile(r" cov: (\d+) ")


def feed(target: str, options: list[str]) -> None:
    """Never returns: libFuzzer ends the process, or the first find does."""
    import atheris

    sys.path[:0] = [str(PROJECT / "tests" / room) for room in ("", "annotation", "fuzz")]
    with atheris.instrument_imports(include=["stancekit"]):
        import fuzz_targets

    fuzz_targets.check(target, bytes(8))  # what is loaded once is no slow input

    def fed(data: bytes) -> None:
        try:
            fuzz_targets.check(target, data)
        except BaseException:
            traceback.print_exc()
            (FINDS / target / hashlib.sha1(data).hexdigest()[:12]).write_bytes(data)
            os._exit(FOUND)  # a raised exception loses the input where libFuzzer's alarm comes first

    corpus = Path(options[-2])
    for number, data in enumerate(fuzz_targets.SEEDS[target]):
        (corpus / f"seed{number}").write_bytes(data)
    atheris.Setup([sys.argv[0], *options], fed)
    atheris.Fuzz()


def run(target: str, seconds: int, corpus: Path) -> int:
    """Run one target in a process of its own, and print what came of it; how many finds there were."""
    finds = FINDS / target
    for folder in (finds, corpus / target):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(finds.iterdir())
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-report_slow_units={SECONDS_AN_INPUT}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={LONGEST[target]}",
        f"-artifact_prefix={finds}/",
        "-print_final_stats=1",
        "-len_control=0",
        str(corpus / target),
        str(finds),
    ]
    done = subprocess.run(
        [sys.executable, __file__, "--feed", target, *options],
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT)},
    )
    found = sorted(set(finds.iterdir()) - before)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-2000:], sep="\n")
    if done.returncode and not found:
        sys.exit(f"{target}: the fuzzer itself ended with {done.returncode}")
    executions = max(map(int, RUNS.findall(done.stderr)), default=0)
    covered = max(map(int, COVERED.findall(done.stderr)), default=0)
    print(
        f"{target:8} {seconds:6,} s {executions:12,} executions {covered:8,} branches {len(found):4} finds", flush=True
    )
    for path in found:
        print(f"  {path.relative_to(PROJECT)}")
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--target", choices=TARGETS, action="append", help="this one alone; may be given repeatedly")
    parser.add_argument("--corpus", type=Path, default=PROJECT / ".fuzz")
    options = parser.parse_args()
    found = sum(run(target, options.seconds, options.corpus) for target in options.target or TARGETS)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--feed"]:
        feed(sys.argv[2], sys.argv[3:])
    else:
        main()
