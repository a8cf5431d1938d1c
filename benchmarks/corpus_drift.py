"""Does the drift that was designed into our invented corpus come out again?

``python benchmarks/corpus_drift.py`` scores ``seeds/corpus.jsonl`` and lays what it finds beside
``seeds/corpus_design.json``, which was settled first: how many of the intended quotes are found, and with the right
speaker's state, counterpart and tone; and for each dyad and half-year the course that was meant, the number of quotes
and the mean stance, meant and found. Beside the mean over quotes stands the one over articles, each article counting
once, as those should be compared: one interview of sixteen quotes is one article. Nothing learns from these articles.
``--gold FILE`` writes text and design as gold, for ``stancekit evaluate FILE``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import pandas as pd

import stancekit
from stancekit.goldfiles import check_gold
from stancekit.matching import found_quotes, gold_quotes, match

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
DYAD = ["speaker_state", "counterpart", "period"]
SHARES = [
    ("found", "intended"),
    ("state", "found"),
    ("counterpart", "found"),
    ("tone", "counterpart"),
    ("all", "intended"),
]
SHARE_OF = {"intended": "intended", "found": "found", "counterpart": "with the right counterpart"}


def read_corpus(seeds):
    """The articles, the design, and both together as gold articles."""
    lines = (seeds / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    design = json.loads((seeds / "corpus_design.json").read_text(encoding="utf-8"))
    quotes = {planned["id"]: planned["quotes"] for planned in design["articles"]}
    gold = check_gold([{**article, "quotes": quotes[article["id"]]} for article in articles])
    return articles, design, gold


def intended(gold, values):
    """One row per intended quote and counterpart, with the value of its tone as its stance."""
    return pd.DataFrame(
        [
            (article["id"], article["date"], quote["speaker_state"], counterpart, values[tone])
            for article in gold
            for quote in article["quotes"]
            for counterpart, tone in quote["counterparts"].items()
        ],
        columns=["doc_id", "date", "speaker_state", "counterpart", "stance"],
    )


def shares(gold, rows, dyads):
    """Of the intended quotes of the dyads: how many are found, and with what right."""
    found, counts = found_quotes(rows), Counter()
    for article in gold:
        meant, seen = gold_quotes(article), found.get(article["id"], [])
        pairs = {g: seen[f] for g, f, _ in match(meant, seen)}
        for number, quote in enumerate(meant):
            for counterpart, tone in quote.tones.items():
                if (quote.state, counterpart) not in dyads:
                    continue
                counts["intended"] += 1
                if number not in pairs:
                    continue
                right = {
                    "state": pairs[number].state == quote.state,
                    "counterpart": counterpart in pairs[number].tones,
                    "tone": pairs[number].tones.get(counterpart) == tone,
                }
                right["all"] = all(right.values())
                counts.update(["found", *(name for name, holds in right.items() if holds)])
    return counts


def by_half_year(frame, periods):
    """Number of quotes, mean stance over quotes, and over articles, of each dyad and half-year."""
    starts = pd.to_datetime(pd.Series(periods))
    known = frame.dropna(subset=["speaker_state", "counterpart"])
    known = known.assign(period=starts.searchsorted(pd.to_datetime(known["date"]), side="right") - 1)
    quotes = known.groupby(DYAD)["stance"].agg(["size", "mean"])
    per_article = known.groupby([*DYAD, "doc_id"])["stance"].mean().groupby(DYAD).mean()
    return quotes.assign(articles=per_article)


def show(design, meant, found):
    """Print the table dyad by half-year."""
    print(f"\n{'dyad':9} {'from':8} {'quotes':>11}  {'over quotes':>13}  {'over articles':>13}")
    print(f"{'':9} {'':8} {'meant found':>11}  {'meant  found':>13}  {'meant  found':>13}  course")
    for dyad in design["dyads"]:
        for period, (start, course) in enumerate(zip(design["periods"], dyad["course"], strict=True)):
            key = (dyad["speaker_state"], dyad["counterpart"], period)
            m, f = meant.loc[key], found.loc[key]
            cells = [f"{m['size']:5.0f} {f['size']:5.0f}"]
            cells += [f"{m[mean]:+6.2f} {f[mean]:+6.2f}" for mean in ("mean", "articles")]
            print(f"{key[0]} → {key[1]}   {start[:7]}  {'  '.join(cells)}  {course}")
    both = meant.merge(found, left_index=True, right_index=True, suffixes=("_meant", "_found"))
    both = both.loc[[key for key in both.index if key[:2] in pairs_of(design)]]
    print(f"\n{len(both)} cells, correlation of meant and found means", end=": ")
    print(f"over quotes {both['mean_meant'].corr(both['mean_found']):.3f}", end=", ")
    print(f"over articles {both['articles_meant'].corr(both['articles_found']):.3f}")


def pairs_of(design):
    return {(dyad["speaker_state"], dyad["counterpart"]) for dyad in design["dyads"]}


def print_shares(counts):
    """Print each share with what it is a share of."""
    for name, of in SHARES:
        print(f"{name:12} {counts[name]:4} of {counts[of]:4} {SHARE_OF[of]:26} {counts[name] / counts[of]:6.1%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, default=SEEDS)
    parser.add_argument("--gold", type=Path, help="also write text and design as gold articles")
    options = parser.parse_args()
    articles, design, gold = read_corpus(options.seeds)
    if options.gold:
        options.gold.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in gold), "utf-8")
    rows = stancekit.score(articles)
    counts = shares(gold, rows, pairs_of(design))
    print(f"{len(articles)} articles, {counts['intended']} intended quotes of the six dyads, {len(rows)} rows found")
    print_shares(counts)
    meant = by_half_year(intended(gold, design["tone_values"]), design["periods"])
    show(design, meant, by_half_year(rows, design["periods"]))


if __name__ == "__main__":
    main()
