"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Reader = Annotated[Path | None, typer.Option(metavar="DIR", help="Reader model instead of the packaged one.")]
ToneModel = Annotated[Path | None, typer.Option(metavar="DIR", help="Tone model instead of the packaged one.")]
Names = Annotated[
    list[Path] | None, typer.Option(metavar="TSV", help="Table of state names of your own; may be given repeatedly.")
]
Tool = Annotated[
    str | None,
    typer.Option(metavar="TOOL", help="Whose export: label-studio, prodigy, doccano; found out if left out."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
