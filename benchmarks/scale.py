"""Large corpora: two workers beside one, memory of a worker over its life, processes beside Dask.

``python benchmarks/scale.py two [--shared ../shared] [--words 250]`` scores 5,000 articles with one worker and with
two, in turns, and prints the ratio of words a second (loading of models included). ``memory`` scores 20,000 with two
workers and prints the peak of a worker's memory, and how much it grew between article 2,000 and the last. ``engines``
scores 20,000 with a pool of two processes and on a Dask cluster of two workers, and compares all rows. Corpora are
made for the occasion, see ``benchmarks_corpora.py``, and go afterwards. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks_corpora import write_corpus

from stancekit import score_corpus
from stancekit.corpus.progress import Progress
from stancekit.rowfiles import iter_rows

ENOUGH = 2_000


def resident(pid: int, what: str) -> float:
    """Memory of a process in MB: VmRSS (now) or VmHWM (most so far)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


def two(folder: Path, options: argparse.Namespace) -> None:
    number = options.articles or 5_000
    words = write_corpus(folder, options.shared, number, options.words)
    rates: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(options.rounds):
        for workers in (1, 2):
            started = time.perf_counter()
            score_corpus(folder, folder / "rows", workers, resume=False, progress=False)
            seconds = time.perf_counter() - started
            rates[workers].append(words / seconds)
            print(f"round {turn + 1}, workers {workers}: {seconds:.0f} s, {words / seconds:,.0f} words/s", flush=True)
    ratio = statistics.median(b / a for a, b in zip(rates[1], rates[2], strict=True))
    print(f"{number:,} articles of {words / number:.0f} words: two workers / one {ratio:.2f}")


def memory(folder: Path, options: argparse.Namespace) -> None:
    number = options.articles or 20_000
    write_corpus(folder, options.shared, number, options.words)
    seen: list[tuple[int, list[float], float]] = []

    def look(progress: Progress) -> None:
        pids = [process.pid for process in multiprocessing.active_children()]
        if pids and progress.total:
            now = [resident(pid, "VmRSS") for pid in pids if pid]
            seen.append((progress.done, now, resident(multiprocessing.current_process().pid or 0, "VmRSS")))
            peaks[:] = [resident(pid, "VmHWM") for pid in pids if pid]

    peaks: list[float] = []
    started, used = time.perf_counter(), time.process_time()
    summary = score_corpus(folder, folder / "rows", 2, progress=look)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    early = [one for one in seen if one[0] <= ENOUGH]
    for done, workers, parent in seen[:: max(1, len(seen) // 12)]:
        print(f"{done:6,} articles: workers {', '.join(f'{mb:.0f}' for mb in workers)} MB, parent {parent:.0f} MB")
    grown = max(seen[-1][1]) - max(early[-1][1])
    print(f"peak of a worker {max(peaks):.0f} MB; from article {ENOUGH:,} to {number:,} it grew by {grown:.1f} MB")
    print(f"the parent grew by {seen[-1][2] - early[-1][2]:.1f} MB, to {seen[-1][2]:.0f} MB")
    size = sum(path.stat().st_size for path in (folder / "rows").glob("*.parquet"))
    print(f"{summary.rows:,} rows in {seconds:.0f} s, {size / summary.rows:.0f} bytes each on disk")
    per_article = f"{1000 * used / number:.2f} ms of CPU an article"
    print(f"the parent used {per_article}; its workers {2 * seconds / used:.0f} times that")


def engines(folder: Path, options: argparse.Namespace) -> None:
    number = options.articles or 20_000
    words = write_corpus(folder, options.shared, number, options.words)
    for engine in ("local", "dask"):
        started = time.perf_counter()
        summary = score_corpus(folder, folder / f"rows-{engine}", 2, engine=engine, progress=False)
        seconds = time.perf_counter() - started
        counts = f"{summary.articles:,} articles, {summary.rows:,} rows"
        print(f"{engine}: {counts}, {seconds:.0f} s, {words / seconds:,.0f} words/s", flush=True)
    rows = zip(iter_rows(folder / "rows-local"), iter_rows(folder / "rows-dask"), strict=True)
    unequal = sum(json.dumps(a) != json.dumps(b) for a, b in rows)
    print(f"rows that differ: {unequal}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["two", "memory", "engines"])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int)
    parser.add_argument("--words", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    if not options.shared.is_dir():
        options.shared = None
    with tempfile.TemporaryDirectory() as scratch:
        {"two": two, "memory": memory, "engines": engines}[options.what](Path(scratch), options)


if __name__ == "__main__":
    main()
