"""Does a row stay the same when its article is written otherwise? Marks, case, slips, white space, reporting clauses.

``python benchmarks/robustness.py [--shared ../shared] [--only marks,case] [--show N]`` rewrites whole articles by rule
(``benchmarks_variants.py``, ``benchmarks_paraphrases.py``), scores them before and after, and counts which rows are
found again:

quotes
    rows of the article whose quote is there again: of the words of both, as they stand in the article as it was, four
    fifths at least are common (Jaccard). Words that only the variant has count against it.
toward
    rows whose quote is there again with the same counterpart; for a row without, with none: the row survives
speaker, tone
    of these, how many have the same speaker (name and state), and the same tone
all
    rows of the article of which nothing has changed, of all
new
    rows of the variant that nothing in the article corresponds to, for each row of the article
F1
    quotes and dyads against gold, before and after, so that nobody survives by finding little

Names are compared without case and accents, where letters were mistyped word by word with one slip each. Counted are
the articles that a variant changes. Without ``--shared`` our own articles are measured: ``seeds/held_out``,
``held_out_wire`` and ``corpus.jsonl``, of which no lost row was looked at; with ``--show N`` a third of those in
``seeds/annotated``, and rows that were lost are printed, to mend by.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from benchmarks_rewriting import WORD, Rewritten, rewritten
from benchmarks_variants import VARIANTS
from corpus_drift import read_corpus
from rapidfuzz.distance import OSA
from spacy.language import Language

import stancekit
from stancekit.evaluation import evaluate
from stancekit.goldfiles import read_gold
from stancekit.training.annotated import read_annotated

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ALIKE = 0.8
CELLS = ("speaker", "speaker_state", "counterpart", "tone")
COUNTS = ("rows", "quotes", "toward", "speaker", "tone", "all")


@dataclass(frozen=True)
class Row:
    """One row as far as it is compared; ``words`` are the article's words that the quote covers."""

    words: frozenset[int]
    text: str
    speaker: str | None
    state: str | None
    counterpart: str | None
    tone: str | None


def plain(name: str | None) -> str:
    """A name without case, accents, odd spaces and marks."""
    letters = unicodedata.normalize("NFKD", (name or "").replace("\u00ad", ""))
    kept = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return re.sub(r"\W+", " ", kept).strip()


def same_name(one: str | None, other: str | None, slips: int) -> bool:
    """Whether two names are the same one, word by word, with so many slips in each word."""
    first, second = plain(one).split(), plain(other).split()
    if len(first) != len(second):
        return False
    return all(OSA.distance(a, b) <= slips for a, b in zip(first, second, strict=True))


def rows_of(frame: pd.DataFrame, variants: dict[str, Rewritten]) -> dict[str, list[Row]]:
    """The rows of each article, their words those of the article as it was."""
    found: dict[str, list[Row]] = {doc_id: [] for doc_id in variants}
    bounds = {d: [m.span() for m in WORD.finditer(v.article)] for d, v in variants.items()}
    for row in frame.to_dict("records"):
        variant = variants[row["doc_id"]]
        places = [place for fragment in row["fragments"] for place in variant.back(*fragment)]
        words = {
            i for s, e in places for i, (first, last) in enumerate(bounds[row["doc_id"]]) if s < last and first < e
        }
        words |= {-1 - i for i in range(sum(variant.added(*fragment) for fragment in row["fragments"]))}
        cells = [
            row[name] if isinstance(row[name], str) else None
            for name in ("speaker", "speaker_state", "counterpart", "tone")
        ]
        found[row["doc_id"]].append(Row(frozenset(words), row["quote"], *cells))
    return found


def partner(row: Row, rows: list[Row]) -> Row | None:
    """The row that a row has become: the same quote, and of its rows the one toward the same counterpart."""
    best, score = None, 0.0
    for other in rows:
        common = len(row.words & other.words) / max(1, len(row.words | other.words))
        rank = common + (other.counterpart == row.counterpart)
        if common >= ALIKE and rank > score:
            best, score = other, rank
    return best


def compare(before: list[Row], after: list[Row], slips: int, lost: list[tuple[str, Row, Row | None]]) -> Counter[str]:
    """Counts of what has stayed of the rows of one article."""
    counts: Counter[str] = Counter(rows=len(before), new=sum(partner(row, before) is None for row in after))
    for row in before:
        now = partner(row, after)
        same = {
            "quotes": now is not None,
            "toward": now is not None and now.counterpart == row.counterpart,
            "speaker": now is not None and same_name(now.speaker, row.speaker, slips) and now.state == row.state,
            "tone": now is not None and now.tone == row.tone,
        }
        same["speaker"] &= same["toward"]
        same["tone"] &= same["toward"]
        same["all"] = all(same.values())
        counts.update(what for what, kept in same.items() if kept)
        if not same["all"]:
            lost.append((next(what for what, kept in same.items() if not kept), row, now))
    return counts


