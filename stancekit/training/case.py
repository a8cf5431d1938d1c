"""Learn which words are written with a capital, for articles that have lost theirs.

``python -m stancekit.training.case [--shared ../shared] [--own seeds] [--out models/case]`` sets our own annotated
articles, and some of PolNeAR's training articles where they are at hand, in small letters, reads them, and fits a
softmax over the ways to write a word. It takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from spacy.language import Language

from stancekit.annotation.letter_case import SHAPES, features, has_lost_case, lowered
from stancekit.annotation.reading import reading
from stancekit.annotation.text import guard
from stancekit.annotation.weights import grouped
from stancekit.annotation.words import tokens_of
from stancekit.pipeline import COMPONENTS, load
from stancekit.training import weights
from stancekit.training.annotated import read_annotated

log = logging.getLogger(__name__)
POLNEAR = 150
STRENGTH = 1.0
STEPS = 150
LEAST = 0.02
Words = tuple[list[dict[str, float]], np.ndarray, list[str]]


def shape(word: str) -> str | None:
    """How a word is written; None where it has no letter.

    Examples
    --------
    >>> [shape(word) for word in ("NATO", "Ana", "A", "talks", "24")]
    ['upper', 'title', 'title', 'lower', None]
    """
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return None
    if len(letters) > 1 and word.isupper():
        return "upper"
    return "title" if letters[0].isupper() else "lower"


def words_of(reader: Language, texts: Iterable[str]) -> Words:
    """Features, vectors and right shapes of the words of articles, read in small letters."""
    named: list[dict[str, float]] = []
    vectors, shapes = [], []
    for text in texts:
        written = reading(guard(text).clean).text
        if has_lost_case(written):
            continue
        doc = reader(lowered(written))
        tokens = tokens_of(doc)
        found = [shape(written[start:end]) for start, end in zip(tokens.starts, tokens.ends, strict=True)]
        kept = [i for i, one in enumerate(found) if one is not None]
        of_all = features(doc)
        named += [of_all[i] for i in kept]
        vectors.append(doc.tensor[kept])
        shapes += [one for one in found if one is not None]
    return named, np.concatenate(vectors), shapes


def fit(words: Words) -> tuple[weights.Fitted, LogisticRegression, DictVectorizer, float]:
    """A softmax over shapes; its weights are those against small letters."""
    named, vectors, shapes = words
    vectorizer = DictVectorizer()
    scale = float(1 / vectors.std())
    table = hstack([vectorizer.fit_transform(named), csr_matrix(vectors * scale)], format="csr")
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS).fit(table, [SHAPES.index(one) for one in shapes])
    against = model.coef_[1:] - model.coef_[0]
    bias = model.intercept_[1:] - model.intercept_[0]
    own: dict[str, float] = {}
    dense: dict[str, list[float]] = {}
    count = len(vectorizer.feature_names_)
    # each token stands behind exactly one thing, so the bias goes there
    behind = [not name.startswith(("state ", "given ")) for name in vectorizer.feature_names_]
    for one, row, more in zip(SHAPES[1:], against, bias, strict=True):
        total = row[:count] + more * np.array(behind)
        pairs = zip(vectorizer.feature_names_, total.round(3).tolist(), strict=True)
        own |= {grouped(one, name): weight for name, weight in pairs if abs(weight) >= LEAST}
        dense[one] = (row[count:] * scale).round(4).tolist()
    return weights.Fitted(own, dense), model, vectorizer, scale


def capitals_found(words: Words, model: LogisticRegression, vectorizer: DictVectorizer, scale: float) -> float:
    """F1 of words that are written with a capital."""
    named, vectors, shapes = words
    found = model.predict(hstack([vectorizer.transform(named), csr_matrix(vectors * scale)], format="csr"))
    return float(f1_score([one != "lower" for one in shapes], found > 0))


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, default=Path("seeds"))
    parser.add_argument("--out", type=Path, default=Path("models/case"))
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    reader = load(exclude=COMPONENTS[1:])
    texts = [article["text"] for article in read_annotated(options.own / "annotated")]
    more = options.shared / "data" / "attribution" / "texts_train.jsonl"
    lines = more.read_text(encoding="utf-8").splitlines()[:: max(1, 840 // POLNEAR)] if more.is_file() else []
    words = words_of(reader, [*texts, *(json.loads(line)["text"] for line in lines)])
    fitted, *model = fit(words)
    held_out = words_of(reader, [article["text"] for article in read_annotated(options.own / "held_out")])
    f1 = capitals_found(held_out, *model)
    count = len(texts) + len(lines)
    log.info("%d words of %d articles; capitals in the held-out articles: F1 %.3f", len(words[2]), count, f1)
    trained = {"articles": count, "words": len(words[2]), "held_out_capitals_f1": round(f1, 3)}
    weights.save(options.out, "case", fitted, 0.0, trained)


if __name__ == "__main__":
    main()
