"""A fitted tone model that only judges: numpy and an ONNX session.

Scoring an article takes a tenth of the time that scikit-learn takes to import. So what scores loads this, and
`stancekit.tone.classifier.ToneClassifier`, which can also learn, judges by the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np

from stancekit.artefacts import checksum, model_dir, name_version
from stancekit.tone.calibration import Scores, probabilities, tone_sets
from stancekit.tone.probe import check_probe
from stancekit.tone.quotes_table import Table, as_quotes
from stancekit.tone.storage import SETTINGS, check_width, read_head
from stancekit.tone.vectors import vectors_of, width_of
from stancekit.types import Tone


class Judge(Protocol):
    """What scoring asks of a tone model: a `ToneJudge` or a fitted `ToneClassifier`."""

    def predict_proba(self, X: Table) -> Scores:
        """Calibrated probabilities, one column a tone in the order of TONES."""
        ...

    def sets_of(self, given: Scores) -> list[tuple[Tone, ...]]:
        """The prediction sets that belong to probabilities from `predict_proba`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ToneJudge:
    """The tone model of a folder, as it was when it was loaded.

    Parameters
    ----------
    folder, checksum
        Where the encoder lies, and of which files.
    name
        Name, version and checksum prefix, as rows carry them.
    coef, intercept
        The regression, one row a tone.
    temperature
        What scores are divided by before they become probabilities.
    threshold
        Probability from which a tone belongs to the prediction set.

    Examples
    --------
    >>> judge = ToneJudge.load()
    >>> judge.sets_of(judge.predict_proba(["We thank them with all our heart."]))
    [('constructive',)]
    """

    folder: Path
    checksum: str
    name: str
    coef: Scores
    intercept: Scores
    temperature: float
    threshold: float

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Self:
        """Read a model folder; None for the model that comes with stancekit.

        Raises
        ------
        ModelError
            Where the folder is missing, damaged, of another version, no tone model, or judges its probe
            otherwise than when it was saved.
        """
        place = model_dir("tone") if folder is None else Path(folder)
        head = read_head(place, SETTINGS)
        check_width(head, place, width_of(place, checksum(place)))
        judge = cls(
            place,
            checksum(place),
            name_version(place),
            np.array(head.coef),
            np.array(head.intercept),
            head.temperature,
            head.threshold,
        )
        check_probe(judge, place)
        return judge

    def predict_proba(self, X: Table) -> Scores:
        """Calibrated probabilities, one column a tone in the order of TONES; rows sum to 1.

        Parameters
        ----------
        X
            `stancekit.tone.quotes_table.Quotes`, a frame with such columns, or a list of texts.

        Raises
        ------
        InputError
            Where X is empty, one bare string, or holds something else than text.
        """
        vectors = vectors_of(as_quotes(X).marked(), self.folder, self.checksum)
        return probabilities(scores_of(vectors, self.coef, self.intercept), self.temperature)

    def sets_of(self, given: Scores) -> list[tuple[Tone, ...]]:
        """The prediction sets that belong to probabilities from `predict_proba`."""
        return tone_sets(given, self.threshold)


def scores_of(vectors: Scores, coef: Scores, intercept: Scores) -> Scores:
    """What the regression says of vectors, before calibration."""
    scores: Scores = vectors @ coef.T + intercept
    return scores
