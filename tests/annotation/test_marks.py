"""Quotation marks: what a reader takes for quoted, in every house style and however garbled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.annotation.marks import stretches

CASES = [
    ("curly", "“A start,” he said. “No more.”", ["A start,", "No more."]),
    ("straight", '"A start," he said. "No more."', ["A start,", "No more."]),
    ("two single marks", "''A start,'' he said.", ["A start,"]),
    (
        "British single marks beside apostrophes",
        "‘We’ve kept the ministers’ word,’ she said, ‘and it’s done.’",
        ["We’ve kept the ministers’ word,", "and it’s done."],
    ),
    ("straight single marks", "'tomorrow, if they'll have me'.", ["tomorrow, if they'll have me"]),
    ("possessives are no marks", "the envoys' plan and the ministers' reply", []),
    ("elisions are no marks", "rock 'n' roll in the harbour", []),
    ("guillemets", "« Pas encore », she said.", [" Pas encore "]),
    ("German marks", "„Noch nicht“, she said.", ["Noch nicht"]),
    ("swapped marks", "”The port is open“, she said.", ["The port is open"]),
    ("doubled marks", "““The port is open.””", ["The port is open."]),
    ("straight and curly mixed", '"The port is open”, she said.', ["The port is open"]),
    ("a stop before the closing mark", "“The port is open..” she said.", ["The port is open.."]),
    ("single words", "the ‘axis’ of ‘reason’", ["axis", "reason"]),
    ("two quotations in a row", '"Open." "Shut."', ["Open.", "Shut."]),
    ("no marks at all", "The port is open, she said.", []),
]


@pytest.mark.parametrize(("paragraph", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_pairs_marks_as_a_reader_would(paragraph, wanted):
    assert [paragraph[s.start : s.end] for s in stretches(paragraph)] == wanted


def test_a_missing_opening_mark_reaches_back_to_the_paragraph_start():
    paragraph = "Given their policy, talks are off.,” Kovar said, adding “for now”."
    first, second = stretches(paragraph)
    assert not first.opened
    assert paragraph[first.start : first.end] == "Given their policy, talks are off.,"
    assert paragraph[second.start : second.end] == "for now"


def test_a_missing_closing_mark_runs_to_the_paragraph_end():
    (only,) = stretches("“The port is open and stays so")
    assert not only.closed
    assert only.end == len("“The port is open and stays so")


@given(st.text(alphabet="ab .,“”\"'‘’«»„!?-", max_size=80), st.integers(0, 1000))
def test_stretches_are_disjoint_in_order_and_inside(paragraph, offset):
    found = stretches(paragraph, offset)
    ends = [offset]
    for stretch in found:
        assert ends[-1] <= stretch.start < stretch.end <= offset + len(paragraph)
        ends.append(stretch.end)
