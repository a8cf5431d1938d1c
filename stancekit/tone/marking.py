"""What the tone classifier is shown of a quote.

The same words can be hostile to one state and friendly to another, and a model that sees names learns which
countries tend to be scolded. So the states are taken out and only their part is left: the state that is
addressed becomes *the target country*, the speaker's own *our country*, every other *another country*.

The words of reporting lie outside a quote's content and often decide its tone (*thanked* …, *accused* …).
They are shown too, as a frame: the rest of the sentence around the quote, before the quote itself.

Examples
--------
>>> class Mention(NamedTuple):
...     start: int
...     end: int
...     state: str
...     kind: str
>>> def find(text):
...     names = {"Ruritania": "RU", "Freedonia": "FR"}
...     return [Mention(m.start(), m.end(), names[m[0]], "name")
...             for m in re.finditer("Ruritania|Freedonia", text)]
>>> mark("Ruritania broke its word", "RU", "FR", "Freedonia said that Ruritania broke its word.", find=find)
'our country said that … [SEP] the target country broke its word'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from stancekit.gazetteer import gazetteer
from stancekit.quotation_marks import plainly
from stancekit.tone.frame import frame

SEPARATOR = " [SEP] "
"""Between frame and quote; the word-piece tokenizer reads it as its own mark between two texts."""

_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?)\s+$")
_SHOWN = {
    "adjective": {"target": "target-country", "own": "our", "other": "foreign"},
    "leader": {"target": "the target country’s leader", "own": "our leader", "other": "a foreign leader"},
    "name": {"target": "the target country", "own": "our country", "other": "another country"},
}
_BRINGS_ITS_ARTICLE = ("the ", "our", "a")
_UNNAMED = "To the target country: "


class Mention(Protocol):
    """A state named in a text: code-point offsets, code, and how it is named (``adjective``, ``leader``, …)."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def kind(self) -> str: ...


Find = Callable[[str], Sequence[Mention]]


class _Masked(NamedTuple):
    text: str
    target_named: bool


def mark(
    text: str,
    counterpart: str | None = None,
    speaker_state: str | None = None,
    context: str | None = None,
    *,
    find: Find | None = None,
) -> str:
    """The quote as the classifier sees it: frame, separator, quote, with states replaced by their part.

    Parameters
    ----------
    text
        The quote's content.
    counterpart, speaker_state
        Codes (``RU``, ``EU``). Without a counterpart there is nothing to mark: names stay as they are.
    context
        The sentence or paragraph that holds the quote; only the rest of the quote's sentence is used.
    find
        Finds the states in a text; the gazetteer by default.

    Returns
    -------
    str
        Text for the encoder. Where the quote does not name the counterpart, it opens with *To the target
        country:*, so that every marked quote says that there is a target.
    """
    finder = find or gazetteer().find
    text = plainly(text)
    around = frame(text, plainly(context)) if context else ""
    if counterpart:
        quote = _mask(text, counterpart, speaker_state, finder)
        body = quote.text if quote.target_named else _UNNAMED + quote.text
        around = _mask(around, counterpart, speaker_state, finder).text
    else:
        body = text
    return around + SEPARATOR + body if around else body


def mark_all(
    texts: Iterable[str],
    counterparts: Iterable[str | None],
    speaker_states: Iterable[str | None],
    contexts: Iterable[str | None],
    *,
    find: Find | None = None,
) -> list[str]:
    """`mark` for columns of equal length."""
    finder = find or gazetteer().find
    columns = zip(texts, counterparts, speaker_states, contexts, strict=True)
    return [mark(*row, find=finder) for row in columns]


def _mask(text: str, counterpart: str, own: str | None, find: Find) -> _Masked:
    pieces: list[str] = []
    at = 0
    named = False
    for mention in sorted(find(text), key=lambda found: (found.start, -found.end)):
        if mention.start < at:  # overlaps a longer mention that has been replaced
            continue
        part = _part(mention.state, counterpart, own)
        named = named or part == "target"
        pieces += _replaced(text[at : mention.start], part, mention.kind)
        at = mention.end
    return _Masked("".join(pieces) + text[at:], named)


def _part(state: str, counterpart: str, own: str | None) -> str:
    if state == counterpart:
        return "target"
    return "own" if state == own else "other"


def _replaced(before: str, part: str, kind: str) -> tuple[str, str]:
    """The text before a mention, without an article that the replacement brings, and the replacement."""
    new = _SHOWN.get(kind, _SHOWN["name"])[part]
    if new.startswith(_BRINGS_ITS_ARTICLE):
        before = _ARTICLE.sub("", before)
    return before, new
