"""Marks that overlap and nest, as HTML elements that do not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stancekit.error_browser_text import Mark, marked_line, text_lines

NESTED = [
    ("side by side", [("content", 0, 4), ("content", 4, 8)], "[1][content]abcd[/][2][content]efgh[/]"),
    ("overlapping", [("content", 0, 5), ("content", 3, 8)], "[1][content]abc[/][2][deep]de[/][content]fgh[/]"),
    ("nested", [("content", 0, 8), ("content", 2, 4)], "[1][content]ab[/][2][deep]cd[/][content]efgh[/]"),
    ("source in a content", [("content", 0, 8), ("source", 2, 4)], "[1][content]ab[/][content][source]cd[/][/]²"),
    ("the same words", [("content", 0, 8), ("content", 0, 8)], "[1][2][deep]abcdefgh[/]"),
]


@pytest.mark.parametrize(("spans", "expected"), [c[1:] for c in NESTED], ids=[c[0] for c in NESTED])
def test_what_overlaps_is_cut_at_every_border(spans: list[tuple[Any, int, int]], expected: str) -> None:
    marks = [Mark(start, end, role, number) for number, (role, start, end) in enumerate(spans, 1)]
    (line,) = text_lines("abcdefgh")
    html = marked_line("abcdefgh", line, marks, lambda mark: f"[{mark.number}]")
    html = re.sub(r'<mark class="(\w+) ok( deep)?"[^>]*>', lambda m: f"[{(m[2] or m[1]).strip()}]", html)
    html = html.replace("</mark>", "[/]").replace("<sup>2</sup>", "²")
    assert html.startswith(expected)


LINES = [
    ("", []),
    (" \n\t\n", []),
    ("one", [("one", False)]),
    ("one\ntwo\r\nthree", [("one", False), ("two", False), ("three", False)]),
    ("\n\none\n \n two \n", [("one", True), (" two ", True)]),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines_without_the_blank_ones(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(text[line.start : line.end], line.gap) for line in text_lines(text)] == expected


def test_a_mark_over_two_lines_has_its_badge_and_its_number_once() -> None:
    text = "She said\n\nno, never."
    marks = [Mark(4, 12, "content", 1), Mark(4, 13, "source", 2)]
    first, second = [marked_line(text, line, marks, lambda mark: f"[{mark.number}]") for line in text_lines(text)]
    assert (first.count("[1]"), second.count("[1]")) == (1, 0)
    assert (first.count("<sup>2"), second.count("<sup>2")) == (0, 1)
