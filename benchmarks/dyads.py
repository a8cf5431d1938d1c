"""Who speaks, for which state, toward which state: on articles that no table of weights has learned from.

``python benchmarks/dyads.py [--shared ../shared]`` prints, from raw text and over gold's quotes: the end-to-end dev set
(nothing is trained on it, but rules were written while looking at it), its three real articles, and the held-out
articles of our own (``seeds/held_out``: written by others, who had seen neither the rules nor any other article; only
their figures were looked at). ``--folds`` adds the articles that the tables learn from, each by tables learned on the
other five sixths of them.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import pandas as pd
from sklearn.model_selection import GroupKFold

import stancekit
from stancekit import scoring
from stancekit.annotation.mentions import MentionFinder
from stancekit.evaluation import evaluate
from stancekit.goldfiles import read_gold
from stancekit.pipeline import load
from stancekit.training import counterparts, mentions, speakers, weights
from stancekit.training.annotated import read_annotated

FIGURES = ("quote", "speaker", "speaker_state", "counterpart", "tone", "dyad")


def value(figure):
    return figure if isinstance(figure, float) else figure.get("f1", figure.get("macro_f1"))


def show(title, gold, rows):
    figures = evaluate(gold, rows)
    cells = "  ".join(f"{name} {value(figures[name]):.3f}" for name in FIGURES)
    print(f"{title:42} {cells}", flush=True)


def both(gold, nlp, tone):
    """Rows from raw text, and rows over gold's quotes."""
    articles = [stancekit.Article(article["id"], article["text"]) for article in gold]
    return scoring.score(articles, nlp, tone), scoring.score_marked(gold, nlp, tone)


def in_folds(gold, tone):
    """Rows of each article by tables learned without it, and without those of its fold."""
    bare = load(exclude=["stancekit_quotes", "stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
    examples = {
        "mentions": mentions.examples(bare, gold, MentionFinder()),
        "speakers": speakers.examples(load(exclude=["stancekit_speakers", "stancekit_counterparts"]), gold),
    }
    candidates, missed = counterparts.examples(bare, gold)
    found, given = [], []
    ids = [article["id"] for article in gold]
    for _, test in GroupKFold(6).split(ids, groups=ids):
        left_out = {ids[i] for i in test}
        with tempfile.TemporaryDirectory() as scratch:
            for kind, room in (("mentions", mentions), ("speakers", speakers)):
                kept = [example for example in examples[kind] if example.group not in left_out]
                weights.save(Path(scratch) / kind, kind, room.fit(kept, folds=0)[0], 0.0, {})
            kept = [example for example in candidates if example.group not in left_out]
            lost = sum(count for group, count in missed.items() if group not in left_out)
            fitted, threshold, _ = counterparts.fit(kept, lost)
            weights.save(Path(scratch) / "counterparts", "counterparts", fitted, threshold, {})
            rows = both([article for article in gold if article["id"] in left_out], load(tables=scratch), tone)
        found.append(rows[0])
        given.append(rows[1])
    return pd.concat(found), pd.concat(given)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, default=Path("seeds/annotated"))
    parser.add_argument("--held-out", type=Path, default=Path("seeds/held_out"))
    parser.add_argument("--folds", action="store_true", help="also the articles that the tables learn from")
    parser.add_argument("--reader", type=Path, help="folder of another reader")
    parser.add_argument("--tables", type=Path, help="folder of other tables of weights")
    options = parser.parse_args()
    nlp, tone = load(options.reader, tables=options.tables), stancekit.load_tone()
    sets = {"held-out articles of our own": read_annotated(options.held_out)}
    dev = options.shared / "data" / "e2e" / "dev.jsonl"
    if dev.is_file():
        gold = read_gold(dev)
        sets = {"dev articles": gold, "real ones of these": [a for a in gold if a["id"].startswith("seed_")], **sets}
    for title, gold in sets.items():
        found, given = both(gold, nlp, tone)
        show(f"{len(gold)} {title}, raw text", gold, found)
        show("    over gold's quotes", gold, given)
    if options.folds:
        gold = read_annotated(options.own)
        found, given = in_folds(gold, tone)
        show(f"{len(gold)} articles learned from, in folds, raw text", gold, found)
        show("    over gold's quotes", gold, given)


if __name__ == "__main__":
    main()
