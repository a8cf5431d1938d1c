"""Quality against words per second: how wide, how deep, how quantized, in what windows.

``python benchmarks/reader_sizes.py --checkpoint runs/reader/wide/reader.pt [--shared ../shared]`` takes the reader at
full width, makes it narrower or shallower, and prints for each size the loss on PolNeAR dev before any further
learning (what the release then learns back), megabytes, and words a second on one core; then, for a trained
release (``--released runs/reader/reader.pt``), the same by quantization and by length of the windows, with the loss
in what the exported graph answers. Needs the ``[train]`` extra and ../shared beside the project.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import functools
import random
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static

from stancekit.training import export, reader_data
from stancekit.training.encoder_net import Size, base_tokenizer
from stancekit.training.pruning import importance, narrowed
from stancekit.training.reader_batches import batches, collate
from stancekit.training.reader_data import HEADS
from stancekit.training.reader_losses import head_losses
from stancekit.training.reader_net import net_from, weights_of

SIZES = [Size(6, 12, 1536), Size(6, 12, 1024), Size(6, 10, 1280), Size(6, 8, 1024), Size(6, 6, 768), Size(6, 4, 512)]
DEPTHS = [5, 4, 3]
WINDOWS = [96, 128, 160, 200, 256]
ROUNDS = 5


def texts(shared, split, count):
    return reader_data.attribution(shared / "data" / "attribution", split)[:count]


def loss_of(net, drawn):
    batch = collate(drawn)
    with torch.autocast("cpu", torch.bfloat16):
        *logits, _ = net(batch.ids, batch.shapes, batch.mask)
    return head_losses(tuple(logits), batch.labels)


def dev_loss(net, dev):
    net.eval()
    with torch.no_grad():
        return statistics.mean(float(loss_of(net, dev[i : i + 8])) for i in range(0, len(dev), 8))


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def inputs_of(window):
    rows = (("input_ids", window.ids), ("shapes", window.shapes))
    return {name: np.array([row], dtype=np.int64) for name, row in rows}


def run(graph, window):
    return graph.run([*HEADS, "vectors"], inputs_of(window))


def words_per_second(graph, windows, words):
    best = 0.0
    for _ in range(ROUNDS):
        started = time.process_time()
        for window in windows:
            run(graph, window)
        best = max(best, words / (time.process_time() - started))
    return best


def exported_loss(graph, dev):
    """The roles' cross entropy in what the exported graph answers."""
    total = count = 0
    for example in dev:
        logits = torch.from_numpy(run(graph, example.window)[0][0]).log_softmax(-1)
        labels = torch.from_numpy(example.labels["roles"])
        known = labels >= 0
        total -= float(logits[known, labels[known]].sum())
        count += int(known.sum())
    return total / count


def sizes(wide, dev, train, words, folder):
    print("| layers | heads | inner | dev loss | MB int8 | words/s |\n|---|---|---|---|---|---|")
    drawn = list(batches(train, 8, random.Random(1)))[:60]
    heads, inner = importance(wide.eval().encoder, [functools.partial(loss_of, wide, batch) for batch in drawn])
    nets = [(size, net_from(narrowed(wide.state_dict(), heads, inner, size))) for size in SIZES]
    for depth in DEPTHS:
        shallow = net_from(wide.state_dict())
        shallow.encoder.layers = shallow.encoder.layers[:depth]
        nets.append((Size(depth), shallow))
    for size, net in nets:
        graph = exported(net, folder / "size.onnx", per_channel=True)
        speed = words_per_second(session(graph), [example.window for example in dev], words)
        figures = f"{dev_loss(net, dev):.3f} | {graph.stat().st_size / 1e6:.1f} | {speed:,.0f}"
        print(f"| {size.layers} | {size.heads} | {size.inner} | {figures} |")


def exported(net, path, per_channel=True, quantize=True):
    plain = path.with_suffix(".float.onnx")
    export._reader_to_onnx(net.eval(), plain)
    if not quantize:
        return plain
    heads = export._last_layers(plain)
    quantize_dynamic(plain, path, per_channel=per_channel, weight_type=QuantType.QInt8, nodes_to_exclude=heads)
    return path


class Calibration(CalibrationDataReader):
    """Windows that show static quantization how large activations get."""

    def __init__(self, examples):
        self.left = iter(examples)

    def get_next(self):
        example = next(self.left, None)
        return None if example is None else inputs_of(example.window)


def static(net, path, train):
    plain = exported(net, path, quantize=False)
    quantize_static(
        plain,
        path,
        Calibration(train[:40]),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=export._last_layers(plain),
    )
    return path


def quantizations(net, dev, train, words, folder):
    print("\n| weights | roles' dev loss | MB | words/s |\n|---|---|---|---|")
    for name, settings in (
        ("float32", {"quantize": False}),
        ("int8 a tensor", {"per_channel": False}),
        ("int8 a channel", {"per_channel": True}),
        ("int8 a channel, static (QDQ)", None),
    ):
        path = folder / "weights.onnx"
        path = static(net, path, train) if settings is None else exported(net, path, **settings)
        graph = session(path)
        speed = words_per_second(graph, [example.window for example in dev], words)
        print(f"| {name} | {exported_loss(graph, dev):.4f} | {path.stat().st_size / 1e6:.1f} | {speed:,.0f} |")


def window_lengths(net, articles, words, folder):
    print("\n| pieces a window | roles' dev loss | words/s |\n|---|---|---|")
    graph = session(exported(net, folder / "windows.onnx"))
    for size in WINDOWS:
        reader_data.LENGTHS = (size,)
        dev = reader_data.examples(articles, base_tokenizer(), random.Random(0))
        speed = words_per_second(graph, [example.window for example in dev], words)
        print(f"| {size} | {exported_loss(graph, dev):.4f} | {speed:,.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--checkpoint", type=Path, help="a reader at full width")
    parser.add_argument("--released", type=Path, help="a reader as it is released")
    parser.add_argument("--articles", type=int, default=30)
    options = parser.parse_args()
    torch.set_num_threads(1)
    articles = texts(options.shared, "dev", options.articles)
    words = sum(len(article.text.split()) for article in articles)
    dev = reader_data.examples(articles, base_tokenizer())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        train = reader_data.examples(texts(options.shared, "train", 120), base_tokenizer())
        if options.checkpoint:
            sizes(net_from(weights_of(options.checkpoint)), dev, train, words, folder)
        if options.released:
            net = net_from(weights_of(options.released))
            quantizations(net, dev, train, words, folder)
            window_lengths(net, articles, words, folder)


if __name__ == "__main__":
    main()
