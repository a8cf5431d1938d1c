"""Learn the weights of ``stancekit_speakers`` from articles annotated by the codebook.

``python -m stancekit.training.speakers`` prints the cross-validated
accuracy of the speaker's state over entities, on quotes as the pipeline finds them, and writes the table.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language

from stancekit.annotation.allegiance import NOBODY, Allegiances
from stancekit.annotation.layers import Entity, QuoteSpans, read_entities, read_quotes, read_spoken_by
from stancekit.pipeline import load
from stancekit.training import weights
from stancekit.training.annotated import add_arguments, read_annotated

log = logging.getLogger("stancekit.training.speakers")
STRENGTH = 0.2
SCALE = 0.6


@dataclass
class Example:
    """One entity: its candidates' features, their states, and the state it speaks for."""

    states: list[str | None]
    features: weights.Features
    gold: str | None
    group: str
    quotes: int
    vector: np.ndarray


def examples(nlp: Language, articles: list[dict[str, Any]]) -> list[Example]:
    """One example for each entity with a quote of the gold whose state has to be weighed."""
    found = []
    for article in articles:
        doc = nlp(article["text"])
        quotes, entities = read_quotes(doc), read_entities(doc)
        matched = match(quotes, article["quotes"])
        spoken_by = read_spoken_by(doc)
        allegiances = Allegiances(doc, entities, quotes, spoken_by)
        known = {entity.id: entity for entity in entities}
        seen: dict[str, tuple[Entity, str | None, list[str | None]]] = {}
        last: str | None = None
        for quote in quotes:
            gold = matched.get(quote.id)
            if quote.id not in spoken_by or gold is None:
                continue
            entity = known[spoken_by[quote.id][0]]
            seen.setdefault(entity.id, (entity, last, []))[2].append(gold["speaker_state"])
            last = gold["speaker_state"] or last
        uncertain = []
        for entity, before, golds in seen.values():
            certain = allegiances.certain(entity)
            if certain is None:
                uncertain.append((entity, before, golds))
            else:
                allegiances.settle(entity, certain.state)
        for entity, before, golds in uncertain:
            candidates = allegiances.candidates(entity, before)
            gold_state = Counter(golds).most_common(1)[0][0]
            features = [c.features for c in candidates]
            states = [c.state for c in candidates]
            vector = allegiances.vector(entity)
            found.append(Example(states, features, gold_state, article["id"], len(golds), vector))
            allegiances.settle(entity, gold_state)
    return found


def match(quotes: list[QuoteSpans], gold: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The gold quote that each found quote overlaps by at least half of their characters."""
    found = {}
    for quote in quotes:
        mine = {i for span in quote.content for i in range(span.start_char, span.end_char)}
        for record in gold:
            theirs = {i for start, end in record["content"] for i in range(start, end)}
            if len(mine & theirs) >= 0.5 * len(mine | theirs):
                found[quote.id] = record
    return found


def accuracy(found: list[Example], shares: list[np.ndarray]) -> float:
    """Share of quotes whose speaker gets the right state, or rightly none."""
    right = sum(e.quotes * (e.states[int(s.argmax())] == e.gold) for e, s in zip(found, shares, strict=True))
    return right / max(1, sum(example.quotes for example in found))


def fit(
    found: list[Example], strength: float = STRENGTH, scale: float = SCALE, folds: int = weights.FOLDS
) -> tuple[weights.Fitted, list[np.ndarray]]:
    """Weights learned on the examples whose state is among the candidates, and held-out shares for those."""
    reachable = [example for example in found if example.gold in example.states]
    nobody = [example.states.index(None) for example in reachable]
    dense = weights.Dense(NOBODY, np.array([example.vector for example in reachable]), nobody, scale)
    return weights.fit_choice(
        [example.features for example in reachable],
        [example.states.index(example.gold) for example in reachable],
        [example.group for example in reachable],
        strength,
        np.sqrt([example.quotes for example in reachable]),
        dense,
        folds,
    )


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser, "speakers")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load(exclude=["stancekit_speakers", "stancekit_counterparts"])
    articles = read_annotated(options.own)
    found = examples(nlp, articles)
    fitted, shares = fit(found)
    reachable = [example for example in found if example.gold in example.states]
    best = accuracy(reachable, shares) * sum(e.quotes for e in reachable) / sum(e.quotes for e in found)
    log.info("%d articles, %d entities, %d with their state in the article", len(articles), len(found), len(reachable))
    log.info("cross-validated accuracy of the speaker's state over quotes: %.3f", best)
    trained = {"articles": len(articles), "cross_validated_accuracy": round(best, 3)}
    weights.save(options.out, "speakers", fitted, 0.0, trained)


if __name__ == "__main__":
    main()
