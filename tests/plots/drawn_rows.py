"""Rows to draw: two dyads and a speaker, with a year in which nobody speaks."""

from __future__ import annotations

from typing import Any

import pandas as pd

SHARES = {"hostile": (0.8, 0.15, 0.05), "cautious": (0.2, 0.7, 0.1), "constructive": (0.1, 0.2, 0.7)}
SAID = [  # date, who, state, toward, tone
    ("2021-03-01", "Ana Kovar", "SI", "NO", "hostile"),
    ("2021-05-01", "Ana Kovar", "SI", "NO", "cautious"),
    ("2022-02-01", "Ana Kovar", "SI", "NO", "cautious"),
    ("2022-02-01", "Ana Kovar", "SI", "DK", "constructive"),
    ("2024-02-01", "Ana Kovar", "SI", "NO", "constructive"),
    ("2024-08-01", "Ana Kovar", "SI", "NO", "constructive"),
    ("2024-08-01", "Bo $Ek$ \\frac", "SE", "NO", "hostile"),
]


def scored(said: list[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    """One row of one article for each."""
    rows: list[dict[str, Any]] = []
    for n, (date, speaker, state, counterpart, tone) in enumerate(said):
        words = f"Sentence {n} costs $5 and $6"
        shares = dict(zip(("p_hostile", "p_cautious", "p_constructive"), SHARES[tone], strict=True))
        rows.append(
            {
                "doc_id": f"a{n}",
                "quote_id": "q1",
                "quote": words,
                "fragments": [[0, len(words)]],
                "statement_id": f"s{n}",
                "speaker": speaker,
                "speaker_id": f"{state.lower()}-{speaker.split()[0].lower()}",
                "speaker_state": state,
                "counterpart": counterpart,
                "tone": tone,
                "tone_set": "cautious|constructive" if tone == "cautious" else tone,
                "stance": shares["p_constructive"] - shares["p_hostile"],
                "date": date,
                **shares,
            }
        )
    return pd.DataFrame(rows)


ROWS = scored(SAID)
