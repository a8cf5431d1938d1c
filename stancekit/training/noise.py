"""What strangers' texts suffer: slips of the keyboard, lost and stray capitals, dropped articles.

Each is a list of edits by which a text can be spoilt; what it says does not change by them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from stancekit.annotation.offsets import Edit

WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
ARTICLE = re.compile(r"\b(?:the|an?) (?=[a-z])")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LEAST = 4
"""Letters of a word that somebody mistypes."""
RESTORED_WRONGLY = 0.06
"""Share of words whose capital is wrong where an article has lost its own and got others."""
CLEAN, SLIPS, CAPITALS, SMALL = 0.4, 0.4, 0.1, 0.05
"""Shares of texts that stay, that have slips, wrong capitals and none; the rest has no articles."""


def spoilt(text: str, rng: random.Random) -> list[Edit]:
    """The edits that spoil a text in one way, drawn at random; none where it stays as it is."""
    drawn = rng.random()
    if drawn < CLEAN:
        return []
    if drawn < CLEAN + SLIPS:
        return list(slips(text, rng))
    if drawn < CLEAN + SLIPS + CAPITALS:
        return list(wrong_capitals(text, rng))
    if drawn < CLEAN + SLIPS + CAPITALS + SMALL:
        return list(small_letters(text))
    return [(found.start(), found.end(), "") for found in ARTICLE.finditer(text) if rng.random() < 0.7]


def slips(text: str, rng: random.Random, share: float = 0.8) -> Iterator[Edit]:
    """A slip of the keyboard in most sentences.

    Examples
    --------
    >>> list(slips("Talks failed.", random.Random(1), share=1.0))
    [(6, 12, 'failled')]
    """
    for sentence in SENTENCE.finditer(text):
        words = [word for word in WORD.finditer(text, *sentence.span()) if len(word[0]) >= LEAST]
        if words and rng.random() < share:
            word = rng.choice(words)
            yield word.start(), word.end(), slip(word[0], rng)


def slip(word: str, rng: random.Random) -> str:
    """A word with a letter left out, doubled, swapped with the one before it, or beside the right key."""
    at = rng.randrange(1, len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[: at + 1] + word[at:]
    if kind == 2:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    row = next((row for row in ROWS if word[at].lower() in row), None)
    if row is None:
        return word[:at] + word[at + 1 :]
    key = row.index(word[at].lower())
    return word[:at] + rng.choice(row[max(0, key - 1) : key] + row[key + 1 : key + 2]) + word[at + 1 :]


def wrong_capitals(text: str, rng: random.Random) -> Iterator[Edit]:
    """Some names in small letters, and half as many small words with a capital."""
    for word in WORD.finditer(text):
        share = RESTORED_WRONGLY if word[0][0].isupper() else RESTORED_WRONGLY / 2
        new = word[0].lower() if word[0][0].isupper() else word[0].title()
        if rng.random() < share and len(new) == len(word[0]):
            yield word.start(), word.end(), new


def small_letters(text: str) -> Iterator[Edit]:
    """Every word in small letters."""
    for word in WORD.finditer(text):
        if word[0] != (small := word[0].lower()):
            yield word.start(), word.end(), small
