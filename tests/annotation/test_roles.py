"""Offices beside names."""

import pytest
from marked_docs import marked_doc

from stancekit.annotation.roles import (
    MAX_APPOSITION,
    display_role,
    fold,
    has_office,
    head_words,
    roles_of,
    speaks_for_state,
)

CASES = [
    ("right before the name", "Croatian Foreign Minister <p>Ana Kovar</p> left.", ["Croatian Foreign Minister"]),
    ("in small letters", "Deputy foreign minister <p>Ana Kovar</p> left.", ["Deputy foreign minister"]),
    ("with an article", "The Croatian envoy <p>Ana Kovar</p> left.", ["Croatian envoy"]),
    (
        "after the word that opens the sentence",
        "Meanwhile opposition leader <p>Ana Kovar</p> left.",
        ["opposition leader"],
    ),
    ("in French", "The chargé d’affaires of Chile, <p>Ana Kovar</p>, left.", ["chargé d’affaires of Chile"]),
    ("with a possessive", "Croatia’s foreign minister <p>Ana Kovar</p> left.", ["Croatia’s foreign minister"]),
    ("between commas", "The foreign minister, <p>Ana Kovar</p>, left.", ["foreign minister"]),
    ("no apposition without a second comma", "On a visit to the foreign minister, <p>Ivo Brod</p> wept.", []),
    (
        "in an apposition",
        "<p>Ana Kovar</p>, the foreign minister of Croatia, left.",
        ["foreign minister of Croatia"],
    ),
    (
        "before and after",
        "Minister <p>Ana Kovar</p>, a former ambassador to Chile, left.",
        ["Minister", "former ambassador to Chile"],
    ),
    (
        "a name that is itself the apposition has none after it",
        "The minister, <p>Ana Kovar</p>, accused the government of sloth.",
        ["minister"],
    ),
    (
        "no longer than an apposition is",
        f"<p>Ana Kovar</p>, the envoy to the {'old ' * 40}town, left.",
        [f"envoy to the {'old ' * (MAX_APPOSITION - 4)}".strip()],
    ),
    ("a comma at the very end", "Nobody saw <p>Ana Kovar</p>,", []),
    ("in brackets", "<p>Ana Kovar</p> (foreign minister) left.", ["foreign minister"]),
    ("the first of two", "<p>Ana Kovar</p>, foreign minister and deputy leader, left.", ["foreign minister"]),
    ("none after a name without a comma", "<p>Ana Kovar</p> met the foreign minister of Chile.", []),
    ("none after a comma of a headline", "<p>Ana Kovar</p>, foreign minister of Croatia\nFerries stay in port.", []),
    ("none", "On Monday <p>Ana Kovar</p> left.", []),
    ("an apposition that is no office", "<p>Ana Kovar</p>, who is 50, left.", []),
    ("nor does a cue begin one", "Mr <p>Ana Kovar</p>, urged both governments to talk.", []),
    ("of a lower rank", "Chile’s junior minister, <p>Ana Kovar</p>, left.", ["Chile’s junior minister"]),
    ("before an honour", "Chile’s envoy, Dame <p>Ana Kovar</p>, left.", ["Chile’s envoy"]),
    ("before an honour without a comma", "Foreign Minister Sheikh <p>Ana Kovar</p> left.", ["Foreign Minister"]),
    ("before a form of address", "An envoy, Mr <p>Ana Kovar</p>, urged both governments to talk.", ["envoy"]),
    ("whom one talks to is not one’s office", "<p>Ana Kovar</p>, in talks with the president, left.", []),
]


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_offices_around_a_name(markup, wanted):
    doc = marked_doc(markup)
    assert [display_role(role) for role in roles_of(doc, doc.ents[0])] == wanted


VOICES = [
    ("foreign minister", True),
    ("deputy foreign minister", True),
    ("member of parliament", False),
    ("opposition leader", False),
    ("former foreign minister", False),
    ("businessman", False),
    ("tall woman", None),
    ("", None),
]


@pytest.mark.parametrize(("phrase", "wanted"), VOICES)
def test_whether_an_office_is_the_voice_of_a_state(phrase, wanted):
    assert speaks_for_state(phrase) is wanted
    assert has_office(phrase) is (wanted is not None)


def test_offices_compare_without_gender_article_and_accents():
    assert head_words("the spokeswoman of Türkiye") == head_words("spokesperson, Turkiye") == {"spokes", "turkiye"}
    assert fold("Duprés’") == "dupres"
