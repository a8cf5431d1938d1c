"""Stances as a table: one row per quote and counterpart, as records, as a DataFrame, as a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stancekit.columns import COLUMNS, DTYPES
from stancekit.errors import InputError, StancekitError
from stancekit.rowfiles import Row, iter_rows, open_rows
from stancekit.types import TONES, Article, Counterpart, Span, Stance

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "Rejection", "ScoredArticle", "frame_of", "read_rows", "stance_rows", "to_frame", "write_rows"]

TONE_COLUMNS = ("tone", *(f"p_{tone}" for tone in TONES), "stance", "tone_set")
"""The columns that the tone model fills."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An article that could not be read or scored, and why.

    Parameters
    ----------
    doc_id
        The article's id; where there is none, the file, or file and row (``wire.csv:12``).
    reason
        A short, stable word: ``unreadable``, ``bad text``, ``missing column``, ``duplicate id``,
        ``over limit``, ``too slow``, ``not installed``, ``worker died``, ``error`` (a mistake of ours).
    detail
        One sentence for people.
    """

    doc_id: str
    reason: str
    detail: str

    @classmethod
    def because(cls, doc_id: str, error: StancekitError) -> Rejection:
        """The rejection of an article at which ``error`` was raised."""
        return cls(doc_id, error.reason, str(error))


@dataclass(frozen=True, slots=True)
class ScoredArticle:
    """What came of one article: its stances, or the error that kept it from being scored."""

    article: Article
    stances: tuple[Stance, ...] = ()
    error: StancekitError | None = None

    @property
    def rejection(self) -> Rejection | None:
        """Why there are no stances; None where the article was scored."""
        return None if self.error is None else Rejection.because(self.article.id, self.error)


def stance_rows(article: Article, stances: Iterable[Stance], model: str) -> list[Row]:
    """The rows of one article, as plain mappings in the contract's order.

    Parameters
    ----------
    article
        Where title, date, outlet and url come from.
    model
        Names and versions of the models, as ``score`` puts them into every row.
    """
    return [_row(article, stance, model) for stance in stances]


def to_frame(stances: Iterable[Stance], articles: Iterable[Article] = (), model: str = "") -> pd.DataFrame:
    """One row per stance, with the columns of the contract.

    Parameters
    ----------
    stances
        From one article or many.
    articles
        Where title, date, outlet and url come from; null for an article that is not among them.
    model
        Names and versions of the models.

    Returns
    -------
    Text as ``object`` with None for null, offsets as ``Int64``, probabilities as ``float64``; without any
    stance the same columns and types.

    Examples
    --------
    >>> from stancekit.types import Counterpart, Quote, Span, Speaker
    >>> quote = Quote("wire", "q1", "we are ready to talk", (Span(3, 23, "we are ready to talk"),), "direct",
    ...               speaker=Speaker("Ana Kovar", "minister", "SI"))
    >>> frame = to_frame([Stance(quote, Counterpart("HR"), "constructive", (0.1, 0.2, 0.7))])
    >>> frame.loc[0, ["speaker_state", "counterpart", "tone"]].tolist()
    ['SI', 'HR', 'constructive']
    """
    known = {article.id: article for article in articles}
    return frame_of(
        _row(known.get(stance.quote.doc_id) or Article(stance.quote.doc_id, ""), stance, model) for stance in stances
    )


def frame_of(rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a DataFrame with the contract's columns and types; columns beyond it are kept at the end."""
    import pandas as pd  # here, as rows go to files without it

    kept = list(rows)
    extra = dict.fromkeys(name for row in kept for name in row if name not in COLUMNS)
    columns = {name: pd.Series([row.get(name) for row in kept], dtype=DTYPES[kind]) for name, kind in COLUMNS.items()}
    columns |= {name: pd.Series([row.get(name) for row in kept], dtype="object") for name in extra}
    return pd.DataFrame(columns)


def read_rows(path: str | os.PathLike[str], limit: int | None = None) -> pd.DataFrame:
    """Read a file of rows as ``score`` or ``write_rows`` wrote it.

    Parameters
    ----------
    path
        ``.jsonl``, ``.csv`` (also ``.gz``) or ``.parquet``, or a folder of such parts.
    limit
        Read so many rows at most.

    Raises
    ------
    InputError
        Where the file is missing, broken or holds something else than rows.
    """
    try:
        return frame_of(islice(iter_rows(Path(path)), limit))
    except (TypeError, ValueError) as error:
        raise InputError(f"{path}: a cell does not fit its column ({error})", path) from error


