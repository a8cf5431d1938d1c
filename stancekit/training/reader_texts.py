"""The texts an epoch of the reader's training shows, and where they come from."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.language import Language

from stancekit.training import reader_data
from stancekit.training.annotated import read_annotated
from stancekit.training.augmentation import augment
from stancekit.training.encoder_net import base_tokenizer
from stancekit.training.named_sentences import read_named
from stancekit.training.reader_data import ENTITY, NAMES, UNKNOWN, Example, Labelled, Mark

NAME_SETS = ("gum_train", "ewt_dev", "pud_wiki", "wikigold", "crossner_train", "gmb_train")
START_SETS = ("ewt_train", "synth_quotes")
OWN_WEIGHT = 3
"""Times an epoch shows our own articles: a tenth as many as PolNeAR's, and the only ones about diplomacy."""
SENTENCES_WEIGHT = 4
"""Times an epoch of names shows our own passages, each time with other names."""


@dataclass
class Texts:
    """Everything there is to learn from."""

    attributed: list[Labelled]
    own: list[Labelled]
    named: list[Labelled]
    split: list[Labelled]
    sentences: list[Labelled] = field(default_factory=list)

    def epoch(self, seed: int) -> list[Example]:
        """Windows of one epoch: every article in clothes of its own, half of the names, a quarter of the starts."""
        rng = random.Random(seed)
        drawn = self.attributed + self.own * OWN_WEIGHT + self.sentences
        drawn += rng.sample(self.named, len(self.named) // 2) + rng.sample(self.split, len(self.split) // 4)
        return reader_data.examples([augment(text, rng) for text in drawn], base_tokenizer(), rng)

    def names_epoch(self, seed: int) -> list[Example]:
        """Windows of an epoch that is mostly about names, with a third of the articles to keep the rest in mind."""
        rng = random.Random(seed)
        drawn = rng.sample(self.attributed, len(self.attributed) // 3) + self.own * OWN_WEIGHT
        drawn += self.named + self.sentences * SENTENCES_WEIGHT
        return reader_data.examples([augment(text, rng) for text in drawn], base_tokenizer(), rng)


def load_texts(shared: Path, own: Path) -> Texts:
    """PolNeAR's training articles, our own articles and passages, and the open sets of names and sentences."""
    docs = shared / "base_pipeline" / "data"
    attributed = reader_data.attribution(shared / "data" / "attribution", "train")
    mine = reader_data.annotated(read_annotated(own / "annotated"))
    finders = [last_reader(), spacy.load(shared / "base_pipeline" / "pipeline")]
    for text in attributed + mine:
        text.marks["names"] = agreed_names(text.text, finders)
        text.persons = [(s, e) for s, e, label in text.marks["names"] if label == NAMES.index("PERSON")]
    named = reader_data.documents(docs / f"{name}.spacy" for name in NAME_SETS)
    split = reader_data.documents(docs / f"{name}.spacy" for name in START_SETS)
    return Texts(attributed, mine, named, split, passages(own / "names" / "training.txt"))


def passages(path: Path) -> list[Labelled]:
    """Our own passages with marked names."""
    found = []
    for text, names in read_named(path):
        marks = [Mark(start, end, NAMES.index(label)) for start, end, label in names]
        people = [(start, end) for start, end, label in names if label == "PERSON"]
        found.append(Labelled(text, {"names": marks}, persons=people))
    return found


def agreed_names(text: str, finders: list[Language]) -> list[Mark]:
    """Names that two finders agree on; what only one of them names, or names otherwise, is unknown.

    The articles about quotes have no names annotated; where two models of different making agree (the reader of
    the last release and the shared CNN pipeline), they are nearly always right (co-training).
    """
    found = [
        {(e.start_char, e.end_char, NAMES.index(ENTITY[e.label_])) for e in nlp(text).ents if e.label_ in ENTITY}
        for nlp in finders
    ]
    agreed = set.intersection(*found)
    doubtful = set.union(*found) - agreed
    return [Mark(s, e, UNKNOWN) for s, e, _ in sorted(doubtful)] + [Mark(*name) for name in sorted(agreed)]


@functools.cache
def last_reader() -> Language:
    """A pipeline of nothing but the reader in ``models/reader``."""
    nlp = spacy.blank("en")
    nlp.add_pipe("stancekit_reader")
    return nlp
