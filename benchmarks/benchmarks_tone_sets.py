"""The labelled sets that the tone model is measured on; none of them is trained on."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from stancekit.labelled import pairs_of, read_labelled
from stancekit.training.annotated import read_annotated
from stancekit.training.tone import read_own_dev


def gold_pairs(path: Path) -> pd.DataFrame:
    """One row a gold quote and counterpart."""
    return pairs_of(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def sets_of(shared: Path) -> dict[str, pd.DataFrame]:
    """The shared dev statements, the dev articles' gold pairs, our held-out articles' pairs, and our own dev batch."""
    return {
        "dev": read_labelled(shared / "data" / "tone" / "dev.jsonl"),
        "e2e": gold_pairs(shared / "data" / "e2e" / "dev.jsonl"),
        "held out": pairs_of(read_annotated(Path("seeds/held_out"))),
        "own dev": read_own_dev(),
    }
