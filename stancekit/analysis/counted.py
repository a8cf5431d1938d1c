"""The rows that count in an analysis: with a group, a tone, their weight, and the article they are drawn with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from stancekit.analysis.bootstrap import Whole
from stancekit.analysis.given import Rows, check_choice, rows_with
from stancekit.analysis.weights import KEYS, Weights, chosen_weights, set_sizes, weight_columns, weights_of
from stancekit.errors import InputError
from stancekit.types import TONES

_USED = ("doc_id", "statement_id", "tone", "tone_set", "stance")


def counted_rows(rows: Rows, by: str, weights: Weights, *, also: Sequence[str] = ()) -> pd.DataFrame:
    """The rows with group, tone and stance, in an order of their own.

    ``speaker_state`` or ``speaker_id``, ``counterpart``, ``doc_id``, ``statement_id``, ``tone``, ``stance``,
    ``undecided`` (whether the prediction set holds all tones), ``tone_set`` and what else is asked for with ``also``.
    They are sorted, so that the order in which they came changes no sum, not in its last digit.
    """
    check_choice("by", by, tuple(KEYS))
    columns = list(dict.fromkeys([*KEYS[by], *_USED, *also, *weight_columns(chosen_weights(weights), by)]))
    frame = rows_with(rows, columns)[columns].astype({name: object for name in columns if name != "stance"})
    frame = frame.assign(stance=_numbers(frame["stance"]))
    frame = frame[frame[[*KEYS[by], "tone", "stance"]].notna().all(axis=1)]
    if unknown := sorted({repr(tone) for tone in frame["tone"].unique()} - {repr(tone) for tone in TONES}):
        raise InputError(f"{', '.join(unknown)} is no tone; tones are {', '.join(TONES)}", unknown)
    frame = frame.assign(undecided=set_sizes(frame["tone_set"]).eq(len(TONES)))
    order = [*KEYS[by], "doc_id", "statement_id", "stance", "tone"]
    return frame.sort_values(order, kind="stable").reset_index(drop=True)


def weighed(counted: pd.DataFrame, by: str, weights: Weights) -> pd.DataFrame:
    """Counted rows with their ``weight``; rows that shall take no weight have been dropped before."""
    return counted.assign(weight=weights_of(counted, chosen_weights(weights), KEYS[by]))


def homes(cells: Whole, articles: Whole, statements: Whole) -> Whole:
    """For each row the article that its statement is drawn with.

    Of the articles of its cell that carry a statement, it is the one with most statements; of equals the first. So
    each statement belongs to one article: a speech that ten outlets carry is not ten independent observations, and
    a long interview keeps together, however many repeat a sentence of it.

    Examples
    --------
    >>> homes(np.array([0, 0, 0, 0]), np.array([0, 1, 1, 2]), np.array([7, 7, 8, 9])).tolist()
    [1, 1, 1, 2]
    """
    said = pd.DataFrame({"cell": cells, "article": articles, "statement": statements}).drop_duplicates()
    said["most"] = -said.groupby(["cell", "article"])["statement"].transform("size")
    said = said.sort_values(["cell", "statement", "most", "article"])
    first = said.drop_duplicates(["cell", "statement"]).set_index(["cell", "statement"])["article"]
    keys = pd.MultiIndex.from_arrays([cells, statements])
    return first.reindex(keys).to_numpy(dtype=np.int64)


def _numbers(stances: pd.Series) -> pd.Series[float]:
    read = pd.to_numeric(stances, errors="coerce").astype(np.float64)
    wrong = stances.notna() & (read.isna() | read.abs().gt(1))
    if wrong.any():
        value = stances[wrong].tolist()[0]
        raise InputError(f"stance {value!r} is no number from -1 to 1; give what score wrote", value)
    return read
