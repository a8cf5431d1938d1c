"""What the tests of the tone half share: a tiny encoder and a toy table of quotes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stancekit.tone.encoder import QuoteEncoder

TINY = Path(__file__).parents[1] / "data" / "tiny_tone"

WORDS = {
    "hostile": ["accused", "condemns", "lied", "shame", "threatened", "punish"],
    "cautious": ["unclear", "perhaps", "if", "wait", "unless", "may"],
    "constructive": ["thanks", "welcomes", "glad", "praised", "friends", "grateful"],
}


@pytest.fixture
def tiny() -> Path:
    """Folder of an encoder of 8 dimensions."""
    return TINY


@pytest.fixture
def encoder() -> QuoteEncoder:
    return QuoteEncoder(TINY)


@pytest.fixture
def labelled() -> pd.DataFrame:
    """36 short quotes, six words a tone in two sentences each; one document for each word."""
    rows = [
        {"text": sentence.replace("{}", word), "counterpart": "FR", "tone": tone, "doc": word}
        for tone, words in WORDS.items()
        for word in words
        for sentence in ("{} they said", "we said {} and they were {}")
    ]
    return pd.DataFrame(rows)
