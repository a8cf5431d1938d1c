"""Score a corpus: read, score, write, piece by piece, with a count of everything."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from stancekit.corpus.executors import Batch, Engine, Load, Outcome, local
from stancekit.corpus.readers import read_articles
from stancekit.corpus.writers import Reject, checked_out, open_out, open_rejected, rejected_path
from stancekit.errors import InputError
from stancekit.identities import SpeakerRegistry
from stancekit.rowfiles import Write
from stancekit.scoring import BATCH, load_models
from stancekit.tables import Rejection
from stancekit.types import Article

Inputs = Iterable[str | os.PathLike[str]] | str | os.PathLike[str]
Progress = Callable[[int], object]


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

    @property
    def read(self) -> int:
        """Everything that was read or tried."""
        return self.articles + self.rejected


class Tally:
    """Running counts of outcomes."""

    def __init__(self) -> None:
        self.articles = self.quotes = self.rows = self.rejected = self.without_quotes = 0
        self.first_rejection: Rejection | None = None

    def add(self, outcome: Outcome) -> None:
        """Count one article."""
        if outcome.rejection is not None:
            self.rejected += 1
            self.first_rejection = self.first_rejection or outcome.rejection
            return
        self.articles += 1
        self.quotes += outcome.quotes
        self.rows += len(outcome.rows)
        self.without_quotes += not outcome.quotes


def score_corpus(
    inputs: Inputs,
    out: str | os.PathLike[str],
    workers: int = 1,
    *,
    reader: str | Path | None = None,
    tone_model: str | Path | None = None,
    batch_size: int = BATCH,
    names: Sequence[str | Path] = (),
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    load: Load | None = None,
) -> Summary:
    """Score the articles in files and folders and write the rows to a file.

    Articles that can't be read or scored go to ``OUT.rejected.jsonl`` (doc_id, reason, detail) and don't stop
    the run. ``out`` appears when everything is done; until then an older one stays. The same bytes come out
    whatever ``workers`` and ``batch_size`` are.

    Parameters
    ----------
    inputs
        Files and folders, see `stancekit.corpus.readers.read_articles`.
    out
        ``.jsonl``, ``.csv`` (also ``.gz``) or ``.parquet``; ``-`` writes JSON lines to standard output and
        rejected articles to standard error.
    workers
        Processes. With more than one, a script must call this under ``if __name__ == "__main__":``.
    reader, tone_model
        Model folders; None for those that come with stancekit.
    batch_size
        Articles that are read together.
    names
        Tables of state names of one's own, see `stancekit.load`.
    columns
        Field of an article to column of the tables, where they differ: ``{"text": "body"}``.
    progress
        Called with the number of articles done since it was last called.
    load
        What loads the models instead of ``reader`` and ``tone_model``; must be picklable for workers.

    Raises
    ------
    InputError
        Where no article could be scored, ``out`` can't be written, or is one of the inputs.
    ModelError
        Where a model is missing or damaged.
    """
    started = time.monotonic()
    if workers < 1 or batch_size < 1:
        raise InputError(f"workers and batch_size must be 1 or more, not {workers} and {batch_size}", workers)
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    path = checked_out(out)
    _refuse_overwriting(given, path)
    results = [path, rejected_path(path)] if path else []
    items = read_articles(given, columns, results)
    tally = Tally()
    load = load or partial(load_models, reader, tone_model, tuple(names))
    with open_out(path) as write:
        with open_rejected(path) as reject:
            model = _score(items, load, workers, batch_size, _sink(write, reject, tally, progress))
        if not tally.articles:
            raise _nothing_scored(tally, path)
    return Summary(
        tally.articles,
        tally.quotes,
        tally.rows,
        tally.rejected,
        tally.without_quotes,
        time.monotonic() - started,
        model,
        path,
        rejected_path(path) if path and tally.rejected else None,
    )


def _score(
    items: Iterator[Article | Rejection],
    load: Load,
    workers: int,
    batch_size: int,
    sink: Callable[[list[Outcome]], None],
) -> str:
    """Score all items; the name of the models, which are loaded only when there is an article for them."""
    first: list[Article | Rejection] = []
    for item in items:
        first.append(item)
        if isinstance(item, Article):
            break
    else:
        sink([Outcome(rejection=item) for item in first if isinstance(item, Rejection)])
        return ""
    with local(load, workers) as engine:
        _run(engine, _batches(chain(first, items), batch_size), sink)
        return engine.model


def _run(engine: Engine, batches: Iterable[Batch], sink: Callable[[list[Outcome]], None]) -> None:
    for outcomes in engine.score(batches):
        sink(outcomes)


def _batches(items: Iterable[Article | Rejection], size: int) -> Iterator[Batch]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def _sink(write: Write, reject: Reject, tally: Tally, progress: Progress | None) -> Callable[[list[Outcome]], None]:
    """What is done with outcomes as they come."""

    speakers = SpeakerRegistry()

    def take(outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            tally.add(outcome)
            for row in outcome.rows:
                row["speaker_id"] = speakers.identify(row["speaker"], row["speaker_state"])
            if outcome.rejection is not None:
                reject(outcome.rejection)
        write([row for outcome in outcomes for row in outcome.rows])
        if progress is not None:
            progress(len(outcomes))

    return take


def _refuse_overwriting(inputs: Iterable[str | os.PathLike[str]], out: Path | None) -> None:
    for given in inputs:
        if out is not None and out.exists() and Path(given).exists() and out.samefile(given):
            raise InputError(f"{out}: both input and output; give the rows another name", out)


def _nothing_scored(tally: Tally, out: Path | None) -> InputError:
    first = tally.first_rejection
    if first is None:
        return InputError("nothing to score: give files or folders")
    more = "" if tally.rejected == 1 else f" (and {tally.rejected - 1} more"
    if more:
        more += f", see {rejected_path(out)})" if out else ")"
    return InputError(f"nothing could be scored: {first.detail}{more}", first)
