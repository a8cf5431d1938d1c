"""One process beside this one, which does all tasks and is replaced when an article kills it or takes too long.

Not one of `multiprocessing`: those import the script that started them, which must then be written for it. A run
with one worker is to work from any script.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from stancekit.corpus.executors import Done, Feed, Work, WorkerDied
from stancekit.corpus.signs import LeftBehind, left_behind
from stancekit.corpus.work import Task
from stancekit.errors import StancekitError

_STARTS = 3
"""How often it may fail to start: the first time may be an accident."""
# Ctrl-C reaches every process of a terminal; the path comes first, so that no file of the working directory does.
_BEGIN = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
import json
sys.path[:] = json.loads(sys.argv[1])
from stancekit.corpus.lone_process import serve
serve()
"""


class LoneWorker:
    """Does tasks one after the other in a process of its own, to be used in a ``with`` statement.

    Raises
    ------
    StancekitError
        Where the process can't start.
    """

    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LoneWorker:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def map(self, work: Work, feed: Feed) -> Iterator[Done]:
        """See `stancekit.corpus.executors.Executor`."""
        while (task := feed.take()) is not None:
            if self._process is None:
                self._start(work)
            try:
                receipt = self._ask(task)
            except (EOFError, BrokenPipeError):
                self._stop()
                yield task, WorkerDied(_sign_of(task))
            else:
                yield task, receipt

    def _start(self, work: Work) -> None:
        """A new process, with its models loaded: one that can't even do that is no article's fault."""
        for start in range(_STARTS):
            command = [sys.executable, "-P", "-c", _BEGIN, json.dumps(sys.path)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            try:
                self._ask(work)
                return
            except (EOFError, BrokenPipeError) as error:
                self._stop()
                if start + 1 == _STARTS:
                    raise StancekitError("the worker process can't start; isolate=False does without one") from error

    def _ask(self, what: object) -> Any:
        """Send something and wait for the answer, which may be an error.

        Raises
        ------
        EOFError, BrokenPipeError
            Where the process is gone.
        """
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump(what, self._process.stdin)
        self._process.stdin.flush()
        answer = pickle.load(self._process.stdout)  # from a process of ours
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _stop(self) -> None:
        """End the process at once."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:  # what was still to be sent to a process that is gone
                continue
        self._process = None


def _sign_of(task: Task) -> LeftBehind:
    return left_behind(task.target) or LeftBehind()
