"""Web pages: what is taken for the article, its title, date and outlet; encodings."""

from __future__ import annotations

import gzip
import sys
from types import ModuleType, SimpleNamespace

import pytest
from corpus_files import put

from stancekit.corpus.readers import read_articles
from stancekit.types import Article


def test_a_web_page_needs_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (found,) = read_articles(put(tmp_path, "page.html", "<p>Talks went on.</p>"))
    assert (found.doc_id, found.reason) == ("page", "not installed")
    assert "pip install 'stancekit[html]'" in found.detail


PAGE = SimpleNamespace(text="Talks went on.", title="Talks", date="2024-03-01", sitename="The Wire", url=None)


@pytest.mark.parametrize(
    ("extracted", "expected"),
    [
        (PAGE, Article("page", "Talks went on.", "Talks", "2024-03-01", "The Wire")),
        (None, "no article found on this page"),
        (SimpleNamespace(text=""), "no article found on this page"),
    ],
)
def test_a_web_page_is_what_trafilatura_finds_in_it(tmp_path, monkeypatch, extracted, expected):
    fake = ModuleType("trafilatura")
    fake.bare_extraction = lambda page, **_: extracted if "<p>" in page else None
    monkeypatch.setitem(sys.modules, "trafilatura", fake)
    (found,) = read_articles(put(tmp_path, "page.html.gz", gzip.compress("<p>Tâlks".encode("cp1252"))))
    assert found == expected or expected in found.detail
