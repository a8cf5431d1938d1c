"""The tone of a quote toward a state, as a scikit-learn classifier."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.utils.validation import check_is_fitted

from stancekit.artefacts import model_dir
from stancekit.errors import InputError, ModelError
from stancekit.tone.calibration import (
    Codes,
    Scores,
    conformal_threshold,
    probabilities,
    temperature,
    tone_sets,
)
from stancekit.tone.encoder import QuoteEncoder
from stancekit.tone.judge import scores_of
from stancekit.tone.probe import check_probe, probe_of
from stancekit.tone.quotes_table import Quotes, Table, as_codes, as_quotes
from stancekit.tone.storage import VERSION, Head, check_width, read_head, write_model
from stancekit.types import TONES, Tone

STRENGTHS = (0.0003, 0.003, 0.03, 0.3)
"""Inverse penalties that are tried: from hardly anything learned to nearly everything."""
FREE = 20.0


class ToneClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Hostile, cautious or constructive: how a speaker talks of a state.

    A quote is marked (states replaced by their part in it, see `stancekit.tone.marking`), encoded by a small
    sentence encoder, and judged by a logistic regression. The encoder stays as it is; fitting on new labels
    takes seconds and needs no torch. The regression starts from what the encoder's own fine-tuned head says, and
    learns from the vectors where the labels say otherwise: with few labels it hardly moves, with many it goes its
    own way. Probabilities are calibrated by one temperature, found on scores that each quote got from a regression
    fitted without it; so is the threshold of the prediction sets.

    Parameters
    ----------
    encoder
        A transformer from marked texts to vectors; None for `QuoteEncoder` with stancekit's own weights.
    C
        Inverse strength of the regression's L2 penalty on what it learns from the vectors; None tries those of
        `STRENGTHS` by cross-validation and takes the one with the least log-loss.
    prior
        Whether to start from the encoder's own head, where it has one (`QuoteEncoder`); False learns from the
        labels alone.
    class_weight
        As in `sklearn.linear_model.LogisticRegression`.
    coverage
        Share of quotes whose prediction set shall hold the right tone.
    cv
        Folds for calibration and choice of C; fewer are used where a tone has fewer quotes than that.
    random_state
        Seed of the shuffling into folds.

    Attributes
    ----------
    classes_ : ndarray of str
        The tones in the order of ``TONES``: hostile, cautious, constructive; probabilities follow it.
    C_ : float
        The strength that was used.
    coef_, intercept_ : ndarray
        The regression, one row a tone.
    temperature_ : float
        What scores are divided by before they become probabilities.
    threshold_ : float
        Probability from which a tone belongs to the prediction set.
    encoder_ : transformer
        The fitted encoder.

    Examples
    --------
    >>> ToneClassifier(C=0.5).get_params()["C"]
    0.5
    """

    def __init__(
        self,
        encoder: Any = None,
        C: float | None = None,
        prior: bool = True,
        class_weight: str | dict[str, float] | None = None,
        coverage: float = 0.9,
        cv: int = 5,
        random_state: int | None = 0,
    ) -> None:
        self.encoder = encoder
        self.C = C
        self.prior = prior
        self.class_weight = class_weight
        self.coverage = coverage
        self.cv = cv
        self.random_state = random_state

    @classmethod
    def from_encoder(cls, encoder: QuoteEncoder, **params: Any) -> Self:
        """A classifier that says what the encoder's own fine-tuned head says; to be calibrated.

        Before `calibrate` its temperature is 1, and its prediction sets hold every tone.

        Parameters
        ----------
        encoder
            A `QuoteEncoder`; the last columns of its vectors are the head's logits.
        **params
            Parameters of the classifier, for a later `fit`.
        """
        model = cls(encoder=encoder, **params)
        model.encoder_ = clone(encoder).fit([])
        model.classes_ = np.array(TONES)
        width = model.encoder_.n_features_out_
        model.coef_ = np.eye(len(TONES), width, k=width - len(TONES))
        model.intercept_ = np.zeros(len(TONES))
        model.temperature_, model.threshold_ = 1.0, 0.0
        model.C_ = 0.0
        return model

    def fit(
        self,
        X: Table,
        y: Iterable[str],
        sample_weight: ArrayLike | None = None,
        groups: Iterable[Any] | None = None,
    ) -> Self:
        """Fit the regression and calibrate it.

        Parameters
        ----------
        X
            Frame with ``text``, ``counterpart`` and, where known, ``speaker_state`` and ``context``; or a
            list of texts.
        y
            Tones.
        sample_weight
            Weight of each quote in the regression; 1 by default.
        groups
            What belongs together (the article, the batch): never on both sides of a calibration fold.

        Raises
        ------
        InputError
            Where X is empty or one bare string, or y holds unknown tones or lacks one.
        """
        quotes = as_quotes(X)
        codes = as_codes(y, len(quotes.text))
        weight = _weights(sample_weight, len(codes))
        self.encoder_ = (QuoteEncoder() if self.encoder is None else clone(self.encoder)).fit(quotes.text)
        self.classes_ = np.array(TONES)
        vectors = self._vectors(quotes)
        scale = self._scale(vectors.shape[1])
        folds = list(self._folds(codes, groups))
        strengths = STRENGTHS if self.C is None else (self.C,)
        held = {C: self._scores_of_others(C, vectors * scale, codes, weight, folds) for C in strengths}
        self.C_ = min(strengths, key=lambda C: log_loss(codes, probabilities(held[C], 1.0)))
        head = self._regression(self.C_).fit(vectors * scale, codes, weight)
        self.coef_, self.intercept_ = head.coef_ * scale, head.intercept_
        self._calibrate(held[self.C_], codes)
        return self

    def calibrate(self, X: Table, y: Iterable[str]) -> Self:
        """Find temperature and threshold anew, on quotes that were not fitted on.

        Parameters
        ----------
        X, y
            As in `fit`.
        """
        quotes = as_quotes(X)
        self._calibrate(self.decision_function(X), as_codes(y, len(quotes.text)))
        return self

    def decision_function(self, X: Table) -> Scores:
        """Scores before calibration, one column a tone."""
        check_is_fitted(self, "coef_")
        return scores_of(self._vectors(as_quotes(X)), self.coef_, self.intercept_)

    def predict_proba(self, X: Table) -> Scores:
        """Calibrated probabilities, one column a tone in the order of ``classes_``; rows sum to 1."""
        scores = self.decision_function(X)
        return probabilities(scores, self.temperature_)

    def predict(self, X: Table) -> NDArray[np.str_]:
        """The most likely tone of each quote."""
        best = self.decision_function(X).argmax(axis=1)
        tones: NDArray[np.str_] = self.classes_[best]
        return tones

    def predict_set(self, X: Table) -> list[tuple[Tone, ...]]:
        """Tones among which the right one is, ``coverage`` of the time; never empty, in TONES' order."""
        return self.sets_of(self.predict_proba(X))

    def sets_of(self, given: Scores) -> list[tuple[Tone, ...]]:
        """The prediction sets that belong to probabilities from `predict_proba`."""
        check_is_fitted(self, "threshold_")
        return tone_sets(given, self.threshold_)

    def save(self, folder: str | Path, *, version: str = VERSION, trained: Mapping[str, Any] | None = None) -> Path:
        """Write a model folder that is whole in itself: encoder, regression, manifest.

        Parameters
        ----------
        folder
            Made where it does not exist.
        version, trained
            For the manifest: the model's version, and on what it was trained.

        Raises
        ------
        ModelError
            Where the folder cannot be written, or the encoder is not a `QuoteEncoder`.
        """
        check_is_fitted(self, "coef_")
        if not isinstance(self.encoder_, QuoteEncoder):
            raise ModelError(f"{self.encoder_!r} cannot be saved; only QuoteEncoder has files", self.encoder_)
        params = {name: value for name, value in self.get_params(deep=False).items() if name != "encoder"}
        head = Head(self.coef_.tolist(), self.intercept_.tolist(), self.temperature_, self.threshold_, params, self.C_)
        write_model(Path(folder), head, self.encoder_.folder, probe_of(self), version=version, trained=trained)
        return Path(folder)

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
        head = read_head(place, set(inspect.signature(cls.__init__).parameters) - {"self", "encoder"})
        model = cls(encoder=QuoteEncoder(place), **head.params)
        model.encoder_ = QuoteEncoder(place).fit([])
        check_width(head, place, model.encoder_.n_features_out_)
        model.classes_ = np.array(TONES)
        model.coef_, model.intercept_ = np.array(head.coef), np.array(head.intercept)
        model.C_ = head.strength
        model.temperature_, model.threshold_ = head.temperature, head.threshold
        check_probe(model, place)
        return model

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def _vectors(self, quotes: Quotes) -> Scores:
        found: Any = self.encoder_.transform(quotes.marked())
        vectors: Scores = np.asarray(found.todense() if issparse(found) else found)
        return vectors

    def _scale(self, width: int) -> Scores:
        """What each feature is multiplied by before the regression.

        The head's logits are made so large that the penalty, which is on the coefficients, hardly touches them, or
        nothing, where they shall not count.
        """
        scale = np.ones(width)
        logits = getattr(self.encoder_, "n_logits_", 0)
        scale[width - logits :] = FREE if self.prior else 0.0
        return scale

    def _regression(self, C: float) -> LogisticRegression:
        weight = self.class_weight
        if isinstance(weight, dict):
            weight = {TONES.index(tone): value for tone, value in weight.items()}  # type: ignore[arg-type,misc]
        return LogisticRegression(C=C, class_weight=weight, max_iter=2000)

    def _scores_of_others(
        self, C: float, vectors: Scores, codes: Codes, weight: Scores, folds: list[tuple[Codes, Codes]]
    ) -> Scores:
        """Scores of each quote from a regression that was fitted without its fold."""
        scores = np.zeros((len(codes), len(TONES)))
        for fitted, held in folds:
            head = self._regression(C).fit(vectors[fitted], codes[fitted], weight[fitted])
            scores[held] = head.decision_function(vectors[held])
        return scores

    def _folds(self, codes: Codes, groups: Iterable[Any] | None) -> Iterator[tuple[Codes, Codes]]:
        together = None if groups is None else pd.factorize(np.asarray(list(groups), dtype=str))[0]
        most = [self.cv, int(np.bincount(codes).min())]
        if together is not None:
            most.append(int(together.max()) + 1)
        if min(most) < 2:
            raise InputError(
                "calibration needs two quotes of each tone (and two documents, with groups); label more",
                np.bincount(codes).tolist(),
            )
        kind = StratifiedKFold if together is None else StratifiedGroupKFold
        splitter = kind(min(most), shuffle=True, random_state=self.random_state)
        yield from splitter.split(np.zeros(len(codes)), codes, together)

    def _calibrate(self, scores: Scores, codes: Codes) -> None:
        self.temperature_ = temperature(scores, codes)
        right = probabilities(scores, self.temperature_)[np.arange(len(codes)), codes]
        self.threshold_ = conformal_threshold(right, self.coverage)


def _weights(sample_weight: ArrayLike | None, quotes: int) -> Scores:
    if sample_weight is None:
        return np.ones(quotes)
    weight = np.asarray(sample_weight, dtype=np.float64)
    if weight.shape != (quotes,):
        shape = weight.shape
        raise InputError(f"sample_weight has shape {shape}; give one for each of {quotes} quotes", shape)
    return weight
