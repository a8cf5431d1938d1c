"""What is said: the reader's spans and the marks, each correcting the other."""

import pytest
from marked_docs import marked_doc

from stancekit.annotation import contents
from stancekit.annotation.layers import read_roles


def found(markup):
    doc = marked_doc(markup)
    pieces = []
    for start, end in contents.paragraphs(doc):
        others = [*read_roles(doc, "cue"), *read_roles(doc, "source")]
        marked = contents.marked_stretches(doc, start, end)
        inside = [span for span in read_roles(doc, "content") if start <= span.start < end]
        pieces += contents.pieces(doc, inside, others, marked)
    return [(doc[piece.start : piece.end].text, piece.marked, piece.holds_marks) for piece in pieces]


DIRECT, MIXED, PLAIN = (True, True), (False, True), (False, False)
CASES = [
    ("the marks stay outside", "“<c>Talks go on</c>,” he said.", [("Talks go on", *DIRECT)]),
    ("a span over the marks is cut to them", "<c>“Talks go on,”</c> he said.", [("Talks go on", *DIRECT)]),
    ("a stop inside the marks is said", "“<c>Talks go on</c>.”", [("Talks go on.", *DIRECT)]),
    ("a stop outside them is not", "<s>He</s> said <c>that talks go on.</c>", [("talks go on", *PLAIN)]),
    (
        "the marks fill a span that is too short",
        "“Talks <c>go on in Dorva</c>,” he said.",
        [("Talks go on in Dorva", *DIRECT)],
    ),
    ("scare quotes are not content", "The “ruin” <c>will be sold</c>.", [("will be sold", *PLAIN)]),
    ("complementiser and comma are left out", "said <c>that, talks go on,</c> she", [("talks go on", *PLAIN)]),
    (
        "a mixed clause keeps its inner marks",
        "said <c>it was “a very bad day”</c> for all.",
        [("it was “a very bad day”", *MIXED)],
    ),
    (
        "also beside a quotation",
        "“<c>No</c>,” <s>he</s> <k>said</k>, and that <c>it was “a very bad day”</c> for all.",
        [("No", *DIRECT), ("it was “a very bad day”", *MIXED)],
    ),
    (
        "and gets the one that the reader cut off",
        "said <c>it was “a very bad day</c>” for all.",
        [("it was “a very bad day”", *MIXED)],
    ),
    (
        "a cue that interrupts parts two pieces",
        "“<c>A start</c>,” <s>he</s> <k>said</k>. “<c>No more</c>.”",
        [("A start", *DIRECT), ("No more.", *DIRECT)],
    ),
    (
        "two quotations in a row are two pieces",
        "“<c>A start</c>” “<c>no more</c>”",
        [("A start", *DIRECT), ("no more", *DIRECT)],
    ),
    (
        "a comma that the reader left out joins",
        "said <c>talks</c>, <c>if any</c>, <c>go on</c>",
        [("talks, if any, go on", *PLAIN)],
    ),
    ("a single word without marks is nothing", "<s>He</s> <k>said</k> <c>so</c>.", []),
    ("a single word in marks is", "“<c>Never</c>!” <s>he</s> <k>said</k>.", [("Never!", *DIRECT)]),
    (
        "where the reader stops short, the dangling words are left out",
        "said <c>it was part of the</c> plan.",
        [("it was part", *PLAIN)],
    ),
    ("a word that the reader took with its marks", "<c>“Never!”</c> <s>he</s> <k>said</k>.", [("Never!", *DIRECT)]),
    (
        "that before a quotation is left out",
        "<s>He</s> <k>said</k> <c>that “talks go on”</c>.",
        [("talks go on", *DIRECT)],
    ),
    (
        "but not one that is said",
        "“<c>That is no threat</c>,” <s>he</s> <k>said</k>. “<c>That we know</c>.”",
        [("That is no threat", *DIRECT), ("That we know.", *DIRECT)],
    ),
    ("nothing but marks is nothing", "<c>“ ” ,</c>", []),
    (
        "a reporting clause between wrongly paired marks is not swallowed",
        "<c>Talks go on</c>,” <s>Minister Ana Kovar</s> <k>said on Monday</k> “<c>and nobody stops them</c>”.",
        [("Talks go on", *DIRECT), ("and nobody stops them", *DIRECT)],
    ),
    (
        "pieces end with their paragraph",
        "“<c>Talks go on</c>\n\n<c>and on they go</c>",
        [("Talks go on", *DIRECT), ("and on they go", *PLAIN)],
    ),
]


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_pieces(markup, wanted):
    assert found(markup) == wanted


