"""Names of persons: which are the same, which is the fullest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_docs import ENGLISH, marked_doc

from stancekit.annotation.names import display_name, key_words, name_span, people, same_person
from stancekit.annotation.states import States

SAME = [
    ("Ana Kovar", "Kovar", True),
    ("Ana Kovar", "Ana", True),
    ("Ana Kovar", "A. Kovar", True),
    ("Ana Kovar", "Ana Kovar", True),
    ("Ana Maria Kovar", "Ana Kovar", True),
    ("Ana Kovar", "Ivan Kovar", False),
    ("Ana Kovar", "I. Kovar", False),
    ("Ana Kovar", "Kovač", False),
    ("Park Min-jun", "Park", True),
    ("Nguyen Van Duc", "Duc", True),
    ("Lars van der Meer", "der", False),
    ("Émile Duprés", "Dupres", True),
    ("Kovar", "Ana Kovar", False),
    ("", "Kovar", False),
    ("Kovar", "", False),
]


@pytest.mark.parametrize(("full", "short", "wanted"), SAME)
def test_a_short_form_can_stand_for_a_fuller_one(full, short, wanted):
    assert same_person(key_words(full), key_words(short)) is wanted


CLUSTERS = [
    (
        "full name, surname, name with title",
        "<p>Ana Kovar</p> left. <p>Kovar</p> smiled. Mrs <p>Ana Kovar</p> waved.",
        {"Ana Kovar": ["Ana Kovar", "Kovar", "Ana Kovar"]},
    ),
    (
        "the fullest form may come later",
        "<p>Kovar</p> left. <p>Ana Maria Kovar</p>, who is 50, waved.",
        {"Ana Maria Kovar": ["Kovar", "Ana Maria Kovar"]},
    ),
    (
        "family name first",
        "<p>Park Min-jun</p> left. <p>Park</p> waved.",
        {"Park Min-jun": ["Park Min-jun", "Park"]},
    ),
    (
        "two of one surname: the one named last is meant",
        "<p>Ana Kovar</p> left. <p>Ivan Kovar</p> stayed. <p>Kovar</p> waved.",
        {"Ana Kovar": ["Ana Kovar"], "Ivan Kovar": ["Ivan Kovar", "Kovar"]},
    ),
    (
        "titles are no part of a name",
        "<p>Foreign Minister Ana Kovar</p> left. <p>President Kovar</p> waved.",
        {"Ana Kovar": ["Ana Kovar", "Kovar"]},
    ),
    (
        "nor is a possessive",
        "<p>Ana Kovar’s</p> plane left.",
        {"Ana Kovar": ["Ana Kovar"]},
    ),
    (
        "a surname that the reader missed is found",
        "<p>Ana Kovar</p> left. Later Kovar waved.",
        {"Ana Kovar": ["Ana Kovar", "Kovar"]},
    ),
    (
        "a capital that the reader takes for a name is none",
        "<p>Kinshasa</p> waved. <p>Ana Kovar</p> left.",
        {"Ana Kovar": ["Ana Kovar"]},
    ),
    (
        "a surname alone is nobody else",
        "<p>Kovar</p> left. <p>Ivo Brod</p> waved.",
        {"Kovar": ["Kovar"], "Ivo Brod": ["Ivo Brod"]},
    ),
    ("a given name that the reader left out", "From DORVA Ana <p>Kovar</p> waved.", {"Ana Kovar": ["Ana Kovar"]}),
    (
        "two that it left out",
        "From DORVA Ana Maria <p>Kovar</p> waved.",
        {"Ana Maria Kovar": ["Ana Maria Kovar"]},
    ),
    ("an initial alone is nobody", "<p>Malcolm B.</p> left. Plan B failed.", {"Malcolm B.": ["Malcolm B."]}),
    ("a word in capitals is no given name", "From DORVA <p>Ana Kovar</p> waved.", {"Ana Kovar": ["Ana Kovar"]}),
    ("capitals throughout", "<p>ANA KOVAR</p> left.", {"Ana Kovar": ["ANA KOVAR"]}),
    (
        "titles of other languages are none of the name",
        "<p>Señora Ana Kovar</p> left. <p>Chief Ivo Brod</p> and <p>Mme Lea Sand</p> waved.",
        {"Ana Kovar": ["Ana Kovar"], "Ivo Brod": ["Ivo Brod"], "Lea Sand": ["Lea Sand"]},
    ),
    ("over a line end", "<p>Ana\nKovar</p> left.", {"Ana Kovar": ["Ana\nKovar"]}),
    ("nobody", "Rain fell.", {}),
]


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in CLUSTERS], ids=[case[0] for case in CLUSTERS])
def test_clusters(markup, wanted):
    found = people(d := marked_doc(markup), States(d))
    assert {person.name: [mention.text for mention in person.mentions] for person in found} == wanted
    assert len({person.id for person in found}) == len(found)


GENDERS = [
    ("Mrs <p>Kovar</p> left.", "f"),
    ("Mr <p>Kovar</p> left.", "m"),
    ("The spokeswoman, <p>Ana Kovar</p>, left.", "f"),
    ("<p>Ivo Brod</p>, the party’s chairman, left.", "m"),
    ("<p>Kim Brod</p> left.", None),
    ("Her counterpart, <p>Kim Brod</p>, left.", None),
    ("<p>Ivan Brod</p> left.", "m"),
    ("Señora <p>Brod</p> left.", "f"),
    ("Herr <p>Brod</p> left.", "m"),
]


@pytest.mark.parametrize(("markup", "gender"), GENDERS)
def test_titles_tell_the_gender(markup, gender):
    (person,) = people(d := marked_doc(markup), States(d))
    assert person.gender == gender


def test_a_name_on_one_line_in_ordinary_capitals():
    doc = ENGLISH.make_doc("JOSÉ\n  DE MARCO and Ana de Marco")
    assert display_name(doc[0:4]) == "José De Marco"
    assert display_name(doc[5:8]) == "Ana de Marco"


@pytest.mark.parametrize("text", ["minister", "President", "’s", "12", "the"])
def test_what_holds_no_name_is_none(text):
    doc = ENGLISH.make_doc(text)
    assert name_span(doc, 0, len(doc)) is None


@given(
    st.lists(st.sampled_from(["Ana Kovar", "Ivo Kovar", "Kovar", "A. Kovar", "Ana", "Ivo Brod", "Brod"]), max_size=8)
)
def test_every_mention_belongs_to_one_person(names):
    doc = marked_doc("".join(f"<p>{name}</p> left.\n" for name in names))
    places = [(m.start, m.end) for person in people(doc, States(doc)) for m in person.mentions]
    assert sorted(places) == [(ent.start, ent.end) for ent in doc.ents]
    assert len(set(places)) == len(places)
