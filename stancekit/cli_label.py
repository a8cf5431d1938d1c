"""The command ``label``: which quotes to label next, out to annotation tools and back, and a look at the labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stancekit.cli_examples import examples

if TYPE_CHECKING:
    import pandas as pd

label = typer.Typer(help="Pick quotes to label, export and import them, look at the labels.", no_args_is_help=True)

Out = Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where to write.")]
ToneModel = Annotated[Path | None, typer.Option(metavar="DIR", help="Tone model instead of the packaged one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@label.command(epilog=examples("label pick"))
def pick(
    quotes: Annotated[Path, typer.Argument(help="Scored rows, or quotes with text and counterpart.")],
    out: Out,
    n: Annotated[int, typer.Option("-n", help="How many.")] = 100,
    diverse: Annotated[float, typer.Option(help="0: the most uncertain; 1: the most different.")] = 0.5,
    tone_model: ToneModel = None,
) -> None:
    """Choose the quotes whose labels would teach the model most: uncertain, and unlike each other."""
    from stancekit.artefacts import load_tone
    from stancekit.labelled import read_table
    from stancekit.labelling import pick as choose

    chosen = choose(read_table(quotes), n, model=load_tone(tone_model), diverse=diverse)
    _write(chosen, out)


@label.command(epilog=examples("label export"))
def export(
    quotes: Annotated[Path, typer.Argument(help="Quotes to label, as `pick` wrote them.")],
    out: Out,
    tool: Annotated[str, typer.Option(metavar="TOOL", help="label-studio, prodigy or doccano.")] = "label-studio",
    config: Annotated[
        Path | None, typer.Option(metavar="FILE.xml", help="Write Label Studio's labelling interface too.")
    ] = None,
) -> None:
    """Write quotes as tasks of an annotation tool, each in its context."""
    from stancekit.aside import open_aside
    from stancekit.labelled import read_table
    from stancekit.labelling import LABEL_STUDIO_CONFIG, export_tasks

    export_tasks(read_table(quotes), out, tool)  # type: ignore[arg-type]  # checked there
    if config is not None:
        with open_aside(config) as file:
            file.write(LABEL_STUDIO_CONFIG.encode("utf-8"))
    typer.echo(f"tasks -> {out}", err=True)


@label.command("import", epilog=examples("label import"))
def import_(
    exported: Annotated[Path, typer.Argument(help="The tool's export.")],
    out: Out,
    tool: Annotated[str | None, typer.Option(metavar="TOOL", help="Whose export; found out if left out.")] = None,
    annotator: Annotated[str | None, typer.Option(help="Name for labels that come without one.")] = None,
) -> None:
    """Bring labels back from an annotation tool: labelled quotes for `stancekit train`."""
    from stancekit.labelling import import_labels

    _write(import_labels(exported, tool, annotator=annotator), out)  # type: ignore[arg-type]  # checked there


@label.command(epilog=examples("label agreement"))
def agreement(
    labelled: Annotated[Path, typer.Argument(help="Labels of several annotators (column annotator).")],
    as_json: AsJson = False,
) -> None:
    """How far annotators agree: Krippendorff's alpha, and what they confuse."""
    from stancekit.labelling import agreement as measure
    from stancekit.labelling.reading import read_labels

    found = measure(read_labels(labelled))
    if as_json:
        figures = {"alpha": found.alpha, "items": found.items, "annotators": list(found.annotators)}
        typer.echo(json.dumps({**figures, "confusion": found.confusion.to_dict("index")}, indent=2))
    else:
        typer.echo(f"alpha {found.alpha:.3f}, {found.items} quotes, annotators {', '.join(found.annotators)}")
        typer.echo(found.confusion.to_string())


@label.command(epilog=examples("label suspects"))
def suspects(
    labelled: Annotated[Path, typer.Argument(help="Labelled quotes.")],
    out: Out,
    tone_model: ToneModel = None,
) -> None:
    """Labels that are probably slips, worst first, by cross-validation."""
    from stancekit.artefacts import load_tone
    from stancekit.labelling import suspects as look
    from stancekit.labelling.reading import read_labels

    model = None if tone_model is None else load_tone(tone_model)
    _write(look(read_labels(labelled, to_train=True), model=model), out)


def _write(frame: pd.DataFrame, out: Path) -> None:
    """Quotes as .jsonl, .csv or .parquet, by the ending."""
    from stancekit.labelling.reading import write_quotes

    write_quotes(frame, out)
    typer.echo(f"{len(frame)} quotes -> {out}", err=True)
