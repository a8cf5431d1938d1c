"""Quotes of invented people, and models that know nothing but a few words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin

from stancekit.types import TONES

QUOTES = [
    {
        "id": "q1",
        "text": "They lied to us",
        "context": "“They lied to us,” Premier Ida Holm said in Oslo.",
        "counterpart": "SE",
        "speaker": "Ida Holm",
        "speaker_state": "NO",
        "doc": "a",
    },
    {
        "id": "q2",
        "text": "We will wait for their answer",
        "context": "“We will wait,” said Bo Ek, “for their answer.”",  # two fragments
        "counterpart": "NO",
        "speaker": "Bo Ek",
        "speaker_state": "SE",
        "doc": "a",
    },
    {
        "id": "q3",
        "text": "thanks to our neighbours",
        "context": None,
        "counterpart": "FI",
        "speaker": None,
        "speaker_state": None,
        "doc": "b",
    },
    {
        "id": "q4",
        "text": "Nobody says this",
        "context": "The words stand nowhere in here.",
        "counterpart": "NATO",
        "speaker": "Una Lind",
        "speaker_state": None,
        "doc": "b",
    },
]


def quotes() -> pd.DataFrame:
    """Four quotes that nobody has labelled."""
    return pd.DataFrame(QUOTES)


class Words(ClassifierMixin, BaseEstimator):
    """Judges by the share of quotes with the same first word that had each tone; knows nothing before."""

    def fit(self, X: pd.DataFrame, y: Any) -> Words:
        self.classes_ = np.array(TONES)
        self.counts_: dict[str, Any] = {}
        for text, tone in zip(X["text"], y, strict=True):
            self.counts_.setdefault(text.split()[0], np.full(3, 0.1))[TONES.index(tone)] += 1
        return self

    def predict_proba(self, X: pd.DataFrame) -> Any:
        counts = [self.counts_.get(text.split()[0], np.ones(3)) for text in X["text"]]
        return np.array([row / row.sum() for row in counts])


class Table:
    """A fitted model that looks probabilities up by the quote's text, and vectors where it is given some."""

    def __init__(self, chances: dict[str, list[float]], vectors: dict[str, list[float]] | None = None) -> None:
        self.chances = chances
        if vectors is not None:
            self.encoder_ = _Lookup(vectors)

    def predict_proba(self, X: pd.DataFrame) -> Any:
        return np.array([self.chances[text] for text in X["text"]])


class _Lookup:
    """An encoder of marked quotes; they hold the quote's words."""

    def __init__(self, vectors: dict[str, list[float]]) -> None:
        self.vectors = vectors

    def transform(self, X: list[str]) -> Any:
        return np.array([next(v for words, v in self.vectors.items() if words in text) for text in X])
