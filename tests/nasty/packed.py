"""Packed files: bombs, cut short, damaged, packed twice, not packed at all."""

from __future__ import annotations

import bz2
import json
from collections.abc import Callable

import pyarrow as pa
from cases import ANA, SCORED, Case, files, gz, zst
from pyarrow import parquet

BOMB = 64 << 20
"""Bytes that a bomb unpacks to: enough to be told, little to make."""
BOMBED = "over limit: unpacks to over 200 times its size"
UNREADABLE = "unreadable: cannot be read"


def cases() -> list[Case]:
    """The family."""
    found = []
    for ending, pack in (("gz", gz), ("zst", zst)):
        found += _bombs(ending, pack) + _cut(ending, pack) + _damaged(ending, pack)
    return found


def _table(name: str, rows: int = 200) -> bytes:
    """Lines that pack to something: each differs from the others."""
    lines = ({"id": f"{name} {number}", "text": f"{ANA} {number**7}"} for number in range(rows))
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def _bombs(ending: str, pack: Callable[[bytes], bytes]) -> list[Case]:
    name = f"bomb {ending}"
    first, second = (json.dumps({"id": f"{name} {n}", "text": ANA}).encode() + b"\n" for n in (1, 2))
    spaces = pack(b" " * BOMB)
    return [
        files("packed", f"{name}, text", {f"a.txt.{ending}": pack(b"x" * BOMB)}, BOMBED),
        files("packed", f"{name}, page", {f"a.html.{ending}": pack(b"<p>" * (BOMB // 3))}, BOMBED),
        files("packed", f"{name}, a line", {f"a.jsonl.{ending}": pack(first + b"[" * BOMB)}, SCORED, BOMBED),
        files(
            "packed",
            f"{name}, line ends",
            {f"a.jsonl.{ending}": pack(second + (b" " * 4095 + b"\n") * (BOMB // 4096))},
            SCORED,
            BOMBED,
        ),
        files("packed", f"{name}, a cell", {f"a.csv.{ending}": pack(b'id,text\n1,"' + b"x" * BOMB)}, BOMBED),
        files("packed", f"{name}, Parquet", {f"a.parquet.{ending}": pack(bytes(BOMB))}, BOMBED),
        files("packed", f"{name} of many parts", {f"a.txt.{ending}": spaces * 3}, BOMBED),
        files("packed", f"{name} within another", {f"a.txt.{ending}": pack(spaces)}, "unreadable: binary"),
    ]


def _cut(ending: str, pack: Callable[[bytes], bytes]) -> list[Case]:
    text, table = pack(ANA.encode() * 3), pack(_table(f"cut {ending}"))
    packed = [("after a byte", text[:1]), ("in the head", text[:5]), ("in the middle", text[: len(text) // 2])]
    found = [files("packed", f"{ending} cut {where}", {f"a.txt.{ending}": cut}, UNREADABLE) for where, cut in packed]
    found.append(files("packed", f"{ending} table without its head", {f"a.jsonl.{ending}": table[20:]}, UNREADABLE))
    found.append(files("packed", f"{ending} page cut", {f"a.html.{ending}": text[:-6]}, UNREADABLE))
    return found


def _damaged(ending: str, pack: Callable[[bytes], bytes]) -> list[Case]:
    text = pack(ANA.encode())
    turned = UNREADABLE if ending == "gz" else SCORED  # Arrow writes no checksum, so nobody can tell
    column = pa.BufferOutputStream()
    parquet.write_table(pa.table({"id": [f"whole {ending}"], "text": [ANA]}), column)
    whole = column.getvalue().to_pybytes()
    return [
        files("packed", f"{ending} not packed", {f"a.txt.{ending}": ANA}, UNREADABLE),
        files("packed", f"{ending} packed otherwise", {f"a.txt.{ending}": bz2.compress(ANA.encode())}, UNREADABLE),
        files("packed", f"{ending} a bit turned", {f"a.txt.{ending}": text[:-5] + b"\xff" + text[-4:]}, turned),
        files("packed", f"{ending} empty", {f"a.txt.{ending}": b""}, "bad text: the file is empty"),
        files("packed", f"{ending} of nothing", {f"a.txt.{ending}": pack(b"")}, "bad text: the file is empty"),
        files("packed", f"{ending} in two parts", {f"a.txt.{ending}": pack(b"Rain ") + pack(b"fell.")}, SCORED),
        files("packed", f"{ending} packed twice", {f"a.txt.{ending}": pack(pack(ANA.encode()))}, "unreadable: "),
        files("packed", f"{ending} and words behind", {f"a.txt.{ending}": text + b"and more"}, UNREADABLE),
        files("packed", f"{ending} around Parquet", {f"a.parquet.{ending}": pack(whole)}, SCORED),
        files(
            "packed",
            f"{ending} around half of Parquet",
            {f"a.parquet.{ending}": pack(whole[:99])},
            "unreadable: Parquet",
        ),
        files("packed", f"{ending} small and tight", {f"a.txt.{ending}": pack(b"He said no. " * 5_000)}, SCORED),
    ]
