"""Retrain the tone classifier as an analyst does it: check the labels, compare on the same folds, save with a card."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from stancekit.labelled import Labelled, read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder
from stancekit.training.comparison import Comparison, compare, compare_on
from stancekit.training.tone import train
from stancekit.training.tone_card import write_card


@dataclass(frozen=True)
class Retrained:
    """A retrained classifier, and how it does beside the one that it started from."""

    model: ToneClassifier
    comparison: Comparison
    labelled: pd.DataFrame

    def save(self, folder: str | Path, *, title: str = "") -> Path:
        """Write the model folder with its card (``README.md``).

        Raises
        ------
        ModelError
            Where the folder cannot be written.
        """
        counts = {str(tone): int(count) for tone, count in self.labelled["tone"].value_counts().items()}
        place = self.model.save(folder, version="retrained", trained={"quotes": counts, "labels": title})
        write_card(place, self.model, self.comparison, self.labelled, title)
        return place


def retrain(
    labelled: Labelled,
    *,
    base: ToneClassifier | None = None,
    held_out: Labelled | None = None,
    only_mine: bool = False,
) -> Retrained:
    """Fit on one's own labels and compare with the model at hand.

    Parameters
    ----------
    labelled
        As for `stancekit.training.tone.train`; from some 60 quotes up.
    base
        The model at hand; None for the one that comes with stancekit. Its encoder is kept.
    held_out
        Labelled quotes to measure on; None for cross-validation by document.
    only_mine
        Learn from these labels alone, instead of starting from the judgement that the encoder was fine-tuned to.

    Raises
    ------
    InputError
        Where labels are missing or wrong, all problems in one message.
    ModelError
        Where the model at hand is damaged.
    """
    frame = read_labelled(labelled, to_train=True)
    known = ToneClassifier.load() if base is None else base
    estimator = ToneClassifier(QuoteEncoder(known.encoder_.folder), prior=not only_mine)
    model = train(frame, estimator=estimator)
    comparison = compare(frame, known, estimator) if held_out is None else compare_on(held_out, known, model)
    return Retrained(model, comparison, frame)
