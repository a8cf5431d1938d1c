"""How far annotators agree: Krippendorff's alpha, and where they differ.

Krippendorff, K. (2011), *Computing Krippendorff's Alpha-Reliability*,
https://repository.upenn.edu/asc_papers/43
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stancekit.errors import InputError
from stancekit.types import TONES

Level = Literal["nominal", "ordinal"]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far annotators agree.

    Parameters
    ----------
    alpha
        Krippendorff's alpha: 1 perfect, 0 as by chance, below 0 worse. NaN where only one tone was ever used.
        By convention labels under 0.667 are for discussion, not for training.
    level
        ``nominal``, or ``ordinal`` where hostile and constructive are further apart than neighbours.
    items
        Quotes that at least two annotators labelled; the others say nothing.
    annotators
        Their names, sorted.
    observed
        Share of pairs of labels of one quote that are equal.
    confusion
        Tone by tone: how often two labels of one quote were these; symmetric, for no annotator is the gold.
        Each quote counts as many pairs as it has labels (the coincidence matrix).
    pairwise
        Annotator by annotator: share of the quotes labelled by both with equal tones; NaN where there is none.
    """

    alpha: float
    level: Level
    items: int
    annotators: tuple[str, ...]
    observed: float
    confusion: pd.DataFrame
    pairwise: pd.DataFrame


def agreement(
    frame: pd.DataFrame,
    *,
    annotator: str = "annotator",
    item: Sequence[str] = ("text", "counterpart"),
    level: Level = "nominal",
) -> Agreement:
    """How far annotators agree on tones.

    Parameters
    ----------
    frame
        One row for each quote and annotator, as `import_labels` gives it; rows without tone or annotator are
        left aside. Where an annotator labelled a quote twice, the later row counts.
    annotator
        Column with who labelled.
    item
        Columns that make a quote the same quote.
    level
        ``nominal``: tones are equal or not. ``ordinal``: hostile < cautious < constructive.

    Raises
    ------
    InputError
        Where a column is missing, a tone or the level unknown, or no quote has two labels.

    Examples
    --------
    >>> rows = [("We wait", "ida", "cautious"), ("We wait", "bo", "cautious"),
    ...         ("They lied", "ida", "hostile"), ("They lied", "bo", "hostile")]
    >>> labels = pd.DataFrame(rows, columns=["text", "annotator", "tone"])
    >>> agreement(labels, item=["text"]).alpha
    1.0
    """
    columns = [item] if isinstance(item, str) else list(item)
    labels = _labels(frame, annotator, columns)
    table = _table(labels, annotator, columns)
    coincidences = coincidence(table.to_numpy(dtype=np.float64), len(TONES))
    if not coincidences.sum():
        raise InputError("no quote was labelled by two annotators; give some quotes to both", len(labels))
    return Agreement(
        alpha=alpha_of(coincidences, level),
        level=level,
        items=int((table.notna().sum(axis=1) > 1).sum()),
        annotators=tuple(str(name) for name in table.columns),
        observed=float(np.trace(coincidences) / coincidences.sum()),
        confusion=pd.DataFrame(coincidences, index=list(TONES), columns=list(TONES)),
        pairwise=_pairwise(table),
    )


def krippendorff_alpha(units: ArrayLike, level: Level = "nominal") -> float:
    """Krippendorff's alpha of a matrix.

    Parameters
    ----------
    units
        One row a unit, one column a coder; numbers, NaN where a coder gave none.
    level
        ``nominal`` or ``ordinal``, the numbers' own order.

    Examples
    --------
    >>> krippendorff_alpha([[1, 1], [2, 2], [1, 2]])
    0.4444444444444444
    """
    values = np.asarray(units, dtype=np.float64)
    if values.ndim != 2:
        raise InputError(f"a matrix of shape {values.shape}; give units by coders", values.shape)
    known = np.unique(values[~np.isnan(values)])
    if not known.size:
        return float("nan")
    codes = np.where(np.isnan(values), np.nan, np.searchsorted(known, values))
    return alpha_of(coincidence(codes, len(known)), level)


def coincidence(codes: Matrix, kinds: int) -> Matrix:
    """The coincidence matrix: pairs of values within units, each unit weighted by 1 / (its values - 1)."""
    counts = np.stack([(codes == kind).sum(axis=1) for kind in range(kinds)], axis=1).astype(np.float64)
    counts = counts[counts.sum(axis=1) > 1]  # a lone value cannot be paired
    weighted = counts / (counts.sum(axis=1, keepdims=True) - 1)
    pairs: Matrix = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    return pairs


def alpha_of(coincidences: Matrix, level: Level) -> float:
    """One minus the disagreement observed over that expected by chance."""
    if level not in ("nominal", "ordinal"):
        raise InputError(f"level {level!r}; levels are nominal and ordinal", level)
    totals = coincidences.sum(axis=1)
    apart = 1.0 - np.eye(len(totals)) if level == "nominal" else _ordinal(totals)
    expected = float((np.outer(totals, totals) * apart).sum())
    if not expected:
        return float("nan")
    return float(1 - (totals.sum() - 1) * (coincidences * apart).sum() / expected)


def _ordinal(totals: Matrix) -> Matrix:
    """Squared number of values between two ranks, half of their own counted."""
    upto = totals.cumsum() - totals / 2
    between: Matrix = np.subtract.outer(upto, upto) ** 2
    return between


def _labels(frame: pd.DataFrame, annotator: str, item: list[str]) -> pd.DataFrame:
    missing = [name for name in (annotator, "tone", *item) if name not in frame.columns]
    if missing:
        raise InputError(f"no column {', '.join(missing)}; name the columns with annotator= and item=", missing)
    labels = frame[frame["tone"].notna() & frame[annotator].notna()]
    unknown = sorted({repr(tone) for tone in labels["tone"]} - {repr(tone) for tone in TONES})
    if unknown:
        raise InputError(f"{', '.join(unknown)} is no tone; tones are {', '.join(TONES)}", unknown)
    return labels


def _table(labels: pd.DataFrame, annotator: str, item: list[str]) -> pd.DataFrame:
    """Quotes by annotators, tones as numbers."""
    quote = labels.groupby(item, dropna=False, sort=False).ngroup()
    names = [str(name) for name in labels[annotator]]
    codes = [TONES.index(tone) for tone in labels["tone"]]
    long = pd.DataFrame({"quote": quote.to_numpy(), "annotator": names, "code": codes})
    return long.drop_duplicates(["quote", "annotator"], keep="last").pivot(
        index="quote", columns="annotator", values="code"
    )


def _pairwise(table: pd.DataFrame) -> pd.DataFrame:
    shares = pd.DataFrame(np.eye(table.shape[1]), index=list(table.columns), columns=list(table.columns))
    for one, other in combinations(table.columns, 2):
        both = table[[one, other]].dropna()
        share = float((both[one] == both[other]).mean()) if len(both) else float("nan")
        shares.loc[one, other] = shares.loc[other, one] = share
    return shares
