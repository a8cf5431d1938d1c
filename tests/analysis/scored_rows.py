"""Small frames of rows for the tests of analysis, written as a table; and generated ones with a known mean."""

from __future__ import annotations

import numpy as np
import pandas as pd

HOSTILE, CAUTIOUS, CONSTRUCTIVE = "hostile", "cautious", "constructive"
OF_STANCE = {-1: HOSTILE, 0: CAUTIOUS, 1: CONSTRUCTIVE}


def row(doc, statement, date, stance, tone_set=None, state="HR", toward="IT", speaker="Ana Kovar"):
    """One row; its tone is the one nearest to its stance."""
    tone = OF_STANCE[round(stance)]
    return {
        "doc_id": doc,
        "statement_id": statement,
        "speaker": speaker,
        "speaker_id": None if speaker is None else f"{state or 'xx'}-{speaker}".lower().replace(" ", "-"),
        "speaker_state": state,
        "counterpart": toward,
        "date": date,
        "stance": stance,
        "tone": tone,
        "tone_set": tone_set or tone,
    }


def frame(*rows):
    """Rows with quote ids of their own."""
    return pd.DataFrame(rows).assign(quote_id=[f"q{number}" for number in range(1, len(rows) + 1)])


def worlds(runs, articles, *, mean=0.2, outlets=0, seed=0, date="2024-03-01"):
    """Many dyads of the same true mean, with so many articles each, of one to five statements.

    Statements of one article are alike. With ``outlets``, each statement is carried by one to so many further
    articles, which have nothing else.
    """
    random = np.random.default_rng(seed)
    rows = []
    for run in range(runs):
        for article in range(articles):
            own = random.uniform(-0.3, 0.3)
            for statement in range(random.integers(1, 6)):
                stance = mean + own + random.uniform(-0.4, 0.4)
                docs = [f"d{article}"]
                if outlets:
                    docs += [f"d{article}-{statement}-{one}" for one in range(random.integers(1, outlets + 1))]
                rows += [row(doc, f"{article}-{statement}", date, stance, state=f"S{run:03}") for doc in docs]
    return frame(*rows)
