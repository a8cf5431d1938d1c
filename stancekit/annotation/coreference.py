"""Whom a source means: names, surnames, pronouns, offices and institutions, resolved against the article.

Rules of salience, not a parser: whoever has just spoken is the likeliest to speak on; whoever is named first in
a sentence is likelier than whoever comes later; who is named inside somebody's words is unlikely. Where nobody
fits, nobody is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from stancekit.annotation.layers import Entity, QuoteSpans
from stancekit.annotation.names import key_words, same_person
from stancekit.annotation.roles import has_office, head_words, office_words, speaks_for_state
from stancekit.gazetteer import gazetteer
from stancekit.gazetteer_phrases import bare

MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset(
    "they them their themselves both we each some others many all none one everyone nobody who those these this".split()
)
INSTITUTION = re.compile(
    r"\b(?:ministry|embassy|government|office|department|commission|council|administration|cabinet|mission|agency|"
    r"authority|authorities|army|committee|service|kremlin|house|palace|bank)$",
    re.IGNORECASE,
)
INDEFINITE = frozenset("a an one two three four some several many other another few most unnamed".split())
RANKS = frozenset("deputy vice assistant first senior chief acting interim permanent state".split())
DIPLOMATS = (
    "foreign",
    "ambassador",
    "envoy",
    "diplomat",
    "spokes",
    "negotiator",
    "consul",
    "representative",
    "affairs",
)
GENERIC = {
    "diplomat": DIPLOMATS,
    "official": (),
    "politician": (),
    "leader": ("president", "prime", "premier", "leader", "chancellor", "king"),
}
FRONTED = re.compile(
    r"(?:when |if |also )?(?:asked|pressed|questioned|commenting|told|speaking|responding|referring|quizzed|"
    r"turning|on|about|in response|in reference|as for|regarding|according)\b",
    re.IGNORECASE,
)
LOOK_BACK = 6
"""Sentences that a pronoun looks back over."""


@dataclass
class Salient:
    """A place where an entity was mentioned, and how strongly that recommends it."""

    position: int
    entity: Entity
    weight: float


class Discourse:
    """What a reader of the article keeps in mind while going from quote to quote."""

    def __init__(self, doc: Doc, people: list[Entity], roles: dict[str, list[Span]], quotes: list[QuoteSpans]) -> None:
        self.doc = doc
        self.people = people
        self.roles = roles
        self.sentence = _running(doc, [bool(token.is_sent_start) for token in doc])
        self.paragraph = _running(doc, [i > 0 and "\n" in doc[i - 1].text for i in range(len(doc))])
        self.quoted = {i for quote in quotes for span in quote.content for i in range(span.start, span.end)}
        free = [m.start for e in people for m in e.mentions if m.start not in self.quoted]
        self.first = {self.sentence[start]: start for start in sorted(free, reverse=True)}
        self.salient = [Salient(m.start, e, self._mention_weight(m)) for e in people for m in e.mentions]
        self.others: list[Entity] = []
        self.salient += [Salient(span.start, entity, self._mention_weight(span)) for entity, span in self._bodies()]

    def _mention_weight(self, mention: Span) -> float:
        weight = 0.0 if mention.start not in self.quoted else -2.5
        sentence = mention.sent
        if FRONTED.match(sentence.text.lstrip("“\"'‘")) and "," in self.doc[mention.end : sentence.end].text:
            weight -= 3.0  # “Asked about Kovar, he said”: whoever is asked about does not answer
        first = self.first.get(self.sentence[mention.start], mention.start) >= mention.start
        return weight + (1.0 if first else 0.0)

    def _bodies(self) -> Iterator[tuple[Entity, Span]]:
        """Ministries, commissions and other bodies that “it” may mean, wherever they are named."""
        for number, ent in enumerate(self.doc.ents, 1):
            end = ent.end
            # “Ecuadorean [foreign ministry]”: the reader often stops at the capital
            while end < len(self.doc) and self.doc[end].is_alpha and self.doc[end].lower_ in office_words():
                end += 1
            span = self.doc[ent.start : end]
            if INSTITUTION.search(span.text) or (ent.label_ == "ORG" and not has_office(span.text)):
                yield Entity(f"b{number}", "institution", _without_article(span.text), mentions=[span]), span

    def spoke(self, entity: Entity, span: Span) -> None:
        """Note that an entity has just been the source of a quote."""
        self.salient.append(Salient(span.start, entity, 2.5))

    def resolve(self, source: Span) -> Entity | None:
        """The entity a source means; a new one for an office, institution or state that no person fills."""
        text = source.text.strip()
        words = [word.lower() for word in re.findall(r"[\w’'-]+", text)]
        if not words:
            return None
        if len(words) == 1 and words[0] in MASCULINE | FEMININE | NEUTER | PLURAL:
            return self._pronoun(words[0], source)
        named = self._named(source, text)
        if named is not None:
            return named
        bare_state = any(bare(text, mention) for mention in gazetteer().find(text))
        if has_office(text) and not bare_state and not self._is_institution(text):
            return self._office(source, text, words)
        return self._institution(source, text)

    def _named(self, source: Span, text: str) -> Entity | None:
        """Someone whose name stands in the source, unless only as an owner (“Kovar’s aide”)."""
        inside = [(m, e) for e in self.people for m in e.mentions if m.start < source.end and source.start < m.end]
        inside = [(m, e) for m, e in inside if not self._owns(m, source)]
        if inside:
            return max(inside, key=lambda pair: pair[0].end - pair[0].start)[1]
        tail = key_words(text)[-1:]
        if source[-1].text[:1].isupper() and not gazetteer().find(source.text):
            fitting = [e for e in self.people if e.name and same_person(key_words(e.name), tail)]
            if fitting:
                return max(fitting, key=lambda e: _last_before(e, source.start))
        return None

    def _owns(self, mention: Span, source: Span) -> bool:
        following = self.doc[mention.end : min(mention.end + 1, source.end)]
        return bool(len(following)) and following[0].text in ("'s", "’s", "'", "’") and mention.end + 1 < source.end

    def _pronoun(self, word: str, source: Span) -> Entity | None:
        if word in PLURAL:
            return None
        wanted = "m" if word in MASCULINE else "f" if word in FEMININE else None
        best: Entity | None = None
        highest = -float(LOOK_BACK)
        for salient in self.salient:
            entity = salient.entity
            if salient.position >= source.start or (entity.kind in ("institution", "state")) != (word in NEUTER):
                continue
            if wanted and entity.gender and entity.gender != wanted:
                continue
            if wanted is None and entity.name and " and " in entity.name:
                continue
            distance = self.sentence[source.start] - self.sentence[salient.position]
            away = self.paragraph[source.start] - self.paragraph[salient.position]
            score = salient.weight - distance - 0.5 * away + (0.5 if wanted and entity.gender == wanted else 0.0)
            if score > highest:
                best, highest = entity, score
        if best is not None and wanted and best.gender is None and best.kind == "person":
            best.gender = wanted
        if best is not None and best.id.startswith("b") and best not in self.others:
            best.id = f"e{len(self.people) + len(self.others) + 1}"
            self.others.append(best)
        return best

    def _office(self, source: Span, text: str, words: list[str]) -> Entity:
        """A source by office: the person who holds it in this article, or somebody unnamed."""
        if words[0] not in INDEFINITE and not words[-1].endswith(
            ("officials", "sources", "diplomats", "analysts", "experts")
        ):
            person = self._holder(source, text)
            if person is not None:
                return person
            earlier = next(
                (e for e in reversed(self.others) if e.kind == "office" and _fits(text, [e.role or ""])), None
            )
            if earlier is not None:
                return earlier
        return self._other("office", None, _without_article(text))

    def _holder(self, source: Span, text: str) -> Entity | None:
        state = gazetteer().state_of(text)
        fitting = []
        for person in self.people:
            roles = [role.text for role in self.roles.get(person.id, [])]
            known = next((s for role in roles if (s := gazetteer().state_of(role))), person.state)
            if state and known and state != known:
                continue
            if _fits(text, roles):
                fitting.append(person)
        if not fitting:
            return self._named_next(source, text)
        before = [person for person in fitting if _last_before(person, source.start) >= 0]
        if before:
            return max(before, key=lambda person: self._recency(person, source))
        first = min(fitting, key=lambda person: person.mentions[0].start)
        near = self.paragraph[first.mentions[0].start] - self.paragraph[source.start] <= 2
        return first if near else self._named_next(source, text)

    def _named_next(self, source: Span, text: str) -> Entity | None:
        """“... the minister said.” with the name at the head of the next paragraph."""
        here = self.paragraph[source.start]
        for person in sorted(self.people, key=lambda p: p.mentions[0].start):
            first = person.mentions[0]
            if first.start < source.start or self.paragraph[first.start] > here + 2 or self.roles.get(person.id):
                continue
            opens = not any(t.is_alpha and t.ent_type_ != "PERSON" for t in self.doc[first.sent.start : first.start])
            near = self.paragraph[first.start] > here and (opens or first.start - first.sent.start < 8)
            if near and first.start not in self.quoted:
                self.roles.setdefault(person.id, []).append(source)
                return person
        return None

    def _recency(self, person: Entity, source: Span) -> float:
        places = [s for s in self.salient if s.entity is person and s.position < source.start]
        return max((s.position / max(1, len(self.doc)) * 10 + 0.3 * s.weight for s in places), default=-100.0)

    def _institution(self, source: Span, text: str) -> Entity:
        name = _without_article(text)
        mentions = gazetteer().find(source.text)
        kind = "state" if mentions and mentions[-1].end >= len(source.text.rstrip("'’s")) - 1 else "institution"
        wanted = head_words(name)
        for entity in reversed(self.others):
            if entity.kind in ("institution", "state") and entity.name and wanted <= head_words(entity.name):
                return entity
        return self._other(kind, name, None)

    @staticmethod
    def _is_institution(text: str) -> bool:
        """Whether the phrase ends in a body rather than a person: “the foreign ministry”, “Embassy in Dorva”."""
        return bool(INSTITUTION.search(re.split(r"\b(?:in|of|at|for|to)\b", text)[0].strip()))

    def _other(self, kind: str, name: str | None, role: str | None) -> Entity:
        entity = Entity(f"e{len(self.people) + len(self.others) + 1}", kind, name, role)
        self.others.append(entity)
        return entity


def _fits(text: str, roles: list[str]) -> bool:
    """Whether an office phrase can mean someone with these roles."""
    asked, noun = head_words(text), _noun(text)
    for role in roles:
        held = head_words(role)
        core = [word for word in asked if word in held]
        if noun == "minister" and "secretary" in held and core:
            return True
        # “the minister” may be any minister, “the foreign minister” not the minister of transport
        portfolio = {word for word in asked if word in office_words()} - RANKS
        if noun and noun in held and portfolio <= held:
            return True
        for generic, parts in GENERIC.items():
            if noun == generic and (not parts or any(part in word for part in parts for word in held)):
                return speaks_for_state(role) is not False
    return False


def _noun(text: str) -> str | None:
    """The head noun of an office phrase: the last word before “of”, “for”, “in” or the end."""
    head = re.split(r"\b(?:of|for|in|at|to|with|on)\b", text.lower())[0]
    words = re.findall(r"[\w-]+", re.sub(r"['’]s?\b", "", head))
    return next(iter(head_words(words[-1])), None) if words else None


def _without_article(text: str) -> str:
    return re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", re.sub(r"\s+", " ", text), flags=re.IGNORECASE).rstrip(
        "’'"
    )


def _last_before(entity: Entity, position: int) -> int:
    return max((m.start for m in entity.mentions if m.start < position), default=-1)


def _running(doc: Doc, starts: list[bool]) -> list[int]:
    count, numbers = 0, []
    for start in starts:
        count += start
        numbers.append(count)
    return numbers
