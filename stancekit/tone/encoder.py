"""The sentence encoder behind the tone classifier, as a scikit-learn transformer.

Every text is run alone. The graph holds 8-bit weights and rounds activations by the range of the whole input,
so that in a batch a text's vector would depend on its neighbours; alone it never does, needs no padding, and
on one core is no slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from tokenizers import Tokenizer

from stancekit.artefacts import checksum, model_dir, verify
from stancekit.errors import InputError
from stancekit.runtime import open_session, open_tokenizer
from stancekit.types import TONES

GRAPH = "encoder.onnx"
TOKENIZER = "tokenizer.json"
LONGEST = 128
"""Word pieces of a text that are read; with a frame of usual length, quotes of some 80 words fit whole."""

_SURROGATE = re.compile("[\ud800-\udfff]")

Vectors = NDArray[np.float64]


class _Opened(NamedTuple):
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    width: int


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
        self.n_features_out_ = _opened(str(folder), self.checksum_).width
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
        texts = _texts(X)
        if not hasattr(self, "checksum_"):
            self.fit(texts)
        folder = str(self.folder)
        vectors = np.zeros((len(texts), self.n_features_out_))
        for row, text in enumerate(texts):
            vectors[row] = _vector(folder, self.checksum_, text)
        return vectors

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


@lru_cache(maxsize=4)
def _opened(folder: str, checksum: str) -> _Opened:
    """Session and tokenizer, opened once in a process and kept out of the estimator, which stays picklable.

    ``checksum`` is in the key, so that a folder that was trained anew is opened anew.
    """
    place = Path(folder)
    verify(place, "tone")
    session = open_session(place / GRAPH)
    tokenizer = open_tokenizer(place / TOKENIZER)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return _Opened(session, tokenizer, sum(output.shape[-1] for output in session.get_outputs()))


@lru_cache(maxsize=4096)
def _vector(folder: str, checksum: str, text: str) -> Vectors:
    """One text's vector, kept (13 MB at most) so that a grid search encodes each text once."""
    opened = _opened(folder, checksum)
    pieces = np.array([opened.tokenizer.encode(text).ids], dtype=np.int64)
    pooled, logits = opened.session.run(
        ["vector", "logits"], {"input_ids": pieces, "attention_mask": np.ones_like(pieces)}
    )
    vector = np.concatenate([pooled[0], logits[0]]).astype(np.float64)
    vector.flags.writeable = False
    return vector


def _texts(X: Iterable[str]) -> list[str]:
    if isinstance(X, str | bytes):
        raise InputError("one bare string given; give a list of texts: [text]", X)
    texts = list(X)
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(f"row {row}: {text!r} is no text; drop the row or fill it", text)
        if not text.isascii() and _SURROGATE.search(text):
            raise InputError(f"row {row}: half a surrogate pair in {text!r}; decode the source again", text)
    return texts
