"""What can be labelled: frames of quotes, or rows of a scored corpus, brought into one form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from stancekit.errors import InputError
from stancekit.labelled import read_labelled

_ANSWERS = ("tone", "p_hostile", "p_cautious", "p_constructive", "stance", "tone_set")
"""What the model said in a scored row: no label, and not to be seen by who labels."""

_HALVES = re.compile("[\ud800-\udfff]")


def labelable(frame: pd.DataFrame) -> pd.DataFrame:
    """Quotes in the form of labelled quotes, with an index of their own; the tone may be empty.

    Parameters
    ----------
    frame
        Labelled quotes (column ``text``), or rows of a scored corpus (column ``quote``), whose tone is the
        model's and not kept.

    Raises
    ------
    InputError
        Where ``frame`` is no frame, lacks a column, or holds a wrong label or a quote that is no text.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": ["a"], "quote_id": ["q1"], "quote": ["We wait."], "counterpart": ["FR"]})
    >>> labelable(rows)[["id", "text", "tone"]].to_dict("records")
    [{'id': 'a/q1', 'text': 'We wait.', 'tone': None}]
    """
    if not isinstance(frame, pd.DataFrame):
        kind = type(frame).__name__
        raise InputError(f"quotes to label are a {kind}; give a DataFrame with text and counterpart", kind)
    quotes = _of_rows(frame) if is_scored(frame) else frame
    if "tone" not in quotes.columns:
        quotes = quotes.assign(tone=None)
    quotes = read_labelled(quotes, keep_rejected=True).reset_index(drop=True)
    for row, text in enumerate(quotes["text"], 1):
        if not isinstance(text, str):
            raise InputError(f"row {row}, column 'text': {text!r}; give the quote's words or drop the row", text)
    return quotes


def is_scored(frame: pd.DataFrame) -> bool:
    """Whether these are rows of a scored corpus."""
    return "text" not in frame.columns and "quote" in frame.columns


def _of_rows(rows: pd.DataFrame) -> pd.DataFrame:
    quotes = rows.drop(columns=[name for name in _ANSWERS if name in rows.columns])
    if "id" not in quotes.columns and {"doc_id", "quote_id"} <= set(quotes.columns):
        ids = [f"{doc}/{quote}" for doc, quote in zip(quotes["doc_id"], quotes["quote_id"], strict=True)]
        quotes = quotes.assign(id=ids)
    return quotes.rename(columns={"quote": "text", "doc_id": "doc"})


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain dicts that JSON can hold: every null is None, numbers are Python's.

    Examples
    --------
    >>> records(pd.DataFrame({"id": [7], "note": [float("nan")]}))
    [{'id': 7, 'note': None}]
    """
    columns = [[plain(cell) for cell in frame[name]] for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """JSON lines in UTF-8, readable by people.

    Examples
    --------
    >>> jsonl([{"text": "déjà"}]).decode()
    '{"text": "déjà"}\\n'
    """
    return b"".join(as_json(row) + b"\n" for row in rows)


def as_json(value: Any) -> bytes:
    """JSON in UTF-8, on one line.

    Examples
    --------
    >>> as_json(["déjà"]).decode()
    '["déjà"]'
    """
    return json.dumps(value, ensure_ascii=False).encode()


def plain(cell: Any) -> Any:
    """A cell as JSON knows it, and UTF-8: half a surrogate pair, as broken web pages have, becomes U+FFFD.

    Examples
    --------
    >>> plain((np.int64(7), pd.NaT, "half \\ud83d"))
    [7, None, 'half �']
    """
    if isinstance(cell, str):
        return _HALVES.sub("\N{REPLACEMENT CHARACTER}", cell)
    if isinstance(cell, np.ndarray):
        cell = cell.tolist()
    if isinstance(cell, list | tuple):
        return [plain(item) for item in cell]
    if isinstance(cell, dict):
        return {str(key): plain(item) for key, item in cell.items()}
    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:  # NaN alone differs from itself
        return None
    return cell if isinstance(cell, bool | int | float) else str(cell)
