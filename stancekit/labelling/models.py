"""What labelling asks of a model, and of a model's encoder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stancekit.errors import ModelError
from stancekit.types import TONES

P_COLUMNS = tuple(f"p_{tone}" for tone in TONES)


def probabilities_of(model: Any, quotes: pd.DataFrame) -> NDArray[np.float64]:
    """Probabilities in the order of TONES.

    Raises
    ------
    ModelError
        Where there is no ``predict_proba``, or it gives something else than a number for each quote and tone.
    """
    if not hasattr(model, "predict_proba"):
        raise ModelError(f"{model!r} has no predict_proba; give a fitted ToneClassifier", model)
    chances = np.asarray(model.predict_proba(quotes), dtype=np.float64)
    classes = list(getattr(model, "classes_", TONES))
    if chances.shape != (len(quotes), len(TONES)) or sorted(classes) != sorted(TONES):
        got = f"{chances.shape} for classes {classes}"
        raise ModelError(f"probabilities are {got}; the model must judge {', '.join(TONES)}", got)
    if not np.isfinite(chances).all():
        raise ModelError("the model's probabilities are not all numbers; fit it again", model)
    ordered: NDArray[np.float64] = chances[:, [classes.index(tone) for tone in TONES]]
    return ordered


class Remembering:
    """An encoder that encodes each text once, however often it is asked, also for its clones.

    Parameters
    ----------
    encoder
        Any transformer of texts whose `fit` doesn't look at them.
    """

    def __init__(self, encoder: Any) -> None:
        self.encoder = encoder
        self._vectors: dict[str, Any] = {}

    def __sklearn_clone__(self) -> Self:
        return self

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """As scikit-learn's estimators have it."""
        return {"encoder": self.encoder}

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Nothing to fit; the encoder is as it comes."""
        self.encoder.fit([])
        return self

    def transform(self, X: Iterable[str]) -> NDArray[np.float64]:
        """Vectors of texts."""
        texts = list(X)
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self.encoder.transform(new), strict=True))
        return np.array([self._vectors[text] for text in texts])
