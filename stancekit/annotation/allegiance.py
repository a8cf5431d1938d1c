"""For which state somebody speaks: from the office, the institution, the office-holders, and what stands around.

An office often names no state (“the foreign minister”, “Chief Cabinet Secretary Aoki”); then the evidence around
it is weighed: who has just spoken, where the article is written from, where the speaker is placed, and whom the
quote itself speaks of as the other side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from spacy.tokens import Doc, Span

from stancekit.annotation import layout
from stancekit.annotation.layers import Entity, QuoteSpans
from stancekit.annotation.roles import display_role, office_words, roles_of
from stancekit.gazetteer import StateMention, gazetteer
from stancekit.gazetteer_phrases import before_clause, state_in

SEATS = ("capital", "seat")
LEFT_OFFICE = re.compile(r"\b(?:former|ex|opposition|retired|late|then)\b", re.IGNORECASE)
HOME, LAST_NEAR, LAST_FAR, PLACED, SUBJECT, OTHER_SIDE = 1.5, 1.6, 0.8, 1.2, 1.0, -0.8


class Allegiances:
    """The states of one article's speakers, told in text order."""

    def __init__(self, doc: Doc, entities: list[Entity], date: str | None = None) -> None:
        self.doc = doc
        self.date = date
        self.gazetteer = gazetteer()
        self.mentions = self.gazetteer.find(doc.text, date)
        self.starts = [mention.start for mention in self.mentions]
        self.home = self._home()
        self.roles = {e.id: [r for m in e.mentions for r in roles_of(doc, m)] for e in entities if e.kind == "person"}
        self.known: dict[str, str | None] = {}
        self.last: tuple[int, str] | None = None

    def of(self, entity: Entity, quote: QuoteSpans) -> str | None:
        """The state an entity speaks for, or None for who speaks for none."""
        if entity.id not in self.known:
            person = entity.kind == "person"
            self.known[entity.id] = self._of_person(entity, quote) if person else self._of_source(entity, quote)
        state = self.known[entity.id]
        if state is not None:
            self.last = (quote.start, state)
        return state

    def _of_person(self, entity: Entity, quote: QuoteSpans) -> str | None:
        roles = self.roles.get(entity.id, [])
        official = [self.gazetteer.speaks_for_state(role.text) for role in roles]
        for role, speaks in zip(roles, official, strict=True):
            if speaks and (state := self.state_of(role)):
                return state
        if not any(LEFT_OFFICE.search(role.text) for role in roles):
            holder = self.gazetteer.holder(entity.name or "", self.date)
            if holder is not None:
                return holder.state
        if True not in official or any(speaks and self._unknown_body(r) for r, speaks in zip(roles, official, strict=True)):
            return None
        return self._guess(entity, quote)

    def _of_source(self, entity: Entity, quote: QuoteSpans) -> str | None:
        """An unnamed official, an institution, or a state."""
        source = entity.mentions[0] if entity.mentions else None
        if source is None:
            return None
        official = self.gazetteer.speaks_for_state(source.text)
        if official is False:
            return None
        named = self.state_of(source)
        if named is not None:
            return named
        return self._guess(entity, quote) if official and not self._unknown_body(source) else None

    def state_of(self, span: Span) -> str | None:
        """The state from which a phrase speaks, its words read in the context of the article."""
        inside = [
            StateMention(m.start - span.start_char, m.end - span.start_char, m.text, m.state, m.kind)
            for m in self.within(span.start_char, span.end_char)
        ]
        return state_in(before_clause(span.text), inside)

    def within(self, start: int, end: int) -> list[StateMention]:
        """State mentions that start in a range of characters."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _unknown_body(self, role: Span) -> bool:
        """Whether an office belongs to a body that is no state's, as far as known: “M23 spokesman”."""
        named = {i for m in self.within(role.start_char, role.end_char) for i in range(m.start, m.end)}
        inner = [t for t in role[1:] if t.text[:1].isupper()] if role[0].is_sent_start else [t for t in role if t.text[:1].isupper()]
        strange = [t for t in inner if t.text.lower() not in office_words() and t.idx not in named]
        person = {t.i for ent in self.doc.ents if ent.label_ == "PERSON" for t in ent}
        return any(t.i not in person for t in strange)

    def _guess(self, entity: Entity, quote: QuoteSpans) -> str | None:
        """The state for which most speaks, where the office says only that it is some state's."""
        weigh: dict[str, float] = {}
        if self.home:
            weigh[self.home] = HOME
        if self.last is not None:
            near = "\n" not in self.doc[self.last[0] : quote.start].text.strip() or self._neighbours(self.last[0], quote.start)
            weigh[self.last[1]] = weigh.get(self.last[1], 0.0) + (LAST_NEAR if near else LAST_FAR)
        paragraph = self._paragraph(quote.content[0].start_char)
        content = [(span.start_char, span.end_char) for span in quote.content]
        for mention in self.within(*paragraph):
            weigh[mention.state] = weigh.get(mention.state, 0.0) + self._evidence(mention, content, quote)
        best = max(weigh, key=lambda state: weigh[state], default=None)
        return best if best is not None and weigh[best] > 0 else None

    def _evidence(self, mention: StateMention, content: list[tuple[int, int]], quote: QuoteSpans) -> float:
        """What one state name around a quote says of the speaker's own state."""
        before = self.doc.text[max(0, mention.start - 12) : mention.start].lower()
        inside = any(start <= mention.start < end for start, end in content)
        if not inside:
            placed = mention.kind in ("capital", "name") and re.search(r"\bin (?:the )?$", before)
            return PLACED if placed and mention.start < content[0][0] else 0.0
        leads = mention.start - content[0][0] < 5 and mention.kind in SEATS and quote.kind != "direct"
        return SUBJECT if leads else OTHER_SIDE if mention.kind in ("demonym", "leader", "name", "adjective") else 0.0

    def _neighbours(self, first: int, second: int) -> bool:
        """Whether two tokens stand in the same paragraph or in two that follow each other."""
        return len([line for line in self.doc[first:second].text.split("\n") if line.strip()]) <= 2

    def _paragraph(self, position: int) -> tuple[int, int]:
        ranges = layout.paragraphs(self.doc.text)
        return next(((s, e) for s, e in ranges if s <= position < e), (position, position))

    def _home(self) -> str | None:
        """The state an article is written from or about: its dateline, else the one named most at its top."""
        ranges = layout.paragraphs(self.doc.text)
        end = ranges[min(5, len(ranges) - 1)][1] if ranges else 0
        top = self.within(0, end)
        dateline = next((mention.state for mention in top if mention.kind == "dateline"), None)
        counts = Counter(mention.state for mention in top)
        return dateline or max(counts, key=lambda state: counts[state], default=None)


def fullest_role(roles: list[Span]) -> str | None:
    """The longest office a person is given, without what follows a comma."""
    return max((display_role(role) for role in roles), key=len, default=None)
