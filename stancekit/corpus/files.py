"""Which files hold articles: given ones, those in folders, and those that a pattern finds."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from stancekit.aside import system_words
from stancekit.corpus.decoding import PACKED
from stancekit.corpus.seen_ids import SeenIds
from stancekit.tables import Rejection

DOCUMENTS = (".txt", ".html", ".htm")
TABLES = (".jsonl", ".csv", ".parquet")
MANIFEST = "_manifest.json"
"""What tells a folder that a run has filled from one of articles."""
REJECTED = ".rejected.jsonl"
"""What the name of a file of rejected articles ends in; folders may hold older ones beside the articles."""

KNOWN = f"{', '.join((*DOCUMENTS, *TABLES))}, also with {' or '.join(PACKED)}"


def unpacked_name(name: str) -> str:
    """A file's name without ``.gz`` or ``.zst``.

    Examples
    --------
    >>> unpacked_name("march.csv.gz"), unpacked_name("march.csv")
    ('march.csv', 'march.csv')
    """
    return next((name[: -len(mark)] for mark in PACKED if name.lower().endswith(mark)), name)


def ending_of(path: Path) -> str | None:
    """The ending that decides how a file is read, without ``.gz`` or ``.zst``; None where we can't read it.

    Examples
    --------
    >>> ending_of(Path("march.CSV.gz")), ending_of(Path("photo.png"))
    ('.csv', None)
    """
    name = unpacked_name(path.name).lower()
    return next((ending for ending in (*DOCUMENTS, *TABLES) if name.endswith(ending) and name != ending), None)


def article_files(
    inputs: Iterable[str | os.PathLike[str]], leave_out: Collection[Path] = ()
) -> Iterator[Path | Rejection]:
    """The files that hold articles, each once, in the order given, folders sorted by name.

    A file that is given itself must have an ending that we read. In a folder (and the folders in it) other
    files, hidden ones and older files of rejected articles are passed over, and so they are among what a
    pattern finds; a folder or a pattern that leaves nothing is rejected.

    Parameters
    ----------
    inputs
        Files, folders and patterns such as ``wire/2024-*/**/*.txt``, which are in the order of names. What
        exists by the very name is no pattern, whatever marks it holds.
    leave_out
        Files and folders that hold no articles though they lie in a folder: what this run writes. Folders that
        earlier runs have filled are known by their manifest.
    """
    own = [os.path.abspath(path) for path in leave_out]
    within = tuple(path + os.sep for path in own)
    with SeenIds() as seen:
        for path in own:
            seen.add(path)
        for given in inputs:
            for found in _files(Path(given)):
                place = os.path.abspath(found) if isinstance(found, Path) else ""
                if not place or (not place.startswith(within) and seen.add(place)):
                    yield found


def _files(path: Path) -> Iterator[Path | Rejection]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        if glob.has_magic(str(path)):
            yield from _by_pattern(path)
        else:
            yield _unreadable(path, system_words(error))
        return
    if stat.S_ISDIR(mode):
        found = _below(path)
        first = next(found, None)
        yield first or _unreadable(path, f"no articles in this folder; they are read from {KNOWN}")
        yield from found
    elif ending_of(path) is None:
        yield _unreadable(path, f"articles are read from {KNOWN}")
    elif not stat.S_ISREG(mode):
        yield _unreadable(path, "not a regular file")
    else:
        yield path


def _by_pattern(pattern: Path) -> Iterator[Path | Rejection]:
    empty = True
    for name in sorted(glob.glob(str(pattern), recursive=True)):
        path = Path(name)
        for found in _below(path) if path.is_dir() else _files(path) if _may_hold(path.name) else ():
            empty = False
            yield found
    if empty:
        yield _unreadable(pattern, f"no file matches; articles are read from {KNOWN}")


def _below(folder: Path) -> Iterator[Path | Rejection]:
    """What may hold articles in a folder and the folders in it."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        if MANIFEST in names:  # rows, not articles
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and _may_hold(name):
                yield from _files(Path(place, name))
    for error in closed:
        yield _unreadable(Path(error.filename), f"the folder cannot be opened ({system_words(error)})")


def _may_hold(name: str) -> bool:
    """Whether a file that nobody named itself is taken for one of articles."""
    return not name.endswith(REJECTED) and ending_of(Path(name)) is not None


def _unreadable(path: Path, why: str) -> Rejection:
    return Rejection(str(path), "unreadable", f"{path}: {why}")
