"""Which cue and which source belong to which content."""

import pytest
from marked_docs import marked_doc

from stancekit.annotation import contents
from stancekit.annotation.distances import Distances
from stancekit.annotation.layers import read_roles
from stancekit.annotation.linking import link


def linked(markup):
    """Attributions of a paragraph: contents, cue, source."""
    doc = marked_doc(markup)
    cues, sources = read_roles(doc, "cue"), read_roles(doc, "source")
    ((start, end),) = contents.paragraphs(doc)
    marked = contents.marked_stretches(doc, start, end)
    pieces = contents.pieces(doc, read_roles(doc, "content"), [*cues, *sources], marked)
    return [
        (
            " / ".join(doc[piece.start : piece.end].text for piece in attribution.contents),
            attribution.cue and attribution.cue.text,
            attribution.source and attribution.source.text,
        )
        for attribution in link(doc, pieces, cues, sources, Distances(doc, pieces, cues))
    ]


CASES = [
    (
        "cue behind",
        "“<c>Talks go on</c>,” <s>he</s> <k>said</k>.",
        [("Talks go on", "said", "he")],
    ),
    (
        "source behind the cue",
        "“<c>Talks go on</c>,” <k>said</k> <s>the envoy</s>.",
        [("Talks go on", "said", "the envoy")],
    ),
    (
        "cue before",
        "<s>He</s> <k>said</k> that <c>talks go on</c>.",
        [("talks go on", "said", "He")],
    ),
    (
        "a cue in the middle: one quote in two fragments",
        "“<c>A start</c>,” <s>he</s> <k>said</k>. “<c>No more</c>.”",
        [("A start / No more.", "said", "he")],
    ),
    (
        "a stray stop before small letters ends no quote",
        "<s>Ana</s> <k>said</k> <c>nobody would</c>. “<c>wait for an answer</c>.”",
        [("nobody would / wait for an answer.", "said", "Ana")],
    ),
    (
        "a word misread in reported speech is said too",
        "<s>Ana</s> <k>said</k> that <c>their ties</c> had <c>long been frozen</c>.",
        [("their ties had long been frozen", "said", "Ana")],
    ),
    (
        "a word between reported speech and marks leaves two fragments",
        "<s>Ana</s> <k>said</k> <c>it was</c> by now “<c>far too late</c>”.",
        [("it was / far too late", "said", "Ana")],
    ),
    (
        "two quotes in one paragraph keep to their own sentences",
        "<s>Ana</s> <k>said</k> <c>it was late</c>. <s>Ivo</s> <k>replied</k> that <c>it was not too late</c>.",
        [("it was late", "said", "Ana"), ("it was not too late", "replied", "Ivo")],
    ),
    (
        "a participle shares the source before it",
        "<s>Ana</s> <k>said</k> <c>it was late</c>, <k>adding</k> that <c>nobody had called</c>.",
        [("it was late", "said", "Ana"), ("nobody had called", "adding", "Ana")],
    ),
    (
        "reported speech and a quotation after a stop are two",
        "<s>Ana</s> <k>said</k> <c>it was late</c>. “<c>Nobody had called us</c>.”",
        [("it was late", "said", "Ana"), ("Nobody had called us.", "said", "Ana")],
    ),
    (
        "what stands before a cue whose that-clause follows is the writer's",
        "<c>The row went on in Dorva</c> as <s>Kovar</s> <k>said</k> that <c>nobody had called</c>.",
        [("nobody had called", "said", "Kovar")],
    ),
    (
        "what a speaker is asked about is not said",
        "Commenting on <c>the talks in Dorva</c>, <s>Kovar</s> <k>said</k> that <c>nobody had called</c>.",
        [("nobody had called", "said", "Kovar")],
    ),
    (
        "what stands before a cue in the middle is",
        "<c>It was late</c>, <s>Kovar</s> <k>said</k>, and <c>nobody had called</c>.",
        [("It was late / nobody had called", "said", "Kovar")],
    ),
    (
        "of two far parts of reported speech the longer one is said, the first",
        "<s>Ana</s> <k>said</k> <c>their ties had been frozen</c> for a year or so since <c>last summer</c>.",
        [("their ties had been frozen", "said", "Ana")],
    ),
    (
        "or the second",
        "<s>Ana</s> <k>said</k> <c>last summer</c> to a room full of reporters <c>their ties had been frozen</c>.",
        [("their ties had been frozen", "said", "Ana")],
    ),
    (
        "a quotation in marks that no cue reaches stands alone",
        "“<c>Nobody had called us</c>.”",
        [("Nobody had called us.", None, None)],
    ),
    ("words without marks and cue are dropped", "<c>Nobody had called us</c>.", []),
    ("a cue without content says nothing", "<s>He</s> <k>said</k>.", []),
]


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_links(markup, wanted):
    assert linked(markup) == wanted


class Nothing:
    """An affinity that sees nothing but the first content under the first cue."""

    least_content = least_source = 0.5

    def content(self, cue, piece):
        return float(piece.end <= cue.start)

    def source(self, cue, source):
        return 1.0


INTERRUPTED = [
    ("it goes on", "“<c>A start</c>,” <s>he</s> <k>went</k> on. “<c>No more</c>.”", ["A start / No more."]),
    (
        "after other words it is another",
        "“<c>A start</c>,” <s>he</s> <k>said</k> in the rain of Dorva. “<c>No more</c>.”",
        ["A start", "No more."],
    ),
    (
        "two words are other words",
        "“<c>A start</c>,” <s>he</s> <k>said</k> in Dorva. “<c>No more</c>.”",
        ["A start", "No more."],
    ),
    (
        "before the cue nothing is in marks",
        "<c>A start</c> it is, <s>he</s> <k>said</k>. “<c>No</c>.”",
        ["A start", "No."],
    ),
]


@pytest.mark.parametrize(
    ("markup", "wanted"), [case[1:] for case in INTERRUPTED], ids=[case[0] for case in INTERRUPTED]
)
def test_a_quotation_goes_on_behind_the_cue_that_interrupts_it(markup, wanted):
    doc = marked_doc(markup)
    cues, sources = read_roles(doc, "cue"), read_roles(doc, "source")
    marked = contents.marked_stretches(doc, 0, len(doc))
    pieces = contents.pieces(doc, read_roles(doc, "content"), [*cues, *sources], marked)
    found = link(doc, pieces, cues, sources, Nothing())
    assert [" / ".join(doc[p.start : p.end].text for p in a.contents) for a in found] == wanted
