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

from stancekit.annotation.article_home import home_of, issuer_of
from stancekit.annotation.bodies import Bodies, Minister, portfolio, unknown_body
from stancekit.annotation.introductions import Narration
from stancekit.annotation.layers import Entity, QuoteSpans, date_of
from stancekit.annotation.own_words import shares_named, sides_named
from stancekit.annotation.roles import display_role, has_office, head_words, roles_of, speaks_for_state
from stancekit.annotation.states import States
from stancekit.gazetteer import gazetteer

LEFT_OFFICE = re.compile(r"\b(?:former|ex|opposition|retired|late|then)\b", re.IGNORECASE)
JOINT = re.compile(r"(?:the )?(?:two|both|three)\b", re.IGNORECASE)
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
TAKEN = 3.0
"""An office that somebody else holds counts for three: few articles have two holders, and those are of two states."""


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
        self.states = States(doc)
        self.narration = Narration(doc, self.states, quotes)
        self.text = self.narration.text
        self.mentions = self.states.mentions
        self.counts = Counter(mention.state for mention in self.mentions)
        self.issuer = issuer_of(self.text, self.narration.paragraphs, self.states)
        self.home = home_of(self.text, self.narration.paragraphs, self.states, self.issuer)
        self.entities = entities
        self.bodies = Bodies(self.narration, self._ministers)
        self.marked: set[str] = set()
        self.settled: dict[str, str] = {}
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
            if official and (state := self._told_by(role)):
                return Allegiance(state, {})
        if not any(LEFT_OFFICE.search(role.text) for role in roles):
            holder = self.gazetteer.holder(entity.name or "", self.date)
            if holder is not None:
                return Allegiance(holder.state, {})
        if False in voices and True not in voices:
            return Allegiance(None, {})
        return None

    def _told_by(self, role: Span) -> str | None:
        """The state that an office names, or certainly refers to."""
        state, sure = self._short_form(role)
        return self.states.speaks_from(role) or (state if sure else None) or self._subject(role) or self._served(role)

    def settle(self, entity: Entity, state: str | None) -> None:
        """Remember which state's office an entity holds: nobody else in the article holds it."""
        if state is None:
            return
        self.settled[entity.id] = state
        if any(self.states.speaks_from(role) == state for role in self._roles(entity)):
            self.marked.add(state)
        for office in self._offices(entity):
            self.taken.setdefault(office, {}).setdefault(state, entity.id)

    def _offices(self, entity: Entity) -> set[frozenset[str]]:
        """The offices of a person that only one person in a state holds."""
        found = set()
        for role in self._roles(entity) if entity.kind == "person" else ():
            named = " ".join(t.text for t in role if self.states.covering(t.idx) is None)
            words = head_words(named)
            if words & SINGLE and not words & SECOND:
                found.add(words)
        return found

    def candidates(self, entity: Entity, last: str | None) -> list[Allegiance]:
        """The states that an entity may speak for, and none; ``last`` is the state of whoever spoke before."""
        shared = self._shared(entity)
        evidence = self._evidence(entity, last)
        for office in self._offices(entity):
            for state, holder in self.taken.get(office, {}).items():
                if holder != entity.id:
                    evidence.setdefault(state, {})["office taken"] = TAKEN
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
        if voice == "open" and self.narration.related(self._introductions(entity)[0]):
            voice = "related"
        labels = [voice]
        if any(LEFT_OFFICE.search(role.text) for role in roles):
            labels.append("left office")
        if any(unknown_body(role, self.states) for role in roles):
            labels.append("unknown body")
        return labels

    def _roles(self, entity: Entity) -> list[Span]:
        """The offices around an entity's mentions; a mention by office alone is one itself."""
        if entity.id not in self.known_roles:
            found = self.known_roles[entity.id] = []
            for mention in entity.mentions:
                by_name = entity.kind == "person" and any(token.ent_type_ == "PERSON" for token in mention)
                found += [mention] if not by_name and has_office(mention.text) else roles_of(self.doc, mention)
            if not found and entity.kind == "person" and (office := self.narration.announced(entity.mentions[0])):
                found.append(office)
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
            note(self._short_form(role)[0], "short form")
        if entity.kind != "person":
            note(self.states.speaks_from(entity.mentions[0]), "phrase")
            note(self._short_form(entity.mentions[0])[0], "short form")
        note(entity.state, "titled")
        note(last, "spoke last")
        note(self.home, "home")
        note(self.issuer, "issuer")
        for mention in self._introductions(entity):
            for state, name in self.narration.around(mention):
                note(state, name)
            related = self.narration.related(mention)
            if related is not None:
                note(last, "of the other side" if related["other"] else "of the same side")
        for state in self.marked:
            note(state, "marked" if len(self.marked) > 1 else "marked alone")
        for state, share in self.narration.beside(entity.mentions[:MOST_MENTIONS]):
            note(state, "beside", share)
        for state, name in sides_named(self.text, self.quotes.get(entity.id, []), self.states):
            note(state, name)
        for state, share in shares_named(self.quotes.get(entity.id, []), self.states):
            note(state, "named by", share)
        return found

    def _introductions(self, entity: Entity) -> list[Span]:
        """The first mention outside the headline, and the first source."""
        if not entity.mentions:
            first = self.quotes[entity.id][0].content[0]
            return [self.doc[first.start : first.start + 1]]
        body = [m for m in entity.mentions if m.start_char >= self.narration.title[1]] or entity.mentions
        first = min(body, key=lambda m: m.start)
        sources = [quote.source for quote in self.quotes.get(entity.id, []) if quote.source is not None][:1]
        return [first, *(source for source in sources if source.start != first.start)]

    def _subject(self, role: Span) -> str | None:
        """“Dorva will pay, its defence minister, Ana Kovar, said”: the state that the sentence is about."""
        if not role.start or self.doc[role.start - 1].lower_ != "its":
            return None
        sentence = role.sent.start_char
        first = self.states.within(sentence, role.start_char)[:1]
        opens = [m.state for m in first if m.start - sentence < SUBJECT and m.kind == "name"]
        return opens[0] if opens else None

    def _short_form(self, span: Span) -> tuple[str | None, bool]:
        """The state of a body named in short, and whether it is certain: a minister's own state may not be."""
        state, minister = self.bodies.whose(span)
        return (state, True) if minister is None else (self.settled.get(minister), False)

    def _served(self, role: Span) -> str | None:
        """“Kovar's adviser”, “an aide to Kovar”: the state of the person whom an office serves."""
        for entity in self.entities if has_office(role.text) else ():
            inside = any(role.start <= m.start and m.end <= role.end and len(m) < len(role) for m in entity.mentions)
            if entity.kind == "person" and inside:
                named = (self.states.speaks_from(held) for held in self._roles(entity))
                holder = self.gazetteer.holder(entity.name or "", self.date)
                return self.settled.get(entity.id) or next(filter(None, named), holder.state if holder else None)
        return None

    def _ministers(self) -> list[Minister]:
        """Where ministers are named, and what for."""
        found: list[Minister] = []
        for entity in self.entities:
            held = [role.text for role in self._roles(entity) if "minister" in head_words(role.text)]
            if entity.kind == "person" and held:
                words = frozenset(word for role in held for word in portfolio(role))
                found += [Minister(mention.start_char, entity.id, words) for mention in entity.mentions]
        return found


def fullest_role(roles: list[Span]) -> str | None:
    """The longest office a person is given, without what follows a comma."""
    return max((display_role(role) for role in roles), key=len, default=None)
