"""A speaker's profile, and the probabilities of one quote: tones by colour and by sign, counts beside means."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pytest
from drawn_rows import ROWS, scored
from matplotlib.colors import to_hex

import stancekit
from stancekit import plots
from stancekit.palette import COLOURS, MARKERS, SIGNS
from stancekit.types import TONES, Counterpart, Quote, Span, Stance


def test_a_profile_tells_stance_counts_and_shares() -> None:
    ax = plots.plot_speaker(ROWS, "si-ana")
    stances, shares = ax.get_figure().axes  # type: ignore[union-attr]
    assert stances is ax
    assert ax.get_title(loc="left") == "Ana Kovar (SI): 6 quotes in 6 articles"
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "DK: 1 quote, 1 article",
        "NO: 5 quotes, 5 articles",
    ]
    assert [text.get_text() for text in ax.texts] == ["+0.60", "+0.05"]
    assert sorted(text.get_text() for text in shares.texts) == sorted(
        ["▼ 20\xa0%", "● 40\xa0%", "▲ 40\xa0%", "▲ 100\xa0%"]
    )
    assert [to_hex(bar.get_facecolor()).upper() for bar in shares.patches[1::2]] == [COLOURS[tone] for tone in TONES]
    assert all(f"{SIGNS[tone]} {tone}" in shares.get_xlabel() for tone in TONES)


def test_a_profile_of_many_states_tells_how_many_are_left_out() -> None:
    many = scored([("2024-01-01", "Ana Kovar", "SI", f"S{n}", "cautious") for n in range(9)])
    ax = plots.plot_speaker(many, "si-ana", most=4)
    assert len(ax.get_yticklabels()) == 4
    assert ax.get_ylabel() == "the 4 of 9 states with most quotes"


def test_who_speaks_for_no_state_has_a_profile_too() -> None:
    ax = plots.plot_speaker(ROWS.assign(speaker_state=None), "se-bo")
    assert ax.get_title(loc="left") == "Bo $Ek$ \\frac: 1 quote in 1 article"
    ax.get_figure().canvas.draw()  # type: ignore[union-attr]


def test_an_unknown_speaker_is_told_with_those_alike() -> None:
    with pytest.raises(stancekit.InputError, match="nobody has the speaker_id 'si-anna'; there are si-ana"):
        plots.plot_speaker(ROWS, "si-anna")
    with pytest.raises(stancekit.InputError, match="nothing to draw: no quote has a counterpart"):
        plots.plot_speaker(ROWS.assign(counterpart=None), "si-ana")


def test_a_quote_has_three_bars_each_with_its_sign_and_the_set_is_filled() -> None:
    ax = plots.plot_quote(ROWS.iloc[1])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["▼ hostile", "● cautious", "▲ constructive"]
    assert [label.get_fontweight() for label in ax.get_yticklabels()] == ["normal", "bold", "normal"]
    assert [bar.get_width() for bar in ax.patches] == [0.2, 0.7, 0.1]  # type: ignore[attr-defined]
    assert [bar.get_facecolor()[3] for bar in ax.patches] == [0, 1, 1]  # type: ignore[index]
    assert [to_hex(bar.get_edgecolor()).upper() for bar in ax.patches] == list(COLOURS.values())
    assert [line.get_marker() for line in ax.lines] == list(MARKERS.values())
    assert [text.get_text() for text in ax.texts] == ["20\xa0%", "70\xa0%", "10\xa0%"]
    assert ax.get_xlabel() == "probability; filled: 90 % prediction set (cautious or constructive)"
    assert ax.get_title(loc="left").startswith("Ana Kovar (SI) → NO\n“Sentence 1 costs $5 and $6”")
    ax.get_figure().canvas.draw()  # type: ignore[union-attr]


SETS = [
    ("hostile|cautious|constructive", "filled: 90 % prediction set (undecided)"),
    ("hostile", "filled: 90 % prediction set (hostile)"),
    (None, "no prediction set is known"),
]


@pytest.mark.parametrize(("tone_set", "words"), SETS)
def test_the_set_in_words(tone_set: str | None, words: str) -> None:
    ax = plots.plot_quote({**ROWS.iloc[0].to_dict(), "tone_set": tone_set})
    assert ax.get_xlabel() == f"probability; {words}"


QUOTE = Quote("wire", "q1", "no", (Span(0, 2, "no"),), "direct", counterparts=(Counterpart("NO"), Counterpart("DK")))
WRONG: list[tuple[str, Any, str]] = [
    ("several rows", ROWS, "7 tones to draw as one; give one row: rows.iloc"),
    ("a quote that is not scored", QUOTE, "2 tones to draw as one"),
    ("a quote that addresses no state", Stance(QUOTE), "it addresses no state, or was not scored"),
    ("no row", 3, "quotes to show are a int"),
]


@pytest.mark.parametrize(("given", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_no_scored_quote_is_told_with_its_remedy(given: Any, message: str) -> None:
    with pytest.raises(stancekit.InputError, match=message):
        plots.plot_quote(given)


def test_a_given_ax_is_drawn_into_and_no_other_figure_is_made() -> None:
    figure, (left, right) = plt.subplots(1, 2)
    assert plots.plot_quote(ROWS.iloc[0], left) is left
    assert plots.plot_speaker(ROWS, "si-ana", right) is right
    assert plt.get_fignums() == [figure.number]  # type: ignore[attr-defined]
