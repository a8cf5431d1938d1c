"""Model folders from strangers: what is damaged or hostile is refused in our own words, before anything of it runs."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from hostile_graphs import READER_GRAPHS
from hostile_models import CASES, PICKLE, SECRET, Case, put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_models import ENCODER, FILES, READER, WEIGHTS, WRITERS, load_small

import stancekit
from stancekit.annotation.reader import Reader
from stancekit.annotation.speakers import SpeakerFinder
from stancekit.artefacts import KINDS, model_dir
from stancekit.cli import main
from stancekit.corpus.model_source import ModelFolders
from stancekit.errors import ModelError
from stancekit.pipeline import load
from stancekit.tone.encoder import QuoteEncoder
from stancekit.tone.judge import ToneJudge

PLANTED = ("__init__.py", "sitecustomize.py", "numpy.py", "conftest.py", "stancekit_reader.py", "setup.py")
"""Code that lies in a model's folder, in the hope that somebody runs it."""

REMEDIES = (
    "reinstall stancekit|build the model again|train it again|do not use it|give the right folder|"
    "install the stancekit version|update stancekit"
)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sound model of each kind."""
    place = tmp_path_factory.mktemp("sound")
    for kind, write in WRITERS.items():
        write(place / kind)
    return place


@pytest.fixture
def model(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a copy may be put; a secret lies beside it, and nothing is written to the place where we stand."""
    (tmp_path / SECRET).write_bytes(b"8 bytes.")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "model"


@pytest.mark.parametrize("kind", WRITERS)
def test_a_sound_small_model_loads(sound: Path, kind: str) -> None:
    assert load_small(kind, sound / kind) is not None


@pytest.mark.parametrize("case", CASES, ids=[f"{case.kind}-{case.name}" for case in CASES])
def test_it_is_refused_in_our_own_words(sound: Path, model: Path, case: Case) -> None:
    shutil.copytree(sound / case.kind, model)
    case.harm(model)
    with pytest.raises(ModelError, match=case.message) as raised:
        load_small(case.kind, model)
    assert raised.value.value is not None
    assert not list((model.parent / "here").iterdir())
    assert any(word in str(raised.value) for word in REMEDIES.split("|"))


