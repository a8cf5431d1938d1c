"""The state that an article is written from or about."""

import pytest
import spacy

from stancekit.annotation.article_home import home_of, issuer_of
from stancekit.annotation.layout import paragraphs
from stancekit.annotation.states import States

HOMES = [
    ("its dateline", "LIMA, May 3 — Chile and again Chile was the talk of the day.", "PE"),
    ("a dateline with an agency that nobody knows", "Lima (Small Wire) - Chile and again Chile was the talk.", "PE"),
    ("the ministry over a release", "Ministry of Foreign Affairs of Peru\n\nChile and again Chile was the talk.", "PE"),
    ("where somebody is received", "The minister received the ambassador of Chile in Lima. Chile is near.", "PE"),
    ("not where somebody went", "The minister spoke of Chile, and of Chile again, in Lima.", "CL"),
    ("nor two places", "She received Chile's envoy in Lima. He received Chile's other one in Quito.", "CL"),
    ("the one most named", "Chile, Peru and Chile.", "CL"),
    ("none", "Rain fell.", None),
]


@pytest.mark.parametrize(("text", "state"), [case[1:] for case in HOMES], ids=[case[0] for case in HOMES])
def test_home(text, state):
    states, found = States(spacy.blank("en")(text)), paragraphs(text)
    assert home_of(text, found, states, issuer_of(text, found, states)) == state
