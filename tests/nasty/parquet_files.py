"""Parquet with a corrupt footer, wrong types, too many columns, and pages that unpack to too much."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
from cases import ANA, SCORED, Case, files
from pyarrow import parquet

NO_PARQUET = "unreadable: not a readable Parquet file"
UNREADABLE = "unreadable: cannot be read"
NO_STRING = "bad text: must be a string"


def cases() -> list[Case]:
    """The family."""
    return [*_damaged(), *_types(), *_shapes()]


def _written(table: pa.Table, **options: Any) -> bytes:
    held = io.BytesIO()
    parquet.write_table(table, held, **options)
    return held.getvalue()


def _parquet(name: str, content: bytes | pa.Table, *expected: str) -> Case:
    held = content if isinstance(content, bytes) else _written(content)
    return files("Parquet", name, {"a.parquet": held}, *expected)


def _column(name: str, cells: Any, column: str = "text") -> pa.Table:
    ids = [f"parquet {name} {number}" for number in range(len(cells))]
    return pa.table({"id": ids, "text": [ANA] * len(cells), column: cells})


def _damaged() -> list[Case]:
    whole = _written(_column("damaged", [ANA] * 500), compression="none")
    length = int.from_bytes(whole[-8:-4], "little")
    footer = len(whole) - 8 - length
    turned = bytearray(whole)
    turned[footer + length // 2] ^= 0xFF
    page = whole[:60] + bytes(40) + whole[100:]
    return [
        _parquet("nothing", b"", NO_PARQUET),
        _parquet("only its mark", b"PAR1", NO_PARQUET),
        _parquet("two marks", b"PAR1PAR1", NO_PARQUET),
        _parquet("no mark at the end", whole[:-4] + b"XXXX", NO_PARQUET),
        _parquet("cut in the middle", whole[: len(whole) // 2], NO_PARQUET),
        _parquet("a footer that is too long", whole[:-8] + b"\xff\xff\xff\x7fPAR1", NO_PARQUET),
        _parquet("a footer of nothing", whole[:-8] + b"\0\0\0\0PAR1", UNREADABLE),
        _parquet("a footer of zeros", whole[:footer] + bytes(length) + whole[-8:], UNREADABLE),
        _parquet("a footer of ones", whole[:footer] + b"\xff" * length + whole[-8:], UNREADABLE),
        _parquet("the data gone", b"PAR1" + whole[footer:], UNREADABLE),
        _parquet("a page of zeros", page, UNREADABLE),
        _parquet("encrypted", whole[:-4] + b"PARE", UNREADABLE),
        _parquet("a table of text", b"id,text\n1,x\n", NO_PARQUET),
    ]


def _types() -> list[Case]:
    day, moment = datetime.date(2024, 3, 1), datetime.datetime(2024, 3, 1, 9)
    wrong = {
        "whole numbers": [1, 2], "numbers": [0.5, None], "truth": [True, False], "days": [day, None],
        "moments": [moment, None], "bytes": [b"Rain", b"\xff"], "lists": [["Rain"], []], "structs": [{"a": 1}, None],
        "nulls": pa.nulls(2), "decimals": [Decimal("1.5"), None],
    }  # fmt: skip
    found = []
    for name, cells in wrong.items():
        table = _column(name, cells, "body").drop(["text"]).rename_columns(["id", "text"])
        second = "bad text: nothing" if cells[1] is None else NO_STRING
        first = "bad text: nothing" if name == "nulls" else NO_STRING
        found.append(_parquet(f"text of {name}", table, first, "bad text: nothing" if name == "nulls" else second))
    ids = {
        "whole numbers": [-7, -8],
        "days": [day, day.replace(day=2)],
        "bytes": [b"a", b"\xff"],
        "lists": [["a"], ["b"]],
    }
    for name, cells in ids.items():
        found.append(_parquet(f"ids of {name}", pa.table({"id": cells, "text": [ANA, ANA]}), SCORED, SCORED))
    found.append(
        _parquet(
            "ids of numbers with gaps", pa.table({"id": [5e9, None], "text": [ANA, ANA]}), SCORED, "unreadable: no id"
        )
    )
    coded = pa.table({"id": ["coded 1", "coded 2"], "text": pa.array([ANA, ANA]).dictionary_encode()})
    found.append(_parquet("a dictionary", coded, SCORED, SCORED))
    large = pa.table({"id": pa.array(["large 1"], pa.large_string()), "text": pa.array([ANA], pa.large_string())})
    found.append(_parquet("large strings", large, SCORED))
    # Bytes that say they are a string: no reader has to believe it.
    lying = _written(pa.table({"id": ["lying"], "text": ["abcdefgh"]}), compression="none", use_dictionary=False)
    found.append(
        _parquet("a string that is no UTF-8", lying.replace(b"abcdefgh", b"abc\xff\xfe\xfdgh"), "unreadable: ")
    )
    return found


def _shapes() -> list[Case]:
    wide = {f"c{number}": pa.array([0], pa.int8()) for number in range(9_999)}
    row = {"id": ["wide"], "text": [ANA]}
    # One text of a megabyte, a thousand times: a file of some kilobytes, a gigabyte of text.
    bomb = _written(
        pa.table({"id": [f"bomb {n}" for n in range(1_000)], "text": pa.array(["x " * 500_000] * 100 + ["y"] * 900)}),
        compression="zstd", use_dictionary=False,
    )  # fmt: skip
    return [
        _parquet(
            "no rows",
            pa.table({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())}),
            "unreadable: no articles",
        ),
        _parquet("no columns", pa.table({}), "unreadable: no column"),
        _parquet("no text column", pa.table({"id": ["1"], "body": ["x"]}), "unreadable: no column text"),
        _parquet("10,001 columns", pa.table({**row, **wide}), "over limit: over 10,000 columns"),
        _parquet("pages that unpack to 100 MB", bomb, "over limit: unpacks to over 200 times its size"),
        _parquet("names with line ends", pa.table({**row, "a\nb": [1]}), SCORED),
        _parquet("the same id", pa.table({"id": ["same parquet"] * 2, "text": [ANA] * 2}), SCORED, "duplicate id: "),
    ]
