"""The frame of a quote: what its sentence says outside the quote.

Whatever comes in as context (a sentence, a paragraph, three paragraphs), the frame is the same, so that the
classifier sees in use what it saw in training.

Examples
--------
>>> frame("the gift", "Rain fell. Ms. Vela thanked Freedonia for the gift, then left. Night came.")
'Ms. Vela thanked Freedonia for …, then left'
>>> frame("We came to help. We shall stay.", "“We came to help,” Ms. Vela said, smiling. “We shall stay.”")
'…, Ms. Vela said, smiling. …'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

GAP = "…"
WORDS_EACH_SIDE = 6
"""The cue stands next to the quote; in longer frames the narrator's words outweigh the quote's."""

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"""[.!?…]["”’»)\]]*\s+(?=["“‘«(\[]*(?:[A-Z]|$))|\n""")
_ABBREVIATION = re.compile(r"(?:\b[A-Z][a-z]{0,2}|\b[A-Za-z](?:\.[A-Za-z])+|\bProf|\bRep|\bAmb)\.$")
_EDGE = ' \t\n"“”‘’«»()[].,;:—–-'
_DATELINE = re.compile(r"^[A-Z][A-Z .]+(?:, [^-–—]{1,30})?(?: \([^)]{1,20}\))? (?:--|[-–—]) ")
_OTHER_QUOTE = re.compile(r'[“"][^“”"]{25,}[”"]')
_MARKS = re.compile(r'["“”«»]')


class _Stretch(NamedTuple):
    start: int
    end: int


def frame(text: str, context: str) -> str:
    """What the sentence around a quote says outside it.

    Parameters
    ----------
    text
        The quote's content; fragments may be joined by a space.
    context
        A stretch of the article that holds the quote.

    Returns
    -------
    str
        The rest of the sentence with ``…`` in the quote's place, at most 6 words on each side; empty where
        the context does not hold the quote or says nothing beside it.
    """
    found = _places(text, context)
    if not found:
        return ""
    left = _DATELINE.sub("", _after_last_sentence(context[: found[0].start]))
    left = _OTHER_QUOTE.sub(GAP, left)
    right = _OTHER_QUOTE.sub(GAP, _before_next_sentence(context[found[-1].end :]))
    return _joined([_last_words(left), *_between(found, context), _first_words(right)])


def _places(text: str, context: str) -> list[_Stretch]:
    """Where the quote's words stand in the context, in order."""
    whole = context.find(text)
    if text and whole >= 0:
        return [_Stretch(whole, whole + len(text.rstrip(" .,!?")))]
    wanted = [word.lower() for word in _WORD.findall(text)]
    words = list(_WORD.finditer(context))
    matcher = SequenceMatcher(None, wanted, [word[0].lower() for word in words], autojunk=False)
    shortest = min(3, len(wanted))
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= max(1, shortest)]
    return [_Stretch(words[b.b].start(), words[b.b + b.size - 1].end()) for b in blocks]


def _between(found: list[_Stretch], context: str) -> Iterator[str]:
    """What stands between fragments; where that is a mark or an ending only, it is no cue."""
    for first, second in pairwise(found):
        gap = context[first.end : second.start]
        if any(len(word) > 2 for word in _WORD.findall(gap)):
            yield gap


def _after_last_sentence(before: str) -> str:
    start = 0
    for end in _SENTENCE_END.finditer(before):
        if not _ABBREVIATION.search(before[: end.start() + 1]):
            start = end.end()
    return before[start:]


def _before_next_sentence(after: str) -> str:
    for end in _SENTENCE_END.finditer(after):
        if not _ABBREVIATION.search(after[: end.start() + 1]):
            return after[: end.start()]
    return after


def _last_words(left: str) -> str:
    words = list(_WORD.finditer(left))
    return left[words[-WORDS_EACH_SIDE].start() :] if len(words) > WORDS_EACH_SIDE else left


def _first_words(right: str) -> str:
    words = list(_WORD.finditer(right))
    return right[: words[WORDS_EACH_SIDE - 1].end()] if len(words) > WORDS_EACH_SIDE else right


def _joined(parts: list[str]) -> str:
    """Left, between and right with a gap for the quote between each two; empty where nothing is said."""
    if not any(_WORD.search(part) for part in parts):
        return ""
    joined = f" {GAP} ".join(_MARKS.sub(" ", part).strip() for part in parts)
    tidy = re.sub(r"\s+([,;:])", r"\1", re.sub(r"\s+", " ", joined))
    return tidy.strip(_EDGE)
