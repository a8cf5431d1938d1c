"""Export a trained reader to ONNX with int8 weights, and write its manifest. Needs the ``[train]`` extra.

``python -m stancekit.training.export --checkpoint runs/reader/reader.pt --out models/reader``
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from stancekit.annotation.reader import GRAPH, TOKENIZER
from stancekit.artefacts import write_manifest
from stancekit.training.reader import ReaderNet, base_folder
from stancekit.training.reader_data import HEADS

VERSION = "0.1.0"


def export(checkpoint: Path, out: Path, layers: int = 6, quantize: bool = True) -> None:
    """Write ``reader.onnx``, ``tokenizer.json`` and ``manifest.json`` to a folder."""
    net = ReaderNet(layers)
    net.load_state_dict(torch.load(checkpoint, weights_only=True))
    net.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "reader.onnx"
        _to_onnx(net, plain)
        if quantize:
            quantize_dynamic(
                plain,
                out / GRAPH,
                per_channel=True,
                weight_type=QuantType.QInt8,
                nodes_to_exclude=_last_layers(plain),
            )
        else:
            (out / GRAPH).write_bytes(plain.read_bytes())
    (out / TOKENIZER).write_bytes((base_folder() / "tokenizer.json").read_bytes())
    write_manifest(out, "reader", "stancekit-reader", VERSION, [GRAPH, TOKENIZER])


def _to_onnx(net: ReaderNet, path: Path) -> None:
    ids = torch.ones(1, 16, dtype=torch.long)
    shape = {0: "batch", 1: "piece"}
    names = [*HEADS, "vectors"]
    torch.onnx.export(
        net,
        (ids, ids),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=names,
        dynamic_axes=dict.fromkeys(("input_ids", "attention_mask", *names), shape),
        opset_version=17,
        dynamo=False,
    )


def _last_layers(path: Path) -> list[str]:
    """The heads stay in float: they are small, and int8 costs most where the labels are decided."""
    graph = onnx.load(path).graph
    return [node.name for node in graph.node if node.op_type in ("MatMul", "Gemm") and "heads" in node.name]


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/reader"))
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--float", action="store_true", help="leave the weights in float32 (for comparison)")
    options = parser.parse_args()
    export(options.checkpoint, options.out, options.layers, not options.float)


if __name__ == "__main__":
    main()
