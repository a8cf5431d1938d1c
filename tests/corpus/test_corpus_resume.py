"""Going on with a run, or not: what is refused rather than mixed, and what is left behind."""

from __future__ import annotations

import json
import subprocess
import sys

import fake_models
import pandas as pd
import pytest
from corpora import HOSTILE, PLAIN, SILENT, all_bytes, put_corpus, run

from stancekit.corpus import assembly, writers
from stancekit.corpus.run import score_corpus
from stancekit.corpus.run_folder import RunFolder, locked
from stancekit.errors import InputError, ModelError
from stancekit.tables import read_rows

TEXTS = [PLAIN, SILENT, HOSTILE, PLAIN, HOSTILE, SILENT]


class StopError(Exception):
    """What ends a run in the middle."""


def stopped(folder, *texts, after: int = 2, **options):
    """A run that ends after some shards of two articles."""

    def stop(progress) -> None:
        if progress.total is not None and progress.done >= 2 * after:
            raise StopError

    with pytest.raises(StopError):
        run(folder, *texts, shard_size=2, progress=stop, **options)


@pytest.mark.parametrize("out", ["rows", "rows.jsonl", "rows.csv.gz", "rows.parquet"])
def test_it_goes_on_where_it_stopped(tmp_path, out):
    (tmp_path / "whole").mkdir()
    (tmp_path / "torn").mkdir()
    run(tmp_path, *TEXTS, out=f"whole/{out}", shard_size=2)
    stopped(tmp_path, *TEXTS, out=f"torn/{out}")
    summary = run(tmp_path, *TEXTS, out=f"torn/{out}", shard_size=2, resume=True)
    assert (summary.articles, summary.resumed) == (6, 4)
    assert all_bytes(tmp_path / "torn") == all_bytes(tmp_path / "whole")


@pytest.mark.parametrize("out", ["rows", "rows.jsonl"])
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"texts": [*TEXTS[:5], PLAIN]}, "was made otherwise: input: digest"),
        ({"texts": TEXTS[:5]}, "input: articles .was 6, is 5"),
        ({"shard_size": 3}, "options: shard_size .was 2, is 3"),
        ({"load": fake_models.FakeLoad(version="2")}, "models: tone .was fake-tone-1, is fake-tone-2"),
    ],
    ids=["other text", "fewer articles", "other option", "other model"],
)
def test_what_was_made_otherwise_is_never_mixed(tmp_path, out, changed, says):
    stopped(tmp_path, *TEXTS, out=out)
    texts, options = changed.get("texts", TEXTS), {name: value for name, value in changed.items() if name != "texts"}
    before = all_bytes(tmp_path)
    with pytest.raises(InputError, match=says):
        run(tmp_path, *texts, out=out, resume=True, **{"shard_size": 2, **options})
    put_corpus(tmp_path, *TEXTS)
    assert all_bytes(tmp_path) == before
    summary = run(tmp_path, *texts, out=out, resume=False, **{"shard_size": 2, **options})
    assert (summary.articles, summary.resumed) == (len(texts), 0)


@pytest.mark.parametrize("out", ["rows", "rows.jsonl"])
def test_without_a_word_nothing_that_is_done_is_lost(tmp_path, out):
    stopped(tmp_path, *TEXTS, out=out)
    with pytest.raises(InputError, match="an interrupted run is there; --resume goes on with it, --fresh starts anew"):
        run(tmp_path, *TEXTS, out=out, shard_size=2)


def test_a_run_that_had_not_done_anything_needs_no_word(tmp_path):
    with pytest.raises(ModelError):
        run(tmp_path, *TEXTS, out="rows", load=fake_models.load_broken)
    assert run(tmp_path, *TEXTS, out="rows", shard_size=2).articles == 6


def test_a_finished_folder_is_kept_told_and_replaced_on_demand(tmp_path):
    first = run(tmp_path, *TEXTS, out="rows")
    with pytest.raises(InputError, match="holds a finished run; --fresh replaces it"):
        run(tmp_path, *TEXTS, out="rows")
    again = run(tmp_path, *TEXTS, out="rows", resume=True, load=fake_models.FakeLoad())
    assert (again.articles, again.resumed, again.rows, again.model) == (6, 6, first.rows, first.model)
    assert run(tmp_path, PLAIN, out="rows", resume=False).articles == 1
    assert read_rows(tmp_path / "rows")["doc_id"].unique().tolist() == ["a0"]


def test_a_damaged_result_is_scored_again(tmp_path):
    run(tmp_path, *TEXTS, out="whole", shard_size=2)
    stopped(tmp_path, *TEXTS, out="torn")
    [first, second] = sorted((tmp_path / "torn" / "_work").glob("result-*"))
    first.write_bytes(first.read_bytes()[:-20])
    summary = run(tmp_path, *TEXTS, out="torn", shard_size=2, resume=True)
    assert summary.resumed == 2
    assert all_bytes(tmp_path / "torn") == all_bytes(tmp_path / "whole")
    assert not second.exists()


