"""Model folders: what is written is what is verified, and whatever was touched is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit import artefacts
from stancekit.artefacts import (
    MANIFEST,
    checksum,
    model_dir,
    name_version,
    read_manifest,
    verify,
    write_manifest,
)
from stancekit.errors import ModelError


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "model"
    (place / "parts").mkdir(parents=True)
    (place / "weights.bin").write_bytes(b"0123456789")
    (place / "parts" / "head.json").write_text("{}")
    write_manifest(
        place,
        "tone",
        "stancekit-tone",
        "0.1.0",
        ["weights.bin", "parts/head.json"],
        licence="CC0-1.0",
        trained={"quotes": 12, "date": "2026-01-01"},
    )
    return place


def edit(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_round_trip(folder):
    manifest = verify(folder, "tone")
    assert manifest == read_manifest(folder)
    assert (manifest.kind, manifest.name, manifest.version) == ("tone", "stancekit-tone", "0.1.0")
    assert (manifest.licence, manifest.trained["quotes"]) == ("CC0-1.0", 12)
    assert manifest.files["weights.bin"].size == 10
    assert sorted(manifest.files) == ["parts/head.json", "weights.bin"]


def test_name_version_holds_the_checksum(folder):
    assert name_version(folder) == f"stancekit-tone-0.1.0+{checksum(folder)[:8]}"


def test_the_checksum_follows_the_files_and_nothing_else(folder):
    before = checksum(folder)
    write_manifest(folder, "tone", "stancekit-tone", "0.2.0", ["parts/head.json", "weights.bin"])
    assert checksum(folder) == before
    (folder / "weights.bin").write_bytes(b"0123456780")
    write_manifest(folder, "tone", "stancekit-tone", "0.2.0", ["parts/head.json", "weights.bin"])
    assert checksum(folder) != before


def test_files_beside_the_manifest_are_left_alone(folder):
    (folder / "README.md").write_text("a card")
    assert verify(folder, "tone").name == "stancekit-tone"


DAMAGE = [
    ("missing", lambda place: (place / "weights.bin").unlink(), "no such file"),
    ("longer", lambda place: (place / "weights.bin").write_bytes(b"0123456789!"), "11 bytes, expected 10"),
    ("changed", lambda place: (place / "weights.bin").write_bytes(b"012345678!"), "checksum does not match"),
    ("no manifest", lambda place: (place / MANIFEST).unlink(), "cannot be read"),
    ("no JSON", lambda place: (place / MANIFEST).write_text("{"), "not JSON"),
    ("not UTF-8", lambda place: (place / MANIFEST).write_bytes(b"\xff"), "not JSON"),
    ("a list", lambda place: (place / MANIFEST).write_text("[]"), "format None"),
    ("another format", lambda place: edit(place, format=99), "format 99"),
    ("another kind", lambda place: edit(place, kind="reader"), "a reader model, not a tone model"),
    ("no files", lambda place: edit(place, files=None), "not a model manifest"),
    (
        "no checksum",
        lambda place: edit(place, files={"weights.bin": {"size": 10, "sha256": "x"}}),
        "no SHA-256",
    ),
    ("no name", lambda place: edit(place, name=None), "must be strings"),
]


@pytest.mark.parametrize(("damage", "message"), [d[1:] for d in DAMAGE], ids=[d[0] for d in DAMAGE])
def test_damage_is_named(folder, damage, message):
    damage(folder)
    with pytest.raises(ModelError, match=message):
        verify(folder, "tone")


@pytest.mark.parametrize("name", ["../secret", "parts/../../secret", "/etc/hostname", "", ".", "..\\secret"])
def test_no_path_leaves_the_folder(folder, name):
    (folder.parent / "secret").write_text("x")
    with pytest.raises(ModelError, match="not a path inside"):
        write_manifest(folder, "tone", "x", "1", [name])
    edit(folder, files={name: {"size": 1, "sha256": "0" * 64}})
    with pytest.raises(ModelError, match="not a path inside"):
        verify(folder, "tone")


def test_a_link_out_of_the_folder_is_refused(folder):
    (folder.parent / "secret").write_text("x")
    (folder / "link").symlink_to(folder.parent / "secret")
    with pytest.raises(ModelError, match="not a path inside"):
        write_manifest(folder, "tone", "x", "1", ["link"])


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5) | st.none(), max_size=4))
def test_any_json_is_refused_as_a_model_error(tmp_path_factory, content):
    place = tmp_path_factory.mktemp("model")
    (place / MANIFEST).write_text(json.dumps({"format": 1, **content}))
    with pytest.raises(ModelError):
        verify(place, "tone")


def test_model_dir_prefers_the_package_to_the_checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(artefacts, "__file__", str(tmp_path / "stancekit" / "artefacts.py"))
    with pytest.raises(ModelError, match=r"no tone model found.*reinstall"):
        model_dir("tone")
    for place in (tmp_path / "models" / "tone", tmp_path / "stancekit" / "models" / "tone"):
        place.mkdir(parents=True)
        (place / MANIFEST).write_text("{}")
        assert model_dir("tone") == place


def test_an_unknown_kind_is_named():
    with pytest.raises(ModelError, match="'parser' is no kind of model; kinds are reader, tone"):
        model_dir("parser")
