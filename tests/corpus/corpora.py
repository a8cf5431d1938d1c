"""Small corpora and what came of them, for the tests of runs."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import fake_models

from stancekit.corpus.run import Summary, score_corpus

HOSTILE = "“We will answer Zagreb,” Ana said."
PLAIN = "“It rains,” Ana said. “It pours,” he said."
SILENT = "Rain fell."


def put_corpus(folder: Path, *texts: str) -> Path:
    """Texts as one table."""
    table = folder / "in.jsonl"
    records = [{"id": f"a{number}", "text": text} for number, text in enumerate(texts)]
    table.write_text("".join(json.dumps(record) + "\n" for record in records))
    return table


def run(folder: Path, *texts: str, out: str = "rows.jsonl", workers: int = 1, **options: object) -> Summary:
    """Score texts, given as one table, with the fake models."""
    load = options.pop("load", fake_models.load)
    return score_corpus(put_corpus(folder, *texts), folder / out, workers, load=load, **options)


def rejected(folder: Path, out: str = "rows.jsonl") -> list[dict[str, str]]:
    """The articles that were rejected."""
    return [json.loads(line) for line in (folder / f"{out}.rejected.jsonl").read_text().splitlines()]


def all_bytes(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    return [int(child) for child in found.stdout.split()]


def has_ended(pid: int) -> bool:
    """Whether a process is gone, but for what is left until somebody asks for its status."""
    place = Path(f"/proc/{pid}")
    return not place.exists() or not (place / "cmdline").read_bytes()
