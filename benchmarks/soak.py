"""A long run with bad articles in it that is killed five times: every article accounted for, memory and rate steady.

``python benchmarks/soak.py [--articles 50000] [--words 60] [--kills 5] [--shared ../shared]`` scores a corpus of
recombined articles (``benchmarks_corpora.py``), of which one in a hundred is bad in one of ten ways, with two workers
into a folder. The whole run, workers and all, is killed (SIGKILL) at random points and taken up again. Then:

- every article that was written is scored with rows, scored without a quote, or rejected with its reason, and once;
- the bad ones that ought to be rejected are, and no others;
- memory of a worker at its peak, and how much it grew from article 2,000 of its life on;
- articles a second of CPU of the workers over the last tenth, beside the first (CPU, so that what else the machine
  does is not measured; each process's first seconds, when it loads, are left out);
- the rows equal those of a run that was left alone, where ``--compare`` asks for it.

Linux only: memory and CPU are read from /proc.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from benchmarks_corpora import articles
from scale import resident

from stancekit import score_corpus
from stancekit.corpus.progress import Progress
from stancekit.rowfiles import iter_rows

FILES = 20
ONE_IN = 100
SETTLED = 2_000
SEED = 7


def nested(depth: int) -> list:
    """Lists within each other."""
    found: list = []
    for _ in range(depth):
        found = [found]
    return found


def bad_line(article: dict[str, str], kind: int) -> tuple[str, bool]:
    """An article gone wrong in one of ten ways, as a line of JSON; and whether it ought to be rejected."""
    text = article["text"]
    if kind == 0:
        return json.dumps(article)[: len(text) // 2], True
    wrong: tuple[dict[str, object], bool] = [
        ({"text": ""}, True),
        ({"text": " \n\t "}, True),
        ({"text": None}, True),
        ({"text": 42}, True),
        ({"text": text, "parts": nested(500)}, True),
        ({"text": text + " \ud83d\u0000\u202e"}, False),
        ({"text": text.encode("utf-8").decode("cp1252", errors="replace")}, False),
        ({"text": "“" * 20_000 + text}, False),
        ({"text": text, "date": "the day before yesterday"}, False),
    ][kind - 1]
    return json.dumps({**article, **wrong[0]}), wrong[1]


def write(folder: Path, options: argparse.Namespace) -> tuple[set[str], int]:
    """Write the corpus; the ids of the articles that ought to be scored, and how many ought to be rejected."""
    good, rejected = set(), 0
    tables = [(folder / f"wire-{place:02}.jsonl").open("w", encoding="utf-8") for place in range(FILES)]
    for place, article in enumerate(articles(options.shared, options.articles, options.words)):
        line, refused = json.dumps(article), False
        if place % ONE_IN == ONE_IN // 2:
            line, refused = bad_line(article, place // ONE_IN % 10)
        tables[place * FILES // options.articles].write(line + "\n")
        rejected += refused
        if not refused:
            good.add(article["id"])
    for table in tables:
        table.close()
    return good, rejected


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(folder: Path, out: Path, log: Path) -> None:
    """Score, and note at every step how far it is and what the workers have used."""
    with log.open("a", encoding="utf-8", buffering=1) as notes:

        def look(progress: Progress) -> None:
            pids = sorted(process.pid for process in multiprocessing.active_children() if process.pid)
            used = {pid: (round(cpu(pid), 2), round(resident(pid, "VmRSS"), 1)) for pid in pids}
            if progress.total:
                notes.write(json.dumps({"done": progress.done, "run": os.getpid(), "workers": used}) + "\n")

        summary = score_corpus(folder, out, 2, resume=True, progress=look)
    counts = {name: getattr(summary, name) for name in ("articles", "quotes", "rows", "rejected", "without_quotes")}
    log.with_suffix(".summary").write_text(json.dumps(counts), encoding="utf-8")


def notes_of(log: Path) -> list[dict]:
    if not log.exists():
        return []
    lines = log.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def soak(folder: Path, out: Path, log: Path, options: argparse.Namespace) -> None:
    """Start the run, kill it where chance says, start it again, until it is through."""
    chance = random.Random(SEED)
    marks = sorted(chance.randrange(options.articles // 10, 9 * options.articles // 10) for _ in range(options.kills))
    while True:
        command = [sys.executable, __file__, "--run", str(folder), str(out), str(log)]
        process = subprocess.Popen(command, start_new_session=True)
        while process.poll() is None:
            time.sleep(0.2)
            done = max((note["done"] for note in notes_of(log)[-1:]), default=0)
            if marks and done >= marks[0]:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                print(f"killed at article {done:,}", flush=True)
                marks = [mark for mark in marks if mark > done]
                break
        else:
            if process.returncode:
                raise SystemExit(f"the run ended with {process.returncode}")
            return


def rate(notes: list[dict], first: int, last: int) -> float:
    """Articles a second of CPU between two points, over the stretches in which one run's workers stayed the same."""
    done = used = 0.0
    began: dict[int, int] = {}
    for note in notes:
        began.setdefault(note["run"], note["done"])
    for before, after in pairwise(note for note in notes if first <= note["done"] <= last):
        same = before["run"] == after["run"] and before["workers"].keys() == after["workers"].keys()
        if same and before["done"] > began[before["run"]]:
            done += after["done"] - before["done"]
            used += sum(after["workers"][pid][0] - before["workers"][pid][0] for pid in after["workers"])
    return done / used if used else float("nan")


