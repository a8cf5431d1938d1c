"""``stancekit label``: pick, export, import, agreement, suspects, from file to file."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from stancekit.cli import main
from stancekit.errors import InputError
from stancekit.labelling.reading import read_labels, write_quotes
from stancekit.tone import encoder
from stancekit.tone.classifier import ToneClassifier
from stancekit.types import TONES

TINY = Path(__file__).parent / "data" / "tiny_tone"
WORDS = {"hostile": ["lied", "shame"], "cautious": ["perhaps", "wait"], "constructive": ["thanks", "glad"]}


@pytest.fixture
def quotes(tmp_path, monkeypatch) -> Path:
    """Labelled quotes in a file; a tiny encoder in place of the packaged one."""
    monkeypatch.setattr(encoder, "model_dir", lambda kind: TINY)
    rows = [
        {"text": f"{start} {word}", "context": f"“{start} {word},” Ms Vela said.", "counterpart": "FR", "tone": tone}
        for tone, words in WORDS.items()
        for word in words
        for start in ("they said", "we said", "all said", "some said")
    ]
    write_quotes(pd.DataFrame(rows), tmp_path / "quotes.jsonl")
    return tmp_path / "quotes.jsonl"


@pytest.fixture
def model(quotes) -> str:
    frame = read_labels(quotes)
    fitted = ToneClassifier(encoder.QuoteEncoder(TINY)).fit(frame, frame["tone"])
    return str(fitted.save(quotes.parent / "model"))


def test_pick_chooses_among_the_unlabelled(quotes, model, capsys):
    unlabelled = quotes.parent / "unlabelled.csv"
    write_quotes(read_labels(quotes).drop(columns="tone"), unlabelled)
    out = quotes.parent / "picked.jsonl"
    assert main(["label", "pick", str(unlabelled), "-o", str(out), "-n", "5", "--tone-model", model]) == 0
    picked = pd.read_json(out, lines=True)
    assert len(picked) == 5
    assert {"p_hostile", "uncertainty"} <= set(picked.columns)
    assert capsys.readouterr().err == f"5 quotes -> {out}\n"


@pytest.mark.parametrize("tool", ["label-studio", "prodigy", "doccano"])
def test_quotes_go_out_to_a_tool_and_labels_come_back(quotes, tool):
    tasks, labels = quotes.parent / "tasks.jsonl", quotes.parent / "labels.jsonl"
    assert main(["label", "export", str(quotes), "-o", str(tasks), "--tool", tool]) == 0
    done = [answered(task, tool) for task in tasks_in(tasks)]
    tasks.write_text(json.dumps(done) if tool == "label-studio" else "\n".join(map(json.dumps, done)), "utf-8")
    assert main(["label", "import", str(tasks), "-o", str(labels), "--annotator", "Ida"]) == 0
    read = read_labels(labels)
    assert list(read["text"]) == list(read_labels(quotes)["text"])
    assert set(read["tone"]) == {"cautious"}


def tasks_in(path: Path) -> list[dict]:
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]


def answered(task: dict, tool: str) -> dict:
    """A task as it comes back from somebody who finds everything cautious."""
    if tool == "prodigy":
        return {**task, "accept": ["cautious"], "answer": "accept"}
    if tool == "doccano":
        return {**task, "label": [[start, end, "cautious"] for start, end, _ in task["label"]]}
    choice = {"type": "choices", "from_name": "tone", "to_name": "text", "value": {"choices": ["cautious"]}}
    return {**task, "annotations": [{"completed_by": 1, "was_cancelled": False, "result": [choice]}]}


def test_the_interface_of_label_studio_is_written_too(quotes):
    config = quotes.parent / "interface.xml"
    out = str(quotes.parent / "tasks.json")
    assert main(["label", "export", str(quotes), "-o", out, "--config", str(config)]) == 0
    assert all(tone in config.read_text(encoding="utf-8") for tone in TONES)


def test_agreement_of_two(quotes, capsys):
    both = quotes.parent / "both.csv"
    frame = read_labels(quotes)
    write_quotes(pd.concat([frame.assign(annotator="Ida"), frame.assign(annotator="Per")]), both)
    assert main(["label", "agreement", str(both)]) == 0
    assert capsys.readouterr().out.startswith("alpha 1.000, 24 quotes, annotators Ida, Per\n")
    assert main(["label", "agreement", str(both), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["confusion"]["hostile"]["cautious"] == 0


def test_suspects_are_written_with_what_they_are_likelier_to_be(quotes, model):
    frame = read_labels(quotes)
    frame.loc[0, "tone"] = "constructive"  # they lied
    write_quotes(frame, quotes)
    out = quotes.parent / "suspects.csv"
    assert main(["label", "suspects", str(quotes), "-o", str(out), "--tone-model", model]) == 0
    assert {"tone", "likely", "p_given", "p_likely"} <= set(pd.read_csv(out).columns)


FORMATS = ["quotes.jsonl", "quotes.csv", "quotes.parquet"]


@pytest.mark.parametrize("name", FORMATS)
def test_quotes_read_as_they_were_written(quotes, name):
    frame = read_labels(quotes)
    write_quotes(frame, quotes.parent / name)
    pd.testing.assert_frame_equal(read_labels(quotes.parent / name), frame)


def test_another_ending_is_told(quotes):
    with pytest.raises(InputError, match=r"\.jsonl, \.csv, \.parquet"):
        write_quotes(read_labels(quotes), quotes.parent / "quotes.xlsx")


def test_an_unknown_tool_is_status_2(quotes, capsys):
    assert main(["label", "import", str(quotes), "-o", str(quotes), "--tool", "excel"]) == 2
    assert "'excel'" in capsys.readouterr().err
