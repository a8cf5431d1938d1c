"""How the parts of a quote and the tones look: styles that stand in the elements themselves.

Every style is translucent or takes the colour of the text around it, so that it does in a light and a dark notebook.
Where a site strips styles, the elements alone still tell the parts apart: ``mark``, ``em``, ``strong``, ``u``.
"""

from __future__ import annotations

from collections.abc import Sequence

from stancekit.palette import COLOURS, NO_TONE, SIGNS, rgba
from stancekit.types import Tone

ELEMENTS = {"content": "mark", "source": "strong", "cue": "em", "counterpart": "u"}
"""The element of each part, from the outermost to the innermost."""
STYLES = {
    "source": "font-weight:bold;color:inherit",
    "cue": "font-style:italic;color:inherit",
    "counterpart": "text-decoration:none;border:1px solid;border-radius:3px;padding:0 2px;color:inherit",
}
"""Those of contents depend on their tones."""
LINES = {"hostile": "double", "cautious": "dotted", "constructive": "solid"}
"""The line under a content, one more thing than colour that tells the tones apart."""
FRAME = "line-height:1.8;max-width:52em;text-align:left;color:inherit"
LABEL = "font-size:70%;color:inherit;opacity:0.85"
NOTE = "font-size:85%;opacity:0.8"

_ALPHA = 0.22


def content_style(tones: Sequence[Tone | None], nested: bool = False) -> str:
    """The style of a content, whose tones may be several: toward several counterparts.

    Examples
    --------
    >>> content_style(["cautious"])
    'color:inherit;background:rgba(118, 118, 118, 0.22);border-bottom:3px dotted #767676'
    """
    several = list(dict.fromkeys(tones))
    background = translucent(several[0])
    if len(several) > 1:  # bands, one above the other; a gradient along the line would break where the line does
        share = 100 / len(several)
        bands = [f"{translucent(tone)} {share * at:.0f}% {share * (at + 1):.0f}%" for at, tone in enumerate(several)]
        background = f"linear-gradient({','.join(bands)})"
    (colour, line) = (NO_TONE, "dashed") if len(several) > 1 or several[0] is None else _line(several[0])
    over = f";border-top:1px {line} {colour}" if nested else ""
    return f"color:inherit;background:{background};border-bottom:3px {line} {colour}{over}"


def badge_style(tone: Tone | None) -> str:
    """The style of the sign of a tone before a content."""
    return (
        f"font-size:75%;font-weight:bold;color:inherit;background:{translucent(tone)};"
        f"border:1px solid {colour(tone)};border-radius:3px;padding:0 3px;margin-right:2px;white-space:nowrap"
    )


def colour(tone: Tone | None) -> str:
    """The tone's colour, or that of no tone."""
    return NO_TONE if tone is None else COLOURS[tone]


def sign(tone: Tone | None) -> str:
    """The tone's sign, or that of no tone."""
    return "○" if tone is None else SIGNS[tone]


def translucent(tone: Tone | None) -> str:
    """The tone's colour to lie behind text of any colour.

    Examples
    --------
    >>> translucent("hostile")
    'rgba(213, 94, 0, 0.22)'
    """
    return rgba(colour(tone), _ALPHA)


def _line(tone: Tone) -> tuple[str, str]:
    return COLOURS[tone], LINES[tone]
