"""The quotes of an article as a table: all that the notes of the marks say, for who cannot hover."""

from __future__ import annotations

from collections.abc import Iterable

from stancekit.html_text import escaped
from stancekit.rendering.looks import NOTE
from stancekit.rendering.shown import Numbered
from stancekit.rendering.words import counted, shortened, speaker_words, tone_words
from stancekit.types import Stance

_CELL = "text-align:left;vertical-align:top;padding:2px 8px;white-space:normal"
_HEADS = ("", "speaker", "counterpart", "tone", "quote")
_LONGEST = 140


def listing(quotes: Iterable[Numbered]) -> str:
    """A table that opens and closes, with a row for each quote and counterpart.

    Examples
    --------
    >>> listing([])
    ''
    """
    shown = list(quotes)
    if not shown:
        return ""
    heads = "".join(f'<th scope="col" style="{_CELL}">{head}</th>' for head in _HEADS)
    rows = "".join(_row(numbered, stance) for numbered in shown for stance in numbered.stances)
    return (
        f"<details><summary>{counted(len(shown), 'quote')} as a table</summary>\n"
        f'<table style="{NOTE}"><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></details>'
    )


def _row(numbered: Numbered, stance: Stance) -> str:
    state = stance.counterpart.state if stance.counterpart else "–"
    speaker, words = speaker_words(numbered.quote), shortened(numbered.quote.text, _LONGEST)
    cells = [str(numbered.number), speaker, state, tone_words(stance), words]
    return "<tr>" + "".join(f'<td style="{_CELL}"><bdi>{escaped(cell)}</bdi></td>' for cell in cells) + "</tr>\n"
