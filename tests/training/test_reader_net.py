"""The reader's network: what goes in and out, where its weights come from, what leaves it for ONNX."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tiny_nets import EXTRA, TINY, pieces, same, tiny_net, torch

from stancekit.annotation.arguments import ARGUMENTS, FARTHEST, distance_buckets
from stancekit.annotation.arguments import ArgumentHead as ArgumentReader
from stancekit.artefacts import write_manifest
from stancekit.training.encoder_net import FULL, WIDTH, Size, base_folder, base_tokenizer, from_bert
from stancekit.training.reader_data import HEADS
from stancekit.training.reader_net import ARGUMENT_LABELS, ArgumentHead, ReaderNet, net_from, weights_of

# the export traces a net, as torch did before it compiled them
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),
]


@torch.no_grad()
def outputs(net, *arguments):
    return net(*arguments)


def test_one_output_a_head_then_the_vectors() -> None:
    found = outputs(tiny_net(), *pieces(2, 5))
    assert [tuple(logits.shape) for logits in found] == [(2, 5, 7), (2, 5, 7), (2, 5, 7), (2, 5, 3), (2, 5, WIDTH)]
    assert len(found) == len(HEADS) + 1


def test_a_window_is_read_the_same_beside_longer_ones() -> None:
    net = tiny_net()
    ids, shapes = pieces(2, 9)
    mask = torch.ones(2, 9, dtype=torch.long)
    mask[0, 6:] = 0
    alone = outputs(net, ids[:1, :6], shapes[:1, :6])
    for one, padded in zip(alone, outputs(net, ids, shapes, mask), strict=True):
        assert same(one, padded[:1, :6])


def test_a_mask_of_ones_hides_nothing() -> None:
    net = tiny_net()
    ids, shapes = pieces(2, 5)
    for one, other in zip(outputs(net, ids, shapes), outputs(net, ids, shapes, torch.ones_like(ids)), strict=True):
        assert same(one, other)


def test_capitals_are_seen_once_they_are_learned() -> None:
    net = tiny_net()
    ids, shapes = pieces(1, 5)
    assert not same(outputs(net.encoder, ids, shapes), outputs(net.encoder, ids, 3 - shapes))
    torch.nn.init.zeros_(net.encoder.shapes.weight)
    assert same(outputs(net.encoder, ids, shapes), outputs(net.encoder, ids, 3 - shapes))


def test_a_new_net_does_not_see_them() -> None:
    """It begins as the uncased encoder that its weights come from."""
    assert not ReaderNet(TINY).encoder.shapes.weight.any()


def test_weights_tell_the_size_of_their_net(tmp_path: Path) -> None:
    net = tiny_net(Size(layers=3, heads=2, inner=5), vocabulary=None)
    torch.save(net.state_dict(), tmp_path / "reader.pt")
    again = net_from(weights_of(tmp_path / "reader.pt")).eval()
    assert [layer.heads for layer in again.encoder.layers] == [2, 2, 2]
    assert [layer.widen.out_features for layer in again.encoder.layers] == [5, 5, 5]
    for one, other in zip(outputs(net, *pieces(1, 4)), outputs(again, *pieces(1, 4)), strict=True):
        assert torch.equal(one, other)


def test_heads_that_weights_lack_begin_anew() -> None:
    net = tiny_net(vocabulary=None)
    kept = {
        name: value for name, value in net.state_dict().items() if not name.startswith(("heads.names", "arguments"))
    }
    again = net_from(kept).eval()
    *_, vectors = outputs(net, *pieces(1, 4))
    roles, _, names, _, same_vectors = outputs(again, *pieces(1, 4))
    assert torch.equal(vectors, same_vectors)
    assert same(roles, net.heads["roles"](vectors))
    assert not same(names, net.heads["names"](vectors))


@pytest.fixture(scope="module")
def bert():
    """all-MiniLM-L6-v2 as transformers reads it."""
    transformers = pytest.importorskip("transformers", reason=EXTRA.format("transformers"))
    return transformers.BertModel.from_pretrained(base_folder(), add_pooling_layer=False).eval()


@pytest.fixture(scope="module")
def base():
    """And as we do."""
    return net_from(weights_of(base_folder() / "model.safetensors")).eval()


@torch.no_grad()
def test_the_encoder_begins_as_bert(bert, base) -> None:
    texts = ["No talks before spring, the envoy said.", "“We wait,” she added."]
    read = [encoded.ids for encoded in base_tokenizer().encode_batch(texts)]
    ids, mask = torch.zeros(2, max(map(len, read)), dtype=torch.long), torch.zeros(2, max(map(len, read)))
    for row, numbers in enumerate(read):
        ids[row, : len(numbers)], mask[row, : len(numbers)] = torch.tensor(numbers), 1
    theirs = bert(input_ids=ids, attention_mask=mask).last_hidden_state
    ours = base.encoder(ids, torch.randint(0, 4, ids.shape), mask)
    for row, numbers in enumerate(read):  # what stands in the padding is nobody's business
        assert same(theirs[row, : len(numbers)], ours[row, : len(numbers)], 1e-4)


def test_the_base_is_of_full_size(base) -> None:
    assert len(base.encoder.layers) == FULL.layers
    assert {(layer.heads, layer.widen.out_features) for layer in base.encoder.layers} == {(FULL.heads, FULL.inner)}


def test_a_checkpoint_may_keep_bert_under_a_name_of_its_own(bert, base) -> None:
    state = {f"encoder.{name}": value for name, value in bert.state_dict().items()}
    state["heads.roles.weight"] = torch.ones(7, WIDTH)
    found = from_bert(state)
    assert torch.equal(found.pop("heads.roles.weight"), torch.ones(7, WIDTH)), "heads come along"
    wanted = base.encoder.state_dict()
    assert {name.removeprefix("encoder.") for name in found} == set(wanted) - {"shapes.weight"}
    assert all(torch.equal(wanted[name.removeprefix("encoder.")], value) for name, value in found.items())


def test_the_tokenizer_neither_cuts_nor_pads() -> None:
    tokenizer = base_tokenizer()
    short, long = tokenizer.encode_batch(["wait", "wait " * 700], add_special_tokens=False)
    assert (len(short.ids), len(long.ids)) == (1, 700)


def pairs(words: int, cues: list[tuple[int, int]], seed: int = 0):
    """Random vectors of words, those of their cues, and how far the words are from the cues."""
    vectors = np.random.default_rng(seed).standard_normal((words, WIDTH), dtype=np.float32)
    spoken = np.stack([vectors[start:end].mean(axis=0) for start, end in cues])
    buckets = np.stack([distance_buckets(np.arange(words), start, end) for start, end in cues])
    return torch.from_numpy(vectors), torch.from_numpy(spoken), torch.from_numpy(buckets)


@pytest.fixture(scope="module")
def head() -> ArgumentHead:
    torch.manual_seed(0)
    return ArgumentHead().eval()


@torch.no_grad()
def labelled(head: ArgumentHead, vectors, cues, buckets):
    return head(head.word(vectors).unsqueeze(0), cues, buckets)


def test_an_argument_head_labels_each_word_for_each_cue(head) -> None:
    vectors, cues, buckets = pairs(6, [(1, 2), (3, 5)])
    found = labelled(head, vectors, cues, buckets)
    assert found.shape == (2, 6, ARGUMENT_LABELS)
    assert int(buckets.max()) <= head.distance.num_embeddings - 1 == 2 * FARTHEST
    for cue in range(2):
        alone = labelled(head, vectors, cues[cue : cue + 1], buckets[cue : cue + 1])
        assert same(found[cue : cue + 1], alone), "what a cue governs does not depend on the other cues"
    fewer = labelled(head, vectors[:4], cues, buckets[:, :4])
    assert same(found[:, :4], fewer), "nor a word's label on the words that are labelled beside it"


def test_an_argument_head_asks_who_and_where(head) -> None:
    vectors, cues, buckets = pairs(6, [(1, 2), (3, 5)])
    found = labelled(head, vectors, cues, buckets)
    assert not same(found, labelled(head, vectors, cues.flip(0), buckets))
    assert not same(found, labelled(head, vectors, cues, buckets.flip(0)))


SENTENCES = [(6, [(1, 2), (3, 5)]), (1, [(0, 1)]), (40, [(0, 1), (12, 14), (39, 40)])]


@pytest.fixture(scope="module")
def export():
    """The export, which needs one package more."""
    pytest.importorskip("onnx", reason=EXTRA.format("onnx"))
    from stancekit.training import export

    return export


@pytest.fixture(scope="module")
def graph(export, head, tmp_path_factory) -> Path:
    """The folder of a model that holds the argument head alone."""
    folder = tmp_path_factory.mktemp("reader")
    export._arguments_to_onnx(head, folder / ARGUMENTS)
    write_manifest(folder, "reader", "test-reader", "0.0.0", [ARGUMENTS])
    return folder


def answers(path: Path, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, inputs)


@pytest.mark.parametrize(("words", "cues"), SENTENCES)
def test_the_exported_argument_head_answers_as_torch_does(head, graph, words, cues) -> None:
    vectors, spoken, buckets = pairs(words, cues)
    inputs = {"vectors": vectors.numpy(), "cues": spoken.numpy(), "distances": buckets.numpy()}
    (found,) = answers(graph / ARGUMENTS, inputs)
    assert same(torch.from_numpy(found), labelled(head, vectors, spoken, buckets), 1e-4)


@pytest.mark.parametrize(("words", "cues"), SENTENCES)
def test_what_the_pipeline_reads_from_it_is_what_was_trained(head, graph, words, cues) -> None:
    vectors, spoken, buckets = pairs(words, cues)
    found = ArgumentReader(graph)(vectors.numpy(), cues)
    assert same(torch.from_numpy(found), labelled(head, vectors, spoken, buckets).softmax(-1), 1e-4)


@pytest.mark.parametrize("length", [1, 16, 33])
def test_the_exported_reader_answers_as_torch_does(export, tmp_path: Path, length: int) -> None:
    net = tiny_net()
    export._reader_to_onnx(net, tmp_path / "reader.onnx")
    ids, shapes = pieces(1, length)
    found = answers(tmp_path / "reader.onnx", {"input_ids": ids.numpy(), "shapes": shapes.numpy()})
    for one, other in zip(found, outputs(net, ids, shapes), strict=True):
        assert same(torch.from_numpy(one), other, 1e-4)


def test_the_heads_stay_in_float(export, tmp_path: Path) -> None:
    export._reader_to_onnx(tiny_net(), tmp_path / "reader.onnx")
    kept = export._last_layers(tmp_path / "reader.onnx")
    assert not [name for name in kept if "encoder" in name]
    assert {head for head in HEADS if any(head in name for name in kept)} == set(HEADS)
