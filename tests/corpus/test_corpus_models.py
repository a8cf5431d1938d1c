"""The packaged models over the seed articles: by any executor and by the call, the same rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from corpora import all_bytes

import stancekit
from stancekit.artefacts import model_dir, name_version
from stancekit.corpus.model_source import ModelFolders
from stancekit.errors import ModelError
from stancekit.tables import read_rows

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


def test_here_in_processes_on_dask_and_by_the_call_the_rows_are_the_same(tmp_path):
    ways = {"here": {}, "processes": {"workers": 2}, "dask": {"workers": 2, "engine": "dask"}}
    for name, options in ways.items():
        stancekit.score_corpus(SEEDS, tmp_path / name, shard_size=1, **options)
    assert all_bytes(tmp_path / "here") == all_bytes(tmp_path / "processes") == all_bytes(tmp_path / "dask")
    articles = [{"id": path.stem, "text": path.read_text(encoding="utf-8")} for path in sorted(SEEDS.glob("*.txt"))]
    pd.testing.assert_frame_equal(read_rows(tmp_path / "here"), stancekit.score(articles))


def test_models_are_told_apart_without_loading_them(tmp_path):
    found = ModelFolders().checksums()
    assert set(found) == {"reader", "tone", "mentions", "speakers", "counterparts", "case", "gazetteer"}
    assert found["tone"].startswith(name_version(model_dir("tone")))
    assert ModelFolders(tone=str(model_dir("tone"))).checksums() == found
    names = tmp_path / "names.tsv"
    names.write_text("code\ttext\tkind\trule\tsource\n")
    with_names = ModelFolders(names=(str(names),)).checksums()
    names.write_text("code\ttext\tkind\trule\tsource\nFR\tQuai\tseat\t\tours\n")
    assert with_names["names 1"] != ModelFolders(names=(str(names),)).checksums()["names 1"]


def test_a_folder_without_a_model_is_refused_before_anything_is_loaded(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        ModelFolders(reader=str(tmp_path)).checksums()
