"""The encoder as a scikit-learn transformer."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from stancekit.errors import InputError, ModelError
from stancekit.tone.encoder import QuoteEncoder
from stancekit.tone.vectors import LONGEST

TEXTS = ["they lied", "we welcome the talks on the treaty and will help", "perhaps", "", "unknownword 🙂"]


def test_one_row_a_text_pooled_vector_and_logits(encoder):
    vectors = encoder.fit_transform(TEXTS)
    assert vectors.shape == (5, 11)
    assert encoder.n_features_out_ == 11
    assert np.isfinite(vectors).all()


def test_a_text_alone_and_in_company_has_the_same_vector(encoder):
    together = encoder.fit_transform(TEXTS)
    for row, text in enumerate(TEXTS):
        assert np.array_equal(encoder.transform([text])[0], together[row])
    assert np.array_equal(encoder.transform(TEXTS[::-1])[::-1], together)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_gives_finite_numbers(texts):
    vectors = QuoteEncoder(Path(__file__).parents[1] / "data" / "tiny_tone").fit_transform(texts)
    assert vectors.shape == (len(texts), 11)
    assert np.isfinite(vectors).all()


def test_only_the_first_pieces_are_read(encoder):
    long = "they lied " * LONGEST
    assert np.array_equal(encoder.fit_transform([long]), encoder.transform([long + "we welcome peace"]))


def test_nothing_needs_to_be_fitted(encoder):
    assert encoder.transform(["they lied"]).shape == (1, 11)


def test_a_series_is_as_good_as_a_list(encoder):
    series = pd.Series(TEXTS, index=list("vwxyz"))
    assert np.array_equal(encoder.fit_transform(series), encoder.transform(TEXTS))


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("they lied", "bare string"),
        (b"they lied", "bare string"),
        (["ok", None], "row 1"),
        (["\ud83d"], "surrogate"),
    ],
)
def test_bad_texts_are_named(encoder, texts, message):
    with pytest.raises(InputError, match=message):
        encoder.transform(texts)


def test_clone_params_and_pickle(encoder, tiny):
    assert encoder.get_params() == {"model_dir": tiny}
    copy = clone(encoder.fit(TEXTS))
    assert copy.model_dir == tiny
    assert not hasattr(copy, "checksum_")
    again = pickle.loads(pickle.dumps(encoder))
    assert np.array_equal(again.transform(TEXTS), encoder.transform(TEXTS))


def test_it_works_inside_a_pipeline(encoder):
    pipe = make_pipeline(encoder, LogisticRegression(C=100))
    assert list(pipe.fit(["they lied", "we welcome"], [0, 1]).predict(["they lied"])) == [0]


def test_a_missing_folder_is_said_plainly(tmp_path):
    with pytest.raises(ModelError, match="reinstall"):
        QuoteEncoder(tmp_path / "nowhere").fit([])


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json"])
def test_a_changed_file_is_refused(tiny, tmp_path, name):
    folder = tmp_path / "model"
    shutil.copytree(tiny, folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match="checksum"):
        QuoteEncoder(folder).fit([])
