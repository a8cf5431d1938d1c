"""What stands around a marked text: a frame that keeps notebooks from reading it as anything else, and its origin."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from stancekit.html_text import escaped
from stancekit.rendering.looks import FRAME, NOTE
from stancekit.types import Article

# Dollar signs are money here, not formulas: both classes tell MathJax (2 and 3), which notebooks run over output.
_CLASSES = "stancekit tex2jax_ignore mathjax_ignore"


def framed(*parts: str) -> str:
    """One element around all that is shown."""
    inside = "\n".join(part for part in parts if part)
    return f'<div class="{_CLASSES}" style="{FRAME}">\n{inside}\n</div>'


def origin(article: Article | None) -> str:
    """Outlet, date and link of an article, as far as they are known."""
    if article is None:
        return ""
    facts = [f"<bdi>{escaped(fact)}</bdi>" for fact in (article.outlet, article.date) if fact]
    if article.url and _is_safe(article.url):
        link = f'href="{escaped(article.url)}" rel="noopener noreferrer" target="_blank"'
        facts.append(f'<a style="color:inherit" {link}>article</a>')
    return f'<div style="{NOTE}">{" · ".join(facts)}</div>' if facts else ""


def facts_of(row: Mapping[str, object], doc_id: str) -> Article:
    """What a row says of its article, whose text it does not have."""

    def fact(name: str) -> str | None:
        cell = row.get(name)
        return cell if isinstance(cell, str) else None

    return Article(doc_id, "", fact("title"), fact("date"), fact("outlet"), fact("url"))


def _is_safe(url: str) -> bool:
    """Whether a link leads to a page; others may run script."""
    try:
        return urlsplit(url.strip()).scheme in ("http", "https")
    except ValueError:
        return False
