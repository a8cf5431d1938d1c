"""The other end of `stancekit.corpus.lone_worker`: takes the work and then tasks, and answers each with its receipt."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from queue import SimpleQueue
from typing import IO, Any


def serve() -> None:
    """Answer until there is nobody who asks, or ends: then this process ends, whatever it is at."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    asked: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    work = asked.get()
    _answer(answers, work.prepare)
    while True:
        _answer(answers, work, asked.get())


def _listen(questions: IO[bytes], asked: SimpleQueue[Any]) -> None:
    """Aside, so that the end of the process that started this one is seen at once."""
    try:
        while True:
            asked.put(pickle.load(questions))  # from the process that started this one
    finally:
        os._exit(1)


def _answer(answers: IO[bytes], do: Any, *what: Any) -> None:
    try:
        answer = do(*what)
    except Exception as error:  # raised again where it was asked for
        answer = error
    pickle.dump(answer, answers)
    answers.flush()
