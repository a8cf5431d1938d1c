"""Capitals for an article that has lost them: one in capitals throughout, in small letters, or with Every Word A Title.

Names of persons, sentences and states are known by their capitals. Where a text has none that tell anything, it is read
once in small letters, and a small table (``models/case``) says of each word, by the reader's vector of it and by what
stands before it, whether it is written small, with a capital, or in capitals. States and sentences are set by rule.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

import numpy as np
from spacy.tokens import Doc

from stancekit.annotation.roles import has_office
from stancekit.annotation.weights import WeightTable
from stancekit.annotation.words import Tokens, tokens_of
from stancekit.artefacts import model_dir
from stancekit.gazetteer import gazetteer
from stancekit.gazetteer_tables import read_genders

SHAPES = ("lower", "title", "upper")
"""How a word is written; the table weighs the latter two against the first."""
WITHIN = re.compile(r"(?<=[\w,;] )[^\W\d_]+")
"""Words that open no sentence."""
FEWEST = 5
FEWEST_SMALL = 60
"""Words within sentences from which on it tells something that none of them has a capital but “I”."""
FEW = 0.01
"""Share of capitals within sentences up to which it tells the same; of 4,889 sound texts none that long has so few."""
ALL = 0.9
SAMPLE = 2000
"""Characters that tell it of nearly every article."""
WORD = re.compile(r"(?<!\w)[^\W\d_]{3,}|(?<![\w’'])[^\W\d_]+")
"""Where a word begins; the s of Peru’s begins none, the D of N’Djamena does."""
OPENING, CLOSING, STOPS = frozenset("“‘([—–"), frozenset("”’)]"), frozenset(".!?…")
STARTS = re.compile(r"(?:^|(?P<stop>[.!?…])[”’)]*\s+|\n\s*)[“‘(]*(?=\w)")
ABBREVIATION = re.compile(r"\b(?:[a-z]|mrs?|ms|dr|gen|lt|col|sen|gov|st|no|prof|rep|jan|feb|aug|sept?|oct|nov|dec)\.$")
ALWAYS = re.compile(
    r"\b(?:i(?=\b(?!\.))|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august|september"
    r"|october|november|december|(?:march|may)(?= \d)|(?<=\d )(?:march|may))\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATELINE = re.compile(
    r"^[^\W\d_]+(?:[ /’-][^\W\d_]+){0,3}(?=(?:, [^\n.—–-]{0,40}?)?"
    rf"(?:[,.]? ?(?:—|–|--|-) |[,.] (?:{_MONTH} \d|\d{{1,2}} {_MONTH})|\.? ?/))",
    re.MULTILINE,
)
TURN = re.compile(
    r"^(?:question|answer|moderator|q|a|(?:mr|mrs|ms|dr|the) [^\W\d_]+(?: [^\W\d_]+)?)(?=\s?:\s)", re.MULTILINE
)
US = re.compile(r"(?<=\bthe )us\b|\bus(?= (?P<next>[a-z]+))")
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,4}")
"""Written with a capital, it is written with capitals (MP, NZ), unless it is short for a word."""
SHORT_FOR_A_WORD = frozenset("mr mrs ms dr st lt ng jr sr mt ft".split())


def has_lost_case(text: str) -> bool:
    """Whether the capitals of a text tell nothing: no word within a sentence has one, or all of them.

    Examples
    --------
    >>> has_lost_case("TALKS WILL GO ON, MINISTER ANA KOVAR SAID."), has_lost_case("Talks will go on, Ana Kovar said.")
    (True, False)
    """
    return _tells_nothing(text[:SAMPLE]) and (len(text) <= SAMPLE or _tells_nothing(text))


def _tells_nothing(text: str) -> bool:
    words = [word for word in WITHIN.findall(text) if word != "I"]
    capitals = sum(word[0].isupper() for word in words)
    small = sum(word[0].islower() for word in words)
    if capitals + small < FEWEST:
        return False
    if capitals > ALL * len(words) or text.islower():
        return True
    return small >= FEWEST_SMALL and capitals <= FEW * small


def lowered(text: str) -> str:
    """A text in small letters, each in its place."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def restored(doc: Doc) -> str:
    """The text of a Doc in small letters that the reader has been through, with capitals where they belong.

    Raises
    ------
    ModelError
        Where the table of ``models/case`` is missing or corrupt.
    """
    tokens = tokens_of(doc)
    letters = list(tokens.text)
    shapes = _shapes(doc)
    for start, end, shape in zip(tokens.starts, tokens.ends, shapes, strict=True):
        if shape != "lower":
            _capitalise(letters, start, end if shape == "upper" else start + 1)
    places = dict(_states(tokens.text))
    for start, written in places.items():
        letters[start : start + len(written)] = written
    for start in [*_sentence_starts(tokens.text), *_titles(tokens, letters)]:
        _capitalise(letters, start, start + 1)
    capitals = {start for start, shape in zip(tokens.starts, shapes, strict=True) if shape == "upper"}
    for start, end in _always(tokens.text, capitals | places.keys()):
        _capitalise(letters, start, end)
    return "".join(letters)


