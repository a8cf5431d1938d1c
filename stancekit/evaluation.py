"""How good the rows are: metrics as data, against gold articles and against labelled quotes.

A found quote and a gold quote match, one to one and the closest first, where their characters overlap
(Jaccard) by at least one half. What the figures are:

quote
    precision, recall and F1 of quotes
spoken_recall
    recall of direct and mixed quotes
kind, speaker, speaker_state
    accuracy over matched quotes; a speaker is right where the name is the same person's
counterpart
    F1 of pairs of quote and counterpart
tone
    macro-F1 over the pairs that gold and rows both have
dyad
    F1 of whole rows: quote, speaker's state, counterpart and tone
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stancekit.differences import differences
from stancekit.errors import InputError
from stancekit.goldfiles import read_gold
from stancekit.matching import Gold, Marked, Rows, gold_quotes, match, read_both, same_name
from stancekit.types import TONES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["differences", "evaluate", "evaluate_tone", "figures_table", "read_gold"]

Figures = dict[str, Any]
DIGITS = 3
PROBABILITIES = [f"p_{tone}" for tone in TONES]
Confusion = Counter[tuple[str | None, str | None]]


def evaluate(gold: Gold, rows: Rows) -> Figures:
    """Measure rows against gold articles.

    Parameters
    ----------
    gold
        A ``.jsonl`` file, see `stancekit.goldfiles.read_gold`, or its articles.
    rows
        What ``score`` returns, or a file of rows. Rows of articles that gold does not have are left aside.

    Returns
    -------
    dict
        ``quote``, ``counterpart``, ``dyad``: ``{"p", "r", "f1", "gold", "pred"}``; ``spoken_recall``, None
        where gold has no such quote; ``kind``, ``speaker``, ``speaker_state``: accuracies, 0 without a match;
        ``tone``: ``macro_f1`` and the same five for each tone. Rounded to three digits.

    Raises
    ------
    InputError
        Where gold or rows cannot be read or are something else.

    Examples
    --------
    >>> import pandas as pd
    >>> quote = {"content": [[1, 21]], "kind": "direct", "speaker": "Kovar", "speaker_state": "SI",
    ...          "counterparts": {"HR": "constructive"}}
    >>> gold = [{"id": "wire", "text": "“We are ready to talk,” Kovar said.", "quotes": [quote]}]
    >>> rows = pd.DataFrame([{"doc_id": "wire", "quote_id": "q1", "fragments": [[1, 21]], "kind": "direct",
    ...          "speaker": "Ana Kovar", "speaker_state": "SI", "counterpart": "HR", "tone": "cautious"}])
    >>> figures = evaluate(gold, rows)
    >>> figures["quote"]["f1"], figures["speaker"], figures["tone"]["macro_f1"], figures["dyad"]["f1"]
    (1.0, 1.0, 0.0, 0.0)
    """
    articles, found = read_both(gold, rows)
    counts: Counter[str] = Counter()
    confusion: Confusion = Counter()
    for article in articles:
        _count(gold_quotes(article), found.get(article["id"], []), counts, confusion)
    return {
        "quote": _f1(counts["matched"], counts["found"], counts["gold"]),
        "spoken_recall": _share(counts["spoken matched"], counts["spoken"]) if counts["spoken"] else None,
        "kind": _share(counts["kind"], counts["matched"]),
        "speaker": _share(counts["speaker"], counts["matched"]),
        "speaker_state": _share(counts["state"], counts["matched"]),
        "counterpart": _f1(confusion.total(), counts["found pairs"], counts["gold pairs"]),
        "tone": _tone_figures(confusion),
        "dyad": _f1(counts["dyads"], counts["found pairs"], counts["gold pairs"]),
    }


def figures_table(figures: Figures) -> pd.DataFrame:
    """Lay the figures of `evaluate` out as a table.

    Returns
    -------
    pandas.DataFrame
        One row a figure: ``figure``, ``value`` (F1, macro-F1, accuracy or recall), ``p``, ``r``, ``gold``,
        ``pred``; null where a figure has none.
    """
    import pandas as pd

    lines: list[dict[str, Any]] = []
    for name, value in figures.items():
        if name == "tone":
            lines.append({"figure": "tone, macro-F1", "value": value["macro_f1"]})
            lines += [_line(f"tone, {tone}", value[tone]) for tone in TONES]
        elif isinstance(value, Mapping):
            lines.append(_line(name, value))
        else:
            lines.append({"figure": name.replace("_", " "), "value": value})
    table = pd.DataFrame(lines, columns=["figure", "value", "p", "r", "gold", "pred"])
    return table.astype({"value": "float64", "p": "float64", "r": "float64", "gold": "Int64", "pred": "Int64"})


def evaluate_tone(labelled: pd.DataFrame, gold: str = "tone", predicted: str = "predicted") -> Figures:
    """Measure tones given to labelled quotes.

    Parameters
    ----------
    labelled
        One row a quote, with the two columns below and, for what concerns probabilities, ``p_hostile``,
        ``p_cautious`` and ``p_constructive``.
    gold, predicted
        The columns of the right tone and of the tone given.

    Returns
    -------
    dict
        ``n``, ``accuracy``, ``macro_f1``; for each tone ``{"p", "r", "f1", "gold", "pred"}``; ``confusion``
        (right tone -> given tone -> number of quotes). With probabilities also ``log_loss`` (nats),
        ``brier`` (squared distance over the three tones, 0 to 2) and ``calibration_error`` (how far, on
        average over ten bins, sureness is from being right, 0 to 1); None without.

    Raises
    ------
    InputError
        Where a column is missing, there is no row, a tone is none of the three or probabilities do not sum
        to 1.
    """
    for column in (gold, predicted):
        _check_tones(labelled, column)
    confusion = Counter(zip(labelled[gold], labelled[predicted], strict=True))
    per_tone = _tone_figures(confusion)
    right = sum(confusion[tone, tone] for tone in TONES)
    return {
        "n": len(labelled),
        "accuracy": _share(right, len(labelled)),
        **per_tone,
        "confusion": {of: {as_: confusion[of, as_] for as_ in TONES} for of in TONES},
        **_probability_figures(labelled, gold),
    }


def _count(gold: list[Marked], found: list[Marked], counts: Counter[str], confusion: Confusion) -> None:
    """Add one article to the counts, and its common pairs to the confusion of tones."""
    counts["gold"] += len(gold)
    counts["found"] += len(found)
    counts["spoken"] += sum(quote.kind != "indirect" for quote in gold)
    counts["gold pairs"] += sum(len(quote.tones) for quote in gold)
    counts["found pairs"] += sum(len(quote.tones) for quote in found)
    for g, f, _ in match(gold, found):
        mine, theirs = gold[g], found[f]
        counts["matched"] += 1
        counts["spoken matched"] += mine.kind != "indirect"
        counts["kind"] += mine.kind == theirs.kind
        counts["speaker"] += same_name(mine.speaker, theirs.speaker)
        counts["state"] += mine.state == theirs.state
        for state in mine.tones.keys() & theirs.tones.keys():
            confusion[mine.tones[state], theirs.tones[state]] += 1
            counts["dyads"] += mine.state == theirs.state and mine.tones[state] == theirs.tones[state]


def _tone_figures(confusion: Confusion) -> Figures:
    per_tone: Figures = {}
    for tone in TONES:
        given = sum(n for (_, as_), n in confusion.items() if as_ == tone)
        right = sum(n for (of, _), n in confusion.items() if of == tone)
        per_tone[tone] = _f1(confusion[tone, tone], given, right)
    mean = sum(figure["f1"] for figure in per_tone.values()) / len(TONES)
    return {"macro_f1": round(mean, DIGITS), **per_tone}


def _f1(common: int, found: int, gold: int) -> Figures:
    precision = common / found if found else 0.0
    recall = common / gold if gold else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {
        "p": round(precision, DIGITS),
        "r": round(recall, DIGITS),
        "f1": round(f1, DIGITS),
        "gold": gold,
        "pred": found,
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, DIGITS) if whole else 0.0


def _line(name: str, figure: Mapping[str, Any]) -> dict[str, Any]:
    return {"figure": name, "value": figure["f1"], **{key: figure[key] for key in ("p", "r", "gold", "pred")}}


def _check_tones(labelled: pd.DataFrame, column: str) -> None:
    if column not in labelled.columns:
        raise InputError(f"no column {column!r} (there are {', '.join(map(str, labelled.columns))})", column)
    if not len(labelled):
        raise InputError("there is no labelled quote to measure", labelled)
    strange = [cell for cell in labelled[column] if not isinstance(cell, str) or cell not in TONES]
    if strange:
        raise InputError(f"column {column!r}: {strange[0]!r}; tones are {', '.join(TONES)}", strange[0])


def _probability_figures(labelled: pd.DataFrame, gold: str) -> Figures:
    """How well the probabilities fit, None each where there are none."""
    import numpy as np

    from stancekit.tone.calibration import calibration_error

    if not set(PROBABILITIES) <= set(labelled.columns):
        return dict.fromkeys(("log_loss", "brier", "calibration_error"))
    given = labelled[PROBABILITIES].to_numpy(dtype=float)
    if not np.allclose(given.sum(axis=1), 1.0, atol=1e-3) or given.min() < 0:
        raise InputError(f"{', '.join(PROBABILITIES)} must be from 0 to 1 and sum to 1 in each row", given)
    tones = np.array([TONES.index(tone) for tone in labelled[gold]])
    of_right = np.clip(given[np.arange(len(tones)), tones], np.finfo(float).eps, 1.0)
    return {
        "log_loss": round(float(-np.log(of_right).mean()), DIGITS),
        "brier": round(float(((given - np.eye(len(TONES))[tones]) ** 2).sum(axis=1).mean()), DIGITS),
        "calibration_error": round(calibration_error(given, tones), DIGITS),
    }
