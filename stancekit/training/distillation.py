"""A smaller reader that says what the released one says, also of texts that are spoilt.

``python -m stancekit.training.distillation --shared ../shared --out runs/small`` makes the reader in ``--teacher``
narrower (:mod:`stancekit.training.pruning`) and lets it learn the teacher's answers (Hinton, Vinyals and Dean 2015,
“Distilling the knowledge in a neural network”): for each word piece the probabilities of the four heads, and for each
word the vector, which the argument head and the tables of weights go on reading. The teacher reads a text as it is, the
small one reads it with slips, wrong capitals or dropped articles (:mod:`stancekit.training.noise`), so that it learns
not to mind them. Needs no labels, the ``[train]`` extra, and an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
import torch
from scipy.special import softmax
from tokenizers import Tokenizer
from torch import nn

from stancekit.annotation.offsets import apply_edits
from stancekit.annotation.reader import GRAPH
from stancekit.annotation.windows import Window, windows
from stancekit.runtime import open_session, run
from stancekit.training.augmentation import augment
from stancekit.training.encoder_net import WIDTH, Size, base_tokenizer
from stancekit.training.noise import spoilt
from stancekit.training.reader import WEIGHTS, pruned
from stancekit.training.reader_data import HEADS, LENGTHS, Labelled, going_on
from stancekit.training.reader_losses import HEAD_WEIGHTS
from stancekit.training.reader_net import ReaderNet, net_from, weights_of
from stancekit.training.reader_texts import OWN_WEIGHT, Texts, load_texts
from stancekit.training.released import released_net

log = logging.getLogger("stancekit.training.distillation")
SMALL = Size(layers=6, heads=6, inner=768)
LABELS = [2 * len(labels) + 1 for labels in HEADS.values()]
AT_ONCE = 200
"""Texts whose answers are held at once: some 150,000 words."""
VECTORS = 2.0
"""Weight of the distance of vectors, in units of the teacher's variance, beside that of the heads' probabilities."""
REPORTED = 50
"""Batches between two lines of the log."""
STATEMENTS = ("train.jsonl", "train_single.jsonl", "train_rejected.jsonl")


@dataclass
class Answers:
    """What the teacher says of the words of a text, in text order.

    ``starts`` are code points, ``first`` and ``rest`` probabilities of a word's first and of its later pieces, all
    heads side by side; ``vectors`` the means of its pieces.
    """

    starts: np.ndarray
    first: np.ndarray
    rest: np.ndarray
    vectors: np.ndarray


class Lesson(NamedTuple):
    """A window as the small reader sees it, and for each piece its answer's row and whether it opens its word.

    The row is -1 for pieces that nothing is known of.
    """

    window: Window
    answers: Answers
    rows: np.ndarray
    opens: np.ndarray


class Teacher:
    """The released reader, window by window.

    Parameters
    ----------
    folder
        A reader's model folder.
    """

    def __init__(self, folder: Path) -> None:
        self.session: onnxruntime.InferenceSession = open_session(folder / GRAPH)
        self.tokenizer: Tokenizer = base_tokenizer()
        self.goes_on = going_on(self.tokenizer)

    def answers(self, text: str) -> Answers:
        """What the teacher says of a text."""
        starts, logits, vectors, opens = [], [], [], []
        for window in windows(text, self.tokenizer):
            shown = {"input_ids": np.array([window.ids]), "shapes": np.array([window.shapes])}
            *found, read = run(self.session, [*HEADS, "vectors"], shown)
            places = np.array(window.offsets)
            mine = places[:, 0] >= 0
            starts.append(places[mine, 0])
            opens.append(~self.goes_on[np.array(window.ids)][mine])
            logits.append(np.concatenate([softmax(head[0][mine], axis=-1) for head in found], axis=1))
            vectors.append(read[0][mine])
        if not starts:
            nothing = np.zeros((0, sum(LABELS)))
            return Answers(np.zeros(0, dtype=int), nothing, nothing, np.zeros((0, WIDTH)))
        return self._by_word(*map(np.concatenate, (starts, logits, vectors, opens)))

    def _by_word(self, starts: np.ndarray, said: np.ndarray, vectors: np.ndarray, opens: np.ndarray) -> Answers:
        opens[0] = True  # where a long paragraph is cut, a word may begin with its second half
        first = np.flatnonzero(opens)
        pieces = np.diff(first, append=len(opens))[:, None]
        rest = (np.add.reduceat(said, first) - said[first]) / np.maximum(pieces - 1, 1)
        # a word of one piece goes on, where it is spoilt into two, inside of what it begins
        rest = np.where(pieces > 1, rest, _inside(said[first]))
        means = np.add.reduceat(vectors, first) / pieces
        return Answers(starts[first], said[first].astype(np.float32), rest.astype(np.float32), means.astype(np.float16))

    def lessons(self, text: str, rng: random.Random) -> list[Lesson]:
        """Windows of a text, spoilt or not, with the answers of the text as it is."""
        known = self.answers(text)
        seen, layer = apply_edits(text, spoilt(text, rng))
        found = []
        for window in windows(seen, self.tokenizer, rng.choice(LENGTHS)):
            rows, opens = np.full(len(window.ids), -1), np.zeros(len(window.ids), dtype=bool)
            for number, (start, end) in enumerate(window.offsets):
                if start >= 0:
                    place = layer.back(start, end)[0] if layer is not None else start
                    rows[number] = np.searchsorted(known.starts, place, side="right") - 1
                    opens[number] = not self.goes_on[window.ids[number]]
            if (rows >= 0).any():
                found.append(Lesson(window, known, rows, opens))
        return found


def _inside(said: np.ndarray) -> np.ndarray:
    """The probabilities of a word's first piece with those of beginning given to being inside."""
    moved, column = said.copy(), 0
    for width in LABELS:
        begins, inside = slice(column + 1, column + width, 2), slice(column + 2, column + width, 2)
        moved[:, inside] += moved[:, begins]
        moved[:, begins] = 0
        column += width
    return moved


