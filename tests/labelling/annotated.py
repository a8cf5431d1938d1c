"""What annotators would make of exported tasks, as each tool writes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def units(text: str) -> int:
    """Length in JavaScript."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def label_studio(path: Path, tones: Sequence[str | None], *, utf16: bool = False, who: Any = 7) -> None:
    """The prediction's regions accepted, a tone chosen; None: cancelled."""
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for number, (task, tone) in enumerate(zip(tasks, tones, strict=True), 1):
        regions = [region for guess in task.pop("predictions") for region in guess["result"]]
        if utf16:
            for region in regions:
                value, text = region["value"], task["data"]["text"]
                value.update(start=units(text[: value["start"]]), end=units(text[: value["end"]]))
        chosen = {"from_name": "tone", "to_name": "text", "type": "choices", "value": {"choices": [tone]}}
        result = [*regions, chosen] if tone else []
        annotation = {"id": number, "completed_by": who, "was_cancelled": tone is None, "result": result}
        task |= {"id": 100 + number, "annotations": [annotation]}
    path.write_text(json.dumps(tasks), encoding="utf-8")


def label_studio_min(path: Path, tones: Sequence[str | None]) -> None:
    """JSON-MIN: data and results side by side."""
    items = []
    for number, (task, tone) in enumerate(zip(json.loads(path.read_text()), tones, strict=True), 1):
        regions = [region["value"] for guess in task["predictions"] for region in guess["result"]]
        chosen = {"span": regions, "tone": tone} if tone else {}
        items.append(task["data"] | {"id": 100 + number, "annotator": 7, "annotation_id": number} | chosen)
    path.write_text(json.dumps(items, indent=2), encoding="utf-8")


def prodigy(path: Path, tones: Sequence[str | None]) -> None:
    """As ``prodigy db-out`` writes it; None: ignored."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    for line, tone in zip(lines, tones, strict=True):
        line |= {"accept": [tone] if tone else [], "answer": "accept" if tone else "ignore", "_annotator_id": "7"}
    _write(path, lines)


def doccano(path: Path, tones: Sequence[str | None]) -> None:
    """A sequence labelling project: the label of the quote's span changed; numbered by doccano itself."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    for number, (line, tone) in enumerate(zip(lines, tones, strict=True), 1):
        line["label"] = [[start, end, tone or "quote"] for start, end, _ in line["label"]]
        if tone and not line["label"]:  # a quote that was not found: the annotator marks the whole text
            line["label"] = [tone]
        line |= {"id": 100 + number, "Comments": []}
    _write(path, lines)


def _write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")


ANNOTATE: dict[str, tuple[str, Callable[..., None]]] = {
    "label-studio": ("label-studio", label_studio),
    "label-studio, JSON-MIN": ("label-studio", label_studio_min),
    "label-studio before 2022": ("label-studio", lambda path, tones: label_studio(path, tones, utf16=True)),
    "prodigy": ("prodigy", prodigy),
    "doccano": ("doccano", doccano),
}
