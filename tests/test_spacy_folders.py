"""What ``spacy.load`` of somebody's folder does and does not do; docs/reliability_models.md says so to the user."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
import spacy
from small_models import write_reader

from stancekit.errors import ModelError, StancekitError
from stancekit.pipeline import load


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """A pipeline of no components, whose config is changed and goes on."""
    spacy.blank("en").to_disk(folder)
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in config
        config = config.replace(old, new)
    (folder / "config.cfg").write_text(config, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline of ours with a small reader, as ``nlp.to_disk`` writes it; the reader's own folder is gone."""
    place = tmp_path_factory.mktemp("saved")
    write_reader(place / "reader")
    load(reader=place / "reader").to_disk(place / "pipeline")
    shutil.rmtree(place / "reader")
    return place / "pipeline"


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / "pipeline"))


def test_python_in_the_folder_is_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("__init__.py", "stancekit_reader.py", "stancekit_reader/__init__.py", "sitecustomize.py"):
        (folder / name).write_text("raise SystemExit", encoding="utf-8")
    before = set(sys.modules)
    assert spacy.load(folder)("Rain fell.")._.quotes == ()
    assert not {name for name in set(sys.modules) - before if str(folder) in str(sys.modules[name])}


DAMAGED = [
    ("stancekit_reader", "reader.onnx"),
    ("stancekit_reader", "tokenizer.json"),
    ("stancekit_reader", "manifest.json"),
    ("stancekit_quotes", "arguments.onnx"),
    ("stancekit_mentions", "weights.json"),
    ("stancekit_speakers", "weights.json"),
    ("stancekit_counterparts", "manifest.json"),
]


@pytest.mark.parametrize(("component", "name"), DAMAGED)
def test_a_damaged_part_of_ours_is_refused_while_it_is_loaded(folder: Path, component: str, name: str) -> None:
    content = (folder / component / name).read_bytes()
    (folder / component / name).write_bytes(content[:-9])
    with pytest.raises(ModelError, match=re.escape(name)):
        spacy.load(folder)


def test_a_table_of_names_that_is_none_is_refused(folder: Path) -> None:
    (folder / "stancekit_states").mkdir(exist_ok=True)
    (folder / "stancekit_states" / "x_names.tsv").write_text("no number before it: never read", encoding="utf-8")
    (folder / "stancekit_states" / "1_names.tsv").write_bytes(b"\x00\xff")
    with pytest.raises(StancekitError, match=r"1_names\.tsv"):
        spacy.load(folder)


def test_the_config_calls_functions_that_are_registered(tmp_path: Path) -> None:
    called = []

    @spacy.registry.callbacks("stancekit_test_callback")
    def make(said: str):
        called.append(said)
        return lambda language: language

    asked = '[nlp.before_creation]\n@callbacks = "stancekit_test_callback"\nsaid = "by the author"\n\n[components]'
    spacy.load(written(tmp_path / "pipeline", ("before_creation = null\n", ""), ("[components]", asked)))
    assert called == ["by the author"]


def test_the_config_imports_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    (site / "kovar_pipeline-1.0.dist-info").mkdir(parents=True)
    (site / "kovar_pipeline-1.0.dist-info" / "METADATA").write_text("Name: kovar_pipeline\nVersion: 1.0\n")
    (site / "kovar_pipeline").mkdir()
    (site / "kovar_pipeline" / "__init__.py").write_text("raise InterruptedError('its code was run')")
    monkeypatch.syspath_prepend(site)
    asked = '[components]\n\n[components.x]\nsource = "kovar_pipeline"\n'
    folder = written(tmp_path / "pipeline", ("pipeline = []", 'pipeline = ["x"]'), ("[components]", asked))
    with pytest.raises(InterruptedError, match="its code was run"):
        spacy.load(folder)
