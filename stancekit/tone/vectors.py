"""Texts to vectors by the sentence encoder behind the tone model: what needs the ONNX session, and no scikit-learn.

Every text is run alone. The graph holds 8-bit weights and rounds activations by the range of the whole input,
so that in a batch a text's vector would depend on its neighbours; alone it never does, needs no padding, and
on one core is no slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from stancekit.artefacts import verify
from stancekit.errors import InputError
from stancekit.runtime import highest_piece, open_session, open_tokenizer, run, try_graph
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


def vectors_of(texts: Iterable[str], folder: Path, checksum: str) -> Vectors:
    """One row a text: the mean of the word pieces' vectors and, behind it, the fine-tuned head's logits.

    Parameters
    ----------
    texts
        For instance from `stancekit.tone.marking.mark_all`.
    folder
        Model folder with ``encoder.onnx``, ``tokenizer.json`` and ``manifest.json``.
    checksum
        Of that folder, see `stancekit.artefacts.checksum`: a folder that was trained anew is opened anew.

    Raises
    ------
    InputError
        Where ``texts`` is one bare string, or holds something that is no string.
    ModelError
        Where the model folder is missing or damaged.
    """
    checked = _checked(texts)
    vectors = np.zeros((len(checked), width_of(folder, checksum)))
    for row, text in enumerate(checked):
        vectors[row] = _vector(str(folder), checksum, text)
    return vectors


def width_of(folder: Path, checksum: str) -> int:
    """Length of a vector; the model folder is opened and checked.

    Raises
    ------
    ModelError
        Where the folder is missing or damaged.
    """
    return _opened(str(folder), checksum).width


@lru_cache(maxsize=4)
def _opened(folder: str, checksum: str) -> _Opened:
    """Session and tokenizer, opened once in a process and kept out of the models, which stay picklable.

    ``checksum`` is in the key, so that a folder that was trained anew is opened anew.
    """
    place = Path(folder)
    verify(place, "tone", (GRAPH, TOKENIZER))
    session = open_session(place / GRAPH)
    tokenizer = open_tokenizer(place / TOKENIZER)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    # the longest text, of the piece with the highest number: what has a vector for it has one for all
    longest = np.full((1, LONGEST), highest_piece(tokenizer), dtype=np.int64)
    shapes = {"vector": (1, None), "logits": (1, len(TONES))}
    tried = try_graph(session, place / GRAPH, _inputs(session, longest), shapes)
    return _Opened(session, tokenizer, sum(output.shape[-1] for output in tried.values()))


def _inputs(session: onnxruntime.InferenceSession, pieces: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """The pieces and, for a graph of version 0.2.0, which are the text's own: all of them."""
    masked = any(asked.name == "attention_mask" for asked in session.get_inputs())
    return {"input_ids": pieces} | ({"attention_mask": np.ones_like(pieces)} if masked else {})


@lru_cache(maxsize=4096)
def _vector(folder: str, checksum: str, text: str) -> Vectors:
    """One text's vector, kept (13 MB at most) so that a grid search encodes each text once."""
    opened = _opened(folder, checksum)
    [encoded] = opened.tokenizer.encode_batch_fast([text])  # fast: without offsets
    pieces = np.array([encoded.ids], dtype=np.int64)
    pooled, logits = run(opened.session, ["vector", "logits"], _inputs(opened.session, pieces))
    vector = np.concatenate([pooled[0], logits[0]]).astype(np.float64)
    vector.flags.writeable = False
    return vector


def _checked(given: Iterable[str]) -> list[str]:
    if isinstance(given, str | bytes):
        raise InputError("one bare string given; give a list of texts: [text]", given)
    texts = list(given)
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(f"row {row}: {text!r} is no text; drop the row or fill it", text)
        if not text.isascii() and _SURROGATE.search(text):
            raise InputError(f"row {row}: half a surrogate pair in {text!r}; decode the source again", text)
    return texts
