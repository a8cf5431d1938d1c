"""What a worker does: take a shard from its file, score it, put the result into another file."""

from __future__ import annotations

import gc
import threading
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Protocol

from stancekit.corpus.documents import RawDocument, article_of
from stancekit.corpus.limits import USUAL, Limits, raise_it
from stancekit.corpus.results import Counts, Outcome, Result, write_result
from stancekit.corpus.shards import Item, length_of, read_shard
from stancekit.corpus.signs import Sign, at_work
from stancekit.errors import StancekitError
from stancekit.stopwatch import Stopwatch, Watch, unwatched
from stancekit.tables import Rejection, ScoredArticle, stance_rows
from stancekit.types import Article

FRESH_AFTER = 500
"""Shards after which a process loads its models anew, every hour or so.

spaCy forgets the words of a memory zone, but its hash tables (preshed) keep a mark in each of their places and are made
larger when these run out: 17 bytes for every word that was ever new, gigabytes over ten million articles.
"""
_DIED = "the worker process died over this article each time (out of memory? a fault in a library?)"
_shards = count(1)
_ONE_AT_A_TIME = threading.Lock()  # a Dask worker may have several threads, spaCy's pipeline has one vocabulary


class Models(Protocol):
    """What scores articles: see `stancekit.scoring.Models`."""

    @property
    def name(self) -> str:
        """Names and versions, for the rows."""
        ...

    def score(self, articles: Sequence[Article], watch: Watch = unwatched) -> list[ScoredArticle]:
        """One result per article, in order."""
        ...


class Load(Hashable, Protocol):
    """What loads models: called once in each worker, after it was pickled."""

    def __call__(self) -> Models:
        """Load them."""
        ...

    def checksums(self) -> Mapping[str, str]:
        """What tells these models from others, without loading them."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to score, in words that any machine understands.

    Parameters
    ----------
    number
        Its place in the corpus.
    size
        Number of its items.
    source, target
        The files that it is in, and that its result goes to.
    key
        What the result is marked with.
    poison
        Places of articles that have killed a worker: rejected, never touched again.
    span
        Places to score and forget, to see whether they kill; None to score all and write the result.
    tries, fruitless
        How often a worker died over all of it, and how often no single article was found guilty of it.
    suspects
        Places among which the guilty one is, while it is looked for.
    slow
        Places of articles that took longer than they may: rejected, never touched again.
    singly
        Score one article after the other, each with its own time, because together they took too long.
    """

    number: int
    size: int
    source: str
    target: str
    key: str
    poison: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    tries: int = 0
    fruitless: int = 0
    suspects: tuple[int, int] = (0, 0)
    slow: tuple[int, ...] = ()
    singly: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a worker says of a shard that it has done: counts, and seconds of each stage."""

    counts: Counts
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ScoreShard:
    """The work on a shard, for any executor: a function that can be pickled.

    Parameters
    ----------
    load
        Loads the models; done once in each process.
    models_key
        Tells them from those that lay in the same folders before: a cluster's workers live long.
    profile
        Measure what each stage takes.
    limits
        Of articles.
    timed
        End this process where an article takes too long: only for processes that somebody replaces.
    """

    load: Load
    models_key: str
    profile: bool = False
    limits: Limits = USUAL
    timed: bool = False

    def prepare(self) -> None:
        """Load the models."""
        with _ONE_AT_A_TIME:
            _models(self.load, self.models_key)

    def __call__(self, task: Task) -> Receipt:
        """Score a shard.

        Raises
        ------
        InputError
            Where the shard cannot be read or the result cannot be written.
        ModelError
            Where a model is missing or damaged.
        """
        stopwatch = Stopwatch()
        watch = stopwatch if self.profile else unwatched
        with _ONE_AT_A_TIME, at_work(task.target) as sign:
            models = _models(self.load, self.models_key)
            outcomes = self._outcomes(models, task, watch, sign)
        with watch("write"):
            result = Result.of(task.key, models.name, outcomes)
            if task.span is None:
                write_result(Path(task.target), result)
        return Receipt(result.counts, dict(stopwatch.seconds))

    def _outcomes(self, models: Models, task: Task, watch: Watch, sign: Sign) -> list[Outcome]:
        with watch("read"):
            span = task.span or (0, task.size)
            items = list(enumerate(read_shard(task.source)))[slice(*span)]
        together = [[one] for one in items] if task.singly else [items]
        return [outcome for some in together for outcome in self._scored(models, task, some, watch, sign)]

    def _scored(
        self, models: Models, task: Task, some: Sequence[tuple[int, Item]], watch: Watch, sign: Sign
    ) -> list[Outcome]:
        seconds = self.limits.seconds_for(sum(length_of(item) for _, item in some))
        with sign.time_for(some[0][0], seconds if self.timed else None):
            with watch("read"):
                items = [self._readable(item, place, task) for place, item in some]
            scored = iter(score_all(models, [item for item in items if isinstance(item, Article)], watch))
            with watch("rows"):
                return [
                    Outcome(rejection=item) if isinstance(item, Rejection) else _outcome(next(scored), models.name)
                    for item in items
                ]

    def _readable(self, item: Item, place: int, task: Task) -> Article | Rejection:
        if isinstance(item, Rejection):
            return item
        if place in task.poison:
            return Rejection(item.id, "worker died", _DIED)
        if place in task.slow:
            seconds = self.limits.seconds_for(length_of(item))
            return Rejection(item.id, "too slow", f"took over {seconds:g} seconds; {raise_it('seconds')}")
        return article_of(item, self.limits) if isinstance(item, RawDocument) else item


def _models(load: Load, key: str) -> Models:
    """The models, loaded once in a process, and anew after many shards."""
    if next(_shards) % FRESH_AFTER == 0:
        _loaded.cache_clear()
        gc.collect()  # a pipeline and its vocabulary hold each other
    return _loaded(load, key)


@lru_cache(maxsize=1)
def _loaded(load: Load, _: str) -> Models:
    return load()


def score_all(models: Models, articles: Sequence[Article], watch: Watch = unwatched) -> list[ScoredArticle]:
    """Score articles together; where that fails, one by one, so that a mistake of ours costs one article.

    The error is kept with the article that it came from.
    """
    if not articles:
        return []
    try:
        return models.score(articles, watch)
    except Exception as error:  # recorded with the article, never swallowed
        if len(articles) > 1:
            return [one for article in articles for one in score_all(models, [article], watch)]
        what = f"could not be scored: {type(error).__name__}: {error}"
        return [ScoredArticle(articles[0], error=StancekitError(what, articles[0].id))]


def _outcome(one: ScoredArticle, model: str) -> Outcome:
    rows = stance_rows(one.article, one.stances, model)
    return Outcome(rows, len({stance.quote.id for stance in one.stances}), one.rejection)


def whole(task: Task) -> Task:
    """The task to score all of a shard, whatever was being looked for."""
    return replace(task, span=None)
