"""Learn the weights of ``stancekit_counterparts`` from articles annotated by the codebook.

``python -m stancekit.training.counterparts --own seeds/annotated --out models/counterparts`` prints the
cross-validated F1 over (quote, counterpart) pairs with gold quotes and speakers, and writes the table.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language

from stancekit.annotation.addressing import Addressing, candidates
from stancekit.annotation.counterparts import History
from stancekit.annotation.layers import SpeakerFacts
from stancekit.pipeline import load
from stancekit.training import weights
from stancekit.training.annotated import gold_spans, read_annotated

log = logging.getLogger("stancekit.training.counterparts")
STRENGTH = 0.3


def examples(nlp: Language, articles: list[dict[str, Any]]) -> tuple[list[dict[str, float]], list[int], list[str], int]:
    """Features, labels and groups of all candidates, and how many gold pairs no candidate stands for."""
    features: list[dict[str, float]] = []
    labels: list[int] = []
    groups: list[str] = []
    missed = 0
    for article in articles:
        doc = nlp(article["text"])
        known = Addressing.of(doc)
        quotes = gold_spans(doc, article["quotes"])
        speakers = {q.id: SpeakerFacts(g["speaker"], None, g["speaker_state"], 1.0) for q, g in quotes}
        history = History(speakers)
        for quote, gold in quotes:
            speaker = speakers[quote.id]
            ranked = candidates(known, quote, speaker.state, history.of(quote, speaker))
            wanted = set(gold["counterparts"])
            features += [candidate.features for candidate in ranked]
            labels += [int(candidate.state in wanted) for candidate in ranked]
            groups += [article["id"]] * len(ranked)
            missed += len(wanted - {candidate.state for candidate in ranked})
            history.note(speaker, wanted)
    return features, labels, groups, missed


def best_threshold(probabilities: np.ndarray, labels: np.ndarray, missed: int) -> tuple[float, float]:
    """The threshold with the highest F1 over pairs, and that F1."""
    scored = []
    for threshold in np.arange(0.2, 0.75, 0.01):
        chosen = probabilities >= threshold
        hits = int((chosen & (labels == 1)).sum())
        scored.append((2 * hits / max(1, int(chosen.sum()) + int(labels.sum()) + missed), float(threshold)))
    f1, threshold = max(scored)
    return threshold, f1


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, default=Path("seeds/annotated"))
    parser.add_argument("--out", type=Path, default=Path("models/counterparts"))
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load(exclude=["stancekit_quotes", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
    articles = read_annotated(options.own)
    features, labels, groups, missed = examples(nlp, articles)
    table, held_out = weights.fit(features, np.array(labels), groups, STRENGTH)
    threshold, f1 = best_threshold(held_out, np.array(labels), missed)
    log.info("%d articles, %d candidates, %d pairs without candidate", len(articles), len(labels), missed)
    log.info("cross-validated F1 over pairs, gold quotes and speakers: %.3f at threshold %.2f", f1, threshold)
    trained = {"articles": len(articles), "cross_validated_f1": round(f1, 3)}
    weights.save(options.out, "counterparts", table, threshold, trained)


if __name__ == "__main__":
    main()
