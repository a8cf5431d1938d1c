"""Which cue and which source belong to which content: attribution within a paragraph.

Contents go to the cue that costs least to reach, cues to the source that does; the costs count words between,
and add for what should not be crossed (another cue, a sentence end). Everything is in tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from stancekit.annotation.contents import Piece, is_mark

CROSS_CUE = 12.0
CROSS_SENTENCE = 6.0
CROSS_CONTENT = 4.0
FRONTED = frozenset({"asked", "pressed", "questioned", "quizzed", "on", "regarding", "concerning", "when", "as"})
"""Words with which a sentence begins that names the topic before its speaker."""
LOOKS_AHEAD = 5.0
"""“..., adding that”: a participle reports what follows it, not what stands before."""
FAR = 40.0
FAR_SOURCE = 30.0


@dataclass
class Attribution:
    """Contents under one cue and its source; any of the two may be missing."""

    contents: list[Piece] = field(default_factory=list)
    cue: Span | None = None
    source: Span | None = None

    @property
    def start(self) -> int:
        """First token of the content."""
        return min(piece.start for piece in self.contents)


def link(doc: Doc, contents: list[Piece], cues: list[Span], sources: list[Span]) -> list[Attribution]:
    """Attributions of one paragraph, in text order.

    Parameters
    ----------
    doc
        The article, with sentence starts.
    contents, cues, sources
        What the reader found in the paragraph, each in text order and disjoint.

    Returns
    -------
    list of Attribution
        Contents that no cue reaches make an attribution of their own if they stand in marks, and are dropped
        if they don't.
    """
    under: dict[int, list[Piece]] = {}
    alone: list[Piece] = []
    for piece in contents:
        costs = [_content_cost(doc, piece, cue, cues, contents) for cue in cues]
        best = min(range(len(cues)), key=costs.__getitem__, default=None)
        if best is not None and costs[best] < FAR:
            under.setdefault(best, []).append(piece)
        else:
            alone.append(piece)
    found = []
    for index, group in under.items():
        group = _without_topic(doc, group, cues[index])
        source = nearest_source(doc, cues[index], sources, cues, contents)
        found += [Attribution(part, cues[index], source) for part in _fragments(doc, group)]
    found += [Attribution([piece]) for piece in alone if piece.marked]
    _share_sources(doc, found)
    return sorted(found, key=lambda attribution: attribution.start)


def _content_cost(doc: Doc, piece: Piece, cue: Span, cues: list[Span], contents: list[Piece]) -> float:
    first, last = (piece.end, cue.start) if piece.end <= cue.start else (cue.end, piece.start)
    cost = float(_words(doc, first, last))
    cost += CROSS_CUE * sum(other is not cue and first <= other.start and other.end <= last for other in cues)
    cost += CROSS_CONTENT * sum(other is not piece and first <= other.start and other.end <= last for other in contents)
    ends = _sentence_ends(doc, first, last)
    # “A,” he said. “B.” goes on over the stop; words without marks do not
    cost += CROSS_SENTENCE * ends * (0.3 if piece.marked else 2.0)
    if piece.end <= cue.start and not piece.marked and cue[0].lower_.endswith("ing"):
        cost += LOOKS_AHEAD
    return cost


def nearest_source(doc: Doc, cue: Span, sources: list[Span], cues: list[Span], contents: list[Piece]) -> Span | None:
    """The source that is cheapest to reach from a cue, or None where all are too far."""
    best: Span | None = None
    lowest = FAR_SOURCE
    for source in sources:
        first, last = (source.end, cue.start) if source.end <= cue.start else (cue.end, source.start)
        cost = float(_words(doc, first, last)) + (2.0 if source.start > cue.start else 0.0)
        cost += CROSS_CUE * sum(other is not cue and first <= other.start and other.end <= last for other in cues)
        cost += CROSS_CONTENT * sum(first <= piece.start and piece.end <= last for piece in contents)
        cost += 2 * CROSS_SENTENCE * _sentence_ends(doc, first, last)
        if cost < lowest:
            best, lowest = source, cost
    return best


def _without_topic(doc: Doc, group: list[Piece], cue: Span) -> list[Piece]:
    """Leave out what a speaker is asked or comments on: “Commenting on the talks, Kovar said that ...”."""
    kept = [
        piece
        for piece in group
        if piece.marked or piece.start > cue.start or not _fronted(doc[piece.start].sent[0].lower_)
    ]
    return kept if kept else group


def _fronted(opening: str) -> bool:
    return opening in FRONTED or opening.endswith("ing")


def _fragments(doc: Doc, group: list[Piece]) -> list[list[Piece]]:
    """Contents of one cue as quotes: fragments of one, unless a new sentence in reported speech starts."""
    parts: list[list[Piece]] = [[group[0]]]
    for piece in group[1:]:
        before = parts[-1][-1]
        ends = _sentence_ends(doc, before.end, piece.start)
        if ends and before.marked != piece.marked:
            parts.append([piece])
        else:
            parts[-1].append(piece)
    return parts


def _share_sources(doc: Doc, found: list[Attribution]) -> None:
    """A cue without a source of its own (“..., adding that”) has that of the quote before it."""
    previous: Span | None = None
    for attribution in sorted(found, key=lambda a: a.cue.start if a.cue is not None else a.start):
        if attribution.source is None and previous is not None:
            attribution.source = previous
        previous = attribution.source if attribution.source is not None else previous


def _words(doc: Doc, first: int, last: int) -> int:
    """Words between, the complementiser left out: it ties a content to its cue."""
    tokens = (doc[i] for i in range(first, last))
    return sum(not (t.is_punct or t.is_space or is_mark(t.text) or t.lower_ == "that") for t in tokens)


def _sentence_ends(doc: Doc, first: int, last: int) -> int:
    return sum(bool(doc[i].is_sent_start) for i in range(first + 1, min(last + 1, len(doc))))
