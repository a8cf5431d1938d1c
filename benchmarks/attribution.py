"""Quotes and their sources on PolNeAR dev, by the shared scorer.

``python benchmarks/attribution.py [--shared ../shared] [--reader DIR]`` prints the scorer's table for the
codebook's notion of a quote. Needs ../shared beside the project; its text is only read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import stancekit
from stancekit.annotation.layers import read_quotes


def predictions(nlp, texts):
    for line in texts.open(encoding="utf-8"):
        article = json.loads(line)
        doc = nlp(article["text"])
        quotes = [
            {
                "content": [[s.start_char, s.end_char] for s in quote.content],
                "source": [[quote.source.start_char, quote.source.end_char]] if quote.source is not None else None,
                "cue": [[quote.cue.start_char, quote.cue.end_char]] if quote.cue is not None else None,
                "kind": quote.kind,
            }
            for quote in read_quotes(doc)
        ]
        yield {"id": article["id"], "quotes": quotes}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reader", type=Path)
    parser.add_argument("--keep", type=Path, help="keep the predictions here")
    options = parser.parse_args()
    data = options.shared / "data" / "attribution"
    not_needed = ["stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"]
    nlp = stancekit.load(reader=options.reader, exclude=not_needed)
    nlp.get_pipe("stancekit_quotes").headlines = True  # PolNeAR annotates its headlines too
    with tempfile.TemporaryDirectory() as scratch:
        found = options.keep or Path(scratch) / "predicted.jsonl"
        with found.open("w", encoding="utf-8") as out:
            for article in predictions(nlp, data / "texts_dev.jsonl"):
                out.write(json.dumps(article) + "\n")
        scorer = [sys.executable, str(options.shared / "bench" / "score_quotes.py")]
        subprocess.run([*scorer, str(data / "gold_dev.jsonl"), str(found), str(data / "texts_dev.jsonl")], check=True)


if __name__ == "__main__":
    main()
