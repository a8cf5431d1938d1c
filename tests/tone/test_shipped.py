"""The model that comes with stancekit, on sentences whose tone nobody doubts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stancekit.tone.classifier import ToneClassifier

GOLDEN = [
    ("hostile", "Russia has broken every promise it ever made, and it will pay for this"),
    ("hostile", "Russia bears full responsibility for the collapse of the talks"),
    ("hostile", "The Russians lie when they open their mouths and lie when they close it"),
    ("cautious", "We have seen the Russian letter and are still studying it"),
    ("cautious", "It is too early to say whether Russia will keep to the schedule"),
    ("cautious", "We neither confirm nor deny that a meeting with Russia is planned"),
    ("constructive", "We thank Russia for its help and look forward to working together"),
    ("constructive", "Russia and Finland agreed to open two more crossings, which is good news for both"),
    ("constructive", "We are ready to talk with Moscow any day, and we welcome its offer"),
]


@pytest.fixture(scope="module")
def shipped() -> ToneClassifier:
    return ToneClassifier.load()


@pytest.fixture(scope="module")
def quotes() -> pd.DataFrame:
    rows = [{"text": text, "tone": tone, "counterpart": "RU", "speaker_state": "FI"} for tone, text in GOLDEN]
    return pd.DataFrame(rows)


def test_golden_rows(shipped, quotes):
    assert list(shipped.predict(quotes)) == list(quotes["tone"])


def test_scores_do_not_depend_on_company(shipped, quotes):
    together = shipped.predict_proba(quotes)
    alone = [shipped.predict_proba(quotes.iloc[[row]])[0] for row in range(len(quotes))]
    assert np.allclose(together, alone, atol=1e-9)
    assert np.allclose(shipped.predict_proba(quotes[::-1])[::-1], together, atol=1e-9)


@pytest.mark.parametrize(
    ("state", "named"), [("CN", "China"), ("US", "the United States"), ("TG", "Togo"), ("EU", "the European Union")]
)
def test_words_are_judged_and_not_countries(shipped, quotes, state, named):
    swap = {"Russians": "others", "Russian": f"{named}’s", "Russia": named, "Moscow": named}
    swapped = quotes.assign(counterpart=state)
    for old, new in swap.items():
        swapped["text"] = swapped["text"].str.replace(old, new)
    assert (shipped.predict(swapped) == quotes["tone"]).mean() >= 8 / 9


def test_the_cue_outside_the_quote_counts(shipped):
    def judged(cue: str) -> str:
        row = {
            "text": "Egypt for its answer to the letter",
            "context": f"The minister {cue} Egypt for its answer to the letter.",
            "counterpart": "EG",
        }
        return str(shipped.predict(pd.DataFrame([row]))[0])

    assert (judged("thanked"), judged("accused")) == ("constructive", "hostile")


def test_a_set_of_one_where_it_is_plain(shipped, quotes):
    sets = shipped.predict_set(quotes)
    assert all(tone in held for tone, held in zip(quotes["tone"], sets, strict=True))
    assert min(map(len, sets)) == 1
