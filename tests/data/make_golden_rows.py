"""Make ``golden_rows.jsonl`` anew; needs nothing but the project.

``python tests/data/make_golden_rows.py --note "why the rows of the seeds have changed"``

The golden rows are what stancekit makes of the three seed articles. They change only on purpose: the note goes into
the file and, in the same words, into ``CHANGELOG.md``, which a test looks up.
"""

from __future__ import annotations

import argparse
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import stancekit

HERE = Path(__file__).parent
GOLDEN = HERE / "golden_rows.jsonl"
SEEDS = HERE.parents[1] / "seeds" / "articles"
DECIMALS = 2
"""Processors round differently in the last places."""
UNSTEADY = ("model",)
"""Told in the file's first line instead."""


def golden_rows() -> tuple[str, list[dict[str, Any]]]:
    """The models' names, and the rows of the seeds, their numbers rounded."""
    articles = [stancekit.Article(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    rows = json.loads(stancekit.score(articles).to_json(orient="records"))
    models = {row["model"] for row in rows}
    rounded = [
        {name: round(cell, DECIMALS) if isinstance(cell, float) else cell for name, cell in row.items()} for row in rows
    ]
    return " ".join(sorted(models)), [{k: v for k, v in row.items() if k not in UNSTEADY} for row in rounded]


def main() -> None:
    """Write the golden rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--note", required=True, help="one line, as it stands in CHANGELOG.md")
    options = parser.parse_args()
    models, rows = golden_rows()
    lines = [{"note": options.note, "models": models, "onnxruntime": version("onnxruntime")}, *rows]
    GOLDEN.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