PARAGRAPHS = [
    ("one", "Talks go on.", ["Talks go on."]),
    ("blank lines between", "Talks go on.\n\n  Rain fell.  \n", ["Talks go on.", "Rain fell."]),
    ("none", "\n \n", []),
    ("empty", "", []),
]


@pytest.mark.parametrize(("text", "wanted"), [case[1:] for case in PARAGRAPHS], ids=[case[0] for case in PARAGRAPHS])
def test_paragraphs_are_ranges_of_tokens_without_line_ends(text, wanted):
    doc = marked_doc(text)
    assert [doc[start:end].text for start, end in contents.paragraphs(doc)] == wanted


MARKS = [("“", True), ("''", True), ("»", True), ("“A", False), (".", False), ("", False)]


@pytest.mark.parametrize(("text", "wanted"), MARKS)
def test_what_is_nothing_but_a_mark(text, wanted):
    assert contents.is_mark(text) is wanted


def test_marks_that_end_together_stay_outside():
    doc = marked_doc("“‘No more’” was said.")
    (stretch,) = contents.marked_stretches(doc, 0, len(doc))
    assert doc[stretch.start : stretch.end].text == "No more"


def test_blocks_are_cut_at_sentences_and_none_is_short():
    doc = marked_doc("Rain fell on Dorva. " * (contents.BLOCK // 2))
    lengths = [end - start for start, end, _ in contents.blocks(doc, 0, len(doc), [])]
    assert sum(lengths) == len(doc)
    assert all(contents.BLOCK <= length < contents.BLOCK + 5 for length in lengths[:-1])


SOME = "so " * (3 * contents.BLOCK)
CUT = [
    ("all within one", "He said “talks go on”.", [(True, True)]),
    ("none closes it", "He said “talks go on.", [(True, False)]),
    ("over two", f"He said “{SOME}”.", [(True, False), (False, True)]),
]


@pytest.mark.parametrize(("text", "wanted"), [case[1:] for case in CUT], ids=[case[0] for case in CUT])
def test_a_quotation_opens_in_one_block_and_closes_in_another(text, wanted):
    doc = marked_doc(text)
    marked = contents.marked_stretches(doc, 0, len(doc))
    cut = [m for *_, within in contents.blocks(doc, 0, len(doc), marked) for m in within]
    assert [(m.opened, m.closed) for m in cut] == wanted


OWNED = [
    ("marks part the writer's words from the speaker's", "<c>Rain fell</c>. “<c>Talks go on</c>,” he said.", {}, 2),
    ("two cues part contents without marks", "He said <c>talks go on and on they went</c>.", {2: 0, 5: 1}, 2),
    ("one cue does not", "He said <c>talks go on and on they went</c>.", {2: 0, 5: 0}, 1),
]


@pytest.mark.parametrize(("markup", "owners", "pieces"), [case[1:] for case in OWNED], ids=[case[0] for case in OWNED])
def test_contents_of_different_cues_are_different_pieces(markup, owners, pieces):
    doc = marked_doc(markup)
    said = read_roles(doc, "content")
    marked = contents.marked_stretches(doc, 0, len(doc))
    if owners:  # the first token of each owner's stretch; it owns what follows
        firsts = sorted(owners)
        owned = {i: owners[max(f for f in firsts if f <= i)] for i in range(firsts[0], said[-1].end)}
        said = [doc[firsts[0] : said[-1].end]]
    else:  # only what stands in marks has an owner
        owned = dict.fromkeys(range(said[-1].start, said[-1].end), 0)
    assert len(contents.pieces(doc, said, [], marked, owned)) == pieces


def test_points_that_a_piece_takes_with_its_marks_are_no_second_piece():
    """Found by benchmarks/fuzz.py: the points before a closing mark were given to another cue."""
    doc = marked_doc("He said <c>it was “bad luck !</c>” again.")
    (said,) = read_roles(doc, "content")
    marked = contents.marked_stretches(doc, 0, len(doc))
    owned = dict.fromkeys(range(said.start, said.end), 0) | {said.end - 1: 1}
    found = contents.pieces(doc, [said], [], marked, owned)
    assert [doc[piece.start : piece.end].text for piece in found] == ["it was “bad luck !”"]
