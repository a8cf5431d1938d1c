"""Which ids came before, in corpora with more of them than fit into memory."""

from __future__ import annotations

import sqlite3
from types import TracebackType

from stancekit.errors import StancekitError

_CACHE = 32 * 1024  # KiB that stay in memory; the rest goes to a file that nobody else sees


class SeenIds:
    """The ids (of articles, or paths of files) seen so far.

    Beyond some memory they lie on disk, so that their number doesn't matter.

    Examples
    --------
    >>> with SeenIds() as seen:
    ...     [seen.add(name) for name in ("march", "may", "march")]
    [True, True, False]
    """

    def __init__(self) -> None:
        # A database without a name is private and temporary: SQLite removes it. One thread at a time uses it,
        # but not always the one that began.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for line in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            f"PRAGMA cache_size = -{_CACHE}",
            "CREATE TABLE seen (id BLOB PRIMARY KEY) WITHOUT ROWID",
            "BEGIN",
        ):
            self._database.execute(line)

    def add(self, name: str) -> bool:
        """Remember an id; True where it is new.

        Raises
        ------
        StancekitError
            Where there is no room for it.
        """
        key = name.encode("utf-8", "surrogatepass")
        try:
            return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1
        except sqlite3.Error as error:
            raise StancekitError(
                f"no room to keep {name!r:.80} among the ids seen ({error}); name a folder with room in SQLITE_TMPDIR",
                name,
            ) from error

    def __enter__(self) -> SeenIds:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
