"""Quotes and their sources on PolNeAR dev, by the shared scorers.

``python benchmarks/attribution.py [--shared ../shared] [--reader DIR]`` prints the scorer's tables for both notions:
the codebook's, which is what users get, and PolNeAR's wider one, with the exact scores of every span as CofeNet
counts them. Needs ../shared beside the project; its text is only read.
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

NOTIONS = ["quotes", "attributions"]


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
    parser.add_argument("--notions", nargs="+", choices=NOTIONS, default=NOTIONS)
    parser.add_argument("--keep", type=Path, help="keep the predictions in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for notion in options.notions:
            measure(options, notion, folder / f"{notion}.jsonl")


def measure(options, notion, path):
    data, bench = options.shared / "data" / "attribution", options.shared / "bench"
    not_needed = ["stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"]
    nlp = stancekit.load(reader=options.reader, exclude=not_needed, notion=notion)
    nlp.get_pipe("stancekit_quotes").headlines = True  # PolNeAR annotates its headlines too
    with path.open("w", encoding="utf-8") as out:
        for article in predictions(nlp, data / "texts_dev.jsonl"):
            out.write(json.dumps(article) + "\n")
    print(f"notion: {notion}", flush=True)
    quotes = [bench / "score_quotes.py", data / "gold_dev.jsonl", path, data / "texts_dev.jsonl"]
    subprocess.run([sys.executable, *map(str, quotes)], check=True)
    spans = [bench / "score_spans.py", "dev", f"{notion}={path}"]
    subprocess.run([sys.executable, *map(str, spans)], check=True)


if __name__ == "__main__":
    main()
