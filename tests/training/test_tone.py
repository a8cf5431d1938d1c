"""Training on labelled quotes: files in, a fitted classifier out, no torch."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stancekit.errors import InputError
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder
from stancekit.training.tone import read_rows, train
from stancekit.types import TONES

TINY = QuoteEncoder(Path(__file__).parents[1] / "data" / "tiny_tone")
WORDS = {
    "hostile": "accused lied shame",
    "cautious": "unclear perhaps wait",
    "constructive": "glad thanks friends",
}


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"text": f"they were {word} {extra}", "counterpart": "FR", "tone": tone, "doc": extra}
            for tone, words in WORDS.items()
            for word in words.split()
            for extra in ("and", "or", "if")
        ]
    )


def test_a_frame_and_its_file_give_the_same_classifier(rows, tmp_path):
    rows.to_json(tmp_path / "quotes.jsonl", orient="records", lines=True)
    one, other = train(rows, encoder=TINY, C=10.0), train(tmp_path / "quotes.jsonl", encoder=TINY, C=10.0)
    assert isinstance(one, ToneClassifier)
    assert np.array_equal(one.coef_, other.coef_)
    assert one.score(rows, rows["tone"]) > 0.9


def test_an_estimator_can_be_handed_in(rows):
    mine = ToneClassifier(TINY, coverage=0.7)
    assert train(rows, estimator=mine, C=2.0) is mine
    assert (mine.C, mine.coverage) == (2.0, 0.7)


def test_validation_quotes_set_the_temperature_only(rows):
    plain = train(rows, encoder=TINY, C=10.0)
    upside_down = rows.assign(tone=rows["tone"].map(dict(zip(TONES, TONES[::-1], strict=True))))
    checked = train(rows, upside_down, encoder=TINY, C=10.0)
    assert np.array_equal(plain.coef_, checked.coef_)
    assert checked.temperature_ > plain.temperature_


@pytest.mark.parametrize("column", ["doc", "batch"])
def test_one_document_is_no_basis_for_calibration(rows, column):
    with pytest.raises(InputError, match="two documents"):
        train(rows.drop(columns="doc").assign(**{column: "one"}), encoder=TINY)


def test_rows_that_name_no_document_stand_alone(rows):
    assert train(rows.assign(doc=None), encoder=TINY).temperature_ > 0


def test_wrong_labels_are_named(rows):
    with pytest.raises(InputError, match="row 1, column 'tone': 'angry'"):
        train(rows.assign(tone="angry"), encoder=TINY)


def test_rows_come_from_files_and_folders(tmp_path, rows):
    row = json.dumps({"text": "They lied.", "counterpart": "FR", "tone": "hostile"})
    (tmp_path / "batch_a.jsonl").write_text(row)
    (tmp_path / "one.txt").write_text(
        "<s:1>Vela</s> <k:1>thanked</k> <c:1>Norway for the boats</c>.\n"
        "=====\n1 | indirect | Vela | SE | NO constructive\n"
    )
    (tmp_path / "data").mkdir()
    for name in ("train.jsonl", "train_single.jsonl"):
        rows.head(2).to_json(tmp_path / "data" / name, orient="records", lines=True)
    assert list(read_rows(None, [tmp_path])["tone"]) == ["hostile", "constructive"]
    assert len(read_rows(tmp_path / "data", [tmp_path / "batch_a.jsonl"])) == 5
