"""Lessons of a smaller tone model: what it is shown and what its teacher is asked, and that it comes nearer to it."""

from __future__ import annotations

import argparse
import json
import random

import numpy as np
import pandas as pd
import pytest
from tiny_nets import TINY, torch

from stancekit.artefacts import model_dir
from stancekit.tone.quotes_table import Quotes
from stancekit.training import tone_distillation
from stancekit.training.encoder_net import WIDTH, base_tokenizer
from stancekit.training.tone_distillation import FILES, Learning, Lesson, learn, lessons, loss, statements, views
from stancekit.training.tone_net import ToneNet

SAID = "Norway has broken its word about the harbour."
QUOTES = Quotes([SAID] * 40, ["NO"] * 40, ["SE"] * 40, [f"Ms Vela said: {SAID}"] * 40)


def test_a_quote_is_shown_as_marked_and_a_share_of_them_in_other_ways_too():
    asked, shown = views(QUOTES, random.Random(0))
    assert len(asked) == len(shown) == 40 * (1 + 0.3 + 0.1 + 0.2)
    assert asked[:56] == shown[:56], "only slips are kept from the teacher"
    assert all("Vela" in text and "the target country" in text for text in asked[:40])
    assert all("Vela" not in text and "the target country" in text for text in asked[40:52])
    assert asked[52:56] == [SAID] * 4
    assert asked[56:] == asked[:8]
    assert sum(text != sound for text, sound in zip(shown[56:], asked[56:], strict=True)) >= 4


def test_what_the_teacher_says_of_the_sound_text_is_learnt_of_the_spoilt_one():
    tokenizer = base_tokenizer()
    taught = lessons(
        model_dir("tone"), ["They lied to us.", "We thank them."], ["They leid to us.", "wethank."], tokenizer
    )
    assert [one.ids for one in taught] == [tokenizer.encode(text).ids for text in ("They leid to us.", "wethank.")]
    assert [int(one.shares.argmax()) for one in taught] == [0, 2]
    assert all(one.shares.sum() == pytest.approx(1, abs=1e-5) and one.vector.shape == (WIDTH,) for one in taught)


def said_by(net: ToneNet, ids: list[int]) -> Lesson:
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        vector, logits = net(torch.tensor([ids]))
    return Lesson(ids, logits[0].float().softmax(-1).numpy(), vector[0].float().numpy())


def tiny(seed: int) -> ToneNet:
    torch.manual_seed(seed)
    return ToneNet(TINY).eval()


POOL = [said_by(tiny(1), [3 + n, *range(5, 8 + n % 3)]) for n in range(12)]


def lost_by(net: ToneNet) -> tuple[float, float]:
    with torch.no_grad():
        tones, vectors = loss(net.eval(), POOL, 0.5)
    return float(tones), float(vectors)


def test_nothing_is_lost_where_the_net_says_what_the_teacher_says():
    assert lost_by(tiny(1)) == pytest.approx((0, 0), abs=1e-3)


def test_a_net_comes_nearer_to_its_teacher_and_keeps_the_vectors_of_word_pieces(tmp_path):
    net = tiny(2)
    net.encoder.load_state_dict(tiny(1).encoder.state_dict())  # only the head has to be learnt anew
    words, before = net.encoder.words.weight.clone(), lost_by(net)
    options = argparse.Namespace(rate=1e-2, epochs=10, batch_size=4, seed=0, runs=tmp_path / "run")
    learn(net, POOL, {}, options)
    assert lost_by(net)[0] < before[0] / 2
    assert torch.equal(net.encoder.words.weight, words)
    assert (tmp_path / "run" / "small.pt").is_file()


def test_the_rate_rises_and_falls_to_nothing():
    learning, rates = Learning(tiny(2), 1e-3, 40, 0.5), []
    for _ in range(40):
        rates.append(learning.optimizer.param_groups[0]["lr"])
        learning.step(POOL[:4])
    assert max(rates) == pytest.approx(1e-3)
    assert rates.index(max(rates)) == 1
    assert rates[-1] < 5e-5


def test_statements_are_the_labelled_the_found_and_the_rejected_ones_each_toward_somebody(tmp_path):
    def written(name: str, rows: list[dict[str, object]]) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    around = "“Norway has broken its word,” Swedish foreign minister Ana Vela said. “It will rain,” she said."
    row = {"id": "1", "text": "Norway has broken its word", "counterpart": "NO", "tone": "hostile", "doc": "a"}
    for name in FILES:
        written(name, [row | {"context": around}])
    written(tone_distillation.ARTICLES, [{"text": "“We thank Peru,” Chilean president Ana Vela said."}])
    learnt = pd.DataFrame([row | {"speaker_state": "SE", "context": None}])
    found = statements(tmp_path, learnt, random.Random(0))
    assert sorted(found["text"]) == [
        "It will rain",
        "Norway has broken its word",
        "Norway has broken its word",
        "Norway has broken its word",
        "We thank Peru",
    ]
    assert found["counterpart"].isin(["NO", "PE"]).all()
    assert np.array_equal(found.columns, Quotes._fields)
