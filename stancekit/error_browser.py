"""An error browser: gold and found quotes side by side in their articles, as one HTML file for any browser.

The page loads nothing and holds strangers' text only escaped; besides, its content security policy names the
one style sheet and the one script that are ours, so that nothing else could run.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from stancekit.aside import open_aside
from stancekit.error_browser_article import article_html
from stancekit.error_browser_pairs import ERRORS, Compared, compare
from stancekit.evaluation import evaluate, figures_table
from stancekit.html_pages import check_page, content_policy
from stancekit.html_text import escaped
from stancekit.matching import Gold, Rows

if TYPE_CHECKING:
    import pandas as pd

_ARTICLES = "<!-- articles -->\n"


def write_error_browser(gold: Gold, rows: Rows, path: str | os.PathLike[str], title: str = "") -> None:
    """Write a page that shows gold and found quotes side by side in every article.

    Parameters
    ----------
    gold, rows
        As for `stancekit.evaluation.evaluate`, whose pairs and figures the page shows.
    path
        An ``.html`` file; it appears only when it is whole.
    title
        What was measured, for the page's head; else the name of the file of gold articles.

    Raises
    ------
    InputError
        Where gold or rows cannot be read or are something else, or the page cannot be written.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> quote = {"content": [[1, 21]], "kind": "direct", "speaker": "Ana Kovar", "counterparts": {"HR": "hostile"}}
    >>> gold = [{"id": "wire", "text": "“We are ready to talk,” Kovar said.", "quotes": [quote]}]
    >>> rows = pd.DataFrame(columns=["doc_id", "quote_id", "fragments"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_error_browser(gold, rows, f"{folder}/errors.html")
    ...     "missed" in open(f"{folder}/errors.html", encoding="utf-8").read()
    True
    """
    from stancekit.tables import read_rows

    check_page(path)
    frame = read_rows(rows) if isinstance(rows, str | os.PathLike) else rows
    compared = compare(gold, frame)
    named = title or (Path(gold).name if isinstance(gold, str | os.PathLike) else "")
    template = resources.files("stancekit.resources").joinpath("error_browser.html").read_text(encoding="utf-8")
    head, tail = template.split(_ARTICLES)
    models = sorted({str(model) for model in frame["model"].dropna()}) if "model" in frame.columns else []
    shown_head = Template(head).substitute(
        policy=content_policy(template),
        title=escaped(named or "gold and prediction"),
        models=escaped("; ".join(models)),
        totals=_totals(compared),
        filters=_filters(compared),
        figures=_figures(figures_table(evaluate(gold, frame))),
    )
    first = next((number for number, article in enumerate(compared, 1) if article.errors), 1)
    with open_aside(Path(path)) as file:
        file.write(shown_head.encode("utf-8"))
        for number, article in enumerate(compared, 1):
            file.write(article_html(article, f"a{number}", is_open=number == first).encode("utf-8"))
        file.write(tail.encode("utf-8"))


def _totals(compared: Sequence[Compared]) -> str:
    pairs = [pair for article in compared for pair in article.pairs]
    of_gold, found = sum(pair.gold is not None for pair in pairs), sum(pair.found is not None for pair in pairs)
    matched = sum(pair.status == "matched" for pair in pairs)
    right = sum(not pair.errors for pair in pairs)
    return (
        f"{_count(len(compared), 'article')}, {_count(of_gold, 'gold quote')}, {found} found; "
        f"{matched} matched, {right} of them without any difference"
    )


def _filters(compared: Sequence[Compared]) -> str:
    """A button for each kind of error, with how many quotes have it."""
    totals = sum((article.errors for article in compared), Counter[str]())
    return "\n".join(
        f'<button type="button" aria-pressed="false" data-error="{error}">{error} <b>{totals[error]}</b></button>'
        for error in ERRORS
    )


def _figures(table: pd.DataFrame) -> str:
    import pandas as pd

    lines = ["<tr><th>" + "</th><th>".join(table.columns) + "</th></tr>"]
    for figure, *shares, of_gold, found in table.itertuples(index=False, name=None):
        numbers = [f"{share:.3f}" if pd.notna(share) else "" for share in shares]
        numbers += [str(number) if pd.notna(number) else "" for number in (of_gold, found)]
        lines.append(f"<tr><th>{escaped(figure)}</th><td>" + "</td><td>".join(numbers) + "</td></tr>")
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
