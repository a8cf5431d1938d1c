"""Quotes as a reader of newspapers would count them."""

import pytest
from marked_docs import marked_doc, through

from stancekit.annotation import layers
from stancekit.annotation.layers import read_quotes
from stancekit.annotation.quotes import QuoteFinder

LEAD = "The two delegations met for a second day in Dorva, and the rain did not stop.\n\n"


def found(markup, **settings):
    """Quotes as ``kind, content, cue, source``; fragments parted by a slash."""
    doc = through(marked_doc(markup), QuoteFinder(**settings))
    return [
        (
            quote.kind,
            " / ".join(span.text for span in quote.content),
            quote.cue and quote.cue.text,
            quote.source and quote.source.text,
        )
        for quote in read_quotes(doc)
    ]


KINDS = [
    (
        "wholly in marks",
        "“<c>We will go on talking</c>,” <s>he</s> <k>said</k>.",
        [("direct", "We will go on talking", "said", "he")],
    ),
    (
        "no marks",
        "<s>He</s> <k>said</k> that <c>they would go on talking</c>.",
        [("indirect", "they would go on talking", "said", "He")],
    ),
    (
        "a clause that holds marks",
        "<s>He</s> <k>said</k> <c>they would “never again” talk</c>.",
        [("mixed", "they would “never again” talk", "said", "He")],
    ),
    (
        "a part of a clause in marks after its cue",
        "<s>He</s> <k>offered</k> “<c>to wait until spring</c>”.",
        [("mixed", "to wait until spring", "offered", "He")],
    ),
    (
        "a whole clause in marks after its cue",
        "<s>He</s> <k>said</k> that “<c>We wait until spring</c>”.",
        [("direct", "We wait until spring", "said", "He")],
    ),
]

SHAPES = [
    (
        "interrupted: one quote, two fragments",
        "“<c>A start</c>,” <s>he</s> <k>said</k>. “<c>No more</c>.”",
        [("direct", "A start / No more.", "said", "he")],
    ),
    (
        "over two paragraphs: the mark is opened again",
        "“<c>We waited all night</c>,” <s>Ana</s> <k>said</k>. “<c>Nobody came to us.</c>\n\n"
        "“<c>So we went home again.</c>”",
        [("direct", "We waited all night / Nobody came to us. / So we went home again.", "said", "Ana")],
    ),
    (
        "a closed mark ends the quote; the next one in marks goes on with its speaker",
        "“<c>We waited all night</c>,” <s>Ana</s> <k>said</k>.\n\n“<c>Then we went home again.</c>”",
        [("direct", "We waited all night", "said", "Ana"), ("direct", "Then we went home again.", None, "Ana")],
    ),
    (
        "a continuation without cue and marks is none",
        "“<c>We waited all night</c>,” <s>Ana</s> <k>said</k>.\n\n<c>Then they went home again</c>.",
        [("direct", "We waited all night", "said", "Ana")],
    ),
    (
        "a few words in marks without cue are a term",
        "“<c>We waited all night</c>,” <s>Ana</s> <k>said</k>.\n\nThe “<c>long night</c>” was over.",
        [("direct", "We waited all night", "said", "Ana")],
    ),
    ("words in marks by nobody are no quote", LEAD + "“<c>Nobody knows who wrote this on the wall.</c>”", []),
    (
        "said and added: two quotes of one source",
        "<s>Ana</s> <k>said</k> <c>it was late</c>, <k>adding</k> that <c>nobody had called</c>.",
        [("indirect", "it was late", "said", "Ana"), ("indirect", "nobody had called", "adding", "Ana")],
    ),
    (
        "a cue in the middle of reported speech: one quote",
        "<c>The raids</c>, <s>Ana</s> <k>said</k>, <c>had nothing to do with it</c>.",
        [("indirect", "The raids / had nothing to do with it", "said", "Ana")],
    ),
    (
        "the source is title and name",
        "“<c>We will wait for them</c>,” <k>said</k> <s>its envoy, <p>Ana Kovar</p></s>.",
        [("direct", "We will wait for them", "said", "Ana Kovar")],
    ),
    ("scare quotes are no quote", "The “ruin” near the “old bridge” was sold.", []),
    ("who declines to comment says nothing", "<s>Ana</s> <k>declined</k> <c>to comment on the raids</c>.", []),
    ("nor does who refuses to say when", "<s>Ana</s> <k>refused to</k> <c>say when they would leave</c>.", []),
    (
        "but a refusal to do something is told in words",
        "<s>Ana</s> <k>declined</k> <c>to sign the paper</c>.",
        [("indirect", "to sign the paper", "declined", "Ana")],
    ),
    (
        "and words in marks were said",
        "<s>Ana</s> <k>refused</k> to “<c>discuss fairy tales from the capital</c>”.",
        [("mixed", "discuss fairy tales from the capital", "refused", "Ana")],
    ),
    ("a cue and a source without content", "<s>Ana</s> <k>said</k> nothing.", []),
    ("nothing at all", "", []),
]

