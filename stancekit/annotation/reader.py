"""``stancekit_reader``: one pass of a small encoder over the article.

It leaves roles (content, cue, source) in ``doc.spans``, names in ``doc.ents``, sentence starts, and one vector
a token in ``doc.tensor`` for whoever comes after. Entities and sentences that another component has already
set stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.util import ensure_path
from tokenizers import Tokenizer

from stancekit.annotation.arguments import WIDTH
from stancekit.annotation.entities import NAMES, entities
from stancekit.annotation.layers import write_roles
from stancekit.annotation.sentences import sentence_starts
from stancekit.annotation.windows import SHAPES, windows
from stancekit.annotation.words import tokens_of
from stancekit.artefacts import MANIFEST, model_dir, verify
from stancekit.errors import ModelError
from stancekit.runtime import REMEDY, highest_piece, open_session, open_tokenizer, run, try_graph

GRAPH = "reader.onnx"
TOKENIZER = "tokenizer.json"
ROLES = ("content", "source", "cue")
LABELS = {"roles": list(ROLES), "names": list(NAMES)}
"""In which order a reader gives its labels; a manifest says it under ``trained``."""
TRIED = 8
"""Pieces that a graph is tried on when it is opened."""


class Reader(Pipe):
    """spaCy component around the ONNX encoder.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    model
        Folder with ``reader.onnx``, ``tokenizer.json`` and ``manifest.json``; None takes the packaged one.
    max_pieces
        Word pieces a window; short windows are what a CPU reads fastest.
    notion
        ``quotes`` for the codebook's notion of a quote, ``attributions`` for PolNeAR's wider one, which also
        counts beliefs and attitudes.

    Raises
    ------
    ModelError
        Where the model is corrupt or not a reader; a folder that is missing is missed at the first Doc, so that
        ``spacy.load`` may bring the model (:meth:`from_disk`).

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("stancekit_reader")
    >>> doc = nlp("Talks will go on, minister Ana Kovar said.")
    >>> doc.tensor.shape[0] == len(doc)
    True
    """

    def __init__(
        self,
        name: str = "stancekit_reader",
        model: str | Path | None = None,
        max_pieces: int = 160,
        notion: str = "quotes",
    ) -> None:
        if notion not in ("quotes", "attributions"):
            raise ValueError(f"notion must be 'quotes' or 'attributions', got {notion!r}")
        self.name = name
        self.folder = Path(model) if model is not None else model_dir("reader")
        self.max_pieces = max_pieces
        self.notion = notion
        # spacy.load builds a component before it hands it the model that lies beside it; where the folder of the
        # config has stayed on another machine, that is the first model there is
        self._session: onnxruntime.InferenceSession | None = None
        if self.folder.exists():
            self._open()

    def _open(self) -> onnxruntime.InferenceSession:
        manifest = verify(self.folder, "reader", (GRAPH, TOKENIZER))
        labels = manifest.trained.get("labels", LABELS)
        if labels != LABELS:
            raise ModelError(f"{self.folder / MANIFEST}: made for the labels {labels}, not {LABELS}; {REMEDY}", labels)
        session = open_session(self.folder / GRAPH)
        self._tokenizer: Tokenizer = open_tokenizer(self.folder / TOKENIZER)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        pieces = np.full((1, TRIED), highest_piece(self._tokenizer), dtype=np.int64)
        shapes = np.full((1, TRIED), len(SHAPES) - 1, dtype=np.int64)
        heads = {"roles": len(ROLES), "wide": len(ROLES), "names": len(NAMES)}
        wanted = {name: (1, TRIED, 2 * count + 1) for name, count in heads.items()}
        inputs = {"input_ids": pieces, "shapes": shapes}
        try_graph(session, self.folder / GRAPH, inputs, {**wanted, "vectors": (1, TRIED, WIDTH)})
        self._session = session
        return session

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Words that are one piece for the encoder, in small letters, with their rank; the common ones are first."""
        if self._session is None:
            self._open()
        return {piece: rank for piece, rank in self._tokenizer.get_vocab().items() if piece.isalpha()}

    def __reduce__(self) -> tuple[type[Reader], tuple[Any, ...]]:
        """A session cannot be pickled; the worker opens its own. (``Pipe`` pickles past ``__getstate__``.)"""
        return type(self), (self.name, self.folder, self.max_pieces, self.notion)

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        roles, names, vectors = self._read(doc)
        doc.tensor = vectors
        spans = _spans(doc, roles, ROLES)
        write_roles(doc, spans, self.notion)
        if not doc.has_annotation("ENT_IOB"):
            doc.set_ents(entities(doc, names))
        if not doc.has_annotation("SENT_START"):
            reporting = {i for span in spans if span.label_ != "content" for i in range(span.start, span.end)}
            # all at once: spaCy looks through the whole Doc whenever a single token's start is set
            starts = np.where(sentence_starts(doc, reporting), 1, -1).astype(np.int64).astype(np.uint64)
            doc.from_array([SENT_START], starts.reshape(-1, 1))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Read a stream of Docs, one window at a time, so that no Doc's result depends on its neighbours."""
        for doc in stream:
            yield self(doc)

    def _read(self, doc: Doc) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Probabilities of roles and names, and vectors, one row a token."""
        session = self._session if self._session is not None else self._open()
        outputs = ["roles" if self.notion == "quotes" else "wide", "names", "vectors"]
        known = tokens_of(doc)
        token_starts = np.array(known.starts)
        summed = [np.zeros((len(doc), 2 * len(labels) + 1), dtype=np.float32) for labels in (ROLES, NAMES)]
        vectors = np.zeros((len(doc), WIDTH), dtype=np.float32)
        seen = np.zeros(len(doc), dtype=np.float32)
        for window in windows(known.text, self._tokenizer, self.max_pieces):
            ids = np.array([window.ids], dtype=np.int64)
            found = run(session, outputs, {"input_ids": ids, "shapes": np.array([window.shapes], dtype=np.int64)})
            places = np.array([start for start, _ in window.offsets])
            mine = places >= 0
            # a piece belongs to the last token that starts at or before it
            tokens = np.searchsorted(token_starts, places[mine], side="right") - 1
            if not len(tokens):
                continue
            # pieces stand in text order, so those of one token are neighbours
            first = np.flatnonzero(np.concatenate(([True], tokens[1:] != tokens[:-1])))
            held = tokens[first]
            for total, logits in zip(summed, found[:2], strict=True):
                total[held] += np.add.reduceat(_softmax(logits[0][mine]), first)
            vectors[held] += _sums(found[2][0][mine], first)
            seen[held] += np.diff(first, append=len(tokens))
        weight = np.maximum(seen, 1)[:, None]
        roles, names = summed[0] / weight, summed[1] / weight
        vectors /= weight
        for i in np.flatnonzero(seen == 0).tolist():
            # a token inside a piece (“can|not”) goes on with the token before it
            if i and not known.blank[i]:
                vectors[i] = vectors[i - 1]
                for table in (roles, names):
                    table[i] = table[i - 1]
                    table[i, 2::2] += table[i, 1::2]
                    table[i, 1::2] = 0
        return roles, names, vectors

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model and the settings to a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self._files().items():
            (folder / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Reader:
        """Read the model from a folder that :meth:`to_disk` wrote."""
        self.folder = ensure_path(path)
        self._open()
        return self

    def _files(self) -> dict[str, bytes]:
        names = [MANIFEST, *verify(self.folder, "reader").files]
        return {name: (self.folder / name).read_bytes() for name in names}


def _softmax(logits: np.ndarray) -> np.ndarray:
    scaled = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return scaled / scaled.sum(axis=-1, keepdims=True)


def _sums(rows: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Sums of the runs of rows that begin at ``first``: most hold one row, which is copied faster than summed."""
    sums = rows[first]
    lengths = np.diff(first, append=len(rows))
    several = lengths > 1
    if several.any():
        begins = np.cumsum(lengths[several]) - lengths[several]
        sums[several] = np.add.reduceat(rows[np.repeat(several, lengths)], begins)
    return sums