def mapped_back(frame: pd.DataFrame, variants: dict[str, Rewritten]) -> pd.DataFrame:
    """Rows of variants with offsets into the articles as they were, for the comparison with gold."""
    mapped = frame.copy()
    mapped["fragments"] = [
        [list(place) for fragment in fragments for place in variants[doc_id].back(*fragment)]
        for doc_id, fragments in zip(frame["doc_id"], frame["fragments"], strict=True)
    ]
    return mapped


def score(variants: dict[str, Rewritten], dates: dict[str, str | None], nlp: Language | None) -> pd.DataFrame:
    """Rows of the texts of variants."""
    return stancekit.score([stancekit.Article(d, v.text, date=dates[d]) for d, v in variants.items()], nlp)


def f1(gold, frame: pd.DataFrame, ids: set[str]) -> tuple[float, float]:
    """F1 of quotes and of dyads in some of the articles."""
    figures = evaluate([article for article in gold if article["id"] in ids], frame)
    return figures["quote"]["f1"], figures["dyad"]["f1"]


def measure(gold, wanted: set[str], show: int, nlp: Language | None = None) -> None:
    """Print a line for each variant."""
    dates = {article["id"]: article.get("date") for article in gold}
    plainly = {a["id"]: Rewritten(a["text"], [(rewritten(a["text"], lambda *_: (), "").pieces[0])]) for a in gold}
    first = score(plainly, dates, nlp)
    before = rows_of(first, plainly)
    print(f"{'':24}{'articles':>9}" + "".join(f"{name:>9}" for name in (*COUNTS, "new", "F1", "dyads")))
    for group, members in VARIANTS.items():
        if wanted and not wanted & {group, *members}:
            continue
        print(group)
        for name, variant in members.items():
            if wanted and not wanted & {group, name}:
                continue
            changed = {d: rewritten(v.article, variant, f"{d} {name}") for d, v in plainly.items()}
            changed = {d: v for d, v in changed.items() if v.text != v.article}
            if not changed:
                continue
            second = score(changed, dates, nlp)
            after = rows_of(second, changed)
            lost: list[tuple[str, Row, Row | None]] = []
            counts: Counter[str] = Counter()
            for doc_id in changed:
                counts += compare(before[doc_id], after[doc_id], int(group == "slips"), lost)
            earlier = f1(gold, first, set(changed))
            later = f1(gold, mapped_back(second, changed), set(changed))
            base = {"speaker": "toward", "tone": "toward"}
            cells = [f"{counts['rows']:9}"]
            cells += [f"{counts[c] / max(1, counts[base.get(c, 'rows')]):9.1%}" for c in COUNTS[1:]]
            cells += [f"{counts['new'] / max(1, counts['rows']):9.1%}"]
            cells += [f" {e:.3f} {la:.3f}" for e, la in zip(earlier, later, strict=True)]
            print(f"  {name:22}{len(changed):9}" + "".join(cells), flush=True)
            for what, row, now in lost[:: max(1, len(lost) // show)] if show else ():
                print(f"    [{what}] {row.text[:110]!r} {row.speaker} {row.state} > {row.counterpart} {row.tone}")
                if now is not None:
                    print(f"        now {now.text[:110]!r} {now.speaker} {now.state} > {now.counterpart} {now.tone}")


def own(show: bool):
    """Our own articles with gold."""
    if show:
        return read_annotated(SEEDS / "annotated")[::3]
    return [*read_annotated(SEEDS / "held_out"), *read_annotated(SEEDS / "held_out_wire"), *read_corpus(SEEDS)[2]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How often rows survive when their article is written otherwise.")
    parser.add_argument("--shared", type=Path, help="measure the shared dev articles instead of our own")
    parser.add_argument("--only", default="", help="groups and variants, separated by commas")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print about so many lost rows a variant")
    parser.add_argument("--reader", type=Path, help="folder of another reader")
    parser.add_argument("--tables", type=Path, help="folder of other tables of weights")
    options = parser.parse_args()
    nlp = stancekit.load(options.reader, tables=options.tables)
    dev = options.shared and options.shared / "data" / "e2e" / "dev.jsonl"
    gold = read_gold(dev) if dev else own(options.show > 0)
    measure(gold, set(filter(None, options.only.split(","))), options.show, nlp)


if __name__ == "__main__":
    main()
