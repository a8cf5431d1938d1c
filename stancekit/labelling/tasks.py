"""What the three tools have in common: a quote on its way to an annotator, and what comes back.

Every task carries its whole row and the spans shown under one key of ours, ``stancekit``: all three tools keep
keys that they don't know, and so nothing has to be guessed when the labels come home.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from stancekit.errors import InputError
from stancekit.labelled import OPTIONAL, REQUIRED
from stancekit.labelling.frames import labelable, plain, records
from stancekit.labelling.spans import Spans, joined, locate
from stancekit.types import TONES

KEY = "stancekit"
QUOTE = "quote"
"""The label of the span that holds the quote."""
META = ("id", "counterpart", "speaker", "speaker_state", "doc")
_SHOWN = 20


class Task(NamedTuple):
    """One quote to be labelled: the text shown, where the quote stands in it, and the row it came from."""

    shown: str
    spans: Spans
    row: dict[str, Any]

    @property
    def meta(self) -> dict[str, Any]:
        """What an annotator may want to see beside the text."""
        return {name: self.row[name] for name in META if self.row.get(name) is not None}

    @property
    def key(self) -> dict[str, Any]:
        """What brings the row back."""
        return {"row": self.row, "spans": [list(span) for span in self.spans]}


class Answer(NamedTuple):
    """What an annotator made of a task; no tone: rejected, skipped or not reached."""

    tone: str | None
    spans: Spans = []  # noqa: RUF012 - never changed
    annotator: str | None = None


@dataclass(frozen=True)
class Problems:
    """Everything that is wrong with a file, so that it can be mended in one go."""

    where: str
    found: list[str]

    def add(self, place: str, what: str) -> None:
        """Note a problem of one line or task."""
        self.found.append(f"{place}: {what}")

    def check(self) -> None:
        """Raise one error that lists what was found, if anything was.

        Raises
        ------
        InputError
            With the first problems in its message and all of them as its value.
        """
        if not self.found:
            return
        listed = [f"  {problem}" for problem in self.found[:_SHOWN]]
        if len(self.found) > _SHOWN:
            listed.append(f"  ... and {len(self.found) - _SHOWN} more")
        count = "1 problem" if len(self.found) == 1 else f"{len(self.found)} problems"
        raise InputError("\n".join([f"{self.where}: {count}; mend the file and import it again", *listed]), self.found)


def tasks_of(frame: pd.DataFrame) -> list[Task]:
    """Quotes as tasks; without a context the quote itself is shown. Labels they have are not passed on.

    Raises
    ------
    InputError
        Where there is no quote, or see `stancekit.labelling.frames.labelable`.
    """
    quotes = labelable(frame).drop(columns="tone")
    if not len(quotes):
        raise InputError("no quotes to export: the frame is empty; pick some first", len(quotes))
    return [_task(row) for row in records(quotes)]


def _task(row: dict[str, Any]) -> Task:
    shown = row["context"] or row["text"]
    return Task(shown, locate(row["text"], shown), row)


def row_of(place: str, shown: Any, carriers: Iterable[Any], answer: Answer, problems: Problems) -> dict[str, Any]:
    """The row of a task that came back.

    Parameters
    ----------
    place
        Line or task, for messages.
    shown
        The text that was annotated.
    carriers
        Dicts of the task in which our key, or else the single columns, may lie.
    answer
        What was annotated. Spans other than those exported mean that the annotator mended the quote.
    problems
        Where to note what is wrong.
    """
    if not isinstance(shown, str):
        problems.add(place, f"no text but {shown!r}; export the task's text as well")
        return {}
    dicts = [carrier for carrier in carriers if isinstance(carrier, Mapping)]
    if any(not 0 <= start < end <= len(shown) for start, end in answer.spans):
        problems.add(place, f"spans {answer.spans} do not fit a text of {len(shown)} characters")
        return {}
    ours = _unpacked(next((carrier[KEY] for carrier in dicts if KEY in carrier), None))
    row = _known(ours, shown, answer) if ours else _foreign(dicts, shown, answer)
    if answer.tone is not None and row.get("counterpart") is None:
        problems.add(place, "no counterpart; a tone is one toward a state, so add the column")
    return {**row, "tone": answer.tone, "annotator": answer.annotator}


def _unpacked(ours: Any) -> Mapping[str, Any] | None:
    if isinstance(ours, str):  # some tools write nested values as text
        try:
            ours = json.loads(ours)
        except ValueError:
            return None
    good = isinstance(ours, Mapping) and isinstance(ours.get("row"), Mapping) and isinstance(ours.get("spans"), list)
    return ours if good else None


def _known(ours: Mapping[str, Any], shown: str, answer: Answer) -> dict[str, Any]:
    row = dict(ours["row"])
    if answer.spans and sorted([start, end] for start, end in answer.spans) != sorted(ours["spans"]):
        row["text"] = joined(shown, answer.spans)
    return row


def _foreign(dicts: Iterable[Mapping[str, Any]], shown: str, answer: Answer) -> dict[str, Any]:
    """The row of a task that stancekit didn't export: what lies about in columns of our names."""
    row: dict[str, Any] = {}
    for carrier in dicts:
        row = {name: carrier[name] for name in (*META, "context", QUOTE) if name in carrier} | row
    quote = joined(shown, answer.spans) or row.pop(QUOTE, None)
    row.pop(QUOTE, None)
    return {**row, "text": quote or shown, "context": row.get("context") or (shown if quote else None)}


def tone_among(labels: Iterable[Any], place: str, problems: Problems) -> str | None:
    """The one tone among labels, None where there is none; anything else is a problem."""
    given = list(dict.fromkeys(label if isinstance(label, str) else repr(label) for label in labels))
    unknown = [label for label in given if label not in TONES]
    if unknown:
        problems.add(place, f"{', '.join(map(repr, unknown))} is no tone; tones are {', '.join(TONES)}")
        return None
    if len(given) > 1:
        problems.add(place, f"two tones, {' and '.join(given)}; one quote has one tone toward one state")
        return None
    return given[0] if given else None


def to_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a frame, the columns of labelled quotes first and the annotator last."""
    names = dict.fromkeys((*REQUIRED, *OPTIONAL))
    for row in rows:
        names.update(dict.fromkeys(row))
    names.pop("annotator", None)
    cells = [{name: plain(cell) for name, cell in row.items()} for row in rows]
    return pd.DataFrame(cells, columns=[*names, "annotator"])
