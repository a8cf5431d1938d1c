"""The matrix of states: a number and a count in each cell, hatches where there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn_rows import ROWS
from matplotlib.colors import to_hex

import stancekit
from stancekit import analysis, plots
from stancekit.palette import COLOURS


def matrix(values: list[list[float]], counts: list[list[int]]) -> pd.DataFrame:
    names = {"index": [f"S{n}" for n in range(len(values))], "columns": [f"C{n}" for n in range(len(values[0]))]}
    made = pd.DataFrame(values, **names)  # type: ignore[arg-type]
    made.attrs["counts"] = pd.DataFrame(counts, **names)  # type: ignore[arg-type]
    return made


def test_rows_and_their_matrix_give_the_same_cells() -> None:
    cells = [
        sorted(text.get_text() for text in plots.plot_dyads(given).texts) for given in (ROWS, analysis.dyads(ROWS))
    ]
    assert cells[0] == cells[1] == ["+0.05\nn = 5", "+0.60\nn = 1", "−0.75\nn = 1"]


def test_every_cell_tells_its_number_its_count_or_that_it_has_none() -> None:
    ax = plots.plot_dyads(matrix([[-1.0, np.nan], [np.nan, 1.0]], [[1200, 0], [3, 4]]))
    assert [text.get_text() for text in ax.texts] == ["−1.00\nn = 1,200", "n = 3", "+1.00\nn = 4"]
    assert [text.get_position() for text in ax.texts] == [(0.5, 0.5), (0.5, 1.5), (1.5, 1.5)]
    assert [(patch.get_xy(), patch.get_hatch()) for patch in ax.patches] == [((1, 0), "///"), ((0, 1), "///")]  # type: ignore[attr-defined]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["C0", "C1"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["S0", "S1"]
    assert ax.yaxis_inverted()


def test_colours_are_those_of_the_tones_and_the_same_in_every_picture() -> None:
    for values in ([[-1.0, 0.0, 1.0]], [[-1.0, 0.0, 0.01]]):
        ax = plots.plot_dyads(matrix(values, [[1, 1, 1]]))
        mesh = ax.collections[0]
        assert mesh.get_clim() == (-1, 1)
        ends = [to_hex(mesh.cmap(at)).upper() for at in (0.0, 1.0)]
        assert ends == [COLOURS["hostile"], COLOURS["constructive"]]
        inks = [text.get_color() for text in ax.texts]
        assert inks[:2] == ["black", "black"]
    assert plots.plot_dyads(matrix([[1.0]], [[1]])).texts[0].get_color() == "white"


def test_a_part_of_a_matrix_keeps_its_counts() -> None:
    whole = matrix([[0.1, 0.2], [0.3, 0.4]], [[1, 2], [3, 4]])
    assert [text.get_text() for text in plots.plot_dyads(whole.loc[["S1"], ["C0"]]).texts] == ["+0.30\nn = 3"]


WRONG = [
    (
        "no counts",
        pd.DataFrame([[0.1]]),
        "no counts beside the means; give rows, or what stancekit.analysis.dyads returns",
    ),
    ("counts for means", matrix([[12.0]], [[12]]), "no stances; give dyads\\(rows\\) with value='stance'"),
    ("nothing", ROWS.iloc[:0], "nothing to draw"),
]


@pytest.mark.parametrize(("given", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_cannot_be_drawn_is_told_with_its_remedy(given: pd.DataFrame, message: str) -> None:
    with pytest.raises(stancekit.InputError, match=message):
        plots.plot_dyads(given)
