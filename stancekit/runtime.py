"""The one place that opens an ONNX session and a tokenizer, and reads a model's JSON.

Both halves run small encoders; how many threads and how much memory they take, and what happens with a broken or
hostile file, is decided here.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from stancekit.errors import ModelError
from stancekit.onnx_graphs import check_graph
from stancekit.tokenizer_files import check_tokenizer

REMEDY = "reinstall stancekit, or build the model again with the command in its model card"
MOST_JSON = 64 << 20
"""Bytes of a JSON file of a model; the largest of ours, a tokenizer, has half a million."""
MOST_MEMORY = 2 << 30
"""Bytes that the graphs of a process may work in; a long article takes some 100 million."""
_MOST_FOLDED = 64 << 20
"""Bytes of a result that onnxruntime may compute already while it opens a graph."""
_DIGITS = 19
_ERRORS_ONLY = 3
_SLOWER = ["SkipLayerNormFusion"]
"""Fusions that onnxruntime is the slower for on one core: its fused layer norm takes a tenth of an encoder's time, the
two operations that it stands for next to nothing. Results agree to some millionths."""


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file, read in blocks.

    Raises
    ------
    ModelError
        Where the file is missing or cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); {REMEDY}", path) from error


def read_json(path: Path, what: str) -> Any:
    """What a JSON file of a model holds: bounded in size and depth, each name once, and every number one.

    Parameters
    ----------
    what
        What the file should be, for the message: ``a model manifest``.

    Raises
    ------
    ModelError
        Where the file is missing, no plain file, too large, or holds something else.
    """
    try:
        if not path.is_file():  # a pipe or a device would be read for ever
            raise ModelError(f"{path}: cannot be read (no such file); {REMEDY}", path)
        if (size := path.stat().st_size) > MOST_JSON:
            raise ModelError(f"{path}: {size:,} bytes, {what} has at most {MOST_JSON:,}; {REMEDY}", path)
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); {REMEDY}", path) from error
    except ValueError as error:
        raise ModelError(f"{path}: not {what}, not JSON ({error}); {REMEDY}", path) from error
    try:
        return json.loads(
            text, parse_float=_finite, parse_int=_whole, parse_constant=_finite, object_pairs_hook=_each_once
        )
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: not {what}, not JSON ({error}); {REMEDY}", path) from error


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no finite number")
    return number


def _whole(text: str) -> int:
    if len(text) > _DIGITS:
        raise ValueError(f"a number of {len(text)} digits")
    return int(text)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name given twice, two programs read different values: what was checked would not be what is used."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)[:40]!r} stands twice in it")
    return found


def open_session(path: Path, expected_sha256: str | None = None) -> onnxruntime.InferenceSession:
    """Open an ONNX graph on one CPU thread.

    One thread, because whole corpora are read by several processes at once: threads of their own would only
    fight over the cores.

    Parameters
    ----------
    path
        The ``.onnx`` file.
    expected_sha256
        Hex digest from the model's manifest; None leaves the file unchecked.

    Raises
    ------
    ModelError
        Where the file is missing, has another checksum, is no ONNX graph, or one that holds more than an encoder's
        arithmetic and its weights (see `stancekit.onnx_graphs`).
    """
    _check(Path(path), expected_sha256)
    _look_through(Path(path))
    _share_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = _ERRORS_ONLY
    options.add_session_config_entry("session.load_model_format", "ONNX")
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.add_session_config_entry("optimization.constant_folding_max_output_size_in_bytes", str(_MOST_FOLDED))
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
    except Exception as error:  # onnxruntime's own errors share no public base class
        raise ModelError(f"{path}: not a readable ONNX graph ({error}); {REMEDY}", path) from error


def _look_through(path: Path) -> None:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            # a copy would be held beside onnxruntime's; no view of the map must outlive it, not even in a traceback
            reason = _reason_against(mapped)
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise ModelError(f"{path}: not a readable ONNX graph ({error}); {REMEDY}", path) from error
    if reason is not None:
        raise ModelError(f"{path}: not a readable ONNX graph, it has {reason}; do not use it, or {REMEDY}", path)


def _reason_against(mapped: mmap.mmap) -> str | None:
    with memoryview(mapped) as content:
        try:
            check_graph(content)
        except ValueError as error:
            error.__traceback__ = None
            return str(error)
    return None


@cache
def _share_memory() -> None:
    """Let the graphs of this process share one bounded pool of memory: what a graph asks for is in its file."""
    where = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    onnxruntime.create_and_register_allocator(where, onnxruntime.OrtArenaCfg({"max_mem": MOST_MEMORY}))


def run(
    session: onnxruntime.InferenceSession, outputs: list[str], inputs: Mapping[str, np.ndarray]
) -> list[np.ndarray]:
    """Run a graph.

    Raises
    ------
    ModelError
        Where it fails: it was made for other inputs, or asks for too much memory.
    """
    try:
        found: list[np.ndarray] = session.run(outputs, dict(inputs))
    except Exception as error:  # onnxruntime's own errors share no public base class
        raise ModelError(f"the model's graph failed ({error}); {REMEDY}", outputs) from error
    return found


def try_graph(
    session: onnxruntime.InferenceSession,
    path: Path,
    inputs: Mapping[str, np.ndarray],
    wanted: Mapping[str, tuple[int | None, ...]],
) -> dict[str, np.ndarray]:
    """Run a graph that was just opened, and look whether what comes out is what its users take it for.

    Parameters
    ----------
    path
        Where it was opened, for the message.
    wanted
        Shape of each output; None stands for any size.

    Returns
    -------
    dict
        The outputs.

    Raises
    ------
    ModelError
        Where the graph lacks an input or output, fails, or gives another shape, no 32-bit floats, or no numbers.
    """
    has = {value.name for value in [*session.get_inputs(), *session.get_outputs()]}
    if lacking := sorted({*inputs, *wanted} - has):
        raise ModelError(
            f"{path}: lacks the inputs or outputs {lacking}; it is a graph for something else; {REMEDY}", path
        )
    for name, found in (outputs := dict(zip(wanted, run(session, list(wanted), inputs), strict=True))).items():
        shape, got = wanted[name], getattr(found, "shape", None)
        if got is None or len(got) != len(shape) or any(n not in (None, m) for n, m in zip(shape, got, strict=True)):
            raise ModelError(f"{path}: the output {name!r} has the shape {got}, not {shape}; {REMEDY}", path)
        if found.dtype != np.float32 or not np.isfinite(found).all():
            raise ModelError(f"{path}: the output {name!r} is not all finite 32-bit floats; {REMEDY}", path)
    return outputs


def open_tokenizer(path: Path, expected_sha256: str | None = None) -> Tokenizer:
    """Open a ``tokenizer.json`` of the tokenizers library: word pieces, as BERT has them.

    Raises
    ------
    ModelError
        Where the file is missing, has another checksum, or is no such tokenizer (see `stancekit.tokenizer_files`).
    """
    _check(Path(path), expected_sha256)
    content = read_json(Path(path), "a readable tokenizer")
    try:
        check_tokenizer(content)
    except ValueError as error:
        raise ModelError(
            f"{path}: not a readable tokenizer, it has {error}; do not use it, or {REMEDY}", path
        ) from error
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the Rust binding raises bare Exception
        raise ModelError(f"{path}: not a readable tokenizer ({error}); {REMEDY}", path) from error


def highest_piece(tokenizer: Tokenizer) -> int:
    """The highest number of a piece."""
    return max(tokenizer.get_vocab(with_added_tokens=True).values())


def _check(path: Path, expected: str | None) -> None:
    if not path.is_file():
        raise ModelError(f"{path}: no such file; {REMEDY}", path)
    if expected is None:
        return
    found = sha256(path)
    if found != expected.lower():
        raise ModelError(
            f"{path}: the file has changed (SHA-256 {found[:12]}…, expected {expected[:12]}…); {REMEDY}", path
        )
