"""Which article kills its worker: whatever kills, it alone is left out, after few trials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.corpus.executors import Feed, InProcess, WorkerDied, results
from stancekit.corpus.results import Counts
from stancekit.corpus.signs import LeftBehind
from stancekit.corpus.work import Receipt, Task
from stancekit.errors import StancekitError


class Mortal:
    """An executor whose workers die over the places that are poison."""

    def __init__(self, poison: set[int]) -> None:
        self.poison = poison
        self.touched = 0

    def map(self, work, feed):
        while (task := feed.take()) is not None:
            first, last = task.span or (0, task.size)
            left = [place for place in range(first, last) if place not in task.poison]
            self.touched += len(left)
            yield task, WorkerDied(LeftBehind()) if self.poison & set(left) else work(task)


class Nothing:
    """Work that is done at once."""

    def prepare(self):
        return None

    def __call__(self, task):
        return Receipt(Counts(), {})


def shard(size: int) -> Task:
    return Task(0, size, "", "", "")


@given(st.integers(1, 40).flatmap(lambda size: st.tuples(st.just(size), st.sets(st.integers(0, size - 1), max_size=4))))
def test_exactly_the_poison_is_found(case):
    size, poison = case
    executor = Mortal(poison)
    [(task, _)] = results(executor, Nothing(), Feed([shard(size)]))
    assert set(task.poison) == poison
    assert task.span is None
    assert executor.touched <= size * (2 + 3 * len(poison))


def test_a_worker_that_dies_by_accident_condemns_nobody():
    class Once(Mortal):
        def map(self, work, feed):
            died = False
            while (task := feed.take()) is not None:
                yield task, work(task) if died else WorkerDied(LeftBehind())
                died = True

    [(task, _)] = results(Once(set()), Nothing(), Feed([shard(8)]))
    assert task.poison == ()


def test_where_no_article_alone_kills_the_machine_is_to_blame():
    class Crowded(Mortal):
        def map(self, work, feed):
            while (task := feed.take()) is not None:
                first, last = task.span or (0, task.size)
                yield task, WorkerDied(LeftBehind()) if last - first == task.size else work(task)

    with pytest.raises(StancekitError, match="keep dying over shard 0, but over none of its articles alone"):
        list(results(Crowded(set()), Nothing(), Feed([shard(8)])))


def test_in_process_all_is_done_in_order():
    done = [task.number for task, _ in results(InProcess(), Nothing(), Feed(Task(n, 1, "", "", "") for n in range(4)))]
    assert done == [0, 1, 2, 3]
