"""A quote's wording as it is compared: levelled text, informative words, and particulars that must not differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii

from stancekit.gazetteer import gazetteer

GENERIC = frozenset(
    "absolutely come comes coming comment course deeply find going good great important know let like mean means new "
    "people ready right say saying says said sir sure thank thanks think time today told want wants way week year "
    "years yes true question time times day days place thing things shall".split()
)
"""Words that say nothing about who said what, besides spaCy's stop words."""
KEPT = frozenset("amount bottom call empty front full move name part serious show side".split())
"""Stop words of spaCy that are informative in a statement on foreign policy."""
STATE = "_"
"""What a word begins with that stands for whatever names a state: _ru for Moscow and the Russians."""
NEGATIONS = frozenset("no not never nobody none nothing neither nor without nowhere".split())
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december".split()  # may is a verb more often than a month
)
_UNITS = {
    word: value
    for value, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        2,
    )
} | {word: 10 * tens for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_LONGEST = 6
"""Digits that a number before a power has at most (300 thousand)."""
_POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_NONE: frozenset[str] = frozenset()
# [T]he and talk[ed] are parts of words; [the agreement] stands for a word that the speaker did not say
_PART_OF_WORD = re.compile(r"\[(\w{1,2})\](?=\w)|(?<=\w)\[([\w']+)\]")
_INSERTED = re.compile(r"\[[^\[\]]{0,80}\]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_CONTRACTED = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan(?:'t|not)\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'(?:s|d|ll|re|ve|m)?\b"), " "),
    (re.compile(r"(?<=\w)-(?=\w)"), ""),
    (re.compile(r"%|\bper cent\b"), " percent "),
    (re.compile(r"\bno one\b"), "nobody"),
    (re.compile(r"(?<=\d)(?:st|nd|rd|th)\b"), ""),
)
_WORD = re.compile(r"[a-z0-9_]+")
_ENDING = re.compile(r"(?<=\w{4})(?:ations?|ments?|ings?|edly|ed|es|ly|s|e|y)$")
_STEM = 6


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared of a quote.

    Parameters
    ----------
    text
        All its words, levelled, with one space between.
    stems
        Stems of its informative words, in order; a word twice stands twice.
    numbers, states, calendar
        The numbers, states, weekdays and months that it names.
    negated
        Whether a word of negation stands in it.
    """

    text: str
    stems: tuple[str, ...]
    numbers: frozenset[str]
    states: frozenset[str]
    calendar: frozenset[str]
    negated: bool


def wording(quote: str) -> Wording:
    """Read a quote's wording.

    Examples
    --------
    >>> wording("“We won’t send [the envoy] 3,000 rifles…”").text
    'we will not send 3000 rifles'
    >>> sent = wording("Three hundred rifles were sent to Moscow")
    >>> sent.stems, sent.numbers, sent.states
    (('300', 'rifl', 'sent', '_ru'), frozenset({'300'}), frozenset({'_ru'}))
    """
    words = levelled(_with_codes(quote)).split()
    stems = tuple(stem(word) for word in words if word not in _uninformative())
    return Wording(
        " ".join(words),
        stems,
        frozenset(word for word in words if word.isdigit()) or _NONE,
        frozenset(word for word in words if word.startswith(STATE)) or _NONE,
        CALENDAR.intersection(words) or _NONE,
        not NEGATIONS.isdisjoint(words),
    )


def levelled(quote: str) -> str:
    """A quote without marks, case, accents and what an editor put into brackets; numbers as digits."""
    text = anyascii(quote).lower()
    text = _PART_OF_WORD.sub(lambda found: found[1] or found[2], text)
    text = _THOUSANDS.sub("", _INSERTED.sub(" ", text) if _WORD.search(_INSERTED.sub(" ", text)) else text)
    for written, plain in _CONTRACTED:
        text = written.sub(plain, text)
    return " ".join(_with_digits(_WORD.findall(text)))


@lru_cache(maxsize=1 << 18)  # the same text for the same stem, too: a million quotes hold ten million of them
def stem(word: str) -> str:
    """The first letters of a word without its ending: enough to find other forms of it."""
    return word if word.isdigit() or word.startswith(STATE) else _ENDING.sub("", word)[:_STEM]


def _with_codes(quote: str) -> str:
    """A quote with one word for each state, however it is named."""
    parts: list[str] = []
    end = 0
    quote = quote.replace(STATE, " ")
    for mention in gazetteer().find(quote):
        if mention.start >= end:
            parts += quote[end : mention.start], f" {STATE}{mention.state} "
            end = mention.end
    return "".join((*parts, quote[end:]))


@cache
def _uninformative() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS  # half a second: only where it is needed

    return (frozenset(STOP_WORDS) | GENERIC) - KEPT


def _with_digits(words: list[str]) -> Iterator[str]:
    """The words, each run of number words as one number: two hundred and six is 206."""
    total = part = 0
    for word, following in zip(words, [*words[1:], ""], strict=False):
        value = _value(word, following)
        if value and (part == 0 or part % 100 == 0 or (value < 10 and part % 10 == 0 and part % 100 >= 20)):
            part += value
        elif word in _POWERS and part:
            total, part = (total, part * 100) if word == "hundred" else (total + part * _POWERS[word], 0)
        elif not (word == "and" and following in _UNITS and (total or part) and part % 100 == 0):
            if total or part:
                yield str(total + part)
            total, part = 0, value
            if not value:
                yield word
    if total or part:
        yield str(total + part)


def _value(word: str, following: str) -> int:
    """What a word counts in a number; 0 where it is in none. Only before a power does one, or a digit, begin one."""
    if word in _UNITS or following not in _POWERS:
        return _UNITS.get(word, 0)
    return 1 if word == "one" else int(word) if word.isdigit() and len(word) <= _LONGEST else 0
