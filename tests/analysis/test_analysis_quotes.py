"""The most telling quotes."""

import pandas as pd
import pytest

from stancekit.analysis import top_quotes
from stancekit.errors import InputError

ROWS = pd.DataFrame(
    [
        # doc, quote, statement, from, toward, tone, probability of hostile, set
        ("a", "q10", "s1", "RU", "US", "hostile", 0.90, "hostile"),
        ("b", "q1", "s1", "RU", "US", "hostile", 0.95, "hostile"),  # the same statement, more plainly
        ("b", "q2", "s2", "RU", "US", "hostile", 0.99, "hostile|cautious"),
        ("c", "q1", "s3", "RU", "US", "hostile", 0.80, "hostile"),
        ("a", "q9", "s4", "RU", "US", "hostile", 0.80, "hostile"),
        ("a", "q11", "s5", "RU", "US", "hostile", 0.80, "hostile"),
        ("c", "q2", "s6", "RU", "US", "cautious", 0.30, "cautious"),
        ("c", "q3", "s7", "US", "RU", "hostile", 0.97, "hostile"),
        ("c", "q4", "s8", None, None, None, None, None),
    ],
    columns=["doc_id", "quote_id", "statement_id", "speaker_state", "counterpart", "tone", "p_hostile", "tone_set"],
    index=list("ijklmnopq"),
)


@pytest.mark.parametrize(
    ("options", "statements"),
    [
        ({}, ["s1", "s4", "s5", "s3", "s2"]),
        ({"sure": False}, ["s2", "s1", "s4", "s5", "s3"]),
        ({"n": 2}, ["s1", "s4"]),
        ({"dyad": ("US", "RU")}, ["s7"]),
        ({"dyad": ("FR", "RU")}, []),
    ],
)
def test_decided_and_likeliest_first_each_statement_once(options, statements):
    assert top_quotes(ROWS, **options)["statement_id"].tolist() == statements


def test_rows_are_kept_as_they_are():
    found = top_quotes(ROWS, n=1)
    pd.testing.assert_frame_equal(found, ROWS.loc[["j"]])


def test_the_order_of_rows_does_not_matter():
    pd.testing.assert_frame_equal(top_quotes(ROWS.sample(frac=1, random_state=3)), top_quotes(ROWS))


def test_statements_are_linked_where_they_have_no_id():
    rows = ROWS.drop(columns="statement_id").assign(quote="We shall not sign this paper in Geneva.", speaker="Ledov")
    found = top_quotes(rows)
    assert found["quote_id"].tolist() == ["q1"]
    assert found["statement_id"].notna().all()


WRONG = [
    ({"dyad": ("Russia", "US")}, "'Russia' is no state's code; give ISO 3166-1 alpha-2, EU, NATO or UN"),
    ({"dyad": "RU"}, "dyad='RU'; give two codes, such as"),
    ({"dyad": ("RU", None)}, "None is no state's code"),
    ({"tone": "angry"}, "tone='angry'; give 'hostile', 'cautious' or 'constructive'"),
    ({"n": 0}, "n=0; give a whole number, 1 or more"),
    ({"tone": "cautious"}, "no column p_cautious; give what stancekit.score returns"),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_what_is_wrong_is_said(options, message):
    with pytest.raises(InputError, match=message):
        top_quotes(ROWS, **options)
