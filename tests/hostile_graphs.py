"""ONNX files that are damaged or mean harm: name, bytes, and a pattern of what is said about them."""

from __future__ import annotations

import io
import pickle
import struct

import numpy as np
from onnx_writer import (
    BOOL,
    DOUBLE,
    FLOAT,
    INT64,
    STRING,
    attribute,
    external,
    field,
    graph,
    model,
    node,
    tensor,
    value,
    varint,
)
from small_models import PIECES, arguments_graph, reader_graph

ONE = np.ones(1, dtype=np.float32)
SOUND = model(reader_graph())
A_FLOAT = field(2, FLOAT) + field(8, "more")
"""Type and name of a tensor."""


def with_tensor(*tensors: bytes) -> bytes:
    """A reader with tensors more."""
    return model(reader_graph(tensors=tensors))


def with_node(*nodes: bytes, tensors: tuple[bytes, ...] = ()) -> bytes:
    """A reader with operations more, whose results nobody needs or the table of its vectors is."""
    return model(reader_graph(nodes=nodes, tensors=tensors))


def constant(held: bytes) -> bytes:
    """The operation that gives a tensor."""
    return node("Constant", [], ["more"], attribute("value", 5, held, 4))


def filled(*sizes: int) -> bytes:
    """A reader that adds the sum of a tensor of that shape, all of it ones, to its vectors."""
    body = reader_graph(
        nodes=(
            node("ConstantOfShape", ["sizes"], ["ones"], attribute("value", 5, tensor("one", ONE), 4)),
            node("ReduceSum", ["ones"], ["sum"], attribute("keepdims", 3, 0, 2)),
            node("Cast", ["sum"], ["whole"], attribute("to", 3, INT64, 2)),
            node("Sub", ["whole", "whole"], ["nothing"]),
            node("Add", ["input_ids", "nothing"], ["moved"]),
        ),
        tensors=(tensor("sizes", np.array(sizes, dtype=np.int64)),),
        ids="moved",
    )
    return model(body)


def _no_numbers(what: float) -> bytes:
    return with_tensor(tensor("more", np.array([1.0, what], dtype=np.float32)))


LOOP = graph([node("Identity", ["true"], ["again"])], [value("n", INT64, [])], [value("again", BOOL, [])], [])
INNER, INNER_ONES = attribute("body", 6, LOOP, 5), attribute("body", 11, LOOP, 10)
FLATBUFFER = struct.pack("<I", 8) + b"ORTM" + bytes(64)


def _pickled() -> bytes:
    file = io.BytesIO()
    pickle.Pickler(file).dump({"graph": SOUND[:8]})
    return file.getvalue()


