"""What an ONNX file may hold: the arithmetic of a small encoder, with its weights inside the file, and nothing else.

onnxruntime runs what a graph says, and follows it to files beside it (external data), to loops without end and to
operations of foreign libraries. So a file is looked through before onnxruntime sees it. The format is protobuf; its
outline is read here from the bytes, since the ``onnx`` package is needed for training alone. Whatever the outline has
no place for is refused: a field that is not known here cannot smuggle anything past.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

import numpy as np

OPERATIONS = frozenset(
    """
    Abs Add And ArgMax AveragePool BatchNormalization Cast CastLike Ceil Clip Concat Constant ConstantOfShape Conv Cos
    CumSum DequantizeLinear Div Dropout DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand Flatten Floor Gather
    GatherElements GatherND Gelu Gemm Greater GreaterOrEqual HardSigmoid Identity IsInf IsNaN LayerNormalization
    LeakyRelu Less LessOrEqual Log LogSoftmax MatMul MatMulInteger Max Mean Min Mod Mul Neg Not Or Pad Pow PRelu
    QLinearMatMul QuantizeLinear Range Reciprocal ReduceL2 ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum Relu
    Reshape Round Selu Shape Sigmoid Sign Sin Size Slice Softmax Softplus Softsign Split Sqrt Squeeze Sub Sum Tanh Tile
    Transpose Trilu Unsqueeze Where Xor
    """.split()
)
"""Operations that encoders are made of. Control flow, random numbers and whatever decodes strings or images are not."""

DOMAINS = frozenset({b"", b"ai.onnx"})
DIMENSIONS = 8
BYTES_OF = {1: 4, 2: 1, 3: 1, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8}
"""Bytes of a number of each type: float32, uint8, int8, int32, int64, bool, float16, float64."""
FLOATS = {1: np.float32, 10: np.float16, 11: np.float64}
NUMBERS = frozenset({4, 5, 7, 9, 10})
"""Fields of a tensor that hold its numbers."""

Field = tuple[int, int, int | memoryview]
"""Number, wire type and value: a whole number, or the bytes of what is longer."""
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def check_graph(content: memoryview) -> None:
    """Look through an ONNX file.

    Parameters
    ----------
    content
        Its bytes.

    Raises
    ------
    ValueError
        Where it is damaged, or holds what a model of ours has no need of; the message says what.
    """
    _each(content, "a model", {7: _graph, 8: _opset}, known={*range(1, 9), 14})


def _each(
    message: memoryview, what: str, inside: Mapping[int, Callable[[memoryview], None]], known: set[int]
) -> list[Field]:
    """The fields of a message; those that hold messages are looked through, and unknown ones refused."""
    fields = list(_fields(message))
    for number, wire, value in fields:
        if number not in known:
            raise ValueError(f"{what} with {_NAMED.get((what, number), f'the field {number}')}")
        if number in inside:
            if wire != BYTES:
                raise ValueError(f"{what} that is damaged")
            inside[number](_bytes(value))
    return fields


_NAMED = {
    ("a model", 20): "a recipe for training",
    ("a model", 25): "functions of its own",
    ("a graph", 15): "sparse weights",
    ("an attribute", 6): "a graph inside an operation (a loop or a branch)",
    ("an attribute", 11): "graphs inside an operation (loops or branches)",
    ("an attribute", 22): "sparse weights",
    ("an attribute", 23): "sparse weights",
    ("a tensor", 3): "numbers in segments",
    ("a tensor", 6): "strings",
    ("a tensor", 13): "numbers in another file (external data)",
}


def _graph(message: memoryview) -> None:
    _each(message, "a graph", {1: _node, 5: _tensor}, known={1, 2, 5, 10, 11, 12, 13, 14, 16})


def _opset(message: memoryview) -> None:
    for number, _, value in _each(message, "a set of operations", {}, known={1, 2}):
        if number == 1:
            _domain(_bytes(value))


def _node(message: memoryview) -> None:
    fields = _each(message, "an operation", {5: _attribute}, known={1, 2, 3, 4, 5, 6, 7, 9})
    names = [str(bytes(_bytes(value)), "utf-8", "replace") for number, _, value in fields if number == 4]
    for name in names:
        if name not in OPERATIONS:
            raise ValueError(f"the operation {name[:40]!r}, which no encoder needs")
    for number, _, value in fields:
        if number == 7:
            _domain(_bytes(value))


def _domain(value: memoryview) -> None:
    if bytes(value) not in DOMAINS:
        raise ValueError(f"operations of a foreign library, {str(bytes(value[:40]), 'utf-8', 'replace')!r}")


def _attribute(message: memoryview) -> None:
    _each(message, "an attribute", {5: _tensor, 10: _tensor}, known={*range(1, 6), 7, 8, 9, 10, 13, 20, 21})


def _tensor(message: memoryview) -> None:
    """A tensor's numbers must be in it, as many as it declares, and be numbers."""
    fields = _each(message, "a tensor", {}, known={1, 2, 4, 5, 7, 8, 9, 10, 12, 14, 16})
    shape = [size for number, wire, value in fields if number == 1 for size in _whole_numbers(wire, value)]
    kind = _type_of(fields)
    if any(value for number, _, value in fields if number == 14):
        raise ValueError("a tensor with numbers in another file (external data)")
    if len(shape) > DIMENSIONS or any(size >= 1 << 31 for size in shape):
        raise ValueError(f"a tensor of the shape {shape[: DIMENSIONS + 1]}")
    count = math.prod(shape)
    held = [(number, value) for number, _, value in fields if number in NUMBERS]
    raw = [_bytes(value) for number, value in held if number == 9]
    if len(raw) > 1 or (raw and len(held) > 1):
        raise ValueError("a tensor with its numbers given twice")
    size = len(raw[0]) if raw else sum(len(value) if isinstance(value, memoryview) else 1 for _, value in held)
    if (raw and size != count * BYTES_OF[kind]) or size < count:
        raise ValueError(f"a tensor of the shape {shape} with {size} bytes of numbers")
    if raw and kind in FLOATS and not np.isfinite(np.frombuffer(raw[0], FLOATS[kind])).all():
        raise ValueError(f"a tensor of the shape {shape} with numbers that are none (infinite or NaN)")


