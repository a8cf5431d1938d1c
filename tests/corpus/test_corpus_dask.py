"""Dask as an executor: equal rows, workers that die, schedulers of one's own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import fake_models
import pytest
from corpora import HOSTILE, PLAIN, SILENT, all_bytes, put_corpus, rejected, run
from distributed import LocalCluster

from stancekit.corpus.run import score_corpus
from stancekit.errors import InputError, ModelError, NotInstalledError, StancekitError

TEXTS = [PLAIN, SILENT, HOSTILE, " ", PLAIN.replace("Ana", "Bor"), HOSTILE] * 3


def test_three_ways_give_equal_bytes(tmp_path):
    run(tmp_path, *TEXTS, out="here", shard_size=4)
    run(tmp_path, *TEXTS, out="processes", shard_size=4, workers=2)
    run(tmp_path, *TEXTS, out="dask", shard_size=4, workers=2, engine="dask")
    assert all_bytes(tmp_path / "here") == all_bytes(tmp_path / "processes") == all_bytes(tmp_path / "dask")


def test_poison_is_rejected_alone_and_a_death_by_accident_costs_nothing(tmp_path):
    texts = [PLAIN, "KILL", PLAIN, f"KILL ONCE {tmp_path / 'died'} {HOSTILE}", PLAIN, SILENT]
    summary = run(tmp_path, *texts, workers=2, engine="dask", shard_size=3)
    assert (tmp_path / "died").exists()
    assert (summary.articles, summary.rejected) == (5, 1)
    assert [(one["doc_id"], one["reason"]) for one in rejected(tmp_path)] == [("a1", "worker died")]


def test_a_missing_model_is_told(tmp_path):
    with pytest.raises(ModelError, match="no such model"):
        run(tmp_path, PLAIN, engine="dask", load=fake_models.load_broken)


def test_a_scheduler_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("stancekit.corpus.dask_engine.CONNECT_SECONDS", 1)
    with pytest.raises(InputError, match=re.escape("no Dask scheduler answers at tcp://127.0.0.1:9")):
        run(tmp_path, PLAIN, engine="dask", scheduler="tcp://127.0.0.1:9")


def test_a_cluster_that_stays_without_workers_is_not_waited_for_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("stancekit.corpus.dask_engine.NO_WORKER_SECONDS", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as cluster,
        pytest.raises(StancekitError, match=r"no worker for [12] s; start workers, and --resume"),
    ):
        run(tmp_path, PLAIN, engine="dask", scheduler=cluster.scheduler_address)


def test_the_extra_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotInstalledError, match=re.escape("pip install 'stancekit[dask]'")):
        run(tmp_path, PLAIN, engine="dask")


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, started as an administrator would."""
    here = str(Path(__file__).parent)
    environment = {**os.environ, "PYTHONPATH": here}
    address_file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli"]
    scheduler = [*dask[:2], "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    scheduler += ["--scheduler-file", str(address_file)]
    worker = [*dask[:2], "distributed.cli.dask_worker", "--scheduler-file", str(address_file), "--nthreads", "1"]
    worker += ["--no-dashboard", "--nworkers", "1", "--local-directory", str(tmp_path)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen(scheduler, env=environment, **silent)]
    while not address_file.exists():
        time.sleep(0.1)
    processes += [subprocess.Popen(worker, env=environment, **silent) for _ in range(2)]
    yield re.search(r"tcp://[^\"]+", address_file.read_text())[0], processes
    for process in processes:
        process.terminate()
        process.wait()


def test_a_scheduler_of_ones_own_and_a_worker_of_it_killed(tmp_path, cluster):
    address, (_, first, _) = cluster
    texts = [f"SLOW {text}" for text in TEXTS * 8]
    run(tmp_path, *texts, out="expected", shard_size=6)

    def kill_when_at_work() -> None:
        while not any((tmp_path / "found" / "_work").glob("result-*")):
            time.sleep(0.02)
        first.send_signal(signal.SIGKILL)

    thread = threading.Thread(target=kill_when_at_work)
    thread.start()
    table = put_corpus(tmp_path, *texts)
    score_corpus(table, tmp_path / "found", shard_size=6, load=fake_models.load, engine="dask", scheduler=address)
    thread.join()
    assert first.wait() == -signal.SIGKILL
    assert all_bytes(tmp_path / "found") == all_bytes(tmp_path / "expected")
