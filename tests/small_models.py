"""Models as small as they can be, made by the tests: a reader and a tone model that load in milliseconds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
from onnx_writer import FLOAT, INT64, graph, model, node, tensor, value

from stancekit.annotation.arguments import ARGUMENTS, FARTHEST, LABELS, OUTPUT, WIDTH, ArgumentHead
from stancekit.annotation.entities import NAMES
from stancekit.annotation.reader import GRAPH as READER
from stancekit.annotation.reader import ROLES, TOKENIZER, Reader
from stancekit.annotation.weights import WEIGHTS, WeightTable
from stancekit.artefacts import checksum, write_manifest
from stancekit.tone.judge import ToneJudge
from stancekit.tone.probe import PROBE, probe_of
from stancekit.tone.storage import HEAD, Head, write_model
from stancekit.tone.vectors import GRAPH as ENCODER
from stancekit.tone.vectors import width_of
from stancekit.types import TONES

TINY = Path(__file__).parent / "data" / "tiny_tone"
PIECES = 109
FILES = {
    "reader": [READER, ARGUMENTS, TOKENIZER],
    "tone": [ENCODER, TOKENIZER, HEAD, PROBE],
    "speakers": [WEIGHTS],
}
WIDTHS = {"roles": 2 * len(ROLES) + 1, "wide": 2 * len(ROLES) + 1, "names": 2 * len(NAMES) + 1, "vectors": WIDTH}


def sign(folder: Path, kind: str, files: list[str] | None = None) -> None:
    """Write the manifest anew, as somebody who makes a hostile model would."""
    write_manifest(folder, kind, "small", "0.0.1", FILES[kind] if files is None else files)


def reader_graph(
    *,
    nodes: tuple[bytes, ...] = (),
    tensors: tuple[bytes, ...] = (),
    drop: str = "",
    ids: str = "input_ids",
    held: str = "table",
    **changed: int,
) -> bytes:
    """A reader: one vector a piece, and from it each output.

    ``changed`` are outputs of another width; with ``ids`` and ``held``, nodes may make the pieces and the vectors.
    """
    widths = {name: changed.get(name, width) for name, width in WIDTHS.items() if name != drop}
    table = np.random.default_rng(1).normal(size=(PIECES, widths.get("vectors", WIDTH))).astype(np.float32)
    heads = {name: np.full((table.shape[1], width), 0.01, np.float32) for name, width in widths.items()}
    body = [node("Gather", ["table", ids], ["vectors"])]
    body += [node("MatMul", ["vectors", f"{name}_head"], [name]) for name in widths if name != "vectors"]
    weights = [tensor(held, table)]
    weights += [tensor(f"{name}_head", head) for name, head in heads.items() if name != "vectors"]
    return graph(
        [*nodes, *body],
        [value(name, INT64, [1, "piece"]) for name in ("input_ids", "shapes") if name != drop],
        [value(name, FLOAT, [1, "piece", width]) for name, width in widths.items()],
        [*tensors, *weights],
    )


def arguments_graph(labels: int = len(LABELS)) -> bytes:
    """An argument head that looks at the distance alone."""
    table = np.zeros((2 * FARTHEST + 1, labels), dtype=np.float32)
    return graph(
        [node("Gather", ["table", "distances"], [OUTPUT])],
        [
            value("vectors", FLOAT, ["word", WIDTH]),
            value("cues", FLOAT, ["cue", WIDTH]),
            value("distances", INT64, ["cue", "word"]),
        ],
        [value(OUTPUT, FLOAT, ["cue", "word", labels])],
        [tensor("table", table)],
    )


def write_reader(folder: Path) -> None:
    """A whole reader model."""
    folder.mkdir(parents=True)
    (folder / READER).write_bytes(model(reader_graph()))
    (folder / ARGUMENTS).write_bytes(model(arguments_graph()))
    shutil.copy(TINY / TOKENIZER, folder)
    sign(folder, "reader")


def write_tone(folder: Path) -> None:
    """A whole tone model: the tiny encoder under a head that takes its logits as they are."""
    files = checksum(TINY)
    width = width_of(TINY, files)
    coef, intercept = np.eye(len(TONES), width, k=width - len(TONES)), np.zeros(len(TONES))
    judge = ToneJudge(TINY, files, "small", coef, intercept, temperature=1.0, threshold=0.0)
    write_model(folder, Head(coef.tolist(), intercept.tolist(), 1.0, 0.0, {}), TINY, probe_of(judge))


def write_weights(folder: Path) -> None:
    """A whole table of weights."""
    folder.mkdir(parents=True)
    table = {"weights": {"near": 2.0, "far": -1.0}, "threshold": 0.4, "dense": {"name": [0.1, 0.2]}}
    (folder / WEIGHTS).write_text(json.dumps(table), encoding="utf-8")
    sign(folder, "speakers")


WRITERS: dict[str, Callable[[Path], None]] = {"reader": write_reader, "tone": write_tone, "speakers": write_weights}


def load_small(kind: str, folder: Path) -> object:
    """Load a model as the pipeline does, the parts that its kind does not touch left aside."""
    if kind == "tone":
        return ToneJudge.load(folder)
    if kind == "reader":
        return Reader(model=folder), ArgumentHead(folder)
    return WeightTable(folder, kind)
