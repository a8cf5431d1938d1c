"""Sentence starts from raw text: the rule that users get beside the reader's own head for them.

``python benchmarks/sentences.py [--shared ../shared] [--reader DIR]`` prints precision, recall and F1 of the first
characters of sentences on treebank texts of ../shared.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from spacy.tokens import DocBin
from spacy.vocab import Vocab

import stancekit
from stancekit.annotation.windows import windows
from stancekit.pipeline import COMPONENTS

SETS = ("gum_dev_free", "gum_dev_news", "ewt_test", "synth_quotes_dev")


def by_head(reader, text):
    """Where the head is surer of a start than of anything else."""
    for window in windows(text, reader._tokenizer, reader.max_pieces):
        inputs = {"input_ids": np.array([window.ids]), "shapes": np.array([window.shapes], dtype=np.int64)}
        (logits,) = reader._session.run(["starts"], inputs)
        for (start, _), label in zip(window.offsets, logits[0].argmax(-1), strict=True):
            if start >= 0 and label:
                yield start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reader", type=Path)
    options = parser.parse_args()
    nlp = stancekit.load(reader=options.reader, exclude=[c for c in COMPONENTS if c != "stancekit_reader"])
    reader = nlp.get_pipe("stancekit_reader")
    for name in SETS:
        docs = DocBin().from_disk(options.shared / "base_pipeline" / "data" / f"{name}.spacy").get_docs(Vocab())
        counts = {"rule": [0, 0, 0], "head": [0, 0, 0]}
        for doc in docs:
            wanted = {token.idx for token in doc if token.is_sent_start and not token.text.isspace()}
            read = nlp(doc.text)
            found = {
                "rule": {token.idx for token in read if token.is_sent_start and not token.is_space},
                "head": set(by_head(reader, doc.text)),
            }
            for how, starts in found.items():
                counts[how] = [
                    a + b for a, b in zip(counts[how], (len(starts & wanted), len(starts), len(wanted)), strict=True)
                ]
        for how, (right, predicted, gold) in counts.items():
            p, r, f = 100 * right / predicted, 100 * right / gold, 200 * right / (predicted + gold)
            print(f"{name:18} {how}  P {p:5.1f}  R {r:5.1f}  F {f:5.1f}")


if __name__ == "__main__":
    main()
