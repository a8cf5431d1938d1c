"""The layers survive whatever spaCy does to a Doc: bytes, disk, DocBin, other processes."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_docs import ENGLISH, marked_doc
from spacy.tokens import Doc, DocBin, Span

from stancekit.annotation import layers
from stancekit.annotation.layers import CounterpartFacts, Entity, QuoteSpans, SpeakerFacts

TEXT = "Ana Kovar told Dorva “we wait”, adding “no longer than that”."
FACTS = {
    "q1": SpeakerFacts("Ana Kovar", "foreign minister", "HR", 0.98),
    "q2": SpeakerFacts(None, None, None, 0.0),
}
ADDRESSED = {
    "q1": [CounterpartFacts("RS", 3, 4, "named"), CounterpartFacts("EU", None, None, "paragraph")],
    "q2": [],
}


def annotated() -> Doc:
    doc = ENGLISH.make_doc(TEXT)
    source = doc[0:2]
    layers.write_roles(doc, [Span(doc, 0, 2, label="source"), Span(doc, 2, 3, label="cue")])
    quotes = [QuoteSpans("q1", "direct", [doc[5:7]], doc[2:3], source), QuoteSpans("q2", "mixed", [doc[11:15]])]
    layers.write_quotes(doc, quotes)
    # two entities at the same place must not share their facts
    people = [
        Entity("e1", "person", "Ana Kovar", "minister", "HR", "f", [source]),
        Entity("e2", "office", mentions=[source]),
    ]
    layers.write_entities(doc, people)
    layers.write_speakers(doc, FACTS)
    layers.write_counterparts(doc, ADDRESSED)
    return doc


def content(doc: Doc) -> object:
    """All layers of a Doc as plain values."""

    def places(spans):
        return [(span.start, span.end) for span in spans]

    quotes = [
        (q.id, q.kind, places(q.content), *(None if s is None else (s.start, s.end) for s in (q.cue, q.source)))
        for q in layers.read_quotes(doc)
    ]
    entities = [
        (e.id, e.kind, e.name, e.role, e.state, e.gender, places(e.mentions)) for e in layers.read_entities(doc)
    ]
    roles = {role: places(layers.read_roles(doc, role)) for role in ("content", "cue", "source")}
    return roles, quotes, entities, layers.read_speakers(doc), layers.read_counterparts(doc)


def by_bytes(doc: Doc) -> Doc:
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def by_doc_bin(doc: Doc) -> Doc:
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    return next(iter(DocBin().from_bytes(stored).get_docs(ENGLISH.vocab)))


def by_pickle(doc: Doc) -> Doc:
    return pickle.loads(pickle.dumps(doc))


def by_copy(doc: Doc) -> Doc:
    return doc.copy()


@pytest.mark.parametrize("way", [by_bytes, by_doc_bin, by_pickle, by_copy])
def test_every_layer_survives(way):
    doc = annotated()
    assert content(way(doc)) == content(doc)


def test_what_is_read_is_what_was_written():
    roles, quotes, entities, speakers, counterparts = content(annotated())
    assert roles == {"content": [], "cue": [(2, 3)], "source": [(0, 2)]}
    assert quotes == [("q1", "direct", [(5, 7)], (2, 3), (0, 2)), ("q2", "mixed", [(11, 15)], None, None)]
    assert entities == [
        ("e1", "person", "Ana Kovar", "minister", "HR", "f", [(0, 2)]),
        ("e2", "office", None, None, None, None, [(0, 2)]),
    ]
    assert (speakers, counterparts) == (FACTS, ADDRESSED)


def test_writing_again_replaces():
    doc = annotated()
    layers.write_quotes(doc, [])
    layers.write_speakers(doc, {})
    assert layers.read_quotes(doc) == []
    assert layers.read_speakers(doc) == {}


def test_a_doc_without_layers_has_nothing():
    doc = ENGLISH.make_doc("Nobody has read this.")
    assert content(doc) == ({"content": [], "cue": [], "source": []}, [], [], {}, {})


def test_a_quote_knows_its_ends():
    quote = layers.read_quotes(annotated())[1]
    assert (quote.start, quote.end) == (11, 15)


def test_roles_come_in_text_order():
    doc = marked_doc("<s>He</s> <k>said</k> <c>no</c>, <k>adding</k> <c>not now</c>.")
    layers.write_roles(doc, reversed(list(doc.spans[layers.ROLES])))
    assert [span.text for span in layers.read_roles(doc, "content")] == ["no", "not now"]


@given(
    st.dictionaries(
        st.text(max_size=5), st.builds(SpeakerFacts, *[st.none() | st.text(max_size=8)] * 3, st.floats(0, 1))
    )
)
def test_any_speaker_survives(speakers):
    try:
        str(speakers).encode()
    except UnicodeEncodeError:  # lone surrogates never come so far: the guard replaces them
        return
    doc = ENGLISH.make_doc("He said no.")
    layers.write_speakers(doc, speakers)
    assert layers.read_speakers(by_bytes(doc)) == speakers
