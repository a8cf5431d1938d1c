"""Files for the tests of readers."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """Write a file, with the folders it lies in."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*records: object) -> str:
    """JSON lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


def parquet(records: list[dict[str, object]]) -> bytes:
    """A Parquet file."""
    return pd.DataFrame(records).to_parquet()


def zst(content: bytes) -> bytes:
    """One frame of Zstandard."""
    packed = pa.BufferOutputStream()
    with pa.CompressedOutputStream(packed, "zstd") as stream:
        stream.write(content)
    return packed.getvalue().to_pybytes()
