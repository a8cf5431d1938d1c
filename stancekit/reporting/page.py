"""The report: one HTML file for any browser, which loads nothing and holds strangers' words only as words."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from stancekit.aside import open_aside
from stancekit.corpus.readers import Inputs
from stancekit.html_pages import check_page, content_policy
from stancekit.html_text import escaped
from stancekit.reporting.context import passages
from stancekit.reporting.data import embedded, page_data
from stancekit.reporting.given import read_given
from stancekit.reporting.looks import counted, palette_css
from stancekit.reporting.matrix import matrix_html
from stancekit.reporting.models import models_html
from stancekit.reporting.rejected import rejected_html
from stancekit.reporting.summary import overview, summary_html
from stancekit.reporting.timelines import timelines_html

if TYPE_CHECKING:
    from stancekit.reporting.given import GivenRows


def report(
    rows: GivenRows,
    path: str | os.PathLike[str],
    *,
    articles: Inputs | None = None,
    rejected: str | os.PathLike[str] | None = None,
    title: str | None = None,
    freq: str | None = None,
) -> None:
    """Write scored quotes as one page for any browser, offline.

    A summary, timelines, a matrix of states, all quotes in a table that filters, sorts and downloads as CSV, rejected
    articles, models, and what the figures mean.

    Parameters
    ----------
    rows
        A frame of rows, a file of them, or a folder that ``score`` has filled.
    path
        An ``.html`` file; it appears only when it is whole.
    articles
        The inputs that were scored (files, folders, patterns). With them each quote is shown with the sentences
        around it; rows alone do not hold the articles' text.
    rejected
        A file of rejected articles; without it ``OUT.rejected.jsonl`` beside the rows, where there is one.
    title
        Head of the page; without it the name of the rows' file.
    freq
        Periods of the timelines: ``D``, ``W``, ``MS``, ``QS`` or ``YS``; without it those that suit the dates.

    Raises
    ------
    InputError
        Where rows, articles or rejected articles cannot be read or are something else, where there are no rows or
        over 100,000, or where the page cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from stancekit import score
    >>> rows = score("“We thank Egypt for its patience,” Greek Foreign Minister Nikos Vardas said.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report(rows, f"{folder}/report.html", title="Talks")
    ...     "<title>Talks</title>" in open(f"{folder}/report.html", encoding="utf-8").read()
    True
    """
    check_page(path, "the report")
    given = read_given(rows, rejected)
    known = None if articles is None else passages(given.rows, articles)
    quotes = len({(row["doc_id"], row["quote_id"]) for row in given.rows})
    page = Template(_resource("report.html")).substitute(
        policy="$policy",
        style=palette_css() + _resource("report.css"),
        script=_resource("report.js"),
        title=escaped(title or given.name or "Quotes and their tone"),
        overview=escaped(overview(given)),
        summary=summary_html(given),
        timelines=timelines_html(given.frame, freq),
        matrix=matrix_html(given.frame),
        context=escaped(_context(quotes, None if known is None else len(known))),
        rejected=rejected_html(given.rejections),
        models=models_html(given),
        data=embedded(page_data(given.rows, known)),
    )
    with open_aside(Path(path)) as file:
        file.write(page.replace("$policy", content_policy(page, "img-src data:", "form-action 'none'"), 1).encode())


def _context(quotes: int, known: int | None) -> str:
    """What there is of context, in a sentence."""
    if known is None:
        return "Quotes are shown without their context, for the articles were not given (option --articles)."
    if known < quotes:
        return f"{counted(quotes - known, 'quote')} of {quotes:,} without context: not in the articles that were given."
    return "Each quote opens with the sentences around it."


def _resource(name: str) -> str:
    return resources.files("stancekit.resources").joinpath(name).read_text(encoding="utf-8")
