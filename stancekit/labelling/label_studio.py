"""Label Studio: tasks as JSON, annotations as JSON or JSON-MIN.

Since autumn 2021 (frontend pull request 308, Label Studio issue 1008) offsets of ``Text`` are code points, as
Python counts; before, they were JavaScript's UTF-16 units. An export doesn't say which it is, but a region has
its ``text`` beside its offsets, and only one way of counting finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stancekit.labelling.spans import from_utf16
from stancekit.labelling.tasks import KEY, QUOTE, Answer, Problems, Task, row_of, tone_among
from stancekit.types import TONES

_CHOICES = "\n".join(f'    <Choice value="{tone}" hotkey="{key}"/>' for key, tone in enumerate(TONES, 1))

LABEL_STUDIO_CONFIG = f"""<View>
  <Style>.htx-text {{ white-space: pre-wrap; }}</Style>
  <Header value="$about"/>
  <Labels name="span" toName="text">
    <Label value="{QUOTE}" background="#ffd54f"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Choices name="tone" toName="text" choice="single" showInline="true" required="true">
{_CHOICES}
  </Choices>
</View>
"""
"""The labelling interface: paste it under Settings, Labeling Interface, Code. The quote comes highlighted, as a
prediction, and its borders can be mended; keys 1 to 3 choose the tone."""


def task_out(task: Task) -> dict[str, Any]:
    """A task as Label Studio imports it."""
    regions = [
        {
            "id": f"{QUOTE}-{number}",
            "from_name": "span",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": task.shown[start:end], "labels": [QUOTE]},
        }
        for number, (start, end) in enumerate(task.spans, 1)
    ]
    data = {"text": task.shown, QUOTE: task.row["text"], "about": _about(task.row), **task.meta, KEY: task.key}
    return {"data": data, "predictions": [{"model_version": "stancekit", "result": regions}] if regions else []}


def _about(row: Mapping[str, Any]) -> str:
    state = f" ({row['speaker_state']})" if row["speaker_state"] else ""
    return f"{row['speaker'] or 'Somebody'}{state} on {row['counterpart'] or '?'}"


def is_task(item: Mapping[str, Any]) -> bool:
    """Whether an item looks like Label Studio's."""
    return "annotation_id" in item or ("data" in item and isinstance(item["data"], Mapping))


def rows_in(item: Mapping[str, Any], place: str, problems: Problems) -> list[dict[str, Any]]:
    """The rows of an exported task, one for each annotation; without a tone where there is none."""
    if "data" not in item:
        return [_minimal(item, place, problems)]
    data = item["data"]
    annotations = item.get("annotations", item.get("completions"))
    if not isinstance(data, Mapping) or not isinstance(annotations, list):
        problems.add(place, "no 'data' or no list of 'annotations'; export as JSON or JSON-MIN")
        return []
    carriers = [data, item.get("meta")]
    if not annotations:
        return [row_of(place, data.get("text"), carriers, Answer(None), problems)]
    rows = []
    for number, annotation in enumerate(annotations, 1):
        at = place if len(annotations) == 1 else f"{place}, annotation {number}"
        answer = _answer(annotation, data.get("text"), at, problems)
        if answer:
            rows.append(row_of(at, data.get("text"), carriers, answer, problems))
    return rows


def _answer(annotation: Any, text: Any, place: str, problems: Problems) -> Answer | None:
    if not isinstance(annotation, Mapping) or not isinstance(annotation.get("result"), list):
        problems.add(place, "an annotation without its list 'result'; export as JSON again")
        return None
    annotator = _who(annotation.get("completed_by"))
    if annotation.get("was_cancelled"):
        return Answer(None, [], annotator)
    choices: list[Any] = []
    regions: list[Mapping[str, Any]] = []
    for result in annotation["result"]:
        value = result.get("value") if isinstance(result, Mapping) else None
        if isinstance(value, Mapping) and result.get("type") == "choices":
            choices += _list(value.get("choices"))
        elif isinstance(value, Mapping) and result.get("type") == "labels":
            regions.append(value)
    return _of(choices, regions, text, annotator, place, problems)


def _minimal(item: Mapping[str, Any], place: str, problems: Problems) -> dict[str, Any]:
    """JSON-MIN: data and results side by side, one item an annotation."""
    choices = item.get("tone", [])
    choices = _list(choices.get("choices")) if isinstance(choices, Mapping) else _list(choices)
    regions = [region for region in _list(item.get("span")) if isinstance(region, Mapping)]
    answer = _of(choices, regions, item.get("text"), _who(item.get("annotator")), place, problems)
    own = {name: cell for name, cell in item.items() if name != "id"}  # here ``id`` is the task's number
    return row_of(place, item.get("text"), [own], answer, problems)


def _of(
    choices: list[Any],
    regions: list[Mapping[str, Any]],
    text: Any,
    annotator: str | None,
    place: str,
    problems: Problems,
) -> Answer:
    """Tones are chosen, or are the labels of regions where somebody made an interface like that."""
    labels = [label for region in regions for label in _list(region.get("labels")) if label != QUOTE]
    spans = [_span(region, text) for region in regions]
    if None in spans:
        problems.add(place, "a region without whole numbers 'start' and 'end'; use a Text tag, not HyperText")
    tone = tone_among([*choices, *labels], place, problems)
    return Answer(tone, list(dict.fromkeys(span for span in spans if span is not None)), annotator)


def _span(region: Mapping[str, Any], text: Any) -> tuple[int, int] | None:
    start, end, words = region.get("start"), region.get("end"), region.get("text")
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(text, str):
        return None
    # Label Studio writes line breaks in a region's text as a backslash and an n.
    if not isinstance(words, str) or (end <= len(text) and _same(text[start:end], words)):
        return start, end
    units = from_utf16(text, start), from_utf16(text, end)
    return units if _same(text[slice(*units)], words) else (start, end)


def _same(text: str, words: str) -> bool:
    return text == words or text.replace("\n", "\\n").replace("\r", "\\n") == words


def _who(completed_by: Any) -> str | None:
    """Annotators come as numbers, or as users with an email address."""
    if isinstance(completed_by, Mapping):
        completed_by = completed_by.get("email") or completed_by.get("id")
    return None if completed_by is None else str(completed_by)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
