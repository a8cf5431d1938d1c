"""The weights of released models, read back from their graphs."""

from __future__ import annotations

from tiny_nets import TINY, pieces, same, tiny_net, torch

from stancekit.training import tone_encoder
from stancekit.training.encoder_net import size_of
from stancekit.training.export import export
from stancekit.training.released import released_net, released_tone_net
from stancekit.training.tone_net import ToneNet

READ = pieces(1, 9)


def written(folder, quantize):
    net = tiny_net(vocabulary=None)
    checkpoint = folder / "reader.pt"
    torch.save(net.state_dict(), checkpoint)
    export(checkpoint, folder / "model", quantize)
    return net, released_net(folder / "model").eval()


def test_weights_in_float_come_back_as_they_were(tmp_path):
    net, again = written(tmp_path, quantize=False)
    mine, theirs = net.state_dict(), again.state_dict()
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)


@torch.no_grad()
def test_weights_in_8_bits_come_back_rounded(tmp_path):
    net, again = written(tmp_path, quantize=True)
    mine, theirs = net.state_dict(), again.state_dict()
    assert size_of(mine) == size_of(theirs)
    for name, value in mine.items():
        assert same(value, theirs[name], within=float(value.abs().max()) / 100), name
    cues, words = torch.ones(2, 384), torch.ones(1, 5, 384)
    distances = torch.zeros(2, 5, dtype=torch.long)
    assert same(*(one.arguments(one.arguments.word(words), cues, distances) for one in (net, again)), within=1e-4)


@torch.no_grad()
def test_the_weights_of_a_tone_model_come_back_rounded_and_its_head_as_it_was(tmp_path):
    torch.manual_seed(0)
    net = ToneNet(TINY).eval()
    tone_encoder.export(net, tmp_path)
    again = released_tone_net(tmp_path).eval()
    mine, theirs = net.state_dict(), again.state_dict()
    assert size_of(mine) == size_of(theirs) == TINY
    for name, value in mine.items():
        kept = name.startswith("head.")
        assert same(value, theirs[name], within=0.0 if kept else float(value.abs().max()) / 100), name
