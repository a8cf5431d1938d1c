"""``stancekit score``: the longest command, with what it tells while it runs and when it ends early."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from stancekit.cli_options import Names, Reader, ToneModel
from stancekit.errors import InputError, StancekitError

if TYPE_CHECKING:
    from stancekit.corpus.progress import Progress, Tell

T = TypeVar("T")
SOME_REJECTED = 1
INTERRUPTED = 130


def _limit(what: str) -> typer.models.OptionInfo:
    """An option for a limit; where it is not given, the usual one, which ``what`` names, holds."""
    option: typer.models.OptionInfo = typer.Option(
        min=1, metavar="N", help=what, rich_help_panel="Limits: what is over one of them is rejected"
    )
    return option


Column = Annotated[str | None, typer.Option(metavar="NAME", help="Column of the input tables.")]


def score(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Files (.txt, .html, .jsonl, .csv, .parquet, also .gz, .zst), folders, patterns ('wire/*.jsonl').",
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "-o",
            "--out",
            help="File of rows (.jsonl, .csv, .parquet), a folder of Parquet files, or - for standard output.",
        ),
    ],
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes.")] = 1,
    engine: Annotated[str, typer.Option(help=r"Where to score: local, or dask (extra \[dask]).")] = "local",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler, tcp://host:8786; without it one is started.")
    ] = None,
    resume: Annotated[
        bool | None,
        typer.Option("--resume/--fresh", help="Go on with an interrupted run, or start anew whatever is there."),
    ] = None,
    tone_model: ToneModel = None,
    reader: Reader = None,
    names: Names = None,
    id_column: Column = None,
    text_column: Column = None,
    title_column: Column = None,
    date_column: Column = None,
    outlet_column: Column = None,
    url_column: Column = None,
    shard_size: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Articles that a worker scores at a time.")
    ] = None,
    max_characters: Annotated[int | None, _limit("Of an article: 20,000,000, which is the most.")] = None,
    max_file_bytes: Annotated[int | None, _limit("Of a file, unpacked: 274,877,906,944.")] = None,
    max_ratio: Annotated[int | None, _limit("Unpacked bytes for each packed one: 200.")] = None,
    max_columns: Annotated[int | None, _limit("Of a table: 10,000.")] = None,
    max_json_depth: Annotated[int | None, _limit("Lists and objects within each other: 100.")] = None,
    max_html_depth: Annotated[int | None, _limit("Elements of a page within each other: 2,040.")] = None,
    max_line_characters: Annotated[int | None, _limit("Of a line of a table: 120,000,000.")] = None,
    max_seconds: Annotated[int | None, _limit("For an article, and again for every 100,000 characters: 120.")] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Tell how long each stage takes.")] = False,
    show: Annotated[int, typer.Option(min=0, metavar="N", help="Print the first N rows.")] = 0,
) -> None:
    """Find the quotes of articles and score their tone: one row per quote and counterpart."""
    if show and out == "-":
        raise InputError("--show prints to standard output, and so does -o -; choose one")
    from stancekit.corpus.limits import Limits
    from stancekit.corpus.run import score_corpus
    from stancekit.corpus.shards import SHARD_SIZE

    limits = _given(
        characters=max_characters,
        file_bytes=max_file_bytes,
        ratio=max_ratio,
        columns=max_columns,
        json_depth=max_json_depth,
        html_depth=max_html_depth,
        line_characters=max_line_characters,
        seconds=max_seconds,
    )

    columns = _given(
        id=id_column, text=text_column, title=title_column, date=date_column, outlet=outlet_column, url=url_column
    )
    with _watched() as tell:
        summary = score_corpus(
            inputs,
            out,
            workers,
            engine=engine,
            scheduler=scheduler,
            resume=resume,
            reader=reader,
            tone_model=tone_model,
            names=names or (),
            columns=columns,
            shard_size=shard_size or SHARD_SIZE,
            progress=tell,
            profile=profile,
            limits=Limits(**limits),
        )
    if show:
        from stancekit.cli_output import print_rows
        from stancekit.tables import read_rows

        print_rows(read_rows(out, limit=show))
    from stancekit.cli_output import profile_lines, summary_line

    typer.echo("\n".join([*profile_lines(summary.profile), summary_line(summary)]), err=True)
    if summary.rejected:
        raise typer.Exit(SOME_REJECTED)


def _given(**named: T | None) -> dict[str, T]:
    return {name: value for name, value in named.items() if value is not None}


@contextmanager
def _watched() -> Iterator[Tell]:
    """Show progress on standard error; where the run ends early, say how far it came and how to go on."""
    from stancekit.corpus.progress import shown

    seen: list[Progress] = []
    try:
        with _log_lines(), shown(None) as tell:

            def remember(progress: Progress) -> None:
                seen[:] = [progress]
                tell(progress)

            yield remember
    except KeyboardInterrupt:
        typer.echo(f"stancekit: interrupted{_how_to_go_on(seen) or '; no rows were written'}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except StancekitError as error:
        raise type(error)(f"{error}{_how_to_go_on(seen)}", error.value) from error


def _how_to_go_on(seen: list[Progress]) -> str:
    if not seen or seen[-1].total is None:
        return ""
    return f" after {seen[-1].done:,} of {seen[-1].total:,} articles; the same command with --resume goes on from there"


@contextmanager
def _log_lines() -> Iterator[None]:
    """Where nobody watches a terminal, write the log's lines of progress to standard error."""
    from stancekit.corpus.progress import LOG

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    level = LOG.level
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOG.removeHandler(handler)
        LOG.setLevel(level)
