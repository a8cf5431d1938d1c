"""Which states a quote may address, and what speaks for each: candidates and their features.

A candidate is a state named in the quote, around it, or by the quotes before. The features are those of
discourse: where the name stands, what stands before and after it, who has been addressed so far. They are
weighed by a small table that ``stancekit.training.counterparts`` learns; see :mod:`stancekit.annotation.counterparts`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc

from stancekit.annotation import layout
from stancekit.annotation.layers import QuoteSpans
from stancekit.annotation.states import States
from stancekit.annotation.words import text_of
from stancekit.gazetteer import StateMention

ZONES = ("content", "clause", "before", "after", "question", "previous", "title")
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
THIRD = re.compile(
    r"\b(?:they|them|their|theirs|these|those|he|his|him|she|her|it|its|this group|neighbou?rs?|adversar\w+|"
    r"partners?|colleagues?|counterparts?|the other side|friends?|brothers?)\b",
    re.IGNORECASE,
)
SECOND = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
MUTUAL = re.compile(
    r"\b(?:both sides|each other|the two|bilateral|talks|dialogue|negotiat\w+|relations|our two|together|agreement)\b",
    re.IGNORECASE,
)
ASKED = re.compile(r"\?|\b(?:asked|question|pressed|commenting|speaking) (?:about|on|whether|if|by|of)?", re.IGNORECASE)


FRONTED = re.compile(
    r"""["“‘']?(?:\w+ing|[Aa]sked|[Pp]ressed|[Oo]n|[Aa]s for|[Rr]egarding|[Aa]bout|[Tt]o|[Tt]oward|[Oo]f)\b[^.]*,"""
)
LIST = re.compile(r"\s*(?:,|,? (?:and|or|as well as)|/)\s+(?:the\s+)?", re.IGNORECASE)
NEAR = 2
"""Paragraphs before the quote's own that tell what the talk is about just now."""
BLOC_KINDS = ("organisation", "europe")
"""A bloc is addressed as a state is; what few articles say of blocs is no reason to think otherwise."""
EARLY = 25
"""Characters from the start of a quote within which a name stands early."""


@dataclass(frozen=True)
class Candidate:
    """A state with its features; ``mention`` is the place that names it best, ``zone`` where that stands."""

    state: str
    mention: StateMention | None
    zone: str
    features: dict[str, float]
    joined: frozenset[str] = frozenset()
    """States that the quote names in one breath with it: Berlin and Paris, the US and NATO."""


@dataclass
class Addressing:
    """What is known of an article's states, for all of its quotes."""

    doc: Doc
    text: str
    states: States
    mentions: list[StateMention]
    paragraphs: list[tuple[int, int]]
    title: tuple[int, int] | None
    counts: Counter[str]

    @classmethod
    def of(cls, doc: Doc) -> Addressing:
        """Take the state names of a Doc; a dateline addresses nobody."""
        text = text_of(doc)
        states = States(doc)
        mentions = [m for m in states if m.kind != "dateline"]
        counts = Counter(mention.state for mention in mentions)
        return cls(doc, text, states, mentions, layout.paragraphs(text), layout.headline(text), counts)

    def within(self, start: int, end: int) -> list[StateMention]:
        """Mentions that start within a range of characters."""
        return [mention for mention in self.states.within(start, end) if mention.kind != "dateline"]

    def paragraph_at(self, offset: int) -> int:
        """Number of the paragraph that a character stands in."""
        return max(0, bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph[0]) - 1)


@dataclass(frozen=True)
class Address:
    """What the quotes so far say about who is addressed: states of the quote before, and of this speaker's last."""

    before: frozenset[str] = frozenset()
    same_speaker: frozenset[str] = frozenset()
    other_speakers: frozenset[str] = frozenset()


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
    zones = _zones(known, quote)
    states = {mention.state for found in zones.values() for mention in found} | history.before | history.same_speaker
    states.discard(own or "")
    others = {m.state for m in zones["content"] if m.state != own}
    found = [_candidate(known, zones, state, quote, others, history, own) for state in sorted(states)]
    joined = _joined(known.text, zones["content"])
    return [replace(candidate, joined=joined.get(candidate.state, frozenset())) for candidate in found]


def _joined(text: str, inside: list[StateMention]) -> dict[str, frozenset[str]]:
    """The states that stand in one list with each state."""
    together: dict[str, set[str]] = {}
    for before, after in pairwise(inside):
        if before.state != after.state and LIST.fullmatch(text[before.end : after.start]):
            shared = together.setdefault(before.state, {before.state}) | together.get(after.state, {after.state})
            for state in shared:
                together[state] = shared
    return {state: frozenset(states - {state}) for state, states in together.items()}


