"""What the tests of labelling share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def tiny_tone() -> Path:
    """Folder of an encoder of 8 dimensions."""
    return Path(__file__).parents[1] / "data" / "tiny_tone"
