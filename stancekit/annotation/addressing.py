"""Which states a quote may address, and what speaks for each: candidates and their features.

A candidate is a state named in the quote, around it (:mod:`stancekit.annotation.surroundings`), or by the quotes
before. The features are those of discourse: where the name stands, what stands before and after it, who has been
addressed so far. They are weighed by a small table that ``stancekit.training.counterparts`` learns; see
:mod:`stancekit.annotation.counterparts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from stancekit.annotation.layers import QuoteSpans
from stancekit.annotation.surroundings import ZONES, Addressing, View
from stancekit.gazetteer import StateMention

PREPOSITIONS = {
    "place": {"in", "at", "near", "inside", "across", "around", "off", "via"},
    "topic": {"about", "on", "over", "regarding", "concerning"},
    "toward": {"with", "toward", "towards", "against", "to", "for", "thank", "thanked", "urged", "accused", "blamed"},
    "from": {"from", "by", "of"},
    "between": {"between", "and", "both"},
}
BODIES = frozenset(
    "side government authorities administration leadership counterpart counterparts colleagues colleague "
    "partners partner people president prime minister foreign ministry leaders leader officials embassy "
    "ambassador friends brothers team delegation army forces troops military navy policy decision proposal "
    "regime friend neighbour neighbours neighbor neighbors parliament capitals elite elites politicians diplomats "
    "administrations governments states countries allies bureaucrats".split()
)
TOPICS = frozenset(
    "crisis conflict war issue file question events problem track settlement peace border dispute affair "
    "affairs".split()
)
STANCE_FROM = frozenset(
    "distant away distance distanced isolated independent independence expect expects expected expecting demand "
    "demands demanded lessons orders want wants wanted apology answer answers reply response hear heard".split()
)
"""“Distant from Dorva”, “an answer from Dorva”: toward it; “grain from Dorva” is not."""
ACTS = frozenset("is has was had must should would will and did does never to could".split())
LIST = re.compile(r"\s*(?:,|,? (?:and|or|as well as)|/)\s+(?:the\s+)?", re.IGNORECASE)
BLOC_KINDS = ("organisation", "europe")
"""A bloc is addressed as a state is; what few articles say of blocs is no reason to think otherwise."""
EARLY = 25
"""Characters from the start of a quote within which a name stands early."""


class Candidate(NamedTuple):
    """A state with its features; ``mention`` is the place that names it best, ``zone`` where that stands."""

    state: str
    mention: StateMention | None
    zone: str
    features: dict[str, float]
    joined: frozenset[str] = frozenset()
    """States that the quote names in one breath with it: Berlin and Paris, the US and NATO."""


@dataclass(frozen=True)
class Address:
    """What the quotes so far say about who is addressed: states of the quote before, and of this speaker's last."""

    before: frozenset[str] = frozenset()
    same_speaker: frozenset[str] = frozenset()
    other_speakers: frozenset[str] = frozenset()

    def of(self, state: str) -> list[str]:
        """How a state has been addressed, or has spoken, so far."""
        labels = (("before", self.before), ("same speaker", self.same_speaker), ("spoke", self.other_speakers))
        return [label for label, states in labels if state in states]


def candidates(known: Addressing, quote: QuoteSpans, own: str | None, history: Address) -> list[Candidate]:
    """The states that a quote may address, with their features.

    Parameters
    ----------
    known
        The article's states.
    quote
        The quote.
    own
        The speaker's state: never a candidate.
    history
        Whom the quotes before address.

    Returns
    -------
    list of Candidate
        One for each state in the quote, its paragraph, the paragraph before, the title, or the history.
    """
    view = View.of(known, quote, own)
    states = view.by_state.keys() | history.before | history.same_speaker
    states.discard(own or "")
    joined = _joined(known.text, view.zones["content"])
    return [_candidate(view, state, history, joined.get(state, frozenset())) for state in sorted(states)]


