"""Exports that are wrong: everything that is, in one message, with lines and tasks."""

from __future__ import annotations

import json

import pytest
from made_up import quotes

from stancekit.errors import InputError
from stancekit.labelling import export_tasks, import_labels

GOOD = {"text": "They lied.", "label": ["hostile"], "counterpart": "SE"}
PRODIGY = {"text": "They lied.", "accept": ["hostile"], "answer": "accept", "meta": {"counterpart": "SE"}}
PROBLEMS = [
    ("an unknown tone", GOOD | {"label": ["angry"]}, "line 2: 'angry' is no tone; tones are hostile"),
    ("two tones", GOOD | {"label": ["hostile", "cautious"]}, "line 2: two tones, hostile and cautious"),
    ("no counterpart", {"text": "They lied.", "label": ["hostile"]}, "line 2: no counterpart"),
    ("a wrong counterpart", GOOD | {"counterpart": "UK"}, "line 2: .*'UK' .*perhaps GB"),
    ("no text", {"label": ["hostile"], "counterpart": "SE"}, "line 2: no text but None"),
    ("a span outside", GOOD | {"label": [[3, 99, "hostile"]]}, r"line 2: spans \[\(3, 99\)\] do not fit"),
    ("a span backwards", GOOD | {"label": [[3, 1, "hostile"]]}, "line 2: spans"),
    ("a strange label", GOOD | {"label": [17]}, "line 2: label 17; give a tone, or"),
    ("no label", {"text": "They lied."}, "line 2: no 'label'"),
    ("broken JSON", '{"text": "They lied', "line 2: broken JSON"),
    ("no object", [1, 2], "line 2: a list, not an object"),
]


@pytest.mark.parametrize(("line", "message"), [c[1:] for c in PROBLEMS], ids=[c[0] for c in PROBLEMS])
def test_what_is_wrong_is_said_with_its_line(tmp_path, line, message):
    path = tmp_path / "export.jsonl"
    text = line if isinstance(line, str) else json.dumps(line)
    path.write_text(json.dumps(GOOD) + "\n" + text + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        import_labels(path)
    assert str(caught.value).startswith(f"{path}: 1 problem; mend the file")


ODD_PRODIGY = [
    ("no answer", {"answer": None}, "no 'answer'"),
    ("a strange answer", {"answer": "maybe"}, "answer 'maybe'"),
    ("nothing that could be chosen", {"accept": None}, "accepted, but no list 'accept'"),
    ("spans without offsets", {"spans": [{"label": "quote"}]}, "'spans' is no list"),
]


@pytest.mark.parametrize(("change", "message"), [c[1:] for c in ODD_PRODIGY], ids=[c[0] for c in ODD_PRODIGY])
def test_what_is_wrong_with_prodigys_lines(tmp_path, change, message):
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps(PRODIGY | change), encoding="utf-8")
    with pytest.raises(InputError, match=f"line 1: {message}"):
        import_labels(path, "prodigy")


DATA = {"text": "They lied.", "counterpart": "SE"}
ODD_STUDIO = [
    ("no annotations", {"data": DATA}, "task 1: no 'data' or no list of 'annotations'"),
    ("no result", {"data": DATA, "annotations": [{}]}, "task 1: an annotation without its list 'result'"),
    (
        "an offset that is no number",
        {
            "data": DATA,
            "annotations": [{"result": [{"type": "labels", "value": {"start": "/p", "labels": ["quote"]}}]}],
        },
        "task 1: a region without whole numbers",
    ),
    (
        "the second of two annotations",
        {"data": DATA, "annotations": [{"result": []}, {"result": [{"type": "choices", "value": {"choices": ["x"]}}]}]},
        "task 1, annotation 2: 'x' is no tone",
    ),
]


@pytest.mark.parametrize(("task", "message"), [c[1:] for c in ODD_STUDIO], ids=[c[0] for c in ODD_STUDIO])
def test_what_is_wrong_with_label_studios_tasks(tmp_path, task, message):
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        import_labels(path)


def test_all_problems_come_at_once_up_to_twenty(tmp_path):
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(json.dumps(GOOD | {"label": [f"odd {n}"]}) for n in range(25)), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        import_labels(path)
    lines = str(caught.value).split("\n")
    assert lines[0].endswith("25 problems; mend the file and import it again")
    assert lines[1].startswith("  line 1: 'odd 0'")
    assert lines[-1] == "  ... and 5 more"
    assert len(lines) == 22
    assert len(caught.value.value) == 25


FILES = [
    ("unknown tool", "", "excel", "'excel' is no tool"),
    ("nothing in it", "", None, "it holds no tasks"),
    ("nobody's keys", '{"a": 1, "b": 2}', None, "keys a, b"),
    ("a list cut off", '[{"data": {', None, "broken JSON in line 1"),
    ("not UTF-8", b"\xff\xfe", None, "not UTF-8"),
]


@pytest.mark.parametrize(("content", "tool", "message"), [c[1:] for c in FILES], ids=[c[0] for c in FILES])
def test_files_that_are_no_export(tmp_path, content, tool, message):
    path = tmp_path / "export.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=message):
        import_labels(path, tool)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        import_labels(tmp_path / "none.jsonl")


EXPORTS = [
    ("unknown tool", quotes(), "excel", "'excel' is no tool"),
    ("no rows", quotes().head(0), "prodigy", "no quotes to export"),
    ("no text", quotes().assign(text=None), "prodigy", "row 1, column 'text'"),
]


@pytest.mark.parametrize(("frame", "tool", "message"), [c[1:] for c in EXPORTS], ids=[c[0] for c in EXPORTS])
def test_what_cannot_be_exported(tmp_path, frame, tool, message):
    with pytest.raises(InputError, match=message):
        export_tasks(frame, tmp_path / "tasks", tool)
    assert not list(tmp_path.iterdir())
