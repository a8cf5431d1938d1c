"""How far a run has come: a bar of rich in a terminal, of tqdm in a notebook, one line a minute in a log."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

LOG = logging.getLogger("stancekit.corpus")
LINE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come.

    Parameters
    ----------
    done
        Articles scored or rejected, those of an interrupted run included.
    total
        Articles in all; None while the input is still being counted.
    quotes, rejected
        So far.
    seconds
        Since scoring began.
    before
        Articles that were done when it began.
    """

    done: int
    total: int | None
    quotes: int = 0
    rejected: int = 0
    seconds: float = 0.0
    before: int = 0

    @property
    def rate(self) -> float:
        """Articles a second."""
        return (self.done - self.before) / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At this rate; None while there is none."""
        return None if self.total is None or not self.rate else (self.total - self.done) / self.rate

    def __str__(self) -> str:
        """In words.

        Examples
        --------
        >>> print(Progress(120, 1200, quotes=900, rejected=1, seconds=60.0))
        120 of 1,200 articles, 900 quotes, 1 rejected, 2.0 articles/s, 0:09:00 left
        """
        if self.total is None:
            return f"{self.done:,} articles counted"
        left = "" if self.seconds_left is None else f", {timedelta(seconds=round(self.seconds_left))} left"
        counts = f"{self.done:,} of {self.total:,} articles, {self.quotes:,} quotes, {self.rejected:,} rejected"
        return f"{counts}, {self.rate:.1f} articles/s{left}"


Tell = Callable[[Progress], object]


@contextmanager
def shown(progress: bool | Tell | None) -> Iterator[Tell]:
    """What to tell progress to.

    Parameters
    ----------
    progress
        A function of your own; False for nothing; None or True for what fits: a bar in a terminal or in a notebook,
        else a line a minute to the log ``stancekit.corpus`` (level INFO).
    """
    if callable(progress):
        yield progress
    elif progress is False:
        yield lambda _: None
    elif sys.stderr is not None and sys.stderr.isatty():
        yield from _in_terminal()
    elif _in_kernel():
        yield from _in_notebook()
    else:
        yield _Lines()


class _Lines:
    """A line a minute."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self._told >= LINE_SECONDS:
            self._told = time.monotonic()
            LOG.info("%s", progress)


def _in_terminal() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    with Bars(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("counting articles", total=None)
        yield lambda progress: bars.update(
            bar, description=str(progress), total=progress.total, completed=progress.done if progress.total else 0
        )


def _in_notebook() -> Iterator[Tell]:
    from tqdm.auto import tqdm

    with tqdm(unit=" articles", desc="counting") as bar:

        def tell(progress: Progress) -> None:
            if progress.total is not None and bar.total is None:
                bar.reset(progress.total)
                bar.initial = progress.before  # what an earlier run did is no speed of this one
                bar.set_description("scoring")
            bar.set_postfix(quotes=progress.quotes, rejected=progress.rejected, refresh=False)
            bar.update(progress.done - bar.n)

        yield tell


def _in_kernel() -> bool:
    """Whether this is a Jupyter notebook; IPython is looked at only where it is running already."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and type(ipython.get_ipython()).__name__ == "ZMQInteractiveShell"
