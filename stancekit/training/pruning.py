"""Make a trained encoder narrower: keep the attention heads and inner units that its tasks lean on.

On a CPU nine tenths of an encoder's time are matrix products, so a third fewer columns are a third less time. How
much a column matters is read off the gradient of the loss by a gate of 1 in front of it (Michel, Levy and Neubig
2019, "Are sixteen heads really better than one?", the same for inner units). What is left learns on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch

from stancekit.training.encoder_net import HEAD_WIDTH, Encoder, Size


class Gates:
    """Gates of 1 on every attention head and inner unit of an encoder, for as long as they are needed."""

    def __init__(self, encoder: Encoder) -> None:
        self.heads, self.inner = [], []
        for layer in encoder.layers:
            self.heads.append(torch.ones(layer.heads, requires_grad=True))
            self.inner.append(torch.ones(layer.widen.out_features, requires_grad=True))
            layer.attended = _gated(layer.attended, self.heads[-1], HEAD_WIDTH)
            layer.inner = _gated(layer.inner, self.inner[-1], 1)
        self.encoder = encoder

    def remove(self) -> None:
        """Take the gates away."""
        for layer in self.encoder.layers:
            del layer.attended, layer.inner


def _gated(method: Callable[..., torch.Tensor], gate: torch.Tensor, columns: int) -> Callable[..., torch.Tensor]:
    return lambda *arguments: method(*arguments) * gate.repeat_interleave(columns)


def importance(
    encoder: Encoder, losses: Iterable[Callable[[], torch.Tensor]]
) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """How much the loss leans on each head and inner unit of each layer.

    Parameters
    ----------
    encoder
        That of a trained net.
    losses
        Callables that return the net's loss on a batch each.

    Returns
    -------
    heads, inner
        One tensor a layer; larger matters more.
    """
    gates = Gates(encoder)
    heads = [torch.zeros_like(gate) for gate in gates.heads]
    inner = [torch.zeros_like(gate) for gate in gates.inner]
    for loss in losses:
        found = torch.autograd.grad(loss(), [*gates.heads, *gates.inner])
        for total, gradient in zip([*heads, *inner], found, strict=True):
            total += gradient.abs()
    gates.remove()
    return heads, inner


def narrowed(
    state: dict[str, torch.Tensor], heads: list[torch.Tensor], inner: list[torch.Tensor], size: Size
) -> dict[str, torch.Tensor]:
    """Weights of a net with fewer heads and inner units a layer, those that matter most."""
    state = dict(state)
    for number in range(size.layers):
        name = f"encoder.layers.{number}"
        columns = _columns(heads[number].topk(size.heads).indices.sort().values)
        rows = torch.cat([columns + part * len(heads[number]) * HEAD_WIDTH for part in range(3)])
        state[f"{name}.qkv.weight"] = state[f"{name}.qkv.weight"][rows]
        state[f"{name}.qkv.bias"] = state[f"{name}.qkv.bias"][rows]
        state[f"{name}.mixed.weight"] = state[f"{name}.mixed.weight"][:, columns]
        units = inner[number].topk(size.inner).indices.sort().values
        state[f"{name}.widen.weight"] = state[f"{name}.widen.weight"][units]
        state[f"{name}.widen.bias"] = state[f"{name}.widen.bias"][units]
        state[f"{name}.narrow.weight"] = state[f"{name}.narrow.weight"][:, units]
    return state


def _columns(heads: torch.Tensor) -> torch.Tensor:
    return (heads[:, None] * HEAD_WIDTH + torch.arange(HEAD_WIDTH)).flatten()
