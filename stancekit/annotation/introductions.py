"""What the narration around a speaker's introduction tells of the state spoken for.

Plain wire copy names a place and lets the office stand alone: “In Lima the tone was drier. Foreign Minister Kovar
said”. Whoever acts in the paragraph before speaks in the next, and a sentence about “the minister” announces a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from stancekit.annotation import layout
from stancekit.annotation.layers import QuoteSpans
from stancekit.annotation.roles import has_office, titular_word
from stancekit.annotation.states import States
from stancekit.annotation.words import text_of
from stancekit.gazetteer import StateMention

RELATED = re.compile(
    r"\b(?:his|her|its|their)\s+(?:[\w’'-]+\s+){0,3}?(?:(?P<other>counterparts?|opposite numbers?|colleagues?|hosts?|"
    r"hostess|guests?|visitors?|peers?|interlocutors?)|(?P<own>deput\w+|advis[eo]rs?|aides?|spokes\w+|ministers?|chief|"
    r"envoy|secretary|generals?|boss|predecessor|successor|government|ministry|office))\b",
    re.IGNORECASE,
)
"""“Her deputy” is of the state of whoever spoke before, “her counterpart” is not."""
PLACED = re.compile(r"\b(?:in|from|at) (?:the )?$", re.IGNORECASE)
OF_PLACE = frozenset({"name", "capital", "seat"})
OPENERS = frozenset({"the", "his", "her", "its", "their", "a", "an"})
MOST = 8
"""Words of an office that is announced."""
NEAR = 60
"""Characters after a name in which “of Dorva” or “who was Dorva's envoy” still belongs to it."""
SCENE = 14
"""Characters before a name that still open a paragraph: “In ”, “From across ”."""
OWNER = 7
"""Tokens before a name in which “its” tells of an owner."""


class Narration:
    """What one article tells in its own voice: its paragraphs, and the state names that stand in nobody's words.

    Parameters
    ----------
    doc
        The article.
    states
        Its state names.
    quotes
        Its quotes.
    """

    def __init__(self, doc: Doc, states: States, quotes: list[QuoteSpans]) -> None:
        self.doc = doc
        self.states = states
        self.text = text_of(doc)
        self.paragraphs = layout.paragraphs(self.text)
        self.title = layout.headline(self.text) or (0, 0)
        self.first = {mention.state: mention.start for mention in reversed(states.mentions)}
        self._quoted = sorted((span.start_char, span.end_char) for quote in quotes for span in quote.content)
        self._starts = [start for start, _ in self.paragraphs]

    def free(self, start: int, end: int) -> list[StateMention]:
        """Mentions in a range that stand in nobody's words."""
        return [m for m in self.states.within(start, end) if not any(s <= m.start < e for s, e in self._quoted)]

    def paragraph_of(self, position: int) -> int:
        """Number of the paragraph that a character stands in."""
        return max(0, bisect_right(self._starts, position) - 1)

    def beside(self, mentions: Sequence[Span]) -> list[tuple[str, float]]:
        """States named in the narration of sentences that hold one of some mentions, with their share."""
        sentences = {(m.sent.start_char, m.sent.end_char) for m in mentions}
        counts = Counter(m.state for start, end in sentences for m in self.free(start, end))
        return [(state, count / counts.total()) for state, count in counts.items()]

    def around(self, mention: Span) -> Iterator[tuple[str, str]]:
        """State names near an introduction: before it (sentence, paragraph), right after it, the paragraph before."""
        start, sentence = mention.start_char, mention.sent.start_char
        number = self.paragraph_of(start)
        paragraph = self.paragraphs[number][0] if self.paragraphs else 0
        previous = self.paragraphs[number - 1][0] if number else 0
        for m in self.free(sentence, start):
            if self.placed(m):
                yield m.state, "placed"
        before = self.free(paragraph, start)
        for m in before:
            if self.first[m.state] >= paragraph:
                yield m.state, "new in paragraph"
        for m in before[:1]:
            yield m.state, "paragraph opens"
            yield from self._scene(m, paragraph)
        for m in before[-1:]:
            yield m.state, "nearest before"
        earlier = self.free(previous, paragraph)
        for m in earlier[-1:]:
            yield m.state, "paragraph before"
        for m in earlier[:1]:
            yield m.state, "paragraph before opens"
        yield from self._after(mention)
        lead = self.doc[max(mention.sent.start, mention.start - OWNER) : mention.start + 1]
        if any(token.lower_ in ("its", "their") for token in lead):
            for m in self.free(previous, sentence)[-1:]:
                yield m.state, "owner"

    def _scene(self, m: StateMention, paragraph: int) -> Iterator[tuple[str, str]]:
        """“In Lima”, “Lima did not”: where the paragraph goes, or who acts there."""
        if m.kind in OF_PLACE and m.start - paragraph < SCENE:
            yield m.state, f"scene {'in' if self.placed(m) else 'of'} {'name' if m.kind == 'name' else 'seat'}"

    def _after(self, mention: Span) -> Iterator[tuple[str, str]]:
        """“Of Dorva” right after a name, “said in Lima” anywhere after it in the sentence."""
        end, last = mention.end_char, mention.sent.end_char
        after = self.free(end, last)
        for m in [m for m in after if m.start < end + NEAR and not self.placed(m)][:1]:
            yield m.state, "right after"
        for m in after:
            if self.placed(m):
                yield m.state, f"said in {'name' if m.kind == 'name' else 'seat'}"

    def placed(self, mention: StateMention) -> bool:
        """Whether a name says where something is."""
        return bool(PLACED.search(self.text, max(0, mention.start - 9), mention.start))

    def related(self, mention: Span) -> re.Match[str] | None:
        """How a mention is tied to somebody before: “her deputy”, “his counterpart”."""
        return RELATED.search(self.text, max(mention.sent.start_char, mention.start_char - 60), mention.end_char)

    def announced(self, mention: Span) -> Span | None:
        """“The foreign minister was milder. Ana Kovar said”: the office that opens the sentence before a bare name."""
        lead, sentence = self.lead(mention), mention.sent
        if lead == sentence.start_char:
            return None
        before = self.doc[sentence.start - 1].sent
        if before[0].lower_ not in OPENERS:
            return None
        end = before.start + 1
        while end < before.end and titular_word(self.doc[end].text) and end - before.start < MOST:
            end += 1
        office = self.doc[before.start + 1 : end]
        return office if has_office(office.text) else None

    def lead(self, mention: Span) -> int:
        """Where the sentence before an introduction begins, in the same paragraph; else its own."""
        sentence = mention.sent
        paragraph = self.paragraphs[self.paragraph_of(mention.start_char)][0] if self.paragraphs else 0
        if not sentence.start:
            return int(sentence.start_char)
        before = self.doc[sentence.start - 1].sent.start_char
        return int(before) if before >= paragraph else int(sentence.start_char)
