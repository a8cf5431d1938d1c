"""Passages with their names marked inline, one passage a line (``seeds/names/training.txt``)::

    Foreign Minister <p>Ana Kovar</p> left <l>Bujumbura</l> before the <o>Ministry of Fisheries</o> replied.

``p`` is PERSON, ``o`` ORG, ``l`` LOC; tags do not nest. Lines that begin with ``#`` and empty lines are skipped.
What is a name is told in ``seeds/names/README.md``.
"""

from __future__ import annotations

import re
from pathlib import Path

from stancekit.errors import InputError

LABELS = {"p": "PERSON", "o": "ORG", "l": "LOC"}
TAG = re.compile(r"<(/?)([pol])>")
Named = tuple[str, list[tuple[int, int, str]]]
"""A text and its names: start and end in code points, and a label."""


def read_named(path: str | Path) -> list[Named]:
    """Read a file of passages with marked names.

    Parameters
    ----------
    path
        A UTF-8 file in the markup above.

    Returns
    -------
    list of (str, list of (int, int, str))
        Each passage without its tags, and its names in text order as start, end (code points) and label
        (``PERSON``, ``ORG`` or ``LOC``).

    Raises
    ------
    InputError
        For a mistyped, nested or unbalanced tag, an empty name, or a name with white space at an edge; the message
        has the line's number.

    Examples
    --------
    >>> parse_named("<l>Bern</l>'s mayor <p>Ana Kovar</p> agreed.")
    ("Bern's mayor Ana Kovar agreed.", [(0, 4, 'LOC'), (13, 22, 'PERSON')])
    """
    passages = []
    # not splitlines(): it would also break at marks that may stand inside a passage (U+2028, U+0085)
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            passages.append(parse_named(line.strip(), f"{path}, line {number}"))
    return passages


def parse_named(markup: str, where: str = "passage") -> Named:
    """One passage of the markup as text and names (see :func:`read_named`); ``where`` begins its errors' messages."""
    text, done = "", 0
    opened: tuple[str, int] | None = None
    names: list[tuple[int, int, str]] = []
    for tag in TAG.finditer(markup):
        text += markup[done : tag.start()]
        done = tag.end()
        closes, kind = bool(tag[1]), tag[2]
        if not closes:
            if opened:
                raise InputError(f"{where}: {tag.group()} opens within <{opened[0]}>; close that first", tag.group())
            opened = (kind, len(text))
            continue
        if not opened or opened[0] != kind:
            raise InputError(f"{where}: {tag.group()} closes nothing after {text[-40:]!r}", tag.group())
        names.append(_checked(text, opened[1], LABELS[kind], where))
        opened = None
    if opened:
        raise InputError(f"{where}: <{opened[0]}> is never closed; add </{opened[0]}>", f"<{opened[0]}>")
    text += markup[done:]
    if slip := re.search(r"[<>]", text):
        raise InputError(f"{where}: {text[slip.start() :][:20]!r} is no tag; tags are <p>, <o>, <l>", slip.group())
    return text, names


def _checked(text: str, start: int, label: str, where: str) -> tuple[int, int, str]:
    name = text[start:]
    if not name or name != name.strip():
        raise InputError(f"{where}: the {label} {name!r} is empty or has white space at an edge", name)
    return start, len(text), label
