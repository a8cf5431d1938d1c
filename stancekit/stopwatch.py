"""CPU time by stage, for whoever wants to know where it goes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

Watch = Callable[[str], AbstractContextManager[object]]
"""Takes the name of a stage, and measures what is done in its ``with`` block."""


class Stopwatch:
    """Adds up the CPU seconds of stages, in this thread.

    Attributes
    ----------
    seconds
        Of each stage so far.

    Examples
    --------
    >>> watch = Stopwatch()
    >>> with watch("sum"):
    ...     _ = sum(range(1000))
    >>> list(watch.seconds)
    ['sum']
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        started = time.thread_time()
        try:
            yield
        finally:
            self.seconds[stage] += time.thread_time() - started


def unwatched(stage: str) -> AbstractContextManager[object]:
    """Measures nothing: what stages are given where nobody wants to know."""
    return _NOTHING


_NOTHING = nullcontext()
