"""For which state somebody speaks: candidates and their features.

An office often names no state (“the foreign minister”, “Chief Cabinet Secretary Aoki”), a name alone never does.
The evidence around it is then weighed: the office and who held it, where the speaker is introduced, who has just
spoken, where the article is written from, and whom the quotes speak of as the other side. The weights are a
small table that ``stancekit.training.speakers`` learns; see :mod:`stancekit.annotation.speakers`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Span

from stancekit.annotation import layout
from stancekit.annotation.article_home import home_of, issuer_of
from stancekit.annotation.layers import Entity, QuoteSpans, date_of
from stancekit.annotation.roles import display_role, has_office, head_words, office_words, roles_of, speaks_for_state
from stancekit.annotation.states import States
from stancekit.annotation.words import text_of
from stancekit.gazetteer import StateMention, gazetteer

SEATS = frozenset({"capital", "seat"})
STATE_BODY = re.compile(
    r"minist|secretar|department|government|president|premier|chancellor|ambassador|embassy|consul|envoy|army|navy|"
    r"air force|military|general|guard|police|customs|cabinet|foreign|defen[cs]e",
    re.IGNORECASE,
)
LEFT_OFFICE = re.compile(r"\b(?:former|ex|opposition|retired|late|then)\b", re.IGNORECASE)
JOINT = re.compile(r"(?:the )?(?:two|both|three)\b", re.IGNORECASE)
BODY = re.compile(
    r"\b(ministry|commission|embassy|department|council|government|presidency|secretariat|army|mission)\b",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"\b(?:his|her|its|their)\s+(?:[\w’'-]+\s+){0,3}?(?:(?P<other>counterparts?|opposite numbers?|colleagues?|hosts?|"
    r"hostess|guests?|peers?|interlocutors?)|(?P<own>deput\w+|advis[eo]rs?|aides?|spokes\w+|ministers?|chief|envoy|"
    r"secretary|generals?|boss|predecessor|successor|government|ministry|office))\b",
    re.IGNORECASE,
)
"""“Her deputy” is of the state of whoever spoke before, “her counterpart” is not."""
TELLING = frozenset({"role", "private role", "phrase", "short form", "right after"})
"""Evidence whose presence itself tells that somebody speaks for a state, or does not."""
NOBODY = "none"
"""The kind of candidate that a vector speaks for or against: whoever speaks for no state."""
SINGLE = frozenset({"minister", "president", "premier", "chancellor", "king", "secretary"})
SECOND = frozenset({"deputy", "vice", "assistant", "former", "spokes", "adviser", "ambassador", "envoy", "state"})
"""Of these there may be several."""
MOST_MENTIONS = 12
LEFT, RIGHT = 5, 8
"""Tokens before and after a name that tell who is introduced."""
SUBJECT = 6
"""Characters before a state's name that still opens its sentence: an article, a quotation mark."""
NEAR = 60
"""Characters after a name in which “of Dorva” or “who was Dorva's envoy” still belongs to it."""


@dataclass(frozen=True)
class Allegiance:
    """A state that somebody may speak for, or None for no state, with what speaks for it."""

    state: str | None
    features: dict[str, float]


