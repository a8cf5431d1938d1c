"""The commands: score, train, evaluate, report, label, info. What is heavy is imported by the command that needs it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from stancekit.cli_examples import examples
from stancekit.cli_label import label
from stancekit.cli_options import AsJson, Names, Reader, ToneModel, Tool
from stancekit.cli_report import report
from stancekit.cli_score import score
from stancekit.errors import InputError, ModelError, StancekitError
from stancekit.types import Article

NOTHING_DONE = 2

app = typer.Typer(
    help="Who said what toward which state, and in what tone: quotes from news on diplomacy.",
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=True,
)

app.add_typer(label, name="label")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status.

    Returns
    -------
    int
        0: all done; 1: done, but some articles were rejected; 2: nothing could be done, with one line on
        standard error that says why; 130: interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # no quotation mark may break a terminal that lacks it
    try:
        app(args=sys.argv[1:] if arguments is None else list(arguments), prog_name="stancekit")
    except StancekitError as error:
        typer.echo(f"stancekit: {' '.join(str(error).split())}", err=True)
        return NOTHING_DONE
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    return 0


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if show:
        from stancekit import __version__

        typer.echo(__version__)
        raise typer.Exit


app.command(epilog=examples("score"))(score)


@app.command(epilog=examples("train"))
def train(
    labelled: Annotated[
        Path,
        typer.Argument(help="Labelled quotes (.jsonl, .csv, .parquet) or an export of Label Studio, Prodigy, doccano."),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="MODEL_DIR", help="Folder of the new tone model.")],
    held_out: Annotated[
        Path | None,
        typer.Option(metavar="LABELLED", help="Measure on these quotes instead of by cross-validation."),
    ] = None,
    only_mine: Annotated[
        bool, typer.Option("--only-mine", help="Learn from these labels alone, not on top of the model at hand.")
    ] = False,
    tool: Tool = None,
    tone_model: ToneModel = None,
    as_json: AsJson = False,
) -> None:
    """Train the tone classifier on labelled quotes; compare it with the one at hand on quotes neither has seen."""
    from stancekit.artefacts import load_tone
    from stancekit.labelling.reading import read_labels
    from stancekit.training.retraining import retrain
    from stancekit.training.tone_card import figures_text

    measured_on = None if held_out is None else read_labels(held_out, tool)
    labels = read_labels(labelled, tool, to_train=True)
    done = retrain(labels, base=load_tone(tone_model), held_out=measured_on, only_mine=only_mine)
    done.save(out, title=labelled.name)
    comparison = done.comparison
    typer.echo(json.dumps(comparison.as_dict(), indent=2) if as_json else figures_text(comparison))
    typer.echo(f"tone model -> {out}", err=True)


@app.command(epilog=examples("evaluate"))
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold articles (.jsonl).")],
    rows: Annotated[Path | None, typer.Argument(help="Rows to measure; without them gold's texts are scored.")] = None,
    tone_model: ToneModel = None,
    reader: Reader = None,
    names: Names = None,
    as_json: AsJson = False,
    gold_quotes: Annotated[
        bool, typer.Option("--gold-quotes", help="Take gold's quotes; find speakers, counterparts and tones.")
    ] = False,
    errors: Annotated[
        Path | None, typer.Option(metavar="PAGE.html", help="Show gold and prediction side by side in a page.")
    ] = None,
) -> None:
    """Measure rows against gold articles."""
    from stancekit.evaluation import evaluate as measure
    from stancekit.evaluation import figures_table
    from stancekit.goldfiles import read_gold
    from stancekit.tables import read_rows

    if errors is not None:
        from stancekit.error_browser import write_error_browser
        from stancekit.html_pages import check_page

        check_page(errors)
    if rows is not None and gold_quotes:
        raise InputError("--gold-quotes scores gold's texts; leave ROWS out", rows)
    articles = read_gold(gold)
    if rows is not None:
        found = read_rows(rows)
    else:
        from stancekit import scoring

        models = scoring.load_models(reader, tone_model, names or ())
        if gold_quotes:
            found = scoring.score_marked(articles, models.nlp, models.tone)
        else:
            texts = [Article(article["id"], article["text"], date=article.get("date")) for article in articles]
            found = scoring.score(texts, models.nlp, models.tone)
    figures = measure(articles, found)
    table = figures_table(figures).to_string(index=False, na_rep="")
    typer.echo(json.dumps(figures, indent=2) if as_json else table)
    if errors is not None:
        write_error_browser(articles, found, errors, title=gold.name)
        typer.echo(f"error browser -> {errors}", err=True)


app.command(epilog=examples("report"))(report)


@app.command(epilog=examples("info"))
def info(as_json: AsJson = False) -> None:
    """Versions, models, resources and checksums."""
    from stancekit.cli_info import info_lines, installation

    found = installation()
    typer.echo(json.dumps(found, indent=2) if as_json else "\n".join(info_lines(found)))
    for model in found["models"].values():
        if model["problem"]:
            raise ModelError(model["problem"])
