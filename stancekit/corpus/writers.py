"""Where a run's rows and rejected articles go: a folder of parts, one file, or standard output."""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from stancekit.aside import open_aside, remove_unfinished
from stancekit.corpus.files import MANIFEST, REJECTED
from stancekit.corpus.results import Result
from stancekit.corpus.run_folder import WORK, RunFolder
from stancekit.errors import InputError
from stancekit.rowfiles import Row, open_rows, open_stdout, row_ending, writable
from stancekit.tables import Rejection

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where rows go.

    Parameters
    ----------
    path
        A file or a folder; None for standard output.
    is_folder
        Whether it is a folder, which holds parts and a manifest.
    """

    path: Path | None
    is_folder: bool = False

    @property
    def rejected(self) -> Path | None:
        """The file that rejected articles go to; None where they go to standard error.

        Examples
        --------
        >>> Destination(Path("rows.csv")).rejected.name
        'rows.csv.rejected.jsonl'
        """
        return None if self.path is None else self.path.with_name(self.path.name + REJECTED)

    def remove_unfinished(self) -> None:
        """Remove what a killed run left half written of its files."""
        for path in (self.path, self.rejected):
            if path is not None:
                remove_unfinished(path.parent, glob.escape(path.name))

    @contextmanager
    def run_folder(self) -> Iterator[RunFolder]:
        """Where the run keeps its files: the folder itself, a hidden one beside the file, or one for the time being."""
        if self.path is None:
            with TemporaryDirectory(prefix="stancekit-") as folder:
                yield RunFolder(Path(folder))
        else:
            yield RunFolder(self.path if self.is_folder else self.path.with_name(f".{self.path.name}.run"))


def destination_of(out: str | os.PathLike[str]) -> Destination:
    """What an output is, by its name: ``-``, a file with an ending that we write, or else a folder.

    Raises
    ------
    InputError
        For a file with an ending that we don't write, a folder with something else in it, or where the folder that
        it lies in is missing.
    """
    if os.fspath(out) == STDOUT:
        return Destination(None)
    path = Path(out)
    is_folder = path.is_dir() or os.fspath(out).endswith(os.sep) or not path.suffix
    if not is_folder:
        row_ending(path)
    if not path.absolute().parent.is_dir():
        raise InputError(f"{out}: there is no folder {path.parent}; make it first", out)
    if is_folder:
        _check_folder(path)
    return Destination(path, is_folder)


def _check_folder(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise InputError(f"{path}: is a file, not a folder; rows in one file end in .jsonl, .csv or .parquet", path)
    there = os.listdir(path) if path.is_dir() else []
    if there and not {MANIFEST, WORK} & set(there):
        raise InputError(f"{path}: the folder holds other files than rows of ours; give an empty or new one", path)


def write_stdout(result: Result) -> None:
    """Print rows as JSON lines to standard output, and rejected articles to standard error."""
    with open_stdout() as write:
        write(result.table.to_pylist())
    for rejection in result.rejections:
        sys.stderr.buffer.write(_line(rejection))
    sys.stderr.flush()


def write_file(path: Path, results: Iterable[Result]) -> None:
    """Write the rows of results to one file, which appears when it is whole.

    Raises
    ------
    InputError
        Where it cannot be written.
    """
    with open_rows(path) as write:
        for result in results:
            for batch in result.table.to_batches(max_chunksize=1_000):
                rows: list[Row] = batch.to_pylist()
                write(rows)


def write_rejected(path: Path, rejections: Iterable[Rejection]) -> None:
    """Write the articles that could not be scored; where there are none, an older such file goes.

    Raises
    ------
    InputError
        Where the file cannot be written.
    """
    written = 0
    with open_aside(path) as file:
        for rejection in rejections:
            written += file.write(_line(rejection))
    if not written:
        path.unlink(missing_ok=True)


def _line(rejection: Rejection) -> bytes:
    return (writable(json.dumps(asdict(rejection), ensure_ascii=False)) + "\n").encode()
