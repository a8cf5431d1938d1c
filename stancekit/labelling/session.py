"""Labelling one quote after the other, with nothing lost: the labeller without its buttons."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from stancekit.aside import open_aside
from stancekit.errors import InputError
from stancekit.labelled import read_labelled
from stancekit.labelling.frames import jsonl, labelable, records
from stancekit.types import TONES

_SKIPPED = "skipped"


class LabelSession:
    """Quotes in a row, the next of which waits for its tone.

    Every answer is saved at once: the file holds what was answered, in that order, and is itself a file of
    labelled quotes (skipped ones have a null tone). A session on a file that exists goes on where it ended;
    labels in it of other quotes stay in it.

    Parameters
    ----------
    rows
        Quotes as `pick` gives them, or rows of a scored corpus. Those that have a tone count as done.
    path
        A ``.jsonl`` file, written aside and renamed after every answer; None to keep labels in memory only.
    tones
        What can be answered; any of TONES.
    annotator
        Who labels, written beside each label.

    Raises
    ------
    InputError
        Where rows, tones or the file are not as said.

    Examples
    --------
    >>> session = LabelSession(pd.DataFrame({"text": ["We wait.", "They lied."], "counterpart": ["NO", "NO"]}))
    >>> session.current["text"]
    'We wait.'
    >>> session.label("cautious")
    >>> session.done, session.total
    (1, 2)
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        path: str | Path | None = None,
        *,
        tones: Sequence[str] = TONES,
        annotator: str | None = None,
    ) -> None:
        unknown = [tone for tone in tones if tone not in TONES]
        if unknown or not tones:
            raise InputError(f"tones={list(tones)!r}; give some of {', '.join(TONES)}", unknown)
        self.tones = tuple(tones)
        self.path = None if path is None else Path(path)
        self.annotator = annotator
        self._quotes = labelable(rows)
        self._rows = records(self._quotes)
        self._answers: dict[int, str | None] = {}
        """Position to tone, None for skipped; in the order in which they were given."""
        self._given = {place for place, row in enumerate(self._rows) if row["tone"] is not None}
        self._elsewhere: list[dict[str, Any]] = []
        self._resume()

    @property
    def current(self) -> Mapping[str, Any] | None:
        """The row that waits for its tone; None when all are done."""
        place = self._place()
        return None if place is None else self._rows[place]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def done(self) -> int:
        """How many are answered, skipped ones too."""
        return len(self._answers) + len(self._given)

    @property
    def skipped(self) -> int:
        """How many were skipped."""
        return sum(tone is None for tone in self._answers.values())

    def label(self, tone: str) -> None:
        """Give the current quote its tone, save, and go on.

        Raises
        ------
        InputError
            For an unknown tone, when all are done, or where the file cannot be written; then nothing changes.
        """
        if tone not in self.tones:
            raise InputError(f"{tone!r} is no tone here; tones are {', '.join(self.tones)}", tone)
        self._answer(tone)

    def skip(self) -> None:
        """Leave the current quote without a tone, save, and go on."""
        self._answer(None)

    def undo(self) -> bool:
        """Take back the last answer, whose quote becomes current again; False where there is none."""
        if not self._answers:
            return False
        place, tone = self._answers.popitem()
        try:
            self.save()
        except InputError:
            self._answers[place] = tone
            raise
        return True

    def frame(self) -> pd.DataFrame:
        """All rows in their order, with the tones given so far; `read_labelled` leaves out the others."""
        frame = self._quotes.copy()
        tones = [self._answers.get(place, row["tone"]) for place, row in enumerate(self._rows)]
        frame["tone"] = pd.Series(tones, index=frame.index, dtype=object)
        if self.annotator is not None:
            answered = [self._answers.get(place) is not None for place in range(self.total)]
            before = frame["annotator"] if "annotator" in frame.columns else [None] * self.total
            frame["annotator"] = [self.annotator if new else old for new, old in zip(answered, before, strict=True)]
        return frame

    def save(self) -> None:
        """Write the answers; done after each of them anyway.

        Raises
        ------
        InputError
            Where the file cannot be written.
        """
        if self.path is not None:
            with open_aside(self.path) as file:
                file.write(jsonl([*self._elsewhere, *self._answered()]))

    def _place(self) -> int | None:
        taken = self._given | self._answers.keys()
        return next((place for place in range(self.total) if place not in taken), None)

    def _answer(self, tone: str | None) -> None:
        place = self._place()
        if place is None:
            raise InputError("all quotes are done; pick new ones, or undo", tone)
        self._answers[place] = tone
        try:
            self.save()
        except InputError:
            del self._answers[place]
            raise

    def _answered(self) -> list[dict[str, Any]]:
        who = {} if self.annotator is None else {"annotator": self.annotator}
        rows = [{**self._rows[place], "tone": tone, **who} for place, tone in self._answers.items()]
        return [row if row["tone"] is not None else {**row, _SKIPPED: True} for row in rows]

    def _resume(self) -> None:
        if self.path is None:
            return
        if self.path.suffix != ".jsonl":
            raise InputError(f"{self.path}: labels are saved as JSON lines; name a .jsonl file", self.path)
        waiting: dict[Any, list[int]] = defaultdict(list)
        for place, row in enumerate(self._rows):
            if place not in self._given:
                waiting[_key(row)].append(place)
        for row in _saved(self.path):
            places = waiting.get(_key(row))
            if places:
                self._answers[places.pop(0)] = row["tone"]
            else:
                self._elsewhere.append(row)


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes a saved row the same as one given."""
    return tuple(json.dumps(row.get(name)) for name in ("id", "doc", "text", "counterpart", "context"))


def _saved(path: Path) -> list[dict[str, Any]]:
    """What a file holds, checked, but as it stands: numbers and nulls as they were written."""
    try:
        if not path.exists() or not path.stat().st_size:
            return []
        read_labelled(path)
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        why = error.strerror or error
        raise InputError(f"{path}: cannot be read ({why}); check path and permissions", path) from error
    return [json.loads(line) for line in lines if line.strip()]
