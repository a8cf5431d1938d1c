"""Making a reader narrower: which heads and inner units stay, and that nothing else changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tiny_nets import TINY, pieces, same, tiny_net, torch

from stancekit.training.encoder_net import HEAD_WIDTH, Size
from stancekit.training.pruning import Gates, importance, narrowed
from stancekit.training.reader_net import ReaderNet, net_from

READ = pieces(2, 7)


@torch.no_grad()
def outputs(net: ReaderNet) -> torch.Tensor:
    """All that a net says of two windows, side by side."""
    return torch.cat(net(*READ), -1)


def narrow_net(net: ReaderNet, heads, inner, size: Size) -> ReaderNet:
    return net_from(narrowed(net.state_dict(), heads, inner, size))


@pytest.fixture
def net() -> ReaderNet:
    return tiny_net(vocabulary=None)


def loss_of(net: ReaderNet) -> Callable[[], torch.Tensor]:
    return lambda: sum(output.pow(2).mean() for output in net(*READ))


def columns(heads: list[int]) -> list[int]:
    """Columns of a layer's attention that heads fill."""
    return [head * HEAD_WIDTH + n for head in heads for n in range(HEAD_WIDTH)]


@torch.no_grad()
def without(net: ReaderNet, number: int, heads: list[int], units: list[int]) -> ReaderNet:
    """The same net, deaf to some heads and inner units of a layer."""
    layer = net.encoder.layers[number]
    layer.mixed.weight[:, columns(heads)] = 0
    layer.narrow.weight[:, units] = 0
    return net


def votes(keep: list[int], of: int) -> torch.Tensor:
    """Importance by hand: those to keep matter more, each in a measure of its own."""
    return torch.tensor([2.0 + n if n in keep else 0.1 * n for n in range(of)])


def test_gates_of_one_change_nothing(net) -> None:
    before = outputs(net)
    gates = Gates(net.encoder)
    assert torch.equal(outputs(net), before)
    assert [len(gate) for gate in gates.heads] == [TINY.heads] * TINY.layers
    assert [len(gate) for gate in gates.inner] == [TINY.inner] * TINY.layers
    gates.remove()
    assert torch.equal(outputs(net), before)


@torch.no_grad()
def test_a_gate_shuts_its_head_or_unit_alone(net) -> None:
    gates = Gates(net.encoder)
    gates.heads[1][2] = 0
    gates.inner[0][5] = 0
    shut = outputs(net)
    gates.remove()
    assert not same(shut, outputs(net))
    assert same(shut, outputs(without(without(net, 1, [2], []), 0, [], [5])))


def test_what_the_net_is_deaf_to_has_no_importance(net) -> None:
    heads, inner = importance(without(net, 1, [0, 2], [3, 4]).encoder, [loss_of(net)])
    assert [gate.nonzero().flatten().tolist() for gate in heads] == [[0, 1, 2], [1]]
    assert [gate.nonzero().flatten().tolist() for gate in inner] == [list(range(8)), [0, 1, 2, 5, 6, 7]]


def test_importance_is_added_up_over_batches_without_its_sign(net) -> None:
    loss = loss_of(net)
    once, thrice = importance(net.encoder, [loss]), importance(net.encoder, [loss, lambda: -loss(), loss])
    for one, three in zip([*once[0], *once[1]], [*thrice[0], *thrice[1]], strict=True):
        assert (one >= 0).all()
        assert same(3 * one, three, 1e-4)


def test_importance_leaves_the_net_as_it_was(net) -> None:
    before = outputs(net)
    importance(net.encoder, [loss_of(net)])
    assert torch.equal(outputs(net), before)
    assert not any({"attended", "inner"} & set(vars(layer)) for layer in net.encoder.layers)
    assert all(parameter.grad is None for parameter in net.parameters())


def test_pruned_to_its_own_size_a_net_is_the_same(net) -> None:
    heads, inner = importance(net.encoder, [loss_of(net)])
    again = narrow_net(net, heads, inner, TINY).eval()
    assert torch.equal(outputs(again), outputs(net))


@torch.no_grad()
def test_the_most_important_stay_in_their_order(net) -> None:
    kept_heads, kept_units = [[2, 0], [1, 2]], [[7, 1, 4], [0, 2, 3]]
    heads = [votes(keep, TINY.heads) for keep in kept_heads]
    inner = [votes(keep, TINY.inner) for keep in kept_units]
    narrow = narrow_net(net, heads, inner, Size(layers=2, heads=2, inner=3))
    for number, layer in enumerate(narrow.encoder.layers):
        wide = net.encoder.layers[number]
        stay, units = columns(sorted(kept_heads[number])), sorted(kept_units[number])
        assert layer.heads == 2
        for mine, theirs in zip(layer.qkv.weight.chunk(3), wide.qkv.weight.chunk(3), strict=True):
            assert torch.equal(mine, theirs[stay]), "queries, keys and values of a head stay together"
        assert torch.equal(layer.mixed.weight, wide.mixed.weight[:, stay])
        assert torch.equal(layer.widen.weight, wide.widen.weight[units])
        assert torch.equal(layer.narrow.weight, wide.narrow.weight[:, units])


SIZES = [Size(2, 3, 4), Size(2, 2, 8), Size(2, 2, 5), Size(2, 1, 1)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_narrower_net_is_the_wide_one_deaf_to_the_rest(net, size: Size) -> None:
    heads, inner = importance(net.encoder, [loss_of(net)])
    narrow = narrow_net(net, heads, inner, size).eval()
    for number in range(TINY.layers):
        least_heads = heads[number].argsort()[: TINY.heads - size.heads].tolist()
        least_units = inner[number].argsort()[: TINY.inner - size.inner].tolist()
        without(net, number, least_heads, least_units)
    assert same(outputs(narrow), outputs(net), 1e-4)


def test_what_matters_not_is_pruned_at_no_loss(net) -> None:
    for number, (heads, units) in enumerate([([1], [0, 7]), ([0], [2, 3])]):
        without(net, number, heads, units)
    found = importance(net.encoder, [loss_of(net)])
    narrow = narrow_net(net, *found, Size(2, 2, 6)).eval()
    assert same(outputs(narrow), outputs(net), 1e-4)


def test_a_narrower_net_can_be_narrowed_again(net) -> None:
    once = narrow_net(net, *importance(net.encoder, [loss_of(net)]), Size(2, 2, 5)).eval()
    twice = narrow_net(once, *importance(once.encoder, [loss_of(once)]), Size(2, 1, 2)).eval()
    assert outputs(twice).shape == outputs(net).shape
