"""A cue's arguments: which words are what it reports, and which name its source.

The reader tells content, cue and source word by word, but not which belong together. The argument head, a small
second graph beside the reader's, looks at pairs: given the vectors of one cue, it labels every word around it as
that cue's content, its source, or neither. It was trained together with the encoder
(:mod:`stancekit.training.reader_net`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from spacy.tokens import Doc, Span

from stancekit.annotation.contents import Piece
from stancekit.artefacts import verify, write_manifest
from stancekit.runtime import open_session, run, try_graph

ARGUMENTS = "arguments.onnx"
OUTPUT = "arguments"
WIDTH = 384
"""Length of the reader's vectors."""
LABELS = ("outside", "content begins", "content", "source begins", "source")
LIKELY = 0.5
CHANGE = 1.5
UNSAID = 0.2
ALONE = 0.5
EDGES = np.array([1, 2, 3, 4, 5, 7, 10, 15, 23, 36, 61])
"""Word distances at which a new bucket begins: near words are told apart one by one, far ones roughly."""
FARTHEST = len(EDGES)


def distance_buckets(words: np.ndarray, start: int | np.ndarray, end: int | np.ndarray) -> np.ndarray:
    """Bucket of each word's distance from the cue ``[start, end)``: 0 is far before, ``FARTHEST`` the cue itself.

    Parameters
    ----------
    words
        Word numbers, integers of any shape.
    start, end
        First word of the cue, and the one behind its last; for several cues at once, columns of them.

    Returns
    -------
    numpy.ndarray
        Integers from 0 to ``2 * FARTHEST``, in the shape of ``words``; a row for each of several cues.

    Examples
    --------
    >>> distance_buckets(np.array([0, 4, 5, 6, 7, 99]), 5, 7).tolist()
    [6, 10, 11, 11, 12, 22]
    """
    before, after = np.maximum(start - words, 0), np.maximum(words - (end - 1), 0)
    bucket = np.searchsorted(EDGES, before + after, side="right")
    return np.asarray(FARTHEST + np.where(before > 0, -bucket, bucket))


class ArgumentHead:
    """The argument graph of a reader model.

    Parameters
    ----------
    folder
        A model folder of kind ``reader``.

    Raises
    ------
    ModelError
        Where the folder or its graph is missing or corrupt.
    """

    def __init__(self, folder: Path) -> None:
        self.manifest = verify(folder, "reader", (ARGUMENTS,))
        self.folder = folder
        self._session = open_session(folder / ARGUMENTS)
        tried: dict[str, np.ndarray] = {
            "vectors": np.zeros((2, WIDTH), dtype=np.float32),
            "cues": np.zeros((1, WIDTH), dtype=np.float32),
            "distances": np.full((1, 2), 2 * FARTHEST, dtype=np.int64),
        }
        try_graph(self._session, folder / ARGUMENTS, tried, {OUTPUT: (1, 2, len(LABELS))})

    def save(self, folder: Path) -> None:
        """Write the graph, by itself, as a model folder."""
        (folder / ARGUMENTS).write_bytes((self.folder / ARGUMENTS).read_bytes())
        write_manifest(folder, "reader", self.manifest.name, self.manifest.version, [ARGUMENTS])

    def __call__(self, vectors: np.ndarray, cues: list[tuple[int, int]]) -> np.ndarray:
        """Probabilities of the labels of :data:`LABELS`, for each cue and each word.

        Parameters
        ----------
        vectors
            The words' vectors, ``[word, 384]`` float32.
        cues
            Words ``[start, end)`` of each cue.

        Returns
        -------
        numpy.ndarray
            ``[cue, word, 5]`` float32; rows of the last axis sum to 1.
        """
        if not cues or not len(vectors):
            return np.zeros((len(cues), len(vectors), len(LABELS)), dtype=np.float32)
        words = np.arange(len(vectors))
        inputs = {
            "vectors": vectors,
            "cues": np.stack([_mean_row(vectors, start, end) for start, end in cues]),
            "distances": distance_buckets(words, *np.array(cues).T[:, :, None]),
        }
        (logits,) = run(self._session, [OUTPUT], inputs)
        scaled = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray(scaled / scaled.sum(axis=-1, keepdims=True))


