"""Files that appear whole or not at all: written aside, then renamed."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from stancekit.errors import InputError

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EISDIR)


@contextmanager
def open_aside(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes the place of ``path`` only when everything went well.

    Until then an older ``path`` stays as it is; after an error nothing is left behind.

    Raises
    ------
    InputError
        Where the file cannot be written (no such folder, no permission, no space).
    """
    place = Path(os.path.realpath(path))
    aside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        file = aside.open("wb")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({system_words(error)})", path) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, place)
    except BaseException as error:
        _remove(aside)
        # Only what must come from this file: other errors of the system in the caller's block are not ours.
        if isinstance(error, OSError) and error.errno in _DISK_FULL:
            raise InputError(f"{path}: cannot be written ({system_words(error)})", path) from error
        raise


def system_words(error: BaseException) -> str:
    """What the system says of an error, without the path and the number, for use in a message of ours."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
