"""Files that appear whole or not at all: written aside, then renamed."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from stancekit.errors import InputError

PART = ".part"
"""What the names of files end in that are not whole yet; they also begin with a dot."""
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EISDIR)


@contextmanager
def open_aside(path: Path, keep_safe: bool = True) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes the place of ``path`` only when everything went well.

    Until then an older ``path`` stays as it is; after an error nothing is left behind.

    Parameters
    ----------
    keep_safe
        Wait until the disk has it, so that not even a power cut leaves half a file under this name. False is for
        files that are made anew after a power cut.

    Raises
    ------
    InputError
        Where the file cannot be written (no such folder, no permission, no space).
    """
    place = Path(os.path.realpath(path))
    # Random too: two machines that share a folder may have processes of one number.
    aside = place.with_name(f".{place.name}.{os.getpid()}-{secrets.token_hex(4)}{PART}")
    try:
        file = aside.open("wb")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({system_words(error)})", path) from error
    try:
        with file:
            yield file
            file.flush()
            if keep_safe:
                os.fsync(file.fileno())
        os.replace(aside, place)
        if keep_safe:
            _sync_folder(place.parent)
    except BaseException as error:
        _remove(aside)
        # Only what must come from this file: other errors of the system in the caller's block are not ours.
        if isinstance(error, OSError) and error.errno in _DISK_FULL:
            raise InputError(f"{path}: cannot be written ({system_words(error)})", path) from error
        raise


def remove_unfinished(folder: Path, name: str = "*") -> None:
    """Remove what a killed run left half written in a folder, of all files or of one."""
    for left in folder.glob(f".{name}.*{PART}"):
        _remove(left)


def _sync_folder(folder: Path) -> None:
    """Have the disk keep the new name too; where a system can't (Windows), renaming is all there is."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def system_words(error: BaseException) -> str:
    """What the system says of an error, without the path and the number, for use in a message of ours."""
    return getattr(error, "strerror", None) or str(error).strip() or type(error).__name__


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
