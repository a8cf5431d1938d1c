"""The commands beside ``score`` (which tests/corpus covers): train, evaluate, info, and how they end."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import typer

from stancekit import __version__, cli_info, scoring
from stancekit.cli import app, main
from stancekit.cli_examples import EXAMPLES
from stancekit.errors import ModelError
from stancekit.tables import to_frame, write_rows
from stancekit.tone import encoder
from stancekit.tone.classifier import ToneClassifier
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
    assert all(name in out for name in ("score", "train", "evaluate", "report", "label", "info"))


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


@pytest.fixture
def base(labelled) -> Path:
    """A tone model to start from, as good as it gets with eight dimensions."""
    frame = pd.read_csv(labelled)
    return ToneClassifier(encoder.QuoteEncoder(TINY)).fit(frame, frame["tone"]).save(labelled.parent / "base")


def test_train_compares_on_what_neither_has_seen_and_saves(labelled, base, capsys):
    out = labelled.parent / "model"
    assert main(["train", str(labelled), "-o", str(out), "--tone-model", str(base), "--json"]) == 0
    printed, err = capsys.readouterr()
    figures = json.loads(printed)
    assert (figures["base"]["n"], figures["retrained"]["n"], figures["documents"]) == (36, 36, 18)
    assert figures["difference"]["verdict"] in ("gain", "no gain", "loss")
    assert err == f"tone model -> {out}\n"
    assert ToneClassifier.load(out).predict(["they said thanks"])[0] in TONES
    assert "labelled.csv" in (out / "README.md").read_text(encoding="utf-8")


def test_train_says_plainly_what_retraining_brings(labelled, base, capsys):
    arguments = ["train", str(labelled), "-o", str(labelled.parent / "model"), "--tone-model", str(base)]
    assert main([*arguments, "--held-out", str(labelled), "--only-mine"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("36 quotes of 18 documents, on quotes that were held out")
    assert "No gain" in printed.splitlines()[-1]


def test_train_reads_an_export_of_an_annotation_tool(labelled, base, capsys):
    exported = labelled.parent / "doccano.jsonl"
    lines = [
        json.dumps({"text": row["text"], "counterpart": "FR", "label": [row["tone"]]})
        for row in pd.read_csv(labelled).to_dict("records")
    ]
    exported.write_text("\n".join(lines), encoding="utf-8")
    out = str(labelled.parent / "model")
    assert main(["train", str(exported), "-o", out, "--tone-model", str(base)]) == 0
    assert capsys.readouterr().out.startswith("36 quotes of 36 documents, 5-fold")


def test_everything_that_is_wrong_with_labels_is_told_at_once(labelled, capsys):
    frame = pd.read_csv(labelled, dtype=str).iloc[:14]
    frame.loc[0, "tone"], frame.loc[3, "counterpart"] = "angry", "France"
    frame.loc[2, "text"], frame.loc[1, "text"] = "twice", "twice"
    frame.loc[2, "tone"] = "cautious"
    frame.to_csv(labelled, index=False)
    assert main(["train", str(labelled), "-o", str(labelled.parent / "model")]) == 2
    told = capsys.readouterr().err
    for problem in ("row 1, column 'tone': 'angry'", "row 4, column 'counterpart': 'France'", "row 3: 'cautious', but"):
        assert problem in told
    assert "only 3 cautious, 0 constructive; label at least 5" in told
    assert not (labelled.parent / "model").exists()


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


def commands(group=None, path=()):
    """Every command that can be run, with its path: ``("label", "pick")``."""
    group = typer.main.get_command(app) if group is None else group
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=[name for name, _ in commands()])
def test_the_help_of_every_command_ends_with_examples_that_it_understands(name, command):
    for line in EXAMPLES[name]:
        program, *words = shlex.split(line)
        assert program == "stancekit"
        assert words[: len(name.split())] == name.split()
        command.make_context(name, words[len(name.split()) :])
        assert line in command.epilog


def test_brackets_in_help_are_no_markup(capsys):
    main(["score", "--help"])
    assert "[dask]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "found"), [("ev", "evaluate"), ("label ag", "agreement"), ("train --he", "--held-out")]
)
def test_the_shell_completes(typed, found):
    """Asked as bash asks, by the script that `--install-completion` installs."""
    asked = {"_STANCEKIT_COMPLETE": "complete_bash", "COMP_WORDS": f"stancekit {typed}"}
    asked["COMP_CWORD"] = str(len(typed.split()))
    command = [sys.executable, "-m", "stancekit"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **asked}, check=True)
    assert found in done.stdout.split()