class Allegiances:
    """The states that one article's speakers may speak for.

    Parameters
    ----------
    doc
        The article.
    entities
        Its entities, with the sources resolved to them among their mentions.
    quotes
        Its quotes.
    spoken_by
        The entity that speaks each quote id.
    """

    def __init__(
        self, doc: Doc, entities: list[Entity], quotes: list[QuoteSpans], spoken_by: Mapping[str, tuple[str, float]]
    ) -> None:
        self.doc = doc
        self.date = date_of(doc)
        self.gazetteer = gazetteer()
        self.text = text_of(doc)
        self.states = States(doc)
        self.mentions = self.states.mentions
        self.paragraphs = layout.paragraphs(self.text)
        self.title = layout.headline(self.text) or (0, 0)
        self.counts = Counter(mention.state for mention in self.mentions)
        self.first = {mention.state: mention.start for mention in reversed(self.mentions)}
        self.issuer = issuer_of(self.text, self.paragraphs, self.states)
        self.home = home_of(self.paragraphs, self.states, self.issuer)
        self.quoted = sorted((span.start_char, span.end_char) for quote in quotes for span in quote.content)
        self.taken: dict[frozenset[str], dict[str, str]] = {}
        self.known_roles: dict[str, list[Span]] = {}
        self.quotes: dict[str, list[QuoteSpans]] = {}
        for quote in quotes:
            if quote.id in spoken_by:
                self.quotes.setdefault(spoken_by[quote.id][0], []).append(quote)

    def certain(self, entity: Entity) -> Allegiance | None:
        """What needs no weighing: an office with its state, a known holder, a state's own name, a private voice."""
        if not entity.mentions:
            return Allegiance(None, {})
        if JOINT.match(entity.mentions[0].text) and self.states.speaks_from(entity.mentions[0]) is None:
            return Allegiance(None, {})
        roles = self._roles(entity) if entity.kind in ("person", "office") else [entity.mentions[0]]
        voices = [speaks_for_state(role.text) for role in roles]
        for role, official in zip(roles, voices, strict=True):
            if official and (state := self.states.speaks_from(role) or self._short_form(role) or self._subject(role)):
                return Allegiance(state, {})
        if not any(LEFT_OFFICE.search(role.text) for role in roles):
            holder = self.gazetteer.holder(entity.name or "", self.date)
            if holder is not None:
                return Allegiance(holder.state, {})
        if False in voices and True not in voices:
            return Allegiance(None, {})
        return None

    def settle(self, entity: Entity, state: str | None) -> None:
        """Remember which state's office an entity holds: nobody else in the article holds it."""
        for office in self._offices(entity):
            if state is not None:
                self.taken.setdefault(office, {}).setdefault(state, entity.id)

    def _offices(self, entity: Entity) -> set[frozenset[str]]:
        """The offices of an entity that only one person in a state holds."""
        found = set()
        for role in self._roles(entity):
            words = head_words(role.text)
            office = words & office_words()
            if words & SINGLE and not words & SECOND:
                found.add(office)
        return found

    def candidates(self, entity: Entity, last: str | None) -> list[Allegiance]:
        """The states that an entity may speak for, and none; ``last`` is the state of whoever spoke before."""
        shared = self._shared(entity)
        evidence = self._evidence(entity, last)
        for office in self._offices(entity):
            for state, holder in self.taken.get(office, {}).items():
                if holder != entity.id:
                    evidence.setdefault(state, {})["office taken"] = 1.0
        states = {mention.state for mention in self.mentions} | set(evidence)
        found = [Allegiance(state, self._features(state, shared, evidence.get(state, {}))) for state in sorted(states)]
        nobody = {"none": 1.0, **{f"none|{label}": 1.0 for label in shared}}
        told = {name for features in evidence.values() for name in features} & TELLING
        nobody |= {f"none|{name}": 1.0 for name in told}
        return [*found, Allegiance(None, nobody)]

    def vector(self, entity: Entity) -> np.ndarray:
        """What the reader saw where an entity is introduced: the name, what stands before it and what after.

        Three means of token vectors in one row; zeros in a Doc without vectors.
        """
        tensor = self.doc.tensor
        if not len(tensor):
            return np.zeros(0, dtype=np.float32)
        first = self._introductions(entity)[0]
        parts = (
            tensor[first.start : first.end],
            tensor[max(0, first.start - LEFT) : first.start],
            tensor[first.end : first.end + RIGHT],
        )
        means = [part.mean(axis=0) if len(part) else np.zeros(tensor.shape[1], dtype=np.float32) for part in parts]
        return np.concatenate(means)

    def _features(self, state: str, shared: list[str], own: dict[str, float]) -> dict[str, float]:
        features = {"share": self.counts[state] / (sum(self.counts.values()) or 1)}
        features["organisation"] = float(state in ("EU", "NATO", "UN"))
        for name, value in own.items():
            features[name] = value
            for label in shared:
                features[f"{name}|{label}"] = value
        return features

    def _shared(self, entity: Entity) -> list[str]:
        """What is known of the entity whatever the state: is it official, named, a body?"""
        roles = self._roles(entity)
        voices = {speaks_for_state(role.text) for role in roles} or {speaks_for_state(entity.mentions[0].text)}
        voice = "official" if True in voices else "private" if False in voices else "open"
        if voice == "open" and self._related(self._introductions(entity)[0]):
            voice = "related"
        labels = [voice, entity.kind]
        if any(LEFT_OFFICE.search(role.text) for role in roles):
            labels.append("left office")
        if any(self._unknown_body(role) for role in roles):
            labels.append("unknown body")
        return labels

    def _roles(self, entity: Entity) -> list[Span]:
        """The offices around an entity's mentions; a mention by office alone is one itself."""
        if entity.id not in self.known_roles:
            found = self.known_roles[entity.id] = []
            for mention in entity.mentions:
                by_name = any(token.ent_type_ == "PERSON" for token in mention)
                found += [mention] if not by_name and has_office(mention.text) else roles_of(self.doc, mention)
        return self.known_roles[entity.id]

    def _evidence(self, entity: Entity, last: str | None) -> dict[str, dict[str, float]]:
        """Features that speak for single states."""
        found: dict[str, dict[str, float]] = {}

        def note(state: str | None, name: str, value: float = 1.0) -> None:
            if state is not None:
                features = found.setdefault(state, {})
                features[name] = max(value, features.get(name, 0.0))

        for role in self._roles(entity):
            official = speaks_for_state(role.text)
            note(self.states.speaks_from(role), "role" if official is not False else "private role")
            note(self._short_form(role), "short form")
        if entity.kind != "person":
            note(self.states.speaks_from(entity.mentions[0]), "phrase")
            note(self._short_form(entity.mentions[0]), "short form")
        note(entity.state, "titled")
        note(last, "spoke last")
        note(self.home, "home")
        note(self.issuer, "issuer")
        for mention in self._introductions(entity):
            for state, name in self._around(mention):
                note(state, name)
            related = self._related(mention)
            if related is not None:
                note(last, "of the other side" if related["other"] else "of the same side")
        for state, share in self._beside(entity):
            note(state, "beside", share)
        for state, name in self._in_quotes(entity):
            note(state, name)
        return found

    def _related(self, mention: Span) -> re.Match[str] | None:
        """How a mention is tied to somebody before: “her deputy”, “his counterpart”."""
        return RELATED.search(self.text[max(mention.sent.start_char, mention.start_char - 60) : mention.end_char])

    def _beside(self, entity: Entity) -> list[tuple[str, float]]:
        """States named in the narration of sentences that name an entity, with their share."""
        sentences = {(m.sent.start_char, m.sent.end_char) for m in entity.mentions[:MOST_MENTIONS]}
        counts = Counter(m.state for start, end in sentences for m in self.free(start, end))
        return [(state, count / counts.total()) for state, count in counts.items()]

    def _introductions(self, entity: Entity) -> list[Span]:
        """The first mention outside the headline, and the first source."""
        if not entity.mentions:
            first = self.quotes[entity.id][0].content[0]
            return [self.doc[first.start : first.start + 1]]
        body = [m for m in entity.mentions if m.start_char >= self.title[1]] or entity.mentions
        first = min(body, key=lambda m: m.start)
        sources = [quote.source for quote in self.quotes.get(entity.id, []) if quote.source is not None][:1]
        return [first, *(source for source in sources if source.start != first.start)]

    def _around(self, mention: Span) -> list[tuple[str, str]]:
        """State names near an introduction: before it (sentence, paragraph), right after it, the paragraph before."""
        start, end = mention.start_char, mention.end_char
        sentence = mention.sent.start_char
        number = max((i for i, (first, _) in enumerate(self.paragraphs) if first <= start), default=0)
        paragraph = self.paragraphs[number][0] if self.paragraphs else 0
        previous = self.paragraphs[number - 1][0] if number else 0
        found: list[tuple[str, str]] = []
        inside = self.free(sentence, start)
        for m in inside:
            found.append((m.state, "sentence before"))
            if self._placed(m):
                found.append((m.state, "placed"))
        found += [
            (m.state, "new in paragraph") for m in self.free(paragraph, start) if self.first[m.state] >= paragraph
        ]
        found += [(m.state, "nearest before") for m in self.free(paragraph, start)[-1:]]
        found += [(m.state, "paragraph opens") for m in self.free(paragraph, start)[:1]]
        found += [(m.state, "paragraph before") for m in self.free(previous, paragraph)[-1:]]
        after = [m for m in self.free(end, min(end + NEAR, mention.sent.end_char)) if not self._placed(m)]
        found += [(m.state, "right after") for m in after[:1]]
        owns = any(
            t.lower_ in ("its", "their")
            for t in self.doc[max(mention.sent.start, mention.start - 7) : mention.start + 1]
        )
        if owns:
            found += [(m.state, "owner") for m in self.free(previous, sentence)[-1:]]
        return found

    def _in_quotes(self, entity: Entity) -> list[tuple[str, str]]:
        """Whom the entity's own words name: mostly the other side, but reported speech begins with one's own."""
        found: list[tuple[str, str]] = []
        for quote in self.quotes.get(entity.id, []):
            for span in quote.content:
                for m in self.states.within(span.start_char, span.end_char):
                    leads = m.start - quote.content[0].start_char < 5
                    seat = "seat" if m.kind in SEATS else "leader" if m.kind == "leader" else "name"
                    found.append((m.state, f"{quote.kind} {'leads' if leads else 'holds'} {seat}"))
        return found

    def free(self, start: int, end: int) -> list[StateMention]:
        """Mentions in a range that stand in nobody's words."""
        return [m for m in self.states.within(start, end) if not any(s <= m.start < e for s, e in self.quoted)]

    def _placed(self, mention: StateMention) -> bool:
        return bool(
            re.search(
                r"\b(?:in|from|at) (?:the )?$", self.text[max(0, mention.start - 9) : mention.start], re.IGNORECASE
            )
        )

    def _unknown_body(self, role: Span) -> bool:
        """Whether an office belongs to a body that is no state's, as far as known: “M23 spokesman”."""
        if STATE_BODY.search(role.text):
            return False
        named = {i for m in self.states.within(role.start_char, role.end_char) for i in range(m.start, m.end)}
        tokens = role[1:] if role[0].is_sent_start else role
        strange = [t for t in tokens if t.text[:1].isupper() and t.lower_ not in office_words() and t.idx not in named]
        return any(t.ent_type_ != "PERSON" for t in strange)

    def _subject(self, role: Span) -> str | None:
        """“Dorva will pay, its defence minister, Ana Kovar, said”: the state that the sentence is about."""
        if not role.start or self.doc[role.start - 1].lower_ != "its":
            return None
        sentence = role.sent.start_char
        first = self.states.within(sentence, role.start_char)[:1]
        opens = [m.state for m in first if m.start - sentence < SUBJECT and m.kind == "name"]
        return opens[0] if opens else None

    def _short_form(self, span: Span) -> str | None:
        """“The ministry”, “a Commission spokesman”: the body of that kind last named with its state."""
        body = BODY.search(span.text)
        if body is None:
            return None
        before = self.text[: span.start_char]
        for earlier in reversed(list(re.finditer(rf"\b{body[1]}\b", before, re.IGNORECASE))):
            start = max(before.rfind("\n", 0, earlier.start()), earlier.start() - 40, 0)
            named = [
                m
                for m in self.states.within(start, earlier.end())
                if not re.search(r"[.,;:]", before[m.end : earlier.start()])
            ]
            if named:
                return named[-1].state
        return None


def fullest_role(roles: list[Span]) -> str | None:
    """The longest office a person is given, without what follows a comma."""
    return max((display_role(role) for role in roles), key=len, default=None)
