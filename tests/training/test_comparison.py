"""The model at hand and the retrained one on the same quotes: who is ahead, and whether it could be chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import f1_score

from stancekit.errors import InputError
from stancekit.training import comparison
from stancekit.training.comparison import Comparison, compare, compare_on
from stancekit.types import TONES


class Told(ClassifierMixin, BaseEstimator):
    """Reads the tone off the text, but only of documents that it knows (all, where it was never fitted)."""

    def __init__(self, share: float = 1.0) -> None:
        self.share = share

    def fit(self, X, y, groups=None):
        self.seen_ = set(groups)
        return self

    def predict_proba(self, X):
        right = np.array([[float(tone in text) for tone in TONES] for text in X["text"]])
        if hasattr(self, "seen_"):
            assert self.seen_.isdisjoint({f"doc {doc}" for doc in X["doc"]})
        knows = np.arange(len(X)) < self.share * len(X)
        return np.where(knows[:, None], right * 0.9 + (1 - right) * 0.05, [0.9, 0.05, 0.05])


def quotes(documents: int) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"text": f"a {tone} word {d}", "counterpart": "FR", "tone": tone, "doc": f"d{d}"}
            for d in range(documents)
            for tone in TONES
        ]
    )


@pytest.mark.parametrize(
    ("base", "retrained", "verdict"),
    [(Told(0.0), Told(), "gain"), (Told(), Told(0.0), "loss"), (Told(), Told(), "no gain")],
    ids=["knows nothing, then all", "forgets", "nothing new"],
)
def test_verdicts(base, retrained, verdict):
    found = compare(quotes(20), base, retrained)
    assert (found.verdict, found.folds, found.documents) == (verdict, 5, 20)
    assert found.interval[0] <= found.difference <= found.interval[1]
    assert found.as_dict()["difference"]["verdict"] == verdict
    assert not hasattr(retrained, "seen_"), "the estimator handed in is left as it is"


def test_a_single_document_decides_nothing():
    one = quotes(20).assign(doc="the only one")
    with pytest.raises(InputError, match="one document"):
        compare(one, Told(), Told())
    assert compare_on(one, Told(), Told()).documents == 1


def test_few_documents_make_fewer_folds():
    rows = pd.concat([quotes(3), quotes(3).assign(text=lambda f: f["text"] + " again")], ignore_index=True)
    assert compare(rows, Told(), Told()).folds == 3


def test_held_out_quotes_need_no_folds():
    found = compare_on(quotes(6), Told(0.0), Told())
    assert (found.folds, found.retrained["macro_f1"], found.verdict) == (None, 1.0, "gain")


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 4)), min_size=1, max_size=40))
def test_macro_f1_of_tables_is_scikit_learns(rows):
    right, guessed, places = (np.array(column) for column in zip(*rows, strict=True))
    tables = comparison._tables(right, guessed, pd.factorize(places)[0])
    wanted = f1_score(right, guessed, labels=[0, 1, 2], average="macro", zero_division=0)
    assert comparison._macro_f1(tables.sum(axis=0)) == pytest.approx(wanted)


def test_the_interval_decides_the_verdict():
    figures = {"macro_f1": 0.7}
    assert Comparison(figures, figures, 0.03, (0.01, 0.05), 9, 5).verdict == "gain"
    assert Comparison(figures, figures, -0.03, (-0.05, -0.01), 9, 5).verdict == "loss"
