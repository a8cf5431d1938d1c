"""Quotes to annotation tools and back: nothing lost, nothing moved."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pandas as pd
import pytest
from annotated import ANNOTATE, label_studio, prodigy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import QUOTES, quotes

from stancekit.labelled import read_labelled
from stancekit.labelling import LABEL_STUDIO_CONFIG, export_tasks, import_labels
from stancekit.types import TONES

GIVEN = ["hostile", "cautious", "constructive", "hostile"]


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Rows without the annotator, null as None."""
    frame = frame.drop(columns="annotator").astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


@pytest.mark.parametrize("way", ANNOTATE)
@pytest.mark.parametrize("named", [True, False], ids=["tool named", "tool seen from the file"])
def test_the_same_rows_come_back_with_their_tones(tmp_path, way, named):
    tool, annotate = ANNOTATE[way]
    path = export_tasks(quotes(), tmp_path / "tasks", tool)
    annotate(path, GIVEN)
    labels = import_labels(path, tool if named else None, annotator="7")
    assert rows(labels) == [{**row, "tone": tone} for row, tone in zip(QUOTES, GIVEN, strict=True)]
    assert set(labels["annotator"]) == {"7"}
    assert len(read_labelled(labels)) == 4


@pytest.mark.parametrize("way", ANNOTATE)
def test_what_was_skipped_is_left_out_unless_asked_for(tmp_path, way):
    tool, annotate = ANNOTATE[way]
    path = export_tasks(quotes(), tmp_path / "tasks", tool)
    annotate(path, ["hostile", None, None, "cautious"])
    assert import_labels(path)["id"].tolist() == ["q1", "q4"]
    assert import_labels(path, keep_rejected=True)["tone"].tolist() == ["hostile", None, None, "cautious"]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["👩‍🚀 ", "𝔘", "e\u0301", "“", "\n", "\u2028"]
)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
MADE = st.tuples(TEXTS, WORDS, TEXTS, st.sampled_from(TONES))


@pytest.mark.parametrize("way", ANNOTATE)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(MADE, min_size=1, max_size=4))
def test_whatever_stands_before_the_quote_the_round_trip_is_exact(tmp_path, way, made):
    given_ = [
        {"text": text, "context": before + text + after, "counterpart": "NO", "note": str(number)}
        for number, (before, text, after, _) in enumerate(made)
    ]
    tones = [tone for *_, tone in made]
    tool, annotate = ANNOTATE[way]
    path = export_tasks(pd.DataFrame(given_), tmp_path / "tasks", tool)
    annotate(path, tones)
    labels = import_labels(path)
    assert labels[["text", "context", "counterpart", "note"]].to_dict("records") == given_
    assert labels["tone"].tolist() == tones


def test_offsets_of_exported_spans_are_code_points(tmp_path):
    context = "👩‍🚀 𝔘𝔫𝔞: “We wait”"
    frame = pd.DataFrame({"text": ["We wait"], "context": [context], "counterpart": ["NO"]})
    task = json.loads(export_tasks(frame, tmp_path / "p", "prodigy").read_text(encoding="utf-8"))
    span = task["spans"][0]
    assert context[span["start"] : span["end"]] == "We wait"
    task = json.loads(export_tasks(frame, tmp_path / "l", "label-studio").read_text(encoding="utf-8"))[0]
    region = task["predictions"][0]["result"][0]["value"]
    assert context[region["start"] : region["end"]] == region["text"] == "We wait"


def test_a_mended_span_is_the_new_quote_counted_in_javascript_or_not(tmp_path):
    context = "👩‍🚀 𝔘𝔫𝔞: “We wait for them”"
    frame = pd.DataFrame({"text": ["We wait"], "context": [context], "counterpart": ["NO"]})
    for utf16 in (False, True):
        path = export_tasks(frame, tmp_path / "tasks", "label-studio")
        tasks = json.loads(path.read_text(encoding="utf-8"))
        value = tasks[0]["predictions"][0]["result"][0]["value"]
        value.update(end=value["end"] + len(" for them"), text="We wait for them")
        path.write_text(json.dumps(tasks), encoding="utf-8")
        label_studio(path, ["cautious"], utf16=utf16)
        assert import_labels(path)["text"].tolist() == ["We wait for them"]