def write_rows(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write rows to a file that appears only when it is whole.

    ``read_rows`` gives the same frame back, but for two things: lone surrogates become U+FFFD, and ``.csv``
    has no way to tell an empty text from null.

    Parameters
    ----------
    path
        ``.jsonl``, ``.csv`` (also ``.gz``) or ``.parquet``.

    Raises
    ------
    InputError
        Where columns lack or are not the contract's, or the file cannot be written.
    """
    missing = [column for column in COLUMNS if column not in frame.columns]
    extra = [str(column) for column in frame.columns if column not in COLUMNS]
    if missing or extra:
        raise InputError(
            f"not a frame of rows: missing {', '.join(missing) or 'nothing'}, "
            f"unknown {', '.join(extra) or 'nothing'}; drop or rename, or use pandas' own writers",
            missing + extra,
        )
    try:
        rows = list(frame_rows(frame))
    except (TypeError, ValueError) as error:
        raise InputError(f"not a frame of rows: a cell does not fit its column ({error})") from error
    with open_rows(Path(path)) as write:
        write(rows)


def frame_rows(frame: pd.DataFrame) -> Iterator[Row]:
    """The frame's rows as plain mappings: None for every null, Python's own numbers and lists."""
    cells = [[_plain(column, cell) for cell in frame[column]] for column in COLUMNS]
    for row in zip(*cells, strict=True):
        yield dict(zip(COLUMNS, row, strict=True))


def _plain(column: str, cell: Any) -> Any:
    import pandas as pd

    kind = COLUMNS[column]
    if kind == "fragments":
        return [[int(start), int(end)] for start, end in cell]
    if pd.isna(cell):
        return None
    return {"whole": int, "number": float}.get(kind, str)(cell)


def _row(article: Article, stance: Stance, model: str) -> Row:
    quote = stance.quote
    speaker = quote.speaker
    return {
        "doc_id": quote.doc_id,
        "quote_id": quote.id,
        "quote": quote.text,
        "fragments": [[fragment.start, fragment.end] for fragment in quote.fragments],
        "start": quote.fragments[0].start,
        "end": quote.fragments[-1].end,
        "kind": quote.kind,
        **_span("cue", quote.cue),
        **_span("source", quote.source),
        "speaker": speaker.name,
        "speaker_role": speaker.role,
        "speaker_state": speaker.state,
        **_counterpart(stance.counterpart),
        **tone_cells(stance.tone, stance.probabilities, stance.tone_set),
        "title": article.title,
        "date": article.date,
        "outlet": article.outlet,
        "url": article.url,
        "model": model,
        "counterpart_found": stance.counterpart.found if stance.counterpart else None,
        "confidence": quote.confidence,
        "speaker_id": None,
        "speaker_confidence": speaker.confidence,
        "counterpart_confidence": stance.counterpart.confidence if stance.counterpart else None,
    }


def _counterpart(counterpart: Counterpart | None) -> Row:
    cells = _span("counterpart", counterpart.mention if counterpart else None)
    mention = cells.pop("counterpart")
    state = counterpart.state if counterpart else None
    return {"counterpart": state, "counterpart_mention": mention, **cells}


def _span(name: str, span: Span | None) -> Row:
    if span is None:
        return {name: None, f"{name}_start": None, f"{name}_end": None}
    return {name: span.text, f"{name}_start": span.start, f"{name}_end": span.end}


def tone_cells(tone: str | None, probabilities: Sequence[float] | None, tone_set: Sequence[str] | None) -> Row:
    """What the tone model says of one quote, as cells: ``TONE_COLUMNS``.

    ``stance`` is p_constructive − p_hostile, from −1 to 1.
    """
    if probabilities is None:
        return dict.fromkeys(TONE_COLUMNS)
    p = dict(zip(TONES, (float(value) for value in probabilities), strict=True))
    return {
        "tone": tone,
        **{f"p_{name}": value for name, value in p.items()},
        "stance": p["constructive"] - p["hostile"],
        "tone_set": None if tone_set is None else "|".join(tone_set),
    }