@pytest.fixture(scope="session")
def audited(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Python reports while models are loaded: those of the package, small ones, and all that are refused."""
    place = tmp_path_factory.mktemp("audited")
    (place / SECRET).write_bytes(b"8 bytes.")
    models = [(kind, str(model_dir(kind)), True) for kind in KINDS]
    models += [(kind, str(sound / kind), True) for kind in WRITERS]
    shutil.copytree(sound / "reader", place / "reader")
    load(reader=place / "reader").to_disk(place / "spacy")
    shutil.rmtree(place / "reader")  # the config names it; where it still lies there, it is opened first
    models.append(("spacy", str(place / "spacy"), True))
    for number, case in enumerate(CASES):
        folder = place / str(number) / "model"
        shutil.copytree(sound / case.kind, folder)
        (folder.parent / SECRET).write_bytes(b"8 bytes.")
        case.harm(folder)
        models.append((case.kind, str(folder), False))
    for _, folder, _ in models[len(KINDS) :]:
        for name in PLANTED:
            (Path(folder) / name).write_text("raise SystemExit('code of a model was run')\n", encoding="utf-8")
    (place / "models.json").write_text(json.dumps(models), encoding="utf-8")
    (place / "here").mkdir()
    tests = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, tests / "model_audit.py", place / "models.json"],
        capture_output=True,
        text=True,
        cwd=place / "here",
        env={**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{Path(stancekit.__file__).parents[1]}"},
    )
    assert not done.returncode, done.stderr
    assert not list((place / "here").iterdir())
    return json.loads(done.stdout.splitlines()[-1])


def test_loading_a_model_never_runs_code(audited: dict[str, Any]) -> None:
    """No code of the folder, no process, no socket, no file written, none read but its own and installed ones."""
    assert audited["seen"] == []
    assert audited["refused"] == len(CASES)
    assert audited["loaded"] == len(KINDS) + len(WRITERS) + 1


def test_the_watch_would_have_seen_it(sound: Path, tmp_path: Path) -> None:
    """A folder that gets its code run by somebody careless: the audit is not blind."""
    shutil.copytree(sound / "speakers", tmp_path / "model")
    (tmp_path / "model" / "evil.py").write_text("import os; os.system('true')\n", encoding="utf-8")
    careless = (
        "import sys, model_audit, runpy, pathlib, pickle\n"
        "sys.addaudithook(model_audit.hook)\n"
        f"model_audit.watched[:] = [{str(tmp_path / 'model')!r}]\n"
        f"runpy.run_path({str(tmp_path / 'model' / 'evil.py')!r})\n"
        f"pathlib.Path({str(tmp_path / 'written')!r}).write_text('x')\n"
        f"open({str(tmp_path / 'written')!r}).read()\n"
        f"pickle.loads({pickle.dumps(Path.touch)!r})\n"
        "print('\\n'.join(model_audit.seen))"
    )
    tests = Path(__file__).parent
    path = f"{tests}{os.pathsep}{Path(stancekit.__file__).parents[1]}"
    done = subprocess.run(
        [sys.executable, "-c", careless], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    for event in ("compile", "exec", "os.system", "written (w)", "written (r)", "pickle.find_class"):
        assert event in done.stdout, done.stderr


def command(*arguments: object) -> None:
    """A command, its refusal raised."""
    if main([str(argument) for argument in arguments]):
        raise ModelError("refused by the command")


def with_pipe(folder: Path) -> object:
    return spacy.blank("en").add_pipe("stancekit_reader", config={"model": str(folder)})


ROADS = [
    ("reader", "stancekit.load", lambda folder, _: load(reader=folder)),
    ("reader", "a pipeline's config", lambda folder, _: with_pipe(folder)),
    ("reader", "Reader.from_disk", lambda folder, _: Reader().from_disk(folder)),
    ("reader", "a worker of a run", lambda folder, _: ModelFolders(reader=str(folder))()),
    ("reader", "--reader", lambda folder, text: command("score", text, "-o", "rows.jsonl", "--reader", folder)),
    ("tone", "stancekit.load_tone", lambda folder, _: stancekit.load_tone(folder)),
    ("tone", "ToneJudge.load", lambda folder, _: ToneJudge.load(folder)),
    ("tone", "QuoteEncoder.fit", lambda folder, _: QuoteEncoder(folder).fit([])),
    ("tone", "a worker of a run", lambda folder, _: ModelFolders(tone=str(folder))()),
    ("tone", "--tone-model", lambda folder, text: command("score", text, "-o", "rows.jsonl", "--tone-model", folder)),
    ("speakers", "from_disk", lambda folder, _: SpeakerFinder().from_disk(folder)),
]


@pytest.mark.parametrize(("kind", "road"), [road[::2] for road in ROADS], ids=[" ".join(road[:2]) for road in ROADS])
def test_no_road_goes_past_the_checks(
    sound: Path, model: Path, kind: str, road: Callable[[Path, Path], object]
) -> None:
    shutil.copytree(sound / kind, model)
    harm = {
        "reader": put(READER, hostile_graph("weights in the parent folder"), "reader"),
        "tone": put(ENCODER, hostile_graph("weights in the parent folder"), "tone"),
        "speakers": put(WEIGHTS, PICKLE, "speakers"),
    }
    harm[kind](model)
    text = model.parent / "talks.txt"
    text.write_text("“We wait,” Ana Kovar said.", encoding="utf-8")
    with pytest.raises(ModelError):
        road(model, text)
    assert not (model.parent / "here" / "rows.jsonl").exists()


def hostile_graph(name: str) -> bytes:
    return next(content for known, content, _ in READER_GRAPHS if known == name)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_byte_is_noticed(sound: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(FILES)))
    name = data.draw(st.sampled_from(FILES[kind]))
    folder = Path(shutil.copytree(sound / kind, tmp_path_factory.mktemp("changed") / kind))
    content = (folder / name).read_bytes()
    place, byte = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(0, 255))
    changed = content[:place] + bytes([byte]) + content[place + 1 :]
    (folder / name).write_bytes(changed)
    if changed == content:
        assert load_small(kind, folder) is not None
        return
    with pytest.raises(ModelError, match="the checksum does not match"):
        load_small(kind, folder)
