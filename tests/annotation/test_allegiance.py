"""What tells for which state somebody speaks where the office stands alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_docs import marked_doc, through
from spacy.tokens import Doc

from stancekit.annotation.allegiance import TAKEN, Allegiances
from stancekit.annotation.bodies import portfolio
from stancekit.annotation.introductions import Narration
from stancekit.annotation.layers import Entity, read_entities, read_quotes, read_spoken_by
from stancekit.annotation.mentions import MentionFinder
from stancekit.annotation.own_words import shares_named, sides_named
from stancekit.annotation.quotes import QuoteFinder
from stancekit.annotation.states import States

FINDERS = (QuoteFinder(), MentionFinder())
SAYS = "“<c>We will wait until spring comes</c>,” <s>{}</s> <k>said</k>."
NORWAY = SAYS.format("Norwegian Foreign Minister <p>Liv Aasen</p>")
CROATIA = SAYS.format("Croatian Foreign Minister <p>Ana Kovar</p>")


def read(markup: str) -> tuple[Doc, Allegiances, dict[str, Entity]]:
    """A Doc, its allegiances, and the entities that speak, by quote id."""
    doc = through(marked_doc(markup), *FINDERS)
    quotes, entities, spoken_by = read_quotes(doc), read_entities(doc), read_spoken_by(doc)
    known = {entity.id: entity for entity in entities}
    speakers = {quote_id: known[entity_id] for quote_id, (entity_id, _) in spoken_by.items()}
    return doc, Allegiances(doc, entities, quotes, spoken_by), speakers


def last_certain(markup: str) -> str | None:
    """The state that is certain of whoever speaks last, once those before are settled; None where it is not."""
    _, allegiances, speakers = read(markup)
    *before, last = speakers.values()
    for entity in before:
        certain = allegiances.certain(entity)
        allegiances.settle(entity, certain.state if certain is not None else None)
    certain = allegiances.certain(last)
    return None if certain is None else certain.state


def last_evidence(markup: str, last: str | None = None) -> dict[str | None, set[str]]:
    """Features of each state for whoever speaks last, once those before are settled; those of voices left aside."""
    _, allegiances, speakers = read(markup)
    *before, entity = speakers.values()
    for other in before:
        certain = allegiances.certain(other)
        allegiances.settle(other, certain.state if certain is not None else None)
    found = allegiances.candidates(entity, last)
    return {one.state: {name for name, value in one.features.items() if value and "|" not in name} for one in found}


BODIES = [
    (
        "a coast guard that was named with its state",
        "A Norwegian coast guard cutter turned back. " + SAYS.format("the coast guard’s spokesman"),
        "NO",
    ),
    (
        "the navy, said of its spokesman in the next sentence",
        "The Norwegian navy lay off Hvar.\n\nThe navy was sharper. " + SAYS.format("<p>Ivo Brod</p>, its spokesman,"),
        "NO",
    ),
    (
        "a ministry that was named with its state",
        "The Norwegian Foreign Ministry was closed. " + SAYS.format("the ministry’s spokesman"),
        "NO",
    ),
]


@pytest.mark.parametrize(("markup", "state"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_a_body_in_short_is_the_one_last_named_with_its_state(markup: str, state: str) -> None:
    assert last_certain(markup) == state


MINISTRIES = [
    ("the minister of another state was named later", CROATIA, "the ministry’s spokesman", "HR"),
    ("of the same portfolio", CROATIA, "the Foreign Ministry’s spokesman", "HR"),
    ("not of another portfolio", CROATIA, "the Energy Ministry’s spokesman", "NO"),
]


@pytest.mark.parametrize(("minister", "source", "state"), [c[1:] for c in MINISTRIES], ids=[c[0] for c in MINISTRIES])
def test_the_ministry_is_that_of_the_minister_last_named(minister: str, source: str, state: str) -> None:
    markup = f"The Norwegian Foreign Ministry was closed.\n\n{minister}\n\n{SAYS.format(f'<p>Ivo Brod</p>, {source},')}"
    told = {found for found, names in last_evidence(markup).items() if "short form" in names}
    assert told == {state}


@given(st.sampled_from(["foreign", "fisheries", "water", "energy"]))
def test_minister_and_ministry_have_one_portfolio(what: str) -> None:
    assert portfolio(f"deputy {what} minister") == portfolio(f"the {what.title()} Ministry’s spokesman") == {what}


def test_an_office_is_held_by_one_person_of_a_state() -> None:
    markup = NORWAY + "\n\nOslo and Zagreb met.\n\n" + SAYS.format("Foreign Minister <p>Ana Kovar</p>")
    assert "office taken" in last_evidence(markup)["NO"]
    assert "office taken" not in last_evidence(markup)["HR"]
    assert TAKEN > 1


OTHERS = [
    ("fisheries beside agriculture", "Norwegian Fisheries Minister <p>Liv Aasen</p>", "Agriculture Minister"),
    ("the ministry beside the minister", "the Norwegian Foreign Ministry", "Foreign Minister"),
]


@pytest.mark.parametrize(("first", "second"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_another_office_is_not_taken(first: str, second: str) -> None:
    markup = SAYS.format(first) + "\n\nOslo and Zagreb met.\n\n" + SAYS.format(f"{second} <p>Ana Kovar</p>")
    assert "office taken" not in last_evidence(markup)["NO"]


def test_where_one_side_is_told_by_its_titles_the_other_may_go_without() -> None:
    bare = "\n\nOslo and Zagreb met.\n\n" + SAYS.format("Energy Minister <p>Ivo Brod</p>")
    alone, both = last_evidence(NORWAY + bare), last_evidence(NORWAY + "\n\n" + CROATIA + bare)
    assert "marked alone" in alone["NO"]
    assert alone["HR"].isdisjoint({"marked", "marked alone"})
    assert "marked" in both["NO"] & both["HR"]


SCENES = [
    ("in a capital", "In Zagreb the tone was drier. {}", "scene in seat"),
    ("a capital acts", "Zagreb did not answer in kind. {}", "scene of seat"),
    ("a state acts", "Croatia shrugged. {}", "scene of name"),
    ("said in a capital", "{} in Zagreb.", "said in seat"),
    ("whoever acted in the paragraph before", "Croatia told its boats to sail on.\n\n{}", "paragraph before opens"),
]


@pytest.mark.parametrize(("frame", "feature"), [case[1:] for case in SCENES], ids=[case[0] for case in SCENES])
def test_where_the_narration_stands(frame: str, feature: str) -> None:
    spoken = "<s>Foreign Minister <p>Ana Kovar</p></s> <k>said</k> <c>the boats would wait</c>"
    assert feature in last_evidence("Rain fell.\n\n" + frame.format(spoken))["HR"]


ANNOUNCED = [
    ("by an office", "The foreign minister was milder. <p>Ana Kovar</p> waited.", "foreign minister"),
    ("by whose office it is", "Her spokesman put it differently. Rain fell on <p>Ana Kovar</p>.", "spokesman"),
    ("not by a thing", "The harbour was closed. <p>Ana Kovar</p> waited.", None),
    ("not from the paragraph before", "The foreign minister was milder.\n\n<p>Ana Kovar</p> waited.", None),
    ("nothing stands before", "<p>Ana Kovar</p> waited.", None),
]


@pytest.mark.parametrize(("markup", "office"), [case[1:] for case in ANNOUNCED], ids=[case[0] for case in ANNOUNCED])
def test_a_sentence_about_an_office_announces_a_name(markup: str, office: str | None) -> None:
    doc = marked_doc(markup)
    [name] = doc.ents
    found = Narration(doc, States(doc), []).announced(name)
    assert (None if found is None else found.text) == office


WORDS = [
    ("the other side in direct speech", "“<c>A boat of Croatia is here</c>,” {} <k>said</k>.", {"direct holds name"}),
    (
        "beside one's own",
        "“<c>We see what Croatia does</c>,” {} <k>said</k>.",
        {"direct holds name", "direct beside us"},
    ),
    ("reported speech may begin with one's own", "{} <k>said</k> <c>Zagreb was ready</c>.", {"indirect leads seat"}),
    (
        "whoever is accused is not one's own",
        "{} <k>accused</k> <c>Zagreb of idleness</c>.",
        {"aimed indirect leads seat"},
    ),
]


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_how_ones_own_words_name_a_state(markup: str, wanted: set[str]) -> None:
    doc = through(marked_doc(markup.format("<s>the minister</s>")), *FINDERS)
    found = list(sides_named(doc.text, read_quotes(doc), States(doc)))
    assert {state for state, _ in found} == {"HR"}
    assert {name for _, name in found} == wanted


def test_how_many_of_somebodys_quotes_name_a_state() -> None:
    said = ["Croatia has to wait", "Zagreb knows what Oslo wants", "We will wait until spring comes"]
    doc = through(marked_doc(" ".join(f"“<c>{words}</c>,” <s>she</s> <k>said</k>." for words in said)), *FINDERS)
    assert dict(shares_named(read_quotes(doc), States(doc))) == {"HR": 1.0, "NO": 0.5}


PIECES = [
    ("In a capital", "In Zagreb the news was received calmly. ", "HR"),
    ("A capital answers", "Zagreb sent an answer within the hour. ", "HR"),
]


@pytest.mark.parametrize(("lead", "state"), [case[1:] for case in PIECES], ids=[case[0] for case in PIECES])
def test_the_whole_pipeline_on_offices_without_states(nlp, lead: str, state: str) -> None:
    text = (
        "OSLO, March 8 - Two Croatian boats were turned back on Tuesday.\n\n"
        "“They came without lights,” Norwegian Foreign Minister Liv Aasen said.\n\n"
        + lead
        + "Foreign Minister Ana Kovar said the boats had done their work. “We wait for an answer from Oslo,” she said."
    )
    facts = nlp(text).spans["stancekit_speakers"].attrs["speakers"].values()
    assert [of["state"] for of in facts if of["name"] == "Ana Kovar"] == [state] * 2
