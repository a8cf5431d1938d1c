"""What the commands print: rows, counts, figures. Tables need rich; the line that ends every run needs nothing."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stancekit.frames import is_null
from stancekit.types import TONES

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from stancekit.corpus.run import Summary

_COLOURS = {"hostile": "red", "cautious": "yellow", "constructive": "green"}
_QUOTE_LENGTH = 160
_WIDTH = 110  # where output is not a terminal


def print_rows(rows: pd.DataFrame) -> None:
    """Print rows as a table on standard output: who, toward whom, in what tone, what."""
    from rich.console import Console

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    console.print(rows_table(rows))


def rows_table(rows: pd.DataFrame) -> Table:
    """Rows as a table for a terminal; long quotes are shortened."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("speaker", ratio=2)
    table.add_column("state → counterpart", no_wrap=True)
    table.add_column("tone", no_wrap=True)
    table.add_column("stance", justify="right", no_wrap=True)
    table.add_column("quote", ratio=5)
    for row in rows.to_dict("records"):
        toward = f"{_shown(row['speaker_state'])} → {_shown(row['counterpart'])}"
        tone = _shown(row["tone"])
        stance = "" if is_null(row["stance"]) else f"{row['stance']:+.2f}"
        cells = (_shown(row["speaker"], row["source"]), toward, tone, stance, _shortened(row["quote"]))
        # Text, not str: square brackets of the article are no markup of ours.
        table.add_row(*(Text(cell, style=_COLOURS.get(cell, "")) for cell in cells))
    return table


def summary_line(summary: Summary) -> str:
    """One line on what a run did."""
    counts = ", ".join(
        f"{count} {noun}{'' if count == 1 else 's'}"
        for count, noun in ((summary.articles, "article"), (summary.quotes, "quote"), (summary.rows, "row"))
    )
    line = f"{counts} -> {summary.out or 'standard output'}"
    if summary.resumed:
        line += f"; {summary.resumed} articles were done already"
    if not summary.rejected:
        return line
    see = f", see {summary.rejected_out}" if summary.rejected_out else ""
    return f"{line}; {summary.rejected} rejected{see}"


def profile_lines(seconds: Mapping[str, float]) -> list[str]:
    """CPU time and share of each stage, the longest first.

    Examples
    --------
    >>> print("\\n".join(profile_lines({"rows": 1.0, "tone": 3.0})))
    stage                    CPU seconds  share
    tone                            3.00   75 %
    rows                            1.00   25 %
    """
    if not seconds:
        return []
    total = sum(seconds.values())
    stages = sorted(seconds.items(), key=lambda stage: -stage[1])
    lines = (f"{stage:<24} {spent:>11.2f} {100 * spent / total:>4.0f} %" for stage, spent in stages)
    return [f"{'stage':<24} {'CPU seconds':>11}  share", *lines]


def tone_figures(figures: dict[str, Any]) -> str:
    """Figures of the tone classifier, from `stancekit.evaluation.evaluate_tone`, for people."""
    lines = [f"{figures['n']} held-out quotes"]
    names = ("accuracy", "macro_f1", "log_loss", "brier", "calibration_error")
    lines += [f"{name.replace('_', ' '):<18}{figures[name]:.3f}" for name in names if figures[name] is not None]
    for tone in TONES:
        of = figures[tone]
        lines.append(f"{tone:<18}{of['f1']:.3f}  precision {of['p']:.3f}  recall {of['r']:.3f}  of {of['gold']}")
    return "\n".join(lines)


def _shown(*cells: Any) -> str:
    """The first cell that is not null."""
    return next((str(cell) for cell in cells if not is_null(cell)), "–")


def _shortened(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _QUOTE_LENGTH else words[: _QUOTE_LENGTH - 1].rstrip() + "…"