def _spans(doc: Doc, probabilities: np.ndarray, labels: tuple[str, ...]) -> list[Span]:
    """Runs of tokens of one label; a run is cut where beginning is likelier than going on."""
    if not len(doc):
        return []
    begin, inside = probabilities[:, 1::2], probabilities[:, 2::2]
    scores = np.column_stack([probabilities[:, 0], begin + inside])
    begins = (begin > inside).tolist()
    known = tokens_of(doc)
    spans: list[Span] = []
    start, current = 0, 0
    for i, label in enumerate(scores.argmax(axis=1).tolist()):
        if known.blank[i]:
            label = 0 if "\n" in known.words[i] else current
        fresh = label != current or (label and begins[i][label - 1])
        if fresh and current:
            spans.append(Span(doc, start, i, label=labels[current - 1]))
        if fresh:
            start, current = i, label
    if current:
        spans.append(Span(doc, start, len(doc), label=labels[current - 1]))
    return spans


@Language.factory(
    "stancekit_reader",
    assigns=["doc.tensor", "doc.ents", "token.ent_iob", "token.ent_type", "token.is_sent_start", "doc.spans"],
    default_config={"model": None, "max_pieces": 160, "notion": "quotes"},
)
def make_reader(nlp: Language, name: str, model: str | None, max_pieces: int, notion: str) -> Reader:
    """Factory of the component (see :class:`Reader`)."""
    return Reader(name, model, max_pieces, notion)
