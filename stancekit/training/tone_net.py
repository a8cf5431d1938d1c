"""The network behind the tone model (some layers of a small encoder, a mean, a linear layer), and its fine-tuning."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import torch
from sklearn.metrics import f1_score
from torch import nn

from stancekit.training.encoder_net import FULL, WIDTH, Encoder, Size, base_weights, layers_kept, size_of
from stancekit.training.pruning import importance, narrowed
from stancekit.training.tone_data import Example, Shares, batches
from stancekit.types import TONES

log = logging.getLogger("stancekit.training.tone_net")
RATE, HEAD_RATE = 6e-5, 1e-3
BATCH = 16
SMOOTHING = 0.05
WARM_UP = 0.1
PRUNED_ON = 120
"""Batches by which heads and inner units are weighed."""

ALL = (0, 1, 2, 3, 4, 5)
"""The base's layers."""


class Recipe(NamedTuple):
    """How a network is fine-tuned; ``layers`` are those of the base that are kept."""

    layers: tuple[int, ...] = ALL
    epochs: int = 3
    rate: float = RATE
    seed: int = 0


class ToneNet(nn.Module):
    """The encoder, the mean of its word pieces, and a linear layer over the tones."""

    def __init__(self, size: Size = FULL) -> None:
        super().__init__()
        self.encoder = Encoder(size)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(WIDTH, len(TONES))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """Vectors ``[quote, 384]`` and logits ``[quote, 3]``; without a mask all pieces are a quote's own."""
        pieces = self.encoder(ids, mask=mask)
        if mask is None:
            vector = pieces.mean(1)
        else:
            weight = mask.unsqueeze(-1).to(pieces.dtype)
            vector = (pieces * weight).sum(1) / weight.sum(1)
        return vector, self.head(self.dropout(vector))


def tone_net_from(state: dict[str, torch.Tensor]) -> ToneNet:
    """A network of the size that weights have; a head that they lack begins anew."""
    net = ToneNet(size_of(state))
    net.load_state_dict({**net.state_dict(), **state})
    return net


def base_net(layers: Sequence[int]) -> ToneNet:
    """A network that begins as all-MiniLM-L6-v2, with some of its layers."""
    return tone_net_from(layers_kept(base_weights(), layers))


def narrow_net(net: ToneNet, pool: Sequence[Example], size: Size, seed: int) -> ToneNet:
    """A trained network made narrower, by what its loss on some batches leans on."""
    net.eval()
    drawn = islice(batches(pool, BATCH, random.Random(seed)), PRUNED_ON)
    even = torch.ones(len(TONES))
    heads, inner = importance(net.encoder, (partial(_loss, net, batch, even) for batch in drawn))
    return tone_net_from(narrowed(net.state_dict(), heads, inner, size))


def averaged(nets: Sequence[ToneNet]) -> ToneNet:
    """One network with the mean of the weights of several that were fine-tuned from one start.

    Such networks lie in one valley of the loss, and its middle is better than its edges (Wortsman et al. 2022, "Model
    soups: averaging weights of multiple fine-tuned models improves accuracy without increasing inference time").
    """
    states = [net.state_dict() for net in nets]
    return tone_net_from({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})


def fine_tune(
    pool: Sequence[Example], watched: Mapping[str, Sequence[Example]], recipe: Recipe, start: ToneNet | None = None
) -> ToneNet:
    """Train a network, or train ``start`` further; macro-F1 on the watched sets is logged and chooses nothing.

    Products are rounded to bfloat16: on processors that know it that halves the time, and costs nothing that shows.
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    net = base_net(recipe.layers) if start is None else start
    counts = sum(example.shares for example in pool)
    weight = torch.tensor(len(pool) / len(TONES) / np.asarray(counts), dtype=torch.float32)
    optimizer, schedule = _optimizer(net, recipe.rate, recipe.epochs * (len(pool) // BATCH + 1))
    for epoch in range(recipe.epochs):
        started = time.monotonic()
        net.train()
        for batch in batches(pool, BATCH, rng):
            loss = _loss(net, batch, weight)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        scores = {name: round(macro_f1(net, some), 4) for name, some in watched.items()}
        log.info("epoch %d: %.0f s, macro-F1 %s", epoch + 1, time.monotonic() - started, scores)
    return net


def _loss(net: ToneNet, batch: Sequence[tuple[list[int], Shares]], weight: torch.Tensor) -> torch.Tensor:
    """Cross-entropy with the shares, smoothed; rare tones weigh more."""
    ids, mask = padded([text for text, _ in batch])
    wanted = torch.tensor(np.array([shares for _, shares in batch]), dtype=torch.float32)
    wanted = wanted * (1 - SMOOTHING) + SMOOTHING / len(TONES)
    with torch.autocast("cpu", torch.bfloat16):
        logits = net(ids, mask)[1]
    return -(wanted * weight * logits.float().log_softmax(dim=1)).sum(dim=1).mean()


def _optimizer(net: ToneNet, rate: float, steps: int) -> tuple[torch.optim.Optimizer, Any]:
    rates = [rate, HEAD_RATE]
    groups = [
        {"params": net.encoder.parameters(), "lr": rate},
        {"params": net.head.parameters(), "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups)
    return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, steps, pct_start=WARM_UP)


def padded(texts: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids of texts in one table, and where there are any."""
    longest = max(map(len, texts))
    ids = torch.tensor([ids + [0] * (longest - len(ids)) for ids in texts])
    mask = torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids in texts])
    return ids, mask


def logits_of(net: ToneNet, some: Sequence[Example]) -> Shares:
    """What the network's own head says of whole views, one row an example."""
    net.eval()
    order = sorted(range(len(some)), key=lambda place: len(some[place].views[0]))
    found = np.zeros((len(some), len(TONES)))
    with torch.no_grad():
        for start in range(0, len(order), 2 * BATCH):
            places = order[start : start + 2 * BATCH]
            found[places] = net(*padded([some[place].views[0] for place in places]))[1].numpy()
    return found


def macro_f1(net: ToneNet, some: Sequence[Example]) -> float:
    """Macro-F1 of the network's own head."""
    right = [int(example.shares.argmax()) for example in some]
    return float(f1_score(right, logits_of(net, some).argmax(axis=1), average="macro"))
