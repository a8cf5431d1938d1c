"""One statement, however often it is carried: linking of quotes beside plain ways, and on a million quotes.

``python benchmarks/statements.py`` (no shared data) links ``seeds/statements.jsonl``, each half by itself, and prints
pairwise and B-cubed precision, recall and F1 beside two baselines, and the recall of each kind of pair. ``--choose``
prints the sweep of thresholds on the first half. ``--million`` generates a million quotes and prints seconds, peak
memory and candidates.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import random
import resource
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import accumulate, combinations
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz
from scipy.stats import binomtest

from stancekit import link_quotes
from stancekit.statements import links
from stancekit.statements.likeness import ALIKE_UNKNOWN
from stancekit.statements.wording import levelled

SPLITS = ("dev", "test")
LEAST_PRECISION = 0.97
WORDS, SPEAKERS, DAYS = 20_000, 5_000, 1_000
STATES = "France Japan Ghana Peru Norway Egypt Moscow Ottawa Jakarta Chileans Kenyans we".split()
FIRST_DAY = date(2020, 1, 1)


def speakers(rows):
    """Speakers by id; each that is unknown is another."""
    return rows["speaker_id"].where(rows["speaker_id"].notna(), rows.index.astype(str)).tolist()


def same_text(rows):
    """Baseline: the same speaker and, levelled, the same text."""
    return [f"{who} {text}" for who, text in zip(speakers(rows), rows["quote"].map(levelled), strict=True)]


def plain_ratio(rows, least=90):
    """Baseline: rapidfuzz's ratio within a speaker, joined by single links."""
    found = {number: number for number in range(len(rows))}

    def root(number):
        while found[number] != number:
            number = found[number]
        return number

    quotes, who = rows["quote"].map(levelled).tolist(), speakers(rows)
    for one, other in combinations(range(len(rows)), 2):
        if who[one] == who[other] and fuzz.ratio(quotes[one], quotes[other]) >= least:
            found[root(other)] = root(one)
    return [root(number) for number in range(len(rows))]


def ours(rows, **options):
    return link_quotes(rows.drop(columns="statement"), **options)["statement_id"].to_numpy()


def pairs_of(labels):
    together = defaultdict(list)
    for number, label in enumerate(labels):
        together[label].append(number)
    return {pair for group in together.values() for pair in combinations(group, 2)}


def figures(gold, found):
    """Pairwise and B-cubed precision, recall and F1."""
    wanted, got = pairs_of(gold), pairs_of(found)
    both = Counter(zip(gold, found, strict=True))
    sizes, lengths = Counter(gold), Counter(found)
    pair = len(wanted & got) / max(len(got), 1), len(wanted & got) / max(len(wanted), 1)
    cubed = [sum(n * n / of[key[at]] for key, n in both.items()) / len(gold) for at, of in ((1, lengths), (0, sizes))]
    return [*pair, f1(*pair), *cubed, f1(*cubed)]


def f1(precision, recall):
    return 2 * precision * recall / max(precision + recall, 1e-9)


def recall_by_kind(rows, found):
    """Of the gold pairs of each kind, how many are together."""
    got, kinds = pairs_of(found), rows["kind"].tolist()
    counts = defaultdict(Counter)
    for pair in pairs_of(rows["statement"]):
        counts[kinds[pair[0]]][pair in got] += 1
    return {kind: (count[True], count.total()) for kind, count in sorted(counts.items())}


def choose(rows):
    """Print the sweep, and the best recall at the wanted precision: as counted, and as the 95 % interval's low end."""
    best = {}
    for unknown in range(84, 101, 4):
        for known in range(50, 92):
            found = ours(rows, alike=known, alike_unknown=unknown)
            precision, recall = figures(rows["statement"], found)[:2]
            pairs = len(pairs_of(found))
            low = binomtest(round(precision * pairs), pairs).proportion_ci(method="wilson").low
            if unknown == ALIKE_UNKNOWN:
                print(f"{known} {unknown}  precision {precision:.3f} (at least {low:.3f})  recall {recall:.3f}")
            for way, reached in (("as counted", precision), ("surely", low)):
                if reached >= LEAST_PRECISION and recall > best.get(way, (0,))[0]:
                    best[way] = recall, known, unknown
    print("best recall, with thresholds (known, unknown):", best)


