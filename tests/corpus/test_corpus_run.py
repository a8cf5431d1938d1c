"""A corpus scored: everything counted, in order, the same bytes for any number of workers."""

from __future__ import annotations

import json
import os
import sys

import fake_models
import pytest
from corpora import HOSTILE, PLAIN, SILENT, rejected, run

from stancekit.corpus import work
from stancekit.corpus.progress import Progress
from stancekit.corpus.run import score_corpus
from stancekit.errors import InputError, ModelError
from stancekit.tables import read_rows


@pytest.mark.parametrize("out", ["rows.jsonl", "rows.csv", "rows.parquet", "rows.csv.gz"])
def test_everything_read_is_in_the_counts(tmp_path, out):
    summary = run(tmp_path, HOSTILE, PLAIN, SILENT, " ", PLAIN, out=out)
    rows = read_rows(tmp_path / out)
    assert summary.read == 5
    assert (summary.articles, summary.without_quotes, summary.rejected) == (4, 1, 1)
    assert (summary.quotes, summary.rows) == (5, 5) == (len(rows), len(rows))
    assert rows["doc_id"].tolist() == ["a0", "a1", "a1", "a4", "a4"]
    assert rows["doc_id"].nunique() + summary.without_quotes + summary.rejected == summary.read
    assert set(rows["model"]) == {summary.model} == {"fake-reader-1 fake-tone-1"}
    (left_out,) = rejected(tmp_path, out)
    assert (left_out["doc_id"], left_out["reason"]) == ("a3", "bad text")
    assert "in.jsonl:4: the text is blank" in left_out["detail"]
    assert summary.rejected_out == tmp_path / f"{out}.rejected.jsonl"


@pytest.mark.parametrize(("workers", "shard_size"), [(1, 1), (1, 2), (2, 2)])
def test_workers_and_batches_change_no_byte(tmp_path, workers, shard_size):
    texts = [HOSTILE, " ", PLAIN, SILENT, PLAIN] * 3
    run(tmp_path, *texts, out="expected.jsonl")
    run(tmp_path, *texts, out="found.jsonl", workers=workers, shard_size=shard_size)
    for ending in ("jsonl", "jsonl.rejected.jsonl"):
        assert (tmp_path / f"found.{ending}").read_bytes() == (tmp_path / f"expected.{ending}").read_bytes()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_model_is_told_and_nothing_is_written(tmp_path, workers):
    with pytest.raises(ModelError, match="no such model"):
        run(tmp_path, PLAIN, workers=workers, load=fake_models.load_broken)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_workers_keep_to_one_thread_and_leave_our_environment_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    run(tmp_path, PLAIN, workers=2)
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "MKL_NUM_THREADS" not in os.environ


def test_an_older_file_of_rejected_articles_goes_when_nothing_is_rejected(tmp_path):
    run(tmp_path, PLAIN, " ")
    assert rejected(tmp_path)
    summary = run(tmp_path, PLAIN)
    assert summary.rejected_out is None
    assert not (tmp_path / "rows.jsonl.rejected.jsonl").exists()


def test_when_nothing_can_be_scored_the_older_rows_stay(tmp_path):
    run(tmp_path, PLAIN)
    before = (tmp_path / "rows.jsonl").read_bytes()
    with pytest.raises(
        InputError, match=r"nothing could be scored: .*the text is blank.* \(and 1 more, see .*rejected"
    ):
        run(tmp_path, " ", " ")
    assert (tmp_path / "rows.jsonl").read_bytes() == before
    assert len(rejected(tmp_path)) == 2
    assert not list(tmp_path.glob(".*"))


def test_without_an_article_no_model_is_loaded(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        score_corpus([tmp_path / "absent.txt"], tmp_path / "rows.csv", load=fake_models.load_broken)


@pytest.mark.parametrize(
    ("out", "says"),
    [
        (".", "holds other files than rows of ours"),
        ("absent/rows", "there is no folder"),
        ("in.jsonl/", "is a file, not a folder"),
        ("rows.xlsx", "rows are kept as .jsonl"),
        ("absent/rows.csv", "there is no folder"),
        ("in.jsonl", "both input and output"),
    ],
)
def test_a_place_for_rows_is_checked_before_anything_is_read(tmp_path, out, says):
    (tmp_path / "in.jsonl").touch()
    with pytest.raises(InputError, match=says):
        score_corpus(tmp_path / "in.jsonl", f"{tmp_path}/{out}", load=fake_models.load_broken)


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"shard_size": 0}])
def test_numbers_below_one_are_refused(tmp_path, wrong):
    with pytest.raises(InputError, match="must be 1 or more"):
        run(tmp_path, PLAIN, **wrong)


def test_no_inputs_are_nothing_to_score(tmp_path):
    with pytest.raises(InputError, match="give files or folders"):
        score_corpus([], tmp_path / "rows.csv", load=fake_models.load)


def test_rows_beside_the_articles_are_not_read_as_articles(tmp_path):
    (tmp_path / "a.txt").write_text(PLAIN)
    for _ in range(2):
        summary = score_corpus(tmp_path, tmp_path / "rows.jsonl", load=fake_models.load)
        assert (summary.articles, summary.rejected) == (1, 0)


def test_progress_counts_every_article(tmp_path):
    told: list[Progress] = []
    run(tmp_path, PLAIN, " ", PLAIN, shard_size=2, progress=told.append)
    assert [(one.done, one.total, one.quotes, one.rejected) for one in told] == [
        (2, None, 0, 0),
        (3, None, 0, 0),
        (2, 3, 2, 1),
        (3, 3, 4, 1),
    ]


def test_rows_on_standard_output_and_rejected_on_standard_error(tmp_path, capfdbinary):
    table = tmp_path / "in.jsonl"
    table.write_text('{"id": 1, "text": "“Čas teče”"}\n{"id": 2, "text": ""}\n')
    summary = score_corpus(table, "-", load=fake_models.load)
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["quote"] == "Čas teče"
    assert json.loads(err)["doc_id"] == "2"
    assert (summary.out, summary.rejected_out) == (None, None)


def test_an_interrupted_run_leaves_nothing_half_done(tmp_path):
    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, PLAIN, progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_lone_surrogates_of_an_article_do_not_stop_the_run(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "a\\ud800", "text": "“odd \\udfff”"}\n')
    score_corpus(tmp_path / "in.jsonl", tmp_path / "rows.parquet", load=fake_models.load)
    assert read_rows(tmp_path / "rows.parquet")["quote"].tolist() == ["odd \ufffd"]


def test_fake_models_can_be_imported_by_workers():
    assert fake_models.__name__ in sys.modules


def test_models_are_loaded_anew_after_many_shards(tmp_path, monkeypatch):
    monkeypatch.setattr(work, "FRESH_AFTER", 3)
    loaded = []

    class Counted(fake_models.FakeLoad):
        def __call__(self):
            loaded.append(self)
            return super().__call__()

    run(tmp_path, *[PLAIN] * 9, shard_size=1, load=Counted())
    assert len(loaded) in (3, 4)  # where the count stands when the run begins is others' doing
