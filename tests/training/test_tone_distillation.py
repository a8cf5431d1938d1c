"""Lessons of a smaller tone model: what it is shown and what its teacher is asked, and that it comes nearer to it."""

from __future__ import annotations

import argparse
import json
import random

import numpy as np
import pandas as pd
import pytest
from tiny_nets import TINY, torch

from stancekit.artefacts import checksum, model_dir
from stancekit.tone.vectors import vectors_of
from stancekit.training import tone_distillation
from stancekit.training.encoder_net import WIDTH, base_tokenizer
from stancekit.training.tone_distillation import (
    ARTICLES,
    FILES,
    Learning,
    Lesson,
    learn,
    lessons,
    loss,
    sentences,
    texts_to_learn,
)
from stancekit.training.tone_net import ToneNet


def test_the_teacher_answers_for_what_a_text_has_become_and_does_not_see_the_slips(monkeypatch):
    monkeypatch.setattr(
        tone_distillation, "varied", lambda texts, rng: [text.replace("lied", "lied, lied") for text in texts]
    )
    monkeypatch.setattr(tone_distillation, "spoilt", lambda texts, rng: [text.replace("th", "ht") for text in texts])
    tokenizer, folder = base_tokenizer(), model_dir("tone")
    taught = lessons(folder, ["They lied to us.", "We thank them.", "They lied."], tokenizer, random.Random(0))
    shown = ["They lied, lied to us.", "We htank hetm.".replace("hetm", "htem"), "They lied, lied."]
    assert [one.ids for one in taught] == [tokenizer.encode(text).ids for text in shown]
    assert [int(one.shares.argmax()) for one in taught] == [0, 2, 0]
    said = vectors_of(["We thank them."], folder, checksum(folder))[0]
    assert np.allclose(taught[1].vector, said[:WIDTH], atol=1e-5)
    assert all(one.shares.sum() == pytest.approx(1, abs=1e-5) for one in taught)


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


def test_a_net_comes_nearer_to_its_teacher_and_keeps_the_vectors_of_word_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(tone_distillation, "lessons", lambda *asked: POOL)
    net = tiny(2)
    net.encoder.load_state_dict(tiny(1).encoder.state_dict())  # only the head has to be learnt anew
    words, before = net.encoder.words.weight.clone(), lost_by(net)
    options = argparse.Namespace(rate=1e-2, epochs=10, batch_size=4, seed=0, runs=tmp_path / "run", teacher=tmp_path)
    learn(net, ["unread"], {}, options)
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


def test_texts_are_the_labelled_the_found_and_the_rejected_ones_and_sentences_each_toward_somebody(tmp_path):
    def written(name: str, rows: list[dict[str, object]]) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    around = "“Norway has broken its word,” Swedish foreign minister Ana Vela said. “It will rain,” she said."
    row = {"id": "1", "text": "Norway lied", "counterpart": "NO", "tone": "hostile", "doc": "a"}
    for name in FILES:
        written(name, [row | {"context": around}])
    written(
        ARTICLES,
        [{"text": "“We thank Norway,” Swedish president Ana Vela said.\n\nToo short.\n\nIt rains in Oslo today."}],
    )
    learnt = pd.DataFrame([row | {"speaker_state": "SE", "context": None}])
    texts = texts_to_learn(tmp_path, learnt, random.Random(0))
    assert [text.split("[SEP] ")[-1] for text in texts[:5]] == [
        "the target country lied",
        "the target country lied",
        "We thank the target country",
        "the target country has broken its word",
        "To the target country: It will rain",
    ]
    assert {"It rains in the target country today."} < set(texts[5:])
    assert all("target" in text for text in texts)


def test_sentences_are_long_enough_and_no_more_than_asked(monkeypatch):
    text = "One two three four five. Too short. Six seven eight nine ten!\nA line is a sentence too"
    assert sorted(sentences([text], random.Random(0))) == [
        "A line is a sentence too",
        "One two three four five.",
        "Six seven eight nine ten!",
    ]
    monkeypatch.setattr(tone_distillation, "SENTENCES", 2)
    assert len(sentences([text], random.Random(0))) == 2
