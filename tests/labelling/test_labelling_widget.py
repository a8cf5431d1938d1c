"""The notebook labeller: buttons and keys move the session, and the quote is shown safely."""

from __future__ import annotations

import builtins
import importlib
import sys

import pandas as pd
import pytest
from made_up import quotes

from stancekit.errors import NotInstalledError
from stancekit.labelling import widget
from stancekit.labelling.widget import as_html


def test_without_ipywidgets_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(NotInstalledError, match=r"pip install 'stancekit\[notebook\]'"):
        widget(quotes())


SHOWN = [
    (
        "marked in its context",
        {"text": "lied", "context": "They lied.", "counterpart": "SE"},
        "They <mark>lied</mark>.</p>",
    ),
    ("no context", {"text": "They lied", "context": None, "counterpart": "SE"}, "<mark>They lied</mark></p>"),
    (
        "escaped everywhere",
        {"text": "<b>", "context": "1 < 2 <b>", "counterpart": "<i>", "speaker": "<u>", "speaker_state": "<s>"},
        "<p><b>&lt;u&gt;</b> (&lt;s&gt;) on <b>&lt;i&gt;</b></p>",
    ),
    (
        "in fragments",
        {"text": "We wait for it", "context": "“We wait,” he said, “for it.”", "counterpart": "SE"},
        "“<mark>We wait</mark>,” he said, “<mark>for it</mark>.”",
    ),
    (
        "other words than in the context",
        {"text": "They lied", "context": "Not so.", "counterpart": "SE"},
        "<mark>They lied</mark>\n\nNot so.",
    ),
]


@pytest.mark.parametrize(("row", "part"), [c[1:] for c in SHOWN], ids=[c[0] for c in SHOWN])
def test_how_a_quote_is_shown(row, part):
    assert part in as_html(row)
    assert "<i>" not in as_html(row)


@pytest.fixture
def labeller(tmp_path):
    pytest.importorskip("ipywidgets")
    return widget(quotes(), tmp_path / "mine.jsonl")


def test_buttons_label_skip_and_undo(labeller):
    assert [button.description for button in labeller.buttons.values()] == [
        "1 ▼ hostile",
        "2 ● cautious",
        "3 ▲ constructive",
    ]
    labeller.buttons["cautious"].click()
    labeller.skip.click()
    labeller.buttons["hostile"].click()
    labeller.undo.click()
    assert labeller.session.frame()["tone"].tolist() == ["cautious", None, None, None]
    assert labeller.session.current["id"] == "q3"
    assert labeller.status.value == "2 of 4, 1 skipped"
    assert labeller.progress.value == 2
    assert "thanks to our neighbours" in labeller.quote.value


def test_an_answer_that_cannot_be_saved_is_said_and_not_counted(labeller):
    folder = labeller.session.path.parent
    folder.rename(folder.with_name("gone"))
    labeller.buttons["hostile"].click()
    assert "mine.jsonl: cannot be written" in labeller.status.value
    assert (labeller.progress.value, labeller.session.done) == (0, 0)
    folder.with_name("gone").rename(folder)
    labeller.buttons["hostile"].click()
    assert labeller.status.value == "1 of 4"


TYPED = [
    ("one key", ["1"], ["hostile", None, None, None]),
    ("a second later", ["1", "12"], ["hostile", "cautious", None, None]),
    ("two in one message", ["13"], ["hostile", "constructive", None, None]),
    ("the same key twice", ["2", "22"], ["cautious", "cautious", None, None]),
    ("skip and undo", ["s", "s1", "s1u"], [None, None, None, None]),
    ("other keys do nothing", ["x", "x9", "x9²"], [None, None, None, None]),
    ("rubbing out does nothing", ["1", ""], ["hostile", None, None, None]),
    ("more keys than quotes", ["111111"], ["hostile"] * 4),
]


@pytest.mark.parametrize(("values", "tones"), [c[1:] for c in TYPED], ids=[c[0] for c in TYPED])
def test_keys(labeller, values, tones):
    for value in values:
        labeller.keys.value = value
    assert labeller.session.frame()["tone"].tolist() == tones


def test_when_all_is_done_only_undo_is_left(labeller):
    labeller.keys.value = "1111"
    assert "All done" in labeller.quote.value
    assert all(button.disabled for button in (*labeller.buttons.values(), labeller.skip))
    labeller.undo.click()
    assert not labeller.skip.disabled


def test_a_new_widget_goes_on_where_the_last_one_died(labeller, tmp_path):
    labeller.keys.value = "12"
    again = widget(quotes(), tmp_path / "mine.jsonl")
    assert again.session.current["id"] == "q3"
    assert again.status.value == "2 of 4"


def test_no_quotes_and_fewer_tones(tmp_path):
    pytest.importorskip("ipywidgets")
    empty = widget(pd.DataFrame({"text": [], "counterpart": []}), tones=["hostile", "constructive"])
    assert list(empty.buttons) == ["hostile", "constructive"]
    assert "All done" in empty.quote.value


def test_a_notebook_shows_it(labeller):
    assert "application/vnd.jupyter.widget-view+json" in labeller._repr_mimebundle_()


def test_importing_it_needs_no_ipywidgets(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.startswith("ipywidgets"):
            raise AssertionError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    importlib.reload(sys.modules["stancekit.labelling.widget"])
