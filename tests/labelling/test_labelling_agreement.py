"""Krippendorff's alpha against the numbers its author published, and agreement on quotes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.errors import InputError
from stancekit.labelling import agreement
from stancekit.labelling.agreement import krippendorff_alpha
from stancekit.types import TONES

_ = np.nan
# Krippendorff (2011), section C: four observers, twelve units, five values, some missing.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
).T


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_the_published_example(level, alpha):
    assert round(krippendorff_alpha(PUBLISHED, level), 3) == alpha


# The same paper, section B: two observers, twelve units, nominal.
LETTERS = np.array([list("aabbdcccedda"), list("babbbccceddd")]).T


def test_the_published_example_of_two_observers():
    codes = np.vectorize("abcde".index)(LETTERS)
    assert round(krippendorff_alpha(codes), 3) == 0.692


SMALL = [
    ("all agree", [[1, 1], [2, 2], [3, 3]], 1.0),
    ("never agree", [[1, 2], [2, 1]], -0.5),
    ("units with one value say nothing", [[1, 1], [2, 2], [3, _]], 1.0),
]


@pytest.mark.parametrize(("units", "alpha"), [case[1:] for case in SMALL], ids=[case[0] for case in SMALL])
def test_small_matrices(units, alpha):
    assert krippendorff_alpha(units) == pytest.approx(alpha)


def test_alpha_is_undefined_where_only_one_value_was_used():
    assert np.isnan(krippendorff_alpha([[1, 1], [1, 1]]))


def labels(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["text", "annotator", "tone"]).assign(counterpart="NO")


THREE = labels(
    ("They lied", "ida", "hostile"),
    ("They lied", "bo", "hostile"),
    ("We wait", "ida", "cautious"),
    ("We wait", "bo", "cautious"),
    ("We wait", "una", "constructive"),
    ("Thanks", "una", "constructive"),  # alone: cannot agree
    ("Thanks", "bo", None),
)


def test_agreement_says_who_agrees_on_what():
    found = agreement(THREE)
    assert (found.items, found.annotators) == (2, ("bo", "ida", "una"))
    assert found.observed == pytest.approx((2 + 1) / 5)  # of "We wait" one pair in three agrees
    assert found.confusion.loc["hostile"].tolist() == [2, 0, 0]
    assert found.confusion.loc["cautious"].tolist() == [0, 1, 1]
    assert found.pairwise.loc["bo", "ida"] == 1
    assert found.pairwise.loc["una", "ida"] == 0
    assert found.confusion.sum().sum() == pytest.approx(5)


def test_ordinal_takes_neighbours_for_half_agreement():
    near = labels(("a", "x", "hostile"), ("a", "y", "cautious"), ("b", "x", "constructive"), ("b", "y", "constructive"))
    far = near.replace({"tone": {"cautious": "constructive"}})
    assert agreement(near, level="ordinal").alpha > agreement(far, level="ordinal").alpha


def test_the_later_label_of_one_annotator_counts():
    twice = labels(("a", "x", "hostile"), ("a", "y", "cautious"), ("a", "x", "cautious"))
    assert agreement(twice).observed == 1


def test_null_counterparts_are_one_item_not_none():
    alone = labels(("a", "x", "hostile"), ("a", "y", "hostile")).assign(counterpart=None)
    assert agreement(alone).items == 1


WRONG = [
    ("no such column", {"annotator": "who"}, "no column who; name the columns"),
    ("no such level", {"level": "interval"}, "levels are nominal and ordinal"),
    ("a strange tone", {"frame": THREE.replace({"tone": {"hostile": "angry"}})}, "'angry' is no tone"),
    ("nobody twice", {"frame": labels(("a", "x", "hostile"))}, "give some quotes to both"),
    ("no labels", {"frame": THREE.assign(tone=None)}, "give some quotes to both"),
]


@pytest.mark.parametrize(("given", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_arguments_say_what_to_do(given, message):
    with pytest.raises(InputError, match=message):
        agreement(**({"frame": THREE} | given))


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0, 2.0, _]), min_size=3, max_size=3), min_size=2, max_size=12))
def test_order_of_coders_and_names_of_values_do_not_matter(units):
    given_, turned = np.array(units), np.array(units)[:, ::-1]
    for level in ("nominal", "ordinal"):
        alpha = krippendorff_alpha(given_, level)
        assert krippendorff_alpha(turned, level) == pytest.approx(alpha, nan_ok=True)
        assert krippendorff_alpha(given_ * 10 + 3, level) == pytest.approx(alpha, nan_ok=True)
        assert np.isnan(alpha) or alpha <= 1 + 1e-12


def test_every_tone_has_its_place_in_the_confusion():
    assert list(agreement(THREE).confusion.columns) == list(TONES)
