"""Names of persons, organisations and places, from the reader's probabilities to spans.

A name is read as a whole: where the words of one run disagree about its label, the run's sum decides. A name holds
a capital, unless the text has none; hyphenated words are not cut; articles, marks and possessives stay outside; what
is only the name of a people or its adjective (“Canadian”) is no name. The thresholds were chosen on GUM's and
Worldwide's development sets.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from spacy.tokens import Doc, Span

from stancekit.annotation.words import Tokens, tokens_of
from stancekit.gazetteer_tables import read_names, read_states

NAMES = ("PERSON", "ORG", "LOC")
NAMED = 0.55
"""Probability of any label at all above which a token belongs to a name."""
BEGINS = 0.6
"""How much likelier than going on a new name must be, to cut a run of names in two."""
HYPHENS = frozenset({"-", "–", "‑"})
OUTSIDE = frozenset(", ; : ( ) [ ] - – — ' ’ ‘ \" “ ” '' 's ’s the a an of and for in".split())


def entities(doc: Doc, probabilities: np.ndarray) -> list[Span]:
    """Spans of the names of a Doc.

    Parameters
    ----------
    doc
        A tokenized Doc.
    probabilities
        ``[token, 7]``: outside, then begin and inside for each of :data:`NAMES`.

    Returns
    -------
    list of spacy.tokens.Span
        Disjoint, in text order, labelled PERSON, ORG or LOC.
    """
    found = []
    tokens = tokens_of(doc)
    has_small_letters = any(map(str.islower, tokens.words))
    for start, end, label in _joined(tokens, _runs(probabilities)):
        while start < end and (tokens.lowered[start] in OUTSIDE or tokens.blank[start]):
            start += 1
        while start < end and (tokens.lowered[end - 1] in OUTSIDE or tokens.blank[end - 1]):
            end -= 1
        capital = any(letter.isupper() for word in tokens.words[start:end] for letter in word)
        if start < end and (capital or not has_small_letters or not tokens.words[start].isascii()):
            found.append(Span(doc, start, end, label=NAMES[label]))
    return [span for span in found if span.text not in peoples()]


@cache
def peoples() -> frozenset[str]:
    """Names of peoples and their adjectives, as the gazetteer spells them."""
    return frozenset(name.text for name in read_names(read_states()) if name.kind in ("demonym", "adjective"))


def _runs(probabilities: np.ndarray) -> list[tuple[int, int, int]]:
    """Runs of named tokens with the label that is likeliest over the whole of each."""
    begin, inside = probabilities[:, 1::2], probabilities[:, 2::2]
    each = begin + inside
    named = np.append(each.sum(axis=1) > NAMED, False)
    cut = begin.sum(axis=1) - inside.sum(axis=1) > BEGINS
    runs = []
    start = None
    for i, here in enumerate(named.tolist()):
        if start is not None and (not here or cut[i]):
            runs.append((start, i, int(each[start:i].sum(axis=0).argmax())))
            start = None
        if here and start is None:
            start = i
    return runs


def _joined(tokens: Tokens, runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Names that a hyphen ties are one, with the label of the longer; a hyphenated word belongs to it whole."""
    words = tokens.words
    found: list[tuple[int, int, int]] = []
    for start, end, label in runs:
        if found and _tied(tokens, found[-1][1], start):
            first, last, before = found.pop()
            start, label = first, (before if last - first >= end - start else label)
        floor = found[-1][1] if found else 0
        while start - 2 >= floor and _hyphen(tokens, start - 1) and words[start - 2][:1].isupper():
            start -= 2
        while end + 1 < len(words) and _hyphen(tokens, end) and words[end + 1][:1].isupper():
            end += 2
        if found and found[-1][1] > start:
            start = found[-1][1]
        if start < end:
            found.append((start, end, label))
    return found


def _tied(tokens: Tokens, end: int, start: int) -> bool:
    """Whether nothing but a hyphen stands between two names: “Golding|-|Pryce”, “Port-au-|Prince”."""
    if tokens.words[end - 1][-1:] in HYPHENS and end == start:
        return not tokens.spaced[end - 1]
    return start == end + 1 and _hyphen(tokens, end)


def _hyphen(tokens: Tokens, i: int) -> bool:
    """Whether a token is a hyphen inside of a word."""
    return tokens.words[i] in HYPHENS and i > 0 and not tokens.spaced[i - 1] and not tokens.spaced[i]
