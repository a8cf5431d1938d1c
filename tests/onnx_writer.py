"""Writes ONNX files, sound and hostile ones: tests need no ``onnx`` package, which would refuse to write the latter.

Messages of protobuf are bytes here: a field is its number with a whole number, or with bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

FLOAT, UINT8, INT8, INT32, INT64, STRING, BOOL, FLOAT16, DOUBLE = 1, 2, 3, 6, 7, 8, 9, 10, 11
TYPES = {"float32": FLOAT, "uint8": UINT8, "int8": INT8, "int64": INT64, "float64": DOUBLE, "bool": BOOL}


def varint(number: int) -> bytes:
    """A whole number in groups of seven bits; negative ones as protobuf has them."""
    number &= (1 << 64) - 1
    groups = []
    while number >= 0x80:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*groups, number])


def field(number: int, value: int | bytes | str) -> bytes:
    """One field of a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name: str, values: np.ndarray, shape: Iterable[int] | None = None, kind: int | None = None) -> bytes:
    """Numbers with their shape and type, which may be others than the true ones."""
    dims = values.shape if shape is None else shape
    return (
        b"".join(field(1, size) for size in dims)
        + field(2, TYPES[values.dtype.name] if kind is None else kind)
        + field(8, name)
        + field(9, values.tobytes())
    )


def external(name: str, place: str, numbers: int) -> bytes:
    """A tensor of floats that lies in another file."""
    said = {"location": place, "offset": "0", "length": str(4 * numbers)}
    entries = b"".join(field(13, field(1, key) + field(2, value)) for key, value in said.items())
    return field(1, numbers) + field(2, FLOAT) + field(8, name) + entries + field(14, 1)


def node(operation: str, inputs: Iterable[str], outputs: Iterable[str], *attributes: bytes, domain: str = "") -> bytes:
    """An operation."""
    return (
        b"".join(field(1, name) for name in inputs)
        + b"".join(field(2, name) for name in outputs)
        + field(4, operation)
        + b"".join(field(5, attribute) for attribute in attributes)
        + (field(7, domain) if domain else b"")
    )


def attribute(name: str, number: int, value: int | bytes, kind: int) -> bytes:
    """An attribute: its value under the field that belongs to its kind (3 a whole number, 5 a tensor, 6 a graph)."""
    return field(1, name) + field(number, value) + field(20, kind)


def value(name: str, kind: int, shape: Iterable[int | str]) -> bytes:
    """An input or output with its type and shape."""
    sizes = b"".join(field(1, field(2 if isinstance(size, str) else 1, size)) for size in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, sizes)))


def graph(nodes: Iterable[bytes], inputs: Iterable[bytes], outputs: Iterable[bytes], tensors: Iterable[bytes]) -> bytes:
    """A graph of them."""
    parts = ((1, nodes), (5, tensors), (11, inputs), (12, outputs))
    return field(2, "made by a test") + b"".join(field(number, part) for number, given in parts for part in given)


def model(body: bytes, *more: bytes, opset: bytes = field(1, "") + field(2, 17)) -> bytes:
    """A file with a graph and, behind it, whatever fields are given."""
    return field(1, 8) + field(8, opset) + field(7, body) + b"".join(more)
