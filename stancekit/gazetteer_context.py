"""Whether a name means the state where it stands: rules for names of persons, treaties, papers, datelines."""

from __future__ import annotations

import re

from stancekit.gazetteer_tables import Name, Rule
from stancekit.gazetteer_trie import APOSTROPHES, HYPHENS, Words

NEAR_WORDS = 25
"""How many words to either side count as near."""

# A capital before these is part of the title of a treaty, a process or a meeting, and no actor.
_TREATY = frozenset(
    """accord accords act agreement agreements armistice charter communique conference congress consensus
    convention conventions declaration document expo final format forum formula framework games group meeting meetings
    memorandum negotiations olympics pact peace principles process protocol protocols round statement
    summit talks treaty""".split()
)
_PRESS = frozenset("Chronicle Courier Daily Gazette Herald Journal Mail News Post Press Review Sun Times Today Tribune".split())
_PLACE = frozenset(
    """Airlines Airport Airways Academy Bay Beach Cathedral Channel College County Exchange Festival Film Island Islands
    Institute Marathon Metro Museum Open Opera Orchestra Philharmonic River School Street Theatre University
    Valley Zoo""".split()
)
_STREET_WORDS = frozenset("Jr Sr Tower Towers Plaza Organization Foundation Library Airport Center Centre Street".split())
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE_END = re.compile(
    rf"(?:[/,(][^\n—–]{{0,45}}?)?\s*(?:\([^)\n]{{2,30}}\)|\.?\s*/[A-Z]|—|–|--|\s-\s|[,.]?\s*{_MONTH} \d)"
)
_MIXED_DATELINE_END = re.compile(
    rf"(?:, [^\n—–]{{0,30}}?)?,? (?:{_MONTH} \d{{1,2}},?\s*)?\((?:Reuters|AP|AFP|UPI|DPA|TASS|Xinhua|Interfax|RIA|ANSA)\)"
)


def shape_of(phrase: str) -> str:
    """One letter a word: U all capitals, T capital first, l lower case or a number."""
    letters = []
    words = Words.of(phrase)
    for raw in map(words.raw, range(len(words))):
        letters.append("U" if len(raw) > 1 and raw.isupper() else "T" if raw[0].isupper() else "l")
    return "".join(letters)


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
    if start > 1 and text[start - 1] in APOSTROPHES and text[start - 2].isalpha() and words.raw(begin - 1) in ("O", "D", "d"):
        return True
    if stop + 1 < len(text) and text[stop] in APOSTROPHES and text[stop + 1].isalpha():
        return words.folded[end] not in ("s", "re", "ll", "d", "ve", "t", "m") if end < len(words) else False
    return False


def in_capitals(words: Words, begin: int, end: int) -> bool:
    """Whether the line around the phrase is all capitals, as in a headline."""
    text, start, stop = words.text, words.starts[begin], words.ends[end - 1]
    before = text[max(0, start - 40) : start].rpartition("\n")[2]
    after = text[stop : stop + 40].partition("\n")[0]
    around = before + after
    return around.isupper() and sum(map(str.isalpha, around)) > 3


def _capitalised(words: Words, index: int) -> bool:
    raw = words.raw(index)
    return bool(raw) and raw[0].isupper()


def after_given_name(words: Words, begin: int, given: frozenset[str]) -> bool:
    """Whether a given name stands right before: Michael Jordan, Jack London."""
    return begin > 0 and words.gap(begin) == " " and words.raw(begin - 1) in given


def _is_first_name(words: Words, end: int, offices: frozenset[str]) -> bool:
    """Whether a surname follows: Jordan Smith. Three capitals in a row are a headline, an office is an office."""
    if words.gap(end) != " " or not _capitalised(words, end):
        return False
    if words.folded[end] in offices or words.raw(end).isupper():
        return False
    return not (words.gap(end + 1) == " " and _capitalised(words, end + 1))


def _near(words: Words, begin: int, end: int, wanted: frozenset[str]) -> bool:
    low, high = max(0, begin - NEAR_WORDS), min(len(words), end + NEAR_WORDS)
    around = {words.raw(i) for i in range(low, high) if not begin <= i < end}
    around |= {raw.replace(".", "") for raw in around if "." in raw}
    if wanted & around:
        return True
    phrases = [phrase for phrase in wanted if " " in phrase]
    window = words.text[words.starts[low] : words.ends[high - 1]] if phrases else ""
    return any(phrase in window for phrase in phrases)


def obeys(rule: Rule, text: str, words: Words, begin: int, end: int, offices: frozenset[str]) -> bool:
    """Whether the phrase obeys the rule of its row."""
    if rule.exact and words.text[words.starts[begin] : words.ends[end - 1]] != text:
        return False
    if rule.prefix and not (words.gap(end) in tuple(HYPHENS) and _capitalised(words, end)):
        return False
    if rule.person and _is_first_name(words, end, offices):
        return False
    if rule.not_after and words.raw(begin - 1) in rule.not_after:
        return False
    if rule.not_before and words.raw(end) in rule.not_before:
        return False
    if rule.needs and not _near(words, begin, end, rule.needs):
        return False
    return not (rule.not_near and _near(words, begin, end, rule.not_near))


def in_title(name: Name, words: Words, end: int) -> bool:
    """Whether the name is part of a title: Moscow Times, Istanbul talks, Oslo University."""
    following = words.raw(end)
    if not following or words.gap(end) != " ":
        return False
    if name.kind in ("name", "capital", "adjective") and following in _PRESS | _PLACE:
        return following not in ("Press", "Mail", "Sun") or name.kind == "capital"
    return name.kind == "capital" and words.folded[end] in _TREATY


def on_building(words: Words, end: int) -> bool:
    """Whether a leader's name is on a building or has a successor's Jr: Trump Tower."""
    return words.gap(end) in (" ", ", ") and words.raw(end) in _STREET_WORDS


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
