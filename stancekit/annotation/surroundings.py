"""What stands around a quote: the states named in it, beside it, before it, and how it speaks of whoever is meant."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc

from stancekit.annotation import layout
from stancekit.annotation.layers import QuoteSpans
from stancekit.annotation.states import States
from stancekit.annotation.words import sentence_starts, text_of
from stancekit.gazetteer import StateMention

ZONES = ("content", "clause", "before", "after", "question", "previous", "title")
THIRD = re.compile(
    r"\b(?:they|them|their|theirs|these|those|he|his|him|she|her|it|its|this group|neighbou?rs?|adversar\w+|"
    r"partners?|colleagues?|counterparts?|the other side|friends?|brothers?)\b",
    re.IGNORECASE,
)
SECOND = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
MUTUAL = re.compile(
    r"\b(?:both sides|each other|the two|bilateral|talks|dialogue|negotiat\w+|relations|our two|together|agreement)\b",
    re.IGNORECASE,
)
MANNERS = {"third": THIRD, "second": SECOND, "mutual": MUTUAL}
"""How a quote that names no state may speak of whoever is meant."""
ASKED = re.compile(r"\?|\b(?:asked|question|pressed|commenting|speaking) (?:about|on|whether|if|by|of)?", re.IGNORECASE)
FRONTED = re.compile(
    r"""["“‘']?(?:\w+ing|[Aa]sked|[Pp]ressed|[Oo]n|[Aa]s for|[Rr]egarding|[Aa]bout|[Tt]o|[Tt]oward|[Oo]f)\b[^.]*,"""
)
NEAR = 2
"""Paragraphs before the quote's own that tell what the talk is about just now."""
SHORT = 8
"""A quote of fewer words is short."""


@dataclass
class Addressing:
    """What is known of an article's states, for all of its quotes."""

    text: str
    mentions: list[StateMention]
    paragraphs: tuple[tuple[int, int], ...]
    title: tuple[int, int] | None
    counts: Counter[str]
    starts: list[int]
    sentences: list[int]
    asking: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc) -> Addressing:
        """Take the state names of a Doc; a dateline addresses nobody."""
        text = text_of(doc)
        mentions = [m for m in States(doc) if m.kind != "dateline"]
        counts = Counter(mention.state for mention in mentions)
        starts = [mention.start for mention in mentions]
        lines, title = layout.paragraphs(text), layout.headline(text)
        sentences = [doc[i].idx for i in sentence_starts(doc)]
        return cls(text, mentions, lines, title, counts, starts, sentences)

    def within(self, start: int, end: int) -> list[StateMention]:
        """Mentions that start within a range of characters."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def sentences_of(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence that a character stands in begins, and the one of another ends."""
        last = bisect_left(self.sentences, end)
        after = self.sentences[last] if last < len(self.sentences) else len(self.text)
        return self.sentences[bisect_right(self.sentences, start) - 1], after

    def words_of(self, quote: QuoteSpans) -> str:
        """The text of a quote's fragments; slices, since a span puts its text together word by word."""
        return " ".join(self.text[span.start_char : span.end_char] for span in quote.content)

    def paragraph_at(self, offset: int) -> int:
        """Number of the paragraph that a character stands in."""
        return max(0, bisect_right(self.paragraphs, (offset, len(self.text))) - 1)

    def asks(self, number: int) -> bool:
        """Whether a paragraph puts a question, or says what somebody was asked about."""
        if number not in self.asking:
            self.asking[number] = ASKED.search(self.text[slice(*self.paragraphs[number])]) is not None
        return self.asking[number]


