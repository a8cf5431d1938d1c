"""The comparison with other libraries: where quotes lie, what fails, what is missing. Figures are not tested."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@pytest.fixture(scope="module")
def peers() -> ModuleType:
    """The script as a module; what it sets in the environment is taken back."""
    spec = importlib.util.spec_from_file_location("peers", ROOT / "benchmarks" / "peers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        for variable in THREADS:
            patch.setenv(variable, "1")
        patch.setitem(sys.modules, "peers", module)  # its dataclass looks itself up there
        spec.loader.exec_module(module)
    return module


def names_only() -> Language:
    """Stands for the CNN pipeline: it knows two persons."""
    nlp = spacy.blank("en")
    patterns = [{"label": "PERSON", "pattern": name} for name in ("Ana Kovar", "Luc Amiel")]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    return nlp


@pytest.mark.parametrize(
    ("text", "prepared", "piece"),
    [
        ("“Talks go on.”\n\nKovar spoke.", "“Talks go on.”\nKovar spoke.", "Kovar spoke"),
        ("  Kovar spoke. \n\n \nRain fell.", "Kovar spoke.\nRain fell.", "Rain fell"),
        ("''Talks go on,'' Kovar said.", '"Talks go on," Kovar said.', "Kovar said"),
        ("Kovar (“our guest”) said so.", 'Kovar ( "our guest" ) said so.', "said so"),
        ("the envoys' talks go on", "the envoys'x talks go on", "talks go on"),
        ("“Talks go on\nRain fell.", '“Talks go on"\nRain fell.', "Rain fell"),
    ],
)
def test_what_stands_in_the_prepared_text_is_found_in_the_article(peers, text, prepared, piece):
    places = peers.way_back(prepared, text)
    start = prepared.index(piece)
    assert text[places[start] : places[start + len(piece)]] == piece
    assert len(places) == len(prepared) + 1


LINES = st.lists(st.sampled_from(["“Go on", "go”", '"', " ", "Kovar", "''", ",", "s'", "\n", "\n\n", "(«", "say "]))


@given(LINES.map(lambda parts: "Rain" + "".join(parts)))
def test_no_letter_moves_in_the_preparation_of_sayswho(peers, text):
    helpers = pytest.importorskip("sayswho.helpers", reason="sayswho is not installed; see benchmarks/peers.py")
    try:
        prepared = helpers.prep_text_for_quote_detection(text)
    except IndexError:  # it cannot do with a line of spaces
        return
    places = peers.way_back(prepared, text)
    letters = [at for at, character in enumerate(prepared) if character.isalpha() and character != "x"]
    assert [text[places[at]] for at in letters] == [prepared[at] for at in letters]


@pytest.mark.parametrize(
    ("text", "contents", "source"),
    [
        ("“We wait,” said Ana Kovar. “We hope.”", ["We wait,", "We hope."], "Ana Kovar"),
        ('"Luc Amiel is late," Ana Kovar said.', ["Luc Amiel is late,"], "Ana Kovar"),
        ("Ana Kovar left early. Luc Amiel called it “a pity”.", ["a pity"], "Luc Amiel"),
        ("“We wait,” said the ministry.\n\nAna Kovar left.", ["We wait,"], None),
    ],
)
def test_the_regex_merges_the_marks_of_a_paragraph_and_takes_the_nearest_person(
    peers, monkeypatch, text, contents, source
):
    monkeypatch.setattr(peers, "base_pipeline", lambda shared: names_only())
    (quote,), errors = peers.read_regex(SHARED)(text)
    assert [text[start:end] for start, end in quote["content"]] == contents
    assert ([text[start:end] for start, end in quote["source"] or []] or [None]) == [source]
    assert errors == []


def test_a_mark_without_its_pair_and_another_paragraph_make_no_quote_together(peers, monkeypatch):
    monkeypatch.setattr(peers, "base_pipeline", lambda shared: names_only())
    assert peers.read_regex(SHARED)("“We wait, said Ana Kovar.\n\nThe talks ended” in May.") == ([], [])


def test_what_a_peer_raises_is_counted_with_its_article_and_stops_nobody(peers):
    def fragile(text):
        if "odd" in text:
            raise ValueError(f"{len(text)} marks")
        yield peers.prediction([[0, 4]], None)

    articles = [{"id": str(n), "text": text} for n, text in enumerate(["even", "odd", "odd one"])]
    outcome = peers.measure({"fragile": lambda text: peers.attempt(fragile, text)}, articles)["fragile"]
    assert [len(article["quotes"]) for article in outcome.articles] == [1, 0, 0]
    assert (outcome.failed, outcome.words) == (2, 4)
    assert outcome.errors == {"ValueError: N marks": 2}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared beside the project")
def test_a_peer_that_is_not_installed_has_its_row_and_ends_the_script_with_two(peers, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "textacy.extract", None)  # as if not installed
    monkeypatch.setitem(sys.modules, "textacy", None)
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)  # the tests keep their cores
    monkeypatch.setattr(
        sys, "argv", ["peers.py", "--shared", str(SHARED), "--limit", "1", "--systems", "regex", "textacy"]
    )
    assert peers.main() == 2
    told = capsys.readouterr()
    assert "| textacy: not installed |" in told.out
    assert "pip install" in told.err


def test_a_limit_below_one_is_refused(peers, monkeypatch, capsys):
    shared = str(SHARED) if SHARED.exists() else "nowhere"
    monkeypatch.setattr(sys, "argv", ["peers.py", "--shared", shared, "--limit", "0"])
    with pytest.raises(SystemExit, match="2"):
        peers.main()
    assert ("--limit: 0" if SHARED.exists() else "--shared: nowhere") in capsys.readouterr().err
