"""Where sentences start: a quote and its reporting clause are never parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_docs import ENGLISH, TAG, marked_doc

from stancekit.annotation.sentences import sentence_starts

# a bar stands where a sentence ends
CASES = [
    ("stops", "Talks ended.| No date was set.| Was it rain?| It was!"),
    ("a stop inside the marks", "“No more.”| The envoy left."),
    ("a comma inside the marks", "“No more,” <s>she</s> <k>said</k>.| He left."),
    ("an exclamation before a reporting clause", "“Never!” <s>Kovar</s> <k>said</k>.| She left."),
    ("a question before a reporting clause", "“Why now?” <k>asked</k> <s>the envoy</s>.| Nobody knew."),
    ("a stop before a reporting clause by mistake", "“No more.” <s>Kovar</s> <k>said</k>.| She left."),
    ("a mark right behind a stop closes, also where the text begins", '?"|Talks ended.'),
    ("a reporting clause between two sentences", "“A start,” <s>he</s> <k>said</k>.| “No more.”"),
    ("two quotations in a row", "“A start.”| “No more.”"),
    ("straight marks in a row", '"A start."| "No more."'),
    ("a reporting clause alone is a sentence", "It rained.| <s>Kovar</s> <k>said</k> it would.| It did."),
    ("a stop before a small letter", "The No. one issue vs. the rest stays."),
    ("a stop within a bracket", "He left (at noon.)| She stayed."),
    ("lines", "Talks resume\n|Rain fell\n\n|The end"),
    ("a line that begins in small letters", "Talks resume\n|rain fell"),
    ("dots", "“Well…”| He paused."),
    ("no stop at all", "Talks resume"),
]


@pytest.mark.parametrize("marked", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_sentences(marked):
    doc = marked_doc(marked.replace("|", ""))
    found = [sentence.text.strip() for sentence in doc.sents]
    assert found == [part.strip() for part in TAG.sub("", marked).split("|")]


def test_no_tokens_no_sentences():
    assert sentence_starts(ENGLISH(""), set()) == []


@given(st.text(alphabet="aB .!?“”\"'’\n),", max_size=60), st.sets(st.integers(0, 30)))
def test_whatever_the_text_the_first_token_starts_and_no_space_does(text, reporting):
    doc = ENGLISH.make_doc(text)
    starts = sentence_starts(doc, reporting)
    assert len(starts) == len(doc)
    assert all(starts[:1])
    assert not any(start and token.is_space for start, token in zip(starts[1:], list(doc)[1:], strict=True))
