"""Learn the weights of ``stancekit_counterparts`` from articles annotated by the codebook.

``python -m stancekit.training.counterparts --own seeds/annotated --out models/counterparts`` prints the
cross-validated F1 over (quote, counterpart) pairs with gold quotes and speakers, and writes the table.
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from spacy.language import Language
from spacy.tokens import Doc, Span

from stancekit.annotation.addressing import Addressing, candidates
from stancekit.annotation.counterparts import WEIGHTS, History
from stancekit.annotation.layers import QuoteSpans, SpeakerFacts
from stancekit.artefacts import write_manifest
from stancekit.pipeline import load
from stancekit.training.annotated import read_annotated

log = logging.getLogger("stancekit.training.counterparts")
VERSION = "0.1.0"
FOLDS = 6


def gold_quotes(doc: Doc, quotes: list[dict[str, Any]]) -> list[tuple[QuoteSpans, dict[str, Any]]]:
    """Gold quotes of an article as token spans, each with its record."""

    def span(start: int, end: int) -> Span | None:
        return doc.char_span(start, end, alignment_mode="expand")

    found = []
    for number, quote in enumerate(quotes, 1):
        content = [s for start, end in quote["content"] if (s := span(start, end)) is not None]
        source = quote.get("source")
        if source and isinstance(source[0], list):
            source = source[0]
        found.append((QuoteSpans(f"q{number}", quote["kind"], content, source=span(*source) if source else None), quote))
    return found


def examples(nlp: Language, articles: list[dict[str, Any]]) -> tuple[list[dict[str, float]], list[int], list[str], int]:
    """Features, labels and groups of all candidates, and how many gold pairs no candidate stands for."""
    features: list[dict[str, float]] = []
    labels: list[int] = []
    groups: list[str] = []
    missed = 0
    for article in articles:
        doc = nlp(article["text"])
        known = Addressing.of(doc)
        quotes = gold_quotes(doc, article["quotes"])
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


def fit(nlp: Language, articles: list[dict[str, Any]], strength: float = 0.3) -> tuple[dict[str, float], float, float]:
    """Weights, threshold and cross-validated F1."""
    features, labels, groups, missed = examples(nlp, articles)
    vectorizer = DictVectorizer()
    x, y = vectorizer.fit_transform(features), np.array(labels)
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False)
    folds = GroupKFold(FOLDS)
    held_out = cross_val_predict(model, x, y, groups=groups, cv=folds, method="predict_proba")[:, 1]
    threshold, f1 = best_threshold(held_out, y, missed)
    model.fit(x, y)
    weights = dict(zip(vectorizer.feature_names_, model.coef_[0].round(4).tolist(), strict=True))
    log.info("%d articles, %d candidates, %d addressed, %d pairs without candidate", len(articles), len(y), y.sum(), missed)
    return weights, round(threshold, 2), f1


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, default=Path("seeds/annotated"))
    parser.add_argument("--out", type=Path, default=Path("models/counterparts"))
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load(exclude=["stancekit_quotes", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
    weights, threshold, f1 = fit(nlp, read_annotated(options.own))
    log.info("cross-validated F1 over pairs %.3f at threshold %.2f", f1, threshold)
    options.out.mkdir(parents=True, exist_ok=True)
    table = json.dumps({"threshold": threshold, "weights": weights}, indent=1, sort_keys=True)
    (options.out / WEIGHTS).write_text(table + "\n", encoding="utf-8")
    write_manifest(options.out, "counterparts", "stancekit-counterparts", VERSION, [WEIGHTS])


if __name__ == "__main__":
    main()
