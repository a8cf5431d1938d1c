"""What the tone encoder is fine-tuned on: no document on both sides, and what a quote is worth for each tone."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.runtime import open_tokenizer
from stancekit.training.tone_data import batches, disputed, examples, shares_of, split

TINY = Path(__file__).parents[1] / "data" / "tiny_tone"


@pytest.fixture
def tokenizer():
    return open_tokenizer(TINY / "tokenizer.json")


@given(st.lists(st.sampled_from("abcdefghij"), min_size=1))
def test_a_document_falls_on_one_side_and_always_on_the_same(docs):
    rows = pd.DataFrame({"doc": docs, "place": range(len(docs))})
    learnt, held = split(rows)
    assert set(learnt["doc"]).isdisjoint(held["doc"])
    assert sorted([*learnt["place"], *held["place"]]) == list(range(len(docs)))
    again, _ = split(rows.iloc[::-1])
    assert set(again["doc"]) == set(learnt["doc"])


def test_shares():
    assert shares_of(["constructive", "hostile"]).tolist() == [[0, 0, 1], [1, 0, 0]]


DISPUTES = [
    (["hostile", "cautious"], [0.5, 0.5, 0]),
    (["cautious", "cautious", "hostile", "cautious"], [0.25, 0.75, 0]),
    (["hostile", None], None),
    (["hostile", "reject"], None),
]


@pytest.mark.parametrize(("labels", "shares"), DISPUTES)
def test_annotators_who_differ_share_a_quote(tmp_path, labels, shares):
    row = {"text": "They said so.", "counterpart": "FR", "tone": None, "labels": labels}
    sure = {**row, "labels": ["hostile", "constructive"]}
    path = tmp_path / "disputed.jsonl"
    path.write_text("\n".join(map(json.dumps, [row, sure])), encoding="utf-8")
    frame, found = disputed(path)
    assert len(frame) == len(found)
    assert found[:-1].tolist() == ([] if shares is None else [shares])


def test_three_views_of_a_quote(tokenizer):
    row = {"text": "they lied", "counterpart": "FR", "speaker_state": "SE", "context": "Ms Vela said they lied."}
    (example,) = examples(pd.DataFrame([row]), shares_of(["hostile"]), tokenizer)
    marked, without_frame, bare = map(len, example.views)
    assert marked > without_frame > bare


def test_batches_show_every_quote_once_in_like_lengths(tokenizer):
    rows = pd.DataFrame([{"text": "they lied " * (1 + n % 7), "counterpart": "FR"} for n in range(50)])
    shares = np.tile([0.2, 0.3, 0.5], (50, 1))
    shares[:, 0] += np.arange(50)  # so that each can be told from the others
    cut = list(batches(examples(rows, shares, tokenizer), 8, random.Random(0)))
    assert sorted(float(share[0]) for batch in cut for _, share in batch) == pytest.approx([n + 0.2 for n in range(50)])
    assert max(map(len, cut)) == 8
