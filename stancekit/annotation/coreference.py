"""Whom a source means: names, surnames, pronouns, offices and institutions, resolved against the article.

The article is read once from top to bottom, as a reader would: every name, every office phrase and every source
leaves its trace (:mod:`stancekit.annotation.memory`), and what does not say by name whom it means is resolved
against the traces (:mod:`stancekit.annotation.antecedents`). Where nobody fits, nobody is chosen.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial

from spacy.tokens import Doc, Span

from stancekit.annotation.antecedents import TITLED, Anaphor, Trace, fitness
from stancekit.annotation.layers import Entity, QuoteSpans
from stancekit.annotation.memory import Candidate, Memory
from stancekit.annotation.names import TITLES, key_words, same_person
from stancekit.annotation.noun_phrases import (
    DOCUMENT,
    INDEFINITE,
    SEVERAL,
    is_institution,
    office_phrases,
    proper_name,
    without_article,
)
from stancekit.annotation.roles import POSSESSIVES, fold, has_office, head_words
from stancekit.annotation.states import States

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
}
PLURAL = frozenset(
    "they them their themselves both we each some others many all none one everyone nobody who those these this".split()
)
ANSWER = re.compile(r"(?:A|Answer|ANSWER)[.:]?")
SURE = ("exact", "noun")
SERVING = frozenset({"to", "for", "of"})
"""What stands between an office and whoever it serves."""
MINISTERS = frozenset({"prime", "foreign"})
"""What stands before a minister, and no office is for."""
"""How well an office must fit that nobody in the article holds by name, to be the same one."""

Choose = Callable[[Anaphor, list[Candidate]], tuple[int, float]]


class Discourse:
    """What a reader of the article keeps in mind while going from quote to quote.

    Parameters
    ----------
    doc
        The article.
    people
        Its persons, with their mentions.
    roles
        The offices that stand around each person's mentions, by the person's id.
    quotes
        Its quotes.
    states
        Its state names.
    choose
        Picks a candidate, and says how sure it is (0 to 1).
    """

    def __init__(
        self,
        doc: Doc,
        people: list[Entity],
        roles: dict[str, list[Span]],
        quotes: list[QuoteSpans],
        states: States,
        choose: Choose,
    ) -> None:
        self.doc = doc
        self.people = people
        self.quotes = quotes
        self.states = states
        self.choose = choose
        self.others: list[Entity] = []
        self.speakers: dict[str, tuple[Entity, float]] = {}
        self.names = sorted(((m, e) for e in people for m in e.mentions), key=lambda pair: pair[0].start)
        self.starts = [mention.start for mention, _ in self.names]
        self.memory = Memory(doc, quotes)
        for person in people:
            self.memory.expect(self._trace(person, roles.get(person.id, [])))

    def read(self) -> None:
        """Go through the article; leaves ``speakers`` (by quote id, with how sure it is) and ``others``."""
        for _, _, step in sorted(self._steps(), key=lambda s: (s[0], s[1])):
            step()

    def _steps(self) -> Iterator[tuple[int, int, Callable[[], object]]]:
        """Everything that leaves a trace, with where it stands; at one place names go before sources."""
        sources = [quote.source for quote in self.quotes if quote.source is not None]
        spoken = {i for source in sources for i in range(source.start, source.end)}
        names = {i for m, _ in self.names for i in range(m.start, m.end)}
        for m, person in self.names:
            yield m.start, 0, partial(self.memory.note, person, m)
        known = spoken | names
        bodies = [span for span in self._bodies() if {span.start, span.end - 1}.isdisjoint(known)]
        for span in bodies:
            yield span.start, 1, partial(self._body, span)
        taken = known | {i for span in bodies for i in range(span.start, span.end)}
        for phrase in office_phrases(self.doc, taken, names, frozenset(self.memory.starts)):
            yield phrase.start, 1, partial(self._narrated, phrase)
        for quote in self.quotes:
            place = quote.source.start if quote.source is not None else quote.start
            yield place, 2, partial(self._said, quote)

    def _bodies(self) -> Iterator[Span]:
        """Ministries, commissions and other bodies with a name."""
        for ent in self.doc.ents:
            if ent.label_ == "ORG" and (is_institution(ent.text) or not has_office(ent.text)):
                yield ent

    def _body(self, span: Span) -> None:
        self._name_again(self._institution(span), span)

    def _narrated(self, phrase: Span) -> None:
        """An office phrase in the narration: whoever it means has been named once more."""
        if SEVERAL.search(phrase.text):
            return
        body = is_institution(phrase.text)
        self._name_again(self._institution(phrase) if body else self._office(phrase, None)[0], phrase)

    def _name_again(self, entity: Entity, span: Span) -> None:
        if entity.kind != "person":  # of a person only what surely names it tells its office and state
            entity.mentions.append(span)
        self.memory.note(entity, span)

    def _said(self, quote: QuoteSpans) -> None:
        entity, sure = self._speaker(quote)
        if entity is None:
            return
        self.speakers[quote.id] = (entity, sure)
        place = quote.source if quote.source is not None else quote.content[0][:1]
        if quote.source is not None:
            known = {(m.start, m.end) for m in entity.mentions}
            if (quote.source.start, quote.source.end) not in known:
                entity.mentions.append(quote.source)
        self.memory.spoke(entity, place)

    def _speaker(self, quote: QuoteSpans) -> tuple[Entity | None, float]:
        """The entity a quote's source means; a new one for an office, institution or state that no person fills."""
        source = quote.source
        if source is None:
            return self._resolve(self._anaphor("unsaid", quote.content[0], quote))
        text = source.text.strip()
        word = text.lower()
        if word in PRONOUNS:
            return self._resolve(self._anaphor(PRONOUNS[word], source, quote))
        if word in PLURAL or not re.search(r"\w", text):
            return None, 0.0
        if ANSWER.fullmatch(text):
            return self._resolve(self._anaphor("answer", source, quote))
        named = self._named(source)
        if named is not None:
            return named, 1.0
        if has_office(text) and not self.states.is_bare(source) and not is_institution(text):
            return self._office(source, quote)
        if DOCUMENT.fullmatch(text):
            return self._resolve(self._anaphor("document", source, quote))
        if is_institution(text) or self.states.is_bare(source) or proper_name(source, self._in_state):
            return self._institution(source), 1.0
        return self._other("office", None, without_article(text)), 1.0

    def _in_state(self, i: int) -> bool:
        return bool(self.states.covering(self.doc[i].idx))

    def _named(self, source: Span) -> Entity | None:
        """Someone whose name stands in the source, unless only as somebody's chief (“Kovar’s aide”)."""
        inside = [(m, e) for e in self.people for m in e.mentions if m.start < source.end and source.start < m.end]
        speaking = [(m, e) for m, e in inside if not self._owns(m, source)]
        if speaking:
            return max(speaking, key=lambda pair: pair[0].end - pair[0].start)[1]
        if inside:
            return None
        tail = key_words(source.text)[-1:]
        if source[-1].text[:1].isupper() and not self.states.inside(source):
            fitting = [e for e in self.people if e.name and same_person(key_words(e.name), tail)]
            if fitting:
                return max(fitting, key=lambda e: self.memory.traces[e.id].start)
        return None

    def _names_in(self, span: Span) -> list[tuple[Span, Entity]]:
        """The names that begin in a span."""
        return self.names[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def _owns(self, mention: Span, source: Span) -> bool:
        """“Kovar's aide” and “an aide to President Kovar” are not Kovar."""
        if mention.end + 1 < source.end and self.doc[mention.end].text in ("'s", "’s", "'", "’"):
            return True
        before = mention.start - 1
        # “for Prime Minister Kovar”; other words between are what an office is for: “for Foreign Affairs Kovar”
        for titles in (TITLES, MINISTERS):
            before -= before > source.start and fold(self.doc[before].text) in titles
        serves = before > source.start and self.doc[before].lower_ in SERVING
        return serves and has_office(self.doc[source.start : before].text)

    def _office(self, span: Span, quote: QuoteSpans | None) -> tuple[Entity, float]:
        """The person who holds an office in this article, or somebody unnamed."""
        text = span.text
        first = text.split()[0].lower()
        sure = 1.0
        if not SEVERAL.search(text):
            kind = "a title" if first in INDEFINITE else "its title" if first in POSSESSIVES else "title"
            anaphor = self._anaphor(kind, span, quote)
            entity, sure = self._resolve(anaphor)
            if entity is not None:
                self._learn_state(entity, anaphor.state)
                return entity, sure
            if kind == "title":
                for earlier in reversed(self.others):
                    if earlier.kind == "office" and fitness(text, (earlier.role or "",)) in SURE:
                        return earlier, sure
        return self._other("office", None, without_article(text)), sure

    def _learn_state(self, entity: Entity, state: str | None) -> None:
        """“The Turkish minister” tells the state of whoever it means, where nothing else has told it."""
        trace = self.memory.traces[entity.id]
        if state is not None and not trace.states:
            trace.states = frozenset({state})
            entity.state = state

    def _institution(self, span: Span) -> Entity:
        """A body or state, known already by a fuller name or new."""
        name = without_article(span.text)
        kind = "state" if self.states.is_bare(span) else "institution"
        wanted = head_words(name)
        for entity in reversed(self.others):
            if entity.kind in ("institution", "state") and entity.name and wanted <= head_words(entity.name):
                return entity
        return self._other(kind, name, None)

    def _other(self, kind: str, name: str | None, role: str | None) -> Entity:
        entity = Entity(f"e{len(self.people) + len(self.others) + 1}", kind, name, role)
        self.others.append(entity)
        self.memory.add(Trace.of(entity, (role,) if role else (), ()))
        return entity

    def _anaphor(self, kind: str, span: Span, quote: QuoteSpans | None) -> Anaphor:
        inside: frozenset[str] = frozenset()
        if quote is not None:
            inside = frozenset(e.id for part in quote.content for _, e in self._names_in(part))
            if quote.source is not None:  # “Kovar's spokesman” is not Kovar
                inside |= {e.id for m, e in self._names_in(quote.source) if self._owns(m, quote.source)}
        titled = kind in TITLED
        return Anaphor(
            kind,
            span.start,
            self.memory.sentence[span.start],
            self.memory.paragraph[span.start],
            span.text if titled else "",
            self.states.speaks_from(span) if titled else None,
            inside,
        )

    def _resolve(self, anaphor: Anaphor) -> tuple[Entity | None, float]:
        candidates = self.memory.candidates(anaphor)
        index, sure = self.choose(anaphor, candidates)
        entity = candidates[index].entity
        if entity is not None and entity.kind == "person" and entity.gender is None and anaphor.kind in ("m", "f"):
            entity.gender = anaphor.kind
        return entity, sure

    def _trace(self, person: Entity, roles: list[Span]) -> Trace:
        states = {state for role in roles if (state := self.states.speaks_from(role))}
        return Trace.of(person, (role.text for role in roles), states)
