"""Models that know little and load at once; importable, so that worker processes can have them too."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stancekit.errors import ModelError, TextError
from stancekit.tables import ScoredArticle
from stancekit.types import Article, Counterpart, Quote, Span, Speaker, Stance


@dataclass(frozen=True)
class FakeModels:
    """Takes what stands between “ and ” for a quote of Slovenia, and toward Croatia where it names Zagreb.

    ``KILL`` in a text ends the process, ``KILL ONCE path`` only where ``path`` does not exist yet.
    """

    name: str = "fake-reader-1 fake-tone-1"

    def score(self, articles: Sequence[Article]) -> list[ScoredArticle]:
        return [_scored(article) for article in articles]


def load() -> FakeModels:
    return FakeModels()


def load_broken() -> FakeModels:
    raise ModelError("models/tone: no such model")


def load_and_die() -> FakeModels:
    os._exit(3)


def _scored(article: Article) -> ScoredArticle:
    _perhaps_die(article.text)
    if not article.text.strip():
        return ScoredArticle(article, error=TextError("the text is blank"))
    return ScoredArticle(article, tuple(_stances(article)))


def _stances(article: Article) -> list[Stance]:
    stances = []
    for number, found in enumerate(re.finditer("“([^”]+)”", article.text), 1):
        content = Span(found.start(1), found.end(1), found[1])
        quote = Quote(article.id, f"q{number}", found[1], (content,), "direct", speaker=Speaker(None, None, "SI"))
        toward = Stance(quote, Counterpart("HR"), "hostile", (0.8, 0.1, 0.1), ("hostile",))
        stances.append(toward if "Zagreb" in found[1] else Stance(quote))
    return stances


def _perhaps_die(text: str) -> None:
    once = re.search(r"KILL ONCE (\S+)", text)
    if once:
        marker = Path(once[1])
        if not marker.exists():
            marker.touch()
            os._exit(9)
    elif "KILL" in text:
        os._exit(9)