def test_a_damaged_part_and_those_after_it_are_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr(assembly, "PART_ROWS", 2)
    run(tmp_path, *TEXTS, out="whole", shard_size=2)
    stopped(tmp_path, *TEXTS, out="torn")
    part = tmp_path / "torn" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:100])
    assert run(tmp_path, *TEXTS, out="torn", shard_size=2, resume=True).resumed == 0
    assert all_bytes(tmp_path / "torn") == all_bytes(tmp_path / "whole")


def test_two_runs_into_one_folder_are_refused(tmp_path):
    folder = RunFolder(tmp_path / "rows")
    folder.make()
    with locked(folder), pytest.raises(InputError, match="another run is at work there"):
        run(tmp_path, PLAIN, out="rows")


def test_speakers_that_come_late_have_the_ids_that_they_would_have_had(tmp_path):
    texts = ["“It rains,” Ana said.", "“It pours,” Bor said.", "“It snows,” Ana said.", "“Hail,” Bor said."]
    stopped(tmp_path, *texts, out="rows", after=1)
    run(tmp_path, *texts, out="rows", shard_size=2, resume=True)
    assert read_rows(tmp_path / "rows")["speaker_id"].tolist() == ["si-ana", "si-bor", "si-ana", "si-bor"]


def test_an_output_folder_is_one_table_for_pandas_and_arrow(tmp_path, monkeypatch):
    monkeypatch.setattr(assembly, "PART_ROWS", 2)
    run(tmp_path, *TEXTS, out="rows", shard_size=2)
    assert sorted(path.name for path in (tmp_path / "rows").iterdir()) == [
        "_manifest.json",
        "part-00000.parquet",
        "part-00001.parquet",
        "part-00002.parquet",
    ]
    frame = pd.read_parquet(tmp_path / "rows")
    assert frame["doc_id"].tolist() == ["a0", "a0", "a2", "a3", "a3", "a4"]
    assert frame["counterpart_start"].dtype == "Int64"
    assert list(frame.columns) == list(read_rows(tmp_path / "rows").columns)
    manifest = json.loads((tmp_path / "rows" / "_manifest.json").read_text())
    assert manifest["finished"]
    assert [part["rows"] for part in manifest["parts"]] == [2, 3, 1]
    assert manifest["counts"] == {"articles": 6, "without_quotes": 2, "rejected": 0, "quotes": 6, "rows": 6}


def test_an_output_folder_among_the_articles_is_not_read_as_articles(tmp_path):
    (tmp_path / "a.txt").write_text(PLAIN)
    score_corpus(tmp_path, tmp_path / "rows", load=fake_models.load)
    score_corpus(tmp_path, tmp_path / "more", load=fake_models.load)
    summary = score_corpus(tmp_path, tmp_path / "rows", load=fake_models.load, resume=False)
    assert (summary.articles, summary.rejected) == (1, 0)


def test_a_file_that_is_whole_but_not_yet_tidied_up_is_made_again(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(RunFolder, "clear", lambda self: (_ for _ in ()).throw(StopError))
        with pytest.raises(StopError):
            run(tmp_path, *TEXTS)
    rows = (tmp_path / "rows.jsonl").read_bytes()
    assert run(tmp_path, *TEXTS, resume=True).resumed == 6
    assert (tmp_path / "rows.jsonl").read_bytes() == rows
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "rows.jsonl"]


def test_a_failing_write_of_the_rows_leaves_the_work_to_go_on_with(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(writers, "open_rows", lambda path: (_ for _ in ()).throw(StopError))
        with pytest.raises(StopError):
            run(tmp_path, *TEXTS)
    assert run(tmp_path, *TEXTS, resume=True).resumed == 6


def test_the_command_says_how_to_go_on(tmp_path):
    """Interrupted by a signal, as by Ctrl-C."""
    script = (
        "import sys, os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        "from contextlib import nullcontext\n"
        "from stancekit import scoring, cli\n"
        "from stancekit.corpus import executors, run\n"
        f"sys.path.insert(0, {str(fake_models.__file__.rpartition('/')[0])!r})\n"
        "import fake_models\n"
        "class Models(fake_models.FakeModels):\n"
        "    done = 0\n"
        "    def score(self, articles, watch=None):\n"
        "        Models.done += 1\n"
        "        if Models.done == 3: os.kill(os.getpid(), signal.SIGINT)\n"
        "        return super().score(articles)\n"
        "scoring.load_models = lambda *given: Models()\n"
        "run.LoneWorker = lambda: nullcontext(executors.InProcess())\n"  # where the models are known
        "sys.exit(cli.main(sys.argv[1:]))\n"
    )
    table = put_corpus(tmp_path, *TEXTS)
    command = [sys.executable, "-c", script, "score", table, "-o", tmp_path / "rows", "--shard-size", "2"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 130
    assert done.stderr == (
        "stancekit: interrupted after 4 of 6 articles; the same command with --resume goes on from there\n"
    )
