"""Rows and articles that nobody wrote for real."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stancekit.columns import COLUMNS
from stancekit.tables import frame_of

TEXT = (
    "Rain fell on the harbour. The ferries were late. “We trust Dorva,” Ana Kovar said on Monday, “and we will wait.” "
    "Nobody asked more. The ministry of Luria said that the strait was closed to Croatian ships. It gave no date."
)
MODEL = "reader-1+aa tone-1+bb"
ATTACK = "<img src=x onerror=\"document.documentElement.dataset.hit='1'\"><script>document.title='hit'</script>"


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def row(**cells: Any) -> dict[str, Any]:
    """A row of the contract; what is not given is plain."""
    fragments = cells.get("fragments") or [span("We trust Dorva")]
    plain: dict[str, Any] = {
        **dict.fromkeys(COLUMNS),
        "doc_id": "harbour",
        "quote_id": "q1",
        "quote": " ".join(TEXT[start:end] for start, end in fragments),
        "fragments": fragments,
        "start": fragments[0][0],
        "end": fragments[-1][1],
        "kind": "direct",
        "cue": "said",
        "source": "Ana Kovar",
        "speaker": "Ana Kovar",
        "speaker_role": "minister",
        "speaker_state": "SI",
        "counterpart": "IT",
        "counterpart_found": "named",
        "tone": "constructive",
        "p_hostile": 0.1,
        "p_cautious": 0.2,
        "p_constructive": 0.7,
        "stance": 0.6,
        "tone_set": "constructive",
        "date": "2024-03-01",
        "outlet": "Harbour Post",
        "title": "Ferries late",
        "url": "https://harbour.example/1",
        "model": MODEL,
        "confidence": 0.9,
        "speaker_confidence": 0.8,
        "counterpart_confidence": 0.95,
    }
    return plain | cells


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return frame_of(rows)


HOSTILE_TONE = {
    "tone": "hostile",
    "p_hostile": 0.9,
    "p_cautious": 0.06,
    "p_constructive": 0.04,
    "stance": -0.86,
    "tone_set": "hostile",
}
NO_TONE = {
    "counterpart": None,
    "counterpart_found": None,
    **dict.fromkeys(["tone", "p_hostile", "p_cautious", "p_constructive", "stance", "tone_set"]),
    "counterpart_confidence": None,
}


def some_rows() -> pd.DataFrame:
    """Four rows of three quotes in two articles: three speakers, three dyads, one quote without a state addressed."""
    ministry = {
        "quote_id": "q2",
        "fragments": [span("the strait was closed to Croatian ships")],
        "kind": "indirect",
        "source": "The ministry of Luria",
        "speaker": None,
        "speaker_role": None,
        "speaker_state": "IT",
        "counterpart": "HR",
        "speaker_confidence": None,
    }
    other = {
        "doc_id": "quay",
        "quote": "we shall see",
        "fragments": [[0, 12]],
        "speaker": "Žiga Čop",
        "date": "12 September 2024",
        "title": "A quiet day",
        "outlet": "Quay News",
        "url": None,
        "confidence": 0.4,
    }
    return frame(
        row(fragments=[span("We trust Dorva"), span("and we will wait.")]),
        row(fragments=[span("We trust Dorva"), span("and we will wait.")], counterpart="HR", **HOSTILE_TONE),
        row(**ministry, **HOSTILE_TONE),
        row(**other | NO_TONE),
    )
