"""Where a run's rows and rejected articles go."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path

from stancekit.aside import open_aside
from stancekit.corpus.files import REJECTED
from stancekit.errors import InputError
from stancekit.rowfiles import Write, open_rows, open_stdout, row_ending, writable
from stancekit.tables import Rejection

STDOUT = "-"
Reject = Callable[[Rejection], None]


def checked_out(out: str | os.PathLike[str]) -> Path | None:
    """The file that rows go to; None for ``-``, standard output.

    Raises
    ------
    InputError
        For a folder or an ending that we don't write, or where the folder that it lies in is missing.
    """
    if os.fspath(out) == STDOUT:
        return None
    path = Path(out)
    if path.is_dir() or os.fspath(out).endswith(os.sep) or not path.suffix:
        raise InputError(
            f"{out}: this version does not write folders yet; "
            "give a file that ends in .jsonl, .csv or .parquet, or - for standard output",
            out,
        )
    row_ending(path)
    if not path.parent.is_dir():
        raise InputError(f"{out}: there is no folder {path.parent}; make it first", out)
    return path


def rejected_path(out: Path) -> Path:
    """Where the articles go that could not be scored.

    Examples
    --------
    >>> rejected_path(Path("rows.csv")).name
    'rows.csv.rejected.jsonl'
    """
    return out.with_name(out.name + REJECTED)


def open_out(out: Path | None) -> AbstractContextManager[Write]:
    """Open the file of rows, or standard output, which takes JSON lines."""
    return open_stdout() if out is None else open_rows(out)


@contextmanager
def open_rejected(out: Path | None) -> Iterator[Reject]:
    """Take the articles that could not be scored: to a file beside ``out``, or to standard error.

    When none came, there is no such file afterwards, not even an older one.
    """
    if out is None:

        def tell(rejection: Rejection) -> None:
            sys.stderr.buffer.write(_line(rejection))
            sys.stderr.flush()

        yield tell
        return
    path = rejected_path(out)
    rejected = 0
    with open_aside(path) as file:

        def reject(rejection: Rejection) -> None:
            nonlocal rejected
            rejected += 1
            file.write(_line(rejection))

        yield reject
    if not rejected:
        path.unlink(missing_ok=True)


def _line(rejection: Rejection) -> bytes:
    return (writable(json.dumps(asdict(rejection), ensure_ascii=False)) + "\n").encode()
