"""Three invented states, found as the gazetteer finds real ones."""

from __future__ import annotations

import re
from typing import NamedTuple


class Mention(NamedTuple):
    """As the gazetteer gives it."""

    start: int
    end: int
    text: str
    state: str
    kind: str


NAMES = {
    "Ruritania": ("RU", "name"),
    "Ruritanian": ("RU", "adjective"),
    "Ruritanians": ("RU", "demonym"),
    "Freedonia": ("FR", "name"),
    "Freedonian": ("FR", "adjective"),
    "Rassendyll": ("RU", "leader"),
    "Firefly": ("FR", "leader"),
    "Sylvania": ("SE", "name"),
    "Sylvanian": ("SE", "adjective"),
}


def find_invented(text: str) -> list[Mention]:
    """The three invented states, wherever they stand."""
    pattern = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))
    return [Mention(m.start(), m.end(), m[0], *NAMES[m[0]]) for m in pattern.finditer(text)]