def growth(notes: list[dict]) -> tuple[float, float]:
    """Peak of a worker's memory, and the most that one has grown since its run was some thousand articles old."""
    peak = grown = 0.0
    for number in {note["run"] for note in notes}:
        mine = [note for note in notes if note["run"] == number]
        settled = [note for note in mine if note["done"] >= mine[0]["done"] + SETTLED and note["workers"]]
        peak = max([peak, *(mb for note in mine for _, mb in note["workers"].values())])
        if settled:
            early = max(mb for _, mb in settled[0]["workers"].values())
            grown = max(grown, max(mb for _, mb in settled[-1]["workers"].values()) - early)
    return peak, grown


def account(out: Path, good: set[str], refused: int, summary: dict[str, int]) -> None:
    """Print where every article went."""
    seen: Counter[tuple] = Counter((row["doc_id"], row["quote_id"], row["counterpart"]) for row in iter_rows(out))
    with_rows = {doc_id for doc_id, *_ in seen}
    rejected = [json.loads(line) for line in Path(f"{out}.rejected.jsonl").read_text(encoding="utf-8").splitlines()]
    print(f"scored {summary['articles']:,} ({summary['without_quotes']:,} without a quote), {summary['rows']:,} rows")
    print(f"rejected {len(rejected):,}: {dict(Counter(one['reason'] for one in rejected))}")
    print(f"read {summary['articles'] + len(rejected):,} of {len(good) + refused:,} written")
    print(
        f"rows written twice: {sum(count - 1 for count in seen.values())}; of unknown articles: {len(with_rows - good)}"
    )
    unlike = (summary["articles"] - len(good), len(rejected) - refused, len(with_rows) + summary["without_quotes"])
    print(f"scored more or less than ought to be: {unlike[0]}, rejected: {unlike[1]}")
    print(f"with rows and without a quote: {unlike[2]:,} of {len(good):,}")


def steadiness(notes: list[dict], number: int) -> None:
    """Print the rates of the first and the last tenth, and the memory of the workers."""
    tenth = number // 10
    early, late = rate(notes, 0, tenth), rate(notes, number - tenth, number)
    print(f"articles a second of CPU: first tenth {early:.1f}, last {late:.1f}, ratio {late / early:.2f}")
    peak, grown = growth(notes)
    print(f"peak of a worker {peak:.0f} MB; most that one grew after its first {SETTLED:,} articles {grown:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--compare", action="store_true", help="score once more without kills, and compare the rows")
    parser.add_argument("--run", type=Path, nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run(*options.run)
        return
    if not options.shared.is_dir():
        options.shared = None
    with tempfile.TemporaryDirectory() as scratch:
        folder, out, log = Path(scratch) / "in", Path(scratch) / "rows", Path(scratch) / "log.jsonl"
        folder.mkdir()
        good, refused = write(folder, options)
        started = time.perf_counter()
        soak(folder, out, log, options)
        print(f"{options.articles:,} articles, {options.kills} kills, {time.perf_counter() - started:.0f} s")
        account(out, good, refused, json.loads(log.with_suffix(".summary").read_text(encoding="utf-8")))
        steadiness(notes_of(log), options.articles)
        if options.compare:
            alone = Path(scratch) / "alone"
            run(folder, alone, Path(scratch) / "alone.jsonl")
            pairs = zip(iter_rows(out), iter_rows(alone), strict=True)
            print(f"rows unlike those of a run left alone: {sum(json.dumps(a) != json.dumps(b) for a, b in pairs)}")


if __name__ == "__main__":
    main()
