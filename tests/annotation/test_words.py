"""A Doc's tokens as lists: what spaCy's own tokens and spans say, read at once."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from stancekit.annotation.words import sentence_starts, tokens_of

NLP = spacy.blank("en")
TEXTS = st.text(alphabet=st.sampled_from("No kovar’s“”\"'.,- \n\t1é国"), max_size=60) | st.text(max_size=40)


@given(TEXTS)
@example("")
@example(" No,  she\nsaid. \n\n“Don't!” ")
@settings(max_examples=80, deadline=None)
def test_the_lists_hold_what_spacy_says_of_each_token(text: str) -> None:
    doc = NLP.make_doc(text)
    tokens = tokens_of(doc)
    assert tokens.text == doc.text == text
    assert tokens.words == [token.text for token in doc]
    assert tokens.lowered == [token.lower_ for token in doc]
    assert tokens.starts == [token.idx for token in doc]
    assert tokens.ends == [token.idx + len(token) for token in doc]
    assert tokens.spaced == [bool(token.whitespace_) for token in doc]
    assert tokens.blank == [token.is_space for token in doc]
    assert tokens.punct == [token.is_punct for token in doc]


@pytest.mark.parametrize(("start", "end"), [(0, 3), (1, 2), (2, 5), (3, 3), (4, 2), (0, 6)])
def test_a_range_reads_as_a_span_of_it_does(start: int, end: int) -> None:
    doc = NLP.make_doc("No,  said Kovar.")
    assert tokens_of(doc).between(start, end) == doc[start : max(start, end)].text


def test_a_doc_whose_tokens_were_merged_is_read_anew() -> None:
    doc = NLP.make_doc("Ana Kovar said no.")
    assert tokens_of(doc) is tokens_of(doc)
    assert tokens_of(doc).words[:2] == ["Ana", "Kovar"]
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[0:2])
    assert tokens_of(doc).words == ["Ana Kovar", "said", "no", "."]


def test_a_doc_opens_a_sentence_whatever_its_tokens_say() -> None:
    doc = Doc(NLP.vocab, words=["No", ".", "Yes", "."], sent_starts=[False, False, True, False])
    assert sentence_starts(doc) == [0, 2]
