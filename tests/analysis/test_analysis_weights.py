"""What each row counts."""

import pandas as pd
import pytest
from scored_rows import frame, row

from stancekit.analysis import row_weights
from stancekit.errors import InputError

DAY = "2024-03-01"
ROWS = frame(
    row("a", "s1", DAY, 1),  # carried twice, toward Italy
    row("b", "s1", DAY, 1, "cautious|constructive"),
    row("b", "s1", DAY, 1, toward="SI"),  # the same words toward Slovenia
    row("c", "s2", DAY, 0, "hostile|cautious|constructive"),
    row("d", "s1", DAY, 1, state=None, speaker=None),  # an outlet that does not say who speaks
    row("e", "s3", DAY, 0, toward=None),
)
WEIGHTS = [
    ("statements", "dyad", [1 / 2, 1 / 2, 1, 1, 1, 1]),
    (("statements",), "speaker", [1 / 2, 1 / 2, 1, 1, 1, 1]),
    ("sets", "dyad", [1, 1 / 2, 1, 1 / 3, 1, 1]),
    (("statements", "sets"), "dyad", [1 / 2, 1 / 4, 1, 1 / 3, 1, 1]),
    (["sets", "statements"], "dyad", [1 / 2, 1 / 4, 1, 1 / 3, 1, 1]),
    ("none", "dyad", [1] * 6),
    ((), "dyad", [1] * 6),
]


@pytest.mark.parametrize(("weights", "by", "expected"), WEIGHTS)
def test_weights(weights, by, expected):
    assert row_weights(ROWS, weights, by=by).tolist() == pytest.approx(expected)


def test_weights_have_the_index_of_the_rows():
    shuffled = ROWS.set_index(pd.Index([7, 7, "x", 0, 1, 2], name="mine"))
    assert row_weights(shuffled).index.equals(shuffled.index)


def test_a_row_without_a_set_counts_whole():
    assert row_weights(ROWS.assign(tone_set=None), "sets").tolist() == [1] * 6


def test_statements_are_linked_where_they_have_no_id():
    words = "The ferry to Bari will sail again in spring, and the captain has paid his fine."
    rows = frame(row("a", None, DAY, 1), row("b", None, DAY, 1), row("c", None, DAY, 0))
    rows["quote"] = [words, words.upper(), "The ambassador left this morning with twelve trunks."]
    assert row_weights(rows).tolist() == [1 / 2, 1 / 2, 1]
    assert row_weights(rows.drop(columns="statement_id")).tolist() == [1 / 2, 1 / 2, 1]


WRONG = [
    ({"weights": "sentences"}, "weights='sentences'; give 'none', 'statements' or 'sets'"),
    ({"weights": ("sets", "none of it")}, "weights='none of it'"),
    ({"weights": 3}, "weights=3; give names"),
    ({"by": "outlet"}, "by='outlet'; give 'dyad' or 'speaker'"),
]


@pytest.mark.parametrize(("given", "message"), WRONG)
def test_unknown_arguments_name_the_known_ones(given, message):
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        row_weights(ROWS, **given)


BROKEN = [
    (ROWS.drop(columns=["counterpart", "speaker_state"]), "no column speaker_state, counterpart; give what stancekit"),
    (ROWS.drop(columns="statement_id"), "no column quote; give"),
    (ROWS.assign(statement_id=["s", None, *"tuvw"]), "row 1 has no statement_id; drop the column and link all rows"),
    (ROWS.assign(doc_id=None), "row 0 has no doc_id; say which article"),
    (ROWS.assign(tone_set="angry|cautious"), "tone_set 'angry|cautious' holds 'angry'; sets are written"),
    ([1, 2], "rows are a list; give the DataFrame that score returns, or a file or folder"),
]


@pytest.mark.parametrize(("rows", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_what_is_wrong_with_rows_is_said(rows, message):
    with pytest.raises(InputError, match=message.replace("|", r"\|")):
        row_weights(rows, ("statements", "sets"))
