"""Who speaks how toward whom: a table with a coloured cell, a number and a count for each dyad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stancekit.analysis import dyads
from stancekit.reporting.looks import counted, heat, signed, state_html, view

if TYPE_CHECKING:
    import pandas as pd

MOST_STATES = 15
"""On each side; what is left out is told, and stands in the table of quotes."""


def matrix_html(frame: pd.DataFrame) -> str:
    """Mean stances of states (down) toward states (across) as an HTML table; each cell is a link to its quotes."""
    means = dyads(frame)
    counts = means.attrs["counts"].reindex(index=means.index, columns=means.columns).fillna(0).astype(int)
    if not counts.to_numpy().sum():
        return "<p>No quote has both a speaker's state and a counterpart.</p>"
    down = list(counts.sum(axis=1).sort_values(ascending=False, kind="stable").index[:MOST_STATES])
    across = list(counts.sum().sort_values(ascending=False, kind="stable").index[:MOST_STATES])
    left_out = int(counts.to_numpy().sum() - counts.loc[down, across].to_numpy().sum())
    head = "".join(f'<th scope="col">{state_html(str(state))}</th>' for state in across)
    lines = []
    for state in down:
        cells = "".join(
            _cell(str(state), str(other), float(means.loc[state, other]), int(counts.loc[state, other]))
            for other in across
        )
        lines.append(f'<tr><th scope="row">{state_html(str(state))}</th>{cells}</tr>')
    note = f"<p>Not shown: {counted(left_out, 'quote')} of states that speak or are addressed less.</p>"
    return (
        '<div class="scroll" role="region" tabindex="0" aria-label="Matrix of states"><table class="matrix">'
        "<caption>Mean stance and number of quotes: speaker’s state (down) toward state (across)</caption>"
        f'<thead><tr><th scope="col">from \\ toward</th>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
        f"</div>{note if left_out else ''}"
    )


def _cell(state: str, other: str, stance: float, count: int) -> str:
    if not count:
        return "<td></td>"
    return (
        f'<td class="{heat(stance)}"><a href="{view(state=state, toward=other)}">{signed(stance)}'
        f'<span class="n"><span class="unseen">, quotes: </span>{count:,}</span></a></td>'
    )
