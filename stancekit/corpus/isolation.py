"""Which article kills its worker: found by bisection, rejected, and its neighbours kept.

A worker may die by accident (the system was out of memory for a moment), so a shard gets a second try first. Then
halves of it are scored for a trial, and the half over which a worker dies again is halved, down to one article. What
is found is only which article to leave out: the result is written by one run over the whole shard, as always.

Where a worker's time was over, nothing is tried twice: the shard's articles are scored one by one, each with a time of
its own, and the worker's sign tells which of them was at hand when that was over.
"""

from __future__ import annotations

from dataclasses import replace

from stancekit.corpus.signs import LeftBehind
from stancekit.corpus.work import Task, whole
from stancekit.errors import StancekitError

TRIES = 2
"""How often a worker must die over a shard before an article of it is suspected."""
MOST_FRUITLESS = 2
"""How often a search may end without a culprit; then the machine is to blame and not an article."""


def after_death(task: Task, sign: LeftBehind) -> Task:
    """What to do after a worker died over a task, and left this behind.

    Raises
    ------
    StancekitError
        Where workers die again and again over a shard, but over no article of it alone.
    """
    if sign.late:
        slow = (*task.slow, sign.place) if task.singly else task.slow
        return replace(task, slow=slow, singly=True)
    if task.span is not None:
        return _narrowed(task, task.span)
    if task.tries + 1 < TRIES:
        return replace(task, tries=task.tries + 1)
    return _narrowed(task, (0, task.size))


def after_trial(task: Task) -> Task:
    """What to do after a trial over ``task.span`` went well: the culprit is among the other suspects.

    Raises
    ------
    StancekitError
        As `after_death`.
    """
    assert task.span is not None
    last = task.suspects[1]
    if task.span == task.suspects:  # the only suspect left, and innocent
        return _without_culprit(task)
    rest = (task.span[1], last)
    return _trial(task, rest) if rest[1] - rest[0] > 1 else replace(task, suspects=rest, span=rest)


def _narrowed(task: Task, suspects: tuple[int, int]) -> Task:
    """The culprit is among these: rejected where it is alone, else looked for."""
    first, last = suspects
    if last - first == 1:
        return whole(replace(task, poison=(*task.poison, first), tries=TRIES - 1))
    return _trial(task, suspects)


def _trial(task: Task, suspects: tuple[int, int]) -> Task:
    first, last = suspects
    return replace(task, suspects=suspects, span=(first, (first + last) // 2))


def _without_culprit(task: Task) -> Task:
    if task.fruitless + 1 >= MOST_FRUITLESS:
        raise StancekitError(
            f"worker processes keep dying over shard {task.number}, but over none of its articles alone "
            "(out of memory?); use fewer workers, and --resume",
            task.number,
        )
    return whole(replace(task, tries=0, fruitless=task.fruitless + 1))
