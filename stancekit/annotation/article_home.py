"""Whose article this is: the state it is written from or about, and the body that issues it.

A ministry's release and an interview transcript name their issuer in a line of its own; wire copy has a dateline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from stancekit.annotation.states import States

ISSUER = re.compile(
    r"\b(?:ministry|department|embassy|office|government|mission|presidency|press service|secretariat|chancellery|"
    r"delegation|information (?:service|bureau))\b",
    re.IGNORECASE,
)
ISSUER_LINES, ISSUER_LENGTH = 6, 110
TOP = 6
"""Paragraphs that tell what an article is about."""


def issuer_of(text: str, paragraphs: Sequence[tuple[int, int]], states: States) -> str | None:
    """The state of the ministry or embassy that stands in a line of its own over a release or transcript."""
    for start, end in paragraphs[:ISSUER_LINES]:
        line = text[start:end]
        if len(line) < ISSUER_LENGTH and line[-1:].isalnum() and ISSUER.search(line):
            named = {m.state for m in states.within(start, end)}
            if len(named) == 1:
                return named.pop()
    return None


def home_of(paragraphs: Sequence[tuple[int, int]], states: States, issuer: str | None) -> str | None:
    """The state an article is written from or about: its dateline, its issuer, else the one most at its top."""
    top = states.within(0, paragraphs[:TOP][-1][1] if paragraphs else 0)
    dateline = next((mention.state for mention in top if mention.kind == "dateline"), None)
    counts = Counter(mention.state for mention in top)
    return dateline or issuer or max(counts, key=lambda state: counts[state], default=None)
