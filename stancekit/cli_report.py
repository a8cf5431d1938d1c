"""``stancekit report``: scored quotes as one page for any browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    rows: Annotated[
        Path, typer.Argument(help="Rows: a file (.jsonl, .csv, .parquet) or a folder that score has filled.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="PAGE.html", help="The page.")],
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="What was scored, to show quotes in context; may be given repeatedly."),
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Rejected articles; without it ROWS.rejected.jsonl, where there is one."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Head of the page; without it the name of the rows.")] = None,
    freq: Annotated[
        str | None,
        typer.Option(metavar="D|W|MS|QS|YS", help="Periods of the timelines; else those that suit the dates."),
    ] = None,
) -> None:
    """Write rows as one page: summary, timelines, matrix, all quotes to filter and sort. It works offline."""
    from stancekit.reporting import report as write_report

    write_report(rows, out, articles=articles or None, rejected=rejected, title=title, freq=freq)
    typer.echo(f"report -> {out}", err=True)
