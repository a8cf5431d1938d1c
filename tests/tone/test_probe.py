"""A model that says something else than when it was saved is refused, whatever its checksums say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from stancekit.artefacts import write_manifest
from stancekit.errors import ModelError
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.judge import ToneJudge
from stancekit.tone.probe import PROBE
from stancekit.tone.storage import HEAD, NAME, VERSION
from stancekit.tone.vectors import GRAPH, TOKENIZER


@pytest.fixture
def saved(encoder, labelled, tmp_path):
    return ToneClassifier(encoder, C=10.0).fit(labelled, labelled["tone"]).save(tmp_path / "model")


def sign(folder):
    """Write the manifest anew, as somebody who tampers with a model would."""
    write_manifest(folder, "tone", NAME, VERSION, [GRAPH, TOKENIZER, HEAD, PROBE])


def test_what_was_saved_is_what_is_loaded(saved, labelled):
    probe = json.loads((saved / PROBE).read_text(encoding="utf-8"))
    given = ToneClassifier.load(saved).predict_proba(probe["sentences"])
    assert given == pytest.approx(np.array(probe["probabilities"]), abs=1e-3)


def test_a_head_that_was_tampered_with_is_refused_though_it_is_signed(saved):
    head = json.loads((saved / HEAD).read_text(encoding="utf-8"))
    head["intercept"] = [9.0, -9.0, 0.0]
    (saved / HEAD).write_text(json.dumps(head), encoding="utf-8")
    with pytest.raises(ModelError, match=r"head\.json"):
        ToneClassifier.load(saved)
    sign(saved)
    for loader in (ToneClassifier, ToneJudge):
        with pytest.raises(ModelError, match="something else than when it was saved"):
            loader.load(saved)


BROKEN = [
    ("not JSON", "{"),
    ("another thing", '["hello"]'),
    ("no sentences", '{"sentences": [], "probabilities": []}'),
    ("two tones", '{"sentences": ["x"], "probabilities": [[0.5, 0.5]]}'),
]


@pytest.mark.parametrize("content", [case[1] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_no_probe_no_model(saved, content):
    (saved / PROBE).write_text(content, encoding="utf-8")
    sign(saved)
    for loader in (ToneClassifier, ToneJudge):
        with pytest.raises(ModelError, match="probe"):
            loader.load(saved)
