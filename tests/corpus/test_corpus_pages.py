"""Web pages, with the real trafilatura: what is taken for the article, its title, date, outlet and address."""

from __future__ import annotations

import gzip
import logging
import socket
import subprocess
import sys

import pytest
from corpus_files import put, zst

from stancekit.corpus.documents import RawDocument, article_of
from stancekit.corpus.readers import read_articles
from stancekit.tables import Rejection
from stancekit.types import Article

BODY = [
    "“We will answer Zagreb in due course,” said Ana Kovar, the foreign minister, after a meeting of the cabinet.",
    "Her counterpart, Ivo Brand, replied that the talks & the treaty would go on – with or without the port.",
    "The two sides have met four times since spring, and each time the fishermen have waited for an answer.",
]
RUSSIAN = [
    "«Мы готовы к переговорам», — сказал министр иностранных дел Иво Бранд на встрече в Любляне.",
    "Его коллега Анна Ковар ответила, что решение будет принято весной, когда рыбаки вернутся в порт.",
    "Суд выскажет своё мнение о заливе осенью, и до тех пор обе стороны не будут ничего менять.",
]
FOOT = "<footer>© 2019 The Bay Wire. All rights reserved.</footer>"
SITE = '<meta property="og:site_name" content="The Bay Wire">'


def page(head: str = "", body: list[str] | str = BODY, before: str = "") -> str:
    """A page of a newspaper, with a bar above the article and a foot below it."""
    article = body if isinstance(body, str) else "".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in body)
    return (
        f"{before}<!DOCTYPE html><html><head>{head}<title>Talks go on</title></head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>Talks go on</h1>{article}</article>{FOOT}</body></html>"
    )


def article_on(content: str | bytes) -> Article | Rejection:
    return article_of(RawDocument("talks", "talks.html", content.encode() if isinstance(content, str) else content))


def text_on(content: str | bytes) -> list[str]:
    """The lines of the article on a page, which follow its headline."""
    found = article_on(content)
    assert isinstance(found, Article), found
    headline, *lines = found.text.split("\n")
    assert headline == "Talks go on"
    return lines


def json_ld(**fields: str) -> str:
    pairs = "".join(f', "{name}": "{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle"{pairs}}}</script>'


@pytest.mark.parametrize("ending", ["html", "htm", "html.gz", "HTML.zst"])
def test_the_article_on_a_page(tmp_path, ending):
    published = '<meta property="article:published_time" content="2024-03-12T10:00:00+01:00">'
    address = '<link rel="canonical" href="https://baywire.example/talks">'
    pack = gzip.compress if ending.endswith("gz") else zst if ending.endswith("zst") else bytes
    path = put(tmp_path, f"march.{ending}", pack(page(SITE + published + address).encode()))
    text = "\n".join(["Talks go on", *BODY])
    assert list(read_articles(path)) == [
        Article("march", text, "Talks go on", "2024-03-12", "The Bay Wire", "https://baywire.example/talks")
    ]


@pytest.mark.parametrize(
    ("head", "above", "date"),
    [
        ('<meta property="article:published_time" content="2024-03-12T23:30:00Z">', "", "2024-03-12"),
        (json_ld(datePublished="2024-03-12T08:00:00Z", dateModified="2024-05-01"), "", "2024-03-12"),
        ("", '<time datetime="2024-03-12T08:00">12 March</time>', "2024-03-12"),
        ('<link rel="canonical" href="https://baywire.example/2024/03/12/talks">', "", "2024-03-12"),
        # never the year of the foot, nor a day that the article tells of
        ("", "", None),
        ("", "<p>The war began on 24 February 2022 and goes on.</p>", None),
    ],
)
def test_the_date_is_the_one_the_page_gives_as_its_own(head, above, date):
    body = above + "".join(f"<p>{line}</p>" for line in BODY)
    assert article_on(page(head, body)).date == date


@pytest.mark.parametrize(
    ("head", "content"),
    [
        ('<meta charset="windows-1251">', RUSSIAN),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=windows-1251'>", RUSSIAN),
        ("", RUSSIAN),
        ('<meta charset="utf-8">', RUSSIAN),
        ('<meta charset="no-such-encoding">', RUSSIAN),
        ('<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">', RUSSIAN),
    ],
)
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings_declared_and_not_declared_and_wrongly(head, content, encoding):
    assert text_on(page(head, content).encode(encoding)) == content


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),  # which browsers read so, with its curly marks
        ('<meta charset="us-ascii">', "cp1252"),
        ('<meta charset="rot13">', "cp1252"),
        ("", "cp1252"),
        ('<meta charset="mac-roman">', "mac_roman"),
    ],
)
def test_old_western_encodings(head, encoding):
    assert text_on(page(head).encode(encoding)) == BODY


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_a_page_in_xhtml_declares_its_encoding_first(encoding):
    before = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    assert text_on(page(body=RUSSIAN, before=before).encode(encoding)) == RUSSIAN