def test_several_annotators_are_several_rows(tmp_path):
    path = export_tasks(quotes().head(1), tmp_path / "tasks", "label-studio")
    label_studio(path, ["hostile"], who={"id": 1, "email": "ida@example.org"})
    tasks = json.loads(path.read_text(encoding="utf-8"))
    second = json.loads(json.dumps(tasks[0]["annotations"][0]).replace("hostile", "cautious"))
    tasks[0]["annotations"].append(second | {"completed_by": 2})
    tasks[0]["annotations"].append(second | {"was_cancelled": True})
    path.write_text(json.dumps(tasks), encoding="utf-8")
    labels = import_labels(path)
    assert labels[["annotator", "tone"]].values.tolist() == [["ida@example.org", "hostile"], ["2", "cautious"]]


def test_a_tone_that_is_there_is_not_shown(tmp_path):
    for tool in ("label-studio", "prodigy", "doccano"):
        frame = quotes().head(1).assign(tone="constructive")
        text = export_tasks(frame, tmp_path / "tasks", tool).read_text(encoding="utf-8")
        assert text.count("constructive") == (2 if tool == "prodigy" else 0)  # Prodigy's options name all tones


def test_two_counterparts_of_one_quote_are_two_tasks_for_prodigy(tmp_path):
    frame = pd.concat([quotes().head(1), quotes().head(1).assign(counterpart="FI")])
    tasks = export_tasks(frame, tmp_path / "tasks", "prodigy").read_text(encoding="utf-8").split("\n")[:2]
    one, other = (json.loads(task) for task in tasks)
    assert one["_input_hash"] == other["_input_hash"]
    assert one["_task_hash"] != other["_task_hash"]


def test_rows_of_a_scored_corpus_can_be_exported(tmp_path):
    scored = pd.DataFrame(
        {
            "doc_id": ["a"],
            "quote_id": ["1"],
            "quote": ["They lied"],
            "fragments": [[[0, 9]]],
            "counterpart": ["SE"],
            "tone": ["hostile"],
            "confidence": [float("nan")],
        }
    )
    path = export_tasks(scored, tmp_path / "tasks", "prodigy")
    prodigy(path, ["cautious"])
    row = import_labels(path).iloc[0]
    assert (row["text"], row["doc"], row["id"], row["tone"]) == ("They lied", "a", "a/1", "cautious")
    assert row["fragments"] == [[0, 9]]


def test_the_labelling_interface_names_what_tasks_hold(tmp_path):
    root = ElementTree.fromstring(LABEL_STUDIO_CONFIG)
    assert [choice.get("value") for choice in root.iter("Choice")] == list(TONES)
    task = json.loads(export_tasks(quotes(), tmp_path / "tasks", "label-studio").read_text(encoding="utf-8"))[0]
    used = {tag.get("value")[1:] for tag in root.iter() if (tag.get("value") or "").startswith("$")}
    assert used <= set(task["data"])
    names = {tag.get("name") for tag in root.iter() if tag.get("name")}
    assert {region["from_name"] for region in task["predictions"][0]["result"]} <= names


ELSEWHERE = [
    ("doccano, classification", {"text": "They lied.", "label": ["hostile"], "counterpart": "SE"}, "They lied.", None),
    (
        "doccano, spans",
        {"text": "“They lied,” she said.", "label": [[1, 10, "hostile"]], "counterpart": "SE"},
        "They lied",
        "“They lied,” she said.",
    ),
    (
        "doccano, intents and slots",
        {"text": "“They lied”", "entities": [[1, 10, "quote"]], "cats": ["hostile"], "counterpart": "SE"},
        "They lied",
        "“They lied”",
    ),
    (
        "doccano, relations",
        {
            "text": "“They lied”",
            "entities": [{"id": 0, "start_offset": 1, "end_offset": 10, "label": "hostile"}],
            "relations": [],
            "meta": {"counterpart": "SE"},
        },
        "They lied",
        "“They lied”",
    ),
    (
        "prodigy, textcat",
        {"text": "They lied.", "label": "hostile", "answer": "accept", "meta": {"counterpart": "SE"}},
        "They lied.",
        None,
    ),
    (
        "prodigy, spans",
        {
            "text": "“They lied”",
            "spans": [{"start": 1, "end": 10, "label": "hostile"}],
            "answer": "accept",
            "meta": {"counterpart": "SE"},
        },
        "They lied",
        "“They lied”",
    ),
]


@pytest.mark.parametrize(("item", "text", "context"), [c[1:] for c in ELSEWHERE], ids=[c[0] for c in ELSEWHERE])
def test_tasks_that_stancekit_did_not_export(tmp_path, item, text, context):
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps(item), encoding="utf-8")
    row = import_labels(path).iloc[0]
    assert (row["text"], row["context"], row["tone"], row["counterpart"]) == (text, context, "hostile", "SE")
