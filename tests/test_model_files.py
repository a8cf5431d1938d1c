"""Model folders from strangers: what is damaged or hostile is refused in our own words, before anything of it runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hostile_models import CASES, SECRET, Case
from small_models import WRITERS, load_small

from stancekit.errors import ModelError

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
