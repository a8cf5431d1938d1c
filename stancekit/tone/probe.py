"""A few sentences and what the model said of them when it was saved: what loads and says otherwise is not that model.

Checksums tell whether a file has changed; the probe tells whether the parts still fit together on this machine (an
onnxruntime that computes something else, a head on another encoder).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stancekit.errors import ModelError
from stancekit.runtime import REMEDY, read_json
from stancekit.types import TONES

if TYPE_CHECKING:
    from stancekit.tone.judge import Judge

PROBE = "probe.json"
SENTENCES = (
    "We shall answer this insult, and they will feel the answer.",
    "The ministry has read the note and will reply in due course.",
    "We are grateful for their help and look forward to the next round.",
)
MOST = 100
"""Sentences of a probe: asking is to take no time."""
APART = 0.2
"""How far a probability may lie from what it was: 8-bit products round differently from one processor to another."""


def probe_of(model: Judge) -> str:
    """What a fitted model says of the sentences, as JSON."""
    said = [[round(float(p), 4) for p in row] for row in model.predict_proba(SENTENCES)]
    return json.dumps({"sentences": SENTENCES, "tones": TONES, "probabilities": said}, indent=1) + "\n"


def check_probe(model: Judge, folder: Path) -> None:
    """Ask the model again.

    Raises
    ------
    ModelError
        Where the folder has no readable probe, or the model says something else than it did when it was saved.
    """
    path = folder / PROBE
    raw = read_json(path, "a probe of a tone model")
    try:
        sentences, said = [str(text) for text in raw["sentences"]], np.array(raw["probabilities"], dtype=float)
        fitting = said.shape == (len(sentences), len(TONES)) and 0 < len(sentences) <= MOST
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: no probe of a tone model ({error}); {REMEDY}, or train it again", path) from error
    if not fitting:
        raise ModelError(f"{path}: a probe of shape {said.shape}; {REMEDY}, or train it again", path)
    with np.errstate(all="ignore"):  # weights beyond reason end as no number, which is never near
        apart = float(np.abs(model.predict_proba(sentences) - said).max())
    if not apart <= APART:
        raise ModelError(
            f"{folder}: the model says something else than when it was saved (probabilities {apart:.2f} apart); "
            "train it again with this stancekit",
            apart,
        )
