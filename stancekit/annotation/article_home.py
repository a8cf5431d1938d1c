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
RECEIVED = re.compile(r"\b(?:receives?|received|hosts?|hosted|welcomed|greeted)\b[^.\n]{0,160}\bin $", re.IGNORECASE)
CAPITAL = frozenset({"capital", "seat"})
REACH = 180
"""Characters before a capital in which somebody is received there."""
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


def home_of(text: str, paragraphs: Sequence[tuple[int, int]], states: States, issuer: str | None) -> str | None:
    """The state an article is written from or about.

    That of its dateline, its issuer, the only capital in which somebody is received at its top (“received the
    ambassador of Dorva in Lima”), else the state most named there.
    """
    top = states.within(0, paragraphs[:TOP][-1][1] if paragraphs else 0)
    dateline = next((mention.state for mention in top if mention.kind == "dateline"), None)
    if dateline or issuer:
        return dateline or issuer
    hosts = {m.state for m in top if m.kind in CAPITAL and RECEIVED.search(text, max(0, m.start - REACH), m.start)}
    counts = Counter(mention.state for mention in top)
    return hosts.pop() if len(hosts) == 1 else max(counts, key=lambda state: counts[state], default=None)
