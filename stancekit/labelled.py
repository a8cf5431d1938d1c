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
from stancekit.spreadsheets import rearmed
from stancekit.types import TONES

REQUIRED = ("text", "counterpart", "tone")
OPTIONAL = ("context", "speaker", "speaker_state")
"""Filled with null where they are missing; all other columns (id, source, doc, licence, …) are kept."""

_CODE = re.compile(r"[A-Z]{2}|NATO")
_COMMON_SLIPS = {"UK": "GB", "EL": "GR", "USA": "US", "RUS": "RU"}
_ENDINGS = ".jsonl, .csv or .parquet, also .jsonl.gz and .csv.gz"

FEWEST = 5
"""Quotes of each tone without which nothing is learned."""
_SHOWN = 20

Labelled = str | Path | pd.DataFrame
Problem = tuple[str, Any]
"""What is wrong and what to do about it, with the offending value."""


def read_labelled(source: Labelled, *, keep_rejected: bool = False, to_train: bool = False) -> pd.DataFrame:
    """Read labelled quotes and check every row; what is wrong is told all at once.

    Parameters
    ----------
    source
        A file (``.jsonl``, ``.csv``, ``.parquet``, also gzipped) or a frame. Needs the columns ``text``,
        ``counterpart`` and ``tone``; ``context``, ``speaker`` and ``speaker_state`` help the classifier.
    keep_rejected
        Rows without a tone are quotes that the annotator rejected or has not reached; they are left out
        unless this is True, and never checked.
    to_train
        Check also what training needs: no quote labelled in two ways, and `FEWEST` quotes of each tone.

    Returns
    -------
    DataFrame
        A checked copy: required columns, the optional ones (null where unknown), then all others; with a
        frame's own index.

    Raises
    ------
    InputError
        Where the file cannot be read, a column is missing, or a cell holds what it must not; the message
        names row, column and value of everything that is wrong (of the first 20, where there is more) and says
        what to do. ``value`` is the offending value, or the list of them.
    """
    where = "frame" if isinstance(source, pd.DataFrame) else str(source)
    frame = source.copy() if isinstance(source, pd.DataFrame) else read_table(Path(source))
    missing = [column for column in REQUIRED if column not in frame.columns]
    if missing:
        has = ", ".join(map(str, frame.columns)) or "no columns"
        raise InputError(f"{where}: no column {', '.join(missing)} (it has {has}); rename or add it", missing)
    frame = _complete(frame)
    problems = [
        problem
        for position, row in enumerate(_rows(frame), 1)
        if row["tone"] is not None
        for problem in _problems(row, f"{where}, row {position}")
    ]
    if to_train:
        problems += [*_contradictions(frame, where), *_scarcity(frame, where)]
    _raise(problems)
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
            "context": paragraph_of(article["text"], quote["content"]),
            "speaker": quote["speaker"],
            "speaker_state": quote["speaker_state"],
            "doc": article["id"],
        }
        for article in articles
        for quote in article["quotes"]
        for counterpart, tone in quote["counterparts"].items()
    ]
    return read_labelled(pd.DataFrame(rows, columns=[*REQUIRED, *OPTIONAL, "doc"]))


def paragraph_of(text: str, fragments: Sequence[Sequence[int]]) -> str:
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


def _problems(row: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """What is wrong with one row."""
    text, tone = row["text"], row["tone"]
    if not isinstance(text, str):
        yield f"{where}, column 'text': {text!r}; give the quote's words or drop the row", text
    if tone not in TONES:
        yield f"{where}, column 'tone': {tone!r}; tones are {', '.join(TONES)}", tone
    for column in ("context", "speaker"):
        if row[column] is not None and not isinstance(row[column], str):
            yield f"{where}, column {column!r}: {row[column]!r} is no text; fix it", row[column]
    yield from _state_problem(row["counterpart"], f"{where}, column 'counterpart'")
    if row["speaker_state"] is not None:
        yield from _state_problem(row["speaker_state"], f"{where}, column 'speaker_state'")


def _state_problem(code: Any, where: str) -> Iterator[Problem]:
    slip = _COMMON_SLIPS.get(code) if isinstance(code, str) else None
    if slip or not isinstance(code, str) or not _CODE.fullmatch(code):
        meant = f" (perhaps {slip})" if slip else ""
        yield f"{where}: {code!r}{meant}; codes are ISO 3166-1 alpha-2, or EU, NATO, UN", code


def _contradictions(frame: pd.DataFrame, where: str) -> Iterator[Problem]:
    """The same words toward the same state from the same sentence, in two tones."""
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    for position, row in enumerate(_rows(frame), 1):
        if row["tone"] is None:
            continue
        key = tuple(" ".join(str(row[column]).split()) for column in ("text", "counterpart", "context"))
        earlier, tone = first.setdefault(key, (position, row["tone"]))
        if tone != row["tone"]:
            yield f"{where}, row {position}: {row['tone']!r}, but row {earlier} says {tone!r}; keep one", row["tone"]


def _scarcity(frame: pd.DataFrame, where: str) -> Iterator[Problem]:
    counts = {tone: int((frame["tone"] == tone).sum()) for tone in TONES}
    few = [tone for tone in TONES if counts[tone] < FEWEST]
    if few:
        has = ", ".join(f"{counts[tone]} {tone}" for tone in few)
        yield f"{where}: only {has}; label at least {FEWEST} quotes of each tone", counts


def _raise(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    lines = [message for message, _ in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"... and {len(problems) - _SHOWN} more")
    values = [value for _, value in problems]
    raise InputError("\n".join(lines), values[0] if len(values) == 1 else values)


def read_table(path: Path) -> pd.DataFrame:
    """A table of quotes as it stands in a file, unchecked; InputError where it cannot be read."""
    # A folder is one of rows, as score fills it: Parquet files that are one table.
    name = ".parquet" if path.is_dir() else path.name.lower().removesuffix(".gz")
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
    table = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    return table.map(lambda cell: rearmed(cell) if isinstance(cell, str) else cell)


_READERS: Mapping[str, Callable[[Path], pd.DataFrame]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": pd.read_parquet,
}