PARAGRAPHS = "".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in BODY)


@pytest.mark.parametrize(
    "body",
    [
        PARAGRAPHS + "<script>var lie = '“We lie,” said the script.';</script><style>.q{quotes: '“' '”'}</style>",
        PARAGRAPHS + "<!-- “We are hidden,” said the note. -->",
        PARAGRAPHS.replace("We will", "We <!-- never --> will"),
        PARAGRAPHS.replace("“", "&ldquo;").replace("”", "&#8221;").replace("–", "&#x2013;"),
        PARAGRAPHS.replace("the port", "the\0 port"),
        PARAGRAPHS
        + "</article><div class=comments><p>“Nonsense!” said user42, who had read it all.</p></div><article>",
        "<div>" * 2_000 + PARAGRAPHS + "</div>" * 2_000,
        "<div>" * 2_000 + PARAGRAPHS,
        PARAGRAPHS.replace("We will", "<i>" * 300 + "We will" + "</i>" * 300),
    ],
    ids=["scripts", "comment", "comment within", "entities", "NUL", "readers", "nested", "unclosed", "nested words"],
)
def test_what_is_no_text_of_the_article_is_left_out_and_nothing_else(body):
    assert text_on(page(body=body)) == BODY


def test_what_a_paywall_leaves_of_an_article():
    """The article stays whole; words of the wall may stay too."""
    wall = "<div class=paywall><h2>This article is for subscribers</h2><p>Subscribe for €1 to read on.</p></div>"
    assert text_on(page(body=PARAGRAPHS + wall))[:3] == BODY


@pytest.mark.parametrize(
    ("content", "reason", "says"),
    [
        ("<html><head><title>Talks</title></head><body></body></html>", "bad text", "no article found on this page"),
        ("<html><body><script>go()</script></body></html>", "bad text", "no article found on this page"),
        ("<!-- only a comment -->", "bad text", "no article found on this page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "unreadable", "binary"),
        (page(body="<div>" * 3_000 + PARAGRAPHS), "unreadable", "only a part of this page can be read"),
    ],
)
def test_a_page_without_an_article_is_rejected(content, reason, says):
    found = article_on(content)
    assert (found.doc_id, found.reason) == ("talks", reason)
    assert found.detail.startswith(f"talks.html: {says}")


def test_an_empty_page_is_rejected(tmp_path):
    (found,) = read_articles(put(tmp_path, "page.html", ""))
    assert (found.reason, "the file is empty" in found.detail) == ("bad text", True)


def test_nothing_is_fetched(monkeypatch):
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a page was fetched")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    head = (
        '<link rel="canonical" href="http://192.0.2.1/a"><meta http-equiv="refresh" content="0; url=http://192.0.2.1/">'
    )
    assert text_on(page(head + '<script src="http://192.0.2.1/b.js"></script>')) == BODY
    article_on("http://192.0.2.1/talks")


def test_a_page_on_which_trafilatura_fails_is_rejected(monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    found = article_on(page())
    assert (found.reason, "trafilatura fails on this page (RecursionError: too deep)" in found.detail) == (
        "unreadable",
        True,
    )


def test_messages_of_the_libraries_do_not_reach_the_terminal(tmp_path):
    path = put(tmp_path, "page.html", "<html><body></body></html>")
    script = "import sys, stancekit.corpus.readers as r; print(*(one.reason for one in r.read_articles(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("bad text\n", "")


def test_messages_of_the_libraries_reach_who_asks_for_them(caplog):
    with caplog.at_level(logging.DEBUG):
        article_on("<html><body></body></html>")
    assert any(record.name.startswith("trafilatura") for record in caplog.records)


def test_a_web_page_needs_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (found,) = read_articles(put(tmp_path, "page.html", "<p>Talks went on.</p>"))
    assert (found.doc_id, found.reason) == ("page", "not installed")
    assert "pip install 'stancekit[html]'" in found.detail
