"""The scale of stances, from -1 (hostile) to 1 (constructive): its colours, its ticks, its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from stancekit.palette import COLOURS, SIGNS
from stancekit.plots.canvas import pyplot

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

MIDDLE = "#F7F7F7"
TICKS = {
    -1.0: f"{SIGNS['hostile']} −1",
    -0.5: "−0.5",
    0.0: "0",
    0.5: "+0.5",
    1.0: f"{SIGNS['constructive']} +1",
}


def stance_colours() -> ScalarMappable:
    """From the colour of hostile over nearly white to that of constructive; always -1 to 1."""
    pyplot()
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    ends = [COLOURS["hostile"], MIDDLE, COLOURS["constructive"]]
    return ScalarMappable(Normalize(-1, 1), LinearSegmentedColormap.from_list("stance", ends))


def signed(stance: float) -> str:
    """A stance as a number that bears its sign.

    Examples
    --------
    >>> signed(-0.234), signed(0.5), signed(-0.001)
    ('−0.23', '+0.50', '0.00')
    """
    number = f"{stance:+.2f}".replace("-", "−")
    return "0.00" if number[1:] == "0.00" else number


def stance_axis(ax: Axes, axis: str) -> None:
    """Give one axis (``x`` or ``y``) the scale of stances, with a line at 0."""
    chosen, line = (ax.xaxis, ax.axvline) if axis == "x" else (ax.yaxis, ax.axhline)
    (ax.set_xlim if axis == "x" else ax.set_ylim)(-1.08, 1.08)
    chosen.set_ticks(list(TICKS), labels=list(TICKS.values()))
    line(0, color="#BBBBBB", linewidth=0.8, zorder=0)


def ink_on(colour: object) -> str:
    """Black or white, whichever is read better on a colour (WCAG's contrast).

    Examples
    --------
    >>> ink_on("#D55E00"), ink_on("#0072B2")
    ('black', 'white')
    """
    pyplot()
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(cast(Any, colour))]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return "black" if (luminance + 0.05) ** 2 >= 0.05 * 1.05 else "white"