def _type_of(fields: list[Field]) -> int:
    """The type of a tensor's numbers."""
    given = [value for number, _, value in fields if number == 2]
    if len(given) != 1 or not isinstance(given[0], int) or given[0] not in BYTES_OF:
        shown = [value if isinstance(value, int) else "bytes" for value in given[:3]]
        raise ValueError(f"a tensor of the type {shown}, which no encoder needs")
    return given[0]


def _whole_numbers(wire: int, value: int | memoryview) -> Iterator[int]:
    """One number, or several packed into bytes."""
    if wire != BYTES:
        yield int(value)
        return
    packed, place = _bytes(value), 0
    while place < len(packed):
        number, place = _varint(packed, place)
        yield number


def _bytes(value: int | memoryview) -> memoryview:
    if not isinstance(value, memoryview):
        raise ValueError("a number where bytes belong")
    return value


def _fields(message: memoryview) -> Iterator[Field]:
    """The fields of a message, in order."""
    place, end = 0, len(message)
    while place < end:
        key, place = _varint(message, place)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, place = _varint(message, place)
            yield number, wire, value
            continue
        if wire == BYTES:
            length, place = _varint(message, place)
        elif wire in (FIXED64, FIXED32):
            length = 8 if wire == FIXED64 else 4
        else:
            raise ValueError("no ONNX in it")
        if not number or length > end - place:
            raise ValueError("no end, or is none")
        yield number, wire, message[place : place + length]
        place += length


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """A whole number in groups of seven bits, and the place behind it."""
    value = shift = 0
    while place < len(message) and shift < 64:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise ValueError("no end, or is none")
