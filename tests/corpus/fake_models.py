"""Models that know little and load at once; importable, so that worker processes can have them too."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stancekit.annotation.text import guard
from stancekit.errors import ModelError, TextError
from stancekit.stopwatch import Watch, unwatched
from stancekit.tables import ScoredArticle
from stancekit.types import Article, Counterpart, Quote, Span, Speaker, Stance


@dataclass(frozen=True)
class FakeModels:
    """Takes what stands between “ and ” for a quote of Slovenia, and toward Croatia where it names Zagreb.

    The speaker is who stands before “ said”. ``KILL`` in a text ends the process, ``KILL ONCE path`` only where
    ``path`` does not exist yet, ``SLOW`` takes its time, ``HANG`` for ever and lets no other thread in, ``FAIL`` is an
    error that nobody foresaw, ``PRINT`` prints.
    """

    name: str = "fake-reader-1 fake-tone-1"

    def score(self, articles: Sequence[Article], watch: Watch = unwatched) -> list[ScoredArticle]:
        with watch("fake"):
            return [_scored(article) for article in articles]


@dataclass(frozen=True)
class FakeLoad:
    """Loads them, or fails to; ``version`` is for models that have changed."""

    how: str = "well"
    version: str = "1"

    def __call__(self) -> FakeModels:
        if self.how == "broken":
            raise ModelError("models/tone: no such model")
        if self.how == "dying":
            os._exit(3)
        return FakeModels(f"fake-reader-{self.version} fake-tone-{self.version}")

    def checksums(self) -> dict[str, str]:
        return {"tone": f"fake-tone-{self.version}"}


load = FakeLoad()
load_broken = FakeLoad("broken")
load_and_die = FakeLoad("dying")


def _scored(article: Article) -> ScoredArticle:
    _perhaps_die(article.text)
    if "SLOW" in article.text:
        time.sleep(0.01)
    if "HANG" in article.text:
        re.match(r"(a+)+$", "a" * 60 + "b")
    if "PRINT" in article.text:
        sys.stdout.write(article.text)  # as a library may, that nobody asked to
    if "FAIL" in article.text:
        raise ZeroDivisionError("nobody foresaw this")
    try:
        guard(article.text)
    except TextError as error:
        return ScoredArticle(article, error=error)
    return ScoredArticle(article, tuple(_stances(article)))


def _stances(article: Article) -> list[Stance]:
    stances = []
    speaker = re.search(r"(\w+) said", article.text)
    for number, found in enumerate(re.finditer("“([^”]+)”", article.text), 1):
        content = Span(found.start(1), found.end(1), found[1])
        who = Speaker(speaker[1] if speaker and speaker[1].istitle() else None, None, "SI")
        quote = Quote(article.id, f"q{number}", found[1], (content,), "direct", speaker=who)
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
