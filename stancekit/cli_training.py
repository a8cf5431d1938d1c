"""How good a newly trained tone classifier is on quotes that it has not seen."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold

from stancekit.errors import InputError
from stancekit.evaluation import evaluate_tone
from stancekit.labelled import Labelled, read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.training.tone import train
from stancekit.types import TONES

FOLDS = 5


def cross_validated(labelled: Labelled, **params: Any) -> dict[str, Any]:
    """Train and measure five times, each time on the documents that were left out of the training.

    Parameters
    ----------
    labelled
        As for `stancekit.training.tone.train`; quotes of one ``doc`` (or ``batch``) stay together.
    **params
        Parameters of `ToneClassifier`.

    Raises
    ------
    InputError
        Where labels are wrong, or too few for five parts with each tone.
    """
    frame = read_labelled(labelled).reset_index(drop=True)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    fewest = int(frame["tone"].value_counts().reindex(list(TONES), fill_value=0).min())
    groups = _documents(frame)
    if fewest < FOLDS or groups.nunique() < FOLDS:
        raise InputError(
            f"too few labels to hold some out: need {FOLDS} documents and {FOLDS} quotes of each tone, "
            f"have {groups.nunique()} and {fewest}; label more, or give --held-out",
            fewest,
        )
    parts = []
    for seen, unseen in splitter.split(frame, frame["tone"], groups):
        parts.append(_predicted(train(frame.iloc[seen], **params), frame.iloc[unseen]))
    return evaluate_tone(pd.concat(parts))


def measured(model: ToneClassifier, labelled: Labelled) -> dict[str, Any]:
    """The figures of a classifier on labelled quotes.

    Raises
    ------
    InputError
        Where labels are wrong.
    """
    return evaluate_tone(_predicted(model, read_labelled(labelled)))


def _predicted(model: ToneClassifier, frame: pd.DataFrame) -> pd.DataFrame:
    found = model.predict_proba(frame)
    shares = {f"p_{tone}": found[:, place] for place, tone in enumerate(TONES)}
    return frame.assign(predicted=[TONES[place] for place in found.argmax(axis=1)], **shares)


def _documents(frame: pd.DataFrame) -> pd.Series[Any]:
    """Which document each quote is of; a quote that names none stands alone."""
    alone = pd.Series([f"row {row}" for row in range(len(frame))], index=frame.index, dtype=object)
    named = next((frame[name] for name in ("doc", "batch") if name in frame.columns), None)
    return alone if named is None else alone.where(named.isna(), "doc " + named.astype(str))
