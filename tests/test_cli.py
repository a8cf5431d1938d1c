"""The commands beside ``score`` (which tests/corpus covers): train, evaluate, info, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stancekit import __version__, cli_info, cli_training, scoring
from stancekit.cli import main
from stancekit.errors import InputError, ModelError
from stancekit.tables import to_frame, write_rows
from stancekit.tone import encoder
from stancekit.types import TONES, Counterpart, Quote, Span, Speaker, Stance

TINY = Path(__file__).parent / "data" / "tiny_tone"
WORDS = {
    "hostile": ["accused", "condemns", "lied", "shame", "threatened", "punish"],
    "cautious": ["unclear", "perhaps", "if", "wait", "unless", "may"],
    "constructive": ["thanks", "welcomes", "glad", "praised", "friends", "grateful"],
}


@pytest.fixture
def labelled(tmp_path, monkeypatch) -> Path:
    """36 labelled quotes in a file, and a tiny encoder in place of the packaged one."""
    monkeypatch.setattr(encoder, "model_dir", lambda kind: TINY)
    rows = [
        {"text": f"{start} {word}", "counterpart": "FR", "tone": tone, "doc": word}
        for tone, words in WORDS.items()
        for word in words
        for start in ("they said", "we said")
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "labelled.csv", index=False)
    return tmp_path / "labelled.csv"


def test_the_commands_that_there_are(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("score", "train", "evaluate", "info"))
    assert "report" not in out
    assert "label " not in out


def test_help_costs_no_heavy_import():
    heavy = "{'spacy', 'sklearn', 'pandas', 'onnxruntime', 'pyarrow'}"
    code = f"import sys, stancekit.cli; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_the_package_runs_as_a_module():
    result = subprocess.run(
        [sys.executable, "-m", "stancekit", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == __version__


@pytest.mark.parametrize(
    "arguments", [["scor"], ["score"], ["score", "x"], ["info", "--all"], ["score", "x", "-o", "y", "--workers", "0"]]
)
def test_a_wrong_command_is_status_2(capsys, arguments):
    assert main(arguments) == 2
    assert capsys.readouterr().err


def test_info_tells_versions_models_and_resources(capsys, monkeypatch):
    good = {"path": "/m", "name": "m-1+abcd", "bytes": 1_500_000, "licence": "Apache-2.0", "problem": None}
    monkeypatch.setattr(cli_info, "_model", lambda kind: good)
    assert main(["info", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["stancekit"] == __version__
    assert found["packages"]["spacy"].startswith("3.")
    assert found["models"]["tone"]["name"] == "m-1+abcd"
    assert found["resources"]["states.tsv"] > 150
    assert main(["info"]) == 0
    assert "m-1+abcd" in capsys.readouterr().out


def test_info_shows_what_there_is_where_a_model_is_missing(capsys, monkeypatch):
    def missing(kind):
        raise ModelError(f"no {kind} model found")

    monkeypatch.setattr(cli_info, "model_dir", missing)
    assert main(["info"]) == 2
    out, err = capsys.readouterr()
    assert "unusable" in out
    assert err == "stancekit: no reader model found\n"


def test_info_checks_the_files_of_a_model(monkeypatch):
    monkeypatch.setattr(cli_info, "model_dir", lambda kind: TINY)
    model = cli_info.installation()["models"]["tone"]
    assert model["problem"] is None
    assert model["bytes"] == sum(path.stat().st_size for path in TINY.iterdir() if path.name != "manifest.json")


def test_train_measures_on_what_it_has_not_seen_and_saves(labelled, capsys):
    out = labelled.parent / "model"
    assert main(["train", str(labelled), "-o", str(out), "--json"]) == 0
    printed, err = capsys.readouterr()
    figures = json.loads(printed)
    assert figures["n"] == 36
    assert figures["macro_f1"] < 1
    assert err == f"tone model -> {out}\n"
    assert scoring.ToneClassifier.load(out).predict(["they said thanks"])[0] in TONES


def test_train_measures_on_labels_that_are_given(labelled, capsys):
    arguments = ["train", str(labelled), "-o", str(labelled.parent / "model"), "--held-out", str(labelled)]
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("36 held-out quotes\naccuracy")


def test_figures_of_training_are_of_documents_left_out(labelled, monkeypatch):
    trained, measured = [], []

    class Constant:
        def predict_proba(self, X):
            measured.append(set(X["doc"]))
            return np.tile([0.5, 0.3, 0.2], (len(X), 1))

    monkeypatch.setattr(cli_training, "train", lambda frame: trained.append(set(frame["doc"])) or Constant())
    figures = cli_training.cross_validated(labelled)
    assert len(trained) == cli_training.FOLDS
    assert all(not (seen & unseen) for seen, unseen in zip(trained, measured, strict=True))
    assert set.union(*measured) == {word for words in WORDS.values() for word in words}
    assert (figures["n"], figures["hostile"]["r"], figures["cautious"]["r"]) == (36, 1.0, 0.0)


def test_too_few_labels_are_told(labelled):
    with pytest.raises(InputError, match="too few labels to hold some out"):
        cli_training.cross_validated(pd.read_csv(labelled).iloc[::6])


def test_wrong_labels_are_status_2(labelled, capsys):
    labelled.write_text("text,tone\nx,angry\n")
    assert main(["train", str(labelled), "-o", str(labelled.parent / "model")]) == 2
    assert "no column counterpart" in capsys.readouterr().err


TEXT = "“We will answer,” Ana Kovar said."
STANCE = Stance(
    Quote(
        "wire",
        "q1",
        "We will answer",
        (Span(1, 15, "We will answer"),),
        "direct",
        speaker=Speaker("Ana Kovar", None, "SI"),
    ),
    Counterpart("HR"),
    "hostile",
    (0.8, 0.1, 0.1),
    ("hostile",),
)


@pytest.fixture
def gold(tmp_path) -> Path:
    quote = {
        "content": [[1, 15]],
        "kind": "direct",
        "speaker": "Ana Kovar",
        "speaker_state": "SI",
        "counterparts": {"HR": "hostile"},
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "wire", "text": TEXT, "quotes": [quote]}))
    return tmp_path / "gold.jsonl"


def test_evaluate_measures_rows(gold, tmp_path, capsys):
    write_rows(to_frame([STANCE]), tmp_path / "rows.csv")
    assert main(["evaluate", str(gold), str(tmp_path / "rows.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["dyad"]["f1"] == 1.0
    assert main(["evaluate", str(gold), str(tmp_path / "rows.csv")]) == 0
    assert "dyad" in capsys.readouterr().out


def test_evaluate_scores_the_texts_where_no_rows_are_given(gold, capsys, monkeypatch):
    class Models:
        nlp = tone = None

    monkeypatch.setattr(scoring, "load_models", lambda reader, tone_model, names: Models)
    monkeypatch.setattr(scoring, "score", lambda texts, nlp, tone: to_frame([STANCE for _ in texts]))
    assert main(["evaluate", str(gold), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["quote"]["f1"] == 1.0


def test_what_is_no_gold_is_status_2(tmp_path, capsys):
    assert main(["evaluate", str(tmp_path / "absent.jsonl")]) == 2
    assert capsys.readouterr().err.startswith("stancekit: ")
