"""The tone model at hand and the retrained one, on the same quotes that neither has learnt from.

Retrained models are measured by cross-validation in which a document's quotes stay together; the model at hand has
seen none of the labels and judges the same quotes. How sure the difference is tells a bootstrap over documents
(Efron 1979; quotes of one article are no independent witnesses, so articles are drawn and not quotes).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.model_selection import StratifiedGroupKFold

from stancekit.errors import InputError
from stancekit.evaluation import evaluate_tone
from stancekit.labelled import Labelled, read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.training.tone import documents
from stancekit.types import TONES

FOLDS = 5
DRAWS = 2000
SURE = 0.95
"""Share of the draws that lie within the interval."""

Figures = dict[str, Any]
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Comparison:
    """What was measured.

    Parameters
    ----------
    base, retrained
        Figures of the model at hand and of the retrained one (see `stancekit.evaluation.evaluate_tone`).
    difference
        Macro-F1 of the retrained one less that of the model at hand.
    interval
        Between which two differences 95 % of the bootstrap's lie.
    documents
        How many documents were drawn from.
    folds
        Parts of the cross-validation; None where quotes were held out from the start.
    """

    base: Figures
    retrained: Figures
    difference: float
    interval: tuple[float, float]
    documents: int
    folds: int | None

    @property
    def verdict(self) -> str:
        """``gain``, ``loss``, or ``no gain`` where the interval holds zero.

        Examples
        --------
        >>> figures = {"macro_f1": 0.7}
        >>> Comparison(figures, figures, 0.01, (-0.02, 0.04), 40, 5).verdict
        'no gain'
        """
        low, high = self.interval
        return "gain" if low > 0 else "loss" if high < 0 else "no gain"

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data, for JSON."""
        return {
            "base": self.base,
            "retrained": self.retrained,
            "difference": {"macro_f1": self.difference, "interval": list(self.interval), "verdict": self.verdict},
            "documents": self.documents,
            "folds": self.folds,
        }


def compare(labelled: Labelled, base: ToneClassifier, estimator: ToneClassifier, *, folds: int = FOLDS) -> Comparison:
    """Retrain on all parts of the labels but one, measure on that one, and so on; beside it the model at hand.

    Parameters
    ----------
    labelled
        As for `stancekit.training.tone.train`; quotes of one ``doc`` (or ``batch``) stay together.
    base
        A fitted classifier that has not learnt from these labels.
    estimator
        What is to be retrained; it is cloned and left as it is.
    folds
        Parts; fewer where there are fewer documents or quotes of a tone.

    Raises
    ------
    InputError
        Where labels are wrong, or all stand in one document.
    """
    frame = read_labelled(labelled, to_train=True).reset_index(drop=True)
    groups = documents(frame)
    parts = min(folds, groups.nunique(), int(frame["tone"].value_counts().min()))
    if parts < 2:
        raise InputError("all labels stand in one document; label a second one, or give --held-out", len(frame))
    splitter = StratifiedGroupKFold(parts, shuffle=True, random_state=0)
    found = np.zeros((len(frame), len(TONES)))
    for seen, unseen in splitter.split(frame, frame["tone"], groups):
        learnt = frame.iloc[seen]
        model = clone(estimator).fit(learnt, learnt["tone"], groups=groups.iloc[seen])
        found[unseen] = model.predict_proba(frame.iloc[unseen])
    return _compared(frame, groups, base.predict_proba(frame), found, parts)


def compare_on(held_out: Labelled, base: ToneClassifier, retrained: ToneClassifier) -> Comparison:
    """Measure two fitted classifiers on labelled quotes that neither has learnt from.

    Raises
    ------
    InputError
        Where labels are wrong.
    """
    frame = read_labelled(held_out).reset_index(drop=True)
    return _compared(frame, documents(frame), base.predict_proba(frame), retrained.predict_proba(frame), None)


def _compared(
    frame: pd.DataFrame, groups: pd.Series[Any], base: Counts, retrained: Counts, folds: int | None
) -> Comparison:
    codes = np.array([TONES.index(tone) for tone in frame["tone"]])
    places = pd.factorize(groups)[0]
    before, after = (_tables(codes, given.argmax(axis=1), places) for given in (base, retrained))
    differences = _bootstrap(before, after)
    low, high = np.quantile(differences, [(1 - SURE) / 2, (1 + SURE) / 2])
    gained = float(_macro_f1(after.sum(axis=0)) - _macro_f1(before.sum(axis=0)))
    figures = [evaluate_tone(_predicted(frame, given)) for given in (base, retrained)]
    return Comparison(figures[0], figures[1], gained, (float(low), float(high)), len(before), folds)


def _predicted(frame: pd.DataFrame, given: Counts) -> pd.DataFrame:
    shares = {f"p_{tone}": given[:, place] for place, tone in enumerate(TONES)}
    return frame.assign(predicted=[TONES[place] for place in given.argmax(axis=1)], **shares)


def _tables(right: NDArray[np.int64], given: NDArray[np.int64], documents_: NDArray[np.int64]) -> Counts:
    """One table of right and given tone for each document."""
    tables = np.zeros((documents_.max() + 1, len(TONES), len(TONES)))
    np.add.at(tables, (documents_, right, given), 1.0)
    return tables


def _bootstrap(before: Counts, after: Counts) -> Counts:
    """Differences in macro-F1 over documents drawn anew, the same ones for both models."""
    random = np.random.default_rng(0)
    drawn = random.multinomial(len(before), np.full(len(before), 1 / len(before)), size=DRAWS).astype(float)
    return np.asarray(_macro_f1(_drawn(drawn, after)) - _macro_f1(_drawn(drawn, before)))


def _drawn(drawn: Counts, tables: Counts) -> Counts:
    return (drawn @ tables.reshape(len(tables), -1)).reshape(-1, len(TONES), len(TONES))


def _macro_f1(tables: Counts) -> Counts:
    """Macro-F1 of one table of right (rows) and given tones, or of each of many."""
    hits = np.diagonal(tables, axis1=-2, axis2=-1)
    both = tables.sum(axis=-1) + tables.sum(axis=-2)
    return np.asarray((2 * hits / np.maximum(both, 1.0)).mean(axis=-1))
