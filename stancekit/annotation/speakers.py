"""``stancekit_speakers``: name, role and state of whoever a quote is attributed to.

The state comes from the office as the article gives it, the institution, the gazetteer of office-holders at the
article's date, and what stands around the speaker; a small table of weights (``models/speakers``) decides. Who
speaks for no state has none.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from stancekit.annotation.allegiance import NOBODY, Allegiances
from stancekit.annotation.layers import Entity, SpeakerFacts, read_entities, read_quotes, read_spoken_by, write_speakers
from stancekit.annotation.weights import WeightedPipe

CERTAIN = 0.98
"""Confidence in a state that the office itself names."""


class SpeakerFinder(WeightedPipe):
    """spaCy component that gives each quote its speaker.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    model
        Folder with ``weights.json`` and ``manifest.json``; None takes the packaged one.

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

    kind = "speakers"

    def __init__(self, name: str = "stancekit_speakers", model: str | Path | None = None) -> None:
        super().__init__(name, model)

    def __call__(self, doc: Doc) -> Doc:
        """Find the speakers of one Doc's quotes."""
        quotes = read_quotes(doc)
        entities = read_entities(doc)
        known = {entity.id: entity for entity in entities}
        spoken_by = read_spoken_by(doc)
        allegiances = Allegiances(doc, entities, quotes, spoken_by)
        states = self._certain(allegiances, entities, {entity_id for entity_id, _ in spoken_by.values()})
        speakers = {}
        last: str | None = None
        for quote in quotes:
            if quote.id not in spoken_by:
                speakers[quote.id] = SpeakerFacts(None, None, None, 0.0)
                continue
            entity_id, sure = spoken_by[quote.id]
            entity = known[entity_id]
            if entity.id not in states:
                states[entity.id] = self.weigh(allegiances, entity, last)
                allegiances.settle(entity, states[entity.id][0])
            state, confidence = states[entity.id]
            last = state or last
            speakers[quote.id] = SpeakerFacts(entity.name, entity.role, state, round(sure * confidence, 3))
        write_speakers(doc, speakers)
        return doc

    @staticmethod
    def _certain(
        allegiances: Allegiances, entities: list[Entity], speakers: set[str]
    ) -> dict[str, tuple[str | None, float]]:
        """States that need no weighing, of all who speak: what they hold, nobody else does."""
        found: dict[str, tuple[str | None, float]] = {}
        for entity in entities:
            certain = allegiances.certain(entity) if entity.id in speakers else None
            if certain is not None:
                found[entity.id] = (certain.state, CERTAIN)
                allegiances.settle(entity, certain.state)
        return found

    def weigh(self, allegiances: Allegiances, entity: Entity, last: str | None) -> tuple[str | None, float]:
        """The likeliest state, or None where speaking for none is likelier; with how sure that is (0 to 1)."""
        candidates = allegiances.candidates(entity, last)
        against = self.table.projected(NOBODY, allegiances.vector(entity))
        added = [0.0 if candidate.state else against for candidate in candidates]
        shares = self.table.shares([candidate.features for candidate in candidates], added)
        best = max(range(len(candidates)), key=shares.__getitem__)
        return candidates[best].state, shares[best]


@Language.factory("stancekit_speakers", requires=["doc.spans"], assigns=["doc.spans"], default_config={"model": None})
def make_speakers(nlp: Language, name: str, model: str | None) -> SpeakerFinder:
    """Factory of the component (see :class:`SpeakerFinder`)."""
    return SpeakerFinder(name, model)
