"""Which quotes to label next: those the model is unsure of, and that differ from each other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stancekit.errors import InputError
from stancekit.labelling.frames import labelable
from stancekit.labelling.models import P_COLUMNS, probabilities_of
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.quotes_table import as_quotes

Numbers = NDArray[np.float64]

_POOL = 10
"""Quotes looked at for each one chosen, where diversity is all that counts: enough kinds to choose from, and
few enough that the choice stays among the unsure ones."""


def pick(
    frame: pd.DataFrame, n: int, *, model: Any = None, diverse: float = 0.5, random_state: int = 0
) -> pd.DataFrame:
    """Choose quotes whose labels would teach the model most.

    Of the quotes that the model is least sure of, the first is the least sure, and each next is one that is
    unsure and far from all chosen before (greedy k-centre on the encoder's vectors).

    Parameters
    ----------
    frame
        Labelled quotes with empty tones (or no such column), or rows of a scored corpus. Rows that have a tone
        are left out, so are those without a counterpart, and the second of two with the same text and
        counterpart.
    n
        How many; fewer are given where there are not so many.
    model
        A fitted `stancekit.tone.classifier.ToneClassifier`, or anything with ``predict_proba(frame)``; None for
        the model that comes with stancekit. With ``encoder_.transform`` it also says which quotes are alike;
        without, equal probabilities do.
    diverse
        0: the least sure, however alike; 1: as different from each other as can be among the unsure.
    random_state
        Decides between quotes that are equally good.

    Returns
    -------
    DataFrame
        In order of choosing, with ``p_hostile``, ``p_cautious``, ``p_constructive`` and ``uncertainty`` (entropy,
        0 sure to 1 clueless), and an empty tone.

    Raises
    ------
    InputError
        Where ``n`` or ``diverse`` is out of range, or the frame cannot be read.
    ModelError
        Where the model gives no probabilities.

    Examples
    --------
    >>> class Coin:
    ...     def predict_proba(self, quotes):
    ...         return [[1, 0, 0] if "lied" in text else [0.5, 0, 0.5] for text in quotes["text"]]
    >>> quotes = pd.DataFrame({"text": ["They lied.", "Well, well."], "counterpart": ["NO", "NO"]})
    >>> pick(quotes, 1, model=Coin())["text"].tolist()
    ['Well, well.']
    """
    _check(n, diverse)
    quotes = _unlabelled(labelable(frame))
    if not len(quotes):
        return _with_scores(quotes, np.zeros((0, len(P_COLUMNS))))
    model = ToneClassifier.load() if model is None else model
    chances = probabilities_of(model, quotes)
    unsure = entropy(chances)
    ties = np.random.default_rng(random_state).permutation(len(quotes))
    order = np.lexsort((ties, -unsure.round(9)))
    pool = order[: max(n, math.ceil(n * (1 + (_POOL - 1) * diverse)))]
    if diverse and len(pool) > 1:
        pool = pool[_spread(unsure[pool], _vectors(model, quotes.iloc[pool], chances[pool]), n, diverse)]
    chosen = pool[:n]
    return _with_scores(quotes.iloc[chosen], chances[chosen])


def entropy(chances: Numbers) -> Numbers:
    """Entropy of each row, from 0 (sure) to 1 (all equally likely).

    Examples
    --------
    >>> entropy(np.array([[1.0, 0.0, 0.0]])).tolist()
    [0.0]
    """
    bits = -(chances * np.log(np.where(chances > 0, chances, 1.0))).sum(axis=1)
    share: Numbers = np.clip(bits / math.log(chances.shape[1]), 0.0, 1.0) + 0.0  # no minus zero
    return share


def _check(n: int, diverse: float) -> None:
    if not isinstance(n, int | np.integer) or isinstance(n, bool) or n < 1:
        raise InputError(f"n={n!r}; give how many quotes to pick, at least 1", n)
    if not 0 <= diverse <= 1:
        raise InputError(f"diverse={diverse!r}; give a number from 0 (unsure) to 1 (different)", diverse)


def _unlabelled(quotes: pd.DataFrame) -> pd.DataFrame:
    """What can be labelled and nobody has, each once."""
    quotes = quotes[quotes["counterpart"].notna()]
    same = ["text", "counterpart"]
    labelled = set(quotes.loc[quotes["tone"].notna(), same].itertuples(index=False, name=None))
    open_ = quotes[quotes["tone"].isna()].drop_duplicates(same)
    new = [pair not in labelled for pair in open_[same].itertuples(index=False, name=None)]
    return open_[np.array(new, dtype=bool)].reset_index(drop=True)


def _vectors(model: Any, quotes: pd.DataFrame, chances: Numbers) -> Numbers:
    """Directions in which quotes lie: by their cosine, near quotes say the like of the like."""
    encoder: Any = getattr(model, "encoder_", None)
    if not hasattr(encoder, "transform"):
        return chances
    vectors = np.asarray(encoder.transform(as_quotes(quotes).marked()), dtype=np.float64)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Numbers = vectors / np.where(length > 0, length, 1.0)
    return unit


def _spread(unsure: Numbers, vectors: Numbers, n: int, diverse: float) -> list[int]:
    """Positions in order of choosing, the least sure first."""
    chosen = [0]
    nearest = np.linalg.norm(vectors - vectors[0], axis=1)
    scale = float(nearest.max()) or 1.0
    while len(chosen) < min(n, len(unsure)):
        worth = (1 - diverse) * unsure + diverse * nearest / scale
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))  # the first of equals: they stand in the order of the dice
        nearest = np.minimum(nearest, np.linalg.norm(vectors - vectors[chosen[-1]], axis=1))
    return chosen


def _with_scores(quotes: pd.DataFrame, chances: Numbers) -> pd.DataFrame:
    columns = dict(zip(P_COLUMNS, chances.T, strict=True))
    scored = quotes.assign(**columns, uncertainty=entropy(chances))
    scored["tone"] = pd.Series([None] * len(scored), index=scored.index, dtype=object)
    return scored.reset_index(drop=True)
