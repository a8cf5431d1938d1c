"""Which cue and source a content goes with, told by the words between them alone.

For Docs whose roles come without the reader's vectors: annotated by hand, or by another tagger. Costs count words
between, and add for what should not be crossed (another cue, a sentence end). Everything is in tokens.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

from stancekit.annotation.contents import Piece, is_mark

CROSS_CUE = 12.0
CROSS_SENTENCE = 6.0
CROSS_CONTENT = 4.0
LOOKS_AHEAD = 5.0
"""“..., adding that”: a participle reports what follows it, not what stands before."""
FAR = 40.0
FAR_SOURCE = 30.0


class Distances:
    """Affinities within one paragraph from distances; see :class:`stancekit.annotation.linking.Affinity`."""

    least_content = 0.0
    least_source = 0.0

    def __init__(self, doc: Doc, contents: list[Piece], cues: list[Span]) -> None:
        self.doc = doc
        self.contents = contents
        self.cues = cues

    def content(self, cue: Span, piece: Piece) -> float:
        """1 for what touches the cue, below 0 for what is out of its reach."""
        first, last = (piece.end, cue.start) if piece.end <= cue.start else (cue.end, piece.start)
        cost = self._crossed(cue, first, last)
        between = (other for other in self.contents if other is not piece)
        cost += CROSS_CONTENT * sum(first <= other.start and other.end <= last for other in between)
        ends = sentence_ends(self.doc, first, last)
        # “A,” he said. “B.” goes on over the stop; words without marks do not
        cost += CROSS_SENTENCE * ends * (0.3 if piece.marked else 2.0)
        if piece.end <= cue.start and not piece.marked and cue[0].lower_.endswith("ing"):
            cost += LOOKS_AHEAD
        return 1 - cost / FAR

    def source(self, cue: Span, source: Span) -> float:
        """1 for what touches the cue, below 0 for what is out of its reach."""
        first, last = (source.end, cue.start) if source.end <= cue.start else (cue.end, source.start)
        cost = self._crossed(cue, first, last) + (2.0 if source.start > cue.start else 0.0)
        cost += CROSS_CONTENT * sum(first <= piece.start and piece.end <= last for piece in self.contents)
        cost += 2 * CROSS_SENTENCE * sentence_ends(self.doc, first, last)
        return 1 - cost / FAR_SOURCE

    def _crossed(self, cue: Span, first: int, last: int) -> float:
        """Words between, the complementiser left out since it ties a content to its cue; and cues between."""
        tokens = (self.doc[i] for i in range(first, last))
        words = sum(not (t.is_punct or t.is_space or is_mark(t.text) or t.lower_ == "that") for t in tokens)
        others = (other for other in self.cues if other is not cue)
        return words + CROSS_CUE * sum(first <= other.start and other.end <= last for other in others)


def sentence_ends(doc: Doc, first: int, last: int) -> int:
    """Sentences that begin in ``(first, last]``."""
    return sum(bool(doc[i].is_sent_start) for i in range(first + 1, min(last + 1, len(doc))))
