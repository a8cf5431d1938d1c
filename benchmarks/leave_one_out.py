"""Speakers, their states and counterparts on articles that the weight tables have not seen.

``python benchmarks/leave_one_out.py [--shared ../shared]`` takes each article of the end-to-end dev set in turn, learns
all three tables (mentions, speakers, counterparts) on the other articles and our own, and measures the one left out:
from raw text, and over gold's quotes. The held-out articles of our own (``seeds/held_out``), which no table is ever
trained on, follow with the packaged tables.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import pandas as pd

import stancekit
from stancekit import scoring
from stancekit.annotation.mentions import MentionFinder
from stancekit.evaluation import evaluate
from stancekit.goldfiles import read_gold
from stancekit.pipeline import load
from stancekit.training import counterparts, mentions, speakers, weights
from stancekit.training.annotated import read_annotated

TABLES = ("mentions", "speakers", "counterparts")
FIGURES = ("quote", "speaker", "speaker_state", "counterpart", "tone", "dyad")


class Learner:
    """Examples of all articles, made once; tables learned on all but some of them."""

    def __init__(self, articles):
        bare = load(exclude=["stancekit_quotes", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
        self.mentions = mentions.examples(bare, articles, MentionFinder())
        self.speakers = speakers.examples(load(exclude=["stancekit_speakers", "stancekit_counterparts"]), articles)
        self.counterparts, self.missed = counterparts.examples(bare, articles)

    def tables(self, folder, left_out):
        """Write the three tables, learned without an article, into a folder."""
        kept = [example for example in self.mentions if example.group != left_out]
        weights.save(folder / "mentions", "mentions", mentions.fit(kept, folds=0)[0], 0.0, {})
        kept = [example for example in self.speakers if example.group != left_out]
        weights.save(folder / "speakers", "speakers", speakers.fit(kept, folds=0)[0], 0.0, {})
        kept = [example for example in self.counterparts if example.group != left_out]
        lost = sum(count for group, count in self.missed.items() if group != left_out)
        fitted, threshold, _ = counterparts.fit(kept, lost)
        weights.save(folder / "counterparts", "counterparts", fitted, threshold, {})


def value(figure):
    return figure if isinstance(figure, float) else figure.get("f1", figure.get("macro_f1"))


def show(title, gold, rows):
    figures = evaluate(gold, rows)
    cells = "  ".join(f"{name} {value(figures[name]):.3f}" for name in FIGURES)
    print(f"{title:44} {cells}", flush=True)


def left_out_rows(gold, learner, tone):
    """Rows of each article by tables that have not seen it: from raw text, and over gold's quotes."""
    found, given = [], []
    for article in gold:
        with tempfile.TemporaryDirectory() as scratch:
            learner.tables(Path(scratch), article["id"])
            nlp = load(tables=scratch)
            found.append(scoring.score([stancekit.Article(article["id"], article["text"])], nlp, tone))
            given.append(scoring.score_marked([article], nlp, tone))
    return pd.concat(found), pd.concat(given)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, default=Path("seeds/annotated"))
    parser.add_argument("--held-out", type=Path, default=Path("seeds/held_out"))
    options = parser.parse_args()
    tone = stancekit.load_tone()
    gold = read_gold(options.shared / "data" / "e2e" / "dev.jsonl")
    learner = Learner([*read_annotated(options.own), *gold])
    found, given = left_out_rows(gold, learner, tone)
    show(f"{len(gold)} dev articles, each left out, raw text", gold, found)
    show("the same over gold's quotes", gold, given)
    seeds = [article for article in gold if article["id"].startswith("seed_")]
    show("of these the three real ones, raw text", seeds, found)
    if options.held_out.is_dir():
        held_out = read_annotated(options.held_out)
        articles = [stancekit.Article(article["id"], article["text"]) for article in held_out]
        show(f"{len(held_out)} held-out articles of our own, raw text", held_out, scoring.score(articles, tone=tone))
        show("the same over gold's quotes", held_out, scoring.score_marked(held_out, tone=tone))


if __name__ == "__main__":
    main()