def _zones(known: Addressing, quote: QuoteSpans) -> dict[str, list[StateMention]]:
    doc = known.doc
    pieces = [(span.start_char, span.end_char) for span in quote.content]
    inside = [m for start, end in pieces for m in known.within(start, end)]
    first, last = pieces[0][0], pieces[-1][1]
    sentence = doc[quote.start].sent.start_char, doc[quote.end - 1].sent.end_char
    number = known.paragraph_at(first)
    paragraph = known.paragraphs[number] if known.paragraphs else (0, len(known.text))
    previous = known.paragraphs[number - 1] if number else (0, 0)
    source = quote.source
    taken = {m.start for m in inside}
    if source is not None:
        taken |= {m.start for m in known.within(source.start_char, source.end_char)}
    title = known.title or (0, 0)

    def free(start: int, end: int) -> list[StateMention]:
        return [m for m in known.within(start, end) if m.start not in taken]

    clause = free(*sentence)
    taken |= {m.start for m in clause}
    asked = bool(ASKED.search(known.text[slice(*previous)])) and number > 0
    return {
        "content": inside,
        "clause": clause,
        "before": free(paragraph[0], first),
        "after": free(last, paragraph[1]),
        "question": free(*previous) if asked else [],
        "previous": [] if asked else free(*previous),
        "title": free(*title),
    }


def _candidate(
    known: Addressing,
    zones: dict[str, list[StateMention]],
    state: str,
    quote: QuoteSpans,
    others: set[str],
    history: Address,
    own: str | None,
) -> Candidate:
    named = {zone: [m for m in found if m.state == state] for zone, found in zones.items()}
    zone = next((zone for zone in ZONES if named[zone]), "history")
    inside = named["content"]
    features: dict[str, float] = {"bias": 1.0}
    total = sum(count for s, count in known.counts.items() if s != own) or 1
    features["share"] = known.counts[state] / total
    features["top"] = float(known.counts[state] == max((c for s, c in known.counts.items() if s != own), default=0))
    local = _local(known, quote, own)
    features["local share"] = local[state] / (local.total() or 1)
    features["local top"] = float(bool(local) and local[state] == max(local.values()))
    open_content = not others
    for place in ZONES[1:]:
        if named[place]:
            features[f"{place}|{'open' if open_content else 'named'}"] = 1.0
    if inside:
        features |= _inside(known, inside, state, others, quote.content[0].start_char)
        features |= {f"in {quote.kind}": 1.0, "in beside own": float(any(m.state == own for m in zones["content"]))}
    elif others:
        features["others named"] = 1.0
    if _fronted(known, quote, zones["clause"], state):
        features[f"fronted|{'open' if open_content else 'named'}"] = 1.0
    if open_content:
        features |= _open(_text(quote), zone)
        outside = [m for place in ("previous", "question", "before", "clause") for m in zones[place] if m.state != own]
        earlier = [m for m in outside if m.start < quote.content[0].start_char]
        features["nearest before"] = float(bool(earlier) and max(earlier, key=lambda m: m.start).state == state)
        for name in ("share", "top", "local share", "local top"):
            features[f"open {name}"] = features[name]
    for label, states in (
        ("before", history.before),
        ("same speaker", history.same_speaker),
        ("spoke", history.other_speakers),
    ):
        if state in states:
            features[f"{label}|{'open' if open_content else 'in' if inside else 'out'}"] = 1.0
    features["no own state"] = float(own is None)
    mention = named[zone][0] if zone != "history" and named[zone] else None
    return Candidate(state, mention, zone, features)


def _open(content: str, zone: str) -> dict[str, float]:
    """Features of a quote that names no state: how it speaks of whoever is meant."""
    features = {"open short": float(len(content.split()) < 8)}
    for label, pattern in (("third", THIRD), ("second", SECOND), ("mutual", MUTUAL)):
        if pattern.search(content):
            features |= {f"open {label}": 1.0, f"open {label}|{zone}": 1.0}
    return features


def _inside(
    known: Addressing, inside: list[StateMention], state: str, others: set[str], begin: int
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


def _local(known: Addressing, quote: QuoteSpans, own: str | None) -> Counter[str]:
    """How often states other than the speaker's own are named in the quote's paragraph and the ones right before."""
    number = known.paragraph_at(quote.content[0].start_char)
    start = known.paragraphs[max(0, number - NEAR)][0] if known.paragraphs else 0
    end = max(quote.content[-1].end_char, known.paragraphs[number][1] if known.paragraphs else 0)
    return Counter(mention.state for mention in known.within(start, end) if mention.state != own)


def _fronted(known: Addressing, quote: QuoteSpans, clause: list[StateMention], state: str) -> bool:
    """“Criticising the Dorvan elite, she said”: whether a state stands in what opens the sentence of reporting."""
    if quote.source is None:
        return False
    begin = quote.source.sent.start_char
    opening = known.text[begin : quote.source.start_char]
    return bool(FRONTED.match(opening)) and any(
        m.state == state and begin <= m.start < quote.source.start_char for m in clause
    )


def _text(quote: QuoteSpans) -> str:
    return " ".join(span.text for span in quote.content)
