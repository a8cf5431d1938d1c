"""The layers of annotation that the components leave in ``doc.spans``: names, and the only code that reads or
writes their encoding.

Facts about a quote do not sit on its spans (two spans at the same offsets would share them) nor in ``doc._``
(objects there break ``to_bytes``), but as JSON in ``SpanGroup.attrs``, which survives ``to_bytes``,
``to_disk`` and worker processes. ``Span.id_`` joins the spans of one quote or one entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from stancekit.gazetteer_tables import StateMention

DATE = "stancekit_date"
"""Key of ``doc.user_data`` under which the article's date stands (ISO 8601), if it is known."""

STATES = "stancekit_states"
ROLES = "stancekit_roles"
QUOTES = "stancekit_quotes"
MENTIONS = "stancekit_mentions"
SPEAKERS = "stancekit_speakers"
COUNTERPARTS = "stancekit_counterparts"


@dataclass
class QuoteSpans:
    """A quote inside a Doc: its fragments, cue and source as spaCy spans."""

    id: str
    kind: str
    content: list[Span]
    cue: Span | None = None
    source: Span | None = None
    confidence: float | None = None

    @property
    def start(self) -> int:
        """First token of the content."""
        return int(self.content[0].start)

    @property
    def end(self) -> int:
        """One past the last token of the content."""
        return int(self.content[-1].end)


@dataclass
class Entity:
    """Someone or something the article speaks of: the cluster of its mentions.

    ``kind`` is ``person``, ``office`` (a role without a name), ``institution`` or ``state``; ``gender`` is
    ``m``, ``f`` or None.
    """

    id: str
    kind: str
    name: str | None = None
    role: str | None = None
    state: str | None = None
    gender: str | None = None
    mentions: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class SpeakerFacts:
    """Who speaks a quote, and how sure the component is (0 to 1)."""

    name: str | None
    role: str | None
    state: str | None
    confidence: float


@dataclass(frozen=True)
class CounterpartFacts:
    """One addressed state, and how sure that is; ``start`` and ``end`` are tokens of its mention, or None."""

    state: str
    start: int | None
    end: int | None
    found: str
    confidence: float | None = None


def write_roles(doc: Doc, spans: Iterable[Span], notion: str = "quotes") -> None:
    """Store the reader's spans of content, cue and source (the role is the span's label), and in what notion."""
    doc.spans[ROLES] = SpanGroup(doc, name=ROLES, spans=list(spans), attrs={"notion": notion})


def notion_of(doc: Doc) -> str:
    """The notion of a quote in which the roles were read: ``quotes`` or ``attributions``."""
    group = doc.spans.get(ROLES)
    return "quotes" if group is None else str(group.attrs.get("notion", "quotes"))


def read_roles(doc: Doc, role: str) -> list[Span]:
    """The reader's spans of one role, in text order."""
    return sorted((span for span in doc.spans.get(ROLES, ()) if span.label_ == role), key=lambda span: span.start)


def write_quotes(doc: Doc, quotes: Iterable[QuoteSpans]) -> None:
    """Store quotes; each span gets its part as label and the quote's id."""
    spans, kinds, confidences = [], {}, {}
    for quote in quotes:
        kinds[quote.id] = quote.kind
        confidences[quote.id] = quote.confidence
        parts = [("content", span) for span in quote.content]
        parts += [(part, span) for part, span in (("cue", quote.cue), ("source", quote.source)) if span is not None]
        spans += [_span(doc, span.start, span.end, label=part, span_id=quote.id) for part, span in parts]
    doc.spans[QUOTES] = SpanGroup(doc, name=QUOTES, spans=spans, attrs={"kinds": kinds, "confidences": confidences})


def read_quotes(doc: Doc) -> list[QuoteSpans]:
    """The quotes of a Doc, in the order they were stored (text order)."""
    group = doc.spans.get(QUOTES)
    if group is None:
        return []
    sure = group.attrs["confidences"]
    kinds = group.attrs["kinds"]
    found = {quote_id: QuoteSpans(quote_id, kind, [], confidence=sure[quote_id]) for quote_id, kind in kinds.items()}
    for span in group:
        quote = found[span.id_]
        if span.label_ == "content":
            quote.content.append(span)
        else:
            setattr(quote, span.label_, span)
    return list(found.values())


