"""One person across a corpus: who gets the same id, and who does not."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.errors import InputError
from stancekit.identities import SpeakerRegistry, link_speakers


def ids(*names, state="RU"):
    registry = SpeakerRegistry()
    return [registry.identify(name, state) for name in names]


ONE = [
    ("a surname alone", ("Sergei Ledov", "Ledov")),
    ("a title", ("Sergei Ledov", "Foreign Minister Ledov", "Mr Ledov")),
    ("transliterations", ("Sergei Ledov", "Sergey Ledov", "Sergiy Ledov")),
    ("another script", ("Sergei Ledov", "Сергей Ледов")),
    ("accents", ("Recep Yılmazoğlu", "Recep Yilmazoglu")),
    ("an initial", ("Sergei Ledov", "S. Ledov")),
    ("an initial first", ("J. R. Talbot", "John Talbot")),
    ("vowels that differ", ("Mohammed al-Attiyah", "Muhammad Al Attiya")),
    ("a hyphen", ("Hossein Amirabadi", "Hussein Amir-Abadi")),
    ("the surname first", ("Viktor Halász", "Halász Viktor", "Halász")),
    ("a Korean name with and without its hyphen", ("Kim Yo Jin", "Kim Yo-jin", "Kim")),
    ("a surname before its full name", ("Ledov", "Sergei Ledov", "Ledov")),
    ("a middle name left out", ("Recep Tayyip Yilmaz", "Recep Yilmaz")),
    ("a body with its article", ("the Ministry of Foreign Affairs", "Ministry of Foreign Affairs")),
]


@pytest.mark.parametrize("names", [case[1] for case in ONE], ids=[case[0] for case in ONE])
def test_the_same_person_has_one_id(names):
    assert len(set(ids(*names))) == 1


TWO = [
    ("other given names", ("Ana Kovar", "Ivan Kovar")),
    ("short surnames that are alike", ("Ana Li", "Ana Le")),
    ("other surnames", ("Sergei Ledov", "Sergei Ledin")),
    ("a body is no person", ("Ministry of Defence", "Ana Defence")),
    ("two bodies", ("Ministry of Defence", "Ministry of Foreign Affairs")),
]


@pytest.mark.parametrize("names", [case[1] for case in TWO], ids=[case[0] for case in TWO])
def test_two_persons_have_two_ids(names):
    assert len(set(ids(*names))) == len(names)


def test_a_surname_that_two_bear_is_nobodys_but_its_own():
    ana, ivan, kovar, again = ids("Ana Kovar", "Ivan Kovar", "Kovar", "Kovar")
    assert kovar not in (ana, ivan)
    assert kovar == again == "ru-kovar"


def test_states_part_namesakes_and_nobody_has_no_id():
    registry = SpeakerRegistry()
    assert registry.identify("Ana Kovar", "HR") == "hr-ana-kovar"
    assert registry.identify("Ana Kovar", "SI") == "si-ana-kovar"
    assert registry.identify("Ana Kovar") == "xx-ana-kovar"
    assert registry.identify(None, "HR") is registry.identify("  ", "HR") is None


NAMES = st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["RU", "HR", None])), max_size=30)


@given(NAMES)
def test_the_same_corpus_gives_the_same_ids(pairs):
    first, second = SpeakerRegistry(), SpeakerRegistry()
    assert [first.identify(*pair) for pair in pairs] == [second.identify(*pair) for pair in pairs]


@given(NAMES)
def test_whoever_has_a_name_has_an_id(pairs):
    registry = SpeakerRegistry()
    for name, state in pairs:
        found = registry.identify(name, state)
        assert (found is None) == (not name.strip())


def test_rows_get_their_column():
    rows = pd.DataFrame({"speaker": ["Ana Kovar", None, "Kovar"], "speaker_state": ["HR", "HR", "HR"]}, index=[5, 6, 7])
    linked = link_speakers(rows)
    assert linked["speaker_id"].tolist() == ["hr-ana-kovar", None, "hr-ana-kovar"]
    assert linked.index.tolist() == [5, 6, 7]
    assert "speaker_id" not in rows


def test_a_frame_of_something_else_is_refused():
    with pytest.raises(InputError, match="speaker_state"):
        link_speakers(pd.DataFrame({"speaker": []}))
