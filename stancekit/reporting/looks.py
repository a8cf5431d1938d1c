"""How means, counts and states look on the page: signs and colours of the palette, links into the table of quotes."""

from __future__ import annotations

import math
from urllib.parse import urlencode

from stancekit.html_text import escaped
from stancekit.palette import COLOURS, NO_TONE, SIGNS, TINTS
from stancekit.reporting.data import state_name
from stancekit.types import Tone

STEPS = 10
"""Colours from a stance of 0 to one of 1, and as many to −1."""
_DEEPEST = 0.75
"""Share of the palette's colour in the deepest cell: black text on it keeps a contrast of 4.5 to 1 and more."""


def third(stance: float) -> Tone:
    """The tone in whose third of the scale a mean stance lies.

    Examples
    --------
    >>> third(-0.5), third(0.1), third(0.5)
    ('hostile', 'cautious', 'constructive')
    """
    if stance < -1 / 3:
        return "hostile"
    return "constructive" if stance > 1 / 3 else "cautious"


def signed(stance: float | None) -> str:
    """A stance with the sign of its third and of its number.

    Examples
    --------
    >>> signed(-0.5), signed(0.004), signed(None)
    ('▼ −0.50', '● 0.00', '–')
    """
    if stance is None or math.isnan(stance):
        return "–"
    rounded = round(stance, 2)
    number = f"{abs(rounded):.2f}"
    return f"{SIGNS[third(stance)]} {'−' if rounded < 0 else '+' if rounded > 0 else ''}{number}"


def heat(stance: float) -> str:
    """The class of a cell with a mean stance.

    Examples
    --------
    >>> heat(-1.0), heat(0.0), heat(0.31)
    ('h-10', 'h0', 'h3')
    """
    return f"h{round(max(-1.0, min(1.0, stance)) * STEPS)}"


def counted(number: int, noun: str) -> str:
    """A number and what it counts.

    Examples
    --------
    >>> counted(1, "quote"), counted(1200, "quote")
    ('1 quote', '1,200 quotes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def view(**filters: str) -> str:
    """The address of a view of the table of quotes, as the value of an attribute.

    Examples
    --------
    >>> view(state="RU", toward="US")
    '#state=RU&amp;toward=US'
    """
    return escaped("#" + urlencode(filters))


def state_html(code: str) -> str:
    """A state's code with its name.

    Examples
    --------
    >>> state_html("FR")
    '<abbr title="France">FR</abbr>'
    """
    return f'<abbr title="{escaped(state_name(code))}">{escaped(code)}</abbr>'


def palette_css() -> str:
    """The palette as CSS: its colours as properties, and a class for each step of a mean stance."""
    named = [f"--{tone}:{colour};--{tone}-tint:{TINTS[tone]}" for tone, colour in COLOURS.items()]
    steps = [
        f".h{step}{{background:{_mixed(COLOURS['hostile' if step < 0 else 'constructive'], abs(step) / STEPS)}}}"
        for step in range(-STEPS, STEPS + 1)
    ]
    return f":root{{{';'.join(named)};--no-tone:{NO_TONE}}}\n" + "\n".join(steps) + "\n"


def _mixed(colour: str, share: float) -> str:
    """A colour of the palette, thinned with white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * share * _DEEPEST):02x}" for part in parts)
