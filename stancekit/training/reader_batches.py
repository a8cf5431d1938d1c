"""Windows as padded tensors, in batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from stancekit.training.reader_data import HEADS, IGNORE, Example


@dataclass
class Cues:
    """The cues of a batch: their rows, words ``[start, end)``, and a label for each word of their row."""

    rows: list[int]
    spans: list[tuple[int, int]]
    labels: list[np.ndarray]


@dataclass
class Batch:
    """Padded windows, all tensors ``[window, piece]``."""

    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    words: torch.Tensor
    labels: dict[str, torch.Tensor]
    cues: Cues


def batches(examples: list[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of windows of like length, in random order: little padding, no order to learn."""
    shuffled = rng.sample(examples, len(examples))
    pools = [shuffled[i : i + 50 * size] for i in range(0, len(shuffled), 50 * size)]
    cut = []
    for pool in pools:
        pool.sort(key=lambda example: len(example.window.ids))
        cut += [pool[i : i + size] for i in range(0, len(pool), size)]
    rng.shuffle(cut)
    yield from cut


def collate(examples: list[Example]) -> Batch:
    """Pad windows to the longest of them."""
    longest = max(len(example.window.ids) for example in examples)

    def padded(rows: list[Any], value: int = 0) -> torch.Tensor:
        table = np.full((len(rows), longest), value, dtype=np.int64)
        for number, row in enumerate(rows):
            table[number, : len(row)] = row
        return torch.from_numpy(table)

    found = [(row, cue) for row, example in enumerate(examples) for cue in example.arguments]
    return Batch(
        ids=padded([example.window.ids for example in examples]),
        shapes=padded([example.window.shapes for example in examples]),
        mask=padded([np.ones(len(example.window.ids)) for example in examples]),
        words=padded([example.words for example in examples]),
        labels={head: padded([example.labels[head] for example in examples], IGNORE) for head in HEADS},
        cues=Cues([row for row, _ in found], [(cue.start, cue.end) for _, cue in found], [c.labels for _, c in found]),
    )
