"""Which words carried a tone: weights add to what the model says, and places point at the words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.errors import InputError
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder
from stancekit.tone.occlusion import explain
from stancekit.types import TONES


@pytest.fixture
def model(encoder, labelled) -> ToneClassifier:
    return ToneClassifier(encoder, C=100.0).fit(labelled, labelled["tone"])


def test_the_word_that_was_learnt_carries_the_tone(model):
    found = explain("and they lied again", model=model)
    assert found.tone == "hostile"
    assert found.frame()["word"][0] == "lied"
    assert found.frame()["weight"].is_monotonic_decreasing
    assert sum(found.probabilities.values()) == pytest.approx(1)


def test_a_weight_is_the_probability_that_is_lost(model):
    found = explain("they lied", model=model)
    without = model.predict_proba(["they"])[0, TONES.index(found.tone)]
    (lied,) = [word for word in found.words if word.text == "lied"]
    assert lied.weight == pytest.approx(found.probabilities[found.tone] - without)


def test_another_tone_can_be_asked_for(model):
    found = explain("they lied and gave thanks", tone="constructive", model=model)
    weights = {word.text: word.weight for word in found.words}
    assert weights["thanks"] > 0 > weights["lied"]


def test_the_frame_counts_but_is_no_quote(model):
    found = explain("a word", "FR", "SE", "Ms Vela said a word. Rain fell.", model=model)
    assert found.seen == "Ms Vela said … [SEP] To the target country: a word"
    assert [word.text for word in found.words if word.in_quote] == ["To", "the target country", ":", "a", "word"]
    assert [word.text for word in found.words if not word.in_quote] == ["Ms", "Vela", "said", "…"]


@given(text=st.text(alphabet="ab \n—’é𝔘", min_size=1).filter(str.strip))
def test_places_hold_the_words(model_for_all, text):
    found = explain(text, model=model_for_all)
    assert all(found.seen[word.start : word.end] == word.text for word in found.words)


@pytest.fixture(scope="module")
def model_for_all() -> ToneClassifier:

    return ToneClassifier.from_encoder(QuoteEncoder(Path(__file__).parents[1] / "data" / "tiny_tone"))


def test_no_text_is_told(model):
    with pytest.raises(InputError):
        explain(None, model=model)
