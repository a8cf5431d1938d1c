"""matplotlib is asked for when something is drawn, by the name of the extra that brings it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from drawn_rows import ROWS

from stancekit import plots
from stancekit.errors import NotInstalledError

CALLS = [
    ("plot_timeline", (ROWS,)),
    ("plot_dyads", (ROWS,)),
    ("plot_speaker", (ROWS, "si-ana")),
    ("plot_quote", (ROWS.iloc[0],)),
]


@pytest.mark.parametrize(("name", "given"), CALLS, ids=[name for name, _ in CALLS])
def test_without_matplotlib_the_extra_is_named(
    name: str, given: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(NotInstalledError, match=r"pip install 'stancekit\[report\]'"):
        getattr(plots, name)(*given)


def test_importing_plots_imports_no_matplotlib() -> None:
    code = (
        "import sys; from stancekit import plots, rendering; print('matplotlib' in sys.modules, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
