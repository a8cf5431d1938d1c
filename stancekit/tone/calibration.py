"""From scores to probabilities that mean what they say, and to sets that hold the right tone 9 times in 10.

Examples
--------
>>> scores = np.array([[4.0, 0.0, 0.0], [0.0, 4.0, 0.0], [4.0, 0.0, 0.0], [0.0, 0.0, 4.0]])
>>> tones = np.array([0, 1, 1, 2])
>>> temperature(scores, tones) > 1  # one in four is wrong: less sure than the scores claim
True
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from stancekit.types import TONES, Tone

Scores = NDArray[np.float64]
Codes = NDArray[np.int64]

_COLDEST, _HOTTEST = 0.05, 20.0


def probabilities(scores: Scores, at_temperature: float = 1.0) -> Scores:
    """Softmax of ``scores / at_temperature``, one row a quote, each row summing to 1."""
    scaled = scores / at_temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Scores = powers / powers.sum(axis=1, keepdims=True)
    return result


def temperature(scores: Scores, tones: Codes) -> float:
    """The temperature at which the scores fit the tones best (least negative log-likelihood).

    Parameters
    ----------
    scores
        Of quotes that the scoring model was not fitted on, one row a quote.
    tones
        Column of the right tone.
    """
    from scipy.optimize import minimize_scalar  # here: scoring needs no scipy, and it takes long to import
    from scipy.special import log_softmax

    # As if one more quote of each tone had been seen at every score (Platt): without it a handful of quotes
    # that happen to be judged right would make the model certain of everything.
    wanted = np.full(scores.shape, 1.0) / (len(tones) + scores.shape[1])
    wanted[np.arange(len(tones)), tones] += len(tones) / (len(tones) + scores.shape[1])

    def loss(log_temperature: float) -> float:
        return float(-(wanted * log_softmax(scores / math.exp(log_temperature), axis=1)).sum())

    found = minimize_scalar(loss, bounds=(math.log(_COLDEST), math.log(_HOTTEST)), method="bounded")
    return float(math.exp(found.x))


def conformal_threshold(right: Scores, coverage: float) -> float:
    """The probability from which a tone belongs to the prediction set (split conformal prediction).

    Parameters
    ----------
    right
        Probability that each calibration quote's right tone was given.
    coverage
        Share of new quotes, drawn like these, whose set shall hold the right tone.
    """
    surprise = np.sort(1.0 - np.asarray(right, dtype=np.float64))
    rank = math.ceil((len(surprise) + 1) * coverage)
    return 0.0 if rank > len(surprise) else float(1.0 - surprise[rank - 1])


def prediction_sets(given: Scores, threshold: float) -> NDArray[np.bool_]:
    """Which tones are in each quote's set: all from the threshold up, and always the most likely one."""
    within = given >= threshold
    within[np.arange(len(given)), given.argmax(axis=1)] = True
    return within


def tone_sets(given: Scores, threshold: float) -> list[tuple[Tone, ...]]:
    """The tones in each quote's prediction set, in TONES' order."""
    within = prediction_sets(given, threshold)
    return [tuple(tone for tone, held in zip(TONES, row, strict=True) if held) for row in within]


def calibration_error(given: Scores, tones: Codes, bins: int = 10) -> float:
    """Expected calibration error of the most likely tone, in bins of equal width (0 is perfect)."""
    sure = given.max(axis=1)
    hit = given.argmax(axis=1) == tones
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[place == b].mean() - hit[place == b].mean()) * (place == b).mean() for b in set(place)]
    return float(sum(gaps))
