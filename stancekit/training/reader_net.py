"""The reader's network: a small encoder and its heads.

Heads read one piece each (``roles``, ``wide``, ``names``, ``starts``); the argument head reads pairs: given the
vectors of a cue, which words are its content and which its source.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from stancekit.annotation.arguments import FARTHEST
from stancekit.training.encoder_net import FULL, WIDTH, Encoder, Size, from_bert, size_of
from stancekit.training.reader_data import HEADS

ARGUMENT_WIDTH = 128
ARGUMENT_LABELS = 5


class ArgumentHead(nn.Module):
    """For each cue and each word: outside, or begin or inside of the cue's content or source.

    A word is told by its own vector, the cue's, what the two share, and how far away it stands.
    """

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Linear(WIDTH, 2 * ARGUMENT_WIDTH)
        self.cue = nn.Linear(WIDTH, 2 * ARGUMENT_WIDTH)
        self.distance = nn.Embedding(2 * FARTHEST + 1, ARGUMENT_WIDTH)
        self.inner = nn.Linear(2 * ARGUMENT_WIDTH, ARGUMENT_WIDTH)
        self.label = nn.Linear(ARGUMENT_WIDTH, ARGUMENT_LABELS)
        self.dropout = nn.Dropout(0.1)

    def forward(self, words: torch.Tensor, cues: torch.Tensor, distances: torch.Tensor) -> torch.Tensor:
        """Logits ``[cue, word, 5]``.

        ``words`` are the words' vectors put through :attr:`word`, ``[cue or 1, word, 256]``; ``cues`` the cues'
        vectors, ``[cue, 384]``; ``distances`` the buckets of ``arguments.distance_buckets``, ``[cue, word]``.
        """
        word_sum, word_product = words.chunk(2, -1)
        cue_sum, cue_product = self.cue(cues).unsqueeze(1).chunk(2, -1)
        added = word_sum + cue_sum + self.distance(distances)
        pair = torch.cat([added, word_product * cue_product], -1)
        return self.label(self.dropout(nn.functional.relu(self.inner(self.dropout(nn.functional.relu(pair))))))


class ReaderNet(nn.Module):
    """The encoder with one linear layer for each head, and the argument head."""

    def __init__(self, size: Size = FULL) -> None:
        super().__init__()
        self.encoder = Encoder(size)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({head: nn.Linear(WIDTH, 2 * len(labels) + 1) for head, labels in HEADS.items()})
        self.arguments = ArgumentHead()

    def forward(
        self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, ...]:
        """Logits of each head and the vectors, all ``[window, piece, ...]``."""
        vectors = self.encoder(ids, shapes, mask)
        dropped = self.dropout(vectors)
        return (*(head(dropped) for head in self.heads.values()), vectors)


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """Weights of a checkpoint of ours, or of a BERT encoder in ``safetensors``."""
    state = load_file(path) if path.suffix == ".safetensors" else torch.load(path, weights_only=True)
    return state if any("qkv" in name for name in state) else from_bert(state)


def net_from(state: dict[str, torch.Tensor]) -> ReaderNet:
    """A net of the size that weights have; heads that they lack begin anew."""
    net = ReaderNet(size_of(state))
    net.load_state_dict({**net.state_dict(), **state})
    return net
