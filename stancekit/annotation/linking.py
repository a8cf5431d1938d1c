"""Which cue and which source belong to which content: attribution within a paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from spacy.tokens import Doc, Span

from stancekit.annotation.contents import Piece
from stancekit.annotation.distances import sentence_ends

UNLINKED = 0.5
"""Confidence in a link that nothing in the paragraph tells: a source taken over, a quotation without a cue."""
BRIDGED = 4
"""Words of a gap in reported speech that are taken for said."""
FRONTED = frozenset({"asked", "pressed", "questioned", "quizzed", "on", "regarding", "concerning", "when", "as"})
"""Words with which a sentence begins that names the topic before its speaker."""


class Affinity(Protocol):
    """How well a cue goes with a content and with a source; more than ``least_*`` for what may be linked."""

    least_content: float
    least_source: float

    def content(self, cue: Span, piece: Piece) -> float:
        """Affinity of a cue and a piece of content."""

    def source(self, cue: Span, source: Span) -> float:
        """Affinity of a cue and a source."""


@dataclass
class Attribution:
    """Contents under one cue and its source; any of the two may be missing."""

    contents: list[Piece] = field(default_factory=list)
    cue: Span | None = None
    source: Span | None = None
    confidence: float = UNLINKED
    """Affinity of the contents to the cue times that of the source, 0 to 1."""

    @property
    def start(self) -> int:
        """First token of the content."""
        return min(piece.start for piece in self.contents)


def link(
    doc: Doc, contents: list[Piece], cues: list[Span], sources: list[Span], affinity: Affinity
) -> list[Attribution]:
    """Attributions of one paragraph, in text order.

    Parameters
    ----------
    doc
        The article, with sentence starts.
    contents, cues, sources
        What was found in the paragraph, each in text order and disjoint.
    affinity
        Which of them go together.

    Returns
    -------
    list of Attribution
        Contents that no cue reaches make an attribution of their own if they stand in marks, and are dropped
        if they don't.
    """
    under: dict[int, list[Piece]] = {}
    alone: list[Piece] = []
    for piece in contents:
        scores = [affinity.content(cue, piece) for cue in cues]
        best = max(range(len(cues)), key=scores.__getitem__, default=None)
        if best is not None and scores[best] > affinity.least_content:
            under.setdefault(best, []).append(piece)
        else:
            alone.append(piece)
    found = []
    for index, group in under.items():
        group = _bridged(doc, _without_topic(doc, group, cues[index]), cues, sources)
        source, sure = best_source(cues[index], sources, affinity)
        for part in _fragments(doc, group):
            said = sum(affinity.content(cues[index], piece) for piece in part) / len(part)
            found.append(Attribution(part, cues[index], source, min(1.0, max(0.0, said)) * sure))
    for piece in alone:
        if piece.marked and not _interrupted(doc, piece, found):
            found.append(Attribution([piece]))
    _share_sources(found)
    return sorted(found, key=lambda attribution: attribution.start)


def best_source(cue: Span, sources: list[Span], affinity: Affinity) -> tuple[Span | None, float]:
    """The source that goes best with a cue, and how well; None where none does."""
    scored = [(affinity.source(cue, source), -number) for number, source in enumerate(sources)]
    score, number = max(scored, default=(affinity.least_source, 0))
    if score > affinity.least_source:
        return sources[-number], min(1.0, score)
    return None, UNLINKED


def _without_topic(doc: Doc, group: list[Piece], cue: Span) -> list[Piece]:
    """Leave out what a speaker is asked or comments on: “Commenting on the talks, Kovar said that ...”.

    Where “that” opens what is said, nothing before the cue is: “The row went on as Kovar said that ...”.
    """
    clause = any(piece.start > cue.start and doc[piece.start - 1].lower_ == "that" for piece in group)
    kept = [
        piece
        for piece in group
        if piece.marked or piece.start > cue.start or not (clause or _fronted(doc[piece.start].sent[0].lower_))
    ]
    return kept if kept else group


def _fronted(opening: str) -> bool:
    return opening in FRONTED or opening.endswith("ing")


def _interrupted(doc: Doc, piece: Piece, found: list[Attribution]) -> bool:
    """Whether a quotation goes on that a cue interrupted, and then does so: “A,” he went on. “B.”"""
    for attribution in found:
        clause = [span for span in (attribution.cue, attribution.source) if span is not None]
        last = max((span.end for span in clause), default=piece.end)
        before = all(said.marked and said.end <= last for said in attribution.contents)
        # one word may stand between: “Kovar went | on”
        between = [i for i in range(last, piece.start) if not doc[i].is_punct and not doc[i].is_space]
        if last <= piece.start and before and len(between) < 2:
            attribution.contents.append(piece)
            return True
    return False


def _bridged(doc: Doc, group: list[Piece], cues: list[Span], sources: list[Span]) -> list[Piece]:
    """Close small gaps in reported speech; what a long one cuts off is not said.

    Only a cue, a source or marks part a quote into fragments; a gap of anything else is a word misread, or the
    writer going on.
    """
    roles = {i for span in (*cues, *sources) for i in range(span.start, span.end)}
    kept = [group[0]]
    for piece in group[1:]:
        before = kept[-1]
        gap = range(before.end, piece.start)
        if before.marked or piece.marked or not roles.isdisjoint(gap) or sentence_ends(doc, before.end, piece.start):
            kept.append(piece)
        elif len(gap) <= BRIDGED:
            kept[-1] = Piece(before.start, piece.end, False, before.holds_marks or piece.holds_marks)
        elif piece.end - piece.start > before.end - before.start:
            kept[-1] = piece
    return kept


def _fragments(doc: Doc, group: list[Piece]) -> list[list[Piece]]:
    """Contents of one cue as quotes: fragments of one, unless a new sentence in reported speech starts."""
    parts: list[list[Piece]] = [[group[0]]]
    for piece in group[1:]:
        before = parts[-1][-1]
        ends = sentence_ends(doc, before.end, piece.start)
        # small letters go on with the clause, whatever stop a machine put before them
        if ends and before.marked != piece.marked and not doc[piece.start].text[:1].islower():
            parts.append([piece])
        else:
            parts[-1].append(piece)
    return parts


def _share_sources(found: list[Attribution]) -> None:
    """A cue without a source of its own (“..., adding that”) has that of the quote before it."""
    previous: Span | None = None
    for attribution in sorted(found, key=lambda a: a.cue.start if a.cue is not None else a.start):
        if attribution.source is None and previous is not None:
            attribution.source = previous
        previous = attribution.source if attribution.source is not None else previous
