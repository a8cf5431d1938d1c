"""Opening ONNX graphs and tokenizers."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from stancekit.errors import ModelError
from stancekit.runtime import open_session, open_tokenizer, sha256

TINY = Path(__file__).parent / "data" / "tiny_tone"
GRAPH, TOKENIZER = TINY / "encoder.onnx", TINY / "tokenizer.json"


def test_a_session_runs_on_one_thread():
    session = open_session(GRAPH, sha256(GRAPH).upper())
    options = session.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
    pieces = np.ones((2, 3), dtype=np.int64)
    vector, logits = session.run(None, {"input_ids": pieces})
    assert vector.shape == (2, 8)
    assert logits.shape == (2, 3)


def test_a_tokenizer_opens():
    assert open_tokenizer(TOKENIZER, sha256(TOKENIZER)).encode("they lied").tokens == [
        "[CLS]",
        "they",
        "lied",
        "[SEP]",
    ]


@pytest.mark.parametrize("opener", [open_session, open_tokenizer])
def test_what_cannot_be_opened_says_why_and_what_to_do(opener, tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x08\x07 no model")
    cases = [
        (tmp_path / "missing", None, "no such file"),
        (tmp_path, None, "no such file"),
        (broken, None, "not a readable"),
        (broken, "0" * 64, "has changed"),
    ]
    for path, expected, message in cases:
        with pytest.raises(ModelError, match=f"{message}.*reinstall") as raised:
            opener(path, expected)
        assert raised.value.value == path


@pytest.mark.parametrize(("given", "left"), [({}, "1"), ({"ORT_DISABLE_TELEMETRY": "0"}, "0")])
def test_onnxruntime_reports_to_nobody(tmp_path, given, left):
    """It would write a number for this machine below the home folder, and send what it counts to its maker."""
    code = f"import stancekit.runtime, os; stancekit.runtime.open_session(stancekit.runtime.Path({str(GRAPH)!r}))"
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR")}
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(os.environ['ORT_DISABLE_TELEMETRY'])"],
        env={**environment, **home, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [left]
    if left == "1":
        assert not list(tmp_path.iterdir())


def test_sha256(tmp_path):
    (tmp_path / "file").write_bytes(b"words")
    assert sha256(tmp_path / "file") == hashlib.sha256(b"words").hexdigest()
    with pytest.raises(ModelError, match="cannot be read"):
        sha256(tmp_path / "missing")
