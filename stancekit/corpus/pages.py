"""Web pages: the article on a page, with its title, date and outlet, as trafilatura finds them."""

from __future__ import annotations

import logging
import re
from typing import Any

from stancekit.corpus.limits import USUAL, raise_it
from stancekit.errors import InputError, LimitError, NotInstalledError, TextError
from stancekit.types import Article

_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TALKERS = ("trafilatura", "htmldate", "courlan", "justext")
_SILENCE = logging.NullHandler()
_REMEDY = "save its text as .txt"


def article_on_page(page: str, name: str, depth: int = USUAL.html_depth) -> Article:
    """The article ``name`` on a web page. Nothing is fetched.

    The date is what the page gives as its own, never one from the text or the foot of the page: a wrong date
    would give offices to the wrong people.

    Parameters
    ----------
    depth
        How deep its elements may lie within each other.

    Raises
    ------
    NotInstalledError
        Where the extra ``html`` is not installed.
    InputError
        Where there is no article on the page, or the page can't be read.
    LimitError
        Where its elements lie too deep within each other.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise NotInstalledError("web pages need trafilatura: pip install 'stancekit[html]'") from error
    _keep_quiet()
    tree = _tree(page)
    _check_depth(tree, depth)
    dates = {"original_date": True, "extensive_search": False}
    try:
        found = trafilatura.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
    except Exception as error:  # recorded with the article, never swallowed: one page must not stop a run
        raise InputError(f"trafilatura fails on this page ({type(error).__name__}: {error}); {_REMEDY}") from error
    if found is None or not (found.text or "").strip():
        raise TextError(f"no article found on this page; {_REMEDY}")
    return Article(name, found.text, found.title, found.date, found.sitename, found.url)


def _tree(page: str) -> Any:
    """The page's elements. Trafilatura's own parser drops what lies over 256 tags deep, without a word."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, default_doctype=False
    )
    try:
        tree = html.document_fromstring(_NOT_IN_XML.sub("", page).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:  # nothing but comments
        raise TextError(f"no article found on this page ({error}); {_REMEDY}") from error
    cut = parser.error_log.filter_from_fatals()
    if cut:
        raise InputError(f"only a part of this page can be read ({cut[0].message}); {_REMEDY}")
    return tree


def _check_depth(tree: Any, most: int) -> None:
    """Level by level: the libraries' own recursion ends the process where a page is deep enough."""
    level, depth = [tree], 1
    while level:
        if depth > most:
            raise LimitError(f"over {most:,} elements within each other; {raise_it('html_depth')}, or {_REMEDY}", depth)
        level = [child for element in level for child in element]
        depth += 1


def _keep_quiet() -> None:
    """Messages of the libraries go where the user wants them, and else nowhere, rather than to the terminal."""
    for name in _TALKERS:
        logging.getLogger(name).addHandler(_SILENCE)
