"""What a run survives: power cuts at every step, kills at any time, full disks, articles that kill their worker."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import fake_models
import pytest
from corpora import HOSTILE, PLAIN, SILENT, all_bytes, children_of, has_ended, put_corpus, rejected, run, wait_for

from stancekit import aside
from stancekit.corpus import assembly, run_folder
from stancekit.corpus.run import score_corpus
from stancekit.errors import InputError, StancekitError
from stancekit.tables import read_rows

TEXTS = [PLAIN, SILENT, HOSTILE, " ", PLAIN.replace("Ana", "Bor"), HOSTILE, SILENT, PLAIN, HOSTILE, PLAIN]


class PowerCutError(BaseException):
    """Ends everything at once: nobody cleans up."""


@contextmanager
def power_cut(monkeypatch, step: int):
    """Cut the power right before the given file operation: a renaming or a removal."""
    count = 0

    def counted(operation):
        def step_or_cut(*args, **options):
            nonlocal count
            count += 1
            if count >= step:
                raise PowerCutError
            return operation(*args, **options)

        return step_or_cut

    with monkeypatch.context() as patch:
        patch.setattr(aside.os, "replace", counted(os.replace))
        patch.setattr(Path, "unlink", counted(Path.unlink))
        patch.setattr(aside, "_remove", lambda path: None)
        patch.setattr(run_folder.RunFolder, "clear", lambda self: None)
        yield lambda: count


@pytest.mark.parametrize("out", ["rows", "rows.csv"])
def test_a_power_cut_at_any_step_costs_and_doubles_nothing(tmp_path, monkeypatch, out):
    monkeypatch.setattr(assembly, "PART_ROWS", 3)
    expected, found = tmp_path / "expected", tmp_path / "found"
    expected.mkdir()
    run(tmp_path, *TEXTS, out=f"expected/{out}", shard_size=2)
    steps = 0
    while True:
        steps += 1
        found.mkdir()
        try:
            with power_cut(monkeypatch, steps):
                run(tmp_path, *TEXTS, out=f"found/{out}", shard_size=2)
        except PowerCutError:
            run(tmp_path, *TEXTS, out=f"found/{out}", shard_size=2, resume=True)
            assert all_bytes(found) == all_bytes(expected), f"cut before step {steps}"
        else:
            break
        finally:
            subprocess.run(["rm", "-r", found], check=True)
    assert steps > 20


KILLED = """
import sys
sys.path.insert(0, {here!r})
import fake_models
from stancekit.corpus.run import score_corpus
if __name__ == "__main__":
    score_corpus({table!r}, {out!r}, workers={workers}, shard_size=3, load=fake_models.load, resume=True)
