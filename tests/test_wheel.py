"""The wheel, installed into a clean environment and used from another folder, offline."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    run(folder / "env/bin/python", "-m", "pip", "install", "-q", wheel)
    return folder / "env" / "bin"


def test_it_scores_the_seeds_from_another_folder(installed, tmp_path):
    offline = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    run(installed / "stancekit", "score", ROOT / "seeds" / "articles", "-o", "rows.jsonl", cwd=tmp_path, env=offline)
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["doc_id"] for row in rows} == {path.stem for path in (ROOT / "seeds" / "articles").glob("*.txt")}
    assert {row["tone"] for row in rows} >= {"hostile", "cautious", "constructive"}


def test_it_needs_no_torch_and_carries_its_models(installed, tmp_path):
    listed = run(installed / "python", "-m", "pip", "list", "--format=json").stdout
    assert "torch" not in {package["name"] for package in json.loads(listed)}
    info = json.loads(run(installed / "stancekit", "info", "--json", cwd=tmp_path).stdout)
    assert all("site-packages" in model["path"] for model in info["models"].values())


def test_the_wheel_is_the_same_byte_for_byte_wherever_it_is_built(installed, tmp_path):
    """From files of another date and other rights, in another folder, in another environment."""
    source = tmp_path / "elsewhere"
    for name in ("stancekit", "models"):
        shutil.copytree(ROOT / name, source / name, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, source / name)
    for path in source.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, source)
    (first,), (second,) = installed.parents[1].glob("*.whl"), tmp_path.glob("*.whl")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
