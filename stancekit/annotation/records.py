"""The only exit from spaCy: ``quotes(doc, doc_id)`` copies a Doc's layers into plain records."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from stancekit.annotation.layers import (
    CounterpartFacts,
    QuoteSpans,
    SpeakerFacts,
    read_counterparts,
    read_quotes,
    read_speakers,
)
from stancekit.annotation.words import tokens_of
from stancekit.types import Counterpart, Quote, Span, Speaker

Place = Callable[[int, int], Span]
Clean = Callable[[int, int], str]


def quotes(
    doc: Doc, doc_id: str = "article", place: Place | None = None, clean: Clean | None = None
) -> tuple[Quote, ...]:
    """The quotes of a Doc as records.

    Parameters
    ----------
    doc
        A Doc that our components have been through.
    doc_id
        The article's id.
    place
        Turns a range of the Doc's text into a span of the article as given; None keeps the Doc's own offsets.
    clean
        Turns a range of the Doc's text into the same words as the article has them, where the Doc has them in one
        form; None takes those of the Doc.

    Returns
    -------
    tuple of Quote
        In text order.

    Examples
    --------
    >>> import spacy
    >>> quotes(spacy.blank("en")("No components, no quotes."))
    ()
    """
    if place is None:
        text = doc.text

        def place(start: int, end: int) -> Span:
            return Span(start, end, text[start:end])

    speakers, counterparts = read_speakers(doc), read_counterparts(doc)
    nobody = SpeakerFacts(None, None, None, 0.0)
    return tuple(
        _record(doc, doc_id, quote, place, clean, speakers.get(quote.id, nobody), counterparts.get(quote.id, []))
        for quote in read_quotes(doc)
    )


def register_extension() -> None:
    """Give every Doc the attribute ``doc._.quotes``, a view of its layers that is computed when asked for."""
    if not Doc.has_extension("quotes"):
        Doc.set_extension("quotes", getter=quotes)


def _record(
    doc: Doc,
    doc_id: str,
    quote: QuoteSpans,
    place: Place,
    clean: Clean | None,
    speaker: SpeakerFacts,
    counterparts: list[CounterpartFacts],
) -> Quote:
    def copied(span: TokenSpan | None) -> Span | None:
        return None if span is None else place(span.start_char, span.end_char)

    fragments = tuple(place(span.start_char, span.end_char) for span in quote.content)
    addressed = tuple(
        Counterpart(
            facts.state,
            None if facts.start is None or facts.end is None else copied(doc[facts.start : facts.end]),
            facts.found,
            facts.confidence,
        )
        for facts in counterparts
    )
    text = " ".join(fragment.text for fragment in fragments)
    start, end = _context(doc, quote)
    context = tokens_of(doc).text[start:end].strip()
    read = " ".join(span.text for span in quote.content), context
    if clean is not None:
        context = clean(start, end).strip()
    return Quote(
        doc_id=doc_id,
        id=quote.id,
        text=text,
        fragments=fragments,
        kind=quote.kind,  # type: ignore[arg-type]
        cue=copied(quote.cue),
        source=copied(quote.source),
        speaker=Speaker(speaker.name, speaker.role, speaker.state, speaker.confidence or None),
        counterparts=addressed,
        context=context,
        confidence=quote.confidence,
        read=None if read == (text, context) else read,
    )


def _context(doc: Doc, quote: QuoteSpans) -> tuple[int, int]:
    """Where the sentences stand from the first to the last that the quote, its cue and its source touch."""
    spans = [*quote.content, *(span for span in (quote.cue, quote.source) if span is not None)]
    first = min(span.start for span in spans)
    last = max(span.end for span in spans) - 1
    tokens = tokens_of(doc)
    return tokens.starts[doc[first].sent.start], tokens.ends[doc[last].sent.end - 1]
