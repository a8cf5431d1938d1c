"""The seam behind which shards are scored: here, in processes, on a cluster. All give the same results.

An executor has one method, ``map(work, feed)``: it takes tasks from the feed when it has room for them, and yields
each with its receipt, or with `WorkerDied`, as they are done. What is to be done about a death is not its business:
the caller puts another task into the feed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from stancekit.corpus.isolation import after_death, after_trial
from stancekit.corpus.signs import LeftBehind
from stancekit.corpus.work import Receipt, Task

MAIN_GUARD = "in a script, call this under if __name__ == '__main__':"
"""What is forgotten most often: a spawned process imports the script that started it."""


@dataclass(frozen=True, slots=True)
class WorkerDied:
    """The process that was at a task is gone; what it left behind."""

    sign: LeftBehind


Done = tuple[Task, Receipt | WorkerDied]


class Feed:
    """Tasks in order, made when they are asked for; those that are put back come first.

    Examples
    --------
    >>> feed = Feed(Task(number, 1, "", "", "") for number in range(2))
    >>> first = feed.take()
    >>> feed.put_back(first)
    >>> [task.number for task in (feed.take(), feed.take())], feed.take()
    ([0, 1], None)
    """

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._back: deque[Task] = deque()

    def take(self) -> Task | None:
        """The next task; None where there is none now (one may be put back later)."""
        return self._back.popleft() if self._back else next(self._tasks, None)

    def put_back(self, task: Task) -> None:
        """Have a task done (again) before all others."""
        self._back.append(task)


class Work(Protocol):
    """What is done with a task, see `stancekit.corpus.work.ScoreShard`; can be pickled."""

    def prepare(self) -> object:
        """Load what is needed; called once in a new worker."""
        ...

    def __call__(self, task: Task) -> Receipt:
        """Do a task."""
        ...


class Executor(Protocol):
    """Something that does tasks."""

    def map(self, work: Work, feed: Feed) -> Iterator[Done]:
        """Do the tasks of a feed until it has none and none is being done; in any order."""
        ...


class InProcess:
    """Does tasks one after the other in this process."""

    def map(self, work: Work, feed: Feed) -> Iterator[Done]:
        """See `Executor`."""
        while (task := feed.take()) is not None:
            yield task, work(task)


def results(executor: Executor, work: Work, feed: Feed) -> Iterator[tuple[Task, Receipt]]:
    """Each shard's receipt, in any order, whatever workers die on the way.

    Raises
    ------
    StancekitError
        Where workers keep dying for no article's sake.
    """
    for task, done in executor.map(work, feed):
        if isinstance(done, WorkerDied):
            feed.put_back(after_death(task, done.sign))
        elif task.span is not None:
            feed.put_back(after_trial(task))
        else:
            yield task, done