def invented(count, seed=7):
    """So many rows of invented quotes: statements of Zipf-like words, carried 1 to 30 times, changed on the way."""
    chance = random.Random(seed)
    letters = "bcdfgklmnprstvz", "aeiou"
    words = ["".join(chance.choice(letters[i % 2]) for i in range(chance.randint(4, 9))) for _ in range(WORDS)]
    small = "the of and to in we that will not is for have our with they this on are it be".split()
    often = list(accumulate(1 / (rank + 20) for rank in range(WORDS)))
    busy = list(accumulate(1 / (rank + 10) for rank in range(SPEAKERS)))
    rows, statement = [], 0
    while len(rows) < count:
        statement += 1
        topic = chance.choices(words, cum_weights=often, k=chance.randint(4, 16))
        told = [chance.choice(STATES)] + [word for pair in topic for word in (chance.choice(small), pair)]
        (who,), day = chance.choices(range(SPEAKERS), cum_weights=busy), chance.randrange(DAYS)
        for copy in range(min(30, int(chance.paretovariate(0.9)))):
            quote, speaker = list(told), f"p{who}"
            how = chance.random()
            if how < 0.15 and len(quote) > 10:
                start = chance.randrange(len(quote) // 2)
                quote = quote[start : start + max(6, len(quote) // 2)]
            elif how < 0.4:
                for _ in range(max(1, len(quote) // 8)):
                    quote[chance.randrange(len(quote))] = chance.choices(words, cum_weights=often)[0]
            elif how < 0.5:
                speaker = None
            told_on = FIRST_DAY + timedelta(days=day + min(copy // 5, 5))
            rows.append((f"d{len(rows)}", "q1", " ".join(quote), speaker, told_on.isoformat(), statement))
    columns = ["doc_id", "quote_id", "quote", "speaker_id", "date", "statement"]
    return pd.DataFrame(rows[:count], columns=columns).sample(frac=1, random_state=seed, ignore_index=True)


def million(count):
    """Print what linking so many quotes costs, and how right it is."""
    rows = invented(count)
    before = peak()
    candidates = 0
    chunks = links._candidates

    def counted(*arguments):
        nonlocal candidates
        for one, other in chunks(*arguments):
            candidates += len(one)
            yield one, other

    links._candidates = counted
    started = time.process_time()
    found = link_quotes(rows.drop(columns="statement"))["statement_id"]
    seconds = time.process_time() - started
    links._candidates = chunks
    print(
        f"{len(rows):,} quotes of {rows['statement'].nunique():,} statements: {seconds:.0f} s of one core, peak memory"
    )
    print(f"{peak():.0f} MB (the frame before: {before:.0f}), {candidates / len(rows):.1f} candidates a quote")
    print(f"{found.nunique():,} found;", " ".join(f"{value:.3f}" for value in figures(rows["statement"], found)))


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Linking quotes to statements.")
    parser.add_argument("--seeds", type=Path, default=Path("seeds/statements.jsonl"))
    parser.add_argument("--choose", action="store_true")
    parser.add_argument("--million", nargs="?", type=int, const=1_000_000, metavar="QUOTES")
    options = parser.parse_args()
    if options.million:
        million(options.million)
        return
    seeds = pd.read_json(options.seeds, lines=True, dtype=False).astype({"date": str})
    if options.choose:
        choose(seeds[seeds["split"] == SPLITS[0]].reset_index(drop=True))
        return
    print("| | | pairs: precision | recall | F1 | B-cubed: precision | recall | F1 |\n|" + 8 * "---|")
    for split in SPLITS:
        rows = seeds[seeds["split"] == split].reset_index(drop=True)
        for name, way in (("same text", same_text), ("ratio from 90", plain_ratio), ("stancekit", ours)):
            cells = " | ".join(f"{value:.3f}" for value in figures(rows["statement"], way(rows)))
            print(f"| {split} | {name} | {cells} |")
        print("  recall:", ", ".join(f"{k} {a}/{b}" for k, (a, b) in recall_by_kind(rows, ours(rows)).items()))


if __name__ == "__main__":
    main()
