"""Whether a name means the state where it stands: persons' names, treaties, papers, datelines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stancekit import gazetteer_tables as tables
from stancekit.gazetteer_tables import Name, Office, Rule
from stancekit.gazetteer_trie import APOSTROPHES, HYPHENS, Words, fold

NEAR_WORDS = 25
"""How many words to either side count as near."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_AGENCY = r"\((?:Reuters|AP|AFP|UPI|DPA|TASS|Xinhua|Interfax|RIA|ANSA)\)"
_DATELINE_END = re.compile(
    rf"(?:[/,(][^\n—–]{{0,45}}?)?\s*"
    rf"(?:\([^)\n]{{2,30}}\)|\.?\s*/[A-Z]|—|–|--|\s-\s|[,.]?\s*{_MONTH} \d)"
)
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_DASH = r"\s*(?:--|[-–—])\s"
_MIXED_DATELINE_END = re.compile(
    rf"(?:, [^\n—–]{{0,30}}?)?,? (?:{_DATE},?\s*)?(?:{_AGENCY}|\([^()\n]{{2,30}}\){_DASH})|,? {_DATE}{_DASH}"
)
_ENDINGS = frozenset({"s", "re", "ll", "d", "ve", "t", "m"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that settle what a name beside them means.

    ``offices`` are folded words of offices; ``openers`` are words that open a sentence with a capital and
    are no given names; ``times`` are lower-case words before a month.
    """

    given: frozenset[str]
    offices: frozenset[str]
    treaty: frozenset[str]
    press: frozenset[str]
    place: frozenset[str]
    building: frozenset[str]
    openers: frozenset[str]
    times: frozenset[str]

    @classmethod
    def read(cls, holders_given: Collection[str], office_rows: Iterable[Office]) -> Vocabulary:
        """The words of the tables, and the office holders' given names."""
        groups = tables.read_context_words()
        given = (tables.read_given_names().union(holders_given)) - groups["not a given name"]
        offices = {
            word for text, speaks, group in office_rows if speaks or group == "legislator" for word in text.split()
        }
        return cls(
            given,
            frozenset(offices),
            groups["treaty"],
            groups["press"],
            groups["place"],
            groups["building"],
            groups["opener"],
            groups["time"],
        )


def shape_of(words: Words) -> str:
    """One letter a word: U all capitals, T capital first, l lower case or a number."""
    raws = [words.raw(index) for index in range(len(words))]
    return "".join("U" if len(raw) > 1 and raw.isupper() else "T" if raw[0].isupper() else "l" for raw in raws)


def fits_shape(shape: str, words: Words, begin: int, end: int) -> bool:
    """Whether the words are capitalised as the name is; all capitals pass for a capitalised name."""
    for letter, index in zip(shape, range(begin, end), strict=True):
        raw = words.raw(index)
        if letter == "U" and not raw.isupper():
            return False
        if letter == "T" and not raw[0].isupper():
            return False
    return True


def inside_word(words: Words, begin: int, end: int) -> bool:
    """Whether an apostrophe ties the phrase to letters that are part of its name: O'Brien, Xi'an."""
    text, start, stop = words.text, words.starts[begin], words.ends[end - 1]
    tied = begin > 0 and words.ends[begin - 1] == start - 1 and text[start - 1] in APOSTROPHES
    if tied and words.raw(begin - 1) in ("O", "D", "d"):
        return True
    if end < len(words) and words.starts[end] == stop + 1 and text[stop] in APOSTROPHES:
        return words.folded[end] not in _ENDINGS
    return False


def in_capitals(words: Words, begin: int, end: int) -> bool:
    """Whether the line around the phrase is all capitals, as in a headline."""
    text, start, stop = words.text, words.starts[begin], words.ends[end - 1]
    before = text[max(0, start - 40) : start].rpartition("\n")[2]
    after = text[stop : stop + 40].partition("\n")[0]
    around = before + after
    return around.isupper() and sum(map(str.isalpha, around)) > 3


def capitalised(words: Words, index: int) -> bool:
    """Whether there is a word at ``index`` that begins with a capital."""
    return words.raw(index)[:1].isupper()


def after_given_name(words: Words, begin: int, vocabulary: Vocabulary) -> bool:
    """Whether a given name stands right before: Michael Jordan, Jack London."""
    return begin > 0 and words.gap(begin) == " " and words.raw(begin - 1) in vocabulary.given


def before_surname(words: Words, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a surname follows: Jordan Smith. Three capitals in a row are a headline, an office is an office."""
    if words.gap(end) != " " or not capitalised(words, end):
        return False
    if words.folded[end] in vocabulary.offices or words.raw(end).isupper():
        return False
    return not (words.gap(end + 1) == " " and capitalised(words, end + 1))


def _near(words: Words, begin: int, end: int, wanted: frozenset[str]) -> bool:
    low, high = max(0, begin - NEAR_WORDS), min(len(words), end + NEAR_WORDS)
    around = {words.raw(i) for i in range(low, high) if not begin <= i < end}
    around |= {raw.replace(".", "") for raw in around if "." in raw}
    if wanted & around:
        return True
    phrases = [phrase for phrase in wanted if " " in phrase]
    window = words.text[words.starts[low] : words.ends[high - 1]] if phrases else ""
    return any(phrase in window for phrase in phrases)


def obeys(rule: Rule, text: str, words: Words, begin: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether the phrase obeys the rule of its row."""
    if rule.exact and words.text[words.starts[begin] : words.ends[end - 1]] != text:
        return False
    if rule.prefix and not (words.gap(end) in tuple(HYPHENS) and capitalised(words, end)):
        return False
    if rule.person and before_surname(words, end, vocabulary):
        return False
    if rule.not_after and words.raw(begin - 1) in rule.not_after:
        return False
    if rule.not_before and words.raw(end) in rule.not_before:
        return False
    if rule.needs and not _near(words, begin, end, rule.needs):
        return False
    return not (rule.not_near and _near(words, begin, end, rule.not_near))


def in_title(name: Name, words: Words, end: int, vocabulary: Vocabulary) -> bool:
    """Whether the name is part of a title: Moscow Times, Istanbul talks, Oslo University."""
    following = words.raw(end)
    if not following or words.gap(end) != " ":
        return False
    if name.kind == "capital" and following.lower() in vocabulary.treaty:
        return True
    if name.kind in ("name", "capital", "adjective"):
        return following in vocabulary.press or following in vocabulary.place
    return False


def no_surname(words: Words, begin: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a leader's surname is something else here: Trump Tower, 5 May, Petro Olenko."""
    if words.gap(end) in (" ", ", ") and words.raw(end) in vocabulary.building:
        return True
    if words.folded[begin] == "may" and (words.raw(end).isdigit() or words.raw(begin - 1).isdigit()):
        return True
    if words.folded[begin] == "may" and words.raw(begin - 1).lower() in vocabulary.times:
        return True
    return words.raw(begin) in vocabulary.given and before_surname(words, end, vocabulary)


def before_leader(words: Words, begin: int, vocabulary: Vocabulary) -> tuple[str, str]:
    """The folded title and the given name that stand right before a surname; empty where there is none.

    A capitalised word that opens no sentence and is no title counts as a given name: Arta Kallas is not
    the politician.
    """
    raw = words.raw(begin - 1) if begin and words.gap(begin) in (" ", "\u00a0", ". ") else ""
    if not raw[:1].isupper() or raw in vocabulary.openers:
        return "", ""
    before = fold(raw)
    if before in vocabulary.offices or before in ("mr", "mrs", "ms", "dr", "gen", "sheikh", "ayatollah"):
        return before, ""
    if words.gap(begin) == ". " and raw not in vocabulary.given and len(raw) > 2:
        return "", ""
    return "", raw


def is_dateline(words: Words, begin: int, end: int) -> bool:
    """Whether the place is where the paragraph was filed: ``MOSCOW, May 3. /``, ``Kyiv (Reuters) -``."""
    text, start, stop = words.text, words.starts[begin], words.ends[end - 1]
    line = text.rfind("\n", max(0, start - 40), start) + 1
    if (line == 0 and start > 40) or text[line:start].strip(" \t*_"):
        return False
    place = text[start:stop]
    if place.isupper() and len(place) > 3 and "." not in place:
        return _DATELINE_END.match(text, stop, stop + 80) is not None
    return _MIXED_DATELINE_END.match(text, stop, stop + 60) is not None
