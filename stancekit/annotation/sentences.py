"""Where sentences start: a rule over tokens that never cuts a reporting clause off its quote."""

from __future__ import annotations

from spacy.tokens import Doc

from stancekit.annotation.words import Tokens, tokens_of

STOPS = frozenset({".", "!", "?", "…", "...", ".."})
CLOSING = frozenset({"”", '"', "’", "'", "''", "»", "“", ")", "]", ","})
MARKS = frozenset({"”", '"', "’", "''", "»", "“"})


def sentence_starts(doc: Doc, reporting: set[int]) -> list[bool]:
    """Tell for each token whether a sentence starts there.

    A sentence ends at a stop (with the closing marks after it) or at a line end. It goes on where the next
    token is lower case, or where a closing mark is followed by the source or the cue of a reporting clause
    (“Never!” Kovar said).

    Parameters
    ----------
    doc
        A tokenized Doc.
    reporting
        Indices of the tokens that the reader takes for source or cue.

    Returns
    -------
    list of bool
        One for each token.
    """
    tokens = tokens_of(doc)
    starts = [False] * len(doc)
    pending, line_end, marked = True, True, False
    for i, text in enumerate(tokens.words):
        if tokens.blank[i]:
            if "\n" in text:
                pending = line_end = True
            continue
        if pending and (line_end or not _goes_on(tokens, i, marked, reporting)):
            starts[i], pending, line_end, marked = True, False, False, False
        elif pending and text not in CLOSING:
            pending = marked = False
        if text in STOPS:
            pending, marked = True, False
        elif pending and text in CLOSING:
            marked = marked or text in MARKS
    if len(doc):
        starts[0] = True
    return starts


def _goes_on(tokens: Tokens, i: int, marked: bool, reporting: set[int]) -> bool:
    word = tokens.words[i]
    if word in CLOSING and not (word in ('"', "“", "'") and _opens(tokens, i)):
        return True
    return word[:1].islower() or (marked and i in reporting)


def _opens(tokens: Tokens, i: int) -> bool:
    """A mark that stands after white space and before none opens a quote."""
    before = i == 0 or tokens.spaced[i - 1] or tokens.blank[i - 1]
    return before and not tokens.spaced[i]
