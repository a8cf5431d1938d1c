"""An invented article with its rows: a quote within a quote, fragments, a shared source, two counterparts."""

from __future__ import annotations

from typing import Any

TEXT = (
    "“Luria told us: ‘We will never pay,’ and Dorva, our friend, agreed,” Ana Kovar said.\n\n"
    "The strait, she added, “stays open & free”. Rain cost $5 < $6."
)


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def place(name: str, words: str) -> dict[str, Any]:
    return dict(zip((f"{name}_start", f"{name}_end"), span(words), strict=True))


def row(quote_id: str, *fragments: str, **cells: Any) -> dict[str, Any]:
    """A row whose cue, source and counterpart's mention are found by their words."""
    found = {"doc_id": "wire", "quote_id": quote_id, "quote": " ".join(fragments), "kind": "direct"}
    found["fragments"] = [span(words) for words in fragments]
    for name, column in (("cue", "cue"), ("source", "source"), ("counterpart", "counterpart_mention")):
        if column in cells:
            found |= place(name, cells[column])
    return found | cells


OUTER = "Luria told us: ‘We will never pay,’ and Dorva, our friend, agreed"
KOVAR = {"speaker": "Ana Kovar", "speaker_state": "SI", "speaker_role": "minister"}
ROWS = [
    row("q1", OUTER, **KOVAR, cue="said", source="Ana Kovar", counterpart="NO", counterpart_mention="Luria",
        tone="hostile", p_hostile=0.8, p_cautious=0.15, p_constructive=0.05, tone_set="hostile|cautious"),
    row("q1", OUTER, **KOVAR, cue="said", source="Ana Kovar", counterpart="DK", counterpart_mention="Dorva",
        tone="constructive", p_hostile=0.1, p_cautious=0.2, p_constructive=0.7, tone_set="constructive"),
    row("q2", "We will never pay", speaker="Luria", speaker_state="NO", cue="told", source="Luria", counterpart="SI",
        tone="hostile"),
    row("q3", "The strait", "stays open & free", **KOVAR, cue="added", source="she"),
]  # fmt: skip
HOSTILE = '<img src=x onerror="alert(1)"></sup></mark><script>alert(2)</script>'
"""What an article may hold."""
