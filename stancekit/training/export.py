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

from stancekit.annotation.arguments import ARGUMENTS
from stancekit.annotation.reader import GRAPH, LABELS, TOKENIZER
from stancekit.artefacts import write_manifest
from stancekit.training.encoder_net import WIDTH, base_folder, size_of
from stancekit.training.reader_data import HEADS
from stancekit.training.reader_net import ArgumentHead, ReaderNet, net_from, weights_of

VERSION = "0.3.0"
OPSET = 17


class ArgumentGraph(torch.nn.Module):
    """The argument head over the words of one stretch, ``[word, 384]``."""

    def __init__(self, head: ArgumentHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, vectors: torch.Tensor, cues: torch.Tensor, distances: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.head.word(vectors).unsqueeze(0), cues, distances)
        return logits


def export(checkpoint: Path, out: Path, quantize: bool = True) -> None:
    """Write ``reader.onnx``, ``arguments.onnx``, ``tokenizer.json`` and ``manifest.json`` to a folder."""
    net = net_from(weights_of(checkpoint)).eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "reader.onnx"
        _reader_to_onnx(net, plain)
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
    _arguments_to_onnx(net.arguments, out / ARGUMENTS)
    (out / TOKENIZER).write_bytes((base_folder() / "tokenizer.json").read_bytes())
    trained = {"labels": LABELS, **size_of(net.state_dict())._asdict()}
    write_manifest(out, "reader", "stancekit-reader", VERSION, [GRAPH, ARGUMENTS, TOKENIZER], trained=trained)


def _reader_to_onnx(net: ReaderNet, path: Path) -> None:
    """Windows come one at a time and unpadded, so the graph has no mask."""
    pieces = torch.ones(1, 16, dtype=torch.long)
    names = [*HEADS, "vectors"]
    torch.onnx.export(
        net,
        (pieces, pieces),
        str(path),
        input_names=["input_ids", "shapes"],
        output_names=names,
        dynamic_axes={name: {1: "piece"} for name in ("input_ids", "shapes", *names)},
        opset_version=OPSET,
        dynamo=False,
    )


def _arguments_to_onnx(head: ArgumentHead, path: Path) -> None:
    torch.onnx.export(
        ArgumentGraph(head).eval(),
        (torch.ones(6, WIDTH), torch.ones(2, WIDTH), torch.ones(2, 6, dtype=torch.long)),
        str(path),
        input_names=["vectors", "cues", "distances"],
        output_names=["arguments"],
        dynamic_axes={
            "vectors": {0: "word"},
            "cues": {0: "cue"},
            "distances": {0: "cue", 1: "word"},
            "arguments": {0: "cue", 1: "word"},
        },
        opset_version=OPSET,
        dynamo=False,
    )


def _last_layers(path: Path) -> list[str]:
    """The heads stay in float: they are small, and int8 costs most where the labels are decided."""
    graph = onnx.load(path).graph
    heads = [node for node in graph.node if node.op_type in ("MatMul", "Gemm") and node.name.split("/")[1] in HEADS]
    return [node.name for node in heads]


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/reader"))
    parser.add_argument("--float", action="store_true", help="leave the weights in float32 (for comparison)")
    options = parser.parse_args()
    export(options.checkpoint, options.out, not options.float)


if __name__ == "__main__":
    main()