EXTERNAL = "external data"
READER_GRAPHS = [
    ("empty", b"", "not a readable ONNX graph"),
    ("text", b"import os\n", "not a readable ONNX graph"),
    ("a pickle", _pickled(), "not a readable ONNX graph"),
    ("a zip", b"PK\x03\x04" + bytes(60), "not a readable ONNX graph"),
    ("onnxruntime's own format", FLATBUFFER, "not a readable ONNX graph"),
    ("cut off", SOUND[: len(SOUND) // 2], "not a readable ONNX graph"),
    ("cut off by a byte", SOUND[:-1], "not a readable ONNX graph"),
    ("a number too long", b"\xff" * 11, "not a readable ONNX graph"),
    ("a length beyond the end", varint(7 << 3 | 2) + varint(1 << 40), "not a readable ONNX graph"),
    ("a group of old", varint(7 << 3 | 3), "not a readable ONNX graph"),
    ("a graph that is a number", field(1, 8) + field(7, 3), "a model that is damaged"),
    ("no graph", field(1, 8), "not a readable ONNX graph"),
    ("a field of tomorrow", model(reader_graph(), field(99, 1)), "the field 99"),
    ("a version of tomorrow", model(reader_graph(), field(1, 99)), "not a readable ONNX graph"),
    ("a set of operations of tomorrow", model(reader_graph(), opset=field(1, "") + field(2, 999)), "not a readable"),
    ("no set of operations", field(1, 8) + field(7, reader_graph()), "not a readable ONNX graph"),
    ("weights in a file beside it", with_tensor(external("more", "secret", 2)), EXTERNAL),
    ("weights in the parent folder", with_tensor(external("more", "../secret", 2)), EXTERNAL),
    ("weights in a system file", with_tensor(external("more", "/etc/passwd", 4)), EXTERNAL),
    ("weights far up", with_tensor(external("more", "../../../../../../etc/passwd", 4)), EXTERNAL),
    ("weights at an address in memory", with_tensor(external("more", "*/_ORT_MEM_ADDR_/*", 4)), EXTERNAL),
    ("weights elsewhere, place not said", with_tensor(field(1, 1) + A_FLOAT + field(14, 1)), EXTERNAL),
    ("weights elsewhere, said last", with_tensor(tensor("more", ONE) + field(14, 0) + field(14, 1)), EXTERNAL),
    ("a constant in another file", with_node(constant(external("c", "../secret", 2))), EXTERNAL),
    ("constants in other files", with_node(node("Constant", [], ["more"], attribute(
        "value", 10, external("c", "../secret", 2), 9))), EXTERNAL),
    ("a loop", with_node(node("Loop", ["", "true"], ["more"], INNER)), "a graph inside an op"),
    ("a branch", with_node(node("If", ["true"], ["more"])), "'If'"),
    ("a graph in an operation", with_node(node("Add", ["x", "x"], ["more"], INNER)), "a loop or"),
    ("graphs in an operation", with_node(node("Add", ["x", "x"], ["more"], INNER_ONES)), "loops or"),
    ("functions of its own", model(reader_graph(), field(25, field(1, "Add"))), "functions of its own"),
    ("a recipe for training", model(reader_graph(), field(20, b"")), "a recipe for training"),
    ("a library of the author's", with_node(node("Run", ["x"], ["y"], domain="com.evil")), "'Run'"),
    ("a known name from another library", with_node(node("Add", ["x"], ["y"], domain="com.evil")), "'com.evil'"),
    ("operations of Microsoft", with_node(node("EPContext", ["x"], ["y"], domain="com.microsoft")), "'EPContext'"),
    ("a set of foreign operations", model(reader_graph(), field(8, field(1, "com.evil"))), "'com.evil'"),
    ("random numbers", with_node(node("RandomNormal", [], ["more"])), "'RandomNormal'"),
    ("a decoder of images", with_node(node("ImageDecoder", ["x"], ["y"])), "'ImageDecoder'"),
    ("two operations in one", with_node(node("Add", ["x", "x"], ["y"]) + field(4, "Loop")), "'Loop'"),
    ("sparse weights", model(reader_graph() + field(15, b"")), "sparse weights"),
    ("a sparse constant", with_node(node("Constant", [], ["y"], attribute("sparse_value", 22, b"", 11))), "sparse"),
    ("numbers in segments", with_tensor(tensor("more", ONE) + field(3, b"")), "numbers in segments"),
    ("strings", with_tensor(field(1, 1) + field(2, STRING) + field(6, "x")), "strings"),
    ("a type of strings", with_tensor(tensor("more", ONE, kind=STRING)), "a tensor of the type"),
    ("a type of tomorrow", with_tensor(tensor("more", ONE, kind=99)), "a tensor of the type"),
    ("no type", with_tensor(field(1, 1) + field(9, ONE.tobytes())), "a tensor of the type"),
    ("two types", with_tensor(tensor("more", ONE) + field(2, DOUBLE)), "a tensor of the type"),
    ("a shape beyond reason", with_tensor(tensor("more", ONE, [1 << 31, 1 << 31])), "a tensor of the shape"),
    ("a shape that overflows", with_tensor(tensor("more", ONE, [1 << 30, 1 << 30, 1 << 4])), "4 bytes of numbers"),
    ("a negative shape", with_tensor(tensor("more", ONE, [-1])), "a tensor of the shape"),
    ("nine dimensions", with_tensor(tensor("more", ONE, [1] * 9)), "a tensor of the shape"),
    ("a gigabyte declared", with_tensor(tensor("more", ONE, [1 << 28])), "4 bytes of numbers"),
    ("a gigabyte declared, typed", with_tensor(field(1, 1 << 28) + A_FLOAT + field(4, ONE.tobytes())), "4 bytes of"),
    ("fewer numbers declared", with_tensor(tensor("more", np.ones(4, np.float32), [1])), "16 bytes of numbers"),
    ("numbers given twice", with_tensor(tensor("more", ONE) + field(9, ONE.tobytes())), "given twice"),
    ("numbers given in two ways", with_tensor(tensor("more", ONE) + field(4, ONE.tobytes())), "given twice"),
    ("a weight that is no number", _no_numbers(float("nan")), "infinite or NaN"),
    ("a weight without end", _no_numbers(float("inf")), "infinite or NaN"),
    ("a result of 16 GB", filled(1 << 16, 1 << 16), "failed|not a readable"),
    ("a result of 4 TB", filled(1 << 20, 1 << 20), "failed|not a readable"),
    ("a result that overflows", filled(1 << 31, 1 << 31), "failed|not a readable"),
    ("an operation on nothing", with_node(node("Add", ["nowhere", "nowhere"], ["more"])), "not a readable"),
    ("a result that is there already", with_node(node("Identity", ["input_ids"], ["vectors"])), "not a readable"),
    ("a circle", with_node(node("Abs", ["b"], ["a"]), node("Abs", ["a"], ["b"])), "not a readable"),
    ("other vectors", model(reader_graph(vectors=100)), r"'vectors' has the shape \(1, 8, 100\)"),
    ("fewer labels", model(reader_graph(roles=5)), r"'roles' has the shape \(1, 8, 5\), not \(1, 8, 7\)"),
    ("more labels", model(reader_graph(names=9)), r"'names' has the shape \(1, 8, 9\)"),
    ("an output missing", model(reader_graph(drop="wide")), r"lacks the inputs or outputs \['wide'\]"),
    ("an input missing", model(reader_graph(drop="shapes")), r"lacks the inputs or outputs \['shapes'\]"),
    ("an input more", model(reader_graph() + field(11, value("mask", INT64, [1, "piece"]))), "graph failed"),
    ("an input of another type", model(reader_graph().replace(value("shapes", INT64, [1, "piece"]),
                                                              value("shapes", FLOAT, [1, "piece"]))), "graph failed"),
    ("an output of no numbers", model(reader_graph(
        nodes=(node("Div", ["zero", "zero"], ["none"]), node("Add", ["t", "none"], ["table"])),
        tensors=(tensor("zero", np.zeros(1, np.float32)),), held="t")), "not all finite"),
    ("the argument head", model(arguments_graph()), "lacks the inputs or outputs"),
]  # fmt: skip

ARGUMENT_GRAPHS = [
    ("empty", b"", "not a readable ONNX graph"),
    ("weights in the parent folder", model(arguments_graph() + field(5, external("more", "../secret", 2))), EXTERNAL),
    ("fewer labels", model(arguments_graph(labels=4)), r"'arguments' has the shape \(1, 2, 4\), not \(1, 2, 5\)"),
    ("the reader", SOUND, "lacks the inputs or outputs"),
]


def encoder(
    width: int = 8, pieces: int = PIECES, logits: int = 3, kind: int = FLOAT, last: tuple[bytes, ...] = ()
) -> bytes:
    """A tone encoder: the first piece's vector, and logits from it."""
    table = np.zeros((pieces, width), dtype=np.float32)
    table[:, 0] = 1  # hostile, whatever is said
    body = graph(
        [
            node("Gather", ["table", "input_ids"], ["all"]),
            node("Cast", ["attention_mask"], ["mask"], attribute("to", 3, FLOAT, 2)),
            node("ReduceSum", ["all", "middle"], ["v"], attribute("keepdims", 3, 0, 2)),
            node("ReduceSum", ["mask", "middle"], ["m"], attribute("keepdims", 3, 1, 2)),
            node("Add", ["v", "m"], ["sum"]),
            node("Cast", ["sum"], ["vector"], attribute("to", 3, kind, 2)),
            node("MatMul", ["sum", "head"], ["l"]),
            *(last or [node("Cast", ["l"], ["logits"], attribute("to", 3, kind, 2))]),
        ],
        [value(name, INT64, ["quote", "piece"]) for name in ("input_ids", "attention_mask")],
        [value("vector", kind, ["quote", width]), value("logits", kind, ["quote", logits])],
        [
            tensor("table", table),
            tensor("middle", np.array([1])),
            tensor("head", np.eye(width, logits, dtype=np.float32)),
        ],
    )
    return model(body)


TONE_GRAPHS = [
    ("cut off", encoder()[:100], "not a readable ONNX graph"),
    ("weights in the parent folder", model(field(5, external("more", "../secret", 2))), EXTERNAL),
    ("another model of ours", SOUND, "lacks the inputs or outputs"),
    ("two tones", encoder(logits=2), r"'logits' has the shape \(1, 2\), not \(1, 3\)"),
    ("wider vectors", encoder(width=9), "made for vectors of 11 numbers, not 12"),
    ("fewer pieces", encoder(pieces=20), "graph failed"),
    ("64-bit floats", encoder(kind=DOUBLE), "not all finite 32-bit floats"),
    (
        "logits that are no numbers",
        encoder(last=(node("Neg", ["l"], ["n"]), node("Log", ["n"], ["logits"]))),
        "not all finite",
    ),
    ("other weights", encoder(), "something else than when it was saved"),
]
