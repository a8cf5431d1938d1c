"""Bodies in short: “the ministry”, “the coast guard”, “its spokesman”, and whose they are.

A short form means the body of that kind that was last named with its state; “the ministry” means that of the minister
who was named last, if that was later.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from spacy.tokens import Span

from stancekit.annotation.introductions import Narration
from stancekit.annotation.roles import head_words, office_words
from stancekit.annotation.states import States

STATE_BODY = re.compile(
    r"minist|secretar|department|government|president|premier|chancellor|ambassador|embassy|consul|envoy|army|navy|"
    r"air force|military|general|guard|police|customs|cabinet|foreign|defen[cs]e",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(ministry|commission|embassy|department|council|government|presidency|secretariat|army|mission|navy|"
    r"coast ?guard|border guard)\b",
    re.IGNORECASE,
)
BROKEN = re.compile(r"[.,;:]")
PLAIN = frozenset(
    "ministry minister ministers spokes deputy vice first acting state official officials adviser head secretary his "
    "her its their affairs".split()
)
"""Words of an office that do not say what it is for."""
REACH = 40
"""Characters before a body in which the state that it belongs to is named."""


class Minister(NamedTuple):
    """A place that names a minister: its character, the minister's entity, and what the ministry is for."""

    start: int
    entity_id: str
    portfolio: frozenset[str]


class Bodies:
    """The bodies that one article names in short.

    Parameters
    ----------
    narration
        The article in its own voice.
    ministers
        Where ministers are named; asked only where a ministry is.
    """

    def __init__(self, narration: Narration, ministers: Callable[[], list[Minister]]) -> None:
        self.narration = narration
        self._find_ministers = ministers
        self._ministers: list[Minister] | None = None

    def whose(self, span: Span) -> tuple[str | None, str | None]:
        """The state of the body that a phrase names in short, or else the minister (an entity) whose ministry it is."""
        body = BODY.search(span.text)
        start = span.start_char
        if body is None:
            body = self._owner(span)
            start = body.start() if body is not None else start
        if body is None:
            return None, None
        state, named_at = self._last_named(body[1], start) or (None, -1)
        minister = self._minister(portfolio(span.text), named_at, start) if body[1].lower() == "ministry" else None
        return (None, minister) if minister is not None else (state, None)

    def _last_named(self, body: str, end: int) -> tuple[str, int] | None:
        """The state with which a body of a kind was last named, and where."""
        before = self.narration.text[:end]
        for earlier in reversed(list(re.finditer(rf"\b{body}\b", before, re.IGNORECASE))):
            first = max(before.rfind("\n", 0, earlier.start()), earlier.start() - REACH, 0)
            found = self.narration.states.within(first, earlier.end())
            named = [m for m in found if not BROKEN.search(before[m.end : earlier.start()])]
            if named:
                return named[-1].state, earlier.start()
        return None

    def _owner(self, span: Span) -> re.Match[str] | None:
        """“The coast guard was sharper. Major Kovar, its spokesman,”: the body that “its” stands for."""
        if not span.start or span.doc[span.start - 1].lower_ != "its":
            return None
        found = list(BODY.finditer(self.narration.text, self.narration.lead(span), span.start_char))
        return found[-1] if found else None

    def _minister(self, wanted: frozenset[str], start: int, end: int) -> str | None:
        """The minister last named in a range whose ministry may be meant."""
        if self._ministers is None:
            self._ministers = self._find_ministers()
        fitting = [place for place in self._ministers if start < place.start < end and wanted <= place.portfolio]
        return max(fitting, key=lambda place: place.start).entity_id if fitting else None


def portfolio(phrase: str) -> frozenset[str]:
    """What a ministry or a minister is for.

    Examples
    --------
    >>> sorted(portfolio("the Foreign Ministry's spokesman")), sorted(portfolio("deputy foreign minister"))
    (['foreign'], ['foreign'])
    """
    return head_words(phrase.replace("’", "'")) - PLAIN


def unknown_body(role: Span, states: States) -> bool:
    """Whether an office belongs to a body that is no state's, as far as known: “M23 spokesman”."""
    if STATE_BODY.search(role.text):
        return False
    named = {i for m in states.within(role.start_char, role.end_char) for i in range(m.start, m.end)}
    tokens = role[1:] if role[0].is_sent_start else role
    strange = [t for t in tokens if t.text[:1].isupper() and t.lower_ not in office_words() and t.idx not in named]
    return any(t.ent_type_ != "PERSON" for t in strange)
