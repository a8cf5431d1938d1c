"""The weights of released models, read back from their graphs: what was trained on another machine can be trained on.

Weights come back as the graph holds them, rounded to 8 bits; a reader's argument head and heads of labels are in float.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from stancekit.annotation.arguments import ARGUMENTS
from stancekit.annotation.reader import GRAPH
from stancekit.tone.vectors import GRAPH as TONE_GRAPH
from stancekit.training.reader_data import HEADS
from stancekit.training.reader_net import ReaderNet, net_from
from stancekit.training.tone_net import ToneNet, tone_net_from

ARGUMENT_PRODUCTS = {"/head/inner/MatMul": "arguments.inner", "/head/label/MatMul": "arguments.label"}
QUANTIZED, SCALE, ZERO = "_quantized", "_scale", "_zero_point"


def released_net(folder: Path) -> ReaderNet:
    """The reader of a folder that :mod:`stancekit.training.export` wrote.

    Parameters
    ----------
    folder
        With ``reader.onnx`` and ``arguments.onnx``.
    """
    return net_from(_encoder_weights(folder / GRAPH) | _argument_weights(folder / ARGUMENTS))


def released_tone_net(folder: Path) -> ToneNet:
    """The tone model's net of a folder that :mod:`stancekit.training.tone_encoder` wrote.

    Parameters
    ----------
    folder
        With ``encoder.onnx``.
    """
    return tone_net_from(_encoder_weights(folder / TONE_GRAPH))


def _encoder_weights(path: Path) -> dict[str, torch.Tensor]:
    graph = onnx.load(path).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {}
    for name in held:
        if name.startswith(("encoder.", "heads.", "head.bias")) and not name.endswith((SCALE, ZERO)):
            found[name.removesuffix(QUANTIZED)] = _in_float(held, name.removesuffix(QUANTIZED))
    for node in graph.node:
        if node.op_type not in ("MatMul", "MatMulInteger") or (matrix := _matrix_of(node, held)) is None:
            continue
        # “/encoder/layers.0/qkv/MatMul_quant” multiplies by encoder.layers.0.qkv.weight, “/roles/MatMul” by a head's,
        # “/head/Gemm_MatMul” by that of the tones
        *place, last = node.name.strip("/").split("/")[:-1]
        layer = f"heads.{last}" if last in HEADS else ".".join([*place, last])
        found[f"{layer}.weight"] = _in_float(held, matrix).T
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in found.items()}


def _matrix_of(node: onnx.NodeProto, held: dict[str, np.ndarray]) -> str | None:
    """The weights that a product multiplies by; none where it multiplies two results."""
    name = node.input[1].removesuffix(QUANTIZED)
    return name if name in held or name + QUANTIZED in held else None


def _in_float(held: dict[str, np.ndarray], name: str) -> np.ndarray:
    if name in held:
        return held[name]
    steps = held[name + QUANTIZED].astype(np.float32) - held[name + ZERO].astype(np.float32)
    return np.asarray(steps * held[name + SCALE], dtype=np.float32)


def _argument_weights(path: Path) -> dict[str, torch.Tensor]:
    graph = onnx.load(path).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {f"arguments.{n.removeprefix('head.')}": value for n, value in held.items() if n.startswith("head.")}
    for node in graph.node:
        if node.name in ARGUMENT_PRODUCTS:
            found[f"{ARGUMENT_PRODUCTS[node.name]}.weight"] = held[node.input[1]].T
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in found.items()}
