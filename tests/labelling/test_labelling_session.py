"""Labelling quote after quote: order, undo, and a file from which nothing is ever lost."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import QUOTES, quotes

from stancekit.errors import InputError
from stancekit.labelled import read_labelled
from stancekit.labelling import LabelSession, pick
from stancekit.types import TONES


def saved(path: Path) -> list[tuple[str, str | None]]:
    """Ids and tones in a file, in its order."""
    return [(row["id"], row["tone"]) for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())]


def test_from_the_first_quote_to_the_last(tmp_path):
    path = tmp_path / "mine.jsonl"
    session = LabelSession(quotes(), path, annotator="ida")
    assert (session.done, session.total) == (0, 4)
    session.label("hostile")
    session.skip()
    session.label("constructive")
    assert session.current["id"] == "q4"
    session.label("cautious")
    assert session.current is None
    assert (session.done, session.skipped) == (4, 1)
    assert session.frame()["tone"].tolist() == ["hostile", None, "constructive", "cautious"]
    assert saved(path) == [("q1", "hostile"), ("q2", None), ("q3", "constructive"), ("q4", "cautious")]
    labels = read_labelled(path)  # skipped ones are left out, as rejected ones are everywhere
    assert labels["tone"].tolist() == ["hostile", "constructive", "cautious"]
    assert set(labels["annotator"]) == {"ida"}


STEPS = [
    ("the last answer is taken back", ["hostile", "cautious", "undo"], {"q1": "hostile"}, "q2"),
    ("a skip too", ["hostile", "skip", "undo"], {"q1": "hostile"}, "q2"),
    ("and answered anew", ["hostile", "undo", "cautious"], {"q1": "cautious"}, "q2"),
    ("twice", ["hostile", "cautious", "undo", "undo"], {}, "q1"),
    ("nothing to take back", ["undo"], {}, "q1"),
]


@pytest.mark.parametrize(("steps", "tones", "current"), [c[1:] for c in STEPS], ids=[c[0] for c in STEPS])
@pytest.mark.parametrize("restart", [False, True], ids=["in one go", "kernel restarted before every step"])
def test_undo(tmp_path, steps, tones, current, restart):
    path = tmp_path / "mine.jsonl"
    session = LabelSession(quotes(), path)
    for step in steps:
        if restart:
            session = LabelSession(quotes(), path)
        {"undo": session.undo, "skip": session.skip}.get(step, lambda step=step, at=session: at.label(step))()
    assert session.current["id"] == current
    frame = session.frame()
    assert dict(frame.loc[frame["tone"].notna(), ["id", "tone"]].values.tolist()) == tones


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from([*TONES, "skip", "undo", "restart"]), max_size=12))
def test_a_dead_kernel_loses_nothing(tmp_path, steps):
    path = tmp_path / "mine.jsonl"
    path.unlink(missing_ok=True)
    kept, in_memory = LabelSession(quotes(), path), LabelSession(quotes())
    for step in steps:
        if step == "restart":
            kept = LabelSession(quotes(), path)
        elif step == "undo":
            assert kept.undo() == in_memory.undo()
        elif kept.current is not None:
            for session in (kept, in_memory):
                session.skip() if step == "skip" else session.label(step)
    assert kept.current == in_memory.current
    pd.testing.assert_frame_equal(kept.frame(), in_memory.frame())


def test_labels_of_another_batch_stay_in_the_file(tmp_path):
    path = tmp_path / "mine.jsonl"
    LabelSession(quotes().head(1), path).label("hostile")
    LabelSession(quotes().tail(3), path).label("cautious")
    assert saved(path) == [("q1", "hostile"), ("q2", "cautious")]
    assert LabelSession(quotes(), path).done == 2


def test_rows_that_have_a_tone_count_as_done():
    session = LabelSession(quotes().assign(tone=["hostile", None, None, None]))
    assert (session.current["id"], session.done) == ("q2", 1)
    assert not session.undo()
    assert session.frame()["tone"].tolist()[0] == "hostile"


def test_the_same_quote_twice_is_answered_twice(tmp_path):
    twice = pd.concat([quotes().head(1)] * 2)
    path = tmp_path / "mine.jsonl"
    LabelSession(twice, path).label("hostile")
    session = LabelSession(twice, path)
    assert session.done == 1
    session.label("cautious")
    assert LabelSession(twice, path).frame()["tone"].tolist() == ["hostile", "cautious"]


def test_picked_quotes_go_straight_in(tmp_path):
    class Clueless:
        def predict_proba(self, X):
            return [[0.2, 0.3, 0.5]] * len(X)

    session = LabelSession(pick(quotes(), 2, model=Clueless()), tmp_path / "mine.jsonl")
    session.label("cautious")
    row = json.loads((tmp_path / "mine.jsonl").read_text(encoding="utf-8"))
    assert (row["tone"], row["p_constructive"]) == ("cautious", 0.5)


def test_when_the_file_cannot_be_written_nothing_changes(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    session = LabelSession(quotes(), folder / "mine.jsonl")
    session.label("hostile")
    (folder / "mine.jsonl").unlink()
    folder.rmdir()
    for step in (lambda: session.label("cautious"), session.skip, session.undo):
        with pytest.raises(InputError, match="cannot be written"):
            step()
    assert (session.done, session.current["id"]) == (1, "q2")


WRONG = [
    ("a tone that is none", lambda path: LabelSession(quotes()).label("angry"), "'angry' is no tone here"),
    ("a tone left out", lambda path: LabelSession(quotes(), tones=["hostile"]).label("cautious"), "tones are hostile"),
    ("no tones", lambda path: LabelSession(quotes(), tones=[]), "give some of hostile"),
    ("strange tones", lambda path: LabelSession(quotes(), tones=["angry"]), "give some of hostile"),
    ("all done", lambda path: LabelSession(quotes().head(0)).skip(), "all quotes are done"),
    ("no JSON lines", lambda path: LabelSession(quotes(), path.with_suffix(".csv")), "name a .jsonl file"),
    ("a file of something else", lambda path: LabelSession(quotes(), _written(path, '{"a": 1}')), "no column text"),
    ("a damaged file", lambda path: LabelSession(quotes(), _written(path, '{"text": ')), "not a readable jsonl"),
]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("do", "message"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_refused(tmp_path, do, message):
    with pytest.raises(InputError, match=message):
        do(tmp_path / "mine.jsonl")


def test_an_empty_file_is_a_new_one(tmp_path):
    assert LabelSession(quotes(), _written(tmp_path / "mine.jsonl", "")).done == 0


def test_half_a_character_stops_nothing(tmp_path):
    path = tmp_path / "mine.jsonl"
    broken = pd.DataFrame([QUOTES[0] | {"text": "They \ud83d lied"}], dtype=object)
    LabelSession(broken, path).label("hostile")
    assert LabelSession(broken, path).done == 1
