"""What the reader learns from: windows of word pieces with a label per piece and head.

Three heads read the same pieces:

- ``roles``  content, cue and source in the codebook's notion of a quote;
- ``wide``   the same in PolNeAR's wider notion (beliefs, attitudes);
- ``names``  PERSON, ORG, LOC.

A head that a text says nothing about is masked there (label -100).
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import DocBin
from spacy.vocab import Vocab
from tokenizers import Tokenizer

from stancekit.annotation.cues import cue_class
from stancekit.annotation.windows import NOWHERE, Window, windows

ROLES = ("content", "source", "cue")
NAMES = ("PERSON", "ORG", "LOC")
HEADS = {"roles": ROLES, "wide": ROLES, "names": NAMES}
ENTITY = {"PER": "PERSON", "PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
IGNORE = -100
MARKS = "“”\"«»„‘’'"
EDGE = re.compile(r"^(?:[\s“”\"«»„‘,:]|''|that\s)+", re.IGNORECASE)
TAIL = re.compile(r"(?:[\s“”\"«»„,]|''|’(?=$))+$")


@dataclass
class Labelled:
    """A text with one label per character and head (0: outside, odd: begin, even: inside)."""

    text: str
    labels: dict[str, np.ndarray]


@dataclass
class Example:
    """One window with one label per piece and head."""

    window: Window
    labels: dict[str, list[int]]


def attribution(folder: Path, split: str) -> list[Labelled]:
    """PolNeAR's articles with both notions of a quote."""
    found = []
    for text, gold in zip(_jsonl(folder / f"texts_{split}.jsonl"), _jsonl(folder / f"gold_{split}.jsonl"), strict=True):
        body = text["text"]
        quotes = gold["quotes"]
        kept = [quote for quote in quotes if is_quote(body, quote)]
        found.append(Labelled(body, {"roles": paint(body, kept), "wide": paint(body, quotes)}))
    return found


def annotated(articles: list[dict[str, Any]]) -> list[Labelled]:
    """Articles of our own, annotated by the codebook."""
    return [Labelled(a["text"], {"roles": paint(a["text"], a["quotes"])}) for a in articles]


def names(files: list[Path]) -> list[Labelled]:
    """Texts with entities from spaCy DocBins."""
    vocab = Vocab()
    found = []
    for file in files:
        for doc in DocBin().from_disk(file).get_docs(vocab):
            labels = np.zeros(len(doc.text), dtype=np.int16)
            for entity in doc.ents:
                if label := ENTITY.get(entity.label_):
                    _paint(labels, entity.start_char, entity.end_char, NAMES.index(label))
            found.append(Labelled(doc.text, {"names": labels}))
    return found


def is_quote(text: str, quote: dict[str, Any]) -> bool:
    """Whether an attribution of PolNeAR is a quote by the codebook: reported speech, or words in marks."""
    cue = " ".join(text[s:e] for s, e in quote["cue"] or [])
    quoted = any(mark in text[max(0, s - 2) : e + 2] for s, e in quote["content"] for mark in '“”"')
    return quoted or cue_class(cue) == "speech"


def paint(text: str, quotes: list[dict[str, Any]]) -> np.ndarray:
    """One label per character; inner quotes over outer ones, cues and sources over contents."""
    labels = np.zeros(len(text), dtype=np.int16)
    contents = [trim(text, s, e) for quote in quotes for s, e in quote["content"]]
    for start, end in sorted(contents, key=lambda span: span[0] - span[1]):
        _paint(labels, start, end, ROLES.index("content"))
    for role in ("source", "cue"):
        for quote in quotes:
            for start, end in quote[role] or []:
                _paint(labels, start, end, ROLES.index(role))
    return labels


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave marks, commas, white space and a complementiser out of a content, as the codebook does."""
    body = text[start:end]
    lead = EDGE.match(body)
    tail = TAIL.search(body)
    first = lead.end() if lead else 0
    last = tail.start() if tail else len(body)
    return (start + first, start + last) if first < last else (start, end)


def _paint(labels: np.ndarray, start: int, end: int, index: int) -> None:
    labels[start:end] = 2 * index + 2
    if start < end:
        labels[start] = 2 * index + 1


def restyle(example: Labelled, rng: random.Random) -> Labelled:
    """Set an article in another house style of quotation marks, or garble some of its marks.

    Most of the training articles use curly or straight double marks; the reader has to see British single
    marks, guillemets, and the marks that machine translation loses or doubles.
    """
    style = rng.choice(["as is", "as is", "straight", "curly", "single", "single straight", "guillemets", "garbled"])
    if style == "as is":
        return example
    pairs = {
        "curly": "“”",
        "single": "‘’",
        "single straight": "''",
        "guillemets": "«»",
        "garbled": "“”",
        "straight": '""',
    }
    opening, closing = tuple(pairs[style])
    characters = list(example.text)
    drop = []
    inside = False
    for i, character in enumerate(characters):
        if character == "\n":
            inside = False
        if character not in '“”"':
            continue
        opens = character == "“" or (character == '"' and not inside)
        inside = opens
        characters[i] = opening if opens else closing
        if style == "garbled" and rng.random() < 0.25:
            if rng.random() < 0.6:
                drop.append(i)
            else:
                characters[i] = rng.choice('"“”')
    labels = {head: np.delete(values, drop) for head, values in example.labels.items()}
    return Labelled("".join(np.delete(np.array(characters, dtype=object), drop)), labels)


def examples(texts: list[Labelled], tokenizer: Tokenizer, rng: random.Random | None = None) -> list[Example]:
    """Windows with a label per piece; with ``rng``, window lengths and quotation marks vary."""
    found = []
    for text in texts:
        source = restyle(text, rng) if rng and "roles" in text.labels else text
        size = rng.choice([96, 128, 160, 192]) if rng else 160
        for window in windows(source.text, tokenizer, size):
            labels = {head: _pieces(window, source.labels.get(head)) for head in HEADS}
            found.append(Example(window, labels))
    return found


def _pieces(window: Window, characters: np.ndarray | None) -> list[int]:
    if characters is None:
        return [IGNORE] * len(window.ids)
    labels = []
    for place in window.offsets:
        here = characters[place[0] : place[1]] if place != NOWHERE else ()
        marked = [int(label) for label in here if label]
        labels.append(IGNORE if place == NOWHERE else marked[0] if marked else 0)
    return labels


def _jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
