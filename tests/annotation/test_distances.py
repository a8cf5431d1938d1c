"""How far a cue is from a content and from a source: words between, and what should not be crossed."""

from __future__ import annotations

import pytest
from marked_docs import marked_doc

from stancekit.annotation.contents import Piece
from stancekit.annotation.distances import (
    CROSS_CONTENT,
    CROSS_CUE,
    CROSS_SENTENCE,
    FAR,
    FAR_SOURCE,
    LOOKS_AHEAD,
    Distances,
    sentence_ends,
)
from stancekit.annotation.layers import read_roles


def distances(markup: str) -> Distances:
    """Of a paragraph whose contents are marked where a mark stands before them."""
    doc = marked_doc(markup)
    spans = read_roles(doc, "content")
    pieces = [Piece(span.start, span.end, span.start > 0 and doc[span.start - 1].text == "“") for span in spans]
    return Distances(doc, pieces, read_roles(doc, "cue"))


CONTENTS = [
    ("it touches the cue", "He <k>said</k> <c>talks go on</c>.", 0),
    ("the complementiser ties it to the cue", "He <k>said</k> that <c>talks go on</c>.", 0),
    ("marks and commas are no words", "“<c>Talks go on</c>,” <k>said</k> she.", 0),
    ("words between, before the content", "He <k>said</k> in Dorva on Monday <c>talks go on</c>.", 4),
    ("words between, behind it", "<c>Talks go on</c>, the old envoy <k>said</k>.", 3),
    ("another cue between", "He <k>said</k> and <k>repeated</k> <c>talks go on</c>.", 2 + CROSS_CUE),
    ("a cue that is not between", "He <k>said</k> <c>talks go on</c> and <k>left</k>.", 0),
    ("another content between", "<c>Talks go on</c> and “<c>end</c>,” she <k>said</k>.", 3 + CROSS_CONTENT),
    ("a sentence end between", "She <k>spoke</k>. <c>Talks go on</c>.", 2 * CROSS_SENTENCE),
    ("less in marks, which run on over a stop", "She <k>spoke</k>. “<c>Talks go on</c>.”", 0.3 * CROSS_SENTENCE),
    ("a participle looks ahead", "<c>Talks go on</c>, <k>adding</k> more.", LOOKS_AHEAD),
    ("but marks before it may be its own", "“<c>Talks go on</c>,” <k>adding</k> more.", 0),
    ("and what follows is", "He left, <k>adding</k> that <c>talks go on</c>.", 0),
]


@pytest.mark.parametrize(("markup", "cost"), [case[1:] for case in CONTENTS], ids=[case[0] for case in CONTENTS])
def test_from_cue_to_content(markup: str, cost: float) -> None:
    """The first of each."""
    found = distances(markup)
    assert FAR * (1 - found.content(found.cues[0], found.contents[0])) == pytest.approx(cost)


SOURCES = [
    ("it touches the cue", "<s>Ana Kovar</s> <k>said</k> so.", 0),
    ("behind the cue it is a little farther", "So <k>said</k> <s>Ana Kovar</s>.", 2),
    ("words between", "<s>Ana Kovar</s>, the old envoy, <k>said</k> so.", 3),
    ("another cue between", "<s>Ana</s> <k>came</k> and <k>said</k> so.", 2 + CROSS_CUE),
    ("a content between", "<s>Ana</s>: “<c>No more</c>,” she <k>said</k>.", 3 + CROSS_CONTENT),
    ("a content that touches the cue", "<s>Ana</s>: <c>no more</c> <k>said</k> so.", 2 + CROSS_CONTENT),
    ("a sentence end between", "<s>Ana</s> left. She <k>said</k> so.", 2 + 2 * CROSS_SENTENCE),
]


@pytest.mark.parametrize(("markup", "cost"), [case[1:] for case in SOURCES], ids=[case[0] for case in SOURCES])
def test_from_cue_to_source(markup: str, cost: float) -> None:
    """The last cue and the only source."""
    found = distances(markup)
    (source,) = read_roles(found.doc, "source")
    assert FAR_SOURCE * (1 - found.source(found.cues[-1], source)) == pytest.approx(cost)


@pytest.mark.parametrize(("words", "linked"), [(0, True), (10, True), (29, True), (39, True), (40, False), (60, False)])
def test_what_is_too_far_from_a_content_may_not_be_linked(words: int, linked: bool) -> None:
    found = distances(f"He <k>said</k> {'so ' * words}<c>talks go on</c>.")
    assert (found.content(found.cues[0], found.contents[0]) > found.least_content) is linked


@pytest.mark.parametrize(("words", "linked"), [(0, True), (10, True), (29, True), (30, False), (60, False)])
def test_what_is_too_far_from_a_source_may_not_be_linked(words: int, linked: bool) -> None:
    found = distances(f"<s>Ana</s> {'so ' * words}<k>said</k> it.")
    (source,) = read_roles(found.doc, "source")
    assert (found.source(found.cues[0], source) > found.least_source) is linked


ENDS = [
    ("none within a sentence", 0, 3, 0),
    ("one where the next begins at the end", 0, 4, 1),
    ("none from the first word of a sentence to its last", 4, 6, 0),
    ("nor in one that begins at an odd place", 7, 9, 0),
    ("two", 0, 8, 2),
    ("nothing between", 4, 4, 0),
    ("no farther than the article", 4, 99, 1),
]


@pytest.mark.parametrize(("first", "last", "wanted"), [case[1:] for case in ENDS], ids=[case[0] for case in ENDS])
def test_sentence_ends(first: int, last: int, wanted: int) -> None:
    doc = marked_doc("Talks go on. Nobody calls. Rain falls.")
    assert [token.i for token in doc if token.is_sent_start] == [0, 4, 7]
    assert sentence_ends(doc, first, last) == wanted