class Shown(NamedTuple):
    """A batch: tensors ``[window, piece]``, and the answers to its pieces and words one below the other."""

    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    known: torch.Tensor
    said: torch.Tensor
    word: torch.Tensor
    vectors: torch.Tensor


def collate(lessons: Sequence[Lesson]) -> Shown:
    """Pad windows to the longest of them."""
    longest = max(len(lesson.window.ids) for lesson in lessons)
    tables = [np.zeros((len(lessons), longest), dtype=np.int64) for _ in range(4)]
    said, words, vectors, count = [], [], [], 0
    for number, (window, answers, rows, opens) in enumerate(lessons):
        columns = map(np.asarray, (window.ids, window.shapes, np.ones(len(rows)), rows >= 0))
        for table, row in zip(tables, columns, strict=True):
            table[number, : len(row)] = row
        mine, opening = rows[rows >= 0], opens[rows >= 0]
        said.append(np.where(opening[:, None], answers.first[mine], answers.rest[mine]))
        held, word = np.unique(mine, return_inverse=True)
        words.append(word + count)
        vectors.append(answers.vectors[held])
        count += len(held)
    ids, shapes, mask, known = map(torch.from_numpy, tables)
    joined = (torch.from_numpy(np.concatenate(part)) for part in (said, words, vectors))
    return Shown(ids, shapes, mask, known.bool(), *joined)


def loss(net: ReaderNet, shown: Shown, variance: float) -> tuple[torch.Tensor, torch.Tensor]:
    """How far the heads' probabilities are from the teacher's, and the words' vectors."""
    with torch.autocast("cpu", torch.bfloat16):
        *heads, vectors = net(shown.ids, shown.shapes, shown.mask)
    total, column = torch.zeros(()), 0
    for head, logits in zip(HEADS, heads, strict=True):
        wanted = shown.said[:, column : column + logits.shape[-1]]
        told = logits[shown.known].float().log_softmax(-1)
        total = total + HEAD_WEIGHTS[head] * nn.functional.kl_div(told, wanted, reduction="batchmean")
        column += logits.shape[-1]
    sums = torch.zeros(len(shown.vectors), WIDTH).index_add(0, shown.word, vectors[shown.known].float())
    means = sums / torch.bincount(shown.word, minlength=len(sums))[:, None]
    return total, (means - shown.vectors.float()).pow(2).mean() / variance


