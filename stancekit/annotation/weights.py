"""Small weight tables: scores over named features, learned in training and multiplied here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from spacy.pipeline import Pipe
from spacy.util import ensure_path

from stancekit.artefacts import MANIFEST, model_dir, verify
from stancekit.errors import ModelError
from stancekit.runtime import read_json

WEIGHTS = "weights.json"
MOST = 1e9
"""How large a weight may be."""


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
        self._grouped: dict[str, dict[str, float]] = {}
        verify(folder, kind, (WEIGHTS,))
        table = read_json(folder / WEIGHTS, "a table of weights")
        try:
            self._weights = {name: _number(weight) for name, weight in table["weights"].items()}
            self.threshold = _number(table["threshold"])
            dense = {name: [_number(weight) for weight in row] for name, row in table.get("dense", {}).items()}
            self._dense = {name: np.array(row, dtype=np.float32) for name, row in dense.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{folder / WEIGHTS}: not a table of weights ({error}); reinstall stancekit", folder
            ) from error

    def probability(self, features: dict[str, float]) -> float:
        """Probability from 0 to 1 of one candidate by itself."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.score(features)))))

    def shares(
        self, candidates: list[dict[str, float]], added: Sequence[float] = (), group: str | None = None
    ) -> list[float]:
        """Probabilities of candidates of which exactly one is right; they sum to 1.

        ``added`` holds a further score for each of them (see :meth:`projected`), ``group`` is as in :meth:`score`.
        """
        scores = [self.score(features, group) for features in candidates]
        scores = [score + more for score, more in zip(scores, added, strict=True)] if added else scores
        highest = max(scores, default=0.0)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def score(self, features: dict[str, float], group: str | None = None) -> float:
        """Weighted sum; features that the table does not know weigh nothing.

        With a group, each feature weighs what it weighs for all and what it weighs for this group besides.
        """
        weights = self._weights if group is None else self._of_group(group)
        total = 0.0
        for name, value in features.items():
            if name in weights:
                total += weights[name] * value
        return total

    def _of_group(self, group: str) -> dict[str, float]:
        """The weights of one group, put together once: candidates are weighed by the hundred in an article."""
        if group not in self._grouped:
            prefix = grouped(group, "")
            own = {name.removeprefix(prefix): w for name, w in self._weights.items() if name.startswith(prefix)}
            names = own.keys() | self._weights.keys()
            self._grouped[group] = {name: self._weights.get(name, 0.0) + own.get(name, 0.0) for name in names}
        return self._grouped[group]

    def projected(self, name: str, vector: np.ndarray) -> float:
        """What a vector adds to the score of the candidates of that name; nothing where the table knows none such."""
        row = self._dense.get(name)
        return float(row @ vector) if row is not None and row.shape == vector.shape else 0.0

    def files(self) -> dict[str, bytes]:
        """The table and its manifest, for ``to_disk``."""
        return {name: (self.folder / name).read_bytes() for name in (WEIGHTS, MANIFEST)}


def _number(weight: object) -> float:
    """A weight, or what says that it is none; sums of larger ones would end as no numbers."""
    if type(weight) not in (int, float) or not abs(weight) <= MOST:  # type: ignore[arg-type]
        raise ValueError(f"{weight!r} is no weight")
    return float(weight)  # type: ignore[arg-type]


def grouped(group: str, name: str) -> str:
    """What a feature is called in a table where it stands for one group alone."""
    return f"{group}: {name}"


class WeightedPipe(Pipe):
    """Base of the components that decide by a table of weights.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    model
        Folder with ``weights.json`` and ``manifest.json``; None takes the packaged one. It is opened when it is
        first needed, so that ``spacy.load`` can put the saved one in its place.
    """

    kind: ClassVar[str]
    """What the manifest of the component's model says it is."""

    def __init__(self, name: str, model: str | Path | None = None) -> None:
        self.name = name
        self.folder = Path(model) if model is not None else model_dir(self.kind)
        self._table: WeightTable | None = None

    @property
    def table(self) -> WeightTable:
        """The weights; ModelError where they cannot be read."""
        if self._table is None:
            self._table = WeightTable(self.folder, self.kind)
        return self._table

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights and their manifest."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.table.files().items():
            (folder / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read weights that :meth:`to_disk` wrote."""
        self.folder = ensure_path(path)
        self._table = WeightTable(self.folder, self.kind)
        return self
