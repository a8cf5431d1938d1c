"""What the reader's heads are blamed for: labels of pieces, and the arguments of true and of false cues."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from stancekit.annotation.arguments import distance_buckets
from stancekit.training.reader_batches import Batch, Cues
from stancekit.training.reader_data import HEADS, IGNORE, ROLES
from stancekit.training.reader_net import ReaderNet

HEAD_WEIGHTS = {"roles": 1.0, "wide": 0.7, "names": 1.0, "starts": 0.3, "arguments": 1.0}
FALSE_CUES = 2
"""Words shown as cues that are none, at most, for each window."""


def head_losses(outputs: tuple[torch.Tensor, ...], labels: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean over the heads' cross entropies, each over the pieces its texts speak about."""
    total = torch.zeros((), device=outputs[0].device)
    for head, logits in zip(HEADS, outputs, strict=False):
        wanted = labels[head]
        known = (wanted != IGNORE).sum()
        if known:
            summed = nn.functional.cross_entropy(
                logits.float().flatten(0, 1), wanted.flatten(), ignore_index=IGNORE, reduction="sum"
            )
            # weighed by how many pieces the head saw, so that a nearly empty batch does not shout
            total = total + 2 * HEAD_WEIGHTS[head] * summed / (wanted.numel() + known)
    return total


def with_false_cues(cues: Cues, outputs: tuple[torch.Tensor, ...], batch: Batch) -> Cues:
    """Add words that the net now takes for cues and that are none: they have no content and no source."""
    begins = 2 * ROLES.index("cue") + 1
    rows, spans, labels = list(cues.rows), list(cues.spans), list(cues.labels)
    taken: list[set[int]] = [set() for _ in range(len(batch.words))]
    for head, logits in zip(HEADS, outputs, strict=False):
        if head not in ("roles", "wide"):
            continue
        wanted = batch.labels[head]
        false = (logits.argmax(-1) == begins) & (wanted >= 0) & (wanted < begins) & (batch.words > 0)
        if head == "roles":  # what is a cue in the wider notion alone is no false one
            false &= batch.labels["wide"] < begins
        for row, piece in false.nonzero().tolist():
            word = int(batch.words[row, piece]) - 1
            if len(taken[row]) < FALSE_CUES and word not in taken[row]:
                taken[row].add(word)
                rows.append(row)
                spans.append((word, word + 1))
                labels.append(np.zeros(int(batch.words[row].max()), dtype=int))
    return Cues(rows, spans, labels)


def argument_loss(net: ReaderNet, vectors: torch.Tensor, batch: Batch, cues: Cues) -> torch.Tensor:
    """Cross entropy of each cue's words; a word's vector is the mean of its pieces'."""
    if not cues.rows:
        return torch.zeros((), device=vectors.device)
    count = int(batch.words.max())
    belongs = nn.functional.one_hot(batch.words, count + 1)[..., 1:].to(vectors.dtype)
    pooled = (belongs / belongs.sum(1, keepdim=True).clamp(min=1)).transpose(1, 2) @ vectors
    inside = torch.zeros(len(cues.rows), count, device=vectors.device)
    wanted = np.full((len(cues.rows), count), IGNORE)
    buckets = np.zeros((len(cues.rows), count), dtype=np.int64)
    for number, ((start, end), labels) in enumerate(zip(cues.spans, cues.labels, strict=True)):
        inside[number, start:end] = 1.0 / (end - start)
        wanted[number, : len(labels)] = labels
        buckets[number] = distance_buckets(np.arange(count), start, end)
    rows = torch.tensor(cues.rows, device=vectors.device)
    cue_vectors = (inside.to(pooled.dtype).unsqueeze(1) @ pooled[rows]).squeeze(1)
    states = net.arguments.word(pooled)[rows]
    logits = net.arguments(states, cue_vectors, torch.from_numpy(buckets).to(vectors.device))
    target = torch.from_numpy(wanted).to(vectors.device)
    return nn.functional.cross_entropy(logits.float().flatten(0, 1), target.flatten(), ignore_index=IGNORE)
