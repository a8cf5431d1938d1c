"""Tone over time: gaps stay gaps, counts stand below, several dyads are several pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from drawn_rows import ROWS
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import stancekit
from stancekit import analysis, plots
from stancekit.palette import COLOURS

NORWAY = ROWS[(ROWS["speaker_state"] == "SI") & (ROWS["counterpart"] == "NO")]


def lengths(ax: Axes) -> list[int]:
    """Of the lines that join means: in how many points each goes."""
    return [len(line.get_xdata()) for line in ax.lines if line.get_linewidth() > 1]  # type: ignore[arg-type]


def test_a_year_without_quotes_is_a_gap_and_counts_stand_below() -> None:
    ax = plots.plot_timeline(NORWAY, freq="YS")
    assert isinstance(ax, Axes)
    assert ax.get_title() == "SI → NO: 5 quotes, 3 periods"
    assert lengths(ax) == [2, 1]
    above, below = ax.get_figure().axes  # type: ignore[union-attr]
    assert above is ax
    assert [bar.get_height() for bar in below.patches] == [2, 1, 2]
    assert [text.get_text() for text in below.texts] == ["2", "1", "2"]
    assert (above.get_ylabel(), below.get_ylabel()) == ("stance", "quotes")
    assert [tick.get_text() for tick in above.get_yticklabels()] == ["▼ −1", "−0.5", "0", "+0.5", "▲ +1"]


def test_a_frame_of_the_analysis_gives_the_picture_of_its_rows() -> None:
    frame = analysis.timeline(NORWAY, "YS")
    one, other = plots.plot_timeline(frame), plots.plot_timeline(NORWAY, freq="YS")
    points = [ax.collections[-1].get_offsets() for ax in (one, other)]  # type: ignore[union-attr]
    assert np.allclose(points[0], points[1])
    assert points[0][:, 1].tolist() == pytest.approx(frame["stance"].tolist())


def test_a_file_of_rows_will_do(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    NORWAY.to_json(path, orient="records", lines=True)
    assert plots.plot_timeline(path, freq="YS").get_title() == "SI → NO: 5 quotes, 3 periods"  # type: ignore[union-attr]


def test_the_band_is_that_of_the_frame_and_missing_where_it_has_none() -> None:
    frame = analysis.timeline(NORWAY, "YS")
    assert frame["low"].isna().tolist() == [False, True, False]
    ax: Any = plots.plot_timeline(frame)
    drawn = [
        path.vertices[:, 1] for lines in ax.collections if hasattr(lines, "get_segments") for path in lines.get_paths()
    ]
    ends = [tuple(ys) for ys in drawn if not np.isnan(ys).any()]
    kept = frame.dropna(subset=["low"])
    assert ends == [tuple(pair) for pair in zip(kept["low"], kept["high"], strict=True)]


def test_points_have_the_colour_of_their_stance() -> None:
    frame = analysis.timeline(NORWAY, "YS").assign(stance=[-1.0, 0.0, 1.0])
    ax: Any = plots.plot_timeline(frame)
    colours = [to_hex(colour).upper() for colour in ax.collections[-1].get_facecolors()]
    assert [colours[0], colours[2]] == [COLOURS["hostile"], COLOURS["constructive"]]


def test_several_dyads_are_several_pictures_with_the_same_scales() -> None:
    figure = plots.plot_timeline(ROWS, freq="YS")
    assert isinstance(figure, Figure)
    above, below = figure.axes[::2], figure.axes[1::2]
    assert [ax.get_title().split(":")[0] for ax in above] == ["SI → NO", "SE → NO", "SI → DK"]
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in above}) == 1
    assert len({ax.get_ylim() for ax in below}) == 1
    some = plots.plot_timeline(ROWS, freq="YS", most=2)
    assert isinstance(some, Figure)
    assert (len(some.axes), some.get_suptitle()) == (4, "The 2 of 3 with most quotes")


def test_speakers_bear_their_names_and_dollars_are_no_formulas() -> None:
    figure = plots.plot_timeline(ROWS, freq="YS", by="speaker")
    assert isinstance(figure, Figure)
    titles = [ax.get_title().split(":")[0] for ax in figure.axes[::2]]
    assert titles == ["Ana Kovar → NO", "Bo $Ek$ \\frac → NO", "Ana Kovar → DK"]
    figure.canvas.draw()


@pytest.mark.parametrize("place", ["grid", "by hand"])
def test_a_given_ax_is_divided_and_others_are_left_alone(place: str) -> None:
    if place == "grid":
        figure, (ax, other) = plt.subplots(1, 2)
    else:
        figure = plt.figure()
        ax, other = figure.add_axes((0, 0, 0.4, 1)), figure.add_axes((0.5, 0, 0.5, 1))
    before, width = other.get_position().bounds, ax.get_position().bounds[2]
    assert plots.plot_timeline(NORWAY, ax, freq="YS") is ax
    below = figure.axes[-1]
    assert below.get_position().ymax <= ax.get_position().ymin + 1e-9
    assert below.get_position().width == pytest.approx(width) == pytest.approx(ax.get_position().width)
    assert other.get_position().bounds == before


WRONG = [
    ("no quotes", {"rows": ROWS.iloc[:0]}, "nothing to draw: no quote has a counterpart"),
    ("another table", {"rows": pd.DataFrame({"stance": [1.0]})}, "no column counterpart, period, .*analysis.timeline"),
    ("no table", {"rows": 3}, "nothing to draw in a int; give rows, or what stancekit.analysis.timeline returns"),
    ("a file that is not there", {"rows": "nowhere.jsonl"}, "nowhere.jsonl"),
    ("an unknown span of time", {"rows": ROWS, "freq": "fortnight"}, "fortnight"),
]


@pytest.mark.parametrize(("given", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_cannot_be_drawn_is_told_with_its_remedy(given: dict[str, Any], message: str) -> None:
    with pytest.raises(stancekit.InputError, match=message):
        plots.plot_timeline(**given)


def test_several_dyads_do_not_go_into_one_ax() -> None:
    _, ax = plt.subplots()
    with pytest.raises(stancekit.InputError, match="3 lines do not go into one ax; leave it out, or choose one"):
        plots.plot_timeline(ROWS, ax, freq="YS")
