"""Quotes to Label Studio, Prodigy or doccano, and their labels back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pandas as pd

from stancekit.aside import open_aside
from stancekit.errors import InputError
from stancekit.labelled import read_labelled
from stancekit.labelling import doccano, label_studio, prodigy
from stancekit.labelling.frames import as_json, jsonl
from stancekit.labelling.tasks import Problems, Task, tasks_of, to_frame

Tool = Literal["label-studio", "prodigy", "doccano"]
Item = tuple[str, Mapping[str, Any]]


class _Format(NamedTuple):
    task_out: Callable[[Task], dict[str, Any]]
    is_task: Callable[[Mapping[str, Any]], bool]
    rows_in: Callable[[Mapping[str, Any], str, Problems], list[dict[str, Any]]]


TOOLS: Mapping[str, _Format] = {
    "label-studio": _Format(label_studio.task_out, label_studio.is_task, label_studio.rows_in),
    "prodigy": _Format(prodigy.task_out, prodigy.is_task, prodigy.rows_in),
    "doccano": _Format(doccano.task_out, doccano.is_task, doccano.rows_in),
}


def export_tasks(frame: pd.DataFrame, path: str | Path, tool: Tool) -> Path:
    """Write quotes as tasks of an annotation tool: each in its context, with the quote's span marked.

    Tones that rows already have are not shown, so that a second annotator labels blind.

    Parameters
    ----------
    frame
        Quotes, as `pick` gives them, or rows of a scored corpus. Columns of your own come back too.
    path
        Written aside and renamed. Label Studio imports ``.json``, the others ``.jsonl``.
    tool
        ``label-studio`` (interface: `LABEL_STUDIO_CONFIG`), ``prodigy`` (``choice``), or ``doccano``
        (sequence labelling).

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        Where the tool is unknown, there is no quote, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> quotes = pd.DataFrame({"text": ["We wait"], "context": ["“We wait,” Bo Ek said."], "counterpart": ["NO"]})
    >>> written = export_tasks(quotes, Path(tempfile.mkdtemp(), "tasks.jsonl"), "doccano")
    >>> json.loads(written.read_text(encoding="utf-8"))["label"]
    [[1, 8, 'quote']]
    """
    write = _tool(tool).task_out
    tasks = [write(task) for task in tasks_of(frame)]
    whole = as_json(tasks) if tool == "label-studio" else jsonl(tasks)
    with open_aside(Path(path)) as file:
        file.write(whole)
    return Path(path)


def import_labels(
    path: str | Path, tool: Tool | None = None, *, annotator: str | None = None, keep_rejected: bool = False
) -> pd.DataFrame:
    """Read what annotators made of exported tasks.

    Parameters
    ----------
    path
        The tool's export: Label Studio's JSON or JSON-MIN, Prodigy's or doccano's JSON lines.
    tool
        Who wrote it; None to see from the file.
    annotator
        Name for labels that come without one, as doccano's do: it writes one file a person.
    keep_rejected
        Tasks that were skipped, rejected or not reached are left out unless this is True; their tone is null.

    Returns
    -------
    DataFrame
        Labelled quotes as `stancekit.labelled.read_labelled` gives them and all columns that were exported, one
        row for each quote and ``annotator``. A quote whose span the annotator mended has the new words.

    Raises
    ------
    InputError
        One for the whole file, listing up to 20 problems with their lines or tasks; all are in its ``value``.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "mine.jsonl")
    >>> line = {"text": "They lied.", "counterpart": "NO", "label": ["hostile"]}
    >>> _ = path.write_text(json.dumps(line), encoding="utf-8")
    >>> import_labels(path, annotator="Ida")[["text", "tone", "annotator"]].values.tolist()
    [['They lied.', 'hostile', 'Ida']]
    """
    where = Path(path)
    problems = Problems(str(where), [])
    items = _items(where, problems)
    rows_in = (_tool(tool) if tool is not None else _detected(items, problems)).rows_in
    placed = [(place, row) for place, item in items for row in rows_in(item, place, problems)]
    problems.check()
    frame = _checked(placed, problems)
    problems.check()
    frame["annotator"] = [_name(given) or annotator for given in frame["annotator"]]
    return (frame if keep_rejected else frame[frame["tone"].notna()]).reset_index(drop=True)


def _name(given: object) -> str | None:
    return given if isinstance(given, str) else None


def _tool(tool: str) -> _Format:
    if tool not in TOOLS:
        raise InputError(f"{tool!r} is no tool that stancekit knows; tools are {', '.join(TOOLS)}", tool)
    return TOOLS[tool]


def _detected(items: list[Item], problems: Problems) -> _Format:
    for _, item in items:
        for tool in TOOLS.values():
            if tool.is_task(item):
                return tool
    problems.check()  # broken JSON is the likelier reason
    keys = sorted(items[0][1]) if items else []
    has = f"its first item has the keys {', '.join(keys)}" if items else "it holds no tasks"
    raise InputError(f"{problems.where}: no export of {', '.join(TOOLS)} ({has}); name the tool", keys)


def _items(path: Path, problems: Problems) -> list[Item]:
    """The objects of a file: a JSON list of tasks, or one a line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or error
        raise InputError(f"{path}: cannot be read ({why}); check path and permissions", path) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error.reason}); export it again", path) from error
    if text.lstrip().startswith("["):
        return _listed(text, problems)
    lines = ((f"line {number}", line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    return [item for place, line in lines for item in _object(_parsed(line, place, problems), place, problems)]


def _listed(text: str, problems: Problems) -> list[Item]:
    found = _parsed(text, "file", problems)
    tasks = found if isinstance(found, list) else []
    return [pair for number, item in enumerate(tasks, 1) for pair in _object(item, f"task {number}", problems)]


def _parsed(text: str, place: str, problems: Problems) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        at = f" in line {error.lineno}" if place == "file" and isinstance(error, json.JSONDecodeError) else ""
        problems.add(place, f"broken JSON{at} ({error})")
    except RecursionError:
        problems.add(place, "broken JSON (nested without end)")
    return _BROKEN


_BROKEN = object()


def _object(item: Any, place: str, problems: Problems) -> list[Item]:
    if isinstance(item, Mapping):
        return [(place, item)]
    if item is not _BROKEN:
        problems.add(place, f"a {type(item).__name__}, not an object")
    return []


def _checked(placed: list[tuple[str, dict[str, Any]]], problems: Problems) -> pd.DataFrame:
    """The frame; where a row is wrong, every wrong row is noted."""
    try:
        return read_labelled(to_frame([row for _, row in placed]), keep_rejected=True)
    except InputError:
        for place, row in placed:
            try:
                read_labelled(to_frame([row]), keep_rejected=True)
            except InputError as error:
                problems.add(place, str(error).removeprefix("frame, row 1, "))
        return pd.DataFrame()
