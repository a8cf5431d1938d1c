"""What tests all over share: the pipeline with the reader that comes with stancekit, loaded once."""

from __future__ import annotations

import pytest
from spacy.language import Language

from stancekit.pipeline import load

STORY = (
    "“We thank Egypt for its patience,” Greek Foreign Minister Nikos Vardas said on Monday in Athens. "
    "“But we will not wait for ever,” he added.\n\n"
    "The Kremlin said that talks with Ankara would go on in spring. Rain fell on both delegations.\n\n"
    "Norwegian Prime Minister Liv Aasen told reporters that she was ready to meet the Canadians.\n"
)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline; tests must not change it."""
    return load()


@pytest.fixture
def story() -> str:
    """An article plain enough for any reader: four quotes of three speakers."""
    return STORY
