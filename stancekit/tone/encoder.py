"""The sentence encoder behind the tone classifier, as a scikit-learn transformer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from sklearn.base import BaseEstimator, TransformerMixin

from stancekit.artefacts import checksum, model_dir
from stancekit.tone.vectors import Vectors, vectors_of, width_of
from stancekit.types import TONES


class QuoteEncoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to vectors: the mean of the word pieces' vectors and, behind it, the fine-tuned head's logits.

    There is nothing to fit: the weights come from the model folder, and `fit` only looks whether they are
    there.

    Parameters
    ----------
    model_dir
        Folder with ``encoder.onnx``, ``tokenizer.json`` and ``manifest.json``; None for the model that comes
        with stancekit.

    Attributes
    ----------
    n_features_out_ : int
        Length of a vector.
    n_logits_ : int
        How many of the last columns are the head's logits: one a tone.
    checksum_ : str
        Of the model folder.

    Examples
    --------
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.linear_model import LogisticRegression
    >>> make_pipeline(QuoteEncoder(), LogisticRegression()).steps[0][0]
    'quoteencoder'
    """

    def __init__(self, model_dir: str | Path | None = None) -> None:
        self.model_dir = model_dir

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Open and check the model folder.

        Parameters
        ----------
        X, y
            Not looked at.

        Raises
        ------
        ModelError
            Where the folder is missing or damaged.
        """
        folder = self.folder
        self.checksum_ = checksum(folder)
        self.n_features_out_ = width_of(folder, self.checksum_)
        self.n_logits_ = len(TONES)
        return self

    def transform(self, X: Iterable[str]) -> Vectors:
        """Encode texts, each on its own.

        Parameters
        ----------
        X
            Texts, for instance from `stancekit.tone.marking.mark_all`.

        Returns
        -------
        ndarray of shape (n_texts, n_features_out_)

        Raises
        ------
        InputError
            Where X is one bare string, or holds something that is no string.
        ModelError
            Where the model folder is missing or damaged.
        """
        if not hasattr(self, "checksum_"):
            self.fit([])
        return vectors_of(X, self.folder, self.checksum_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    @property
    def folder(self) -> Path:
        """Where the model's files lie.

        Raises
        ------
        ModelError
            Where ``model_dir`` is None and no model comes with this installation.
        """
        return model_dir("tone") if self.model_dir is None else Path(self.model_dir)
