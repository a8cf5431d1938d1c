"""What the marks mean, shown with themselves."""

from __future__ import annotations

from collections.abc import Iterable

from stancekit.html_text import escaped
from stancekit.rendering.looks import ELEMENTS, NOTE, STYLES, badge_style, content_style, sign
from stancekit.rendering.shown import Numbered
from stancekit.types import TONES, Tone


def legend(quotes: Iterable[Numbered]) -> str:
    """One line: the tones, as far as quotes have them, and the parts of a quote.

    Examples
    --------
    >>> legend([])
    ''
    """
    shown = list(quotes)
    if not shown:
        return ""
    present = {tone for numbered in shown for tone in numbered.tones}
    order: tuple[Tone | None, ...] = (*TONES, None)
    samples = [_content(tone) for tone in order if tone in present]
    samples += [
        f'<{ELEMENTS[role]} style="{STYLES[role]}">{role}</{ELEMENTS[role]}>'
        for role in ("source", "cue", "counterpart")
    ]
    return f'<div style="{NOTE}">{" · ".join(samples)}</div>'


def _content(tone: Tone | None) -> str:
    name = escaped(tone or "no tone")
    return f'<sup style="{badge_style(tone)}">{sign(tone)}</sup><mark style="{content_style([tone])}">{name}</mark>'
