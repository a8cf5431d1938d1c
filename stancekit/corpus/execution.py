"""One run over a corpus: shards to workers, results to parts, parts to where the rows shall go."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stancekit.corpus.assembly import Assembly
from stancekit.corpus.executors import Executor, Feed, results
from stancekit.corpus.inputs import Corpus
from stancekit.corpus.manifest import Makings, Manifest, makings_key, write_manifest
from stancekit.corpus.plan import Plan
from stancekit.corpus.progress import Progress, Tell
from stancekit.corpus.run_folder import RunFolder, locked
from stancekit.corpus.shards import write_shard
from stancekit.corpus.work import ScoreShard, Task
from stancekit.corpus.writers import Destination, write_file, write_rejected, write_stdout
from stancekit.errors import InputError
from stancekit.tables import Rejection


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a run.

    Parameters
    ----------
    manifest
        What was made.
    resumed
        Articles of it that an interrupted run had done.
    profile
        CPU seconds of each stage, over all workers.
    """

    manifest: Manifest
    resumed: int = 0
    profile: Mapping[str, float] = field(default_factory=dict)


class Execution:
    """A run, from the plan to the rows.

    Parameters
    ----------
    corpus, plan
        What to score.
    makings
        What the rows depend on.
    destination
        Where they go.
    folder
        Where the run keeps its files.
    tell
        Told how far it has come.
    """

    def __init__(
        self, corpus: Corpus, plan: Plan, makings: Makings, destination: Destination, folder: RunFolder, tell: Tell
    ) -> None:
        self._corpus = corpus
        self._plan = plan
        self._makings = makings
        self._destination = destination
        self._folder = folder
        self._tell = tell
        emit = write_stdout if destination.path is None else None
        self._assembly = Assembly(folder, plan, makings_key(makings), emit)
        self._seconds: dict[str, float] = {}

    def go(self, executor: Executor, work: ScoreShard, resume: bool) -> Finished:
        """Do what is left to do."""
        self._folder.make()
        with locked(self._folder):
            try:
                self._open(resume)
                resumed = self._assembly.recovered.read
                self._score(executor, work)
                return self._close(resumed)
            except BaseException:
                if not self._assembly.shards_done:
                    self._folder.clear()
                raise

    def _open(self, resume: bool) -> None:
        if resume:
            self._folder.go_on()
            self._assembly.recover()
        else:
            self._folder.begin()
        write_manifest(self._folder.path, Manifest(self._makings, len(self._plan.digests)))

    def _score(self, executor: Executor, work: ScoreShard) -> None:
        started, before = time.monotonic(), self._assembly.recovered
        counts = before
        for task, receipt in results(executor, work, Feed(self._tasks())):
            self._assembly.take(task.number)
            counts += receipt.counts
            for stage, spent in receipt.seconds.items():
                self._seconds[stage] = self._seconds.get(stage, 0.0) + spent
            total = self._plan.articles + self._plan.rejections
            seconds = time.monotonic() - started
            self._tell(Progress(counts.read, total, counts.quotes, counts.rejected, seconds, before.read))

    def _tasks(self) -> Iterator[Task]:
        folder, assembly = self._folder, self._assembly
        for number, shard, encoded in self._corpus.shards(self._plan, assembly.shards_done):
            write_shard(folder.shard(number), encoded)
            source, target = (str(path.absolute()) for path in (folder.shard(number), folder.result(number)))
            yield Task(number, len(shard), source, target, assembly.key(number))

    def _close(self, resumed: int) -> Finished:
        assembly, destination = self._assembly, self._destination
        rejections = (rejection for result in assembly.results() for rejection in result.rejections)
        if not assembly.counts.articles:
            error = nothing_scored(list(rejections), destination)
            self._folder.clear()
            raise error
        destination.remove_unfinished()
        if destination.rejected is not None:
            write_rejected(destination.rejected, rejections)
        if destination.path is not None and not destination.is_folder:
            write_file(destination.path, assembly.results())
        shards = len(self._plan.digests)
        manifest = Manifest(self._makings, shards, True, assembly.model, assembly.counts, tuple(assembly.parts))
        if destination.is_folder:
            write_manifest(self._folder.path, manifest)
            self._folder.finish()
        else:
            self._folder.clear()
        return Finished(manifest, resumed, self._seconds)


def nothing_scored(rejections: Sequence[Rejection], destination: Destination) -> InputError:
    """The error for a corpus in which there was nothing to score; what was rejected is written down."""
    if not rejections:
        return InputError("nothing to score: give files or folders")
    first, more = rejections[0], len(rejections) - 1
    if destination.rejected is not None:
        write_rejected(destination.rejected, rejections)
    see = f", see {destination.rejected}" if destination.rejected else ""
    return InputError(f"nothing could be scored: {first.detail}" + (f" (and {more} more{see})" if more else ""), first)
