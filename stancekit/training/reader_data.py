"""What the reader learns from: windows of word pieces with a label per piece and head, and each cue's arguments.

Four heads read the same pieces:

- ``roles``   content, cue and source in the codebook's notion of a quote;
- ``wide``    the same in PolNeAR's wider notion (beliefs, attitudes);
- ``names``   PERSON, ORG, LOC;
- ``starts``  the first piece of a sentence.

A head that a text says nothing about is masked there (label -100).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from tokenizers import Tokenizer

from stancekit.annotation.cues import cue_class
from stancekit.annotation.windows import Window, windows

ROLES = ("content", "source", "cue")
NAMES = ("PERSON", "ORG", "LOC")
HEADS = {"roles": ROLES, "wide": ROLES, "names": NAMES, "starts": ("start",)}
ENTITY = {"PER": "PERSON", "PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
IGNORE = -100
UNKNOWN = -1
"""Label of a stretch that a head is not to learn from."""
MARKS = "“”\"«»„‘’'"
EDGE = re.compile(r"^(?:[\s“”\"«»„‘,:]|''|that\s)+", re.IGNORECASE)
TAIL = re.compile(r"(?:[\s“”\"«»„,]|''|’(?=$))+$")
LENGTHS = (96, 128, 160, 192)


class Mark(NamedTuple):
    """A labelled stretch of a text, in code points; ``label`` indexes the labels of its head."""

    start: int
    end: int
    label: int


@dataclass
class Labelled:
    """A text with what is known about it.

    ``marks`` holds for each head that the text speaks about its stretches, later ones over earlier ones;
    ``attributions`` the stretches of one cue with its content and source, labelled as in ``ROLES``; ``persons``
    where people are named.
    """

    text: str
    marks: dict[str, list[Mark]]
    attributions: list[list[Mark]] = field(default_factory=list)
    persons: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Arguments:
    """A cue's words ``[start, end)`` in its window, and a label for each of the window's words."""

    start: int
    end: int
    labels: np.ndarray


@dataclass
class Example:
    """One window: a label per piece and head, the word each piece belongs to (0: none), arguments of its cues."""

    window: Window
    labels: dict[str, np.ndarray]
    words: np.ndarray
    arguments: list[Arguments]


def attribution(folder: Path, split: str) -> list[Labelled]:
    """PolNeAR's articles with both notions of a quote."""
    found = []
    for text, gold in zip(_jsonl(folder / f"texts_{split}.jsonl"), _jsonl(folder / f"gold_{split}.jsonl"), strict=True):
        body, quotes = text["text"], gold["quotes"]
        kept = [quote for quote in quotes if is_quote(body, quote)]
        marks = {"roles": role_marks(body, kept), "wide": role_marks(body, quotes)}
        found.append(Labelled(body, marks, attributions(body, quotes)))
    return found


def annotated(articles: list[dict[str, Any]]) -> list[Labelled]:
    """Articles of our own, annotated by the codebook."""
    return [
        Labelled(a["text"], {"roles": role_marks(a["text"], a["quotes"])}, attributions(a["text"], a["quotes"]))
        for a in articles
    ]


def documents(files: Iterable[Path]) -> list[Labelled]:
    """Texts with entities, sentence starts, or both, from spaCy DocBins."""
    vocab = Vocab()
    found = []
    for file in files:
        for doc in DocBin().from_disk(file).get_docs(vocab):
            marks = {}
            if doc.has_annotation("ENT_IOB"):
                marks["names"] = [
                    Mark(ent.start_char, ent.end_char, NAMES.index(ENTITY[ent.label_]))
                    for ent in doc.ents
                    if ent.label_ in ENTITY
                ]
            if doc.has_annotation("SENT_START"):
                marks["starts"] = _starts(doc)
            persons = [(mark.start, mark.end) for mark in marks.get("names", ()) if NAMES[mark.label] == "PERSON"]
            found.append(Labelled(doc.text, marks, persons=persons))
    return found


def _starts(doc: Doc) -> list[Mark]:
    return [Mark(token.idx, token.idx + 1, 0) for token in doc if token.is_sent_start and not token.text.isspace()]


def is_quote(text: str, quote: dict[str, Any]) -> bool:
    """Whether an attribution of PolNeAR is a quote by the codebook: reported speech, or words in marks."""
    cue = " ".join(text[s:e] for s, e in quote["cue"] or [])
    quoted = any(mark in text[max(0, s - 2) : e + 2] for s, e in quote["content"] for mark in '“”"')
    return quoted or cue_class(cue) == "speech"


