"""The articles that the small weight tables are learned on: our own, and gold articles from elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stancekit.goldfiles import read_gold
from stancekit.training.annotated import read_annotated

OWN = Path("seeds/annotated")
GOLD = Path("../shared/data/e2e/dev.jsonl")


def add_arguments(parser: argparse.ArgumentParser, kind: str) -> None:
    """The options that the trainings of all weight tables share."""
    parser.add_argument("--own", type=Path, default=OWN, help="articles in the markup of stancekit.training.annotated")
    parser.add_argument("--gold", type=Path, default=GOLD, help="further gold articles (.jsonl); left out if missing")
    parser.add_argument("--out", type=Path, default=Path("models") / kind)


def training_articles(own: Path, gold: Path) -> list[dict[str, Any]]:
    """All articles to learn from.

    Parameters
    ----------
    own
        A folder in the markup of :mod:`stancekit.training.annotated`.
    gold
        A file of gold articles; where there is none, only our own are learned from.
    """
    return [*read_annotated(own), *(read_gold(gold) if gold.is_file() else [])]
