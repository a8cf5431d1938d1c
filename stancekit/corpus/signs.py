"""What a worker leaves behind when it dies: which shard it was at, and whether its time was over.

The clock is a thread of the interpreter's own (`faulthandler`), which needs no lock: it ends the process even where a
library hangs in C code. It writes where the process was, which goes the same way.
"""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_ENDING = ".at-work"
_OVER = "Timeout ("  # what faulthandler begins with


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """The sign of a dead worker.

    Parameters
    ----------
    place
        The article in its shard at which it was; of several that were scored together, the first.
    late
        Whether it ended because the time was over.
    """

    place: int = 0
    late: bool = False


class Sign:
    """A file that tells what is being done."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @contextmanager
    def time_for(self, place: int, seconds: float | None) -> Iterator[None]:
        """End this process, and say so, where what is done within takes longer than ``seconds``; None lets it be."""
        if seconds is None:
            yield
            return
        self._file.truncate(0)
        self._file.seek(0)
        self._file.write(f"{place}\n".encode())
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._file)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def at_work(target: str) -> Iterator[Sign]:
    """Leave a sign of what is being done, which only the death of this process leaves behind."""
    path = _place(target)
    try:
        with path.open("wb", buffering=0) as file:
            yield Sign(file)
    finally:
        path.unlink(missing_ok=True)


def left_behind(target: str) -> LeftBehind | None:
    """What a worker that is gone left behind; None where it had not begun with this target. Asked once."""
    path = _place(target)
    try:
        first, _, rest = path.read_text("utf-8", "replace").partition("\n")
        path.unlink()
    except FileNotFoundError:
        return None
    return LeftBehind(int(first) if first.isdecimal() else 0, rest.startswith(_OVER))


def _place(target: str) -> Path:
    return Path(f"{target}{_ENDING}")
