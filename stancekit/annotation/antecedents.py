"""Whom a source may mean: what is remembered of everybody an article has named, as features to be weighed.

Pronouns, titles (“the minister”) and quotes without a source are resolved by a small table of weights
(``models/mentions``, a conditional logit that ``stancekit.training.mentions`` learns) over features of salience:
how far back somebody was last named, who spoke last, whose office fits. “Nobody” is a candidate too.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from stancekit.annotation.layers import Entity
from stancekit.annotation.noun_phrases import head_noun
from stancekit.annotation.roles import head_words, office_words, speaks_for_state

DIPLOMATS = (
    "foreign",
    "ambassador",
    "envoy",
    "diplomat",
    "spokes",
    "negotiator",
    "consul",
    "representative",
    "affairs",
)
GENERIC: dict[str, tuple[str, ...]] = {
    "diplomat": DIPLOMATS,
    "official": (),
    "politician": (),
    "leader": ("president", "prime", "premier", "leader", "chancellor", "king"),
}
RANKS = frozenset("deputy vice assistant first senior chief acting interim permanent state".split())
TITLED = frozenset({"title", "a title", "its title"})
"""Kinds of anaphors that name an office: the minister, an official, his deputy."""
GROUPS = {"m": "he", "f": "he"}
"""Kinds of anaphors that share weights with another."""
FAR = 4
"""Sentences from which on somebody counts as named long ago."""


@dataclass(frozen=True)
class Anaphor:
    """A source, or a phrase in the narration, that does not say by name whom it means.

    ``kind`` is ``m``, ``f`` or ``it`` for a pronoun, ``title``, ``a title`` or ``its title`` for an office,
    ``answer`` for a turn without a name, ``unsaid`` for a quote without a source. ``sentence`` and ``paragraph``
    are running numbers; ``named_inside`` holds the ids of entities that the quote's own words name.
    """

    kind: str
    start: int
    sentence: int
    paragraph: int
    text: str = ""
    state: str | None = None
    named_inside: frozenset[str] = frozenset()

    @property
    def group(self) -> str:
        """The kind as far as weights are concerned."""
        return GROUPS.get(self.kind, self.kind)


@dataclass
class Trace:
    """What is remembered of an entity while the article is read: places are token, sentence and paragraph numbers."""

    entity: Entity
    roles: tuple[str, ...] = ()
    voice: str = "unknown"
    states: frozenset[str] = frozenset()
    start: int = -1
    sentence: int = -1
    paragraph: int = -1
    opens: bool = False
    quoted: bool = False
    aside: str = ""
    count: int = 0
    spoke: int = 0
    spoke_at: int = -1
    spoke_in: int = -1
    titled: bool = False

    @classmethod
    def of(cls, entity: Entity, roles: Iterable[str], states: Iterable[str]) -> Trace:
        """The trace of somebody who has not been named yet."""
        given = tuple(dict.fromkeys(roles))
        return cls(entity, given, _voice(given), frozenset(states))


class Standing(NamedTuple):
    """How an entity stands among all of them at a point of the article; ``early`` where nobody has spoken yet."""

    named_rank: int
    spoke_rank: int
    share: float
    spoke_share: float
    early: bool


def features(
    trace: Trace, anaphor: Anaphor, standing: Standing, first: tuple[int, int, bool] | None
) -> dict[str, float]:
    """What speaks for an entity as the one that is meant.

    Parameters
    ----------
    trace
        What is remembered of it.
    anaphor
        What has to be resolved.
    standing
        How it stands among the others.
    first
        Of somebody who is only named later: tokens and paragraphs to there, and whether the sentence opens so.
    """
    found: dict[str, float] = {"share": standing.share, "spoke share": standing.spoke_share}
    if first is not None:
        found[f"comes in {min(first[1], 3)} paragraphs"] = 1.0
        found["comes as opening"] = float(first[2])
        found["comes early"] = float(standing.early)
    else:
        found |= _memory(trace, anaphor)
        found |= _rank("named rank", standing.named_rank)
    found |= _rank("spoke rank", standing.spoke_rank) if trace.spoke else {"never spoke": 1.0}
    entity = trace.entity
    found |= _kind(entity.kind, trace.voice)
    if anaphor.kind in ("m", "f"):
        gender = "unknown" if entity.gender is None else "right" if entity.gender == anaphor.kind else "wrong"
        found[f"gender {gender}"] = 1.0
    if anaphor.text and anaphor.kind in TITLED:
        found |= _office(trace, anaphor, standing)
    return found


@functools.cache
def _rank(name: str, rank: int) -> dict[str, float]:
    return {f"{name} {min(rank, 3)}": 1.0}


@functools.cache
def _kind(kind: str, voice: str) -> dict[str, float]:
    return {f"is {kind}": 1.0, f"office {voice}": 1.0}


def nobody(candidates: Iterable[dict[str, float]]) -> dict[str, float]:
    """Features of “nobody who is named here”."""
    near = any("sentences 0" in found or "sentences 1" in found for found in candidates)
    return {"nobody": 1.0, "nobody although near": float(near)}


def _memory(trace: Trace, anaphor: Anaphor) -> dict[str, float]:
    return _remembered(
        min(anaphor.sentence - trace.sentence, FAR),
        min(anaphor.paragraph - trace.paragraph, 3),
        (trace.opens, trace.quoted, trace.titled, trace.count == 1),
        trace.aside,
        (min(anaphor.paragraph - trace.spoke_in, 3), trace.spoke_at == trace.start) if trace.spoke else None,
    )


@functools.lru_cache(maxsize=4096)
def _remembered(
    sentences: int, paragraphs: int, traits: tuple[bool, bool, bool, bool], aside: str, spoke: tuple[int, bool] | None
) -> dict[str, float]:
    """Features of one way to be remembered: few ways, so that their names are put together once; not to be changed."""
    near = "near" if sentences <= 1 else "far"
    opens, quoted, titled, once = map(float, traits)
    found = {
        f"sentences {sentences}": 1.0,
        f"paragraphs {paragraphs}": 1.0,
        f"opens {near}": opens,
        f"quoted {near}": quoted,
        "titled": titled,
        "once": once,
    }
    if aside:
        found[f"{aside} {near}"] = 1.0
    if spoke is not None:
        found[f"spoke {spoke[0]} paragraphs ago"] = 1.0
        found["spoke when last named"] = float(spoke[1])
    return found


def _voice(roles: Iterable[str]) -> str:
    voices = {speaks_for_state(role) for role in roles}
    return "official" if True in voices else "private" if False in voices else "unknown"


def _office(trace: Trace, anaphor: Anaphor, standing: Standing) -> dict[str, float]:
    """How an office phrase fits the offices that an entity is given."""
    if trace.entity.kind == "institution":
        return {"a body is no office": 1.0}
    fit = fitness(anaphor.text, trace.roles) if trace.roles else "open"
    turn = "last" if standing.spoke_rank == 0 and trace.spoke else "before" if trace.spoke else "never"
    comes = "" if trace.count else "early" if standing.early else "later"
    found = dict(_fitting(fit, turn, trace.voice, min(standing.named_rank, 2), comes))
    if anaphor.state and trace.states:
        found["state right" if anaphor.state in trace.states else "state wrong"] = 1.0
    if trace.entity.gender and (gender := gender_of_office(anaphor.text)):
        found["gender right" if gender == trace.entity.gender else "gender wrong"] = 1.0
    return found


@functools.cache
def _fitting(fit: str, turn: str, voice: str, rank: int, comes: str) -> dict[str, float]:
    names = ("", f", spoke {turn}", f", office {voice}", f", named {rank}", *([f", comes {comes}"] if comes else []))
    return {f"fit {fit}{name}": 1.0 for name in names}


@functools.lru_cache(maxsize=8192)
def gender_of_office(text: str) -> str | None:
    """“Spokeswoman” is a woman, “spokesman” a man; most offices do not tell."""
    noun = text.lower()
    return "f" if "woman" in noun else "m" if "spokesman" in noun or "chairman" in noun else None


@functools.lru_cache(maxsize=8192)
def fitness(text: str, roles: tuple[str, ...]) -> str:
    """Whether an office phrase can mean someone with these offices: ``exact``, ``noun``, ``generic`` or ``none``.

    Examples
    --------
    >>> fitness("the foreign minister", ("deputy foreign minister",)), fitness("the diplomat", ("ambassador to Peru",))
    ('exact', 'generic')
    >>> fitness("the foreign minister", ("transport minister",))
    'none'
    """
    asked, noun = head_words(text), head_noun(text)
    # “the minister” may be any minister, “the foreign minister” not the minister of transport
    portfolio = {word for word in asked if word in office_words()} - RANKS
    best = "none"
    for role in roles:
        held = head_words(role)
        if noun and noun in held and portfolio <= held:
            return "exact" if len(portfolio) > 1 else "noun"
        if noun == "minister" and "secretary" in held and asked & held:
            best = "noun"
        parts = GENERIC.get(noun or "")
        if parts is not None and (not parts or any(part in word for part in parts for word in held)):
            best = "generic" if best == "none" and speaks_for_state(role) is not False else best
    return best
