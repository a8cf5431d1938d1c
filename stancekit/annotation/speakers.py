"""``stancekit_speakers``: name, role and state of whoever a quote is attributed to.

The state comes from the office as the article gives it, then from the institution, then from the gazetteer of
office-holders at the article's date; an office without a state (“the foreign minister, Ana Kovar”) belongs to
the state whose officials are speaking, or to that of the dateline. Who speaks for no state has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import ensure_path

from stancekit.annotation.allegiance import Allegiances
from stancekit.annotation.layers import Entity, SpeakerFacts, read_entities, read_quotes, write_speakers

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
        allegiances = Allegiances(doc, entities, doc.user_data.get(DATE))
        speakers = {}
        for quote in quotes:
            source = quote.source
            entity = by_place.get((source.start, source.end)) if source is not None else None
            speakers[quote.id] = _facts(entity, allegiances.of(entity, quote) if entity is not None else None)
        write_speakers(doc, speakers)
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Nothing was learnt."""
        ensure_path(path).mkdir(parents=True, exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> SpeakerFinder:
        """Nothing to read."""
        return self


def _facts(entity: Entity | None, state: str | None) -> SpeakerFacts:
    if entity is None:
        return SpeakerFacts(None, None, None, UNKNOWN)
    confidence = {"person": NAMED, "state": NAMED, "institution": BY_OFFICE}.get(entity.kind, BY_CONTEXT)
    return SpeakerFacts(entity.name, entity.role, state, confidence if state or entity.name else UNKNOWN)


@Language.factory("stancekit_speakers", requires=["doc.spans"], assigns=["doc.spans"])
def make_speakers(nlp: Language, name: str) -> SpeakerFinder:
    """Factory of the component (see :class:`SpeakerFinder`)."""
    return SpeakerFinder(name)
