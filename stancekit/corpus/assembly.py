"""From results, which come in any order, to parts in the order of the input: speakers get their ids on the way.

Who a name belongs to depends on who has spoken before, so ids are given here, in order, and not by workers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from stancekit.corpus.manifest import Part
from stancekit.corpus.plan import Plan
from stancekit.corpus.results import Counts, Result, read_facts, read_result, write_result
from stancekit.corpus.run_folder import RunFolder
from stancekit.errors import StancekitError
from stancekit.identities import SpeakerRegistry
from stancekit.runtime import sha256

if TYPE_CHECKING:
    import pyarrow as pa

PART_ROWS = 20_000
"""Rows after which a part ends: files of a few megabytes, which tables of thousands of files read well."""

Emit = Callable[[Result], object]


class Assembly:
    """Puts results together.

    Parameters
    ----------
    folder
        Where results are and parts go.
    plan
        The shards.
    makings
        Digest of what the rows depend on, see `stancekit.corpus.manifest.makings_key`.
    emit
        Called with each shard's result, in order.

    Attributes
    ----------
    model
        Name of the models that made the results.
    counts, parts
        Of what is in parts: everything, at the end.
    recovered
        Counts of what an interrupted run had done.
    """

    def __init__(self, folder: RunFolder, plan: Plan, makings: str, emit: Emit | None = None) -> None:
        self.model = ""
        self.counts = Counts()  # of parts
        self.recovered = Counts()
        self.parts: list[Part] = []
        self._folder = folder
        self._keys = [_digest(makings, str(number), digest) for number, digest in enumerate(plan.digests)]
        self._emit = emit
        self._speakers = SpeakerRegistry()
        self._next = 0  # the shard that has to come now
        self._here: set[int] = set()  # shards whose results are there, but not yet in their turn
        self._open: list[Result] = []  # results of the part that is being filled

    def key(self, shard: int) -> str:
        """What a shard's result is marked with."""
        return self._keys[shard]

    @property
    def shards_done(self) -> set[int]:
        """Shards that need not be scored any more."""
        return {*range(self._next), *self._here}

    def recover(self) -> None:
        """Take over what an interrupted run of the same makings has done."""
        while self._recover_part():
            pass
        for path in self._folder.parts()[len(self.parts) :]:
            path.unlink()
        for number in range(self._next):
            self._folder.result(number).unlink(missing_ok=True)
        for number in range(self._next, len(self._keys)):
            facts = read_facts(self._folder.result(number))
            if facts is not None and facts["key"] == self._keys[number]:
                self.recovered += Counts(**facts["counts"])
                self.take(number)

    def take(self, shard: int) -> None:
        """Take a shard's result, which is in its file."""
        self._here.add(shard)
        while self._next in self._here:
            self._here.remove(self._next)
            self._add(self._read(self._next))
            self._next += 1
        if self._next == len(self._keys):
            self._close()

    def results(self) -> Iterator[Result]:
        """The parts' results, in order, read again."""
        first = 0
        for number, part in enumerate(self.parts):
            found, first = self._part(number, first)
            if found is None:
                raise StancekitError(f"{part.file}: changed while the run was going on; start anew with --fresh", part)
            yield found

    def _add(self, result: Result) -> None:
        if self.model not in ("", result.model):
            raise StancekitError(f"workers have different models: {self.model} and {result.model}", result.model)
        self.model = result.model
        result = replace(result, table=self._identified(result.table))
        self._open.append(result)
        if self._emit is not None:
            self._emit(result)
        if sum(result.counts.rows for result in self._open) >= PART_ROWS:
            self._close(self._next + 1)

    def _close(self, end: int | None = None) -> None:
        """Write the part that is open; the results that it is made of go only then."""
        if not self._open:
            return
        last = self._next if end is None else end
        shards = range(last - len(self._open), last)
        result = Result.joined(self._part_key(shards), self._open)
        path = self._folder.part(len(self.parts))
        write_result(path, result)
        self._note(result)
        for number in shards:
            self._folder.result(number).unlink(missing_ok=True)
            self._folder.shard(number).unlink(missing_ok=True)
        self._open = []

    def _note(self, result: Result) -> None:
        path = self._folder.part(len(self.parts))
        self.parts.append(Part(path.name, result.counts.rows, sha256(path)))
        self.counts += result.counts

    def _recover_part(self) -> bool:
        found, end = self._part(len(self.parts), self._next)
        if found is None:
            return False
        self._identified(found.table)  # so that later shards find the speakers whom these brought
        self._note(found)
        self.model = found.model
        self.recovered += found.counts
        self._next = end
        return True

    def _part(self, number: int, first: int) -> tuple[Result | None, int]:
        """A part that begins with a shard, and the shard after it; None where there is none that belongs here."""
        path = self._folder.part(number)
        facts = read_facts(path)
        shards = "" if facts is None else str(facts["key"]).partition(":")[0]
        if not shards.isdecimal():
            return None, first
        end = first + int(shards)
        return read_result(path, self._part_key(range(first, end))), end

    def _part_key(self, shards: range) -> str:
        """Number of shards and digest of their keys."""
        return f"{len(shards)}:{_digest(*self._keys[shards.start : shards.stop])}"

    def _read(self, shard: int) -> Result:
        found = read_result(self._folder.result(shard), self._keys[shard])
        if found is None:
            path = self._folder.result(shard)
            raise StancekitError(f"{path}: gone or changed while the run was going on; go on with --resume", path)
        return found

    def _identified(self, table: pa.Table) -> pa.Table:
        """The rows with the ids of their speakers."""
        import pyarrow as pa

        pairs = zip(table["speaker"].to_pylist(), table["speaker_state"].to_pylist(), strict=True)
        ids = pa.array([self._speakers.identify(name, state) for name, state in pairs], pa.string())
        place = table.schema.get_field_index("speaker_id")
        return table.set_column(place, table.schema.field(place), ids)


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
