"""Where a quote stands in its context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.labelling.spans import from_utf16, joined, locate

FOUND = [
    ("whole", "We wait", "“We wait,” she said.", ["We wait"]),
    ("after astral characters", "We wait", "𝔘𝔫𝔞 👩‍🚀: “We wait”", ["We wait"]),
    ("after combining marks", "We wait", "E\u0301va said: We wait", ["We wait"]),
    ("only the first of two", "We wait", "We wait and We wait", ["We wait"]),
    ("two fragments", "We wait for them", "“We wait,” she said, “for them.”", ["We wait", "for them"]),
    ("a word apart", "We wait patiently", "“We wait,” she said, “patiently.”", ["We wait", "patiently"]),
    ("not there", "We wait", "Nothing of that.", []),
    ("single words by chance", "to be or", "or to look, be seen, or go", []),
    ("empty", "", "Nothing of that.", []),
]


@pytest.mark.parametrize(("text", "context", "words"), [c[1:] for c in FOUND], ids=[c[0] for c in FOUND])
def test_what_is_found(text, context, words):
    spans = locate(text, context)
    assert [context[start:end] for start, end in spans] == words
    if spans:
        assert joined(context, spans) == text


@given(st.text(), st.text(min_size=1), st.text())
def test_a_quote_in_its_context_is_always_found(before, text, after):
    context = before + text + after
    assert joined(context, locate(text, context)) == text


@given(st.text(), st.text())
def test_javascripts_offsets_become_pythons(before, after):
    units = len(before.encode("utf-16-le", "surrogatepass")) // 2
    assert from_utf16(before + after, units) == len(before)
