"""Whom a source means."""

import pytest
from marked_docs import marked_doc, through

from stancekit.annotation.layers import read_entities, read_quotes
from stancekit.annotation.mentions import MentionFinder
from stancekit.annotation.quotes import QuoteFinder

FINDERS = (QuoteFinder(), MentionFinder())
SAYS = "“<c>We will wait until spring comes</c>,” <s>{}</s> <k>said</k>."


def said_by(markup):
    """Who says each quote: the entity's name, or its office in brackets, or None."""
    doc = through(marked_doc(markup), *FINDERS)
    owner = {(m.start, m.end): entity for entity in read_entities(doc) for m in entity.mentions}
    found = []
    for quote in read_quotes(doc):
        entity = owner.get((quote.source.start, quote.source.end)) if quote.source is not None else None
        found.append(None if entity is None else entity.name or f"({entity.role})")
    return found


NAMES = [
    ("a name", SAYS.format("<p>Ana Kovar</p>"), ["Ana Kovar"]),
    ("title and name", SAYS.format("Foreign Minister <p>Ana Kovar</p>"), ["Ana Kovar"]),
    ("a surname", "<p>Ana Kovar</p> met reporters. " + SAYS.format("<p>Kovar</p>"), ["Ana Kovar"]),
    (
        "an owner does not speak",
        "<p>Ana Kovar</p> met reporters. " + SAYS.format("<p>Kovar</p>’s spokesman"),
        ["(Kovar’s spokesman)"],
    ),
]

PORTFOLIOS = [
    (
        "another portfolio is another minister",
        "Transport Minister <p>Ana Kovar</p> met reporters. " + SAYS.format("its foreign minister"),
        ["(foreign minister)"],
    ),
    (
        "the minister may be any",
        "Transport Minister <p>Ana Kovar</p> met reporters. " + SAYS.format("the minister"),
        ["Ana Kovar"],
    ),
]

PRONOUNS = [
    ("the last one named", "<p>Ana Kovar</p> met reporters. " + SAYS.format("she"), ["Ana Kovar"]),
    (
        "of two, the one of that gender",
        "Mrs <p>Ana Kovar</p> met Mr <p>Ivo Brod</p>. " + SAYS.format("she") + " " + SAYS.format("he"),
        ["Ana Kovar", "Ivo Brod"],
    ),
    (
        "who has spoken speaks on",
        SAYS.format("<p>Ana Kovar</p>")
        + "\n\nRain fell on <p>Ivo Brod</p> and his men.\n\n"
        + SAYS.format("<p>Kovar</p>")
        + " "
        + SAYS.format("she"),
        ["Ana Kovar", "Ana Kovar", "Ana Kovar"],
    ),
    (
        "a ministry is “it”, a minister is not",
        "<p>Ana Kovar</p> met the <o>Foreign Ministry</o>. " + SAYS.format("it"),
        ["Foreign Ministry"],
    ),
    (
        "who is asked about does not answer",
        "<p>Ana Kovar</p> met reporters. Asked about <p>Ivo Brod</p>, <s>she</s> <k>said</k> <c>he would stay</c>.",
        ["Ana Kovar"],
    ),
    ("nobody to mean", SAYS.format("she"), [None]),
    ("they are nobody in particular", "<p>Ana Kovar</p> met reporters. " + SAYS.format("they"), [None]),
]

OFFICES = [
    (
        "the minister, once named with the office",
        "Foreign Minister <p>Ana Kovar</p> met reporters. " + SAYS.format("the minister"),
        ["Ana Kovar"],
    ),
    (
        "of two, the one with that office",
        "Foreign Minister <p>Ana Kovar</p> met Ambassador <p>Ivo Brod</p>. " + SAYS.format("the ambassador"),
        ["Ivo Brod"],
    ),
    (
        "a diplomat is one by office",
        "Ambassador <p>Ivo Brod</p> met <p>Ana Kovar</p>, a businesswoman. " + SAYS.format("the diplomat"),
        ["Ivo Brod"],
    ),
    (
        "the name may come in the next paragraph",
        SAYS.format("the foreign minister") + "\n\n<p>Ana Kovar</p> left in the evening.",
        ["Ana Kovar"],
    ),
    ("an office that nobody holds stays one", SAYS.format("the foreign minister"), ["(foreign minister)"]),
    (
        "and comes back as the same",
        SAYS.format("the foreign minister") + "\n\n" + SAYS.format("the minister"),
        ["(foreign minister)", "(foreign minister)"],
    ),
    (
        "an official is somebody else",
        "Foreign Minister <p>Ana Kovar</p> met reporters. " + SAYS.format("a senior official"),
        ["(senior official)"],
    ),
]

BODIES = [
    ("a ministry", SAYS.format("the Foreign Ministry"), ["Foreign Ministry"]),
    (
        "its short form is the same",
        SAYS.format("the Foreign Ministry") + "\n\n" + SAYS.format("the ministry"),
        ["Foreign Ministry", "Foreign Ministry"],
    ),
    ("a capital", SAYS.format("Tbilisi"), ["Tbilisi"]),
    ("a state", SAYS.format("Iran"), ["Iran"]),
    ("an embassy", SAYS.format("the Embassy in Tbilisi"), ["Embassy in Tbilisi"]),
]

ALL = NAMES + PORTFOLIOS + PRONOUNS + OFFICES + BODIES


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in ALL], ids=[case[0] for case in ALL])
def test_whom_a_source_means(markup, wanted):
    assert said_by(markup) == wanted


def test_a_person_carries_the_fullest_office_and_learns_a_gender():
    doc = through(
        marked_doc("Minister <p>Ana Kovar</p>, Croatia’s foreign minister, met reporters. " + SAYS.format("she")),
        *FINDERS,
    )
    (person,) = read_entities(doc)
    assert (person.name, person.role, person.gender) == ("Ana Kovar", "Croatia’s foreign minister", "f")


def test_no_quotes_no_others_but_persons():
    doc = through(marked_doc("<p>Ana Kovar</p> met the <o>Foreign Ministry</o>."), *FINDERS)
    assert [entity.name for entity in read_entities(doc)] == ["Ana Kovar"]


def test_ids_are_unique_and_every_mention_is_inside_the_doc():
    doc = through(marked_doc("\n\n".join(case[1] for case in ALL)), *FINDERS)
    entities = read_entities(doc)
    assert len({entity.id for entity in entities}) == len(entities)
    assert all(0 <= m.start < m.end <= len(doc) for entity in entities for m in entity.mentions)
