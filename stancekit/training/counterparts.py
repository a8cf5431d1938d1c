"""Learn the weights of ``stancekit_counterparts`` from articles annotated by the codebook.

``python -m stancekit.training.counterparts`` prints the
cross-validated F1 over (quote, counterpart) pairs with gold quotes and speakers, and writes the table.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language

from stancekit.annotation.addressing import candidates
from stancekit.annotation.counterparts import History
from stancekit.annotation.layers import SpeakerFacts
from stancekit.annotation.surroundings import Addressing
from stancekit.pipeline import load
from stancekit.training import weights
from stancekit.training.annotated import add_arguments, read_annotated
from stancekit.training.gold_spans import gold_spans

log = logging.getLogger("stancekit.training.counterparts")
STRENGTH = 0.3


@dataclass
class Example:
    """One candidate of one quote: its features, whether it is addressed, and the article."""

    features: dict[str, float]
    addressed: bool
    group: str


def examples(nlp: Language, articles: list[dict[str, Any]]) -> tuple[list[Example], dict[str, int]]:
    """All candidates of gold quotes, and by article how many gold pairs no candidate stands for."""
    found: list[Example] = []
    missed: dict[str, int] = {}
    for article in articles:
        doc = nlp(article["text"])
        known = Addressing.of(doc)
        quotes = gold_spans(doc, article["quotes"])
        speakers = {q.id: SpeakerFacts(g["speaker"], None, g["speaker_state"], 1.0) for q, g in quotes}
        history = History(speakers)
        missed[article["id"]] = 0
        for quote, gold in quotes:
            speaker = speakers[quote.id]
            ranked = candidates(known, quote, speaker.state, history.of(quote, speaker))
            wanted = set(gold["counterparts"])
            found += [Example(c.features, c.state in wanted, article["id"]) for c in ranked]
            missed[article["id"]] += len(wanted - {candidate.state for candidate in ranked})
            history.note(speaker, wanted)
    return found, missed


def fit(found: list[Example], missed: int, strength: float = STRENGTH) -> tuple[weights.Fitted, float, float]:
    """Weights, the threshold with the best held-out F1, and that F1."""
    labels = np.array([int(example.addressed) for example in found])
    groups = [example.group for example in found]
    fitted, held_out = weights.fit([example.features for example in found], labels, groups, strength)
    return fitted, *best_threshold(held_out, labels, missed)


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
    add_arguments(parser, "counterparts")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load(exclude=["stancekit_quotes", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
    articles = read_annotated(options.own)
    found, missed = examples(nlp, articles)
    lost = sum(missed.values())
    fitted, threshold, f1 = fit(found, lost)
    log.info("%d articles, %d candidates, %d pairs without candidate", len(articles), len(found), lost)
    log.info("cross-validated F1 over pairs, gold quotes and speakers: %.3f at threshold %.2f", f1, threshold)
    trained = {"articles": len(articles), "cross_validated_f1": round(f1, 3)}
    weights.save(options.out, "counterparts", fitted, threshold, trained)


if __name__ == "__main__":
    main()
