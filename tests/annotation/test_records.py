"""The exit from spaCy: plain records with offsets that hold."""

import dataclasses

import pytest
from marked_docs import ENGLISH, marked_doc, through

from stancekit.annotation import layers
from stancekit.annotation.layers import CounterpartFacts, SpeakerFacts
from stancekit.annotation.quotes import QuoteFinder
from stancekit.annotation.records import quotes
from stancekit.types import Counterpart, Span, Speaker

MARKUP = (
    "Rain fell all day. “<c>We will wait for Belgrade</c>,” <s><p>Ana Kovar</p></s> <k>said</k>. "
    "“<c>But not for ever.</c>” The envoys then left."
)


@pytest.fixture
def doc():
    found = through(marked_doc(MARKUP), QuoteFinder())
    layers.write_speakers(found, {"q1": SpeakerFacts("Ana Kovar", "foreign minister", "HR", 0.9)})
    belgrade = next(token.i for token in found if token.text == "Belgrade")
    named = CounterpartFacts("RS", belgrade, belgrade + 1, "named")
    layers.write_counterparts(found, {"q1": [named, CounterpartFacts("EU", None, None, "paragraph")]})
    return found


def test_a_record_holds_all_there_is(doc):
    (quote,) = quotes(doc, "a1")
    text = doc.text
    assert (quote.doc_id, quote.id, quote.kind) == ("a1", "q1", "direct")
    assert quote.text == "We will wait for Belgrade But not for ever."
    assert [fragment.text for fragment in quote.fragments] == ["We will wait for Belgrade", "But not for ever."]
    assert (quote.cue.text, quote.source.text) == ("said", "Ana Kovar")
    assert quote.speaker == Speaker("Ana Kovar", "foreign minister", "HR", 0.9)
    at = text.index("Belgrade")
    assert quote.counterparts == (
        Counterpart("RS", Span(at, at + 8, "Belgrade"), "named"),
        Counterpart("EU", None, "paragraph"),
    )
    for span in (*quote.fragments, quote.cue, quote.source):
        assert text[span.start : span.end] == span.text


def test_the_context_is_the_sentences_that_the_quote_touches(doc):
    (quote,) = quotes(doc)
    assert quote.context == "“We will wait for Belgrade,” Ana Kovar said. “But not for ever.”"


def test_offsets_go_where_the_caller_wants_them(doc):
    (quote,) = quotes(doc, place=lambda start, end: Span(start + 1000, end + 1000, "…"))
    (plain,) = quotes(doc)
    assert [s.start for s in quote.fragments] == [s.start + 1000 for s in plain.fragments]
    assert quote.text == "… …"


def test_records_are_frozen_and_hold_nothing_of_spacy(doc):
    (quote,) = quotes(doc)
    with pytest.raises(dataclasses.FrozenInstanceError):
        quote.text = "other"
    values = list(dataclasses.asdict(quote).values())
    while values:
        value = values.pop()
        assert type(value).__module__ == "builtins"
        values += value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else []


def test_without_speakers_and_counterparts_there_is_nobody():
    (quote,) = quotes(through(marked_doc(MARKUP), QuoteFinder()))
    assert quote.speaker == Speaker()
    assert quote.counterparts == ()


def test_no_components_no_quotes():
    assert quotes(ENGLISH("“No,” he said.")) == ()
