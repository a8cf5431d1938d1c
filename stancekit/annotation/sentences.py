"""Where sentences start: a rule over tokens that never cuts a reporting clause off its quote."""

from __future__ import annotations

from spacy.tokens import Doc

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
    starts = [False] * len(doc)
    pending, line_end, marked = True, True, False
    for i, token in enumerate(doc):
        text = token.text
        if token.is_space:
            if "\n" in text:
                pending = line_end = True
            continue
        if pending and (line_end or not _goes_on(doc, i, marked, reporting)):
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


def _goes_on(doc: Doc, i: int, marked: bool, reporting: set[int]) -> bool:
    token = doc[i]
    if token.text in CLOSING and not (token.text in ('"', "“", "'") and _opens(doc, i)):
        return True
    first = token.text[:1]
    return first.islower() or (marked and i in reporting and "\n" not in doc[i - 1].text)


def _opens(doc: Doc, i: int) -> bool:
    """A mark that stands after white space and before none opens a quote."""
    before = i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space
    return before and not doc[i].whitespace_
