"""Which quotes are offered, and in which order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import Table

from stancekit.errors import InputError, ModelError
from stancekit.labelling import pick
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder

SURE, UNSURE, TORN = [1.0, 0.0, 0.0], [0.5, 0.3, 0.2], [1 / 3, 1 / 3, 1 / 3]


def frame(*texts: str, **columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"text": texts, "counterpart": "NO", **columns})


def test_the_least_sure_come_first():
    model = Table({"sure": SURE, "unsure": UNSURE, "torn": TORN})
    chosen = pick(frame("sure", "unsure", "torn"), 3, model=model, diverse=0)
    assert chosen["text"].tolist() == ["torn", "unsure", "sure"]
    assert chosen["uncertainty"].round(2).tolist() == [1.0, 0.94, 0.0]
    assert chosen[["p_hostile", "p_cautious", "p_constructive"]].iloc[1].tolist() == UNSURE
    assert chosen["tone"].tolist() == [None] * 3


OFFERED = [
    ("a tone is there already", [("a", "NO", "hostile"), ("b", "NO", None)], ["b"]),
    ("labelled elsewhere in the frame", [("a", "NO", "hostile"), ("a", "NO", None), ("b", "NO", None)], ["b"]),
    ("the same quote twice", [("a", "NO", None), ("a", "NO", None)], ["a"]),
    ("one quote toward two states", [("a", "NO", None), ("a", "SE", None)], ["a", "a"]),
    ("no counterpart", [("a", None, None), ("b", "NO", None)], ["b"]),
    ("nothing left", [("a", "NO", "hostile")], []),
    ("no rows", [], []),
]


@pytest.mark.parametrize(("rows", "texts"), [case[1:] for case in OFFERED], ids=[case[0] for case in OFFERED])
def test_what_is_offered(rows, texts):
    model = Table({"a": TORN, "b": UNSURE})
    chosen = pick(pd.DataFrame(rows, columns=["text", "counterpart", "tone"]), 10, model=model)
    assert chosen["text"].tolist() == texts
    assert {"p_hostile", "p_cautious", "p_constructive", "uncertainty", "tone"} <= set(chosen.columns)


ALIKE = {"talks a": [1.0, 0.0], "talks b": [1.0, 0.01], "trade": [0.0, 1.0], "border": [-1.0, 0.0]}


@pytest.mark.parametrize(
    ("diverse", "texts"),
    [
        pytest.param(0.0, ["talks a", "talks b"], id="unsure only: two that are nearly the same"),
        pytest.param(0.5, ["talks a", "border"], id="both: far, though a little surer"),
        pytest.param(1.0, ["talks a", "border"], id="different only: the farthest"),
    ],
)
def test_diversity_passes_over_what_is_alike(diverse, texts):
    unsure = {"talks a": TORN, "talks b": [0.34, 0.33, 0.33], "trade": UNSURE, "border": UNSURE}
    chosen = pick(frame(*ALIKE), 2, model=Table(unsure, ALIKE), diverse=diverse)
    assert chosen["text"].tolist() == texts


def test_diversity_never_digs_out_the_sure_ones():
    texts = [f"unsure {n}" for n in range(10)] + ["far but sure"]
    vectors = {text: [1.0, n / 100] for n, text in enumerate(texts[:-1])} | {"far but sure": [-1.0, 0.0]}
    model = Table(dict.fromkeys(texts, TORN) | {"far but sure": SURE}, vectors)
    assert "far but sure" not in pick(frame(*texts), 1, model=model, diverse=1)["text"].tolist()


def test_columns_of_ones_own_are_kept_and_scored_rows_can_be_picked():
    rows = pd.DataFrame(
        {
            "doc_id": ["a", "a"],
            "quote_id": ["1", "2"],
            "quote": ["one", "two"],
            "counterpart": ["NO", "NO"],
            "tone": ["hostile", "hostile"],  # the model's: no label
            "p_hostile": [0.9, 0.9],
            "outlet": ["Posten", "Posten"],
        }
    )
    chosen = pick(rows, 5, model=Table({"one": SURE, "two": TORN}))
    assert chosen[["id", "doc", "text", "outlet", "p_hostile"]].values.tolist() == [
        ["a/2", "a", "two", "Posten", 1 / 3],
        ["a/1", "a", "one", "Posten", 1.0],
    ]


def test_classes_in_another_order_are_put_in_ours():
    model = Table({"a": [0.7, 0.2, 0.1]})
    model.classes_ = np.array(["constructive", "hostile", "cautious"])
    chosen = pick(frame("a"), 1, model=model)
    assert chosen[["p_hostile", "p_cautious", "p_constructive"]].values.tolist() == [[0.2, 0.1, 0.7]]


WRONG = [
    ("no quotes wanted", {"n": 0}, "n=0; give how many"),
    ("too diverse", {"diverse": 1.5}, "diverse=1.5; give a number from 0"),
    ("no frame", {"frame": ["a"]}, "a list; give a DataFrame"),
    ("no counterpart at all", {"frame": pd.DataFrame({"text": ["a"]})}, "no column counterpart"),
    ("a quote that is no text", {"frame": frame(7)}, "row 1, column 'text': 7"),
]


@pytest.mark.parametrize(("given", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_arguments_say_what_to_do(given, message):
    with pytest.raises(InputError, match=message):
        pick(**({"frame": frame("a"), "n": 1, "model": Table({"a": SURE})} | given))


BROKEN = [
    ("no model", "tone.pkl", "no predict_proba"),
    ("two classes", Table({"a": [0.5, 0.5]}), "the model must judge hostile"),
    ("not a number", Table({"a": [float("nan"), 0, 0]}), "not all numbers"),
]


@pytest.mark.parametrize(("model", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_model_that_cannot_judge(model, message):
    with pytest.raises(ModelError, match=message):
        pick(frame("a"), 1, model=model)


@settings(max_examples=50, deadline=None)
@given(
    weights=st.lists(st.tuples(*[st.floats(0.01, 1)] * 3), min_size=1, max_size=30),
    n=st.integers(1, 40),
    diverse=st.floats(0, 1),
)
def test_every_choice_is_new_repeatable_and_of_the_size_asked_for(weights, n, diverse):
    chances = {f"quote {row}": list(np.array(given) / sum(given)) for row, given in enumerate(weights)}
    once, again = (pick(frame(*chances), n, model=Table(chances), diverse=diverse) for _ in range(2))
    assert once["text"].is_unique
    assert len(once) == min(n, len(weights))
    assert once["uncertainty"].iloc[0] == pytest.approx(
        pick(frame(*chances), 1, model=Table(chances), diverse=0)["uncertainty"][0]
    )
    pd.testing.assert_frame_equal(once, again)


def test_without_a_model_the_one_that_comes_with_stancekit_chooses(tiny_tone, monkeypatch):
    model = ToneClassifier.from_encoder(QuoteEncoder(tiny_tone))  # in its place, for speed
    monkeypatch.setattr(ToneClassifier, "load", lambda: model)
    texts = ["They lied and we condemn it.", "We thank them.", "We shall see what they do."]
    chosen = pick(frame(*texts), 2)
    assert len(chosen) == 2
    assert chosen[["p_hostile", "p_cautious", "p_constructive"]].sum(axis=1).round(6).tolist() == [1.0, 1.0]
