"""Temperature, prediction sets, calibration error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import softmax

from stancekit.tone.calibration import (
    calibration_error,
    conformal_threshold,
    prediction_sets,
    probabilities,
    temperature,
    tone_sets,
)

scores = arrays(np.float64, (7, 3), elements=st.floats(-30, 30))


@given(scores, st.floats(0.05, 20))
def test_rows_sum_to_one(given_scores, at):
    assert probabilities(given_scores, at).sum(axis=1) == pytest.approx(1)


@given(scores, st.floats(0.05, 20))
def test_probabilities_are_the_softmax_of_scipy_to_the_last_bit(given_scores, at):
    assert np.array_equal(probabilities(given_scores, at), softmax(given_scores / at, axis=1))


@given(scores, st.floats(0.05, 20))
def test_a_temperature_never_changes_the_winner(given_scores, at):
    best = probabilities(given_scores, at).max(axis=1)
    winner = given_scores.argmax(axis=1)
    assert probabilities(given_scores, at)[np.arange(7), winner] == pytest.approx(best)


def test_scores_drawn_from_their_own_softmax_need_no_temperature():
    rng = np.random.default_rng(0)
    drawn = rng.normal(size=(4000, 3)) * 2
    tones = np.array([rng.choice(3, p=row) for row in probabilities(drawn)])
    assert temperature(drawn, tones) == pytest.approx(1, abs=0.1)
    assert temperature(drawn * 5, tones) == pytest.approx(5, abs=0.5)


def test_no_temperature_is_beyond_the_bounds():
    right, wrong = np.eye(3) * 1e4, np.roll(np.eye(3), 1, axis=0) * 1e4
    assert temperature(wrong, np.arange(3)) == pytest.approx(20, rel=0.01)
    assert temperature(np.repeat(right / 1e8, 1000, axis=0), np.arange(3).repeat(1000)) == pytest.approx(0.05, rel=0.01)


def test_a_few_lucky_quotes_do_not_make_it_certain():
    lucky = np.eye(3)
    assert probabilities(lucky, temperature(lucky, np.arange(3))).max() < 0.9


@pytest.mark.parametrize(
    ("right", "coverage", "threshold"),
    [
        ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], 0.9, 0.1),  # the 9th most surprising of 9
        ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], 0.5, 0.5),
        ([0.9, 0.8], 0.9, 0.0),  # too few quotes to promise 90 %: every tone stays in
    ],
)
def test_conformal_threshold(right, coverage, threshold):
    assert conformal_threshold(np.array(right), coverage) == pytest.approx(threshold)


def test_sets_cover_what_they_promise():
    rng = np.random.default_rng(1)
    given_tones = probabilities(rng.normal(size=(6000, 3)))
    tones = np.array([rng.choice(3, p=row) for row in given_tones])
    right = given_tones[np.arange(6000), tones]
    within = prediction_sets(given_tones[3000:], conformal_threshold(right[:3000], 0.9))
    assert within[np.arange(3000), tones[3000:]].mean() == pytest.approx(0.9, abs=0.02)


def test_a_set_is_never_empty():
    assert prediction_sets(np.array([[0.4, 0.3, 0.3]]), 0.99).tolist() == [[True, False, False]]


def test_the_tones_of_a_set_stand_in_their_order():
    given_tones = np.array([[0.4, 0.1, 0.5], [0.1, 0.8, 0.1]])
    assert tone_sets(given_tones, 0.3) == [("hostile", "constructive"), ("cautious",)]


def test_calibration_error_of_a_boaster():
    boast = np.array([[1.0, 0.0, 0.0]] * 4)
    assert calibration_error(boast, np.array([0, 0, 0, 0])) == 0
    assert calibration_error(boast, np.array([0, 0, 1, 2])) == pytest.approx(0.5)


def test_calibration_errors_of_two_bins_do_not_cancel_out():
    modest, boastful = [[0.6, 0.4, 0.0]] * 2, [[1.0, 0.0, 0.0]] * 2
    assert calibration_error(np.array(modest + boastful), np.array([0, 0, 1, 1])) == pytest.approx(0.7)
