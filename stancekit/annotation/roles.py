"""Offices beside names: “Deputy Foreign Minister Ana Kovar”, “Ana Kovar, the foreign minister of Dorva,”."""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import takewhile

from spacy.tokens import Doc, Span

from stancekit.annotation.cues import cue_forms
from stancekit.annotation.words import tokens_of, words_of
from stancekit.gazetteer import gazetteer
from stancekit.gazetteer_tables import read_offices

MAX_LEFT = 14
MAX_APPOSITION = 16
MAX_TITLE_WORDS = 24
"""What goes on for longer is no line of a title."""
JOINERS = frozenset(
    {"of", "for", "and", "'s", "’s", "'", "’", "-", "‑", "to", "on", "at", "the", "&", "in", "with", "/"}
)
ARTICLES = frozenset({"the", "a", "an"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord lady sheikh sheikha sayyid monsieur mme madame mlle herr frau senor senora senhor "
    "senhora signor signora shri smt dato datuk".split()
)
OPENERS = frozenset(
    "meanwhile however separately earlier later similarly likewise instead afterwards elsewhere yesterday today".split()
)
BEFORE_OFFICE = JOINERS | ARTICLES | POSSESSIVES | OPENERS
BREAKS = frozenset({",", ".", ";", ":", "(", ")", "—", "–", "“", "”", '"', "!", "?", "«", "»"})
VERBS = frozenset("is was has had are were will would who which that said says told and but as while when".split())
ASIDE = re.compile(r"\b(?:in|at|to|with|from|between|under|near|against|over|after|who|whose)\b", re.IGNORECASE)
"""What stands after these tells where or toward whom, not what the office is."""
RANKS = frozenset("deputy vice assistant associate acting interim caretaker first senior junior".split())
RANK = re.compile(rf"\b(?:{'|'.join(sorted(RANKS))})[ -]+(?!of\b|from\b|for\b|in\b)(?=\w)", re.IGNORECASE)
OCCASION = re.compile(
    r"\b(?:conference|briefing|availability|interview|statement|meeting|talks|visit)\b", re.IGNORECASE
)
"""A press conference is no office, though the press is a trade."""


@functools.lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """A word without case, accents and possessive, for comparison."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode() or word
    return re.sub(r"(?:['’]s?)$", "", plain.lower()).strip(".’'")


@functools.cache
def office_words() -> frozenset[str]:
    """Every word that stands in the name of some office, in lower case."""
    return frozenset(word for phrase, *_ in read_offices() for word in phrase.lower().split())


def roles_of(doc: Doc, mention: Span) -> list[Span]:
    """The offices that stand around one mention of a name, each as a span without article."""
    before = role_before(doc, mention)
    if before is not None and before.end < mention.start:
        return [before]  # “the minister, Ana Kovar, said”: the name is the apposition, nothing follows it
    return [role for role in (before, role_after(doc, mention)) if role is not None]


def role_before(doc: Doc, mention: Span) -> Span | None:
    """The office right before a name: “Dorvan Foreign Minister Ana Kovar”, “the minister, Ana Kovar,”."""
    words = words_of(doc)
    end = mention.start
    if end >= 2 and fold(words[end - 1]) in HONORIFICS:
        end -= 1  # “the minister, Mr Kovar,”
    if end >= 2 and words[end - 1] == ",":
        # only a name between two commas is an apposition; “on a visit to the minister, Kovar said” holds none
        if mention.end >= len(doc) or words[mention.end] not in BREAKS:
            return None
        end -= 1
    begin = end
    while begin > max(0, end - MAX_LEFT) and titular_word(words[begin - 1]):
        begin -= 1
        if doc[begin].is_sent_start:
            break
    found = _office_span(doc, begin, end, last_word=True)
    if found is not None and found.text.lower() == "deputy" and begin <= found.start - 1:
        # “his deputy” is no deputy of a chamber
        return None if doc[found.start - 1].lower_ in POSSESSIVES else found
    return found


def role_after(doc: Doc, mention: Span) -> Span | None:
    """The office in the apposition after a name: “Ana Kovar, the prime minister of Dorva, said”."""
    begin, words = mention.end, words_of(doc)
    if begin + 1 >= len(doc) or words[begin] not in (",", "(", "–", "—") or _in_title_line(doc, begin):
        return None
    begin, last = begin + 1, begin + 1
    if words[begin].endswith("ed") and words[begin] in cue_forms():
        return None  # the clause goes on: “The envoy, Ana Kovar, urged both governments to talk”
    while last < min(len(doc), begin + MAX_APPOSITION):
        word = words[last]
        if word in BREAKS or word.isspace() or word.lower() in VERBS or (last > begin and doc[last].is_sent_start):
            break
        last += 1
    return _office_span(doc, begin, last, last_word=False)


def _in_title_line(doc: Doc, i: int) -> bool:
    """Whether a token stands in a line that does not end as a sentence does."""
    line = list(takewhile(lambda word: "\n" not in word, words_of(doc)[i : i + MAX_TITLE_WORDS]))
    return len(line) < MAX_TITLE_WORDS and line[-1][-1:].isalnum()


def _office_span(doc: Doc, begin: int, end: int, last_word: bool) -> Span | None:
    """The office in a range of tokens; with ``last_word`` it may begin late, but must end where the range does."""
    tokens = tokens_of(doc)
    while begin < end:
        while begin < end and tokens.lowered[begin] in BEFORE_OFFICE:
            begin += 1
        # the office is the head: a delegation to the minister is no minister
        head = ASIDE.split(tokens.between(begin, end), maxsplit=1)[0]
        if head.strip() and has_office(head) and not OCCASION.search(head):
            return doc[_after_article(doc, begin, end) : end]
        # “According to Dorvan minister”: what stands before a preposition may not belong to the title
        aside = next((i for i in range(begin, end) if ASIDE.fullmatch(tokens.words[i])), end)
        if not last_word:
            return None
        begin = aside + 1
    return None


def _after_article(doc: Doc, begin: int, end: int) -> int:
    """“Earlier the foreign minister”: an office begins after the article before it."""
    for i, word in enumerate(words_of(doc)[begin:end], begin):
        if word.lower() in office_words():
            return begin
        if word.lower() in ARTICLES:
            return i + 1
    return begin


@functools.lru_cache(maxsize=16384)
def titular_word(word: str) -> bool:
    """Whether a word may stand in a title: a capital, an office word, or what joins them."""
    lowered = word.lower().replace("’", "'")
    if word.isspace() or word in BREAKS or lowered in VERBS - {"and"}:
        return False
    return word[:1].isupper() or not {lowered, fold(word)}.isdisjoint(office_words() | RANKS) or lowered in JOINERS


def has_office(phrase: str) -> bool:
    """Whether a phrase names an office or a trade, for or not for a state."""
    return speaks_for_state(phrase) is not None


@functools.lru_cache(maxsize=8192)
def speaks_for_state(phrase: str) -> bool | None:
    """Whether an office is a state's voice (see the gazetteer); ranks such as “deputy” left aside.

    A deputy minister speaks for the state, a deputy of a parliament does not.
    """
    return gazetteer().speaks_for_state(RANK.sub("", phrase))


@functools.lru_cache(maxsize=8192)
def head_words(phrase: str) -> frozenset[str]:
    """The comparable words of an office, genders and spellings levelled (spokeswoman = spokesman)."""
    words = {fold(word) for word in re.findall(r"[\w’'-]+", phrase)}
    levelled = {
        re.sub(r"(?:man|woman|person|men|women)$", "", word) if word.startswith(("spokes", "chair")) else word
        for word in words
    }
    return frozenset(levelled - JOINERS - ARTICLES)


def display_role(span: Span) -> str:
    """The office as a table shows it: on one line."""
    return re.sub(r"\s+", " ", span.text).strip()
