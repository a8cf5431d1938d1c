"""Learn the weights of ``stancekit_mentions`` from articles annotated by the codebook.

``python -m stancekit.training.mentions --own seeds/annotated --out models/mentions`` prints the cross-validated
accuracy over pronouns, titles and quotes without a source, with gold quotes, and writes the table. The first round
reads the articles with no weights at all, the second with those of the first: what stands in the narration
(“the minister arrived late”) is resolved by the weights, sources by gold.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stancekit.annotation.antecedents import Anaphor
from stancekit.annotation.coreference import Candidate
from stancekit.annotation.layers import write_quotes
from stancekit.annotation.mentions import MentionFinder
from stancekit.matching import same_name
from stancekit.pipeline import load
from stancekit.training import weights
from stancekit.training.annotated import gold_spans, read_annotated

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
        self.examples.append(Example(anaphor.group, [c.features for c in candidates], right, self.group))
        return (right, 1.0) if right >= 0 else (len(candidates) - 1, 1.0)


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


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, default=Path("seeds/annotated"))
    parser.add_argument("--out", type=Path, default=Path("models/mentions"))
    parser.add_argument("--strength", type=float, default=STRENGTH)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load(exclude=["stancekit_quotes", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
    articles = read_annotated(options.own)
    weights.save(options.out, "mentions", weights.Fitted({}, {}), 0.0, {"articles": 0})
    for number in range(ROUNDS):
        found = examples(nlp, articles, MentionFinder(model=options.out))
        reachable = [example for example in found if example.right >= 0]
        table, shares = weights.fit_choice(
            [example.features for example in reachable],
            [example.right for example in reachable],
            [example.group for example in reachable],
            options.strength,
            np.ones(len(reachable)),
        )
        hits: dict[str, Counter[str]] = defaultdict(Counter)
        for example, share in zip(reachable, shares, strict=True):
            hits[example.kind]["right"] += int(share.argmax()) == example.right
        for example in found:
            hits[example.kind]["all"] += 1
        right, total = (sum(of[key] for of in hits.values()) for key in ("right", "all"))
        log.info("round %d: %d sources, %d with their speaker among the candidates", number + 1, total, len(reachable))
        for kind, of in sorted(hits.items()):
            log.info("  %-8s %3d of %3d right", kind, of["right"], of["all"])
        log.info("cross-validated accuracy: %.3f", right / total)
        trained = {"articles": len(articles), "cross_validated_accuracy": round(right / total, 3)}
        weights.save(options.out, "mentions", table, 0.0, trained)


if __name__ == "__main__":
    main()
