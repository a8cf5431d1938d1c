"""Whether bands say what they claim: on generated articles whose true mean is known."""

import pandas as pd
import pytest
from scored_rows import worlds

from stancekit.analysis import compare, dyad_table

RUNS, MEAN = 200, 0.2


def coverage(rows):
    """How many of the dyads have a 90 % band that holds the true mean."""
    table = dyad_table(rows)
    assert len(table) == RUNS
    return (table["low"].le(MEAN) & table["high"].ge(MEAN)).mean()


@pytest.mark.parametrize(("articles", "least", "most"), [(5, 0.83, 0.95), (10, 0.85, 0.95), (30, 0.85, 0.95)])
def test_a_band_of_ninety_per_cent_holds_the_mean_in_ninety_of_a_hundred_cases(articles, least, most):
    assert least <= coverage(worlds(RUNS, articles)) <= most


def test_statements_that_many_outlets_carry_do_not_make_bands_too_narrow():
    rows = worlds(RUNS, 30, outlets=4)
    assert 0.85 <= coverage(rows) <= 0.95
    each_its_own = rows.assign(statement_id=rows["doc_id"] + rows["statement_id"])
    assert coverage(each_its_own) < 0.8, "what comes of taking each copy for an observation"


@pytest.mark.parametrize("articles", [5, 30])
def test_where_nothing_changed_a_tenth_is_clear(articles):
    before, after = (worlds(RUNS, articles, seed=year, date=f"{year}-03-01") for year in (2023, 2024))
    rows = pd.concat([before, after.assign(doc_id="b" + after["doc_id"], statement_id="b" + after["statement_id"])])
    assert compare(rows, "2023", "2024")["clear"].mean() <= 0.15


def test_where_the_tone_has_changed_it_is_seen():
    before, after = (
        worlds(RUNS, 30, mean=mean, seed=year, date=f"{year}-03-01") for year, mean in ((2023, -0.1), (2024, 0.2))
    )
    rows = pd.concat([before, after.assign(doc_id="b" + after["doc_id"], statement_id="b" + after["statement_id"])])
    table = compare(rows, "2023", "2024")
    assert table["clear"].mean() > 0.95
    assert 0.85 <= (table["low"].le(0.3) & table["high"].ge(0.3)).mean() <= 0.97
