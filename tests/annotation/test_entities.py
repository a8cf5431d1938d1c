"""Names from the reader's probabilities: read whole, never cut inside of a hyphenated word."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from stancekit.annotation.entities import NAMES, entities

ENGLISH = spacy.blank("en")
LABEL = {"p": "PERSON", "o": "ORG", "l": "LOC"}


def read(text: str, drawn: str) -> list[tuple[str, str]]:
    """Names of a text where each token's likeliest label is drawn: ``P`` begins a person, ``p`` goes on, ``.`` none."""
    doc = ENGLISH.make_doc(text)
    assert len(doc) == len(drawn), [token.text for token in doc]
    table = np.full((len(doc), 2 * len(NAMES) + 1), 0.02)
    for row, letter in zip(table, drawn, strict=True):
        kind = LABEL.get(letter.lower())
        column = 0 if kind is None else 2 * NAMES.index(kind) + (1 if letter.isupper() else 2)
        row[column] = 0.88
    return [(span.text, span.label_) for span in entities(doc, table)]


CASES = [
    ("a person and a place", "Ana Kovar left Dorva .", "Pp.L.", [("Ana Kovar", "PERSON"), ("Dorva", "LOC")]),
    ("nothing", "They left early .", "....", []),
    ("two names side by side", "For Ana Kovar Dorva waits", ".PpL.", [("Ana Kovar", "PERSON"), ("Dorva", "LOC")]),
    ("most words decide the label", "The Ministry of Mines spoke", ".Ool.", [("Ministry of Mines", "ORG")]),
    ("a hyphenated name is one", "Ana Kovar-Ilic left", "PpoP.", [("Ana Kovar-Ilic", "PERSON")]),
    ("its second half was not read", "Ana Kovar-Ilic left", "Pp...", [("Ana Kovar-Ilic", "PERSON")]),
    ("its first half was not read", "Kovar-Ilic left", "..P.", [("Kovar-Ilic", "PERSON")]),
    ("a hyphen before a small letter is no name's", "Dorva-based firm", "L...", [("Dorva", "LOC")]),
    ("possessive and article stay outside", "The Senate 's vote", "Ooo.", [("Senate", "ORG")]),
    ("no capital, no name", "the federal court", ".Oo", []),
    ("a people is no name", "Canadian envoy Ana Kovar", "L.Pp", [("Ana Kovar", "PERSON")]),
    ("unless the text has none", "ANA KOVAR LEFT", "Pp.", [("ANA KOVAR", "PERSON")]),
]


@pytest.mark.parametrize(("text", "drawn", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_names(text: str, drawn: str, wanted: list[tuple[str, str]]) -> None:
    assert read(text, drawn) == wanted


@given(st.lists(st.sampled_from(["Ana", "-", "of", "'s", "“", "Dorva", "\n", "the"]), max_size=12), st.data())
def test_names_never_overlap_and_never_begin_with_a_mark(words: list[str], data: st.DataObject) -> None:
    doc = ENGLISH.make_doc(" ".join(words))
    drawn = data.draw(st.lists(st.floats(0, 1), min_size=7 * len(doc), max_size=7 * len(doc)))
    table = np.array(drawn).reshape(len(doc), 7) + 1e-3
    found = entities(doc, table / table.sum(axis=1, keepdims=True))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(span[0].text not in "“-'s" and not span[0].is_space for span in found)
