"""Phrases that name somebody by office or body: “the senior diplomat”, “its spokeswoman”, “the energy ministry”."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Container, Iterator

from spacy.tokens import Doc, Span

from stancekit.annotation.roles import JOINERS, has_office, head_words, office_words, titular_word
from stancekit.annotation.words import tokens_of

MAX_WORDS = 8
DETERMINERS = frozenset("the a an this that his her its their our another one".split())
INDEFINITE = frozenset("a an one two three four some several many other another few most unnamed".split())
INSTITUTION = re.compile(
    r"\b(?:ministry|embassy|government|office|department|commission|council|administration|cabinet|mission|agency|"
    r"authority|authorities|army|committee|service|kremlin|house|palace|bank|secretariat|presidency|delegation|"
    r"directorate|consulate|command|navy|guard|bureau|union|association|federation|institute|university|party|"
    r"company|corporation|group|league|alliance|front|institution|court|chamber|secretariat-general)$",
    re.IGNORECASE,
)
DOCUMENT = re.compile(
    r"(?:the|this|that|its|their|his|her|a|an)\s+(?:\w+[ -]){0,2}?(?:statement|letter|note|communiqu[eé]|document|text|"
    r"declaration|press release|post|report|message|article|paper)",
    re.IGNORECASE,
)
"""What somebody has written speaks for whoever wrote it."""
BODY_WORDS = frozenset(
    "ministry embassy government office department commission council administration cabinet mission agency authority "
    "authorities army committee service secretariat presidency delegation directorate consulate navy bureau".split()
)
SEVERAL = re.compile(
    r"\b(?:officials|sources|diplomats|analysts|experts|ministers|leaders|lawmakers|observers|spokesmen|advisers|"
    r"reporters|journalists|delegations|people|others)\b",
    re.IGNORECASE,
)
OPENERS = DETERMINERS | BODY_WORDS
"""Words at which an office phrase may be found."""
OWNED = re.compile(r"\b(?:in|of|at|for|to)\b")


@functools.lru_cache(maxsize=8192)
def is_institution(text: str) -> bool:
    """Whether a phrase ends in a body rather than a person: “the foreign ministry”, “Embassy in Dorva”."""
    return bool(INSTITUTION.search(OWNED.split(text)[0].strip()))


def proper_name(span: Span, is_state: Callable[[int], bool]) -> bool:
    """Whether a phrase names a body or person properly, not only by what it is or where it is from.

    Parameters
    ----------
    span
        The phrase.
    is_state
        Whether the token at a position belongs to the name of a state.

    Examples
    --------
    >>> import spacy
    >>> doc = spacy.blank("en")("The Cattle Traders. A hydrologist.")
    >>> proper_name(doc[0:3], lambda i: False), proper_name(doc[4:6], lambda i: False)
    (True, False)
    """
    words = [token for token in span if token.is_alpha or "-" in token.text]
    capital = [t for t in words if t.text[0].isupper() and not (t.i == span.start and t.is_sent_start)]
    return any(not is_state(t.i) and t.lower_ not in DETERMINERS for t in capital)


def without_article(text: str) -> str:
    """The phrase as a table shows it: no article or possessive, on one line."""
    flat = re.sub(r"\s+", " ", text)
    return re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", flat, flags=re.IGNORECASE).rstrip("’'")


def head_noun(text: str) -> str | None:
    """The head noun of an office phrase: the last word before “of”, “for”, “in” or the end."""
    head = re.split(r"\b(?:of|for|in|at|to|with|on)\b", text.lower())[0]
    words = re.findall(r"[\w-]+", re.sub(r"['’]s?\b", "", head))
    return next(iter(head_words(words[-1])), None) if words else None


def office_phrases(doc: Doc, taken: Container[int], names: Container[int], stops: Container[int]) -> Iterator[Span]:
    """Phrases in the narration that name an office or a body: “the senior diplomat”, “Dorva's energy ministry”.

    Parameters
    ----------
    doc
        The article.
    taken
        Tokens that belong to something else already.
    names
        Those of them that are persons' names.
    stops
        Tokens at which sentences begin.
    """
    tokens = tokens_of(doc)
    words, lowered = tokens.words, tokens.lowered
    known = _telling_words()
    done = 0
    for i in [i for i, word in enumerate(lowered) if word in OPENERS]:
        if i < done or i in taken:
            continue
        if lowered[i] in DETERMINERS:
            if not titular_word(words[i + 1] if i + 1 < len(words) else "."):
                continue
            begin, end = i, _phrase_end(words, i + 1, taken, stops)
        else:
            begin, end = _phrase_start(words, i, max(done, i - MAX_WORDS), taken, stops), i + 1
        if end in names:
            continue  # “the minister Ana Kovar”: a title
        while end > begin + 1 and lowered[end - 1] in JOINERS:
            end -= 1
        if known.isdisjoint(lowered[begin:end]):
            continue
        phrase = tokens.between(begin, end)
        if is_institution(phrase) or has_office(phrase):
            done = end
            yield doc[begin:end]


@functools.cache
def _telling_words() -> frozenset[str]:
    """Words of which an office phrase needs one."""
    return office_words() | BODY_WORDS


def _phrase_end(words: list[str], end: int, taken: Container[int], stops: Container[int]) -> int:
    last = min(len(words), end + MAX_WORDS)
    while end < last and end not in taken and end not in stops and titular_word(words[end]):
        end += 1
    return end


def _phrase_start(words: list[str], begin: int, first: int, taken: Container[int], stops: Container[int]) -> int:
    """Where the name of a body begins that no article opens."""
    while begin > first and begin - 1 not in taken and begin not in stops and titular_word(words[begin - 1]):
        begin -= 1
    while words[begin].lower() in JOINERS:
        begin += 1
    return begin
