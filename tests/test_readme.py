"""The README is executed: its API lines, its commands, and what CI takes from it."""

import os
import re
import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
API = re.findall(r"<!-- api -->\n```python\n(.*?)```", README, re.DOTALL)


def marked(name):
    (block,) = re.findall(rf"<!-- {name} -->\n```\w+\n(.*?)\n```", README, re.DOTALL)
    return block


def without_figures(table):
    """A shown table without stances: int8 products round differently from one processor to another."""
    lines = [re.sub(r"[+-]\d\.\d\d", "", line).rstrip() for line in table.splitlines()]
    return [line for line in lines if line]


@pytest.mark.parametrize("code", API, ids=range(len(API)))
def test_the_api_lines_run(code, tmp_path):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    command = [sys.executable, "-W", "error::UserWarning", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_scoring_command_scores_the_seeds_as_shown(tmp_path):
    out = str(tmp_path / "rows.jsonl")
    command = marked("score").split(".venv/bin/stancekit ")[1].replace("rows.jsonl", out).split()
    wide = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-m", "stancekit", *command], cwd=ROOT, capture_output=True, text=True, env=wide
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "rows.jsonl").stat().st_size > 10_000
    given, shown = without_figures(done.stdout), without_figures(marked("output"))
    assert given[:2] == shown[:2]
    # on another processor a quote that the reader is in two minds about may come or go, and push the last one out
    assert SequenceMatcher(None, given, shown).ratio() > 0.8


@pytest.mark.parametrize("name", ["score", "test"])
def test_set_up_commands_are_single_lines(name):
    assert len(marked(name).splitlines()) == 1
    assert marked(name).startswith("python3 -m venv .venv && .venv/bin/pip install")


def test_ci_runs_exactly_the_test_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    taken = subprocess.run(
        ["sed", "-n", r"/<!-- test -->/,/^```$/p", str(ROOT / "README.md")], capture_output=True, text=True, check=True
    ).stdout
    assert [line for line in taken.splitlines() if line.startswith("python3")] == [marked("test")]
    assert "README.md" in script


def picture(text):
    (house,) = re.findall(r"```text\nstancekit/\n(.*?)```", text, re.DOTALL)
    return house


def test_every_folder_has_its_place_in_the_picture():
    house = picture(README)
    inside = {f"  {path.parent.name}/" for path in (ROOT / "stancekit").glob("*/__init__.py")}
    beside = {f"{name}/" for name in ("models", "seeds", "notebooks", "docs", "benchmarks", "tests")}
    for folder in inside | beside | {"resources/"}:
        assert folder.strip() in house, f"{folder} has no place in the README"
    for folder in re.findall(r"\b(\w+)/", house):
        assert (ROOT / folder).is_dir() or (ROOT / "stancekit" / folder).is_dir(), f"the README draws {folder}/"


def test_every_python_file_of_the_package_has_its_place_in_the_long_picture():
    house = picture((ROOT / "docs" / "house.md").read_text(encoding="utf-8"))
    patterns = re.findall(r"[\w*]+\.py", house)
    for path in (ROOT / "stancekit").rglob("*.py"):
        parts = path.relative_to(ROOT / "stancekit").parts
        if path.name in ("__init__.py", "__main__.py"):
            continue
        room = f"  {parts[0]}/" in house and len(parts) > 1  # a folder may have one line for all of its files
        known = room or any(path.match(pattern) for pattern in patterns)
        assert known, f"{path.name} has no place in docs/house.md"


FIGURES = {
    "quotes found": "figures.md",
    "whole dyads": "figures.md",
    "tone of real statements": "figures.md",
    "quotes with sources": "comparison.md",
    "words a second": "comparison.md",
    "start to first row": "comparison.md",
}


def test_the_figures_are_those_of_the_pages():
    """A figure has one page; what the README repeats must not be left behind when it is measured anew."""
    rows = re.findall(r"^\| ([^|]+) \| ([\d.,; ]+) \| (?:`python ([^ `]+)[^|]*|the same) \|$", README, re.MULTILINE)
    assert len(rows) == len(FIGURES)
    for (what, figures, script), (begins, page) in zip(rows, FIGURES.items(), strict=True):
        assert what.startswith(begins)
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        assert all(re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.]*\d)", text) for figure in figures.split("; "))
        assert not script or (ROOT / script).is_file()


def test_links_of_the_readme_lead_somewhere():
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert len(links) > 15
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_readme_is_a_page():
    assert len(README.splitlines()) <= 135
