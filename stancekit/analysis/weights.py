"""How much each row counts: each statement once, and undecided quotes less, where one wants that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from stancekit.analysis.given import Rows, check_choice, rows_with
from stancekit.errors import InputError
from stancekit.types import TONES

By = Literal["dyad", "speaker"]
Weight = Literal["none", "statements", "sets"]
Weights = Weight | Sequence[Weight]
KEYS: dict[str, list[str]] = {"dyad": ["speaker_state", "counterpart"], "speaker": ["speaker_id", "counterpart"]}
"""What makes a group of rows."""
_CHOICES = ("none", "statements", "sets")


def row_weights(rows: Rows, weights: Weights = ("statements",), *, by: By = "dyad") -> pd.Series[float]:
    """How much each row counts in a mean.

    Parameters
    ----------
    rows
        A frame, a file or a folder of rows.
    weights
        One or several of these, which multiply:

        ``statements``
            each statement counts once in each group, split evenly over its rows there: three outlets that carry one
            sentence count a third each;
        ``sets``
            a row counts one divided by the number of tones in its 90 % prediction set: a decided quote 1, one between
            two tones a half, an undecided one a third. Means then lean on what the model is sure of, which is no
            fair sample of what was said: compare with the mean without. A row without a set counts 1;
        ``none``, or ``()``
            each row counts 1.
    by
        Groups: ``dyad`` (``speaker_state`` and ``counterpart``) or ``speaker`` (``speaker_id`` and ``counterpart``).
        Null is a group like any other here.

    Returns
    -------
    Series
        With the index of ``rows``. With ``statements`` alone, a group's weights sum to its number of statements.

    Raises
    ------
    InputError
        Where a column is missing, or ``weights`` or ``by`` is unknown.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": ["wire", "post", "post"], "statement_id": ["s1", "s1", "s2"],
    ...                      "speaker_state": "RU", "counterpart": "US",
    ...                      "tone_set": ["hostile", "hostile|cautious", "hostile"]})
    >>> row_weights(rows).tolist()
    [0.5, 0.5, 1.0]
    >>> row_weights(rows, ("statements", "sets")).tolist()
    [0.5, 0.25, 1.0]
    """
    chosen = chosen_weights(weights)
    check_choice("by", by, tuple(KEYS))
    frame = rows_with(rows, weight_columns(chosen, by))
    return weights_of(frame, chosen, KEYS[by])


def chosen_weights(weights: Weights) -> tuple[str, ...]:
    """The names of weights, checked, without ``none``.

    Examples
    --------
    >>> chosen_weights("sets"), chosen_weights("none"), chosen_weights(["statements", "sets"])
    (('sets',), (), ('statements', 'sets'))
    """
    names = (weights,) if isinstance(weights, str) else weights
    if not isinstance(names, Sequence) and not isinstance(names, set | frozenset):
        raise InputError(f"weights={weights!r}; give names: {', '.join(_CHOICES)}", weights)
    for name in names:
        check_choice("weights", name, _CHOICES)
    return tuple(name for name in _CHOICES[1:] if name in names)


def weight_columns(chosen: Sequence[str], by: str) -> list[str]:
    """The columns that these weights are made of."""
    columns = ["doc_id", "statement_id", *KEYS[by]] if "statements" in chosen else []
    return [*columns, "tone_set"] if "sets" in chosen else columns


def weights_of(frame: pd.DataFrame, chosen: Sequence[str], keys: Sequence[str]) -> pd.Series[float]:
    """The weights of rows that have all their columns."""
    found = np.ones(len(frame))
    if "statements" in chosen and len(frame):
        group = frame.groupby([*keys, "statement_id"], dropna=False, observed=True, sort=False).ngroup().to_numpy()
        found /= np.bincount(group)[group]
    if "sets" in chosen:
        found /= set_sizes(frame["tone_set"]).fillna(1.0).to_numpy()
    return pd.Series(found, index=frame.index, name="weight")


def set_sizes(tone_sets: pd.Series) -> pd.Series[float]:
    """How many tones each prediction set holds; NaN where there is none.

    Examples
    --------
    >>> set_sizes(pd.Series(["hostile", "hostile|cautious|constructive", None])).tolist()
    [1.0, 3.0, nan]
    """
    sizes = {given: _size(given) for given in tone_sets.dropna().unique()}
    return pd.Series([sizes.get(given, np.nan) for given in tone_sets], index=tone_sets.index, dtype=np.float64)


def _size(given: object) -> float:
    tones = set(str(given).split("|"))
    if unknown := sorted(tones - set(TONES)):
        raise InputError(
            f"tone_set {given!r} holds {', '.join(map(repr, unknown))}; sets are written as 'hostile|cautious'", given
        )
    return float(len(tones))
