"""Whatever comes in, the quotes that come out are sound. Ten thousand inputs: benchmarks/odd_inputs.py."""

import pytest
from hypothesis import HealthCheck, given, settings
from odd_inputs import ODD, check_pipeline, check_quotes, texts
from spacy.language import Language

from stancekit.pipeline import COMPONENTS, load

HASTY = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def finder() -> Language:
    """The reader and the quotes alone."""
    return load(exclude=COMPONENTS[2:])


@given(texts())
@settings(HASTY, max_examples=220)
def test_quotes_of_any_text_are_sound(finder, text):
    check_quotes(finder, text, again=True)


@given(texts())
@settings(HASTY, max_examples=80)
def test_quotes_of_any_article_are_sound(nlp, text):
    check_pipeline(nlp, text, again=True)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_what_is_odd_costs_no_quote_in_the_next_paragraph(nlp, finder, odd):
    quoted = "“We thank Egypt for its patience,” Greek Foreign Minister Nikos Vardas said on Monday in Athens."
    assert check_quotes(finder, f"“{odd}‘\n\n{quoted}") >= 1
    assert check_pipeline(nlp, f"“{odd}‘\n\n{quoted}") >= 1
