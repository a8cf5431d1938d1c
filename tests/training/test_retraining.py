"""Retraining from labels to a model folder with its card."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from stancekit.errors import InputError
from stancekit.labelled import read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder
from stancekit.training.retraining import retrain
from stancekit.training.tone import read_own_dev, read_rows
from stancekit.types import TONES

TINY = QuoteEncoder(Path(__file__).parents[1] / "data" / "tiny_tone")
WORDS = {
    "hostile": "accused lied shame punish",
    "cautious": "unclear perhaps wait unless",
    "constructive": "glad thanks friends praised",
}


@pytest.fixture
def labels() -> pd.DataFrame:
    """36 quotes of twelve documents."""
    return pd.DataFrame(
        [
            {"text": f"they were {word} {extra}", "counterpart": "FR", "tone": tone, "doc": word}
            for tone, words in WORDS.items()
            for word in words.split()
            for extra in ("and", "or", "if")
        ]
    )


@pytest.fixture
def base() -> ToneClassifier:
    """A model that has not learnt these labels: every tone is taken for another."""
    other = dict(zip(TONES, TONES[1:] + TONES[:1], strict=True))
    rows = pd.DataFrame(
        [{"text": word, "tone": other[tone], "counterpart": "FR"} for tone, w in WORDS.items() for word in w.split()]
    )
    return ToneClassifier(TINY, C=100.0).fit(rows, rows["tone"])


def test_what_is_gained_is_said_and_kept(labels, base, tmp_path):
    done = retrain(labels, base=base, held_out=labels)
    assert done.comparison.verdict == "gain"
    folder = done.save(tmp_path / "mine", title="my_labels.csv")
    card = (folder / "README.md").read_text(encoding="utf-8")
    for part in (
        "my_labels.csv",
        "36 quotes of 12 documents",
        "Retraining helps",
        "scikit-learn",
        "SHA-256",
        "FR (36)",
    ):
        assert part in card
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["trained"]["quotes"] == {"hostile": 12, "cautious": 12, "constructive": 12}
    assert list(ToneClassifier.load(folder).predict(labels)) == list(done.model.predict(labels))


def test_only_mine_starts_from_nothing(labels, base):
    model = retrain(labels, base=base, only_mine=True).model
    assert model.prior is False
    assert (model.coef_[:, -3:] == 0).all(), "what the encoder's own head says does not count"
    assert (retrain(labels, base=base).model.coef_[:, -3:] != 0).any()


def test_wrong_labels_are_told_before_anything_is_fitted(labels, base):
    twice = pd.concat([labels, labels.head(1).assign(tone="cautious")], ignore_index=True)
    with pytest.raises(InputError, match="row 37: 'cautious', but row 1 says 'hostile'"):
        retrain(twice, base=base)


def test_a_batch_of_our_own_is_never_learnt_from(tmp_path):
    rows = [{"text": "a", "counterpart": "FR", "tone": "hostile", "batch": batch, "doc": batch} for batch in "ah"]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert list(read_rows(None, [path])["batch"]) == ["a"]
    assert list(read_own_dev([path])["batch"]) == ["h"]


HARBOUR = Path(__file__).parents[2] / "seeds" / "harbour_bulletins.jsonl"


@pytest.mark.skipif(not HARBOUR.is_file(), reason="seeds/ is part of a checkout, not of the package")
def test_a_hundred_labels_of_an_invented_jargon_beat_the_shipped_model(tmp_path):
    frame = read_labelled(HARBOUR)
    learnt = frame["doc"].isin(sorted(frame["doc"].unique())[:24])
    done = retrain(frame[learnt], held_out=frame[~learnt])
    assert 95 <= learnt.sum() <= 115
    assert done.comparison.verdict == "gain"
    card = (done.save(tmp_path / "harbour") / "README.md").read_text(encoding="utf-8")
    assert f"Retraining helps: {done.comparison.difference:+.3f} macro-F1" in card
