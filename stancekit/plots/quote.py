"""How sure the tone of one quote is: three probabilities, and which of them the 90 % prediction set holds."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from stancekit.errors import InputError
from stancekit.palette import COLOURS, MARKERS, SIGNS
from stancekit.plots.canvas import INK, PLAIN, axes, bare
from stancekit.rendering.stances import One, stances_of
from stancekit.rendering.words import percent, shortened, speaker_words, toward_words
from stancekit.types import TONES, Stance

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_quote(row: One, ax: Axes | None = None) -> Axes:
    """The probabilities of a quote's three tones; bars of the prediction set are filled, the others are not.

    Parameters
    ----------
    row
        A row with a tone (``rows.iloc[0]``), or a `Stance`.
    ax
        Where to draw.

    Raises
    ------
    NotInstalledError
        Without matplotlib.
    InputError
        Where ``row`` is none, or has no tone.

    Examples
    --------
    >>> row = {"doc_id": "wire", "quote_id": "q1", "quote": "We wait", "fragments": [[1, 8]], "speaker": "Bo Ek",
    ...        "counterpart": "NO", "tone": "cautious", "p_hostile": 0.1, "p_cautious": 0.7, "p_constructive": 0.2,
    ...        "tone_set": "cautious|constructive"}
    >>> plot_quote(row).get_xlabel()
    'probability; filled: 90 % prediction set (cautious or constructive)'
    """
    stance = _one(row)
    assert stance.probabilities is not None
    ax = axes(ax, 6.4, 2.6)
    held = stance.tone_set or ()
    for place, (tone, share) in enumerate(zip(TONES, stance.probabilities, strict=True)):
        colour = COLOURS[tone]
        ax.barh(place, share, 0.55, facecolor=colour if tone in held else "none", edgecolor=colour, linewidth=1.5)
        ax.plot([share], [place], marker=MARKERS[tone], markersize=9, color=colour, markeredgecolor="white")
        ax.annotate(percent(share), (share, place), (10, 0), textcoords="offset points", va="center", color=INK)
    likeliest = [f"{SIGNS[tone]} {tone}" for tone in TONES]
    ax.set_yticks(range(len(TONES)), labels=likeliest)
    for tone, label in zip(TONES, ax.get_yticklabels(), strict=True):
        label.set_fontweight("bold" if tone == stance.tone else "normal")
    ax.invert_yaxis()
    ax.set_xlim(0, 1.12)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], labels=["0", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel(f"probability; {_set_words(stance)}")
    words = fill(f"“{shortened(stance.quote.text, 150)}”", 66)
    ax.set_title(
        f"{speaker_words(stance.quote)} {toward_words(stance)}\n{words}", fontsize="medium", loc="left", **PLAIN
    )
    bare(ax, "bottom")
    return ax


def _one(row: One) -> Stance:
    stances = stances_of(row)
    if len(stances) != 1:
        raise InputError(f"{len(stances)} tones to draw as one; give one row: rows.iloc[0]", row)
    if stances[0].probabilities is None:
        raise InputError(
            "the quote has no probabilities: it addresses no state, or was not scored; give a row with p_*", row
        )
    return stances[0]


def _set_words(stance: Stance) -> str:
    if not stance.tone_set:
        return "no prediction set is known"
    names = "undecided" if len(stance.tone_set) == len(TONES) else " or ".join(stance.tone_set)
    return f"filled: 90 % prediction set ({names})"
