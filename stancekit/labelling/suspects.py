"""Labels that are probably slips: confident learning on the tone classifier's own doubts.

Northcutt, Jiang and Chuang (2021), *Confident Learning: Estimating Uncertainty in Dataset Labels*, Journal of
Artificial Intelligence Research 70, https://doi.org/10.1613/jair.1.12125
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.model_selection import StratifiedGroupKFold

from stancekit.errors import InputError, ModelError
from stancekit.labelled import Labelled, read_labelled
from stancekit.labelling.models import Remembering, probabilities_of
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder
from stancekit.types import TONES

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


def suspects(
    frame: Labelled, *, model: Any = None, cv: int = 5, groups: str | Sequence[Any] | None = None
) -> pd.DataFrame:
    """Rows whose label is probably wrong, worst first; for a second look, not for deletion.

    Every quote is judged by a model that was fitted without its article. A label is suspect where another tone
    is likelier than the given one, and at least as likely as that tone is, on average, for the quotes labelled
    so.

    Parameters
    ----------
    frame
        Labelled quotes, a frame or a file; rows without a tone are left aside.
    model
        An estimator as `stancekit.tone.classifier.ToneClassifier`; cloned, so never changed. None for a
        `ToneClassifier` with its defaults.
    cv
        Folds; fewer where there are not so many groups, or quotes of a tone.
    groups
        What belongs together, never on both sides of a fold: a column's name, or a value for each row with a
        tone. None for the column ``doc``, or each quote for itself where there is none.

    Returns
    -------
    DataFrame
        The suspect rows with their index and columns, and ``likely`` (the tone they should perhaps have),
        ``p_given`` and ``p_likely``; sorted by ``p_likely - p_given``, falling.

    Raises
    ------
    InputError
        Where labels are wrong or too few.

    Examples
    --------
    >>> labels = pd.DataFrame({"text": ["They lied."], "counterpart": ["NO"], "tone": ["hostile"]})
    >>> suspects(labels)
    Traceback (most recent call last):
    stancekit.errors.InputError: no quote is labelled cautious, constructive; label some of each tone
    """
    labels = read_labelled(frame)
    codes = _codes(labels)
    together = _groups(labels, groups)
    chances = _held_out(_estimator(model), labels, codes, together, _folds(codes, together, cv))
    likely = _confident(chances, codes)
    rows = np.arange(len(codes))
    p_given, p_likely = chances[rows, codes], chances[rows, likely]
    found = labels.assign(likely=[TONES[code] for code in likely], p_given=p_given, p_likely=p_likely)
    worst = np.argsort(p_given - p_likely, kind="stable")
    return found.iloc[worst[(likely != codes)[worst]]]


def _codes(labels: pd.DataFrame) -> Codes:
    absent = [tone for tone in TONES if tone not in set(labels["tone"])]
    if absent:
        raise InputError(f"no quote is labelled {', '.join(absent)}; label some of each tone", absent)
    return np.array([TONES.index(tone) for tone in labels["tone"]], dtype=np.int64)


def _groups(labels: pd.DataFrame, groups: str | Sequence[Any] | None) -> Codes:
    name = groups if isinstance(groups, str) else "doc"
    if isinstance(groups, str) and groups not in labels.columns:
        raise InputError(f"no column {groups!r} to group by; give another, or groups=None", groups)
    if groups is None or isinstance(groups, str):
        given: Iterable[Any] = labels[name] if name in labels.columns else [None] * len(labels)
    else:
        given = groups
    values = list(given)
    if len(values) != len(labels):
        raise InputError(f"{len(values)} groups for {len(labels)} labels; give one each", len(values))
    alone = [f"row {row}" if pd.isna(value) else f"group {value}" for row, value in enumerate(values)]
    return np.asarray(pd.factorize(np.array(alone, dtype=object))[0], dtype=np.int64)


def _folds(codes: Codes, together: Codes, cv: int) -> list[tuple[Codes, Codes]]:
    most = min(cv, int(np.bincount(codes).min()), int(together.max()) + 1)
    if most < 2:
        raise InputError("label errors need two quotes of each tone, from two articles, and cv of 2; label more", most)
    splitter = StratifiedGroupKFold(most, shuffle=True, random_state=0)
    return list(splitter.split(np.zeros(len(codes)), codes, together))


def _estimator(model: Any) -> Any:
    model = ToneClassifier() if model is None else model
    if not hasattr(model, "get_params") or not hasattr(model, "fit"):
        raise ModelError(f"{model!r} cannot be fitted anew; give an estimator such as ToneClassifier()", model)
    encoder = getattr(model, "encoder", None)
    if not isinstance(model, ToneClassifier) or not isinstance(encoder, QuoteEncoder | None):
        return model
    # Each fold would encode every quote twice; our encoder is never fitted, so once will do.
    return clone(model).set_params(encoder=Remembering(QuoteEncoder() if encoder is None else clone(encoder)))


def _held_out(
    model: Any, labels: pd.DataFrame, codes: Codes, together: Codes, folds: list[tuple[Codes, Codes]]
) -> Numbers:
    """Probabilities of each quote from a model that was fitted without its group."""
    chances = np.zeros((len(codes), len(TONES)))
    grouped = "groups" in inspect.signature(model.fit).parameters
    for fitted, held in folds:
        more = {"groups": together[fitted]} if grouped else {}
        fold = clone(model).fit(labels.iloc[fitted], labels["tone"].iloc[fitted], **more)
        chances[held] = probabilities_of(fold, labels.iloc[held])
    return chances


def _confident(chances: Numbers, codes: Codes) -> Codes:
    """The tone each quote confidently has: the likeliest of those at or over their threshold, else the given."""
    thresholds = np.array([chances[codes == code, code].mean() for code in range(chances.shape[1])])
    over = np.where(chances >= thresholds - 1e-12, chances, -1.0)
    best = over.argmax(axis=1)
    rows = np.arange(len(codes))
    better = (over[rows, best] >= 0) & (chances[rows, best] > chances[rows, codes])
    return np.where(better, best, codes).astype(np.int64)
