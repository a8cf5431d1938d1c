"""Where a run keeps its files: the parts that are done, what is at work, the manifest, and a lock.

For an output folder that is the folder itself; for an output file a hidden folder beside it, which goes when the
file is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from stancekit.aside import PART as UNFINISHED
from stancekit.aside import remove_unfinished, system_words
from stancekit.corpus.files import MANIFEST
from stancekit.errors import InputError

WORK = "_work"
LOCK = ".lock"
PART = "part-{:05}.parquet"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The places of a run's files.

    Parameters
    ----------
    path
        The folder.
    """

    path: Path

    def part(self, number: int) -> Path:
        """The file of the rows of some shards that follow each other."""
        return self.path / PART.format(number)

    def shard(self, number: int) -> Path:
        """A shard on its way to a worker."""
        return self.path / WORK / f"shard-{number:07}.jsonl"

    def result(self, number: int) -> Path:
        """A shard's result on its way to its part."""
        return self.path / WORK / f"result-{number:07}.parquet"

    def parts(self) -> list[Path]:
        """The parts that are there, in order."""
        return sorted(self.path.glob("part-*.parquet"))

    def make(self) -> None:
        """Make the folder where it is missing.

        Raises
        ------
        InputError
            Where that can't be done.
        """
        try:
            (self.path / WORK).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{self.path}: the folder cannot be made ({system_words(error)})", self.path) from error

    def has_results(self) -> bool:
        """Whether anything of a run is done."""
        return bool(self.parts()) or any((self.path / WORK).glob("result-*"))

    def begin(self) -> None:
        """Remove all that earlier runs left, but for the lock, which this one holds."""
        left = [*self.parts(), self.path / MANIFEST, *self.path.glob(f".*{UNFINISHED}")]
        left += [path for path in (self.path / WORK).iterdir() if path.name != LOCK]
        for path in left:
            path.unlink(missing_ok=True)

    def go_on(self) -> None:
        """Remove what a killed run left half written, and shards that were on their way."""
        self.make()
        for folder in (self.path, self.path / WORK):
            remove_unfinished(folder)
        for path in (self.path / WORK).iterdir():
            if path.name != LOCK and not (path.name.startswith("result-") and path.suffix == ".parquet"):
                path.unlink()

    def finish(self) -> None:
        """Remove what only a run at work needs."""
        shutil.rmtree(self.path / WORK, ignore_errors=True)

    def clear(self) -> None:
        """Remove all of a run, and the folder too where nothing else is in it."""
        self.begin()
        self.finish()
        with suppress(OSError):  # not empty
            self.path.rmdir()


@contextmanager
def locked(folder: RunFolder) -> Iterator[None]:
    """Keep other runs out of a folder while this one is at work; the lock is gone with the process.

    Raises
    ------
    InputError
        Where another run has it.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder.path / WORK / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(
            f"{folder.path}: another run is at work there; wait for it, or give another name", error
        ) from error
    try:
        yield
    finally:
        lock.release()