def epoch(texts: Texts, statements: list[str], rng: random.Random) -> list[str]:
    """The texts of an epoch in random order and, but for statements, in clothes of their own."""
    named = rng.sample(texts.named, len(texts.named) // 2) + rng.sample(texts.split, len(texts.split) // 4)
    drawn: list[Labelled] = texts.attributed + texts.own * OWN_WEIGHT + texts.sentences + named
    found = [augment(text, rng).text for text in drawn] + statements
    rng.shuffle(found)
    return found


def batches(teacher: Teacher, texts: list[str], size: int, rng: random.Random) -> Iterator[Shown]:
    """Batches of windows of like length; the teacher answers as they are needed."""
    for chunk in (texts[i : i + AT_ONCE] for i in range(0, len(texts), AT_ONCE)):
        lessons = [lesson for text in chunk for lesson in teacher.lessons(text, rng)]
        lessons.sort(key=lambda lesson: len(lesson.window.ids))
        cut = [lessons[i : i + size] for i in range(0, len(lessons), size)]
        rng.shuffle(cut)
        yield from map(collate, cut)


class Learning:
    """A net that learns from a teacher's answers, with its optimizer and rate.

    Parameters
    ----------
    net
        The smaller reader; its argument head stays as it is.
    rate
        The highest rate; it rises over the first twentieth and then falls to nearly nothing.
    pieces
        Word pieces that will be shown in all.
    """

    def __init__(self, net: ReaderNet, rate: float, pieces: int) -> None:
        for module in net.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0  # there are always more answers to learn
        net.arguments.requires_grad_(False)
        self.net = net.train()
        self.learnt = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(self.learnt, lr=rate, weight_decay=0.01)
        self.rate, self.pieces, self.done, self.variance = rate, pieces, 0, 0.0

    @property
    def progress(self) -> float:
        """How much of all that there is to see has been seen."""
        return min(1.0, self.done / self.pieces)

    def step(self, shown: Shown) -> tuple[float, float]:
        """Learn from one batch; what was lost in the heads and in the vectors."""
        self.variance = self.variance or float(shown.vectors.float().var())
        self.done += int(shown.known.sum())
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * min(1.0, self.progress / 0.05) * (1 - 0.98 * self.progress)
        heads, vectors = loss(self.net, shown, self.variance)
        self.optimizer.zero_grad()
        (heads + VECTORS * vectors).backward()
        nn.utils.clip_grad_norm_(self.learnt, 1.0)
        self.optimizer.step()
        return heads.item(), vectors.item()


def train(net: ReaderNet, teacher: Teacher, epochs: list[list[str]], out: Path, rate: float, batch: int) -> None:
    """Learn over the epochs, with a checkpoint after each."""
    pieces = sum(len(one.ids) for texts in epochs for one in teacher.tokenizer.encode_batch_fast(texts))
    learning, started = Learning(net, rate, pieces), time.monotonic()
    for number, texts in enumerate(epochs):
        lost: list[tuple[float, float]] = []
        for shown in batches(teacher, texts, batch, random.Random(number)):
            lost.append(learning.step(shown))
            if len(lost) % REPORTED == 0:
                heads, vectors = np.mean(lost[-REPORTED:], axis=0)
                done, seconds = 100 * learning.progress, time.monotonic() - started
                log.info("epoch %d, %.1f %%: heads %.4f vectors %.4f, %.0f s", number, done, heads, vectors, seconds)
        torch.save(net.state_dict(), out / WEIGHTS)


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, default=Path("seeds"), help="folder with annotated/ and names/")
    parser.add_argument("--teacher", type=Path, default=Path("models/reader"))
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from, instead of the teacher made narrower")
    parser.add_argument("--out", type=Path, default=Path("runs/small"))
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    texts = load_texts(options.shared, options.own)
    files = [options.shared / "data" / "tone" / name for name in STATEMENTS]
    statements = [json.loads(line)["context"] for file in files for line in file.read_text("utf-8").splitlines()]
    start = weights_of(options.start) if options.start else None
    net = net_from(start) if start else pruned(released_net(options.teacher), texts, options.seed, SMALL)
    options.out.mkdir(parents=True, exist_ok=True)
    shown = [epoch(texts, statements, random.Random(options.seed + n)) for n in range(options.epochs)]
    log.info("epochs of %s characters", [sum(map(len, one)) for one in shown])
    train(net, Teacher(options.teacher), shown, options.out, options.rate, options.batch_size)


if __name__ == "__main__":
    main()
