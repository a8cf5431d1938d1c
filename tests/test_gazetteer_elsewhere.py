"""The gazetteer beside two tables that others keep: Babel's names of territories, countryinfo's capitals and demonyms.

A test for development: neither package is needed to run stancekit. Where they differ from us, the reason stands here.
"""

import pytest

from stancekit import gazetteer_tables
from stancekit.gazetteer import gazetteer

babel = pytest.importorskip("babel", reason="a package of the dev extra")
countryinfo = pytest.importorskip("countryinfo", reason="a package of the dev extra")

BLOCS = {"EU", "NATO", "UN"}
STATES = sorted(set(gazetteer_tables.read_states()) - BLOCS)

DIFFERENT = {
    ("BE", "Brussels"): "the EU, unless Belgium is named near by (resources/README.md)",
    ("PS", "Jerusalem"): "stands for the government of Israel in news; a code says who speaks, not whose land it is",
    ("CG", "Congolese"): "alone it is the larger Congo's",
    ("DM", "Dominican"): "alone it is the Dominican Republic's",
    ("BO", "Sucre"): "a common name; only where Bolivia is named near by",
    ("CR", "San José"): "a common name; only where Costa Rica is named near by",
    ("GY", "Georgetown"): "a common name; only where Guyana is named near by",
    ("JM", "Kingston"): "a common name; only where Jamaica is named near by",
    ("SC", "Victoria"): "a common name; only where the Seychelles are named near by",
    ("GD", "St. George's"): "a common name; only where Grenada is named near by",
    ("AG", "Saint John's"): "a common name; only where Antigua is named near by",
    ("CV", "Cape Verdian"): "a misspelling of Cape Verdean",
    ("GW", "Guinea-Bissauan"): "Bissau-Guinean",
    ("MV", "Maldivan"): "Maldivian",
    ("KN", "Kittian and Nevisian"): "Kittitian",
    ("SR", "Surinamer"): "Surinamese",
}


def found(text):
    return {mention.state for mention in gazetteer().find(text)}


@pytest.mark.parametrize("code", STATES)
def test_babel_calls_it_by_a_name_that_we_know(code):
    name = babel.Locale("en").territories[code]
    assert found(name) == {code}


@pytest.mark.parametrize("code", sorted(set(STATES) - {"XK"}))  # countryinfo lacks Kosovo
@pytest.mark.parametrize("what", ["capital", "demonym"])
def test_capitals_and_demonyms_are_those_of_countryinfo(code, what):
    name = getattr(countryinfo.CountryInfo(code), what)()
    if not name:
        pytest.skip(f"countryinfo has no {what} of {code}")
    if (code, name) in DIFFERENT:
        assert found(name) != {code}, "no difference any more: take it off the list"
    else:
        assert found(name) == {code}


def test_common_names_need_their_state_near_by():
    assert found("Georgetown said Guyana would wait.") == {"GY"}
    assert found("A professor at Georgetown University") == set()