GARBLED = [
    ("swapped", "”<c>We will go on talking</c>,“ <s>he</s> <k>said</k>.", "We will go on talking"),
    ("doubled", "““<c>We will go on talking</c>,”” <s>he</s> <k>said</k>.", "We will go on talking"),
    ("straight and curly", '"<c>We will go on talking</c>,” <s>he</s> <k>said</k>.', "We will go on talking"),
    ("no opening mark", "<c>We will go on talking</c>,” <s>he</s> <k>said</k>.", "We will go on talking"),
    ("no closing mark", "<s>He</s> <k>said</k>: “<c>We will go on talking</c>", "We will go on talking"),
    ("a stray stop", "“<c>We will go on talking.</c>.” <s>He</s> <k>said</k> so.", "We will go on talking.."),
    ("guillemets", "« <c>We will go on talking</c> », <s>he</s> <k>said</k>.", "We will go on talking"),
    ("British", "‘<c>We’ll go on talking</c>,’ <s>he</s> <k>said</k>.", "We’ll go on talking"),
]

ALL = KINDS + SHAPES


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in ALL], ids=[case[0] for case in ALL])
def test_quotes(markup, wanted):
    assert found(markup) == wanted


@pytest.mark.parametrize(("markup", "content"), [case[1:] for case in GARBLED], ids=[case[0] for case in GARBLED])
def test_garbled_marks_are_still_quotes(markup, content):
    ((kind, text, cue, source),) = found(markup)
    assert (kind, text, cue, source.lower()) == ("direct", content, "said", "he")


HEADED = (
    "<s>Kovar</s><k>:</k> “<c>We will wait for them</c>”\n\n"
    "DORVA — The minister spoke for an hour on Monday, before the rain came and everybody left.\n\n"
    "“<c>We will wait for them</c>,” <s>she</s> <k>said</k>."
)


def test_a_headline_repeats_and_is_no_quote():
    assert found(HEADED) == [("direct", "We will wait for them", "said", "she")]


def test_unless_headlines_are_asked_for():
    assert [source for _, _, _, source in found(HEADED, headlines=True)] == ["Kovar", "she"]


BRIEFING = """QUESTION: Will the envoy travel? <s>Ivo Brod</s> <k>said</k> that <c>he would stay at home</c>.

MS KOVAR: He will travel. We have said so before.

There is nothing to add.

QUESTION: And the embargo?

MS KOVAR: No change to that.
"""


def test_in_a_transcript_an_answer_is_one_direct_quote_and_a_question_none():
    quotes = found(BRIEFING)
    assert quotes == [
        ("indirect", "he would stay at home", "said", "Ivo Brod"),  # what the question cites is one
        ("direct", "He will travel. We have said so before. / There is nothing to add.", None, "MS KOVAR"),
        ("direct", "No change to that.", None, "MS KOVAR"),
    ]


def test_ids_count_in_text_order():
    doc = through(marked_doc(BRIEFING), QuoteFinder())
    quotes = read_quotes(doc)
    assert [quote.id for quote in quotes] == ["q1", "q2", "q3"]
    assert [quote.start for quote in quotes] == sorted(quote.start for quote in quotes)


SIGNED = [
    ("a dash signs the quotation", "“<c>We will wait for an answer</c>.” ― Ana Kovar", "Ana Kovar"),
    ("with an office", "“<c>We will wait for an answer</c>.” — Ana Kovar, envoy to Dorva", "Ana Kovar"),
    ("a dash that goes on is no signature", "“<c>We will wait for an answer</c>” — and so they did, for a week", None),
]


@pytest.mark.parametrize(("markup", "source"), [case[1:] for case in SIGNED], ids=[case[0] for case in SIGNED])
def test_a_dash_signs_a_quotation(markup: str, source: str | None) -> None:
    assert [quote[3] for quote in found(markup)] == ([source] if source else [])


def test_a_paragraph_announces_the_quotation_of_the_next() -> None:
    (quote,) = found(LEAD + "<s>The envoy</s> then <k>said</k>:\n“<c>We will wait for an answer</c>.”")
    assert quote == ("direct", "We will wait for an answer.", "said", "The envoy")


def test_the_wider_notion_leaves_the_source_its_that() -> None:
    doc = marked_doc("They <k>hoped</k>, <s>all that</s> <c>they would wait</c>.")
    layers.write_roles(doc, list(doc.spans[layers.ROLES]), notion="attributions")
    (quote,) = read_quotes(through(doc, QuoteFinder()))
    assert (quote.content[0].text, quote.source.text) == ("they would wait", "all that")


def test_the_wider_notion_takes_in_that_and_whole_sources() -> None:
    doc = marked_doc("<s>The envoy, who came late,</s> <k>hopes</k> that <c>they wait</c>.")
    layers.write_roles(doc, list(doc.spans[layers.ROLES]), notion="attributions")
    (quote,) = read_quotes(through(doc, QuoteFinder()))
    assert (quote.content[0].text, quote.source.text) == ("that they wait", "The envoy, who came late,")
