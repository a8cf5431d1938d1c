"""What is to be shown of an article: its quotes, numbered, each with all it says toward whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stancekit.types import Quote, Span, Stance, Tone


@dataclass(frozen=True, slots=True)
class Numbered:
    """A quote with its stances (one at least) and the number it has among those that are shown."""

    number: int
    stances: tuple[Stance, ...]

    @property
    def quote(self) -> Quote:
        """What all its stances share."""
        return self.stances[0].quote

    @property
    def tones(self) -> tuple[Tone | None, ...]:
        """The tone toward each counterpart; one None where there is no counterpart."""
        return tuple(stance.tone for stance in self.stances)

    @property
    def spans(self) -> list[Span]:
        """All of it that stands in the article, in text order."""
        mentions = [stance.counterpart.mention for stance in self.stances if stance.counterpart]
        parts = [*self.quote.fragments, self.quote.cue, self.quote.source, *mentions]
        return sorted({part for part in parts if part is not None}, key=lambda span: (span.start, -span.end))


def numbered(stances: Iterable[Stance]) -> list[Numbered]:
    """Quotes in the order in which they begin, each with its stances in the order given.

    Examples
    --------
    >>> later, first = (Quote("wire", id, "no", (Span(at, at + 2, "no"),), "direct") for id, at in (("b", 9), ("a", 0)))
    >>> [(shown.number, shown.quote.id) for shown in numbered([Stance(later), Stance(first)])]
    [(1, 'a'), (2, 'b')]
    """
    quotes: dict[tuple[str, str], list[Stance]] = {}
    for stance in stances:
        quotes.setdefault((stance.quote.doc_id, stance.quote.id), []).append(stance)
    in_order = sorted(quotes.values(), key=lambda told: told[0].quote.fragments[0].start)
    return [Numbered(number, tuple(told)) for number, told in enumerate(in_order, 1)]
