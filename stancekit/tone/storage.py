"""A tone model on disk: the encoder's files, the regression as JSON, and a manifest. None of it can run code.

JSON writes a float so that it reads back bit for bit, hence a loaded classifier gives the same probabilities.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from stancekit.artefacts import verify, write_manifest
from stancekit.errors import ModelError
from stancekit.runtime import REMEDY, read_json
from stancekit.tone.probe import PROBE
from stancekit.tone.vectors import GRAPH, TOKENIZER
from stancekit.types import TONES

HEAD = "head.json"
MOST = 1e9
"""How large a number of a head may be: sums of larger ones would end as no numbers."""
NAME = "stancekit-tone"
VERSION = "0.4.0"
SETTINGS = ("C", "prior", "class_weight", "coverage", "cv", "random_state")
"""Parameters of `stancekit.tone.classifier.ToneClassifier`, without the encoder: what ``Head.params`` may hold."""


@dataclass(frozen=True, slots=True)
class Head:
    """What was fitted on top of the encoder: plain numbers.

    Parameters
    ----------
    coef
        One row a tone, in the order of TONES.
    intercept
        One number a tone.
    temperature, threshold
        See `stancekit.tone.classifier.ToneClassifier`.
    params
        The classifier's parameters, without the encoder.
    strength
        The regression's C; 0 where the encoder's own head judges.
    """

    coef: list[list[float]]
    intercept: list[float]
    temperature: float
    threshold: float
    params: Mapping[str, Any]
    strength: float = 0.0
    tones: tuple[str, ...] = TONES


def write_model(
    folder: Path,
    head: Head,
    encoder: Path,
    probe: str,
    *,
    version: str = VERSION,
    trained: Mapping[str, Any] | None = None,
) -> None:
    """Write a whole model folder: encoder copied, head, manifest last.

    Parameters
    ----------
    folder
        Made where it does not exist; files of an older model in it are replaced.
    encoder
        Folder that the encoder's files come from; may be ``folder`` itself.
    probe
        What the model says of some sentences, see `stancekit.tone.probe`.
    version, trained
        For the manifest.

    Raises
    ------
    ModelError
        Where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.resolve() != encoder.resolve():
            for name in (GRAPH, TOKENIZER):
                _replace(folder / name, (encoder / name).read_bytes())
        text = json.dumps(asdict(head), indent=1) + "\n"
        _replace(folder / HEAD, text.encode("utf-8"))
        _replace(folder / PROBE, probe.encode("utf-8"))
        write_manifest(folder, "tone", NAME, version, [GRAPH, TOKENIZER, HEAD, PROBE], trained=trained)
    except OSError as error:
        why = error.strerror
        raise ModelError(f"{folder}: cannot be written ({why}); choose another folder", folder) from error


def read_head(folder: Path, settings: Collection[str] | None = None) -> Head:
    """Check a model folder and read what was fitted on top of its encoder.

    Parameters
    ----------
    settings
        The classifier's parameters that are known; None looks at none of them.

    Raises
    ------
    ModelError
        Where a file is missing, damaged, or of other tones, shapes or settings than this stancekit knows.
    """
    verify(folder, "tone", (GRAPH, TOKENIZER, HEAD, PROBE))
    path = folder / HEAD
    raw = read_json(path, "a tone model's head")
    try:
        head = Head(**{**raw, "tones": tuple(raw["tones"])})
        widths = {len(row) for row in head.coef}
        shapes = (len(head.coef), len(head.intercept), len(widths))
        _check_numbers(head)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(f"{path}: not a tone model's head ({error}); {REMEDY}", path) from error
    if head.tones != TONES or shapes != (len(TONES), len(TONES), 1):
        raise ModelError(f"{path}: made for tones {head.tones}, not {TONES}; train it again", head.tones)
    unknown = sorted(set(head.params) - set(head.params if settings is None else settings))
    if unknown:
        raise ModelError(f"{folder}: unknown settings {unknown}; update stancekit", unknown)
    return head


def check_width(head: Head, folder: Path, width: int) -> None:
    """Look whether a head belongs to an encoder whose vectors have this length.

    Raises
    ------
    ModelError
        Where it does not.
    """
    if (found := len(head.coef[0])) != width:
        raise ModelError(f"{folder / HEAD}: made for vectors of {found} numbers, not {width}; {REMEDY}", found)


def _check_numbers(head: Head) -> None:
    """TypeError or ValueError where something is no number, or none that can be judged with."""
    numbers = [*(number for row in head.coef for number in row), *head.intercept, head.threshold, head.strength]
    for number in [*numbers, head.temperature]:
        if type(number) not in (int, float) or not abs(number) <= MOST:
            raise ValueError(f"{number!r} is no weight")
    if head.temperature <= 0:
        raise ValueError(f"a temperature of {head.temperature}")
    if not isinstance(head.params, Mapping):
        raise TypeError(f"params are {head.params!r}")


def _replace(path: Path, content: bytes) -> None:
    """Write aside, then rename: a reader sees the old file or the new one, never half of one."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(content)
    os.replace(aside, path)