class View(NamedTuple):
    """What is the same for all the states that one quote may address.

    ``named`` are the states that its words name, ``local`` counts those in its paragraph and the ones right before,
    ``fronted`` stand in what opens the sentence of reporting; the speaker's own state is in none of them, nor in
    ``total`` and ``most``, how often states are named in the article. ``manner`` and ``short`` are of a quote that
    names no state.
    """

    known: Addressing
    quote: QuoteSpans
    own: str | None
    zones: dict[str, list[StateMention]]
    by_state: dict[str, dict[str, list[StateMention]]]
    named: frozenset[str]
    local: Counter[str]
    fronted: frozenset[str]
    total: int
    most: int
    nearest: str | None
    manner: frozenset[str]
    short: bool

    @classmethod
    def of(cls, known: Addressing, quote: QuoteSpans, own: str | None) -> View:
        """Look around a quote."""
        zones = _zones(known, quote)
        named = frozenset(m.state for m in zones["content"]) - {own}
        others = [count for state, count in known.counts.items() if state != own]
        begin = quote.content[0].start_char
        around = [m for zone in ("previous", "question", "before", "clause") for m in zones[zone]]
        earlier = [m for m in around if m.start < begin and m.state != own]
        nearest = max(earlier, key=lambda m: m.start).state if earlier else None
        words = "" if named else known.words_of(quote)
        return cls(
            known,
            quote,
            own,
            zones,
            _by_state(zones),
            named,
            _local(known, quote, own),
            _fronted(known, quote, zones["clause"]),
            sum(others) or 1,
            max(others, default=0),
            nearest,
            frozenset(label for label, pattern in MANNERS.items() if pattern.search(words)),
            len(words.split()) < SHORT,
        )


def _zones(known: Addressing, quote: QuoteSpans) -> dict[str, list[StateMention]]:
    pieces = [(span.start_char, span.end_char) for span in quote.content]
    inside = [m for start, end in pieces for m in known.within(start, end)]
    first, last = pieces[0][0], pieces[-1][1]
    sentence = known.sentences_of(first, last)
    number = known.paragraph_at(first)
    paragraph = known.paragraphs[number] if known.paragraphs else (0, len(known.text))
    previous = known.paragraphs[number - 1] if number else (0, 0)
    source = quote.source
    taken = {m.start for m in inside}
    if source is not None:
        taken |= {m.start for m in known.within(source.start_char, source.end_char)}
    title = known.title or (0, 0)

    def free(start: int, end: int) -> list[StateMention]:
        return [m for m in known.within(start, end) if m.start not in taken]

    clause = free(*sentence)
    taken |= {m.start for m in clause}
    earlier = free(*previous)
    asked = bool(earlier) and known.asks(number - 1)
    return {
        "content": inside,
        "clause": clause,
        "before": free(paragraph[0], first),
        "after": free(last, paragraph[1]),
        "question": earlier if asked else [],
        "previous": [] if asked else earlier,
        "title": free(*title),
    }


def _by_state(zones: dict[str, list[StateMention]]) -> dict[str, dict[str, list[StateMention]]]:
    """The zones in which each state is named, and where there."""
    found: dict[str, dict[str, list[StateMention]]] = {}
    for zone, mentions in zones.items():
        for mention in mentions:
            found.setdefault(mention.state, {}).setdefault(zone, []).append(mention)
    return found


def _local(known: Addressing, quote: QuoteSpans, own: str | None) -> Counter[str]:
    """How often states other than the speaker's own are named in the quote's paragraph and the ones right before."""
    number = known.paragraph_at(quote.content[0].start_char)
    start = known.paragraphs[max(0, number - NEAR)][0] if known.paragraphs else 0
    end = max(quote.content[-1].end_char, known.paragraphs[number][1] if known.paragraphs else 0)
    return Counter(mention.state for mention in known.within(start, end) if mention.state != own)


def _fronted(known: Addressing, quote: QuoteSpans, clause: list[StateMention]) -> frozenset[str]:
    """“Criticising the Dorvan elite, she said”: the states in what opens the sentence of reporting."""
    if quote.source is None or not clause:
        return frozenset()
    end = quote.source.start_char
    begin = known.sentences_of(end, end)[0]
    opening = [m.state for m in clause if begin <= m.start < end]
    return frozenset(opening) if opening and FRONTED.match(known.text[begin:end]) else frozenset()
