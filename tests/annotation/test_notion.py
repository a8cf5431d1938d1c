"""PolNeAR's wider notion of a quote: which “that” belongs to it."""

import pytest
import spacy

from stancekit.annotation.contents import Piece
from stancekit.annotation.linking import Attribution
from stancekit.annotation.notion import with_complementisers

NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "contents", "starts"),
    [
        pytest.param("Kovar said that talks go on", [(3, 6)], [2], id="the one before it"),
        pytest.param("Kovar said that “ talks go on ”", [(4, 7)], [2], id="also over marks"),
        pytest.param("Kovar said talks go on", [(2, 5)], [2], id="none stands there"),
        pytest.param("Kovar said that that would change", [(3, 4), (4, 6)], [2, 4], id="none of another quote"),
    ],
)
def test_that_is_taken_into_the_content(text, contents, starts):
    doc = NLP(text)
    found = [Attribution([Piece(*place)], cue=doc[1:2], source=doc[:1]) for place in contents]
    assert [attribution.start for attribution in with_complementisers(doc, found)] == starts


def test_without_a_cue_it_stays_outside():
    doc = NLP("that talks go on")
    [alone] = with_complementisers(doc, [Attribution([Piece(1, 4)])])
    assert alone.start == 1
