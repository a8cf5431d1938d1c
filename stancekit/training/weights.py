"""Fit a table of weights over named features, and write it as a model folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import softmax
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from stancekit.annotation.weights import WEIGHTS
from stancekit.artefacts import write_manifest

FOLDS = 6
LEAST = 0.02
"""Smaller weights of the logistic tables are left out."""
VERSION = "0.1.0"
Features = list[dict[str, float]]


def fit(
    features: Features, labels: np.ndarray, groups: list[str], strength: float, sample_weight: np.ndarray | None = None
) -> tuple[Fitted, np.ndarray]:
    """Weights fitted on everything, and held-out probabilities by cross-validation over groups (articles)."""
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(features)
    model = LogisticRegression(C=strength, max_iter=5000, fit_intercept=False)
    params = {"sample_weight": sample_weight} if sample_weight is not None else {}
    held_out = cross_val_predict(
        model, x, labels, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba", params=params
    )[:, 1]
    model.fit(x, labels, **params)
    learned = zip(vectorizer.feature_names_, model.coef_[0].round(4).tolist(), strict=True)
    weights = {name: weight for name, weight in learned if abs(weight) >= LEAST}
    return Fitted(weights, {}), held_out


@dataclass(frozen=True)
class Dense:
    """Vectors that speak for or against one kind of candidate, all of it weighed by one row of weights.

    Parameters
    ----------
    name
        The kind of candidate.
    vectors
        One row for each decision.
    rows
        The candidate of each decision that is of this kind.
    scale
        The vectors are multiplied by it for fitting: the smaller, the stronger the penalty on their weights.
    """

    name: str
    vectors: np.ndarray
    rows: list[int]
    scale: float


@dataclass(frozen=True)
class Fitted:
    """Learned weights: of named features, and of vectors by kind of candidate."""

    weights: dict[str, float]
    dense: dict[str, list[float]]


def fit_choice(
    choices: list[Features],
    right: list[int],
    groups: list[str],
    strength: float,
    sizes: np.ndarray,
    dense: Dense | None = None,
    folds: int = FOLDS,
) -> tuple[Fitted, list[np.ndarray]]:
    """Conditional logit: weights of a choice of one among several, and held-out shares by cross-validation.

    Parameters
    ----------
    choices
        For each decision, the features of its candidates.
    right
        Index of the right candidate of each decision.
    groups
        The article of each decision.
    strength
        Inverse of the L2 penalty, as scikit-learn's ``C``.
    sizes
        Weight of each decision.
    dense
        Vectors besides the named features.
    folds
        Of the cross-validation; 0 leaves it out.

    Notes
    -----
    McFadden (1974), Conditional logit analysis of qualitative choice behavior.
    """
    vectorizer = DictVectorizer(sparse=False)
    vectorizer.fit([features for choice in choices for features in choice])
    tables = [vectorizer.transform(choice) for choice in choices]
    named = len(vectorizer.feature_names_)
    if dense is not None:
        tables = [
            np.hstack([table, dense.scale * (np.arange(len(table)) == row)[:, None] * vector])
            for table, row, vector in zip(tables, dense.rows, dense.vectors, strict=True)
        ]
    held_out: list[np.ndarray] = [np.zeros(0)] * len(choices)
    for train, test in GroupKFold(folds).split(choices, groups=groups) if folds else ():
        weights = _conditional_logit([tables[i] for i in train], [right[i] for i in train], sizes[train], strength)
        for i in test:
            held_out[i] = softmax(tables[i] @ weights)
    weights = _conditional_logit(tables, right, sizes, strength)
    table = dict(zip(vectorizer.feature_names_, weights[:named].round(4).tolist(), strict=True))
    rows = {} if dense is None else {dense.name: (weights[named:] * dense.scale).round(5).tolist()}
    return Fitted(table, rows), held_out


def _conditional_logit(tables: list[np.ndarray], right: list[int], sizes: np.ndarray, strength: float) -> np.ndarray:
    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = 0.5 * float(weights @ weights) / strength, weights / strength
        for table, index, size in zip(tables, right, sizes, strict=True):
            shares = softmax(table @ weights)
            total -= size * float(np.log(max(shares[index], 1e-12)))
            gradient = gradient + size * (shares @ table - table[index])
        return total, gradient

    return minimize(loss, np.zeros(tables[0].shape[1]), jac=True, method="L-BFGS-B").x


def save(folder: Path, kind: str, fitted: Fitted, threshold: float, trained: Mapping[str, object]) -> None:
    """Write ``weights.json`` and the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"threshold": round(threshold, 3), "weights": fitted.weights}
    table = json.dumps(content, indent=1, sort_keys=True)
    if fitted.dense:
        rows = json.dumps(fitted.dense, sort_keys=True)
        table = table[: -len("\n}")] + f',\n "dense": {rows}\n}}'
    (folder / WEIGHTS).write_text(table + "\n", encoding="utf-8")
    write_manifest(folder, kind, f"stancekit-{kind}", VERSION, [WEIGHTS], trained=trained)
