"""What a report is made of, as it was given: rows, rejected articles, the manifest of the run."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stancekit.articles import as_text
from stancekit.aside import system_words
from stancekit.columns import COLUMNS, NEEDED
from stancekit.corpus.files import REJECTED
from stancekit.corpus.manifest import read_manifest
from stancekit.corpus.results import Counts
from stancekit.errors import InputError
from stancekit.frames import is_frame
from stancekit.rowfiles import Row, writable, writable_row
from stancekit.statements import link_quotes
from stancekit.tables import Rejection, frame_of, frame_rows, read_rows

if TYPE_CHECKING:
    import pandas as pd

    GivenRows = pd.DataFrame | str | os.PathLike[str]

MOST_ROWS = 100_000
"""More would be a page of 20 MB and more, which no browser filters as one types."""


@dataclass(frozen=True, slots=True)
class Given:
    """All that a report tells.

    Parameters
    ----------
    frame
        The rows with all columns of the contract, and ``statement_id``.
    rows
        The same as plain mappings.
    rejections
        Articles that could not be read or scored.
    counts
        What the run counted; None where no manifest tells.
    name
        Of the file or folder of rows; empty for a frame.
    """

    frame: pd.DataFrame
    rows: Sequence[Row]
    rejections: Sequence[Rejection] = ()
    counts: Counts | None = None
    name: str = ""


def read_given(rows: GivenRows, rejected: str | os.PathLike[str] | None = None) -> Given:
    """Read rows, and what lies beside them.

    Parameters
    ----------
    rows
        A file or a folder that ``score`` wrote, or a frame of rows.
    rejected
        A file of rejected articles; without it the one beside the rows, where there is one.

    Raises
    ------
    InputError
        Where something cannot be read, is of another kind, or there are no rows or too many.
    """
    frame = _complete(rows) if is_frame(rows) else _read(Path(rows))  # type: ignore[arg-type]
    if frame.empty:
        raise InputError(
            "there are no rows to report on: score articles that hold quotes, or look at what your selection left out",
            None if is_frame(rows) else rows,
        )
    if len(frame) > MOST_ROWS:
        raise InputError(
            f"there are over {MOST_ROWS:,} rows, too many for a page: choose some first (a year, a few dyads) and "
            "give them as a file or as a frame",
            len(frame),
        )
    if "statement_id" not in frame.columns:
        frame = link_quotes(frame)
    try:
        plain = list(frame_rows(frame))
    except (TypeError, ValueError) as error:
        raise InputError(f"not a frame of rows: a cell does not fit its column ({error})") from error
    if is_frame(rows):
        return Given(frame, plain, read_rejected(rejected) if rejected else ())
    place = Path(rows)  # type: ignore[arg-type]
    manifest = read_manifest(place) if place.is_dir() else None
    beside = place.with_name(place.name + REJECTED)
    rejections = read_rejected(rejected or beside) if rejected or beside.is_file() else ()
    return Given(frame, plain, rejections, manifest.counts if manifest and manifest.finished else None, place.name)


def read_rejected(path: str | os.PathLike[str]) -> list[Rejection]:
    """Read a file of rejected articles, as ``score`` writes it.

    Raises
    ------
    InputError
        Where it cannot be read; the message names the line.
    """
    found = []
    try:
        with open(path, encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    cells = json.loads(line)
                    found.append(Rejection(*(str(cells[name]) for name in ("doc_id", "reason", "detail"))))
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise InputError(
                        f"{path}:{number}: no rejected article ({error!r}); give the file OUT{REJECTED} of score", path
                    ) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({system_words(error)}); leave --rejected out", path) from error
    return found


def _read(path: Path) -> pd.DataFrame:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder; give rows that stancekit score wrote", path)
    return read_rows(path, limit=MOST_ROWS + 1).map(lambda cell: writable(cell) if isinstance(cell, str) else cell)


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of the contract, the dates of its articles as text."""
    missing = [column for column in NEEDED if column not in frame.columns]
    if missing:
        raise InputError(
            f"not a frame of rows: it lacks {', '.join(missing)} and has {', '.join(map(str, frame.columns))}; "
            "give what stancekit.score gave, and rename no columns",
            missing,
        )
    wanted = [*COLUMNS, *(["statement_id"] if "statement_id" in frame.columns else [])]
    cells = frame.reindex(columns=wanted)
    cells["date"] = [as_text(cell) for cell in cells["date"]]
    try:
        records = cells.astype(object).where(cells.notna(), None).to_dict("records")
        return frame_of(writable_row({str(name): cell for name, cell in record.items()}) for record in records)
    except (TypeError, ValueError) as error:
        raise InputError(f"not a frame of rows: a cell does not fit its column ({error})") from error
