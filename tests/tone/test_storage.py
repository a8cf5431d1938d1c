"""A tone model on disk: what was saved is what is loaded, and nothing else is loaded at all."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from stancekit.artefacts import read_manifest, write_manifest
from stancekit.errors import ModelError
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.judge import ToneJudge
from stancekit.tone.storage import SETTINGS

LOADERS = [ToneClassifier, ToneJudge]
"""Both refuse the same folders in the same words."""
FILES = ["encoder.onnx", "head.json", "probe.json", "tokenizer.json"]


@pytest.fixture
def saved(encoder, labelled, tmp_path):
    model = ToneClassifier(encoder, C=3.0, coverage=0.8).fit(labelled, labelled["tone"])
    return model, model.save(tmp_path / "a" / "model", trained={"quotes": 36})


def test_save_and_load_give_the_same_classifier(saved, labelled):
    model, folder = saved
    again = ToneClassifier.load(folder)
    assert np.array_equal(again.predict_proba(labelled), model.predict_proba(labelled))
    assert again.predict_set(labelled) == model.predict_set(labelled)
    assert (again.C, again.coverage) == (3.0, 0.8)


def test_a_folder_is_whole_in_itself(saved, labelled, tmp_path):
    model, folder = saved
    elsewhere = tmp_path / "elsewhere"
    shutil.move(folder, elsewhere)
    assert np.array_equal(ToneClassifier.load(elsewhere).predict_proba(labelled), model.predict_proba(labelled))


def test_the_manifest_names_every_file(saved):
    manifest = read_manifest(saved[1])
    assert sorted(manifest.files) == FILES
    assert manifest.trained == {"quotes": 36}
    assert sorted(path.name for path in saved[1].iterdir()) == sorted([*FILES, "manifest.json"])


def test_a_loaded_classifier_can_be_fitted_and_saved_again_in_place(saved, labelled):
    model = ToneClassifier.load(saved[1]).set_params(C=50.0)
    model.fit(labelled, labelled["tone"]).save(saved[1])
    assert np.array_equal(ToneClassifier.load(saved[1]).coef_, model.coef_)


def test_the_settings_that_a_head_may_hold_are_those_of_the_classifier(saved):
    assert {"encoder", *SETTINGS} == set(ToneClassifier().get_params())
    assert list(json.loads((saved[1] / "head.json").read_text())["params"]) == sorted(SETTINGS)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "shorter", "changed"])
def test_a_damaged_file_is_refused(saved, name, damage, loader):
    path = saved[1] / name
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(content[:-5] if damage == "shorter" else content[:-5] + b"#####")
    with pytest.raises(ModelError, match=name) as raised:
        loader.load(saved[1])
    assert raised.value.value == path


HEADS = [
    ("[]", "not a tone model's head"),
    ("{}", "not a tone model's head"),
    ('{"coef": 1}', "not a tone model's head"),
    ("not json", "not a tone model's head"),
]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(("content", "message"), HEADS)
def test_a_head_of_another_making_is_refused(saved, content, message, loader):
    (saved[1] / "head.json").write_text(content)
    write_manifest(saved[1], "tone", "x", "1", FILES)
    with pytest.raises(ModelError, match=message):
        loader.load(saved[1])


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tones": ["good", "bad", "ugly"]}, "made for tones"),
        ({"coef": [[1.0], [2.0]]}, "made for tones"),
        ({"coef": [[1.0], [2.0], [3.0, 4.0]]}, "made for tones"),
        ({"params": {"import": "os"}}, "unknown settings"),
        ({"extra": 1}, "not a tone model's head"),
    ],
)
def test_a_changed_head_is_refused(saved, change, message, loader):
    path = saved[1] / "head.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    write_manifest(saved[1], "tone", "x", "1", FILES)
    with pytest.raises(ModelError, match=message):
        loader.load(saved[1])


@pytest.mark.parametrize("loader", LOADERS)
def test_another_kind_of_model_is_refused(saved, loader):
    write_manifest(saved[1], "reader", "x", "1", FILES)
    with pytest.raises(ModelError, match="not a tone model"):
        loader.load(saved[1])


def test_a_place_that_cannot_be_written(saved, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot be written"):
        saved[0].save(tmp_path / "file" / "model")
