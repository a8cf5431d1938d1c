"""Learn the weights of ``stancekit_mentions`` from articles annotated by the codebook.

``python -m stancekit.training.mentions`` prints the cross-validated
accuracy over pronouns, titles and quotes without a source, with gold quotes, and writes the table. The first round
reads the articles with no weights at all, the second with those of the first: what stands in the narration
(“the minister arrived late”) is resolved by the weights, sources by gold.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stancekit.annotation.antecedents import Anaphor
from stancekit.annotation.layers import write_quotes
from stancekit.annotation.memory import Candidate
from stancekit.annotation.mentions import MentionFinder
from stancekit.annotation.weights import grouped
from stancekit.matching import same_name
from stancekit.pipeline import load
from stancekit.training import weights
from stancekit.training.annotated import add_arguments, read_annotated
from stancekit.training.gold_spans import gold_spans

log = logging.getLogger("stancekit.training.mentions")
STRENGTH = 1.0
ROUNDS = 2


@dataclass
class Example:
    """One source that does not name its speaker: the candidates' features, and which is right (-1: none of them)."""

    kind: str
    features: weights.Features
    right: int
    group: str


class Teacher:
    """Chooses what gold says, and remembers what was to be chosen from.

    Parameters
    ----------
    finder
        Chooses where gold says nothing.
    speakers
        The gold speaker of the source or quote that begins at a token.
    group
        The article.
    """

    def __init__(self, finder: MentionFinder, speakers: dict[int, str | None], group: str) -> None:
        self.finder = finder
        self.speakers = speakers
        self.group = group
        self.examples: list[Example] = []

    def __call__(self, anaphor: Anaphor, candidates: list[Candidate]) -> tuple[int, float]:
        """The candidate that gold names; the finder's own choice in the narration."""
        if anaphor.start not in self.speakers:
            return self.finder.choose(anaphor, candidates)
        gold = self.speakers[anaphor.start]
        right = _right(candidates, gold)
        features = [_with_group(anaphor.group, candidate.features) for candidate in candidates]
        self.examples.append(Example(anaphor.group, features, right, self.group))
        return (right, 1.0) if right >= 0 else (len(candidates) - 1, 1.0)


def _with_group(group: str, features: dict[str, float]) -> dict[str, float]:
    """Each feature twice: for all kinds of anaphors, and for this one."""
    known = {name: value for name, value in features.items() if value}
    return known | {grouped(group, name): value for name, value in known.items()}


def _right(candidates: list[Candidate], gold: str | None) -> int:
    for index, candidate in enumerate(candidates):
        name = candidate.entity.name if candidate.entity is not None else None
        if same_name(name, gold) and (gold is not None or candidate.entity is None):
            return index
    return -1


def examples(nlp: Language, articles: list[dict[str, Any]], finder: MentionFinder) -> list[Example]:
    """One example for each gold quote whose source has to be resolved."""
    found = []
    for article in articles:
        doc = nlp(article["text"])
        teacher = Teacher(finder, _speakers(doc, article), article["id"])
        finder.resolved(doc, teacher)
        found += teacher.examples
    return found


def _speakers(doc: Doc, article: dict[str, Any]) -> dict[int, str | None]:
    """Put gold's quotes into a Doc; the speaker of each by the token where its source (or it itself) begins."""
    pairs = gold_spans(doc, article["quotes"])
    write_quotes(doc, [quote for quote, _ in pairs])
    return {(q.source.start if q.source is not None else q.start): gold["speaker"] for q, gold in pairs}


def fit(
    found: list[Example], strength: float = STRENGTH, folds: int = weights.FOLDS
) -> tuple[weights.Fitted, list[np.ndarray]]:
    """Weights learned on the examples whose speaker is among the candidates, and held-out shares for those."""
    reachable = [example for example in found if example.right >= 0]
    return weights.fit_choice(
        [example.features for example in reachable],
        [example.right for example in reachable],
        [example.group for example in reachable],
        strength,
        np.ones(len(reachable)),
        folds=folds,
    )


def report(found: list[Example], shares: list[np.ndarray]) -> float:
    """Log the cross-validated accuracy by kind, and give the one over all sources."""
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    for example, share in zip((e for e in found if e.right >= 0), shares, strict=True):
        hits[example.kind]["right"] += int(share.argmax()) == example.right
    for example in found:
        hits[example.kind]["all"] += 1
    for kind, of in sorted(hits.items()):
        log.info("  %-9s %3d of %3d right", kind, of["right"], of["all"])
    return sum(of["right"] for of in hits.values()) / len(found)


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser, "mentions")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load(exclude=["stancekit_quotes", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
    articles = read_annotated(options.own)
    weights.save(options.out, "mentions", weights.Fitted({}, {}), 0.0, {"articles": 0})
    for number in range(ROUNDS):
        found = examples(nlp, articles, MentionFinder(model=options.out))
        fitted, shares = fit(found)
        accuracy = report(found, shares)
        log.info("round %d, %d articles: cross-validated accuracy %.3f", number + 1, len(articles), accuracy)
        trained = {"articles": len(articles), "cross_validated_accuracy": round(accuracy, 3)}
        weights.save(options.out, "mentions", fitted, 0.0, trained)


if __name__ == "__main__":
    main()
