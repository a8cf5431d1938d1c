"""What holds for any rows."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scored_rows import frame, row

from stancekit.analysis import compare, dyad_table, dyads, row_weights, timeline, top_quotes

SETS = ["hostile", "hostile|cautious", "hostile|cautious|constructive", "cautious|constructive"]
ROWS = st.lists(
    st.builds(
        row,
        doc=st.sampled_from("abcdefg"),
        statement=st.sampled_from(["s1", "s2", "s3", "s4", "s5"]),
        date=st.sampled_from(["2023-05-01", "2023-06-30", "2024-01-01", "2024", None]),
        stance=st.floats(-1, 1, width=16),
        tone_set=st.sampled_from(SETS),
        state=st.sampled_from(["HR", "SI", None]),
        toward=st.sampled_from(["IT", "AT", None]),
        speaker=st.sampled_from(["Ana Kovar", "Ivan Petrin", None]),
    ),
    min_size=1,
    max_size=25,
).map(lambda rows: frame(*rows))
WEIGHTS = st.sampled_from(["none", "statements", "sets", ("statements", "sets")])
few = settings(max_examples=40, deadline=None)


@few
@given(ROWS)
def test_weights_sum_to_the_number_of_statements(rows):
    found = rows.assign(weight=row_weights(rows)).groupby(["speaker_state", "counterpart"], dropna=False)
    assert np.allclose(found["weight"].sum(), found["statement_id"].nunique())


@few
@given(ROWS, WEIGHTS, st.sampled_from(["dyad", "speaker"]), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, weights, by, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    other = rows.iloc[order]
    options = {"weights": weights, "draws": 50}
    pd.testing.assert_frame_equal(timeline(rows, by=by, **options), timeline(other, by=by, **options), check_exact=True)
    pd.testing.assert_frame_equal(dyads(rows, weights=weights), dyads(other, weights=weights), check_exact=True)


@few
@given(ROWS, WEIGHTS, st.sampled_from(["D", "QS", "YS"]))
def test_shares_sum_to_one_and_the_band_holds_the_mean(rows, weights, freq):
    table = timeline(rows, freq, weights=weights, draws=400)
    assert np.allclose(table[["hostile", "cautious", "constructive"]].sum(axis=1), 1)
    assert table["undecided"].between(0, 1).all()
    assert table["stance"].between(-1, 1).all()
    assert (table["articles"] <= table["quotes"]).all()
    assert (table["statements"] <= table["quotes"]).all()
    banded = table[table["low"].notna()]
    assert (banded["articles"] >= 2).all()
    assert (banded["low"] <= banded["stance"] + 1e-9).all()
    assert (banded["high"] >= banded["stance"] - 1e-9).all()


@few
@given(ROWS)
def test_periods_share_out_the_rows(rows):
    table = timeline(rows, draws=10)
    counted = rows[rows[["speaker_state", "counterpart"]].notna().all(axis=1)]
    assert table["quotes"].sum() + table.attrs["undated"] == len(counted)
    assert dyad_table(rows, draws=10)["quotes"].sum() == len(counted)
    assert dyads(rows).attrs["counts"].to_numpy().sum() == len(counted)


@few
@given(ROWS)
def test_a_dyad_is_the_same_whatever_else_there_is(rows):
    alone = rows[rows["speaker_state"].eq("HR") & rows["counterpart"].eq("IT")]
    among = timeline(rows, draws=100)
    among = among[among["speaker_state"].eq("HR") & among["counterpart"].eq("IT")].reset_index(drop=True)
    pd.testing.assert_frame_equal(timeline(alone, draws=100), among, check_dtype=False)


@few
@given(ROWS, st.sampled_from(["dyad", "speaker"]))
def test_rows_that_are_given_are_left_as_they_were(rows, by):
    dated = rows.assign(date=["2023-05-01", "2024-05-01"] * (len(rows) // 2) + ["2023-05-01"] * (len(rows) % 2))
    dated = pd.concat([dated, frame(row("x", "x", "2023-05-01", 0.5), row("y", "y", "2024-05-01", 0.5))])
    dated["p_hostile"] = 0.5
    before = dated.copy(deep=True)
    timeline(dated, by=by, draws=10)
    compare(dated, "2023", "2024", by=by, draws=10)
    top_quotes(dated, ("HR", "IT"))
    row_weights(dated, by=by)
    pd.testing.assert_frame_equal(dated, before)
