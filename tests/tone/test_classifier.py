"""The tone classifier keeps scikit-learn's conventions, spelled out: `check_estimator` knows no texts."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict

from stancekit.errors import InputError, ModelError
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.quotes_table import Quotes
from stancekit.types import TONES


@pytest.fixture
def model(encoder) -> ToneClassifier:
    return ToneClassifier(encoder=encoder, C=100.0)


@pytest.fixture
def fitted(model, labelled) -> ToneClassifier:
    return model.fit(labelled, labelled["tone"])


def test_init_only_assigns(encoder):
    given = {
        "encoder": encoder,
        "C": 7.0,
        "prior": False,
        "class_weight": "balanced",
        "coverage": 0.8,
        "cv": 3,
        "random_state": 5,
    }
    assert set(given) == set(inspect.signature(ToneClassifier).parameters)
    assert vars(ToneClassifier(**given)) == given


def test_get_and_set_params(model):
    assert model.get_params(deep=False)["C"] == 100.0
    assert model.set_params(C=2.0, encoder__model_dir="elsewhere").C == 2.0
    assert model.encoder.model_dir == "elsewhere"


def test_fit_leaves_parameters_alone(model, labelled):
    before = model.get_params()
    assert model.fit(labelled, labelled["tone"]) is model
    assert model.get_params() == before
    assert not hasattr(model.encoder, "checksum_")


def test_clone_forgets_what_was_fitted(fitted):
    copy = clone(fitted)
    assert copy.C == fitted.C
    assert not [name for name in vars(copy) if name.endswith("_")]


def test_what_was_learnt_ends_in_an_underscore(fitted, model):
    learnt = set(vars(fitted)) - set(inspect.signature(ToneClassifier).parameters)
    assert learnt == {"C_", "classes_", "coef_", "encoder_", "intercept_", "temperature_", "threshold_"}


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function", "predict_set"])
def test_unfitted(model, method):
    with pytest.raises(NotFittedError):
        getattr(model, method)(["they lied"])


def test_unfitted_cannot_be_saved(model, tmp_path):
    with pytest.raises(NotFittedError):
        model.save(tmp_path)


def test_classes_are_in_the_order_of_tones(fitted):
    assert tuple(fitted.classes_) == TONES


def test_probabilities(fitted, labelled):
    given = fitted.predict_proba(labelled)
    assert given.shape == (36, 3)
    assert given.sum(axis=1) == pytest.approx(1, abs=1e-12)
    assert (fitted.classes_[given.argmax(axis=1)] == fitted.predict(labelled)).all()


def test_it_learns(fitted, labelled):
    assert fitted.score(labelled, labelled["tone"]) > 0.9


def test_a_quote_alone_and_in_company(fitted, labelled):
    together = fitted.predict_proba(labelled)
    for row in (0, 17, 35):
        assert fitted.predict_proba(labelled.iloc[[row]])[0] == pytest.approx(together[row], abs=1e-9)
    assert fitted.predict_proba(labelled.iloc[::-1])[::-1] == pytest.approx(together, abs=1e-9)


def test_equal_seeds_give_equal_numbers(model, labelled):
    one, other = (clone(model).fit(labelled, labelled["tone"]) for _ in range(2))
    assert np.array_equal(one.coef_, other.coef_)
    assert np.array_equal(one.intercept_, other.intercept_)
    assert (one.temperature_, one.threshold_) == (other.temperature_, other.threshold_)


def test_lists_and_series_have_no_target(fitted, labelled):
    texts = labelled["text"]
    assert np.array_equal(fitted.predict_proba(list(texts)), fitted.predict_proba(texts))
    assert np.array_equal(fitted.predict_proba(texts), fitted.predict_proba(labelled[["text"]]))


def test_columns_without_a_frame_do_as_well(fitted):
    columns = Quotes(["they lied"], ["FR"], ["SE"], ["SE: they lied."])
    frame = pd.DataFrame(columns._asdict())
    assert np.array_equal(fitted.predict_proba(columns), fitted.predict_proba(frame))


def test_null_cells_count_as_unknown(fitted):
    row = {"text": "they lied", "counterpart": None, "speaker_state": float("nan"), "context": pd.NA}
    assert np.array_equal(fitted.predict_proba(pd.DataFrame([row])), fitted.predict_proba(["they lied"]))


BAD_X = [
    ("they lied", "bare string"),
    ([], "empty"),
    (pd.DataFrame({"text": []}), "empty"),
    (pd.DataFrame({"quote": ["they lied"]}), "no column 'text'"),
    (pd.DataFrame({"text": ["they lied", None]}), "row 1, column 'text'"),
    (pd.DataFrame({"text": ["they lied"], "counterpart": [7]}), "row 0, column 'counterpart'"),
]


@pytest.mark.parametrize(("X", "message"), BAD_X)
def test_bad_x_is_named(model, fitted, labelled, X, message):
    with pytest.raises(InputError, match=message):
        model.fit(X, ["hostile"])
    with pytest.raises(InputError, match=message):
        fitted.predict(X)


BAD_Y = [
    (["hostile"], "36 quotes but 1 tones"),
    (["hostile"] * 35 + ["angry"], "row 35: 'angry'"),
    (["hostile"] * 35 + [None], "row 35: None"),
    (["hostile"] * 36, "no quote is labelled cautious or constructive"),
    (["hostile"] * 18 + ["cautious"] * 17 + ["constructive"], "two quotes of each tone"),
]


@pytest.mark.parametrize(("y", "message"), BAD_Y)
def test_bad_y_is_named(model, labelled, y, message):
    with pytest.raises(InputError, match=message):
        model.fit(labelled, y)


def test_weights_and_their_shape(model, labelled):
    even = clone(model).fit(labelled, labelled["tone"], sample_weight=np.ones(36))
    assert np.array_equal(even.coef_, model.fit(labelled, labelled["tone"]).coef_)
    skewed = clone(model).fit(labelled, labelled["tone"], sample_weight=np.where(labelled["tone"] == "hostile", 9, 1))
    assert skewed.decision_function(labelled)[:, 0].mean() > even.decision_function(labelled)[:, 0].mean()
    with pytest.raises(InputError, match="sample_weight"):
        model.fit(labelled, labelled["tone"], sample_weight=[1.0])


def test_class_weight_may_name_tones(encoder, labelled):
    plain = ToneClassifier(encoder, C=1.0).fit(labelled, labelled["tone"])
    wary = ToneClassifier(encoder, C=1.0, class_weight={"hostile": 5, "cautious": 1, "constructive": 1})
    wary.fit(labelled, labelled["tone"])
    assert wary.decision_function(labelled)[:, 0].mean() > plain.decision_function(labelled)[:, 0].mean()


def test_groups_stay_together(model, labelled):
    model.fit(labelled, labelled["tone"], groups=labelled["doc"])
    assert model.temperature_ > 0
    with pytest.raises(InputError, match="two documents"):
        model.fit(labelled, labelled["tone"], groups=["one"] * 36)


def test_prediction_sets_hold_the_winner_in_order(fitted, labelled):
    for tone, held in zip(fitted.predict(labelled), fitted.predict_set(labelled), strict=True):
        assert tone in held
        assert held == tuple(sorted(held, key=TONES.index))


def test_more_coverage_never_gives_smaller_sets(encoder, labelled):
    sizes = []
    for coverage in (0.5, 0.8, 0.95):
        model = ToneClassifier(encoder, coverage=coverage).fit(labelled, labelled["tone"])
        sizes.append(sum(map(len, model.predict_set(labelled))))
    assert sizes == sorted(sizes)


def test_calibrating_on_other_quotes_changes_no_coefficient(fitted, labelled):
    before = fitted.coef_.copy()
    wrong = labelled["tone"].map(dict(zip(TONES, TONES[1:] + TONES[:1], strict=True)))
    hot = fitted.calibrate(labelled, wrong)
    assert np.array_equal(hot.coef_, before)
    assert hot.temperature_ == pytest.approx(20, rel=0.01)  # nothing is sure where all is wrong


def test_from_the_encoders_own_head(encoder, labelled):
    model = ToneClassifier.from_encoder(encoder, C=2.0)
    logits = encoder.fit_transform(labelled["text"])[:, -3:]
    assert np.allclose(model.decision_function(labelled["text"]), logits)
    assert model.predict_set(["they lied"]) == [TONES]
    assert model.calibrate(labelled, labelled["tone"]).threshold_ > 0
    assert model.C == 2.0


def test_grid_search(model, labelled):
    search = GridSearchCV(model, {"C": [0.01, 1.0]}, cv=2, scoring="neg_log_loss")
    search.fit(labelled, labelled["tone"])
    assert search.best_params_["C"] in (0.01, 1.0)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    assert tuple(search.best_estimator_.classes_) == TONES


def test_cross_validation_by_document(model, labelled):
    given = cross_val_predict(model, labelled, labelled["tone"], cv=GroupKFold(3), groups=labelled["doc"])
    assert set(given) <= set(TONES)


def test_only_our_own_encoder_can_be_saved(labelled, tmp_path):
    from sklearn.feature_extraction.text import HashingVectorizer

    model = ToneClassifier(HashingVectorizer(n_features=64)).fit(labelled, labelled["tone"])
    assert set(model.predict(labelled)) <= set(TONES)
    with pytest.raises(ModelError, match="cannot be saved"):
        model.save(tmp_path)
