"""Small weight tables: a logistic score over named features, learned in training and multiplied here."""

from __future__ import annotations

import json
import math
from pathlib import Path

from stancekit.artefacts import MANIFEST, verify
from stancekit.errors import ModelError

WEIGHTS = "weights.json"


class WeightTable:
    """A table of weights with its decision threshold.

    Parameters
    ----------
    folder
        Folder with ``weights.json`` and ``manifest.json``.
    kind
        What the manifest must say the model is.

    Raises
    ------
    ModelError
        Where the folder is missing, corrupt, of another kind, or holds no such table.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        verify(folder, kind)
        try:
            table = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
            self._weights = {str(name): float(weight) for name, weight in table["weights"].items()}
            self.threshold = float(table["threshold"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{folder / WEIGHTS}: not a table of weights ({error}); reinstall stancekit", folder
            ) from error

    def probability(self, features: dict[str, float]) -> float:
        """Probability from 0 to 1 of one candidate by itself."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.score(features)))))

    def shares(self, candidates: list[dict[str, float]]) -> list[float]:
        """Probabilities of candidates of which exactly one is right; they sum to 1."""
        scores = [self.score(features) for features in candidates]
        powers = [math.exp(score - max(scores)) for score in scores]
        return [power / sum(powers) for power in powers]

    def score(self, features: dict[str, float]) -> float:
        """Weighted sum; features that the table does not know weigh nothing."""
        return sum(self._weights.get(name, 0.0) * value for name, value in features.items())

    def files(self) -> dict[str, bytes]:
        """The table and its manifest, for ``to_disk``."""
        return {name: (self.folder / name).read_bytes() for name in (WEIGHTS, MANIFEST)}
