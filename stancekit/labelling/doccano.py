"""doccano: JSON lines for a sequence labelling project, in which the quote's label is changed to its tone.

Make the labels ``quote``, ``hostile``, ``cautious`` and ``constructive``. What comes back may also be a text
classification (``label: ["hostile"]``) or a project of intents and slots (``cats``, ``entities``). Offsets are
code points (doccano pull request 99 and later).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stancekit.labelling.tasks import KEY, QUOTE, Answer, Problems, Task, row_of, tone_among

_LABELS = ("label", "labels", "entities", "cats", "categories")


def task_out(task: Task) -> dict[str, Any]:
    """A task as doccano imports it; keys that doccano doesn't know become the document's metadata."""
    meta = {name: cell for name, cell in task.meta.items() if name != "id"}  # doccano numbers documents itself
    return {"text": task.shown, "label": [[start, end, QUOTE] for start, end in task.spans], **meta, KEY: task.key}


def is_task(item: Mapping[str, Any]) -> bool:
    """Whether an item looks like doccano's."""
    return bool(set(_LABELS) & set(item))


def rows_in(item: Mapping[str, Any], place: str, problems: Problems) -> list[dict[str, Any]]:
    """The row of an exported document."""
    if not is_task(item):
        problems.add(place, "no 'label'; export as JSONL with labels")
        return []
    labels: list[Any] = []
    spans: list[tuple[int, int]] = []
    for entry in [entry for name in _LABELS for entry in _list(item.get(name))]:
        label, span = _read(entry)
        if label is None:
            problems.add(place, f"label {entry!r}; give a tone, or [start, end, tone]")
            return []
        labels += [label] if label != QUOTE else []
        spans += [span] if span else []
    tone = tone_among(labels, place, problems)
    who = item.get("annotator", item.get("user"))
    answer = Answer(tone, list(dict.fromkeys(spans)) if tone else [], None if who is None else str(who))
    text = item.get("text", item.get("data"))
    own = {name: cell for name, cell in item.items() if name != "id"}
    return [row_of(place, text, [own, item.get("meta"), item.get("metadata")], answer, problems)]


def _read(entry: Any) -> tuple[str | None, tuple[int, int] | None]:
    """Label and span of an entry: a word, a triple, or an object with offsets."""
    if isinstance(entry, str):
        return entry, None
    if isinstance(entry, Mapping):
        entry = [entry.get("start_offset"), entry.get("end_offset"), entry.get("label")]
    if isinstance(entry, list) and len(entry) == 3:
        start, end, label = entry
        if isinstance(start, int) and isinstance(end, int) and isinstance(label, str):
            return label, (start, end)
    return None, None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
