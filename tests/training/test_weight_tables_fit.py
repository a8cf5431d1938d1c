"""Fitting the small tables: they learn what is there to learn, and say how well on articles not seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy

from stancekit.annotation.layers import QuoteSpans
from stancekit.annotation.weights import WeightTable
from stancekit.training import counterparts, speakers, weights
from stancekit.training.gold_spans import gold_spans

GROUPS = [f"article {number}" for number in range(12)]


def test_a_logistic_table_tells_the_addressed_from_the_mentioned() -> None:
    features = [{"bias": 1.0, "near": 1.0}, {"bias": 1.0, "far": 1.0}] * len(GROUPS)
    labels = np.array([1, 0] * len(GROUPS))
    groups = [group for group in GROUPS for _ in range(2)]
    fitted, held_out = weights.fit(features, labels, groups, 1.0)
    table = fitted.weights
    assert set(table) <= {"bias", "near", "far"}  # what weighs next to nothing is left out
    assert table["near"] > 0 > table["far"]
    assert ((held_out > 0.5) == (labels == 1)).all()


def test_a_choice_is_learned_from_what_the_candidates_differ_in() -> None:
    choices = [[{"far": 1.0}, {"near": 1.0}, {"near": 0.2}]] * len(GROUPS)
    fitted, shares = weights.fit_choice(choices, [1] * len(GROUPS), GROUPS, 5.0, np.ones(len(GROUPS)))
    table = fitted.weights
    assert table["near"] > 0 > table["far"]
    assert all(share.sum() == pytest.approx(1) and share.argmax() == 1 for share in shares)


def test_fitting_twice_gives_the_same() -> None:
    choices = [[{"far": 1.0, f"{n % 3}": 1.0}, {"near": 1.0}] for n in range(len(GROUPS))]
    first, second = (
        weights.fit_choice(choices, [n % 2 for n in range(len(GROUPS))], GROUPS, 1.0, np.ones(len(GROUPS)))[0]
        for _ in range(2)
    )
    assert first == second


def test_what_is_saved_is_what_the_component_reads(tmp_path: Path) -> None:
    fitted = weights.Fitted({"near": 1.25}, {"none": [0.5, -1.0]})
    weights.save(tmp_path / "new", "speakers", fitted, 0.0, {"articles": 12})
    table = WeightTable(tmp_path / "new", "speakers")
    assert (table.score({"near": 2.0}), table.threshold) == (2.5, 0.0)
    assert table.projected("none", np.array([2.0, 1.0])) == 0.0
    assert table.projected("none", np.array([2.0, 0.0])) == 1.0


def test_a_vector_of_another_length_or_kind_weighs_nothing(tmp_path: Path) -> None:
    weights.save(tmp_path / "new", "speakers", weights.Fitted({}, {"none": [0.5, -1.0]}), 0.0, {})
    table = WeightTable(tmp_path / "new", "speakers")
    assert table.projected("none", np.zeros(0)) == table.projected("some", np.array([2.0, 1.0])) == 0.0


def test_vectors_are_learned_where_names_tell_nothing() -> None:
    signs = np.array([1.0 if number % 2 else -1.0 for number in range(len(GROUPS))])
    dense = weights.Dense("none", signs[:, None], [1] * len(GROUPS), 1.0)
    right = [int(sign > 0) for sign in signs]
    fitted, shares = weights.fit_choice(
        [[{"a": 1.0}, {"b": 1.0}]] * len(GROUPS), right, GROUPS, 5.0, np.ones(len(GROUPS)), dense
    )
    assert fitted.dense["none"][0] > 0
    assert [int(share.argmax()) for share in shares] == right


THRESHOLDS = [
    ("parted cleanly", [0.9, 0.8, 0.1], [1, 1, 0], 0, 1.0),
    ("a pair that no candidate stands for costs", [0.9, 0.8, 0.1], [1, 1, 0], 2, 2 * 2 / (2 + 2 + 2)),
    ("nothing to find", [0.9], [0], 0, 0.0),
]


@pytest.mark.parametrize(
    ("probabilities", "labels", "missed", "f1"), [case[1:] for case in THRESHOLDS], ids=[case[0] for case in THRESHOLDS]
)
def test_the_threshold_is_where_f1_is_highest(probabilities, labels, missed: int, f1: float) -> None:
    threshold, found = counterparts.best_threshold(np.array(probabilities), np.array(labels), missed)
    assert found == pytest.approx(f1)
    assert 0.2 <= threshold < 0.75


def test_gold_quotes_become_spans_of_tokens() -> None:
    doc = spacy.blank("en")("“No,” she said. “Not now.”")
    gold = {"kind": "direct", "content": [[1, 3], [17, 25]], "source": [[6, 9]]}
    ((quote, record),) = gold_spans(doc, [gold])
    assert record is gold
    assert [span.text for span in quote.content] == ["No", "Not now."]
    assert (quote.id, quote.source.text) == ("q1", "she")


MATCHES = [
    ("the same words", [[0, 8]], True),
    ("half of them", [[0, 4]], True),
    ("less", [[0, 3]], False),
    ("in two fragments", [[0, 3], [4, 8]], True),
    ("others", [[9, 12]], False),
]


@pytest.mark.parametrize(("content", "wanted"), [case[1:] for case in MATCHES], ids=[case[0] for case in MATCHES])
def test_a_found_quote_is_the_gold_one_that_it_mostly_overlaps(content, wanted: bool) -> None:
    doc = spacy.blank("en")("We wait. No.")
    gold = {"content": content}
    matched = speakers.match([QuoteSpans("q1", "direct", [doc[0:3]])], [gold])
    assert matched == ({"q1": gold} if wanted else {})