"""


@pytest.mark.parametrize(("workers", "kills"), [(1, 12), (2, 8)])
def test_killed_at_random_the_run_ends_as_if_nothing_had_happened(tmp_path, workers, kills):
    texts = [f"SLOW {text}" for text in TEXTS * 6]
    run(tmp_path, *texts, out="expected", shard_size=3)
    script = tmp_path / "script.py"
    places = {"here": str(Path(__file__).parent), "table": str(tmp_path / "in.jsonl"), "out": str(tmp_path / "found")}
    script.write_text(KILLED.format(workers=workers, **places))
    chance = random.Random(workers)
    killed = 0
    while killed < kills:
        process = subprocess.Popen([sys.executable, script], stderr=subprocess.DEVNULL, process_group=0)
        try:
            process.wait(timeout=chance.uniform(0.2, 2.5))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        if process.returncode == 0:
            subprocess.run(["rm", "-r", tmp_path / "found"], check=True)
    subprocess.run([sys.executable, script], check=True)
    assert all_bytes(tmp_path / "found") == all_bytes(tmp_path / "expected")


def test_workers_end_with_the_process_that_started_them(tmp_path):
    put_corpus(tmp_path, *[f"SLOW {PLAIN}"] * 2000)
    script = tmp_path / "script.py"
    places = {"here": str(Path(__file__).parent), "table": str(tmp_path / "in.jsonl"), "out": str(tmp_path / "found")}
    script.write_text(KILLED.format(workers=2, **places))
    process = subprocess.Popen([sys.executable, script])
    results = tmp_path / "found" / "_work"
    wait_for(lambda: any(results.glob("result-*")))
    started = children_of(process.pid)
    assert started
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for(lambda: all(map(has_ended, started)))


def test_workers_killed_from_outside_cost_no_row(tmp_path):
    texts = [f"SLOW {text}" for text in TEXTS * 20]
    run(tmp_path, *texts, out="expected", shard_size=5)
    over = threading.Event()
    killed = []

    def kill_now_and_then() -> None:
        while not over.wait(0.7) and len(killed) < 3:
            for process in multiprocessing.active_children()[:1]:
                killed.append(process.pid)
                process.kill()

    thread = threading.Thread(target=kill_now_and_then)
    thread.start()
    try:
        run(tmp_path, *texts, out="found", shard_size=5, workers=2)
    finally:
        over.set()
        thread.join()
    assert killed
    assert all_bytes(tmp_path / "found") == all_bytes(tmp_path / "expected")


def test_poison_articles_are_rejected_alone(tmp_path):
    texts = [PLAIN] * 13
    texts[3] = texts[11] = "KILL"
    summary = run(tmp_path, *texts, workers=2, shard_size=13)
    assert (summary.articles, summary.rejected) == (11, 2)
    assert [(one["doc_id"], one["reason"]) for one in rejected(tmp_path)] == [
        ("a3", "worker died"),
        ("a11", "worker died"),
    ]
    names = [f"a{number}" for number in range(13) if number not in (3, 11)]
    assert read_rows(tmp_path / "rows.jsonl")["doc_id"].drop_duplicates().tolist() == names


def test_a_worker_that_dies_once_costs_no_row(tmp_path):
    summary = run(tmp_path, PLAIN, f"KILL ONCE {tmp_path / 'died'} {HOSTILE}", PLAIN, workers=2, shard_size=1)
    assert (tmp_path / "died").exists()
    assert (summary.articles, summary.rejected, summary.rows) == (3, 0, 5)


def test_a_mistake_of_ours_costs_its_article_and_says_what_it_was(tmp_path):
    summary = run(tmp_path, PLAIN, "FAIL", HOSTILE)
    assert (summary.articles, summary.rejected, summary.rows) == (2, 1, 3)
    [one] = rejected(tmp_path)
    assert (one["doc_id"], one["reason"]) == ("a1", "error")
    assert "ZeroDivisionError: nobody foresaw this" in one["detail"]


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 128 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", place], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("out", ["rows", "rows.jsonl"])
def test_a_full_disk_stops_a_run_that_goes_on_when_there_is_space(tmp_path, small_disk, out):
    texts = [f"{PLAIN} {number}" for number in range(200)]
    run(tmp_path, *texts, out=out, shard_size=20)
    table = tmp_path / "in.jsonl"
    with pytest.raises(InputError, match=r"cannot be written \(No space left on device"):
        score_corpus(table, small_disk / out, shard_size=20, load=fake_models.load)
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    summary = score_corpus(table, small_disk / out, shard_size=20, load=fake_models.load, resume=True)
    assert 0 < summary.resumed < 200
    rows = "part-00000.parquet" if out == "rows" else ""
    assert (small_disk / out / rows).read_bytes() == (tmp_path / out / rows).read_bytes()


def test_a_file_size_limit_is_told_like_a_full_disk(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    table = put_corpus(tmp_path, *[PLAIN] * 200)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        with pytest.raises(InputError, match=r"cannot be written \(File too large"):
            score_corpus(table, tmp_path / "rows", load=fake_models.load)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_an_unreadable_file_in_the_middle_is_rejected_with_the_reason(tmp_path):
    for name in "ace":
        (tmp_path / f"{name}.txt").write_text(PLAIN)
    (tmp_path / "b.txt.gz").write_bytes(b"\x1f\x8b\x08\0\0")
    (tmp_path / "d.txt").symlink_to(tmp_path / "nowhere")
    summary = score_corpus(tmp_path, tmp_path / "rows.csv", load=fake_models.load)
    assert (summary.articles, summary.rejected) == (3, 2)
    assert read_rows(tmp_path / "rows.csv")["doc_id"].drop_duplicates().tolist() == ["a", "c", "e"]
    assert [one["reason"] for one in rejected(tmp_path, "rows.csv")] == ["unreadable", "unreadable"]


def test_an_input_that_changes_while_it_is_read_stops_the_run(tmp_path):
    table = put_corpus(tmp_path, *TEXTS)

    def change(progress) -> None:
        if progress.total is None and progress.done == len(TEXTS):  # counted, and not begun
            table.write_text(table.read_text().replace("Zagreb", "Vienna"))

    with pytest.raises(InputError, match="the input changed while it was being read"):
        score_corpus(table, tmp_path / "rows", shard_size=2, load=fake_models.load, progress=change)


def test_workers_that_never_start_are_told_from_bad_articles(tmp_path):
    with pytest.raises(StancekitError, match="worker processes can't start"):
        run(tmp_path, PLAIN, workers=2, load=fake_models.load_and_die)
