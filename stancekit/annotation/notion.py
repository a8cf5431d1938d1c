"""What counts as a quote, and of which kind: the codebook's notion, and where PolNeAR's wider one differs."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from stancekit.annotation.contents import is_mark
from stancekit.annotation.linking import Attribution
from stancekit.annotation.words import tokens_of

ASKED = re.compile(r"(?:when |if |also )?(?:asked|pressed|questioned|quizzed)\b", re.IGNORECASE)
WAS_ASKED = re.compile(r"\b(?:was|were|is|are|been|being)\b.*\b(?:asked|pressed|questioned|quizzed)\b", re.IGNORECASE)
ASKED_ABOUT = re.compile(r"(?:asked|pressed|questioned|quizzed) (?:about|on|over)", re.IGNORECASE)
KEEPS_SILENT = re.compile(r"(?:.*\b)?(?:declin|refus)(?:e|es|ed|ing)(?: to)?", re.IGNORECASE)
TO_SPEAK = re.compile(
    r"(?:to )?(?:comment|say|answer|elaborate|respond|reply|speak|discuss|disclose|be drawn|be quoted)\b", re.IGNORECASE
)
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
NOBODY = frozenset({"this", "these", "each", "that", "which", "what"})
CLAUSE = frozenset({"that", "to", "whether", "how", "why"})
MIN_ALONE = 4
"""Words that a quotation needs without cue or without source: shorter ones are terms, titles, scare quotes."""


def counts(doc: Doc, attribution: Attribution) -> bool:
    """Whether an attribution is a quote by the codebook."""
    if (
        attribution.cue is not None
        and _is_question(attribution.cue)
        and not any(p.marked for p in attribution.contents)
    ):
        return False
    if attribution.source is not None and not _can_speak(doc, attribution):
        return False
    if attribution.cue is not None and _is_silence(doc, attribution, attribution.cue):
        return False
    punct = tokens_of(doc).punct
    words = sum(piece.end - piece.start - sum(punct[piece.start : piece.end]) for piece in attribution.contents)
    if attribution.cue is None:
        return words >= MIN_ALONE and attribution.source is not None
    # what nobody in the text says is more often a term (“what they call X”) than a quote
    return words >= (1 if attribution.source is not None else MIN_ALONE)


def _is_question(cue: Span) -> bool:
    """Whether a cue tells what somebody was asked: “Asked whether ...”, “was asked if ...”, “asked about ...”."""
    opens = cue.start - cue.sent.start <= 1 and bool(ASKED.match(cue.text))
    return opens or bool(WAS_ASKED.search(cue.text)) or bool(ASKED_ABOUT.fullmatch(cue.text))


def _is_silence(doc: Doc, attribution: Attribution, cue: Span) -> bool:
    """Whether nothing was said: “declined to comment”, “refused to say when”; an act of speech without content."""
    if any(piece.marked or piece.holds_marks for piece in attribution.contents):
        return False
    first = attribution.contents[0]
    return bool(KEEPS_SILENT.fullmatch(cue.text)) and bool(TO_SPEAK.match(doc[first.start : first.end].text))


def _can_speak(doc: Doc, attribution: Attribution) -> bool:
    """Whether a source has words here: “this reveals” has none, nor has “Kovar's call for calm” without a clause."""
    source, cue = attribution.source, attribution.cue
    assert source is not None
    if source[0].lower_ in NOBODY and cue is not None:
        return False
    owns = source[-1].text in POSSESSIVE or (source.end < len(doc) and doc[source.end].text in POSSESSIVE)
    if not owns or cue is None or cue.start < source.start:
        return True
    first = min(piece.start for piece in attribution.contents)
    return first < cue.start or any(token.lower_ in CLAUSE for token in doc[cue.start : first + 1])


def with_complementisers(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Take “that” into contents, where PolNeAR's annotators have it and the codebook does not."""
    said = {i for attribution in found for piece in attribution.contents for i in range(piece.start, piece.end)}
    for attribution in found:
        if attribution.cue is None:
            continue
        parts = [attribution.cue, *([attribution.source] if attribution.source is not None else [])]
        kept = said | {i for part in parts for i in range(part.start, part.end)}
        for piece in attribution.contents:
            before = piece.start - 1
            while before > 0 and is_mark(doc[before].text):
                before -= 1
            if before >= 0 and doc[before].lower_ == "that" and before not in kept:
                piece.start = before
    return found


def kind_of(doc: Doc, attribution: Attribution) -> str:
    """``direct``, ``mixed`` or ``indirect``, by where the marks stand."""
    if not any(piece.marked or piece.holds_marks for piece in attribution.contents):
        return "indirect"
    if not all(piece.marked for piece in attribution.contents):
        return "mixed"
    first = attribution.contents[0].start
    follows_cue = attribution.cue is not None and attribution.cue.end <= first
    # “to help” after a cue is a part of a reported clause; a quotation begins like a sentence
    return "mixed" if follows_cue and doc[first].text[:1].islower() else "direct"
