"""Worker processes of this machine, each with the models loaded, each replaced when it dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection

from stancekit.corpus.executors import MAIN_GUARD, Done, Feed, Work, WorkerDied
from stancekit.corpus.signs import LeftBehind, left_behind
from stancekit.corpus.work import Receipt, Task
from stancekit.errors import StancekitError

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
SAFE_PATH = "PYTHONSAFEPATH"
"""Set, a new Python imports nothing from the working directory, which may be a folder of strangers' files."""
_STARTS = 3
"""How often a worker may fail to start: the first time may be an accident."""
_AHEAD = 2  # tasks of a worker: one at hand and one that waits, so that it never waits for us


class Processes:
    """Does tasks in processes of this machine, to be used in a ``with`` statement.

    Every worker has a pool of its own, so that when one dies it is known over which task, and the others go on.
    Workers are spawned, keep to one thread (they would only fight over the cores), and end when this process does,
    however it ends.

    Parameters
    ----------
    workers
        Number of processes.

    Raises
    ------
    StancekitError
        Where processes can't start.
    """

    def __init__(self, workers: int) -> None:
        self._count = workers
        self._workers: list[_Worker] = []

    def __enter__(self) -> Processes:
        # Set here and not in the workers: numerical libraries look at it while they are imported.
        self._environment = {name: os.environ.get(name) for name in (*_THREADS, SAFE_PATH)}
        os.environ.update(dict.fromkeys(self._environment, "1"))
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        restore(self._environment)

    def map(self, work: Work, feed: Feed) -> Iterator[Done]:
        """See `stancekit.corpus.executors.Executor`."""
        self._workers = [_Worker(work) for _ in range(self._count)]
        for worker in self._workers:
            worker.check()
        while True:
            for _ in range(_AHEAD):  # everyone gets a first task before anyone gets a second one
                for worker in self._workers:
                    if len(worker.waiting) < _AHEAD and (task := feed.take()) is not None:
                        worker.submit(task)
            heads = [worker.waiting[0][1] for worker in self._workers if worker.waiting]
            if not heads:
                return
            wait(heads, return_when=FIRST_COMPLETED)
            for worker in self._workers:
                yield from worker.done()


class _Worker:
    """One process and the tasks that it was given, in order."""

    waiting: deque[tuple[Task, Future[Receipt]]]

    def __init__(self, work: Work) -> None:
        self._work = work
        self._starts = 0
        self.waiting = deque()
        self._start()

    def submit(self, task: Task) -> None:
        self.waiting.append((task, self._submitted(task)))

    def done(self) -> Iterator[Done]:
        """Tasks that are done by now."""
        while self.waiting and self.waiting[0][1].done():
            task, future = self.waiting.popleft()
            try:
                yield task, future.result()
            except BrokenProcessPool:
                self._replace()
                yield task, WorkerDied(left_behind(task.target) or LeftBehind())

    def check(self) -> None:
        """Wait until the worker is ready, so that a process that can't even start is no article's fault."""
        try:
            self._ready.result()
            self._starts = 0
        except BrokenProcessPool as error:
            if self._starts >= _STARTS:
                raise StancekitError(f"the worker processes can't start; {MAIN_GUARD} or use workers=1") from error
            self.stop()
            self._start()
            self.check()

    def stop(self) -> None:
        """End the process at once."""
        self._line.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> None:
        self._starts += 1
        context = multiprocessing.get_context("spawn")
        end, self._line = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(end,))
        self._ready = self._pool.submit(self._work.prepare)
        end.close()  # the worker has its own by now

    def _submitted(self, task: Task) -> Future[Receipt]:
        try:
            return self._pool.submit(self._work, task)
        except BrokenProcessPool as error:
            lost: Future[Receipt] = Future()
            lost.set_exception(error)
            return lost

    def _replace(self) -> None:
        """A new process in place of a dead one; it gets what the old one had not begun."""
        self.stop()
        self._start()
        self.check()
        self.waiting = deque((task, self._submitted(task)) for task, _ in self.waiting)


def _begin(line: Connection) -> None:
    """Prepare a worker. Models are loaded by the first task: an error here would be lost with the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops us
    threading.Thread(target=_live_as_long_as, args=(line,), daemon=True).start()


def _live_as_long_as(line: Connection) -> None:
    """End when the parent closes its end of a pipe, or is gone, whatever took it away."""
    with suppress(EOFError):
        line.recv()
    os._exit(1)


def restore(environment: Mapping[str, str | None]) -> None:
    """Set variables of the environment back to what they were; None for those that were not there."""
    for name, value in environment.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
