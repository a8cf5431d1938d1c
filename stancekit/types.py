"""The records that travel between the two halves: plain, frozen, in the field's own terms.

Offsets are code points into the article's text *as given*: for every span,
``article.text[span.start:span.end] == span.text``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["hostile", "cautious", "constructive"]
Kind = Literal["direct", "mixed", "indirect"]

TONES: tuple[Tone, ...] = ("hostile", "cautious", "constructive")
KINDS: tuple[Kind, ...] = ("direct", "mixed", "indirect")


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it came in. ``text`` is never changed; offsets point into it."""

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article: ``article.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks.

    Parameters
    ----------
    name
        The fullest name the article gives, or None where no one is named.
    role
        The office as the article gives it (``deputy foreign minister``), or None.
    state
        ISO 3166-1 alpha-2, or EU, NATO, UN; None for who speaks for no state.
    confidence
        How sure person and state are, 0 to 1; None where nobody is known.
    """

    name: str | None = None
    role: str | None = None
    state: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A state toward which a quote takes a stance.

    Parameters
    ----------
    state
        ISO 3166-1 alpha-2, or EU, NATO, UN.
    mention
        What names it in the article, or None where only the dispute tells.
    found
        How it was found: ``named`` (in the quote), ``pronoun``, ``sentence``, ``question``, ``paragraph``.
    confidence
        How sure it is that the quote takes a stance toward the state, 0 to 1.
    """

    state: str
    mention: Span | None = None
    found: str = "named"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """The words an article presents as those of one source, with who says them and toward whom."""

    doc_id: str
    id: str
    text: str
    fragments: tuple[Span, ...]
    kind: Kind
    cue: Span | None = None
    source: Span | None = None
    speaker: Speaker = field(default_factory=Speaker)
    counterparts: tuple[Counterpart, ...] = ()
    context: str = ""
    """The sentence or sentences around the quote, the quote included; what the tone model may look at."""
    confidence: float | None = None
    """How sure the linking is that these words go with this cue and this source, 0 to 1."""
    read: tuple[str, str] | None = None
    """Text and context as the models read them, where that is not as they stand: one form of marks, case restored."""

    def _repr_html_(self) -> str:
        """The quote in its sentences, for a notebook."""
        from stancekit.rendering import show_quote  # here, as nothing else needs it

        return show_quote(self).html


@dataclass(frozen=True, slots=True)
class MarkedQuote:
    """A quote that somebody has marked by hand: offsets into the article's text as given, end exclusive.

    ``content`` has one range for each fragment.
    """

    content: tuple[tuple[int, int], ...]
    kind: Kind
    source: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """One row of the result: a quote toward one counterpart, with its tone.

    ``counterpart`` and everything after it are None for a quote that addresses no state.
    ``probabilities`` are in the order of ``TONES`` and sum to 1; ``tone_set`` holds the classes of the
    90 % prediction set.
    """

    quote: Quote
    counterpart: Counterpart | None = None
    tone: Tone | None = None
    probabilities: tuple[float, float, float] | None = None
    tone_set: tuple[Tone, ...] | None = None

    def _repr_html_(self) -> str:
        """The quote in its sentences, with its tone, for a notebook."""
        from stancekit.rendering import show_quote

        return show_quote(self).html
