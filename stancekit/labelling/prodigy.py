"""Prodigy: JSON lines for the ``choice`` interface (``prodigy mark tones tasks.jsonl --view-id choice``).

Offsets are spaCy's, code points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from stancekit.labelling.tasks import KEY, QUOTE, Answer, Problems, Task, row_of, tone_among
from stancekit.types import TONES


def task_out(task: Task) -> dict[str, Any]:
    """A task as Prodigy streams it."""
    # Prodigy's own hashes look at text, spans and options only, and would drop the second of two tasks that
    # differ in nothing but the counterpart.
    return {
        "text": task.shown,
        "spans": [{"start": start, "end": end, "label": QUOTE} for start, end in task.spans],
        "options": [{"id": tone, "text": tone} for tone in TONES],
        "meta": task.meta,
        KEY: task.key,
        "_input_hash": _hash(task.shown),
        "_task_hash": _hash(repr((task.shown, task.spans, task.row["text"], task.meta))),
    }


def _hash(text: str) -> int:
    """A signed 32-bit number, as Prodigy has them; the same in every run."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big", signed=True)


def is_task(item: Mapping[str, Any]) -> bool:
    """Whether an item looks like Prodigy's."""
    return bool({"answer", "_task_hash", "_input_hash", "options"} & set(item))


def rows_in(item: Mapping[str, Any], place: str, problems: Problems) -> list[dict[str, Any]]:
    """The row of a line that ``prodigy db-out`` wrote."""
    said = item.get("answer")
    if said not in ("accept", "reject", "ignore"):
        what = "no 'answer'" if said is None else f"answer {said!r}"
        problems.add(place, f"{what}; it is accept, reject or ignore in what prodigy db-out writes")
        return []
    who = item.get("_annotator_id") or item.get("_session_id")
    annotator = None if who is None else str(who)
    spans = _spans(item, place, problems)
    if spans is None:
        return []
    tone = tone_among(_labels(item, spans, place, problems), place, problems) if said == "accept" else None
    answer = Answer(tone, [(span["start"], span["end"]) for span in spans] if tone else [], annotator)
    return [row_of(place, item.get("text"), [item, item.get("meta")], answer, problems)]


def _labels(item: Mapping[str, Any], spans: list[Any], place: str, problems: Problems) -> list[Any]:
    """What was chosen; or, in other interfaces than ``choice``, the label of the text or of the spans."""
    if isinstance(item.get("accept"), list):
        return list(item["accept"])
    if item.get("label") is not None:
        return [item["label"]]
    marked = [span.get("label") for span in spans if span.get("label") != QUOTE]
    if not marked:
        problems.add(place, "accepted, but no list 'accept' of what was chosen; use the choice interface")
    return marked


def _spans(item: Mapping[str, Any], place: str, problems: Problems) -> list[Any] | None:
    spans = item.get("spans") or []
    good = isinstance(spans, list) and all(
        isinstance(span, Mapping) and isinstance(span.get("start"), int) and isinstance(span.get("end"), int)
        for span in spans
    )
    if not good:
        problems.add(place, "'spans' is no list of objects with whole numbers 'start' and 'end'")
        return None
    return list(spans)
