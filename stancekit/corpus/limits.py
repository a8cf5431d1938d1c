"""How much of a stranger's file is read before it is refused, so that no file can fill the memory or take for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from stancekit.annotation.text import MAX_LENGTH
from stancekit.errors import InputError

CHARACTERS_A_TURN = 100_000
"""Characters for which an article gets its ``seconds`` once more: a long one may take longer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a corpus may hold; what is over a limit is rejected with the reason, and its neighbours are kept.

    The defaults are far above what articles need, so that they only stop what is broken or meant to do harm.

    Parameters
    ----------
    characters
        Of an article's text. 20 million is the most that can be had.
    file_bytes
        Of a file, unpacked where it is packed.
    ratio
        Unpacked bytes for each packed one. The first 16 MiB of a file may be packed as tightly as they like.
    columns
        Of a table, and names in a JSON line.
    json_depth
        Lists and objects within each other in a JSON line.
    html_depth
        Elements within each other on a web page.
    line_characters
        Of a line of a table (bytes, in JSON lines).
    seconds
        That an article may take, and again for every further 100,000 characters of it. Only where it is scored in a
        process of its own, which can be stopped: that is always, but for models of one's own and one worker.

    Raises
    ------
    InputError
        Where a limit is below 1, or ``characters`` above 20 million.

    Examples
    --------
    >>> Limits(columns=50).changed()
    {'columns': 50}
    """

    characters: int = MAX_LENGTH
    file_bytes: int = 1 << 38
    ratio: int = 200
    columns: int = 10_000
    json_depth: int = 100
    html_depth: int = 2_040
    line_characters: int = 6 * MAX_LENGTH
    seconds: float = 120.0

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if value <= 0 or (one.name != "seconds" and value < 1):
                raise InputError(f"a limit of {value} {one.name}; give 1 or more", value)
        if self.characters > MAX_LENGTH:
            raise InputError(f"a limit of {self.characters:,} characters; the most is {MAX_LENGTH:,}", self.characters)

    def changed(self) -> dict[str, int | float]:
        """The limits that decide on the rows and are not the usual ones; seconds are the machine's."""
        given = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "seconds"}
        return {name: value for name, value in given.items() if value != getattr(USUAL, name)}

    def seconds_for(self, characters: int) -> float:
        """Seconds that a text of so many characters may take.

        Examples
        --------
        >>> Limits(seconds=60).seconds_for(3_000), Limits(seconds=60).seconds_for(250_000)
        (60.0, 180.0)
        """
        return float(self.seconds * max(1, -(-characters // CHARACTERS_A_TURN)))


USUAL = Limits()
"""The limits where nothing else is said."""


def option_of(limit: str) -> str:
    """The option of ``stancekit score`` that sets a limit.

    Examples
    --------
    >>> option_of("json_depth")
    '--max-json-depth'
    """
    return f"--max-{limit.replace('_', '-')}"


def raise_it(limit: str) -> str:
    """The remedy, for messages."""
    return f"where that is right, raise it by {option_of(limit)}"


def first(items: Iterable[str], count: int = 30) -> str:
    """The first of many names, for a message that shall not be endless."""
    names = list(items)
    return ", ".join(name[:80] for name in names[:count]) + (
        f" and {len(names) - count:,} more" if names[count:] else ""
    )