def _joined(text: str, inside: list[StateMention]) -> dict[str, frozenset[str]]:
    """The states that stand in one list with each state."""
    together: dict[str, set[str]] = {}
    for before, after in pairwise(inside):
        if before.state != after.state and LIST.fullmatch(text[before.end : after.start]):
            shared = together.setdefault(before.state, {before.state}) | together.get(after.state, {after.state})
            for state in shared:
                together[state] = shared
    return {state: frozenset(states - {state}) for state, states in together.items()}


def _candidate(view: View, state: str, history: Address, joined: frozenset[str]) -> Candidate:
    """One state, with what speaks for it."""
    named = view.by_state.get(state, {})
    zone = next((zone for zone in ZONES if zone in named), "history")
    inside = named.get("content")
    names = "named" if view.named else "open"
    features = {"bias": 1.0} | _salience(view, state)
    features |= {f"{place}|{names}": 1.0 for place in ZONES[1:] if place in named}
    if inside:
        features |= _inside(view.known, inside, state, view.named, view.quote.content[0].start_char)
        beside_own = any(m.state == view.own for m in view.zones["content"])
        features |= {f"in {view.quote.kind}": 1.0, "in beside own": float(beside_own)}
    elif view.named:
        features["others named"] = 1.0
    if state in view.fronted:
        features[f"fronted|{names}"] = 1.0
    if not view.named:
        features |= {f"open {name}": features[name] for name in ("share", "top", "local share", "local top")}
        features["nearest before"] = float(view.nearest == state)
        for manner in view.manner:
            features[f"open {manner}"] = features[f"open {manner}|{zone}"] = 1.0
        features["open short"] = float(view.short)
    where = "in" if inside else "out" if view.named else "open"
    features |= {f"{label}|{where}": 1.0 for label in history.of(state)}
    features["no own state"] = float(view.own is None)
    mention = named[zone][0] if zone != "history" else None
    return Candidate(state, mention, zone, features, joined)


def _salience(view: View, state: str) -> dict[str, float]:
    """How much the article, and the paragraphs around the quote, speak of a state."""
    count, local = view.known.counts[state], view.local
    return {
        "share": count / view.total,
        "top": float(count == view.most),
        "local share": local[state] / (local.total() or 1),
        "local top": float(bool(local) and local[state] == max(local.values())),
    }


def _inside(
    known: Addressing, inside: list[StateMention], state: str, others: frozenset[str], begin: int
) -> dict[str, float]:
    text = known.text
    features = {"in": 1.0, "in twice": float(len(inside) > 1), "in alone": float(others == {state})}
    features["in crowd"] = float(len(others) > 2)
    for mention in inside:
        if mention.kind not in BLOC_KINDS:
            features[f"in {mention.kind}"] = 1.0
        before = re.findall(r"[\w’']+", text[max(0, mention.start - 30) : mention.start].lower())
        after = re.findall(r"[\w’']+", text[mention.end : mention.end + 30].lower())
        after = [word for word in after if word not in ("s", "’s", "'s")]
        words = [word for word in before if word not in ("the", "a")]
        last = words[-1] if words else ""
        following = after[0] if after else ""
        if last == "from" and len(words) > 1 and words[-2] in STANCE_FROM:
            last = "toward"
        if last in PREPOSITIONS["place"] and following in BODIES:
            last = ""  # “in European capitals” is no place: whoever governs there is meant
        for label, group in PREPOSITIONS.items():
            if last in group:
                features[f"in {label}"] = 1.0
        features[f"after “{last}”"] = features[f"before “{following}”"] = 1.0
        if following in BODIES:
            features["in body"] = 1.0
        if following in TOPICS:
            features["in topic noun"] = 1.0
        if following in ACTS:
            features["in acts"] = 1.0
        if text[mention.end : mention.end + 2] in ("'s", "’s"):
            features["in owns"] = 1.0
    features["in early"] = float(inside[0].start - begin < EARLY)
    return features
