"""Articles that take for ever: rejected alone, whatever process scores them; and what one worker survives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import fake_models
import pytest
from corpora import HOSTILE, PLAIN, all_bytes, children_of, has_ended, put_corpus, rejected, run, wait_for

from stancekit.corpus.isolation import after_death
from stancekit.corpus.limits import USUAL, Limits
from stancekit.corpus.signs import LeftBehind, at_work, left_behind
from stancekit.corpus.work import Task
from stancekit.errors import InputError, ModelError, StancekitError

QUICK = Limits(seconds=0.7)


@pytest.mark.parametrize("options", [{"isolate": True}, {"workers": 2}], ids=str)
def test_what_hangs_is_rejected_alone(tmp_path, options):
    summary = run(tmp_path, PLAIN, "HANG", HOSTILE, "HANG", limits=QUICK, **options)
    assert (summary.articles, summary.rejected, summary.rows) == (2, 2, 3)
    for one, name in zip(rejected(tmp_path), ("a1", "a3"), strict=True):
        assert (one["doc_id"], one["reason"]) == (name, "too slow")
        assert one["detail"] == "took over 0.7 seconds; where that is right, raise it by --max-seconds"


def test_on_dask_too(tmp_path):
    pytest.importorskip("distributed")
    summary = run(tmp_path, PLAIN, "HANG", HOSTILE, limits=QUICK, engine="dask")
    assert (summary.articles, summary.rejected) == (2, 1)


def test_slow_together_is_not_slow_alone(tmp_path):
    """A shard whose articles take too long together loses none of them, and gives the same rows."""
    texts = [f"SLOW {PLAIN} {HOSTILE}"] * 60
    run(tmp_path, *texts, out="expected")
    summary = run(tmp_path, *texts, out="found", limits=Limits(seconds=0.3), isolate=True)
    assert summary.rejected == 0
    assert all_bytes(tmp_path / "found") == all_bytes(tmp_path / "expected")


def test_one_worker_survives_what_kills_it(tmp_path):
    summary = run(tmp_path, *[PLAIN] * 3, "KILL", "PRINT: rain fell.", HOSTILE, isolate=True)
    assert (summary.articles, summary.rejected, summary.rows) == (5, 1, 7)
    assert [(one["doc_id"], one["reason"]) for one in rejected(tmp_path)] == [("a3", "worker died")]


UNGUARDED = """
import sys
sys.path.insert(0, {here!r})
import fake_models
from stancekit.corpus.progress import Progress
from stancekit.corpus.run import score_corpus
print("begun")
score_corpus({table!r}, {out!r}, load=fake_models.load, isolate=True)
"""


def test_a_script_needs_no_main_guard_for_one_worker(tmp_path):
    places = {"here": str(Path(__file__).parent), "table": str(put_corpus(tmp_path, PLAIN)), "out": str(tmp_path / "o")}
    (tmp_path / "script.py").write_text(UNGUARDED.format(**places))
    done = subprocess.run([sys.executable, tmp_path / "script.py"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "begun\n"), done.stderr


GUARDED = UNGUARDED.replace("\nscore_corpus(", '\nif __name__ == "__main__":\n    score_corpus(')
GUARDED = GUARDED.replace("isolate=True", "{how}")


@pytest.mark.parametrize("how", ["isolate=True", "workers=2", "engine='dask'"])
def test_nothing_of_the_working_directory_is_imported(tmp_path, how):
    """It may be a folder of strangers' files: what has the name of a library in it is none."""
    places = {"here": str(Path(__file__).parent), "table": str(put_corpus(tmp_path, PLAIN)), "out": str(tmp_path / "o")}
    (tmp_path / "script.py").write_text(GUARDED.format(**places, how=how))
    strange = tmp_path / "strange"
    strange.mkdir()
    for name in ("json", "signal", "pickle", "random", "multiprocessing", "pyarrow", "numpy"):
        (strange / f"{name}.py").write_text("open('pwned', 'w'); import os; os._exit(7)")
    done = subprocess.run([sys.executable, tmp_path / "script.py"], cwd=strange, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not (strange / "pwned").exists()


def test_the_worker_ends_with_the_process_that_started_it(tmp_path):
    places = {
        "here": str(Path(__file__).parent),
        "table": str(put_corpus(tmp_path, *[f"SLOW {PLAIN}"] * 2000)),
        "out": str(tmp_path / "o"),
    }
    (tmp_path / "script.py").write_text(UNGUARDED.format(**places))
    script = subprocess.Popen([sys.executable, tmp_path / "script.py"], stdout=subprocess.DEVNULL)
    wait_for(lambda: any((tmp_path / "o" / "_work").glob("result-*.parquet")))
    (child,) = children_of(script.pid)
    script.send_signal(signal.SIGKILL)
    script.wait()
    wait_for(lambda: has_ended(child))


def test_an_interrupted_run_ends_its_worker_and_goes_on(tmp_path):
    texts = [PLAIN, HOSTILE] * 6
    run(tmp_path, *texts, out="expected", shard_size=2)

    others, workers = set(children_of(os.getpid())), []

    def interrupt(progress) -> None:
        if progress.total is not None and progress.done >= 6:
            workers.extend(set(children_of(os.getpid())) - others)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, *texts, out="found", shard_size=2, isolate=True, progress=interrupt)
    assert workers
    assert all(map(has_ended, workers))
    again = run(tmp_path, *texts, out="found", shard_size=2, isolate=True, resume=True)
    assert again.resumed == 6
    assert all_bytes(tmp_path / "found") == all_bytes(tmp_path / "expected")


def test_errors_of_models_come_out_as_they_are(tmp_path):
    with pytest.raises(ModelError, match="no such model"):
        run(tmp_path, PLAIN, load=fake_models.load_broken, isolate=True)
    with pytest.raises(StancekitError, match="worker process can't start; isolate=False does without one"):
        run(tmp_path, PLAIN, load=fake_models.load_and_die, isolate=True)


def test_the_sign_tells_who_was_late(tmp_path):
    target = str(tmp_path / "result")
    script = (
        "import sys, time; from stancekit.corpus.signs import at_work\n"
        "with at_work(sys.argv[1]) as sign:\n"
        "    with sign.time_for(3, 60): pass\n"
        "    with sign.time_for(4, 0.1): time.sleep(60)\n"
    )
    assert left_behind(target) is None
    assert subprocess.run([sys.executable, "-c", script, target]).returncode == 1
    assert left_behind(target) == LeftBehind(4, late=True)
    assert left_behind(target) is None
    with at_work(target):
        assert left_behind(target) == LeftBehind(0, late=False)


def test_who_is_late_is_tried_alone_before_it_is_rejected():
    task = Task(0, 5, "", "", "")
    alone = after_death(task, LeftBehind(0, late=True))
    assert (alone.singly, alone.slow) == (True, ())
    assert after_death(alone, LeftBehind(3, late=True)).slow == (3,)


@pytest.mark.parametrize(("characters", "seconds"), [(0, 120), (100_000, 120), (100_001, 240), (20_000_000, 24_000)])
def test_long_articles_may_take_longer(characters, seconds):
    assert USUAL.seconds_for(characters) == seconds


@pytest.mark.parametrize("wrong", [{"columns": 0}, {"seconds": 0}, {"ratio": -1}, {"characters": 20_000_001}], ids=str)
def test_limits_that_are_none(wrong):
    with pytest.raises(InputError, match="a limit of"):
        Limits(**wrong)
