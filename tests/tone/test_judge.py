"""The model that only judges says what the classifier says, bit for bit."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest

from stancekit.artefacts import name_version
from stancekit.errors import InputError, ModelError
from stancekit.scoring import model_name, score_quotes
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.judge import ToneJudge
from stancekit.tone.quotes_table import as_quotes

NOBODY = pd.DataFrame({"text": []})


class NLP:
    """A pipeline without a reader."""

    pipeline = ()


@pytest.fixture
def folder(encoder, labelled, tmp_path):
    return ToneClassifier(encoder, C=3.0).fit(labelled, labelled["tone"]).save(tmp_path / "model")


@pytest.fixture
def judge(folder) -> ToneJudge:
    return ToneJudge.load(folder)


@pytest.mark.parametrize("given", [as_quotes, lambda frame: frame, lambda frame: list(frame["text"])])
def test_it_judges_as_the_classifier_of_the_same_folder_does(judge, folder, labelled, given):
    classifier = ToneClassifier.load(folder)
    quotes = given(labelled)
    found = judge.predict_proba(quotes)
    assert np.array_equal(found, classifier.predict_proba(quotes))
    assert judge.sets_of(found) == classifier.predict_set(quotes)


def test_rows_are_the_same_with_either(judge, folder, labelled):
    classifier = ToneClassifier.load(folder)
    pd.testing.assert_frame_equal(score_quotes(labelled, judge), score_quotes(labelled, classifier), check_exact=True)
    assert model_name(NLP, judge) == model_name(NLP, classifier) == f"no-reader {name_version(folder)}"


def test_the_model_that_comes_with_stancekit():
    judge, classifier = ToneJudge.load(), ToneClassifier.load()
    texts = ["We shall answer.", "We thank them.", "The note has been read."]
    assert np.array_equal(judge.predict_proba(texts), classifier.predict_proba(texts))
    assert judge.name == name_version(judge.folder)


def test_it_stays_what_it_was_when_its_folder_is_trained_anew(judge, folder, labelled):
    before = judge.predict_proba(labelled), judge.name
    again = ToneClassifier.load(folder).set_params(C=0.01)
    again.fit(labelled, labelled["tone"]).save(folder)
    assert np.array_equal(judge.predict_proba(labelled), before[0])
    assert judge.name == before[1] != ToneJudge.load(folder).name


def test_it_is_one_thing_that_nobody_changes(judge):
    with pytest.raises(FrozenInstanceError):
        judge.threshold = 0.5
    assert {judge: "its rows"}[judge] == "its rows"


def test_it_can_be_pickled(judge, labelled):
    again = pickle.loads(pickle.dumps(judge))
    assert np.array_equal(again.predict_proba(labelled), judge.predict_proba(labelled))


@pytest.mark.parametrize(("X", "message"), [("they lied", "bare string"), ([], "empty"), (NOBODY, "empty")])
def test_bad_quotes_are_named(judge, X, message):
    with pytest.raises(InputError, match=message):
        judge.predict_proba(X)


def test_a_missing_folder_is_said_plainly(folder):
    shutil.rmtree(folder)
    with pytest.raises(ModelError, match="reinstall"):
        ToneJudge.load(folder)
