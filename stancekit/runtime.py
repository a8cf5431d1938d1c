"""The one place that opens an ONNX session and a tokenizer.

Both halves run small encoders; how many threads they take, and what happens with a broken file, is decided
here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import onnxruntime
from tokenizers import Tokenizer

from stancekit.errors import ModelError

REMEDY = "reinstall stancekit, or build the model again with the command in its model card"
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
        Where the file is missing, has another checksum, or is no ONNX graph.
    """
    _check(Path(path), expected_sha256)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = _ERRORS_ONLY
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
    except Exception as error:  # onnxruntime's own errors share no public base class
        raise ModelError(f"{path}: not a readable ONNX graph ({error}); {REMEDY}", path) from error


def open_tokenizer(path: Path, expected_sha256: str | None = None) -> Tokenizer:
    """Open a ``tokenizer.json`` of the tokenizers library.

    Raises
    ------
    ModelError
        Where the file is missing, has another checksum, or is no tokenizer.
    """
    _check(Path(path), expected_sha256)
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the Rust binding raises bare Exception
        raise ModelError(f"{path}: not a readable tokenizer ({error}); {REMEDY}", path) from error


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