def date_of(doc: Doc) -> str | None:
    """The article's date, where whoever made the Doc knew it."""
    date = doc.user_data.get(DATE)
    return None if date is None else str(date)


def write_states(doc: Doc, mentions: Iterable[StateMention]) -> None:
    """Store the names of states: spans of the tokens they touch, and the exact characters."""
    kept = list(mentions)
    found = [(m, doc.char_span(m.start, m.end, alignment_mode="expand")) for m in kept]
    spans = [_span(doc, span.start, span.end, m.kind, "", kb_id=m.state) for m, span in found if span is not None]
    places = [list(m) for m in kept]
    doc.spans[STATES] = SpanGroup(doc, name=STATES, spans=spans, attrs={"states": places})


def read_states(doc: Doc) -> list[StateMention] | None:
    """The names of states, in text order; None where nobody has looked for them."""
    group = doc.spans.get(STATES)
    return None if group is None else [StateMention(*place) for place in group.attrs["states"]]


def write_entities(
    doc: Doc, entities: Iterable[Entity], speakers: Mapping[str, tuple[str, float]] = MappingProxyType({})
) -> None:
    """Store the clusters of mentions, and which of them speaks each quote id, with how sure that is (0 to 1)."""
    spans, facts = [], {}
    for entity in entities:
        facts[entity.id] = {key: getattr(entity, key) for key in ("kind", "name", "role", "state", "gender")}
        spans += [_span(doc, m.start, m.end, label=entity.kind, span_id=entity.id) for m in entity.mentions]
    attrs = {"entities": facts, "speakers": {quote_id: list(chosen) for quote_id, chosen in speakers.items()}}
    doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, spans=spans, attrs=attrs)


def read_entities(doc: Doc) -> list[Entity]:
    """The clusters of mentions, each with its spans in text order."""
    group = doc.spans.get(MENTIONS)
    if group is None:
        return []
    found = {entity_id: Entity(entity_id, **facts) for entity_id, facts in group.attrs["entities"].items()}
    for span in group:
        found[span.id_].mentions.append(span)
    return list(found.values())


def read_spoken_by(doc: Doc) -> dict[str, tuple[str, float]]:
    """The entity that speaks each quote id, and how sure that is (0 to 1)."""
    return {quote_id: (chosen[0], chosen[1]) for quote_id, chosen in _attrs(doc, MENTIONS, "speakers").items()}


def write_speakers(doc: Doc, speakers: dict[str, SpeakerFacts]) -> None:
    """Store the speaker of each quote id."""
    attrs = {quote_id: dict(vars(facts)) for quote_id, facts in speakers.items()}
    doc.spans[SPEAKERS] = SpanGroup(doc, name=SPEAKERS, spans=[], attrs={"speakers": attrs})


def read_speakers(doc: Doc) -> dict[str, SpeakerFacts]:
    """Speakers by quote id."""
    return {quote_id: SpeakerFacts(**facts) for quote_id, facts in _attrs(doc, SPEAKERS, "speakers").items()}


def write_counterparts(doc: Doc, counterparts: dict[str, list[CounterpartFacts]]) -> None:
    """Store the states that each quote id addresses; their mentions become spans, the state is the KB id."""
    spans = [
        _span(doc, facts.start, facts.end, label=facts.found, span_id=quote_id, kb_id=facts.state)
        for quote_id, found in counterparts.items()
        for facts in found
        if facts.start is not None and facts.end is not None
    ]
    attrs = {quote_id: [dict(vars(facts)) for facts in found] for quote_id, found in counterparts.items()}
    doc.spans[COUNTERPARTS] = SpanGroup(doc, name=COUNTERPARTS, spans=spans, attrs={"counterparts": attrs})


def read_counterparts(doc: Doc) -> dict[str, list[CounterpartFacts]]:
    """Addressed states by quote id."""
    stored = _attrs(doc, COUNTERPARTS, "counterparts")
    return {quote_id: [CounterpartFacts(**facts) for facts in found] for quote_id, found in stored.items()}


def _attrs(doc: Doc, layer: str, key: str) -> dict[str, Any]:
    group = doc.spans.get(layer)
    return dict(group.attrs[key]) if group is not None else {}


def _span(doc: Doc, start: int, end: int, label: str, span_id: str, kb_id: str = "") -> Span:
    span = Span(doc, start, end, label=label, kb_id=kb_id)
    span.id_ = span_id
    return span
