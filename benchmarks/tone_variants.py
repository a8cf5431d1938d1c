"""Lighter ways to judge tone, beside the shipped model: what each costs and how far behind it is.

``python benchmarks/tone_variants.py --shared ../shared`` prints one line for each: word counts on the labels; word
counts taught by the shipped model on some thousand unlabelled statements (a linear student); the reader's own vectors
of quote and counterpart with a regression (no second encoder; states swapped at random in training); the shipped model.
``--fine-tune 0,2,5 --fine-tune 0,1,2,3,4,5`` adds encoders of those layers, fine-tuned on the labels without teachers
(needs the ``[train]`` extra; a quarter of an hour or more each on one core).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from benchmarks_tone_sets import sets_of
from country_blind import swap
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline, make_union

import stancekit
from stancekit.gazetteer import gazetteer
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.quotes_table import as_quotes
from stancekit.training.tone import OWN, read_rows
from stancekit.types import TONES

Predict = Callable[[pd.DataFrame], Any]


def word_counts(texts: list[str], tones: list[str]) -> Any:
    """TF-IDF of words and characters with a logistic regression."""
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
    )
    model = make_pipeline(features, LogisticRegression(C=5, class_weight="balanced", max_iter=2000))
    return model.fit(texts, tones)


def on_words(train: pd.DataFrame) -> Predict:
    """Word counts of the marked quotes."""
    model = word_counts(as_quotes(train).marked(), list(train["tone"]))
    return lambda frame: model.predict(as_quotes(frame).marked())


def linear_student(train: pd.DataFrame, shared: Path, teacher: ToneClassifier) -> Predict:
    """Word counts of labelled quotes and of unlabelled ones as the shipped model judges them."""
    lines = (shared / "data" / "attribution" / "texts_train.jsonl").read_text(encoding="utf-8").splitlines()
    rows = stancekit.score([stancekit.Article(str(i), json.loads(line)["text"]) for i, line in enumerate(lines)])
    rows = rows[rows["counterpart"].notna()].rename(columns={"quote": "text"})
    told = as_quotes(rows[["text", "counterpart", "speaker_state"]]).marked()
    model = word_counts(as_quotes(train).marked() + told, [*train["tone"], *teacher.predict(rows)])
    return lambda frame: model.predict(as_quotes(frame).marked())


def reader_vectors(frame: pd.DataFrame, nlp: Any) -> np.ndarray:
    """Means of the reader's vectors over the quote and over what names the counterpart, 768 numbers a quote."""
    contexts = [c if isinstance(c, str) and t in c else t for c, t in zip(frame["context"], frame["text"], strict=True)]
    found = []
    for doc, text, state in zip(nlp.pipe(contexts), frame["text"], frame["counterpart"], strict=True):
        start = doc.text.find(text)
        named = [m for m in gazetteer().find(doc.text) if m.state == state]
        spans = [doc.char_span(start, start + len(text), alignment_mode="expand")] if start >= 0 else []
        marks = [doc.char_span(m.start, m.end, alignment_mode="expand") for m in named]
        found.append(np.concatenate([_mean(doc, [s for s in part if s is not None]) for part in (spans, marks)]))
    return np.array(found)


def _mean(doc: Any, spans: list[Any]) -> np.ndarray:
    tokens = [i for span in spans for i in range(span.start, span.end)] or range(len(doc))
    return doc.tensor[list(tokens)].mean(axis=0)


def shared_trunk(train: pd.DataFrame) -> Predict:
    """A regression over the reader's vectors."""
    nlp = stancekit.load(exclude=[name for name in stancekit.load().pipe_names if name != "stancekit_reader"])
    model = LogisticRegression(C=0.1, max_iter=3000).fit(reader_vectors(swap(train, 0), nlp), train["tone"])
    return lambda frame: model.predict(reader_vectors(frame, nlp))


def fine_tuned(train: pd.DataFrame, layers: tuple[int, ...], shared: Path) -> Predict:
    """An encoder of some layers of the base, fine-tuned on the labels."""
    from stancekit.training.encoder_net import base_tokenizer
    from stancekit.training.tone_data import examples, shares_of
    from stancekit.training.tone_encoder import labelled_examples
    from stancekit.training.tone_net import Recipe, fine_tune, logits_of

    tokenizer = base_tokenizer()
    net = fine_tune(labelled_examples(train, shared / "data", tokenizer), {}, Recipe(layers))

    def predict(frame: pd.DataFrame) -> list[str]:
        shares = shares_of(list(frame["tone"]))
        return [TONES[best] for best in logits_of(net, examples(frame, shares, tokenizer)).argmax(axis=1)]

    return predict


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Lighter ways to judge tone.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, nargs="*", default=OWN)
    parser.add_argument("--fine-tune", action="append", default=[], metavar="LAYERS")
    options = parser.parse_args()
    shipped = ToneClassifier.load()
    train = read_rows(options.shared / "data" / "tone", options.own)
    sets = sets_of(options.shared)
    ways: dict[str, Callable[[], Predict]] = {
        "word counts": lambda: on_words(train),
        "word counts, taught by the shipped model": lambda: linear_student(train, options.shared, shipped),
        "the reader's vectors": lambda: shared_trunk(train),
        "shipped": lambda: shipped.predict,
    }
    for given in options.fine_tune:
        layers = tuple(int(number) for number in given.split(","))
        ways[f"layers {given}, no teachers"] = lambda layers=layers: fine_tuned(train, layers, options.shared)
    print(f"{'macro-F1':45}" + "".join(f"{name:>10}" for name in sets) + "  ms a quote")
    for name, made in ways.items():
        predict = made()
        started = time.process_time()
        scores = [f1_score(frame["tone"], predict(frame), average="macro") for frame in sets.values()]
        cost = 1000 * (time.process_time() - started) / sum(map(len, sets.values()))
        print(f"{name:45}" + "".join(f"{score:10.3f}" for score in scores) + f"{cost:12.2f}", flush=True)


if __name__ == "__main__":
    main()
