"""Offices beside names: “Deputy Foreign Minister Ana Kovar”, “Ana Kovar, the foreign minister of Dorva,”."""

from __future__ import annotations

import functools
import re

from spacy.tokens import Doc, Span

from stancekit.annotation.names import fold
from stancekit.gazetteer import gazetteer
from stancekit.gazetteer_tables import read_offices

MAX_LEFT = 14
MAX_APPOSITION = 16
JOINERS = frozenset({"of", "for", "and", "'s", "’s", "'", "’", "-", "‑", "to", "on", "at", "the", "&", "in", "with", "/"})
ARTICLES = frozenset({"the", "a", "an"})
BREAKS = frozenset({",", ".", ";", ":", "(", ")", "—", "–", "“", "”", '"', "!", "?", "«", "»"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})


@functools.cache
def office_words() -> frozenset[str]:
    """Every word that stands in the name of some office, in lower case."""
    return frozenset(word for phrase, *_ in read_offices() for word in phrase.lower().split())


def role_before(doc: Doc, start: int) -> str | None:
    """The office that stands right before a name, as in “the Dorvan foreign minister(,) Ana Kovar”."""
    end = start
    if end and doc[end - 1].text == "," and end >= 2:
        end -= 1
    begin = end
    words = office_words()
    while begin > max(0, end - MAX_LEFT):
        token = doc[begin - 1]
        text = token.text
        if token.is_space or text in BREAKS or (token.is_sent_start and begin < end and not _titular(token.text, words)):
            break
        if not (_titular(text, words) or text.lower() in JOINERS):
            break
        begin -= 1
        if token.is_sent_start:
            break
    while begin < end and (doc[begin].text.lower() in JOINERS | ARTICLES | POSSESSIVES):
        begin += 1
    phrase = _phrase(doc, begin, end)
    if not phrase or not has_office(phrase):
        return None
    # a comma between office and name makes an apposition only after a whole title
    return phrase


def role_after(doc: Doc, end: int) -> str | None:
    """The office in the apposition after a name: “Ana Kovar, the prime minister of Dorva, said”."""
    if end >= len(doc) or doc[end].text not in (",", "(", "–", "—"):
        return None
    last = end + 1
    while last < min(len(doc), end + 1 + MAX_APPOSITION):
        token = doc[last]
        if token.text in BREAKS or token.is_space or (token.is_sent_start and last > end + 1):
            break
        if token.text.lower() in ("who", "which", "said", "says", "told"):
            break
        last += 1
    begin = end + 1
    while begin < last and doc[begin].text.lower() in ARTICLES | POSSESSIVES:
        begin += 1
    phrase = _phrase(doc, begin, last)
    return phrase if phrase and has_office(phrase) else None


def has_office(phrase: str) -> bool:
    """Whether a phrase names an office or a trade, for or not for a state."""
    return gazetteer().speaks_for_state(phrase) is not None


def roles_of(doc: Doc, mention: Span) -> list[str]:
    """The offices that stand around one mention of a name."""
    return [role for role in (role_before(doc, mention.start), role_after(doc, mention.end)) if role]


def head_words(phrase: str) -> set[str]:
    """The comparable words of an office, genders and spellings levelled (spokeswoman = spokesman)."""
    words = {fold(word) for word in re.findall(r"[\w’'-]+", phrase)}
    levelled = {re.sub(r"(?:man|woman|person|men|women)$", "", word) if word.startswith(("spokes", "chair")) else word for word in words}
    return levelled - JOINERS - ARTICLES


def _titular(text: str, words: frozenset[str]) -> bool:
    return text[:1].isupper() or text.lower() in words


def _phrase(doc: Doc, begin: int, end: int) -> str:
    return re.sub(r"\s+", " ", doc[begin:end].text).strip() if begin < end else ""
