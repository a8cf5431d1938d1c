"""Dask distributed as an executor: a cluster that is there, or one started on this machine. No Dask type leaves here.

Only paths of shards go over the network; workers read and write the output's folder, which all machines must share.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from stancekit.corpus.executors import MAIN_GUARD, Done, Feed, Work, WorkerDied
from stancekit.corpus.processes import SAFE_PATH, restore
from stancekit.corpus.signs import left_behind
from stancekit.corpus.work import Receipt, Task
from stancekit.errors import InputError, NotInstalledError, StancekitError

if TYPE_CHECKING:
    from distributed import Client, Future, as_completed

_AHEAD = 2  # tasks for each thread of the cluster: one at hand and one that waits
_DEATHS = 0
"""Deaths of workers over a task that our own cluster lets pass: none, we see to that ourselves."""
CONNECT_SECONDS = 30
NO_WORKER_SECONDS = 600
"""So long a cluster may be without a worker: one that autoscales gets others, one whose workers cannot start never."""
_POLL_SECONDS = 0.05


class DaskCluster:
    """Does tasks on a Dask cluster, to be used in a ``with`` statement.

    Parameters
    ----------
    scheduler
        Address of a scheduler (``tcp://host:8786``); None starts a cluster on this machine, and stops it.
    workers
        Processes of that cluster; of no use where there is a scheduler already.

    Raises
    ------
    NotInstalledError
        Where the extra ``dask`` is not installed.
    InputError
        Where no scheduler answers at the address.
    """

    def __init__(self, scheduler: str | None, workers: int) -> None:
        self._scheduler = scheduler
        self._count = workers

    def __enter__(self) -> DaskCluster:
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            raise NotInstalledError("scoring on Dask needs distributed: pip install 'stancekit[dask]'") from error
        self._cluster: Any = None
        self._environment = {SAFE_PATH: os.environ.get(SAFE_PATH)}
        if self._scheduler is None:
            os.environ[SAFE_PATH] = "1"  # for its workers
            with dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS}):
                self._cluster = self._local_cluster()
        try:
            self._client: Client = Client(self._cluster or self._scheduler, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise InputError(f"no Dask scheduler answers at {self._scheduler} ({error})", self._scheduler) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
        restore(self._environment)

    def map(self, work: Work, feed: Feed) -> Iterator[Done]:
        """See `stancekit.corpus.executors.Executor`."""
        from distributed import as_completed

        running: dict[Future, Task] = {}
        completed = as_completed()
        while True:
            room = _AHEAD * self._threads()
            while len(running) < room and (task := feed.take()) is not None:
                future = self._client.submit(work, task, pure=False)
                running[future] = task
                completed.add(future)
            if not running:
                return
            self._wait(completed)
            future = next(completed)
            task = running.pop(future)
            receipt = self._outcome(future)
            if receipt is not None:
                yield task, receipt
            elif (sign := left_behind(task.target)) is not None:
                yield task, WorkerDied(sign)
            else:
                feed.put_back(task)  # it waited for a worker that died over another one

    def _wait(self, completed: as_completed) -> None:
        """Wait until a task is done; give up on a cluster that has no worker, for it would wait for ever."""
        looked = time.monotonic()
        alone = 0.0
        while not completed.has_ready():
            time.sleep(_POLL_SECONDS)
            now = time.monotonic()
            if now - looked > NO_WORKER_SECONDS / 10:
                alone = 0.0 if self._client.nthreads() else alone + now - looked
                looked = now
            if alone >= NO_WORKER_SECONDS:
                raise StancekitError(
                    f"the Dask cluster has had no worker for {alone:.0f} s; start workers, and --resume", alone
                )

    def _local_cluster(self) -> Any:
        from distributed import LocalCluster

        try:
            return LocalCluster(
                n_workers=self._count,
                threads_per_worker=1,
                dashboard_address=None,
                preload="stancekit.corpus.dask_worker",
                silence_logs=logging.CRITICAL,  # a dead worker is our business, not the terminal's
            )
        except RuntimeError as error:
            raise StancekitError(f"the Dask cluster can't start ({error}); {MAIN_GUARD}", error) from error

    def _threads(self) -> int:
        """How many tasks the cluster can do at once, now: workers come and go. At least one, to wait for them."""
        return max(1, sum(self._client.nthreads().values()))

    @staticmethod
    def _outcome(future: Future) -> Receipt | None:
        """What a worker says; None where it died."""
        from distributed import KilledWorker

        try:
            receipt: Receipt = future.result()
        except KilledWorker:
            return None
        except StancekitError:
            raise
        except Exception as error:
            if future.cancelled():
                raise StancekitError("the Dask scheduler was lost; start it again, and --resume", error) from error
            raise
        return receipt