def _mean_row(vectors: np.ndarray, start: int, end: int) -> np.ndarray:
    """Mean of some rows; most cues are one word, which needs no mean."""
    return np.asarray(vectors[start] if end == start + 1 else vectors[start:end].mean(axis=0))


class CueArguments:
    """What the argument head sees in a stretch of tokens; an affinity for :func:`stancekit.annotation.linking.link`.

    Parameters
    ----------
    head
        The argument head.
    doc
        The article, with the reader's vectors in ``doc.tensor``.
    cues
        The stretch's cues.
    start, end
        First token of the stretch, and the one behind its last.
    """

    least_content = 0.2
    least_source = 0.15

    def __init__(self, head: ArgumentHead, doc: Doc, cues: list[Span], start: int, end: int) -> None:
        self.doc = doc
        self.cues = cues
        self.start = start
        places = [(cue.start - start, cue.end - start) for cue in cues]
        probabilities = head(doc.tensor[start:end], places)
        self._rows = {(cue.start, cue.end): row for row, cue in enumerate(cues)}
        self._parts = probabilities[..., 1::2] + probabilities[..., 2::2]

    def content(self, cue: Span, piece: Piece) -> float:
        """Mean probability of the piece's tokens to be the cue's content."""
        return self._mean(cue, piece.start, piece.end, 0)

    def source(self, cue: Span, source: Span) -> float:
        """Mean probability of the span's tokens to be the cue's source."""
        return self._mean(cue, source.start, source.end, 1)

    def _mean(self, cue: Span, start: int, end: int, part: int) -> float:
        row = self._parts[self._rows[cue.start, cue.end], start - self.start : end - self.start, part]
        return float(row.sum() / len(row)) if len(row) else 0.0

    def owners(self, contents: Iterable[Span] = ()) -> dict[int, int]:
        """The cue that each token is the content of, by its number; tokens of no cue are left out.

        The likeliest sequence of owners, where each change of owner costs :data:`CHANGE`: so a word that the head
        is unsure about goes with those around it.

        Parameters
        ----------
        contents
            What the reader takes for content, whoever's it is.
        """
        if not self.cues:
            return {}
        said = np.full(self._parts.shape[1], UNSAID)
        for span in contents:
            said[span.start - self.start : span.end - self.start] = 1 - UNSAID
        mine = self._parts[..., 0].T
        most = mine.max(axis=1)
        nobody = (1 - most) * (1 - said)
        unowned = (1 - most) * said * ALONE
        scores = np.log(np.column_stack([nobody, unowned, mine]) + 1e-6)
        path = best_path(scores, CHANGE)
        return {token + self.start: state - 2 for token, state in enumerate(path) if state >= 2}

    def sources(self) -> list[Span]:
        """Runs of tokens that are likely the source of some cue; nobody is called a stretch of blanks."""
        found = set()
        for row in self._parts[..., 1]:
            likely = np.flatnonzero(row > LIKELY)
            for stretch in np.split(likely, np.flatnonzero(np.diff(likely) > 1) + 1):
                if len(stretch):
                    found.add((int(stretch[0]) + self.start, int(stretch[-1]) + 1 + self.start))
        spans = (Span(self.doc, first, last, label="source") for first, last in sorted(found))
        return [span for span in spans if not span.text.isspace()]


def best_path(scores: np.ndarray, change: float) -> list[int]:
    """States of the best-scoring sequence where each change of state costs ``change``.

    Parameters
    ----------
    scores
        Score of each state at each step, ``[step, state]``.
    change
        Cost, at least 0.

    Examples
    --------
    >>> best_path(np.array([[2.0, 0.0], [0.0, 1.0], [2.0, 0.0]]), 1.0)
    [0, 0, 0]
    """
    total, *steps = scores.tolist()  # few states: plain numbers are faster than arrays of them
    came: list[list[int]] = []
    for step in steps:
        highest = max(total)
        best, least = total.index(highest), highest - change
        came.append([state if before >= least else best for state, before in enumerate(total)])
        total = [score + (before if before >= least else least) for score, before in zip(step, total, strict=True)]
    state = total.index(max(total))
    path = [state]
    for before in reversed(came):
        state = before[state]
        path.append(state)
    return path[::-1]
