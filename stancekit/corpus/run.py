"""Score a corpus of any size: read, cut into shards, score, put together; go on where an interrupted run stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from stancekit.corpus.execution import Execution, Finished, nothing_scored
from stancekit.corpus.executors import Executor, InProcess
from stancekit.corpus.inputs import Corpus
from stancekit.corpus.limits import USUAL, Limits
from stancekit.corpus.lone_worker import LoneWorker
from stancekit.corpus.manifest import Makings, differences, makings_key, read_manifest
from stancekit.corpus.model_source import ModelFolders, software
from stancekit.corpus.plan import Plan, make_plan
from stancekit.corpus.progress import Progress, Tell, shown
from stancekit.corpus.run_folder import RunFolder
from stancekit.corpus.shards import SHARD_SIZE
from stancekit.corpus.work import Load, ScoreShard
from stancekit.corpus.writers import Destination, destination_of
from stancekit.errors import InputError
from stancekit.tables import Rejection

Inputs = Iterable[str | os.PathLike[str]] | str | os.PathLike[str]
ENGINES = ("local", "dask")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. Each article read is in ``articles`` or in ``rejected``.

    Parameters
    ----------
    articles
        Scored, those without quotes included.
    without_quotes
        Of these, the ones in which no quote was found: they have no rows.
    quotes, rows
        Found and written; a quote toward two states makes two rows.
    rejected
        Articles, rows of tables, files and folders that could not be read or scored.
    seconds
        From the first file to the last row, loading of models included.
    model
        Names, versions and checksum prefixes of the models.
    out, rejected_out
        Where rows and rejected articles are; None for standard output, and where nothing was rejected.
    resumed
        Articles of these that an interrupted run had done.
    profile
        Seconds of CPU of each stage, over all workers; empty where it was not asked for.
    """

    articles: int
    quotes: int
    rows: int
    rejected: int
    without_quotes: int
    seconds: float
    model: str
    out: Path | None
    rejected_out: Path | None
    resumed: int
    profile: Mapping[str, float]

    @property
    def read(self) -> int:
        """Everything that was read or tried."""
        return self.articles + self.rejected


def score_corpus(
    inputs: Inputs,
    out: str | os.PathLike[str],
    workers: int = 1,
    *,
    engine: str = "local",
    scheduler: str | None = None,
    resume: bool | None = None,
    reader: str | Path | None = None,
    tone_model: str | Path | None = None,
    names: Sequence[str | Path] = (),
    columns: Mapping[str, str] | None = None,
    shard_size: int = SHARD_SIZE,
    progress: bool | Tell | None = None,
    profile: bool = False,
    load: Load | None = None,
    limits: Limits = USUAL,
    isolate: bool | None = None,
) -> Summary:
    """Score the articles in files and folders and write the rows to a file or a folder.

    Articles that can't be read or scored go to ``OUT.rejected.jsonl`` (doc_id, reason, detail) and don't stop
    the run. An output file appears when everything is done; until then an older one stays. An output folder fills
    with Parquet files; its ``_manifest.json`` says what they are made of and whether they are all. The same rows come
    out whatever ``workers``, ``engine`` and ``shard_size`` are.

    A run that was interrupted, in whatever way, goes on with ``resume=True``, to the same bytes that it would have
    written otherwise.

    Parameters
    ----------
    inputs
        Files, folders and patterns, see `stancekit.corpus.readers.read_articles`.
    out
        ``.jsonl``, ``.csv`` (also ``.gz``) or ``.parquet``; a name without ending for a folder; ``-`` writes JSON lines
        to standard output and rejected articles to standard error.
    workers
        Processes. With more than one, a script must call this under ``if __name__ == "__main__":``.
    engine
        ``local``, or ``dask`` (extra ``[dask]``): there ``workers`` are those of a cluster on this machine, unless
        there is a scheduler.
    scheduler
        Address of a Dask scheduler, ``tcp://host:8786``. Its workers need stancekit and the folder of ``out``.
    resume
        True: go on with an interrupted run of the same input, models and options. False: start anew, whatever is
        there. None: start, but not where that would lose what an earlier run has done.
    reader, tone_model
        Model folders; None for those that come with stancekit.
    names
        Tables of state names of one's own, see `stancekit.load`.
    columns
        Field of an article to column of the tables, where they differ: ``{"text": "body"}``.
    shard_size
        Articles that one worker scores at a time, at most; so much work is lost with a worker, at most.
    progress
        See `stancekit.corpus.progress.shown`: None shows a bar where somebody watches.
    profile
        Measure what each stage takes.
    load
        What loads the models instead of ``reader`` and ``tone_model``; see `stancekit.corpus.work.Load`.
    limits
        What files and articles may hold, and how long an article may take: see `stancekit.corpus.limits.Limits`.
    isolate
        Whether a single local worker is a process of its own too, so that no article can end this one or hold it up for
        ever. None: yes, but not with ``load``, whose models may be known to this process only.

    Raises
    ------
    InputError
        Where no article could be scored, ``out`` can't be written, is one of the inputs, or holds rows made from other
        input, models or options.
    ModelError
        Where a model is missing or damaged.
    NotInstalledError
        Where an extra is missing.
    """
    started = time.monotonic()
    _check(workers, shard_size, engine, scheduler)
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    destination = destination_of(out)
    _refuse_overwriting(given, destination.path)
    own = [path for path in (destination.path, destination.rejected) if path is not None]
    corpus = Corpus(given, columns, own, shard_size, limits)
    models: Load = load or ModelFolders(
        _absolute(reader), _absolute(tone_model), tuple(map(str, map(_absolute, names)))
    )
    with shown(progress) as tell, destination.run_folder() as folder:
        plan = make_plan(corpus.items(), shard_size, lambda read: tell(Progress(read, None)))
        if not plan.articles:
            raise nothing_scored([item for item in corpus.items() if isinstance(item, Rejection)], destination)
        makings = _makings(plan, shard_size, models, limits)
        finished = _finished_already(folder, makings, resume, destination)
        if finished is None:
            isolated = isolate if isolate is not None else load is None
            with _executor(engine, scheduler, workers, isolated) as executor:
                key = makings_key({"models": makings["models"]})
                work = ScoreShard(models, key, profile, limits, timed=not isinstance(executor, InProcess))
                run = Execution(corpus, plan, makings, destination, folder, tell)
                finished = run.go(executor, work, bool(resume))
    return _summary(finished, destination, time.monotonic() - started)


