"""The state that a source phrase speaks from, told from the states that it only talks to or about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stancekit.gazetteer_tables import StateMention
from stancekit.gazetteer_trie import APOSTROPHES, HYPHENS

LONGEST_PHRASE = 400
"""Characters of a source phrase that are read."""

_TARGET = re.compile(
    "to|for|with|against|on|towards?|about|between|over|near|into|regarding|concerning|visiting|during|after"
    "|before|amid|via|through|across|around|versus|vs|despite|besides"
)
_PLACE = frozenset({"in", "at", "inside", "within"})
_SOURCE = frozenset({"of", "from", "by"})
_CUT = re.compile(r",?\s+(?:who|whom|which|whose|when|where|while)\b")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_FROM = re.compile(
    rf"[{HYPHENS}](?:based|born|educated|backed|led|run|owned|controlled|occupied|held|trained|funded|sponsored"
    r"|supported|allied|aligned|friendly|appointed|installed|imposed|made|speaking|brokered)\b"
)
_TOPIC = re.compile(
    r" (?:experts?|analysts?|scholars?|specialists?|watchers?|hawks?|desk|program|programme|correspondent"
    r"|editor|researchers?|studies|policy|project)\b"
)
_SPEAKS_FOR = re.compile(
    r"\b(?:(?:spokes\w+|speaking) for|(?:aides?|advis[eo]rs?|assistants?|confidants?|close|counsel) to)$"
)
_BETWEEN = re.compile(r"(?:\s+(?:the|a|an|his|her|then|former|president|new|current))*\s*$", re.IGNORECASE)
_PREFIX = re.compile(rf"\b(?:anti|pro|non)[{HYPHENS}]$", re.IGNORECASE)
_OFFICIALS = re.compile(
    r"\b(?:officials?|authorities|government|leaders?|leadership|policymakers?|rulers?)\b", re.IGNORECASE
)
_GOVERNS_IN = re.compile(
    r"\b(?:ministry|minister|premier|president|presidency|government|cabinet|chancellery|council|administration"
    r"|parliament|police|army)\s+(?:here\s+)?in\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Whoever governs in a capital is of that state; an embassy or a mission in it is not."""
_GUESTS = re.compile(r"\b(?:western|foreign|visiting|allied|arab|african|asian|diplomats?)\b", re.IGNORECASE)
_TOWN = re.compile(r" (?:capital|city|town|region|province|territory|soil|border|airport|port|village)\b")
_JOINED = re.compile(rf"\s*(?:[{HYPHENS}/,&]|,?\s*(?:and|or))\s*(?:the\s+)?", re.IGNORECASE)
_INSTITUTIONS = frozenset({"seat", "organisation", "adjective", "demonym", "leader"})


def before_clause(phrase: str) -> str:
    """The phrase up to its first relative clause; what is longer than a sentence is no phrase and is cut."""
    phrase = phrase[:LONGEST_PHRASE]
    cut = _CUT.search(phrase)
    return phrase[: cut.start()] if cut else phrase


def _governor(between: str, before: str) -> str | None:
    """The last preposition in ``between``, as target, place or source; None without one.

    ``before`` is the phrase up to the mention: *spokesman for*, *aide to* name whom one speaks for.
    """
    for word in reversed(_WORD.findall(between.lower())):
        if word in _SOURCE:
            return "source"
        if word in _PLACE:
            return "place"
        if _TARGET.fullmatch(word):
            return "source" if _SPEAKS_FOR.search(_BETWEEN.sub("", before)) else "target"
    return None


def _roles(phrase: str, mentions: Sequence[StateMention]) -> list[tuple[StateMention, str]]:
    """Each mention with its role: source, place or target; those that only qualify a word are left out."""
    roles: list[tuple[StateMention, str]] = []
    last_end, last_role = 0, "source"
    for mention in mentions:
        between = phrase[last_end : mention.start]
        role = _governor(between, phrase[: mention.start])
        if role is None:
            role = last_role if last_end and _JOINED.fullmatch(between) else "source"
        last_end, last_role = mention.end, role
        if _NOT_FROM.match(phrase, mention.end) or _PREFIX.search(phrase[: mention.start]):
            continue
        if mention.kind == "name" and _TOPIC.match(phrase, mention.end):
            continue
        roles.append((mention, role))
    return roles


def _two_sources(phrase: str, roles: Sequence[tuple[StateMention, str]], first: int) -> bool:
    """Whether another state is joined to the first source: the US and Russian delegations."""
    mention = roles[first][0]
    for other, role in roles[first + 1 :]:
        joined = _JOINED.fullmatch(phrase[mention.end : other.start])
        if joined and role == "source" and other.state != mention.state:
            return True
        mention = other
    return False


def state_in(phrase: str, mentions: Sequence[StateMention]) -> str | None:
    """The state from which the phrase speaks.

    Parameters
    ----------
    phrase
        A source phrase or a title, without relative clauses.
    mentions
        Its state mentions, in order.
    """
    roles = _roles(phrase, mentions)
    for index, (mention, role) in enumerate(roles):
        if role == "source":
            return None if _two_sources(phrase, roles, index) else mention.state
    for mention, role in roles:
        if role == "place" and mention.kind in _INSTITUTIONS and not _TOWN.match(phrase, mention.end):
            return mention.state
    for mention, _ in roles:
        if mention.kind in ("name", "capital") and _GOVERNS_IN.search(phrase[: mention.start]):
            return mention.state
    places = {m.state for m, role in roles if role == "place" and m.kind in ("name", "capital")}
    if len(places) == 1 and _OFFICIALS.search(phrase) and not _GUESTS.search(phrase):
        return places.pop()
    return None


def bare(phrase: str, mention: StateMention) -> bool:
    """Whether the phrase is nothing but the mention, perhaps with an article: Moscow, the Kremlin."""
    rest = (phrase[: mention.start] + phrase[mention.end :]).strip().strip(APOSTROPHES).lower()
    return rest in ("", "the", "s")
