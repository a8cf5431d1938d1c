"""Train the reader: one small encoder, heads for roles, names and sentence starts, and the argument head.

``python -m stancekit.training.reader --shared ../shared --out runs/reader`` trains from all-MiniLM-L6-v2 in three
stages, about two hours on two cores (on a GPU when torch sees one): at full width; made narrower
(:mod:`stancekit.training.pruning`); and an epoch of mostly names. Each epoch leaves a checkpoint from which
``--resume`` goes on; ``stancekit.training.export`` turns ``names/reader.pt`` into ``models/reader``. Needs the
``[train]`` extra.
"""

from __future__ import annotations

import argparse
import functools
import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import torch
from torch import nn

from stancekit.training.encoder_net import Size, base_folder
from stancekit.training.pruning import importance, narrowed
from stancekit.training.reader_batches import Batch, batches, collate
from stancekit.training.reader_data import Example
from stancekit.training.reader_losses import HEAD_WEIGHTS, argument_loss, head_losses, with_false_cues
from stancekit.training.reader_net import ReaderNet, net_from, weights_of
from stancekit.training.reader_texts import Texts, load_texts

log = logging.getLogger("stancekit.training.reader")
LEARNING_RATE, HEAD_RATE = 1.3e-4, 1.5e-3
NAMES_RATE = 0.4
"""Rate of the last stage, beside that of the others."""
RELEASED = Size(layers=6, heads=8, inner=1024)
"""Chosen by ``benchmarks/reader_sizes.py``."""
PRUNED_ON = 60
"""Batches of eight windows by which heads and inner units are weighed."""
WEIGHTS, STATE, DONE = "reader.pt", "training.pt", "done"


@dataclass
class Settings:
    """What a run is told: batch size, highest rate of the encoder, random seed, and the device."""

    batch_size: int = 16
    rate: float = LEARNING_RATE
    seed: int = 0
    device: str = "cpu"


class Training:
    """A net with its optimizer and schedule, which a checkpoint holds together."""

    def __init__(self, net: ReaderNet, settings: Settings, steps: int) -> None:
        self.net = net.to(settings.device)
        self.settings = settings
        tops = [net.heads, net.arguments, net.encoder.shapes]
        body = [p for name, p in net.encoder.named_parameters() if not name.startswith("shapes")]
        groups = [
            {"params": body, "lr": settings.rate},
            {"params": [p for top in tops for p in top.parameters()], "lr": HEAD_RATE},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, [settings.rate, HEAD_RATE], total_steps=steps, pct_start=0.08
        )

    def step(self, batch: Batch) -> float:
        """Learn from one batch; its loss."""
        device = self.settings.device
        batch.labels = {head: labels.to(device) for head, labels in batch.labels.items()}
        batch.words = batch.words.to(device)
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            *logits, vectors = self.net(batch.ids.to(device), batch.shapes.to(device), batch.mask.to(device))
            cues = with_false_cues(batch.cues, tuple(logits), batch)
            pairs = argument_loss(self.net, vectors, batch, cues)
        loss = head_losses(tuple(logits), batch.labels) + HEAD_WEIGHTS["arguments"] * pairs
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        return float(loss.item())

    def save(self, path: Path, epoch: int) -> None:
        """Write the net by itself, and beside it what is needed to go on."""
        torch.save(self.net.state_dict(), path / WEIGHTS)
        rest = {"epoch": epoch, "optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict()}
        torch.save(rest, path / STATE)

    def resume(self, path: Path) -> int:
        """Take up a run where :meth:`save` left it; the epoch to do next."""
        self.net.load_state_dict(torch.load(path / WEIGHTS, weights_only=True))
        rest = torch.load(path / STATE, weights_only=True)
        self.optimizer.load_state_dict(rest["optimizer"])
        self.schedule.load_state_dict(rest["schedule"])
        return int(rest["epoch"]) + 1


def run(
    net: ReaderNet, settings: Settings, epochs: Sequence[Callable[[], list[Example]]], out: Path, resume: bool
) -> ReaderNet:
    """Train over the epochs that are left, a checkpoint after each; the net at the end."""
    out.mkdir(parents=True, exist_ok=True)
    lengths = [len(epoch()) for epoch in epochs]
    log.info("%s: windows per epoch %s", out, lengths)
    training = Training(net, settings, sum(-(-length // settings.batch_size) for length in lengths))
    first = training.resume(out) if resume and (out / STATE).exists() else 0
    for number in range(first, len(epochs)):
        _one_epoch(training, epochs[number](), number)
        training.save(out, number)
    return training.net


def _one_epoch(training: Training, examples: list[Example], number: int) -> None:
    training.net.train()
    settings = training.settings
    started, total = time.monotonic(), 0.0
    steps = -(-len(examples) // settings.batch_size)
    for step, drawn in enumerate(batches(examples, settings.batch_size, random.Random(settings.seed + number))):
        total += training.step(collate(drawn))
        if step % 50 == 0:
            seconds = time.monotonic() - started
            log.info("epoch %d step %d/%d loss %.3f %.0f s", number, step, steps, total / (step + 1), seconds)
    log.info("epoch %d done in %.0f s", number, time.monotonic() - started)


def pruned(net: ReaderNet, texts: Texts, seed: int, size: Size = RELEASED) -> ReaderNet:
    """The net made narrower."""
    net.eval()
    examples = texts.epoch(seed)

    def loss_on(drawn: list[Example]) -> torch.Tensor:
        batch = collate(drawn)
        with torch.autocast("cpu", torch.bfloat16):
            *logits, _ = net(batch.ids, batch.shapes, batch.mask)
        return head_losses(tuple(logits), batch.labels)

    drawn = islice(batches(examples, 8, random.Random(seed)), PRUNED_ON)
    heads, inner = importance(net.encoder, (functools.partial(loss_on, batch) for batch in drawn))
    return net_from(narrowed(net.state_dict(), heads, inner, size))


def main() -> None:
    """Command line of the training; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, default=Path("seeds"), help="folder with annotated/ and names/")
    parser.add_argument("--out", type=Path, default=Path("runs/reader"))
    parser.add_argument("--start", type=Path, default=base_folder() / "model.safetensors", help="weights to start from")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in --out")
    parser.add_argument("--wide-epochs", type=int, default=3, help="epochs before the net is made narrower; 0: it is")
    parser.add_argument("--epochs", type=int, default=5, help="epochs after it")
    parser.add_argument("--names-epochs", type=int, default=2, help="epochs of mostly names at the end")
    parser.add_argument("--rate", type=float, default=Settings.rate)
    parser.add_argument("--batch-size", type=int, default=Settings.batch_size)
    parser.add_argument("--seed", type=int, default=Settings.seed)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    settings = Settings(options.batch_size, options.rate, options.seed, device)
    texts = load_texts(options.shared, options.own)
    net = net_from(weights_of(options.start))
    stages = [
        ("wide", options.wide_epochs, texts.epoch, options.rate),
        ("narrow", options.epochs, texts.epoch, options.rate),
        ("names", options.names_epochs, texts.names_epoch, options.rate * NAMES_RATE),
    ]
    for name, epochs, show, rate in (stage for stage in stages if stage[1]):
        folder = options.out / name
        if options.resume and (folder / DONE).exists():
            net = net_from(weights_of(folder / WEIGHTS))
            continue
        if name == "narrow" and options.wide_epochs:
            net = pruned(net.cpu(), texts, options.seed)
        net = run(
            net,
            replace(settings, rate=rate),
            [functools.partial(show, n) for n in range(epochs)],
            folder,
            options.resume,
        )
        (folder / DONE).touch()


if __name__ == "__main__":
    main()
