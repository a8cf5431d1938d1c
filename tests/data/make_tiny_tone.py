"""Builds ``tests/data/tiny_tone``: a tone encoder of 8 dimensions; tests need neither torch nor weights.

``python tests/data/make_tiny_tone.py`` (needs the ``onnx`` package). The graph has the inputs and outputs of
the real one: the mean of word vectors, and its first three numbers as logits.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from stancekit.artefacts import write_manifest

HERE = Path(__file__).parent / "tiny_tone"
WORDS = """
a accuse accused agreed all and another as broke broken by can condemn condemns cooperation could country
friend friends friendly from gift glad good grateful he help helped her his hope hopes if in is it lied lies
may more must never no not of on or our out partner partners peace perhaps praise praised promise punish said
says see shame she talks thank thanks that the their them they threat threaten threatened time to together
treaty unclear unless us wait was we welcome welcomed welcomes were will with word words work would wrong
foreign target - … , . : ' hostile cautious constructive
"""
LOADED = (
    "accused condemns lied shame threatened punish",
    "unclear perhaps if wait unless may",
    "thanks welcomes glad praised friends grateful",
)
"""Words that lean to a tone, each group along a dimension of its own."""
WIDTH = 8


def table_of(vocabulary: dict[str, int]) -> np.ndarray:
    """Random vectors, those of loaded words pulled apart."""
    table = np.random.default_rng(0).normal(scale=0.3, size=(len(vocabulary), WIDTH))
    for dimension, words in enumerate(LOADED):
        table[[vocabulary[word] for word in words.split()], dimension] += 2
    return table.astype(np.float32)


def graph(vocabulary: dict[str, int]) -> onnx.ModelProto:
    """Mean of the pieces' vectors, and logits from it."""
    table = table_of(vocabulary)
    head = np.eye(WIDTH, 3, dtype=np.float32)
    long, single = TensorProto.INT64, TensorProto.FLOAT
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["pieces"]),
        helper.make_node("ReduceMean", ["pieces"], ["vector"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["vector", "head"], ["logits"]),
    ]
    body = helper.make_graph(
        nodes,
        "tiny_tone",
        [helper.make_tensor_value_info("input_ids", long, ["quote", "piece"])],
        [
            helper.make_tensor_value_info("vector", single, ["quote", WIDTH]),
            helper.make_tensor_value_info("logits", single, ["quote", 3]),
        ],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(head, "head"),
        ],
    )
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def tokenizer() -> dict[str, Any]:
    """A word-piece tokenizer in the format of the tokenizers library, as small as it can be."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    vocabulary = {word: number for number, word in enumerate(dict.fromkeys([*special, *WORDS.split()]))}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(special)
    made.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    content: dict[str, Any] = json.loads(made.to_str())
    return content


def main() -> None:
    """Write the folder anew."""
    HERE.mkdir(exist_ok=True)
    content = tokenizer()
    (HERE / "tokenizer.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    onnx.save(graph(content["model"]["vocab"]), str(HERE / "encoder.onnx"))
    write_manifest(HERE, "tone", "tiny-tone", "0.0.1", ["encoder.onnx", "tokenizer.json"])


if __name__ == "__main__":
    main()
