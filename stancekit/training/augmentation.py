"""Other clothes for the training texts: quotation marks of other houses, names of other regions, other capitals.

PolNeAR is about one American election in a handful of newspapers. What the reader has to read is about every
state, in every house style, after machine translation and bad scraping. Each change is a list of edits to the
text; stretches move along.
"""

from __future__ import annotations

import csv
import functools
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from typing import NamedTuple

import numpy as np

from stancekit.training.reader_data import NAMES, Labelled, Mark

STYLES = {"curly": "“”", "single": "‘’", "single straight": "''", "guillemets": "«»", "german": "„“", "straight": '""'}
AS_IS, GARBLED = 0.25, 0.15
TITLED = re.compile(r"\b(?:Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Secretary)\b\.?(?= [A-Z])")
TITLES = (
    "Foreign Minister",
    "Deputy Foreign Minister",
    "Defence Minister",
    "Prime Minister",
    "President",
    "Vice Premier",
    "Ambassador",
    "Special Envoy",
    "Colonel-General",
    "Chancellor",
    "Commissioner",
    "State Secretary",
)


class Edit(NamedTuple):
    """Code points ``[start, end)`` become ``text``."""

    start: int
    end: int
    text: str


def edited(labelled: Labelled, edits: Sequence[Edit]) -> Labelled:
    """The text with disjoint edits made, its stretches moved along."""
    if not edits:
        return labelled
    moved = np.arange(len(labelled.text) + 1)
    shift = np.zeros(len(labelled.text) + 1, dtype=int)
    parts, done = [], 0
    for start, end, text in sorted(edits):
        parts += [labelled.text[done:start], text]
        done = end
        moved[start:end] = start  # a stretch that begins or ends inside of what is replaced, does so before it
        shift[end:] += len(text) - (end - start)
    parts.append(labelled.text[done:])
    new = (moved + shift).tolist()

    def marks(old: Sequence[Mark]) -> list[Mark]:
        return [Mark(new[s], new[e], label) for s, e, label in old if new[s] < new[e]]

    return Labelled(
        "".join(parts),
        {head: marks(old) for head, old in labelled.marks.items()},
        [marks(old) for old in labelled.attributions],
        [(new[s], new[e]) for s, e in labelled.persons],
    )


def augment(labelled: Labelled, rng: random.Random) -> Labelled:
    """A text in other clothes, drawn at random."""
    if rng.random() < 0.5:
        labelled = edited(labelled, renamed(labelled, rng))
    if "names" in labelled.marks and rng.random() < 0.4:
        labelled = edited(labelled, replaced(labelled, rng))
    if {"roles", "wide"} & set(labelled.marks):
        if rng.random() < 0.4:
            labelled = edited(labelled, retitled(labelled, rng))
        labelled = edited(labelled, restyled(labelled.text, rng))
    return recased(labelled, rng)


def restyled(text: str, rng: random.Random) -> list[Edit]:
    """Set an article in another house style of quotation marks, or garble some of its marks."""
    drawn = rng.random()
    if drawn < AS_IS:
        return []
    garbled = drawn < AS_IS + GARBLED
    opening, closing = tuple(STYLES["curly" if garbled else rng.choice(sorted(STYLES))])
    edits = []
    inside = False
    for match in re.finditer('[\\n“”"]', text):
        character = match.group()
        if character == "\n":
            inside = False
            continue
        inside = character == "“" or (character == '"' and not inside)
        mark = opening if inside else closing
        if garbled and rng.random() < 0.25:
            mark = "" if rng.random() < 0.6 else rng.choice('"“”')
        edits.append(Edit(match.start(), match.end(), mark))
    return edits


def renamed(labelled: Labelled, rng: random.Random, share: float = 0.7) -> list[Edit]:
    """Give people names of another region; whoever shares a surname before shares one after."""
    people: dict[str, tuple[str, dict[str, str]]] = {}
    edits = []
    for start, end in labelled.persons:
        parts = labelled.text[start:end].split()
        if not parts or not all(part[0].isalpha() for part in parts):
            continue
        key = parts[-1].lower()
        if key not in people:
            region = rng.choice(sorted(world_names()))
            kept = rng.random() > share
            people[key] = ("" if kept else rng.choice(world_names()[region]["surname"]), {"": region})
        surname, given = people[key]
        if not surname:
            continue
        region = given[""]
        new = [given.setdefault(part.lower(), rng.choice(world_names()[region]["given"])) for part in parts[:-1][:2]]
        text = " ".join([*new, surname])
        edits.append(Edit(start, end, text.upper() if labelled.text[start:end].isupper() else text))
    return edits


def replaced(labelled: Labelled, rng: random.Random) -> list[Edit]:
    """Put others in the place of half of the places and organisations."""
    others = {"LOC": world_places(), "ORG": world_organisations()}
    edits = []
    for start, end, label in labelled.marks["names"]:
        if label >= 0 and NAMES[label] in others and rng.random() < 0.5:
            name = rng.choice(others[NAMES[label]])
            edits.append(Edit(start, end, name.upper() if labelled.text[start:end].isupper() else name))
    return edits


def retitled(labelled: Labelled, rng: random.Random) -> list[Edit]:
    """Make ministers and envoys of senators and governors."""
    return [Edit(*m.span(), rng.choice(TITLES)) for m in TITLED.finditer(labelled.text) if rng.random() < 0.6]


def recased(labelled: Labelled, rng: random.Random) -> Labelled:
    """Set the first line, or seldom the whole text, in capitals or in small letters."""
    drawn = rng.random()
    end = labelled.text.find("\n") if drawn < 0.2 else len(labelled.text)
    if drawn >= 0.26 or end < 1:
        return labelled
    change = str.lower if 0.2 <= drawn < 0.23 else str.upper
    head = "".join(new if len(new := change(letter)) == 1 else letter for letter in labelled.text[:end])
    return replace(labelled, text=head + labelled.text[end:])


@functools.cache
def world_names() -> dict[str, dict[str, list[str]]]:
    """Given names and surnames by region (``world_names.tsv``, written for this project)."""
    names: dict[str, dict[str, list[str]]] = {}
    for row in _table("stancekit.training", "world_names.tsv"):
        names.setdefault(row["region"], {}).setdefault(row["kind"], []).append(row["name"])
    return names


@functools.cache
def world_places() -> list[str]:
    """States, cities, regions, waters and sites (``world_places.tsv``, written for this project)."""
    states = [row["name"] for row in _table("stancekit.resources", "states.tsv")]
    # states again and again: in diplomacy they are named far more often than cities
    return states * 8 + [row["name"] for row in _table("stancekit.training", "world_places.tsv")]


@functools.cache
def world_organisations() -> list[str]:
    """Ministries, parties, companies and other bodies (``world_organisations.tsv``, written for this project)."""
    return [row["name"] for row in _table("stancekit.training", "world_organisations.tsv")]


def _table(package: str, name: str) -> list[dict[str, str]]:
    with resources.files(package).joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
