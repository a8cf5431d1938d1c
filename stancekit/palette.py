"""How the three tones look, in every picture, page and notebook: one colour, one sign and one marker each.

The colours are vermillion, grey and blue of Okabe and Ito's set ("Color Universal Design", 2008), which people with any
kind of colour blindness tell apart; nobody needs them, for each tone has a sign too.
"""

from __future__ import annotations

from collections.abc import Mapping

from stancekit.types import Tone

COLOURS: Mapping[Tone, str] = {"hostile": "#D55E00", "cautious": "#767676", "constructive": "#0072B2"}
"""Dark enough for text on white (contrast 4.5 to 1 and more, but for vermillion: 3.9, for large text and marks)."""
TINTS: Mapping[Tone, str] = {"hostile": "#FBE3D3", "cautious": "#ECECEC", "constructive": "#D6E9F5"}
"""Behind black text."""
SIGNS: Mapping[Tone, str] = {"hostile": "▼", "cautious": "●", "constructive": "▲"}
"""For text."""
MARKERS: Mapping[Tone, str] = {"hostile": "v", "cautious": "o", "constructive": "^"}
"""For matplotlib."""
NO_TONE = "#BBBBBB"
"""Where there is no tone, or no counterpart."""


def rgba(colour: str, alpha: float) -> str:
    """A colour for style sheets that lets through what lies behind it.

    Examples
    --------
    >>> rgba("#D55E00", 0.22)
    'rgba(213, 94, 0, 0.22)'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {alpha:.2f})"
