"""What 100 labels of a style of one's own are worth: the shipped tone model and retrained ones on the same quotes.

``python benchmarks/retraining.py`` (no shared data) takes the harbour bulletins of ``seeds/``, an invented world whose
tone is in its jargon: retrains on the quotes of some documents and measures on all the others, several times, with more
and more labels; on top of the model at hand, and on these labels alone.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd

from stancekit.labelled import read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.training.comparison import compare_on
from stancekit.training.tone import documents, train

SIZES = (60, 100, 150)
ROUNDS = 5


def parts(frame: pd.DataFrame, size: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """About so many quotes of whole documents, and the others."""
    groups = documents(frame)
    order = np.random.default_rng(seed).permutation(groups.unique())
    counts = groups.value_counts()
    taken = order[: int(np.searchsorted(np.cumsum([counts[name] for name in order]), size)) + 1]
    chosen = groups.isin(taken)
    return frame[chosen], frame[~chosen]


def main() -> None:
    """Print one line for each number of labels and way of training."""
    parser = argparse.ArgumentParser(description="Retraining on labels of a style of one's own.")
    parser.add_argument("--labels", type=Path, default=Path("seeds/harbour_bulletins.jsonl"))
    options = parser.parse_args()
    frame = read_labelled(options.labels)
    shipped = ToneClassifier.load()
    print(f"{len(frame)} quotes of {documents(frame).nunique()} documents; means of {ROUNDS} draws")
    for size in SIZES:
        for prior in (True, False):
            found, seconds = [], []
            for seed in range(ROUNDS):
                learnt, held = parts(frame, size, seed)
                started = time.process_time()
                model = train(learnt, estimator=ToneClassifier(prior=prior))
                seconds.append(time.process_time() - started)
                found.append(compare_on(held, shipped, model))
            before = np.mean([of.base["macro_f1"] for of in found])
            after = np.mean([of.retrained["macro_f1"] for of in found])
            low, high = np.mean([of.interval for of in found], axis=0)
            how = "on top of ours" if prior else "only mine"
            gained = f"{after - before:+.3f}, 95 % {low:+.3f} to {high:+.3f}"
            print(
                f"{size:4} labels, {how:14} macro-F1 {before:.3f} -> {after:.3f} ({gained}; {np.mean(seconds):.1f} s)",
                flush=True,
            )


if __name__ == "__main__":
    main()
