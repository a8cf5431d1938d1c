"""Each notebook has a source and an executed copy beside it, and the two say the same.

The notebooks themselves run as tests of their own (``pytest notebooks``, by nbmake).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.py"))
CELL = re.compile(r"^# %%(?P<kind> \[markdown\])?\n", re.MULTILINE)
Cell = tuple[str, str]


def source_cells(name: str) -> list[Cell]:
    """Kind and text of each cell of a source in jupytext's percent format."""
    _, *parts = CELL.split((NOTEBOOKS / f"{name}.py").read_text(encoding="utf-8"))
    cells = []
    for kind, text in zip(parts[::2], parts[1::2], strict=True):
        cells.append(("code", text.strip()) if kind is None else ("markdown", uncommented(text.strip())))
    return cells


def uncommented(text: str) -> str:
    return re.sub(r"^# ?", "", text, flags=re.MULTILINE)


def executed(name: str) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    return notebook


def code_cells(name: str) -> list[dict[str, Any]]:
    return [cell for cell in executed(name)["cells"] if cell["cell_type"] == "code"]


def test_there_are_five_and_each_has_its_executed_copy() -> None:
    assert [name[:2] for name in NAMES] == ["01", "02", "03", "04", "05"]
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_source_and_copy_have_the_same_cells(name: str) -> None:
    copy = [(cell["cell_type"], "".join(cell["source"]).strip()) for cell in executed(name)["cells"]]
    assert copy == source_cells(name), f"execute anew: jupytext --to ipynb --execute notebooks/{name}.py"


@pytest.mark.parametrize("name", NAMES)
def test_the_copy_was_executed_from_top_to_bottom(name: str) -> None:
    assert executed(name)["metadata"]["kernelspec"]["name"] == "python3"
    counts = [cell["execution_count"] for cell in code_cells(name)]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_no_errors_and_no_warnings(name: str) -> None:
    outputs = [output for cell in code_cells(name) for output in cell["outputs"]]
    assert outputs
    assert [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"] == []


@pytest.mark.parametrize("name", NAMES)
def test_outputs_tell_nothing_of_the_machine(name: str) -> None:
    shown = json.dumps([cell["outputs"] for cell in code_cells(name)])
    assert re.findall(r"/(?:tmp|home|root|work|Users)/\S*", shown) == []


@pytest.mark.parametrize("name", NAMES)
def test_each_begins_with_a_title_and_the_question(name: str) -> None:
    kind, text = source_cells(name)[0]
    assert kind == "markdown"
    assert re.match(r"# \S.*\n\n\*\*The question:\*\* ", text)
    assert any(kind == "markdown" and "**Beware" in text for kind, text in source_cells(name))
