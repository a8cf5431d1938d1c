"""Two periods compared."""

import pandas as pd
import pytest
from scored_rows import frame, row

from stancekit.analysis import compare, timeline
from stancekit.errors import InputError


def said(year, stances, **who):
    """One article for each stance."""
    group = "-".join(who.values())
    return [
        row(f"{year}{group}{n}", f"{year}{group}{n}", f"{year}-05-0{n + 1}", stance, **who)
        for n, stance in enumerate(stances)
    ]


ROWS = frame(
    *said(2023, [-0.8, -0.7, -0.6, -0.7]),
    *said(2024, [0.1, 0.2, 0.3, 0.2]),
    *said(2023, [-0.5, 0.5, 0.4, -0.4], toward="SI"),
    *said(2024, [0.5, -0.5, 0.4, -0.2], toward="SI"),
    *said(2023, [0.2], toward="AT"),
    *said(2024, [0.4, 0.6], toward="AT"),
    *said(2024, [0.4, 0.6], toward="HU"),
    *said(2022, [0.4, 0.6], toward="RS"),
    row("x", "x", None, 0.5),
    row("y", "y", "2023", 0.5, toward="ME"),
)


def test_one_row_a_group_with_both_sides():
    table = compare(ROWS, "2023", "2024").set_index("counterpart")
    assert table.columns.tolist() == [
        *["speaker_state", "articles_a", "articles_b", "quotes_a", "quotes_b", "statements_a", "statements_b"],
        *["stance_a", "stance_b", "difference", "low", "high", "clear"],
    ]
    assert table.index.tolist() == ["AT", "HU", "IT", "ME", "SI"], "Serbia was addressed in neither year"
    italy = table.loc["IT"]
    assert italy[["articles_a", "quotes_b", "statements_a"]].tolist() == [4, 4, 4]
    assert italy[["stance_a", "stance_b", "difference"]].tolist() == pytest.approx([-0.7, 0.2, 0.9])
    assert 0.7 <= italy["low"] < 0.9 < italy["high"] <= 1.1
    assert table.attrs["undated"] == 1


def test_clear_where_the_interval_excludes_nothing_changed():
    clear = compare(ROWS, "2023", "2024").set_index("counterpart")["clear"]
    assert clear.dtype == "boolean"
    assert clear.astype(object).fillna("unknown").to_dict() == {
        "IT": True,
        "SI": False,
        "AT": "unknown",  # one article in 2023
        "HU": "unknown",
        "ME": "unknown",
    }


def test_a_side_without_quotes_has_no_mean():
    hungary = compare(ROWS, "2023", "2024").set_index("counterpart").loc["HU"]
    assert hungary["articles_a"] == 0
    assert hungary[["stance_a", "difference", "low", "high"]].isna().all()
    assert hungary["stance_b"] == pytest.approx(0.5)


@pytest.mark.parametrize("articles", [2, 3])
def test_never_clear_with_so_few_articles(articles):
    rows = frame(*said(2023, [-0.8, -0.9, -0.7][:articles]), *said(2024, [0.8, 0.7, 0.9][:articles]))
    table = compare(rows, "2023", "2024")
    assert table["low"].iloc[0] > 1
    assert table["clear"].tolist() == [False]


def test_no_change_at_all_is_not_clear():
    rows = frame(*said(2023, [0.1] * 5), *said(2024, [0.1] * 5))
    table = compare(rows, "2023", "2024")
    assert table["difference"].iloc[0] == pytest.approx(0)
    assert table["clear"].tolist() == [False]


def test_means_are_those_of_the_timeline():
    years = timeline(ROWS, "YS").set_index(["counterpart", "period"])["stance"]
    table = compare(ROWS, "2023", "2024").set_index("counterpart")
    for toward in ("IT", "SI", "AT"):
        assert table.loc[toward, "stance_a"] == pytest.approx(years[toward, pd.Timestamp("2023-01-01")])
        assert table.loc[toward, "stance_b"] == pytest.approx(years[toward, pd.Timestamp("2024-01-01")])


def test_backwards_is_the_same_with_the_other_sign():
    there, back = compare(ROWS, "2023", "2024"), compare(ROWS, "2024", "2023")
    assert back["difference"].tolist() == pytest.approx((-there["difference"]).tolist(), nan_ok=True)
    assert back["low"].tolist() == pytest.approx((-there["high"]).tolist(), abs=0.1, nan_ok=True)


def test_a_date_that_may_lie_without_the_period_is_left_out():
    table = compare(ROWS, ("2023-01-01", "2023-06-30"), "2024")
    assert "ME" not in table["counterpart"].tolist()
    assert table.attrs["undated"] == 2


def test_speakers():
    table = compare(ROWS, "2023", "2024", by="speaker")
    assert table.columns[:3].tolist() == ["speaker_id", "speaker", "counterpart"]
    assert set(table["speaker"]) == {"Ana Kovar"}


WRONG = [
    ("2023", "2023-05", "periods '2023' and '2023-05' overlap; give two that share no day"),
    ("2023", ("2023-12-31", "2024-06-30"), "overlap"),
    ("2032", "2024", "no rows in period '2032'; those that count are of 2022-05-01 to 2024-05-04"),
    ("2023", "next year", "period 'next year'; give '2023'"),
]


@pytest.mark.parametrize(("a", "b", "message"), WRONG)
def test_what_is_wrong_is_said(a, b, message):
    with pytest.raises(InputError, match=message):
        compare(ROWS, a, b)


def test_rows_without_dates_cannot_be_compared():
    with pytest.raises(InputError, match="no row that counts has a date that can be read; give score articles with"):
        compare(ROWS.assign(date="soon"), "2023", "2024")
