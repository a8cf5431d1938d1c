"""What the tone encoder is fine-tuned on: quotes with a share for each tone, in several views, by document."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tokenizers import Tokenizer

from stancekit.labelled import read_labelled
from stancekit.tone.quotes_table import Quotes, as_quotes
from stancekit.types import TONES

HELD_OUT = 0.1
NO_FRAME, NO_TARGET = 0.15, 0.05
"""Shares of quotes shown without frame, and without any marking, so that the model can do without them."""
DISPUTED = "train_disputed.jsonl"
OWN_SOURCES = ("own", "own articles")

Shares = NDArray[np.float64]
Shown = TypeVar("Shown", bound=tuple[Any, ...])
"""Word pieces first, then what is to be said of them."""


class Example(NamedTuple):
    """A quote as marked, without its frame, and unmarked, each as word-piece ids; and a share for each tone."""

    views: tuple[list[int], list[int], list[int]]
    shares: Shares


def split(rows: pd.DataFrame, share: float = HELD_OUT) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows to learn from and rows held out, by document; the same document always falls on the same side."""
    held = np.array([zlib.crc32(str(doc).encode()) % 1000 < share * 1000 for doc in rows["doc"]])
    return rows[~held], rows[held]


def real(rows: pd.DataFrame) -> pd.DataFrame:
    """The statements that somebody made: what the model meets, and its probabilities are to be right for."""
    return rows[~rows["source"].isin(OWN_SOURCES)]


def shares_of(tones: Sequence[str]) -> Shares:
    """One row a tone that is sure."""
    return np.eye(len(TONES))[[TONES.index(tone) for tone in tones]]


def disputed(path: Path) -> tuple[pd.DataFrame, Shares]:
    """Quotes on which two annotators differ: half a share for each of their tones."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [row for row in rows if all(label in TONES for label in row["labels"])]
    shares = [shares_of(row["labels"]).mean(axis=0) for row in kept]
    return read_labelled(pd.DataFrame(kept), keep_rejected=True), np.array(shares)


def examples(rows: pd.DataFrame, shares: Shares, tokenizer: Tokenizer) -> list[Example]:
    """Rows as the network reads them."""
    quotes = as_quotes(rows)
    nothing: list[str | None] = [None] * len(quotes.text)
    views = [
        quotes.marked(),
        quotes._replace(context=nothing).marked(),
        Quotes(quotes.text, nothing, nothing, nothing).marked(),
    ]
    ids = [[encoded.ids for encoded in tokenizer.encode_batch(view)] for view in views]
    return [Example((a, b, c), share) for a, b, c, share in zip(*ids, shares, strict=True)]


def batches(pool: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[tuple[list[int], Shares]]]:
    """Shuffled batches of like length, each quote in a view drawn anew."""
    yield from of_like_length([(example.views[_view(rng)], example.shares) for example in pool], size, rng)


def of_like_length(pool: Sequence[Shown], size: int, rng: random.Random) -> Iterator[list[Shown]]:
    """Shuffled batches; what is in a batch, word pieces and whatever belongs to them, is about equally long."""
    shown = rng.sample(pool, len(pool))
    stretch = 40 * size
    cut = []
    for start in range(0, len(shown), stretch):
        part = sorted(shown[start : start + stretch], key=lambda one: len(one[0]))
        cut += [part[at : at + size] for at in range(0, len(part), size)]
    rng.shuffle(cut)
    yield from cut


def _view(rng: random.Random) -> int:
    draw = rng.random()
    return 2 if draw < NO_TARGET else 1 if draw < NO_TARGET + NO_FRAME else 0