def _always(text: str, capitals: Collection[int]) -> Iterator[tuple[int, int]]:
    """Stretches that are in capitals wherever they stand; a dateline begins with a place, or in ``capitals``."""
    for found in ALWAYS.finditer(text):
        yield found.start(), found.start() + 1
    for found in US.finditer(text):
        if found["next"] is None or has_office(found["next"]):
            yield found.span()
    for found in TURN.finditer(text):
        yield found.span()
    for found in DATELINE.finditer(text):
        if found.start() in capitals:
            yield found.span()


def features(doc: Doc) -> list[dict[str, float]]:
    """What stands before each token and what the gazetteer knows of it."""
    tokens = tokens_of(doc)
    stated = _state_shapes(tokens.text)
    found = []
    for i, word in enumerate(tokens.words):
        names = [_before(tokens, i), *(f"state {shape}" for shape in stated.get(tokens.starts[i], ()))]
        names += ["given name"] if word in read_genders() else []
        found.append(dict.fromkeys(names, 1.0))
    return found


@cache
def _table() -> WeightTable:
    return WeightTable(model_dir("case"), "case")


def _shapes(doc: Doc) -> list[str]:
    table = _table()
    found = []
    for named, vector in zip(features(doc), doc.tensor, strict=True):
        scores = [0.0] + [table.score(named, shape) + table.projected(shape, vector) for shape in SHAPES[1:]]
        found.append(SHAPES[int(np.argmax(scores))])
    for i, word in enumerate(tokens_of(doc).words):
        if found[i] == "title" and CONSONANTS.fullmatch(word) and word not in SHORT_FOR_A_WORD:
            found[i] = "upper"
    return found


def _before(tokens: Tokens, i: int) -> str:
    """What a token stands behind, marks and brackets left aside."""
    j, opened, closed = i - 1, False, False
    while j >= 0 and (tokens.words[j] in OPENING or tokens.words[j] in CLOSING):
        opened, closed = opened or tokens.words[j] in OPENING, closed or tokens.words[j] in CLOSING
        j -= 1
    marks = " closed" * closed + " opened" * opened
    if j < 0 or "\n" in tokens.words[j]:
        return f"line{marks}"
    last = tokens.words[j]
    if last[-1] in STOPS:
        return f"abbreviation{marks}" if any(map(str.isalpha, last)) else f"stop{marks}"
    return f"{last}{marks}" if last in (",", ":") else f"word{marks}"


def _state_shapes(text: str) -> dict[int, set[str]]:
    """How the words are written that may belong to the name of a state, by where they start."""
    found: dict[int, set[str]] = {}
    for start, letters in gazetteer().shapes(text):
        found.setdefault(start, set()).add(letters)
    return found


def _states(text: str) -> Iterator[tuple[int, str]]:
    """Names of states, as they are found where every word has a capital."""
    letters = list(text)
    for word in WORD.finditer(text):
        _capitalise(letters, word.start(), word.start() + 1)
    for mention in gazetteer().find("".join(letters)):
        if mention.kind != "leader":
            yield mention.start, mention.text


def _sentence_starts(text: str) -> Iterator[int]:
    for found in STARTS.finditer(text):
        if not (found["stop"] == "." and ABBREVIATION.search(text, max(0, found.start() - 6), found.start() + 1)):
            yield found.end()


def _titles(tokens: Tokens, letters: list[str]) -> Iterator[int]:
    """Offices right before a name: foreign minister Ana Kovar."""
    for i in range(len(tokens.words) - 1, 0, -1):
        named = letters[tokens.starts[i]].isupper() and tokens.words[i].isalpha()
        if named and tokens.spaced[i - 1] and tokens.words[i - 1].isalpha() and has_office(tokens.words[i - 1]):
            letters[tokens.starts[i - 1]] = letters[tokens.starts[i - 1]].upper()
            yield tokens.starts[i - 1]


def _capitalise(letters: list[str], start: int, end: int) -> None:
    letters[start:end] = [new if len(new := letter.upper()) == 1 else letter for letter in letters[start:end]]
