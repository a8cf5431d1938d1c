"""How good a tone encoder becomes with 100, 300, 1,000 and all labelled quotes. Needs the ``[train]`` extra.

``python benchmarks/learning_curve.py --shared ../shared`` fine-tunes the student's layers without teachers on random
parts of what the shipped model learns from, and prints macro-F1 on the sets of ``benchmarks/tone.py`` (float weights).
``--sizes 100 300 1000`` leaves the long run with all quotes out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from benchmarks_tone_sets import sets_of
from sklearn.metrics import f1_score

from stancekit.tone.vectors import LONGEST
from stancekit.training.encoder_net import base_tokenizer
from stancekit.training.tone import OWN, read_rows
from stancekit.training.tone_data import examples, shares_of, split
from stancekit.training.tone_encoder import STUDENT, STUDENT_RATE
from stancekit.training.tone_net import Recipe, fine_tune, logits_of

SIZES = (100, 300, 1000, 0)
STEPS_AT_LEAST = 200
"""Small parts are gone through more often, so that there is time to learn anything."""


def main() -> None:
    """Print one line for each number of quotes."""
    parser = argparse.ArgumentParser(description="Learning curve of the tone encoder.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="numbers of quotes; 0 for all")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    tokenizer = base_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    learnt, _ = split(read_rows(options.shared / "data" / "tone", OWN))
    sets = {
        name: (list(frame["tone"]), examples(frame, shares_of(list(frame["tone"])), tokenizer))
        for name, frame in sets_of(options.shared).items()
    }
    print(f"{'quotes':>8}" + "".join(f"{name:>10}" for name in sets))
    for size in options.sizes:
        part = learnt.sample(size or len(learnt), random_state=0)
        pool = examples(part, shares_of(list(part["tone"])), tokenizer)
        epochs = max(3, STEPS_AT_LEAST * 16 // len(pool))
        net = fine_tune(pool, {}, Recipe(STUDENT, epochs, STUDENT_RATE))
        scores = [
            f1_score(shares_of(tones).argmax(axis=1), logits_of(net, some).argmax(axis=1), average="macro")
            for tones, some in sets.values()
        ]
        print(f"{len(part):8}" + "".join(f"{score:10.3f}" for score in scores), flush=True)


if __name__ == "__main__":
    main()
