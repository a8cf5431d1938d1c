"""Names from raw text: exact spans with their labels, beside the shared CNN pipeline.

``python benchmarks/names.py [--shared ../shared] [--reader DIR] [--sets pud_news ...] [--errors N]`` reads the raw
text of six test sets that nothing here was trained on (four of ../shared, and two of our own in seeds/names) with the
``stancekit_reader`` alone, and prints precision, recall and F1 of all labels and F1 of each. A name counts where its
first and last character and its label are right. ``--errors N`` adds how the reader errs and N examples of each way.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.vocab import Vocab

import stancekit
from stancekit.pipeline import COMPONENTS

LABELS = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
SETS = {
    "pud_news": "PUD news",
    "crossner_politics_test": "CrossNER politics",
    "gmb_test": "GMB test",
    "gum_test_free": "GUM test, free",
    "worldwide_test": "Worldwide test",
    "own": "own sentences",
    "held_out": "own, held out",
}
DEFAULT = [name for name in SETS if name != "worldwide_test"]
SEEDS = Path(__file__).parents[1] / "seeds" / "names"
OWN = {"own": SEEDS / "world_news.jsonl", "held_out": SEEDS / "held_out.jsonl"}


def names_of(doc):
    """Spans of a Doc in characters, in the three labels; other labels are dropped."""
    return {(e.start_char, e.end_char, LABELS[e.label_]) for e in doc.ents if e.label_ in LABELS}


def gold(name, shared):
    """Texts of a set with their names."""
    if name in OWN:
        rows = map(json.loads, OWN[name].read_text(encoding="utf-8").splitlines())
        return [(row["text"], {tuple(entity) for entity in row["entities"]}) for row in rows]
    docs = DocBin().from_disk(shared / "base_pipeline" / "data" / f"{name}.spacy").get_docs(Vocab())
    return [(doc.text, names_of(doc)) for doc in docs]


def figures(texts, found, label=None):
    """Precision, recall and F1 in per cent, of one label or of all."""
    right = predicted = wanted = 0
    for (_, names), guesses in zip(texts, found, strict=True):
        names, guesses = ({n for n in spans if label in (None, n[2])} for spans in (names, guesses))
        right, predicted, wanted = right + len(names & guesses), predicted + len(guesses), wanted + len(names)
    return 100 * right / max(predicted, 1), 100 * right / max(wanted, 1), 200 * right / max(predicted + wanted, 1)


def ways_to_err(text, names, guesses):
    """Pairs of a kind of error and what shows it: ``gold -> found``."""
    touched = set()
    for start, end, label in sorted(names - guesses):
        over = [g for g in guesses if g[0] < end and start < g[1]]
        touched.update(over)
        shown = f"{text[start:end]} [{label}] -> " + ", ".join(f"{text[s:e]} [{kind}]" for s, e, kind in sorted(over))
        if not over:
            yield f"{label} missed", shown + "nothing, in: " + text[max(0, start - 30) : end + 20]
        elif any(g[:2] == (start, end) for g in over):
            yield f"{label} taken for {over[0][2]}", shown
        elif len(over) > 1:
            yield f"{label} cut to pieces", shown
        else:
            (s, e, kind), same = over[0], over[0][2] == label
            edge = "longer" if s <= start and end <= e else "shorter" if start <= s and e <= end else "shifted"
            yield f"{label} {edge}" + ("" if same else f", as {kind}"), shown
    for start, end, label in sorted(guesses - names - touched):
        if not any(n[0] < end and start < n[1] for n in names):
            yield f"{label} invented", f"{text[start:end]}, in: " + text[max(0, start - 30) : end + 20]


def print_errors(title, texts, found, examples):
    kinds = defaultdict(list)
    for (text, names), guesses in zip(texts, found, strict=True):
        for kind, shown in ways_to_err(text, names, guesses):
            kinds[kind].append(shown.replace("\n", " "))
    print(f"\n{title}: {sum(map(len, kinds.values()))} errors")
    for kind, shown in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"  {len(shown):4} {kind}")
        for line in shown[:: max(1, len(shown) // examples)][:examples]:
            print(f"         {line}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reader", type=Path)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=DEFAULT)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="examples of each way to err")
    options = parser.parse_args()
    ours = stancekit.load(reader=options.reader, exclude=[c for c in COMPONENTS if c != "stancekit_reader"])
    cnn = spacy.load(options.shared / "base_pipeline" / "pipeline")
    wanted = ("PERSON", "ORG", "LOC")
    print(f"{'set':18} {'names':>5}  {'':9} {'P':>5} {'R':>5} {'F':>5}  " + " ".join(f"{w:>6}" for w in wanted))
    for name in options.sets:
        texts = gold(name, options.shared)
        counts = sum((Counter(n[2] for n in names) for _, names in texts), Counter())
        for system, nlp in (("stancekit", ours), ("CNN", cnn)):
            found = [names_of(nlp(text)) for text, _ in texts]
            p, r, f = figures(texts, found)
            each = " ".join(f"{figures(texts, found, label)[2]:6.1f}" for label in wanted)
            title, total = (SETS[name], str(counts.total())) if nlp is ours else ("", "")
            print(f"{title:18} {total:>5}  {system:9} {p:5.1f} {r:5.1f} {f:5.1f}  {each}", flush=True)
            if nlp is ours:
                mine = found
        if options.errors:
            print_errors(SETS[name], texts, mine, options.errors)


if __name__ == "__main__":
    main()
