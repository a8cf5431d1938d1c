"""Marked texts: whatever the text and the spans, the text is there again, and only our elements are."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_html import harmless

from stancekit.html_text import escaped, stretches
from stancekit.rendering.marks import Mark, marked_html
from stancekit.rendering.shown import Numbered
from stancekit.types import Counterpart, Quote, Span, Speaker, Stance, Tone


@dataclass(frozen=True)
class Stretched:
    start: int
    end: int


CUTS = [
    ("nothing", [], [(0, 8, 0)]),
    ("side by side", [(0, 4), (4, 8)], [(0, 4, 1), (4, 8, 1)]),
    ("overlapping", [(0, 5), (3, 8)], [(0, 3, 1), (3, 5, 2), (5, 8, 1)]),
    ("nested", [(0, 8), (2, 4)], [(0, 2, 1), (2, 4, 2), (4, 8, 1)]),
    ("empty, reversed and outside", [(2, 2), (5, 3), (-4, 0), (8, 12)], [(0, 8, 0)]),
    ("reaching out", [(-4, 2), (6, 12)], [(0, 2, 1), (2, 6, 0), (6, 8, 1)]),
]


@pytest.mark.parametrize(("spans", "expected"), [case[1:] for case in CUTS], ids=[case[0] for case in CUTS])
def test_a_text_is_cut_at_every_border(spans: list[tuple[int, int]], expected: list[tuple[int, int, int]]) -> None:
    marks = [Stretched(*span) for span in spans]
    assert [(cut.start, cut.end, len(cut.marks)) for cut in stretches(marks, 0, 8)] == expected


@given(st.lists(st.builds(Stretched, st.integers(-3, 13), st.integers(-3, 13)), max_size=8))
def test_cuts_are_the_text_and_each_has_the_marks_that_cover_it(marks: list[Stretched]) -> None:
    cuts = list(stretches(marks, 0, 10))
    assert [cut.start for cut in cuts] == [0, *(cut.end for cut in cuts[:-1])]
    assert cuts[-1].end == 10
    for cut in cuts:
        covering = [mark for mark in marks if mark.start <= cut.start and mark.end >= cut.end]
        assert sorted(map(repr, cut.marks)) == sorted(map(repr, covering))


def numbered(number: int, tones: list[Tone | None], name: str = "Ana Kovar", state: str = "NO") -> Numbered:
    quote = Quote("wire", f"q{number}", "we", (Span(0, 2, "we"),), "direct", speaker=Speaker(name, None, "SI"))
    return Numbered(number, tuple(Stance(quote, None if tone is None else Counterpart(state), tone) for tone in tones))


QUOTES = st.builds(
    numbered,
    st.integers(1, 99),
    st.lists(st.sampled_from(["hostile", "cautious", "constructive", None]), min_size=1, max_size=3),
    st.text(max_size=9),
    st.text(max_size=4),
)
MARKS = st.builds(
    Mark,
    st.integers(-2, 40),
    st.integers(-2, 40),
    st.sampled_from(["content", "source", "cue", "counterpart"]),
    QUOTES,
    st.none() | st.text(max_size=4),
    st.booleans(),
)
TEXTS = st.text(max_size=40) | st.text("<>&\"'/ a\n\r\t\ud83d\x00", max_size=40)


@given(TEXTS, st.lists(MARKS, max_size=6))
def test_any_text_with_any_marks_is_the_text_again(text: str, marks: list[Mark]) -> None:
    html = marked_html(Span(0, len(text), text), marks)
    reading = harmless(html)
    plain = escaped(text)
    assert escaped(reading.text) == plain
    assert "<" not in plain


@given(TEXTS, st.integers(0, 50), st.lists(MARKS, max_size=6))
def test_a_piece_from_amid_an_article_holds_the_marks_at_their_offsets(
    text: str, start: int, marks: list[Mark]
) -> None:
    whole = "x" * start + text
    reading = harmless(marked_html(Span(start, len(whole), text), [m for m in marks if m.role == "content"]))
    inside = {at for m in marks if m.role == "content" for at in range(max(m.start, start), min(m.end, len(whole)))}
    expected = "".join(escaped(whole[at]) for at in sorted(inside))
    assert escaped(reading.words("mark").replace("|", "")) == expected.replace("|", "")


@pytest.mark.parametrize(
    ("tones", "labels", "look"),
    [
        (["hostile"], "7 ▼ NO", "double #D55E00"),
        (["cautious"], "7 ● NO", "dotted #767676"),
        (["constructive"], "7 ▲ NO", "solid #0072B2"),
        ([None], "7", "dashed #BBBBBB"),
        (["hostile", "constructive"], "7 ▼ NO▲ NO", "linear-gradient(rgba(213, 94, 0, 0.22) 0% 50%,rgba(0, 114, 178"),
    ],
)
def test_each_tone_has_a_sign_a_line_and_a_colour(tones: list[Tone | None], labels: str, look: str) -> None:
    html = marked_html(Span(0, 2, "we"), [Mark(0, 2, "content", numbered(7, tones))])
    reading = harmless(html)
    assert reading.labels == labels
    assert look in "".join(reading.styles)
