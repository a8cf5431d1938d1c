"""What a nasty input is: files in a folder of their own, and what must come of each article in them.

The modules beside this one make them, one family each, always the same ones. ``tests/corpus/test_nasty_inputs.py``
reads them all, ``benchmarks/nasty_inputs.py`` scores them with the real models.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from stancekit.tables import Rejection

Content = bytes | str | Callable[[], bytes | str]
"""What a file holds; what is large is made when it is wanted."""

SCORED = "scored"
ANA = "“We will answer Zagreb in spring,” Ana said."


@dataclass(frozen=True)
class Case:
    """A nasty input.

    Parameters
    ----------
    family, name
        What it is about, and which one it is.
    put
        Fills an empty folder.
    expected
        What comes of its articles, in order: ``scored``, or the reason of the rejection, a colon and words that its
        detail holds.
    """

    family: str
    name: str
    put: Callable[[Path], object]
    expected: tuple[str, ...]


def files(family: str, name: str, content: Mapping[str, Content], *expected: str) -> Case:
    """A case of ordinary files: name to content."""

    def put(folder: Path) -> None:
        for file, held in content.items():
            made = held() if callable(held) else held
            (folder / file).write_bytes(made.encode() if isinstance(made, str) else made)

    return Case(family, name, put, expected)


def text(family: str, name: str, content: Content, expected: str = SCORED) -> Case:
    """One text file."""
    return files(family, name, {f"{name}.txt": content}, expected)


def row(family: str, name: str, content: str, expected: str = SCORED) -> Case:
    """One article in JSON lines, which can hold any character."""
    return files(family, name, {f"{name}.jsonl": json.dumps({"id": f"row {name}", "text": content})}, expected)


def zst(content: bytes) -> bytes:
    """One frame of Zstandard."""
    packed = pa.BufferOutputStream()
    with pa.CompressedOutputStream(packed, "zstd") as stream:
        stream.write(content)
    return packed.getvalue().to_pybytes()


def gz(content: bytes) -> bytes:
    """One member of gzip, always the same bytes."""
    return gzip.compress(content, mtime=0)


def outcome(rejection: Rejection | None) -> str:
    """What came of an article, in the words of `Case.expected`."""
    return SCORED if rejection is None else f"{rejection.reason}: {rejection.detail}"


def differ(case: Case, found: Sequence[str]) -> str:
    """How what came of a case differs from what should; empty where it does not."""
    if len(found) == len(case.expected) and all(map(_fits, found, case.expected)):
        return ""
    return f"{case.family}, {case.name}: expected {list(case.expected)}, got {[one[:300] for one in found[:9]]}"


def _fits(found: str, expected: str) -> bool:
    if expected == SCORED:
        return found == SCORED
    reason, _, words = expected.partition(": ")
    return found.startswith(f"{reason}: ") and words in found
