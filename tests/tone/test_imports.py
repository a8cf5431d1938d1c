"""The scikit-learn half stands alone: whoever only judges tone never pays for spaCy, nor for torch."""

from __future__ import annotations

import subprocess
import sys

MODULES = ["calibration", "classifier", "encoder", "frame", "marking", "quotes_table", "storage"]


def test_the_tone_half_imports_neither_spacy_nor_torch():
    imports = "; ".join(f"import stancekit.tone.{name}" for name in MODULES)
    check = f"{imports}; import stancekit.training.tone, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert not {"spacy", "thinc", "torch", "transformers"} & set(done.stdout.split())
