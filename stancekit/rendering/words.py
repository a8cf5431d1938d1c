"""What is said of a quote in words: in notes, tables, and where there is no HTML."""

from __future__ import annotations

from collections.abc import Sequence

from stancekit.rendering.looks import sign
from stancekit.rendering.shown import Numbered
from stancekit.types import TONES, Quote, Stance

UNDECIDED = "undecided"


def speaker_words(quote: Quote) -> str:
    """Who speaks, and for which state.

    Examples
    --------
    >>> from stancekit.types import Speaker
    >>> speaker_words(Quote("wire", "q1", "no", (), "direct", speaker=Speaker("Ana Kovar", "minister", "SI")))
    'Ana Kovar (SI)'
    """
    speaker = quote.speaker
    source = quote.source.text if quote.source else None
    name = one_line(speaker.name or source or speaker.role or "unknown speaker")
    return f"{name} ({speaker.state})" if speaker.state else name


def toward_words(stance: Stance) -> str:
    """The counterpart, with an arrow before it."""
    return f"→ {stance.counterpart.state}" if stance.counterpart else "→ no state"


def tone_words(stance: Stance, with_share: bool = True) -> str:
    """The tone with its sign and its probability, and what else it may be.

    Examples
    --------
    >>> from stancekit.types import Counterpart
    >>> quote = Quote("wire", "q1", "no", (), "direct")
    >>> tone_words(Stance(quote, Counterpart("NO"), "hostile", (0.8, 0.15, 0.05), ("hostile", "cautious")))
    '▼ hostile 80\xa0%, or cautious'
    """
    if stance.tone is None:
        return "tone not scored" if stance.counterpart else ""
    shares = stance.probabilities if with_share else None
    share = "" if shares is None else f" {percent(shares[TONES.index(stance.tone)])}"
    return f"{sign(stance.tone)} {stance.tone}{share}{_or_else(stance)}"


def note(shown: Numbered) -> str:
    """All that is to say of a quote, a line for each counterpart."""
    who = speaker_words(shown.quote)
    lines = []
    for stance in shown.stances:
        tone = tone_words(stance)
        lines.append(f"{shown.number}: {who} {toward_words(stance)}{': ' if tone else ''}{tone}")
    return "\n".join(lines)


def plain_lines(quotes: Sequence[Numbered], longest: int = 100) -> list[str]:
    """The quotes as lines of plain text."""
    return [f"{note(shown)}\n    “{shortened(shown.quote.text, longest)}”" for shown in quotes]


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "quote"), counted(1200, "quote")
    ('1 quote', '1,200 quotes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """A share in hundredths; what is not quite nothing or all does not look so.

    Examples
    --------
    >>> [percent(share).replace("\N{NO-BREAK SPACE}", " ") for share in (0.347, 0.001, 0.9999)]
    ['35 %', '<1 %', '>99 %']
    """
    number = "<1" if 0 < share < 0.005 else ">99" if 0.995 <= share < 1 else f"{100 * share:.0f}"
    return f"{number}\N{NO-BREAK SPACE}%"


def shortened(words: str, longest: int) -> str:
    """Words on one line, without their end where they are too many.

    Examples
    --------
    >>> shortened("We are ready\\nto talk", 14)
    'We are ready…'
    """
    line = one_line(words)
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"


def one_line(words: str) -> str:
    """Words without line breaks."""
    return " ".join(words.split())


def _or_else(stance: Stance) -> str:
    others = [tone for tone in stance.tone_set or () if tone != stance.tone]
    if len(others) == len(TONES) - 1:
        return f" ({UNDECIDED})"
    return "".join(f", or {tone}" for tone in others)
