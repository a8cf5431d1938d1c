"""Explanations as HTML: marked words, and nothing of the text run as markup."""

from __future__ import annotations

from stancekit.drawing import draw
from stancekit.tone.occlusion import Explanation, Word

SHARES = {"hostile": 0.9, "cautious": 0.1, "constructive": 0.0}


def explained(seen: str, *words: tuple[str, float]) -> Explanation:
    found = [Word(w, seen.index(w), seen.index(w) + len(w), weight, True) for w, weight in words]
    return Explanation(seen, "hostile", SHARES, tuple(found))


def test_words_bear_their_weight_and_light_ones_none():
    html = draw(explained("They lied to us", ("They", 0.001), ("lied", 0.42), ("us", -0.1)))
    assert "▼ hostile 90%" in html
    assert "rgba(213, 94, 0, 0.57)" in html
    assert "+42" in html
    assert "-10" in html
    assert html.count("<mark") == html.count("color: inherit;") == 2  # black could not be read in a dark notebook


def test_markup_in_a_quote_stays_text():
    html = draw(explained("They <script>alert(1)</script> lied", ("lied", 0.5)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