def role_marks(text: str, quotes: list[dict[str, Any]]) -> list[Mark]:
    """Stretches of the roles; inner quotes come over outer ones, cues and sources over contents."""
    contents = [trim(text, s, e) for quote in quotes for s, e in quote["content"]]
    marks = [Mark(s, e, ROLES.index("content")) for s, e in sorted(contents, key=lambda span: span[0] - span[1])]
    for role in ("source", "cue"):
        marks += [Mark(s, e, ROLES.index(role)) for quote in quotes for s, e in quote[role] or []]
    return marks


def attributions(text: str, quotes: list[dict[str, Any]]) -> list[list[Mark]]:
    """One list of stretches for each quote that has a cue."""
    found = []
    for quote in quotes:
        if quote["cue"]:
            contents = [Mark(*trim(text, s, e), ROLES.index("content")) for s, e in quote["content"]]
            others = [Mark(s, e, ROLES.index(role)) for role in ("source", "cue") for s, e in quote[role] or []]
            found.append(contents + others)
    return found


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave marks, commas, white space and a complementiser out of a content, as the codebook does."""
    body = text[start:end]
    lead = EDGE.match(body)
    tail = TAIL.search(body)
    first = lead.end() if lead else 0
    last = tail.start() if tail else len(body)
    return (start + first, start + last) if first < last else (start, end)


def examples(texts: Iterable[Labelled], tokenizer: Tokenizer, rng: random.Random | None = None) -> list[Example]:
    """Windows with their labels; with ``rng``, window lengths vary."""
    goes_on = going_on(tokenizer)
    found = []
    for text in texts:
        size = rng.choice(LENGTHS) if rng else 160
        for window in windows(text.text, tokenizer, size):
            places = np.array(window.offsets)
            labels = {head: piece_labels(places, text.marks.get(head)) for head in HEADS}
            words = word_numbers(window, goes_on)
            found.append(Example(window, labels, words, _arguments(places, words, text.attributions)))
    return found


def going_on(tokenizer: Tokenizer) -> np.ndarray:
    """Which pieces of a vocabulary go on with a word."""
    vocabulary = tokenizer.get_vocab()
    found = np.zeros(len(vocabulary), dtype=bool)
    found[[number for piece, number in vocabulary.items() if piece.startswith("##")]] = True
    return found


def piece_labels(places: np.ndarray, marks: Sequence[Mark] | None) -> np.ndarray:
    """One label a piece (0: outside, odd: begin, even: inside); all masked where nothing is known."""
    known = places[:, 0] >= 0
    labels = np.where(known, 0, IGNORE)
    if marks is None:
        return np.full(len(places), IGNORE)
    for start, end, label in marks:
        touched = known & (places[:, 0] < end) & (places[:, 1] > start)
        if label == UNKNOWN:
            labels[touched] = IGNORE
            continue
        labels[touched] = 2 * label + 2
        labels[touched & (places[:, 0] <= start)] = 2 * label + 1
    return labels


def word_numbers(window: Window, goes_on: np.ndarray) -> np.ndarray:
    """The word each piece belongs to, counted from 1 in its window; special pieces belong to none (0)."""
    special = np.zeros(len(window.ids), dtype=bool)
    special[[0, -1]] = True
    special |= np.array(window.ids) == window.ids[-1]
    begins = ~goes_on[np.array(window.ids)] & ~special
    return np.where(special, 0, np.cumsum(begins))


def _arguments(places: np.ndarray, words: np.ndarray, quotes: list[list[Mark]]) -> list[Arguments]:
    """Arguments of the cues that stand in a window."""
    known = places[places[:, 0] >= 0]
    if not len(known):
        return []
    first, last = known[:, 0].min(), known[:, 1].max()
    found = []
    count = int(words.max())
    for marks in quotes:
        cues = [mark for mark in marks if ROLES[mark.label] == "cue"]
        if not any(first <= cue.start < last for cue in cues):
            continue
        labels = piece_labels(places, sorted(marks, key=lambda mark: mark.label))
        cued = words[np.isin(labels, (2 * ROLES.index("cue") + 1, 2 * ROLES.index("cue") + 2)) & (words > 0)]
        if not len(cued):
            continue
        wanted = np.full(count, IGNORE)
        order = np.flatnonzero(words > 0)[::-1]  # the first piece of a word has the last say
        wanted[words[order] - 1] = labels[order]
        wanted[wanted >= 2 * ROLES.index("cue") + 1] = 0
        found.append(Arguments(int(cued.min()) - 1, int(cued.max()), wanted))
    return found


def _jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
