"""``stancekit_speakers``: name, role and state of whoever a quote is attributed to.

The state comes from the office as the article gives it, then from the institution, then from the gazetteer of
office-holders at the article's date; an office without a state (“the foreign minister, Ana Kovar”) belongs to
the state whose officials are speaking, or to that of the dateline. Who speaks for no state has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import ensure_path

from stancekit.annotation import layout
from stancekit.annotation.layers import Entity, QuoteSpans, SpeakerFacts, read_entities, read_quotes, write_speakers
from stancekit.annotation.roles import roles_of
from stancekit.gazetteer import gazetteer

DATE = "stancekit_date"
"""Key of ``doc.user_data`` under which the article's date stands (ISO 8601), if it is known."""
NAMED, BY_OFFICE, BY_CONTEXT, UNKNOWN = 0.95, 0.8, 0.6, 0.3


class SpeakerFinder(Pipe):
    """spaCy component that gives each quote its speaker.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> for pipe in ("stancekit_reader", "stancekit_quotes", "stancekit_mentions", "stancekit_speakers"):
    ...     _ = nlp.add_pipe(pipe)
    >>> doc = nlp("“Talks will go on,” Croatian Foreign Minister Ana Kovar said.")
    >>> doc.spans["stancekit_speakers"].attrs["speakers"]["q1"]["state"]
    'HR'
    """

    def __init__(self, name: str = "stancekit_speakers") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the speakers of one Doc's quotes."""
        quotes = read_quotes(doc)
        entities = read_entities(doc)
        by_place = {(m.start, m.end): entity for entity in entities for m in entity.mentions}
        states = _States(doc, entities)
        speakers = {}
        for quote in quotes:
            source = quote.source
            entity = by_place.get((source.start, source.end)) if source is not None else None
            speakers[quote.id] = states.speaker(entity, quote)
        write_speakers(doc, speakers)
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Nothing was learnt."""
        ensure_path(path).mkdir(parents=True, exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> SpeakerFinder:
        """Nothing to read."""
        return self


class _States:
    """The states of an article's speakers, told in text order: who spoke last says whose side is speaking."""

    def __init__(self, doc: Doc, entities: list[Entity]) -> None:
        self.doc = doc
        self.gazetteer = gazetteer()
        self.date = doc.user_data.get(DATE)
        self.known: dict[str, str | None] = {}
        self.last: str | None = None
        self.home = home_state(doc, self.date)
        self.roles = {e.id: [r for m in e.mentions for r in roles_of(doc, m)] for e in entities if e.kind == "person"}

    def speaker(self, entity: Entity | None, quote: QuoteSpans) -> SpeakerFacts:
        """The facts of one quote's speaker."""
        if entity is None:
            return SpeakerFacts(None, None, None, UNKNOWN)
        if entity.id not in self.known:
            self.known[entity.id] = self._state(entity, quote)
        state = self.known[entity.id]
        self.last = state or self.last
        confidence = {"person": NAMED, "state": NAMED, "institution": BY_OFFICE}.get(entity.kind, BY_CONTEXT)
        return SpeakerFacts(entity.name, entity.role, state, confidence if state or entity.name else UNKNOWN)

    def _state(self, entity: Entity, quote: QuoteSpans) -> str | None:
        if entity.kind == "person":
            return self._of_person(entity)
        phrase = entity.name or entity.role or ""
        named = self.gazetteer.state_of(phrase, self.date)
        official = self.gazetteer.speaks_for_state(phrase)
        if official is False:
            return None
        if named is not None:
            return named if official or entity.kind == "state" or entity.kind == "institution" else None
        return self.last or self.home if official else None

    def _of_person(self, entity: Entity) -> str | None:
        roles = self.roles.get(entity.id, [])
        official = [self.gazetteer.speaks_for_state(role) for role in roles]
        if False in official and True not in official:
            return None
        for role, speaks in zip(roles, official, strict=True):
            if speaks and (state := self.gazetteer.state_of(role, self.date)):
                return state
        holder = self.gazetteer.holder(entity.name or "", self.date)
        if holder is not None:
            return holder.state
        return self.last or self.home if True in official else None


def home_state(doc: Doc, date: str | None = None) -> str | None:
    """The state an article is written from or about: its dateline, else the one named most in title and lead."""
    title = layout.headline(doc.text)
    ranges = [r for r in layout.paragraphs(doc.text) if title is None or r[0] >= title[1]][:2]
    end = ranges[-1][1] if ranges else len(doc.text)
    mentions = gazetteer().find(doc.text[:end], date)
    for mention in mentions:
        if mention.kind == "dateline":
            return mention.state
    counts = Counter(mention.state for mention in mentions)
    return max(counts, key=lambda state: counts[state], default=None) if counts else None


@Language.factory("stancekit_speakers", requires=["doc.spans"], assigns=["doc.spans"])
def make_speakers(nlp: Language, name: str) -> SpeakerFinder:
    """Factory of the component (see :class:`SpeakerFinder`)."""
    return SpeakerFinder(name)
