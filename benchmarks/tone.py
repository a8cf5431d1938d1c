"""How well, how surely and how fast the tone model judges; beside it what plain word counts do.

``python benchmarks/tone.py --shared ../shared`` prints the table of the model card. Measured on

* dev: the shared labelled statements that are never trained on;
* e2e: the quotes of the dev articles with their gold counterparts, a paragraph as context;
* held out: the same of the articles in ``seeds/held_out``;
* own dev: batch h of ``seeds/labelled_quotes.jsonl``.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from benchmarks_tone_sets import sets_of
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score
from tone_variants import word_counts

from stancekit.artefacts import name_version
from stancekit.tone.calibration import calibration_error, conformal_threshold, prediction_sets
from stancekit.tone.classifier import ToneClassifier
from stancekit.training.tone import OWN, read_rows
from stancekit.training.tone_data import real, split
from stancekit.types import TONES

HALVES = 20


def figures(frame: pd.DataFrame, model: ToneClassifier) -> dict[str, Any]:
    """Everything the card says about one set."""
    codes = np.array([TONES.index(tone) for tone in frame["tone"]])
    started = time.process_time()
    given = model.predict_proba(frame)
    seconds = time.process_time() - started
    tones = [TONES[code] for code in given.argmax(axis=1)]
    within = prediction_sets(given, model.threshold_)
    each = f1_score(frame["tone"], tones, labels=list(TONES), average=None)
    return {
        "quotes": len(frame),
        "macro-F1": f1_score(frame["tone"], tones, average="macro"),
        "accuracy": accuracy_score(frame["tone"], tones),
        **{f"F1 {tone}": score for tone, score in zip(TONES, each, strict=True)},
        "calibration error": calibration_error(given, codes),
        "coverage of 90 % sets": within[np.arange(len(codes)), codes].mean(),
        "tones a set": within.sum(axis=1).mean(),
        "ms a quote": 1000 * seconds / len(frame),
        "quotes a second": len(frame) / seconds,
    }


def held_out_coverage(model: ToneClassifier, rows: pd.DataFrame) -> float:
    """Coverage on documents held out from training: calibrated on one half of them, measured on the other, 20 times."""
    codes = np.array([TONES.index(tone) for tone in rows["tone"]])
    given = model.predict_proba(rows)
    docs = rows["doc"].astype(str).to_numpy()
    shares = []
    for seed in range(HALVES):
        names = np.random.default_rng(seed).permutation(np.unique(docs))
        first = np.isin(docs, names[: len(names) // 2])
        threshold = conformal_threshold(given[first, codes[first]], model.coverage)
        within = prediction_sets(given[~first], threshold)
        shares.append(within[np.arange((~first).sum()), codes[~first]].mean())
    return float(np.mean(shares))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Quality, calibration and speed of the tone model.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, nargs="*", default=OWN)
    parser.add_argument("--model", type=Path, default=None)
    options = parser.parse_args()
    data = options.shared / "data" / "tone"
    model = ToneClassifier.load(options.model)
    model.predict(["The session is opened before the clock starts."])
    sets = sets_of(options.shared)
    learnt = read_rows(data, options.own)
    baseline = word_counts(list(learnt["text"]), list(learnt["tone"]))
    table = pd.DataFrame({name: figures(frame, model) for name, frame in sets.items()})
    table.loc["macro-F1 of word counts"] = [
        f1_score(frame["tone"], baseline.predict(frame["text"]), average="macro") for frame in sets.values()
    ]
    print(name_version(model.encoder.folder))
    print(table.round(3).to_string())
    _, held = split(learnt)
    for title, rows in (("quotes", held), ("real statements", real(held))):
        print(f"90 % sets on {len(rows)} {title} of held-out documents: {held_out_coverage(model, rows):.3f}")
    for name, frame in sets.items():
        print(f"\n{name}: gold tone (rows) against given tone")
        counts = confusion_matrix(frame["tone"], model.predict(frame), labels=list(TONES))
        print(pd.DataFrame(counts, index=TONES, columns=TONES).to_string())


if __name__ == "__main__":
    main()
