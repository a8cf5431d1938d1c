"""Labelled quotes: what the tone classifier learns from and is measured against, read and checked.

Examples
--------
>>> frame = pd.DataFrame({"text": ["They broke their word."], "counterpart": ["FR"], "tone": ["hostile"]})
>>> list(read_labelled(frame).columns)
['text', 'counterpart', 'tone', 'context', 'speaker', 'speaker_state']
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from stancekit.errors import InputError
from stancekit.types import TONES

REQUIRED = ("text", "counterpart", "tone")
OPTIONAL = ("context", "speaker", "speaker_state")
"""Filled with null where they are missing; all other columns (id, source, doc, licence, …) are kept."""

_CODE = re.compile(r"[A-Z]{2}|NATO")
_COMMON_SLIPS = {"UK": "GB", "EL": "GR", "USA": "US", "RUS": "RU"}
_ENDINGS = ".jsonl, .csv or .parquet, also .jsonl.gz and .csv.gz"

Labelled = str | Path | pd.DataFrame


def read_labelled(source: Labelled, *, keep_rejected: bool = False) -> pd.DataFrame:
    """Read labelled quotes and check every row.

    Parameters
    ----------
    source
        A file (``.jsonl``, ``.csv``, ``.parquet``, also gzipped) or a frame. Needs the columns ``text``,
        ``counterpart`` and ``tone``; ``context``, ``speaker`` and ``speaker_state`` help the classifier.
    keep_rejected
        Rows without a tone are quotes that the annotator rejected or has not reached; they are left out
        unless this is True, and never checked.

    Returns
    -------
    DataFrame
        A checked copy: required columns, the optional ones (null where unknown), then all others; with a
        frame's own index.

    Raises
    ------
    InputError
        Where the file cannot be read, a column is missing, or a cell holds what it must not; the message
        names row, column and value and says what to do.
    """
    where = "frame" if isinstance(source, pd.DataFrame) else str(source)
    frame = source.copy() if isinstance(source, pd.DataFrame) else _read(Path(source))
    missing = [column for column in REQUIRED if column not in frame.columns]
    if missing:
        has = ", ".join(map(str, frame.columns)) or "no columns"
        raise InputError(f"{where}: no column {', '.join(missing)} (it has {has}); rename or add it", missing)
    frame = _complete(frame)
    for position, row in enumerate(_rows(frame), 1):
        if row["tone"] is not None:
            _check(row, f"{where}, row {position}")
    return frame if keep_rejected else frame[frame["tone"].notna()]


def pairs_of(articles: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Labelled quotes out of annotated articles: one row a quote and counterpart, its paragraph as context.

    Parameters
    ----------
    articles
        Each with ``id``, ``text`` and ``quotes``; each quote with ``content`` (start and end of every
        fragment), ``speaker``, ``speaker_state`` and ``counterparts`` (code to tone).

    Examples
    --------
    >>> quote = {"content": [[4, 13]], "speaker": "Bo", "speaker_state": "SE", "counterparts": {"NO": "hostile"}}
    >>> pairs_of([{"id": "a", "text": "Bo: They lied.", "quotes": [quote]}])["text"].tolist()
    ['They lied']
    """
    rows = [
        {
            "text": " ".join(article["text"][start:end] for start, end in quote["content"]),
            "counterpart": counterpart,
            "tone": tone,
            "context": _paragraph(article["text"], quote["content"]),
            "speaker": quote["speaker"],
            "speaker_state": quote["speaker_state"],
            "doc": article["id"],
        }
        for article in articles
        for quote in article["quotes"]
        for counterpart, tone in quote["counterparts"].items()
    ]
    return read_labelled(pd.DataFrame(rows, columns=[*REQUIRED, *OPTIONAL, "doc"]))


def _paragraph(text: str, fragments: Sequence[Sequence[int]]) -> str:
    """The paragraph, or paragraphs, in which a quote's fragments lie."""
    start = text.rfind("\n", 0, fragments[0][0]) + 1
    end = text.find("\n", fragments[-1][1])
    return text[start : end if end >= 0 else len(text)]


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """All columns in order; empty strings and the many kinds of null become None."""
    for column in OPTIONAL:
        if column not in frame.columns:
            frame[column] = None
    for column in (*REQUIRED, *OPTIONAL):
        cells = [_none_if_empty(cell) for cell in frame[column]]
        frame[column] = pd.Series(cells, index=frame.index, dtype=object)
    first = [*REQUIRED, *OPTIONAL]
    return frame[first + [column for column in frame.columns if column not in first]]


def _none_if_empty(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell if cell.strip() else None
    return None if cell is None or cell is pd.NA or cell != cell else cell  # NaN alone differs from itself


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    columns = [*REQUIRED, *OPTIONAL]
    for cells in zip(*(frame[column] for column in columns), strict=True):
        yield dict(zip(columns, cells, strict=True))


def _check(row: Mapping[str, Any], where: str) -> None:
    text, tone = row["text"], row["tone"]
    if not isinstance(text, str):
        raise InputError(f"{where}, column 'text': {text!r}; give the quote's words or drop the row", text)
    if tone not in TONES:
        raise InputError(f"{where}, column 'tone': {tone!r}; tones are {', '.join(TONES)}", tone)
    for column in ("context", "speaker"):
        if row[column] is not None and not isinstance(row[column], str):
            raise InputError(f"{where}, column {column!r}: {row[column]!r} is no text; fix it", row[column])
    _check_state(row["counterpart"], f"{where}, column 'counterpart'")
    if row["speaker_state"] is not None:
        _check_state(row["speaker_state"], f"{where}, column 'speaker_state'")


def _check_state(code: Any, where: str) -> None:
    slip = _COMMON_SLIPS.get(code) if isinstance(code, str) else None
    if slip or not isinstance(code, str) or not _CODE.fullmatch(code):
        meant = f" (perhaps {slip})" if slip else ""
        raise InputError(f"{where}: {code!r}{meant}; codes are ISO 3166-1 alpha-2, or EU, NATO, UN", code)


def _read(path: Path) -> pd.DataFrame:
    name = path.name.lower().removesuffix(".gz")
    reader = next((_READERS[ending] for ending in _READERS if name.endswith(ending)), None)
    if reader is None:
        raise InputError(f"{path}: labelled quotes are read from {_ENDINGS}; convert the file", path)
    try:
        return reader(path)
    except OSError as error:
        why = error.strerror or error
        raise InputError(f"{path}: cannot be read ({why}); check path and permissions", path) from error
    except ValueError as error:
        raise InputError(f"{path}: not a readable {name.rsplit('.', 1)[-1]} file ({error})", path) from error


def _read_jsonl(path: Path) -> pd.DataFrame:
    # Not pandas.read_json: it turns ids that look like numbers or dates into numbers and dates.
    opener: Callable[..., Any] = gzip.open if path.name.lower().endswith(".gz") else open
    rows = []
    with opener(path, "rt", encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"line {number} is a {type(row).__name__}, not an object")
            rows.append(row)
    return pd.DataFrame(rows)


def _read_csv(path: Path) -> pd.DataFrame:
    # Only the empty cell is null: Namibia's code is NA.
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")


_READERS: Mapping[str, Callable[[Path], pd.DataFrame]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": pd.read_parquet,
}
