"""How far a run has come: what it says, and where it is shown."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace

import pytest

from stancekit.corpus import progress
from stancekit.corpus.progress import Progress, shown


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Progress(1200, None), "1,200 articles counted"),
        (Progress(0, 10), "0 of 10 articles, 0 quotes, 0 rejected, 0.0 articles/s"),
        (Progress(5, 10, 40, 1, 2.0), "5 of 10 articles, 40 quotes, 1 rejected, 2.5 articles/s, 0:00:02 left"),
        (Progress(7, 10, 40, 1, 2.0, 5), "7 of 10 articles, 40 quotes, 1 rejected, 1.0 articles/s, 0:00:03 left"),
    ],
    ids=["counting", "begun", "half done", "what was done before is no speed"],
)
def test_in_words(given, says):
    assert str(given) == says


def test_a_log_has_one_line_a_minute(monkeypatch, caplog):
    now = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with caplog.at_level(logging.INFO, "stancekit.corpus"), shown(None) as tell:
        for second in range(0, 150, 10):
            now[0] = 1000.0 + second
            tell(Progress(second, 150, seconds=float(second)))
    assert [record.message for record in caplog.records] == [
        "60 of 150 articles, 0 quotes, 0 rejected, 1.0 articles/s, 0:01:30 left",
        "120 of 150 articles, 0 quotes, 0 rejected, 1.0 articles/s, 0:00:30 left",
    ]


def test_a_terminal_has_a_bar(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with shown(None) as tell:
        tell(Progress(3, None))
        tell(Progress(4, 8, quotes=9, seconds=2.0))
    assert "4 of 8 articles, 9 quotes" in capsys.readouterr().err


def test_a_notebook_has_a_bar_of_tqdm(monkeypatch, capsys):
    shell = type("ZMQInteractiveShell", (), {})()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    with shown(True) as tell:
        tell(Progress(3, None))
        tell(Progress(4, 8, quotes=9, seconds=2.0, before=2))
    err = capsys.readouterr().err
    assert "4/8" in err
    assert "quotes=9" in err


def test_a_function_of_ones_own_or_nothing(caplog):
    seen = []
    with shown(seen.append) as tell:
        tell(Progress(1, 2))
    assert seen == [Progress(1, 2)]
    with caplog.at_level(logging.INFO, "stancekit.corpus"), shown(False) as tell:
        assert tell(Progress(1, 2)) is None
    assert not caplog.records