def _check(workers: int, shard_size: int, engine: str, scheduler: str | None) -> None:
    if workers < 1 or shard_size < 1:
        raise InputError(f"workers and shard_size must be 1 or more, not {workers} and {shard_size}", workers)
    if engine not in ENGINES:
        raise InputError(f"no engine {engine!r}; there are {' and '.join(ENGINES)}", engine)
    if scheduler is not None and engine != "dask":
        raise InputError(f"a scheduler ({scheduler}) is Dask's: use the engine dask with it", scheduler)


def _refuse_overwriting(inputs: Iterable[str | os.PathLike[str]], out: Path | None) -> None:
    for given in inputs:
        if out is not None and out.exists() and Path(given).exists() and out.samefile(given):
            raise InputError(f"{out}: both input and output; give the rows another name", out)


def _absolute(path: str | Path | None) -> str | None:
    """The path for workers, which may be somewhere else."""
    return None if path is None else os.path.abspath(path)


def _makings(plan: Plan, shard_size: int, load: Load, limits: Limits) -> Makings:
    return {
        "input": {"digest": plan.digest, "articles": plan.articles, "rejections": plan.rejections},
        "options": {"shard_size": shard_size, **limits.changed()},
        "models": dict(load.checksums()),
        "software": dict(software()),
    }


def _finished_already(
    folder: RunFolder, makings: Makings, resume: bool | None, destination: Destination
) -> Finished | None:
    """What an earlier run has made, where it is what this one would make; None where there is something to do.

    Raises
    ------
    InputError
        Where an earlier run's work would be lost, or mixed with other things.
    """
    there = None if resume is False else read_manifest(folder.path)
    if there is None:
        return None
    out = destination.path
    if resume is None:
        if there.finished:
            raise InputError(f"{out}: holds a finished run; --fresh replaces it", out)
        if not folder.has_results():
            return None
        raise InputError(f"{out}: an interrupted run is there; --resume goes on with it, --fresh starts anew", out)
    if unlike := differences(makings, there.makings):
        raise InputError(f"{out}: was made otherwise: {'; '.join(unlike)}; --fresh starts anew", unlike)
    if not there.finished:
        return None
    folder.finish()
    return Finished(there, there.counts.read)


def _executor(engine: str, scheduler: str | None, workers: int, isolated: bool) -> AbstractContextManager[Executor]:
    if engine == "dask":
        from stancekit.corpus.dask_engine import DaskCluster

        return DaskCluster(scheduler, workers)
    if workers > 1:
        from stancekit.corpus.processes import Processes

        return Processes(workers)
    return LoneWorker() if isolated else nullcontext(InProcess())


def _summary(finished: Finished, destination: Destination, seconds: float) -> Summary:
    counts = finished.manifest.counts
    return Summary(
        counts.articles,
        counts.quotes,
        counts.rows,
        counts.rejected,
        counts.without_quotes,
        seconds,
        finished.manifest.model,
        destination.path,
        destination.rejected if counts.rejected else None,
        finished.resumed,
        finished.profile,
    )
