"""Quotes and articles as a notebook shows them: HTML without scripts, in which nothing of an article runs."""

from stancekit.rendering.article import show_article, show_doc
from stancekit.rendering.quote import show_quote
from stancekit.rendering.rendering import Rendering

__all__ = ["Rendering", "show_article", "show_doc", "show_quote"]
