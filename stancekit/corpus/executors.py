"""Batches of articles scored here or in worker processes: the same outcomes in the same order."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from stancekit.errors import StancekitError
from stancekit.rowfiles import Row
from stancekit.tables import Rejection, ScoredArticle, stance_rows
from stancekit.types import Article

Batch = Sequence[Article | Rejection]
_TRIES = 2
_AHEAD = 2  # batches that wait for each worker
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Models(Protocol):
    """What scores articles: see `stancekit.scoring.Models`."""

    @property
    def name(self) -> str:
        """Names and versions, for the rows."""
        ...

    def score(self, articles: Sequence[Article]) -> list[ScoredArticle]:
        """One result per article, in order."""
        ...


Load = Callable[[], Models]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its rows, or why there are none."""

    rows: Sequence[Row] = ()
    quotes: int = 0
    rejection: Rejection | None = None


class Engine(NamedTuple):
    """Something that scores batches, with the name of its models."""

    model: str
    score: Callable[[Iterable[Batch]], Iterator[list[Outcome]]]


@contextmanager
def local(load: Load, workers: int = 1) -> Iterator[Engine]:
    """Score on this machine.

    Parameters
    ----------
    load
        Loads the models; with several workers it is pickled and called once in each of them.
    workers
        Processes; 1 scores in this one.

    Raises
    ------
    ModelError
        From ``load``.
    StancekitError
        Where worker processes can't start.
    """
    if workers == 1:
        models = load()
        yield Engine(models.name, lambda batches: (score_batch(models, batch) for batch in batches))
        return
    with WorkerPool(load, workers) as pool:
        yield Engine(pool.model, lambda batches: _in_order(batches, pool, workers * _AHEAD))


def score_batch(models: Models, batch: Batch) -> list[Outcome]:
    """The outcomes of a batch, in order; what was rejected while reading stays rejected."""
    scored = iter(models.score([item for item in batch if isinstance(item, Article)]))
    return [
        Outcome(rejection=item) if isinstance(item, Rejection) else _outcome(next(scored), models.name)
        for item in batch
    ]


def _outcome(one: ScoredArticle, model: str) -> Outcome:
    rows = stance_rows(one.article, one.stances, model)
    return Outcome(rows, len({stance.quote.id for stance in one.stances}), one.rejection)


class WorkerPool:
    """Worker processes, each with the models loaded, all replaced when one of them dies.

    Each worker keeps to one thread: they would only fight over the cores.

    Parameters
    ----------
    load
        Loads the models, once in each worker.
    workers
        Number of processes.
    """

    model: str

    def __init__(self, load: Load, workers: int) -> None:
        self._load = load
        self._workers = workers

    def __enter__(self) -> WorkerPool:
        # Set here and not in the workers: numerical libraries look at it while they are imported.
        self._environment = {name: os.environ.get(name) for name in _THREADS}
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        try:
            self._start()
        except BaseException:
            self._restore()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(cancel_futures=True)
        self._restore()

    def submit(self, batch: Batch) -> Future[list[Outcome]]:
        """Have a batch scored; where the pool has died, the future holds `BrokenProcessPool`."""
        try:
            return self._executor.submit(_work, batch)
        except BrokenProcessPool as error:
            lost: Future[list[Outcome]] = Future()
            lost.set_exception(error)
            return lost

    def replace(self) -> None:
        """Start new workers in place of dead ones."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._start()

    def _start(self) -> None:
        self._executor = ProcessPoolExecutor(
            self._workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(self._load,)
        )
        try:
            self.model = self._executor.submit(_model).result()
        except BrokenProcessPool as error:
            raise StancekitError(
                "the worker processes can't start; in a script, call this under if __name__ == '__main__': "
                "or use workers=1"
            ) from error
        except BaseException:
            self._executor.shutdown(wait=False, cancel_futures=True)
            raise

    def _restore(self) -> None:
        for name, value in self._environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _in_order(batches: Iterable[Batch], pool: WorkerPool, ahead: int) -> Iterator[list[Outcome]]:
    waiting: deque[tuple[Batch, Future[list[Outcome]]]] = deque()
    for batch in batches:
        waiting.append((batch, pool.submit(batch)))
        if len(waiting) >= ahead:
            yield _first(waiting, pool)
    while waiting:
        yield _first(waiting, pool)


def _first(waiting: deque[tuple[Batch, Future[list[Outcome]]]], pool: WorkerPool) -> list[Outcome]:
    """The outcomes of the batch that has waited longest, whatever it takes."""
    batch, future = waiting.popleft()
    try:
        return future.result()
    except BrokenProcessPool:
        pool.replace()
    outcomes = [outcome for item in batch for outcome in _alone(item, pool)]
    for place, (other, lost) in enumerate(waiting):
        if lost.done() and isinstance(lost.exception(), BrokenProcessPool):
            waiting[place] = (other, pool.submit(other))
    return outcomes


def _alone(item: Article | Rejection, pool: WorkerPool) -> list[Outcome]:
    """One article by itself: a worker that dies now died of it."""
    for _ in range(_TRIES):
        try:
            return pool.submit([item]).result()
        except BrokenProcessPool:
            pool.replace()
    why = f"the worker process died {_TRIES} times over this article (out of memory?)"
    return [Outcome(rejection=Rejection(item.id, "worker died", why))] if isinstance(item, Article) else []


_load: Load | None = None
_models: Models | None = None


def _begin(load: Load) -> None:
    """Prepare a worker. Models are loaded with the first task: an error here would be lost with the pool."""
    global _load
    _load = load
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops us


def _loaded() -> Models:
    global _models
    if _models is None:
        assert _load is not None
        _models = _load()
    return _models


def _model() -> str:
    return _loaded().name


def _work(batch: Batch) -> list[Outcome]:
    return score_batch(_loaded(), batch)
