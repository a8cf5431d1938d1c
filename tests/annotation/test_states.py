"""Names of states in a Doc: found once, at the article's date, with users' own on top."""

import pickle

import pytest
import spacy
from marked_docs import ENGLISH, marked_doc

from stancekit.annotation.layers import read_states
from stancekit.annotation.states import StateFinder, States
from stancekit.errors import InputError

HEADER = "code\ttext\tkind\trule\tsource\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(HEADER + "FR\tthe Hexagon\tseat\t\tours\n", encoding="utf-8")
    return path


def names(doc):
    return [(span.text, span.kb_id_, span.label_) for span in doc.spans["stancekit_states"]]


def test_a_span_has_the_state_as_its_kb_id_and_the_kind_as_its_label():
    doc = StateFinder()(ENGLISH("Ottawa thanked the Kremlin."))
    assert names(doc) == [("Ottawa", "CA", "capital"), ("Kremlin", "RU", "seat")]


def test_leaders_count_at_the_articles_date():
    early, late = marked_doc("Merkel spoke.", "2010-05-01"), marked_doc("Merkel spoke.", "2024-05-01")
    assert (names(StateFinder()(early)), names(StateFinder()(late))) == ([("Merkel", "DE", "leader")], [])


def test_own_names_are_found_and_travel_with_the_component(own, tmp_path):
    finder = StateFinder(names=[own])
    finder.to_disk(tmp_path / "saved")
    for one in (finder, StateFinder().from_disk(tmp_path / "saved"), pickle.loads(pickle.dumps(finder))):
        assert names(one(ENGLISH("Envoys of the Hexagon left."))) == [("the Hexagon", "FR", "seat")]


def test_a_bad_table_is_named(tmp_path):
    (tmp_path / "bad.tsv").write_text(HEADER + "QQ\tNowhere\tname\t\tours\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.tsv:2"):
        StateFinder(names=[tmp_path / "bad.tsv"])


def test_a_factory_of_spacys_own():
    nlp = spacy.blank("en")
    nlp.add_pipe("stancekit_states")
    assert read_states(nlp("Peru waits."))[0].state == "PE"


def test_a_doc_that_nobody_has_been_through_is_read_when_asked():
    assert [mention.state for mention in States(ENGLISH("Peru and Chile wait."))] == ["PE", "CL"]


FROM = [
    ("the ministry in a capital", "The foreign ministry in Sarajevo", "BA"),
    ("an embassy in a capital is another's", "The embassy in Sarajevo", None),
    ("an adjective", "the Egyptian foreign minister", "EG"),
    ("two states", "US and Russian officials", None),
]


@pytest.mark.parametrize(("phrase", "state"), [case[1:] for case in FROM], ids=[case[0] for case in FROM])
def test_the_state_from_which_a_phrase_speaks(phrase, state):
    doc = ENGLISH(f"{phrase} said no.")
    end = len(ENGLISH(phrase))
    assert States(doc).speaks_from(doc[:end]) == state
