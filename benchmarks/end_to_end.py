"""The whole chain on ../shared/data/e2e/dev.jsonl, by the shared scorer: from raw article to dyads.

``python benchmarks/end_to_end.py [--shared ../shared]`` prints the scorer's table. Needs ../shared beside the
project; its text is only read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import stancekit
from stancekit.tables import write_rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--keep", type=Path, help="keep the rows here (.jsonl)")
    parser.add_argument("--articles", default="", metavar="PREFIX", help="only articles whose id begins so, as seed_")
    options = parser.parse_args()
    lines = (options.shared / "data" / "e2e" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["id"].startswith(options.articles)]
    articles = [json.loads(line) for line in kept]
    rows = stancekit.score([stancekit.Article(article["id"], article["text"]) for article in articles])
    with tempfile.TemporaryDirectory() as scratch:
        gold = Path(scratch) / "gold.jsonl"
        gold.write_text("\n".join(kept), encoding="utf-8")
        path = options.keep or Path(scratch) / "rows.jsonl"
        write_rows(rows, path)
        scorer = [sys.executable, str(options.shared / "bench" / "score_e2e.py")]
        subprocess.run([*scorer, str(gold), str(path)], check=True)


if __name__ == "__main__":
    main()
