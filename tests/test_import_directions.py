"""The house's directions: imports point down only, and importing stancekit stays cheap.

(Not ``test_imports.py``: pytest wants one name only once, and ``tests/tone`` has it.)
"""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import stancekit
from stancekit.pipeline import COMPONENTS

PACKAGE = Path(stancekit.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
ROOMS = {
    # what anyone may use
    "types": 0, "errors": 0, "runtime": 0, "columns": 0, "frames": 0, "aside": 0, "stopwatch": 0, "artefacts": 0,
    "resources": 0, "palette": 0, "html_text": 0, "html_pages": 0, "onnx_graphs": 0, "tokenizer_files": 0,
    "quotation_marks": 0, "spreadsheets": 0,
    # two halves that never see each other
    "annotation": 1, "tone": 1,
    # the roads through them, and the tables
    "pipeline": 2, "tables": 2, "rowfiles": 2, "arrow_rows": 2, "labelled": 2, "articles": 2, "goldfiles": 2,
    "matching": 2, "differences": 2, "identities": 2, "statements": 2,
    "scoring": 3, "training": 3, "evaluation": 3,
    "analysis": 3, "corpus": 4, "labelling": 4, "reporting": 4, "rendering": 4, "drawing": 4, "plots": 4,
    "error_browser": 4, "error_browser_article": 4, "error_browser_pairs": 4, "error_browser_text": 4,
    "cli": 5, "__main__": 5, "__init__": 5,
}  # fmt: skip
LAZY = {("artefacts", "stancekit.tone.classifier"), ("types", "stancekit.rendering")}
"""``load_tone`` opens a tone model when it is called, the public face needs one place for it; a record that a notebook
shows asks for its picture."""
LEARNS = {"__init__", "cli", "training"}
"""Who may import training: the public ``train`` and the commands, and only when they are called."""


def room(module: str) -> str:
    """``stancekit.annotation.text`` stands in the room ``annotation``, ``stancekit.gazetteer_trie`` in none of ours."""
    name = module.split(".")[1] if "." in module else "__init__"
    return "cli" if name.startswith("cli") else "types" if name.startswith("gazetteer") else name


def module_of(file: Path) -> str:
    parts = ["stancekit", *file.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def imports(file: Path, top_only: bool = False) -> set[str]:
    """Modules that a file imports, those for the type checker left aside."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    hidden = {id(n) for node in ast.walk(tree) if _is_type_checking(node) for n in ast.walk(node)}
    if top_only:
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        hidden |= {id(n) for node in ast.walk(tree) if isinstance(node, functions) for n in ast.walk(node)}
    found = set()
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: a relative import hides its direction"
            found |= {_imported(node.module or "", alias.name) for alias in node.names}
    return found


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _imported(module: str, name: str) -> str:
    """``from stancekit import pipeline`` imports ``stancekit.pipeline``."""
    below = PACKAGE.parent.joinpath(*module.split("."), f"{name}.py")
    return f"{module}.{name}" if below.is_file() else module


def ours(modules: set[str]) -> set[str]:
    return {module for module in modules if module.split(".")[0] == "stancekit"}


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(PACKAGE)) for file in FILES])
def test_imports_point_down(file: Path) -> None:
    here = room(module_of(file))
    for module in ours(imports(file)) - {"stancekit"}:
        there = room(module)
        if (here, module) in LAZY:
            assert module not in imports(file, top_only=True)
            continue
        assert ROOMS[there] <= ROOMS[here], f"{here} imports {module}"
        if there in ("annotation", "tone") and here in ("annotation", "tone"):
            assert there == here, f"the halves never import each other: {here} imports {module}"
        if there == "training":
            assert here in LEARNS, f"inference never imports training: {here} imports {module}"
            assert here == "training" or here == "cli" or module not in imports(file, top_only=True)


FORBIDDEN = [
    ("annotation", {"sklearn", "pandas", "torch", "transformers"}),
    ("tone", {"spacy", "thinc", "torch", "transformers"}),
    ("pipeline", {"sklearn", "pandas"}),
]


@pytest.mark.parametrize(("where", "what"), FORBIDDEN, ids=[where for where, _ in FORBIDDEN])
def test_each_half_leaves_the_other_library_alone(where: str, what: set[str]) -> None:
    files = [file for file in FILES if room(module_of(file)) == where]
    assert files
    for file in files:
        assert not {module.split(".")[0] for module in imports(file)} & what, file


def test_only_training_imports_torch() -> None:
    elsewhere = [file for file in FILES if room(module_of(file)) != "training"]
    for file in elsewhere:
        assert not {module.split(".")[0] for module in imports(file)} & {"torch", "transformers"}, file


def modules_after(code: str) -> set[str]:
    """Names of the modules that a fresh Python has loaded after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


CHEAP = [
    ("import stancekit", {"spacy", "sklearn", "pandas", "numpy", "onnxruntime", "torch"}),
    ("import stancekit.types, stancekit.errors, stancekit.gazetteer", {"spacy", "sklearn", "pandas", "torch"}),
    # spaCy imports our entry points here, whether the user asked for us or not (torch it imports itself)
    ("import spacy; spacy.blank('en')", {"sklearn", "pandas", "transformers"}),
    ("import stancekit.pipeline", {"sklearn", "pandas", "transformers"}),
    ("import stancekit.scoring", {"sklearn", "scipy", "pandas", "transformers"}),
    ("import stancekit.tone.classifier", {"spacy", "torch"}),
]


@pytest.mark.parametrize(("code", "never"), CHEAP, ids=[code for code, _ in CHEAP])
def test_what_an_import_costs(code: str, never: set[str]) -> None:
    assert not modules_after(code) & never


def test_scoring_an_article_needs_no_scikit_learn(tmp_path: Path) -> None:
    text, rows = tmp_path / "talks.txt", tmp_path / "rows.jsonl"
    text.write_text("“We thank Egypt for its patience,” Greek Foreign Minister Nikos Vardas said.", encoding="utf-8")
    command = f"import stancekit; stancekit.score_corpus({str(text)!r}, {str(rows)!r}, isolate=False)"
    loaded = modules_after(command)
    assert '"tone": "constructive"' in rows.read_text(encoding="utf-8")
    assert {"spacy", "onnxruntime", "stancekit.tone.judge"} <= loaded
    assert not {"sklearn", "scipy", "joblib"} & loaded


def test_the_public_face_is_small_and_every_name_on_it_is_there() -> None:
    names = stancekit.__all__
    assert len(names) <= 18
    assert len(set(names)) == len(names)
    assert set(names) <= set(dir(stancekit))
    for name in names:
        assert getattr(stancekit, name) is not None


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        stancekit.scores  # noqa: B018


def test_every_room_of_the_table_is_known() -> None:
    rooms = {room(module_of(file)) for file in FILES}
    assert rooms <= set(ROOMS)


def test_entry_points_are_the_components_of_the_pipeline() -> None:
    points = [point for point in entry_points(group="spacy_factories") if point.name.startswith("stancekit")]
    assert {point.name for point in points} == set(COMPONENTS)
    assert all(callable(point.load()) for point in points)
