"""The tone half stands alone: whoever judges tone never pays for spaCy or torch, nor, without fitting, for sklearn."""

from __future__ import annotations

import subprocess
import sys

import pytest

JUDGES = ["calibration", "frame", "judge", "marking", "occlusion", "probe", "quotes_table", "storage", "vectors"]
LEARNS = ["classifier", "encoder"]


@pytest.mark.parametrize(
    ("modules", "never"),
    [
        ([*JUDGES, *LEARNS], {"spacy", "thinc", "torch", "transformers"}),
        (JUDGES, {"spacy", "thinc", "torch", "transformers", "sklearn", "scipy", "pandas"}),
    ],
    ids=["all of it", "what judges"],
)
def test_what_the_tone_half_leaves_alone(modules, never):
    imports = "; ".join(f"import stancekit.tone.{name}" for name in modules)
    after = "" if modules == JUDGES else "import stancekit.training.tone; "
    check = f"{imports}; {after}import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert not never & set(done.stdout.split())
