"""What a reader of an article keeps in mind: who has been named where, and who may be meant by what comes next."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Span

from stancekit.annotation import antecedents
from stancekit.annotation.antecedents import Anaphor, Standing, Trace
from stancekit.annotation.layers import Entity, QuoteSpans
from stancekit.annotation.layout import headline
from stancekit.annotation.words import sentence_starts, text_of, words_of

FRONTED = re.compile(
    r"(?:when |if |also )?(?:asked|pressed|questioned|commenting|told|speaking|responding|referring|quizzed|"
    r"turning|on|about|in response|in reference|as for|regarding|according)\b",
    re.IGNORECASE,
)
BESIDE = frozenset("with to by from against of for about on under between alongside".split())
MOST = 10
"""Entities named last that are looked at."""
AHEAD = 2
"""Paragraphs in which somebody who is quoted before may be named."""


class Candidate(NamedTuple):
    """An entity that may be meant, or None for nobody who is named, with its features."""

    entity: Entity | None
    features: dict[str, float]


class Memory:
    """The traces that an article's entities have left so far.

    Parameters
    ----------
    doc
        The article.
    quotes
        Its quotes: a name in somebody's words weighs less.

    Attributes
    ----------
    sentence, paragraph
        The running number of each token's sentence (from 1) and paragraph (from 0).
    starts
        The tokens at which sentences begin, and the end of the Doc.
    traces
        What is remembered of each entity, by its id.
    """

    def __init__(self, doc: Doc, quotes: Sequence[QuoteSpans]) -> None:
        self.words = words_of(doc)
        self.starts: list[int] = [*sentence_starts(doc), len(doc)]
        lengths = np.diff(self.starts)
        self.sentence: list[int] = np.repeat(np.arange(1, len(self.starts)), lengths).tolist()
        ends = ["\n" in word for word in self.words]
        self.paragraph: list[int] = list(accumulate([False, *ends[:-1]])) if ends else []
        self.traces: dict[str, Trace] = {}
        self._quoted = {i for quote in quotes for span in quote.content for i in range(span.start, span.end)}
        self._title_end = (headline(text_of(doc)) or (0, 0))[1]
        self._coming: list[tuple[int, Trace]] = []
        self._named: list[str] = []
        self._spoken: list[str] = []
        self._opened: set[int] = set()
        self._openings: dict[int, bool] = {}

    def expect(self, trace: Trace) -> None:
        """Get to know somebody whom the article will name; in the order of first mention."""
        self.traces[trace.entity.id] = trace
        self._coming.append((trace.entity.mentions[0].start, trace))

    def add(self, trace: Trace) -> None:
        """Get to know somebody who turns up now."""
        self.traces[trace.entity.id] = trace

    def note(self, entity: Entity, span: Span) -> None:
        """Remember that an entity is named here."""
        self._note(entity, span, spoken=False)

    def spoke(self, entity: Entity, span: Span) -> None:
        """Remember that an entity speaks here: where its source stands, or its quote begins."""
        trace = self._note(entity, span, spoken=True)
        trace.spoke += 1
        trace.spoke_at, trace.spoke_in = trace.start, trace.paragraph
        _to_end(self._spoken, entity.id)

    def _note(self, entity: Entity, span: Span, spoken: bool) -> Trace:
        trace = self.traces[entity.id]
        start = span.start
        sentence = self.sentence[start]
        quoted = start in self._quoted and not spoken
        trace.count += 1
        if not (quoted and trace.start >= 0 and sentence - trace.sentence <= 1):
            trace.start, trace.sentence, trace.paragraph = start, sentence, self.paragraph[start]
            trace.quoted = quoted
            trace.opens = sentence not in self._opened and not quoted
            trace.aside = "" if spoken else self._aside(start, span.end)
        trace.titled = trace.titled or span.start_char < self._title_end
        if not quoted:
            self._opened.add(sentence)
        _to_end(self._named, entity.id)
        return trace

    def _aside(self, start: int, end: int) -> str:
        """How a name stands beside the point: asked about, owner of something, behind a preposition."""
        number = self.sentence[start] - 1
        if self._opens_aside(number) and "," in self.words[end : self.starts[number + 1]]:
            return "fronted"  # “Asked about Kovar, he said”: whoever is asked about does not answer
        if end < len(self.words) and self.words[end] in ("'s", "’s"):
            return "owner"
        before = self.words[start - 1].lower() if start else ""
        return "beside" if before in BESIDE else ""

    def _opens_aside(self, number: int) -> bool:
        """Whether a sentence begins with what somebody is asked about, or turns to."""
        if number not in self._openings:
            first = self.starts[number]
            opening = " ".join(self.words[first : first + 4]).lstrip("“\"'‘ ")
            self._openings[number] = FRONTED.match(opening) is not None
        return self._openings[number]

    def candidates(self, anaphor: Anaphor) -> list[Candidate]:
        """Everybody who may be meant, the one named last first, and nobody."""
        recent = self._named[: -MOST - 1 : -1]
        turns = {key: turn for turn, key in enumerate(reversed(self._spoken))}
        early = not self._spoken
        total = sum(self.traces[key].count for key in recent) or 1
        words = sum(self.traces[key].spoke for key in self._spoken) or 1
        found = []
        for rank, key in enumerate(recent):
            trace = self.traces[key]
            if _possible(trace, anaphor):
                turn = turns.get(key, len(turns))
                standing = Standing(rank, turn, trace.count / total, trace.spoke / words, early)
                found.append(Candidate(trace.entity, antecedents.features(trace, anaphor, standing, None)))
        if anaphor.kind != "it":
            found += self._named_later(anaphor)
        return [*found, Candidate(None, antecedents.nobody(candidate.features for candidate in found))]

    def _named_later(self, anaphor: Anaphor) -> Iterator[Candidate]:
        """Persons who are named for the first time soon after."""
        standing = Standing(0, 0, 0.0, 0.0, not self._spoken)
        for start, trace in self._coming[bisect_left(self._coming, anaphor.start, key=lambda pair: pair[0]) :]:
            away = self.paragraph[start] - anaphor.paragraph
            if away > AHEAD:
                return
            if trace.count or not _possible(trace, anaphor) or start in self._quoted:
                continue
            opens = start - self.starts[self.sentence[start] - 1] < 8
            first = (start - anaphor.start, away, opens)
            yield Candidate(trace.entity, antecedents.features(trace, anaphor, standing, first))


def _possible(trace: Trace, anaphor: Anaphor) -> bool:
    """Whether grammar and office allow that an entity is meant at all."""
    entity = trace.entity
    body = entity.kind in ("institution", "state")
    if anaphor.kind != "document" and (body or anaphor.kind == "it"):
        return body and anaphor.kind == "it"
    if anaphor.state and trace.states and anaphor.state not in trace.states:
        return False
    if anaphor.kind in ("m", "f") and entity.gender not in (None, anaphor.kind):
        return False
    # who says “Kovar will not come” is not Kovar
    return entity.id not in anaphor.named_inside and not (entity.name and " and " in entity.name)


def _to_end(order: list[str], key: str) -> None:
    if key in order:
        order.remove(key)
    order.append(key)
