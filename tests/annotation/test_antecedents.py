"""What is remembered of whom, and how an office phrase fits the offices somebody is given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_docs import ENGLISH

from stancekit.annotation.antecedents import Anaphor, Standing, Trace, features, fitness, gender_of_office, nobody
from stancekit.annotation.layers import Entity
from stancekit.annotation.noun_phrases import head_noun, is_institution, office_phrases, proper_name
from stancekit.annotation.words import text_of, words_of

FITS = [
    ("the same office", "the foreign minister", ["deputy foreign minister"], "exact"),
    ("only the noun", "the minister", ["transport minister"], "noun"),
    ("another portfolio", "the foreign minister", ["transport minister"], "none"),
    ("a diplomat by office", "the senior diplomat", ["ambassador to Peru"], "generic"),
    ("any official", "the official", ["customs chief"], "generic"),
    ("a private person is no official", "the official", ["economist"], "none"),
    ("nothing is known", "the minister", [], "none"),
    ("spokeswoman and spokesperson", "the spokeswoman", ["foreign ministry spokesperson"], "noun"),
]


@pytest.mark.parametrize(("asked", "held", "wanted"), [case[1:] for case in FITS], ids=[case[0] for case in FITS])
def test_how_an_office_fits(asked, held, wanted):
    assert fitness(asked, tuple(held)) == wanted


@pytest.mark.parametrize(
    ("text", "gender"), [("the spokeswoman", "f"), ("a spokesman", "m"), ("the minister", None), ("chairwoman", "f")]
)
def test_some_offices_tell_the_gender(text, gender):
    assert gender_of_office(text) == gender


@pytest.mark.parametrize(("text", "noun"), [("the ambassador to Peru", "ambassador"), ("of", None), ("", None)])
def test_the_head_of_an_office(text, noun):
    assert head_noun(text) == noun


@pytest.mark.parametrize(
    ("text", "body"), [("the energy ministry", True), ("Embassy in Dorva", True), ("the minister", False)]
)
def test_a_body_is_no_person(text, body):
    assert is_institution(text) is body


@pytest.mark.parametrize(
    ("text", "proper"), [("The Cattle Traders", True), ("A hydrologist", False), ("Hydrologists", False)]
)
def test_a_proper_name_has_a_capital_of_its_own(text, proper):
    assert proper_name(ENGLISH(text)[:], lambda i: False) is proper


PHRASES = [
    ("with an article", "Later the senior diplomat left.", ["the senior diplomat"]),
    ("a body with its owner", "Turkey’s energy ministry struck a tone.", ["Turkey’s energy ministry"]),
    ("nobody's office", "Later the old tree fell.", []),
]


@pytest.mark.parametrize(("text", "wanted"), [case[1:] for case in PHRASES], ids=[case[0] for case in PHRASES])
def test_office_phrases_of_a_sentence(text, wanted):
    assert [span.text for span in office_phrases(ENGLISH(text), set(), set(), {0})] == wanted


@pytest.mark.parametrize("text", ["Later the minister of 1990 left.", "Later the minister for now left."])
def test_an_office_phrase_ends_with_a_noun(text):
    assert [span.text for span in office_phrases(ENGLISH(text), set(), set(), {0})] == ["the minister"]


def test_a_body_takes_no_word_of_its_neighbour():
    doc = ENGLISH("On Monday Ana Kovar Energy Ministry left.")
    assert [span.text for span in office_phrases(doc, {2, 3}, {2, 3}, {0})] == ["Energy Ministry"]


@pytest.mark.parametrize(("end", "wanted"), [("left", []), ("met the senior diplomat", ["the senior diplomat"])])
def test_a_title_before_a_name_is_left_to_the_name(end, wanted):
    doc = ENGLISH(f"the minister Ana Kovar {end}")
    assert [span.text for span in office_phrases(doc, {2, 3}, {2, 3}, {0})] == wanted


def test_features_of_somebody_just_named():
    trace = Trace.of(Entity("e1", "person", "Ana Kovar", gender="f"), ["foreign minister"], ["HR"])
    trace.start, trace.sentence, trace.paragraph, trace.count = 3, 1, 1, 1
    anaphor = Anaphor("f", 20, 2, 1)
    found = features(trace, anaphor, Standing(0, 0, 1.0, 0.0, True), None)
    assert found["sentences 1"] == found["gender right"] == found["office official"] == 1.0
    assert nobody([found])["nobody although near"] == 1.0
    assert nobody([])["nobody although near"] == 0.0


REMEMBERED = [
    ("long ago is three paragraphs", "f", 3, 0, {"paragraphs 3", "spoke 3 paragraphs ago", "once"}),
    ("a woman is not he", "m", 1, 0, {"gender wrong", "spoke when last named"}),
    ("who spoke last has the turn", "title", 1, 0, {"spoke rank 0", "fit open, spoke last"}),
    ("who spoke before others had it", "title", 1, 2, {"spoke rank 2", "fit open, spoke before"}),
]


@pytest.mark.parametrize(
    ("kind", "spoke_in", "rank", "wanted"), [case[1:] for case in REMEMBERED], ids=[case[0] for case in REMEMBERED]
)
def test_features_of_somebody_who_spoke(kind, spoke_in, rank, wanted):
    trace = Trace.of(Entity("e1", "person", "Ana Kovar", gender="f"), [], [])
    trace.start = trace.spoke_at = 3
    trace.sentence, trace.paragraph, trace.spoke_in, trace.count, trace.spoke = 1, 1, spoke_in, 1, 1
    found = features(trace, Anaphor(kind, 200, 20, 9, "the minister"), Standing(rank, rank, 1.0, 1.0, False), None)
    assert {name for name in wanted if found.get(name) != 1.0} == set()


@pytest.mark.parametrize(("early", "comes"), [(True, "early"), (False, "later")])
def test_features_of_somebody_who_is_named_later(early, comes):
    trace = Trace.of(Entity("e1", "person", "Ana Kovar"), [], [])
    found = features(trace, Anaphor("title", 5, 1, 1, "the minister"), Standing(0, 0, 0.0, 0.0, early), (9, 5, True))
    assert found["comes in 3 paragraphs"] == found["comes as opening"] == found[f"fit open, comes {comes}"] == 1.0
    assert found["comes early"] == float(early)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80))
def test_words_and_text_are_those_of_the_doc(text):
    doc = ENGLISH(text)
    assert text_of(doc) == doc.text == text
    assert words_of(doc) == [token.text for token in doc]


def test_a_retokenized_doc_is_read_again():
    doc = ENGLISH("New York waits")
    assert words_of(doc) == ["New", "York", "waits"]
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[:2])
    assert words_of(doc) == ["New York", "waits"]
