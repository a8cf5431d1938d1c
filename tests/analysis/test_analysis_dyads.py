"""The matrix of states, and the same as a table."""

import pandas as pd
import pytest
from scored_rows import frame, row

from stancekit.analysis import dyad_table, dyads, timeline
from stancekit.errors import InputError

ROWS = frame(
    row("a", "s1", "2024", -0.8),
    row("b", "s1", None, -0.6),  # dates do not matter here
    row("b", "s2", "2024", 0.5),
    row("b", "s3", "2024", 0.3, state="IT", toward="HR"),
    row("c", "s4", "2024", 0.3, state="SI", toward="HR"),
    row("c", "s5", "2024", 0.3, toward=None),
)


def test_means_with_their_counts():
    matrix = dyads(ROWS)
    assert (matrix.index.name, matrix.columns.name) == ("speaker_state", "counterpart")
    assert matrix.index.tolist() == ["HR", "IT", "SI"]
    assert matrix.columns.tolist() == ["HR", "IT"]
    assert matrix.fillna(9).values.tolist() == [[9, pytest.approx(-0.1)], [0.3, 9], [0.3, 9]]
    counts = matrix.attrs["counts"]
    assert counts.values.tolist() == [[0, 3], [1, 0], [1, 0]]
    assert counts.index.equals(matrix.index)
    assert counts.columns.equals(matrix.columns)


@pytest.mark.parametrize(("value", "expected"), [("quotes", 3), ("articles", 2)])
def test_counts_as_values(value, expected):
    matrix = dyads(ROWS, value=value)
    assert matrix.loc["HR", "IT"] == expected
    assert pd.isna(matrix.loc["HR", "HR"])


def test_dyads_of_too_few_articles_are_left_out():
    matrix = dyads(ROWS, least=2)
    assert matrix.stack().to_dict() == {("HR", "IT"): pytest.approx(-0.1)}
    assert matrix.attrs["counts"].values.tolist() == [[3]]
    assert dyad_table(ROWS, least=2)["speaker_state"].tolist() == ["HR"]


def test_weights():
    assert dyads(ROWS, weights="none").loc["HR", "IT"] == pytest.approx(-0.3)


def test_the_table_is_a_timeline_of_one_period():
    rows = ROWS.assign(date="2024-03-01")
    table = dyad_table(rows, seed=5)
    pd.testing.assert_frame_equal(table, timeline(rows, "YS", seed=5).drop(columns="period"))
    assert table[["articles", "quotes", "statements"]].values.tolist() == [[2, 3, 2], [1, 1, 1], [1, 1, 1]]


def test_nothing_that_counts():
    nothing = ROWS.assign(tone=None)
    assert dyads(nothing).empty
    assert dyads(nothing).attrs["counts"].empty
    assert dyad_table(nothing).empty


WRONG = [
    ({"value": "tone"}, "value='tone'; give 'stance', 'quotes' or 'articles'"),
    ({"least": -1}, "least=-1; give a whole number, 0 or more"),
    ({"weights": "all"}, "weights='all'"),
]


@pytest.mark.parametrize(("given", "message"), WRONG)
def test_what_is_wrong_is_said(given, message):
    with pytest.raises(InputError, match=message):
        dyads(ROWS, **given)
