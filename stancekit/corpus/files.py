"""Which files hold articles: given ones, and those in folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from stancekit.aside import system_words
from stancekit.tables import Rejection

DOCUMENTS = (".txt", ".html", ".htm")
TABLES = (".jsonl", ".csv", ".parquet")
REJECTED = ".rejected.jsonl"
"""What the name of a file of rejected articles ends in; folders may hold older ones beside the articles."""

KNOWN = f"{', '.join((*DOCUMENTS, *TABLES))}, also with .gz"


def ending_of(path: Path) -> str | None:
    """The ending that decides how a file is read, without ``.gz``; None where we can't read it.

    Examples
    --------
    >>> ending_of(Path("march.CSV.gz")), ending_of(Path("photo.png"))
    ('.csv', None)
    """
    name = path.name.lower().removesuffix(".gz")
    return next((ending for ending in (*DOCUMENTS, *TABLES) if name.endswith(ending) and name != ending), None)


def article_files(
    inputs: Iterable[str | os.PathLike[str]], leave_out: Collection[Path] = ()
) -> Iterator[Path | Rejection]:
    """The files that hold articles, each once, in the order given, folders sorted by name.

    A file that is given itself must have an ending that we read. In a folder (and the folders in it) other
    files, hidden ones and older files of rejected articles are passed over; a folder in which nothing is left
    is rejected.

    Parameters
    ----------
    leave_out
        Files that are not articles though they lie in a folder: the result of an earlier run.
    """
    seen = {os.path.abspath(path) for path in leave_out}
    for given in inputs:
        for found in _files(Path(given)):
            if isinstance(found, Path):
                place = os.path.abspath(found)
                if place in seen:
                    continue
                seen.add(place)
            yield found


def _files(path: Path) -> Iterator[Path | Rejection]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield _unreadable(path, system_words(error))
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path)
    elif ending_of(path) is None:
        yield _unreadable(path, f"articles are read from {KNOWN}")
    elif not stat.S_ISREG(mode):
        yield _unreadable(path, "not a regular file")
    else:
        yield path


def _in_folder(folder: Path) -> Iterator[Path | Rejection]:
    closed: list[OSError] = []
    empty = True
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith(REJECTED) and ending_of(Path(name)):
                empty = False
                yield from _files(Path(place, name))
    for error in closed:
        yield _unreadable(Path(error.filename), f"the folder cannot be opened ({system_words(error)})")
    if empty and not closed:
        yield _unreadable(folder, f"no articles in this folder; they are read from {KNOWN}")


def _unreadable(path: Path, why: str) -> Rejection:
    return Rejection(str(path), "unreadable", f"{path}: {why}")
