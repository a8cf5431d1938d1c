"""What all tests of corpora share."""

from __future__ import annotations

import pytest

from stancekit.corpus import work


@pytest.fixture(autouse=True)
def _no_models_kept():
    """Models are kept in a process for the next run; fake ones must not be found by other tests."""
    work._loaded.cache_clear()
    yield
    work._loaded.cache_clear()
