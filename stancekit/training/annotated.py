"""Articles annotated by the codebook, in a markup a person can write: text with tags, then one line a quote.

The format (``seeds/annotated/*.txt``)::

    <k:1>Asked</k> ... <s:1,2>Minister Ana Kovar</s> <k:1>said</k> <c:1>talks would go on</c> ...
    =====
    1 | indirect | Ana Kovar | HR | RS constructive

``c`` is content, ``s`` source, ``k`` cue; the numbers name the quotes a tag belongs to. Tags nest. After the
rule of equals signs: number, kind, speaker (``-`` for none), state (``-``), and the counterparts with their
tones, separated by commas (``-`` for none).
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from stancekit.errors import InputError
from stancekit.gazetteer import gazetteer
from stancekit.types import KINDS, TONES

TAG = re.compile(r"<(?:(?P<role>[csk]):(?P<numbers>\d+(?:,\d+)*)|/(?P<end>[csk]))>")
LOOKS_LIKE_TAG = re.compile(r"</?[cskCSK](?![A-Za-z])[^<>\n]{0,20}>")
"""What a slip of the pen makes of a tag: ``<c1>``, ``<c:>``, ``</C>``."""
RULE = re.compile(r"^={5,}\s*$", re.MULTILINE)


def read_annotated(path: str | Path) -> list[dict[str, Any]]:
    """Read every ``.txt`` of a folder (or one file) as gold articles.

    Parameters
    ----------
    path
        A file in the markup above, or a folder of them.

    Returns
    -------
    list of dict
        ``id``, ``text`` and ``quotes``; each quote has ``content``, ``source`` and ``cue`` (lists of
        ``[start, end]``, in code points of ``text``), ``kind``, ``speaker``, ``speaker_state``, ``counterparts``.

    Raises
    ------
    InputError
        For an unbalanced or mistyped tag, a quote without content or described twice, or an unknown kind, tone or
        state.

    Examples
    --------
    >>> article = parse_annotated('<s:1>He</s> <k:1>said</k> <c:1>no</c>.\\n=====\\n1 | indirect | - | - | -', "a")
    >>> article["text"], article["quotes"][0]["content"]
    ('He said no.', [[8, 10]])
    """
    path = Path(path)
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    return [parse_annotated(file.read_text(encoding="utf-8"), file.stem) for file in files]


def parse_annotated(markup: str, article_id: str) -> dict[str, Any]:
    """One article of the markup as a gold record (see :func:`read_annotated`)."""
    parts = RULE.split(markup, maxsplit=1)
    if len(parts) != 2:
        raise InputError(f"{article_id}: the rule of equals signs between text and quotes is missing", article_id)
    text, spans = _strip_tags(parts[0].strip("\n"), article_id)
    quotes = [_quote(line, spans, article_id) for line in parts[1].splitlines() if line.strip()]
    listed = {quote["number"] for quote in quotes}
    if len(listed) < len(quotes):
        raise InputError(f"{article_id}: two lines describe the same quote", article_id)
    if stray := {number for _, number in spans} - listed:
        raise InputError(f"{article_id}: tags name quotes {sorted(stray)}, which no line describes", article_id)
    quotes.sort(key=lambda quote: quote["content"][0])
    return {"id": article_id, "text": text, "quotes": quotes}


def _strip_tags(markup: str, article_id: str) -> tuple[str, dict[tuple[str, int], list[list[int]]]]:
    spans: dict[tuple[str, int], list[list[int]]] = {}
    open_tags: list[tuple[str, list[int], int]] = []
    text, done = "", 0
    for tag in TAG.finditer(markup):
        text += markup[done : tag.start()]
        done = tag.end()
        if tag["role"]:
            open_tags.append((tag["role"], [int(n) for n in tag["numbers"].split(",")], len(text)))
            continue
        if not open_tags or open_tags[-1][0] != tag["end"]:
            raise InputError(f"{article_id}: {tag.group()} closes nothing after {text[-40:]!r}", tag.group())
        role, numbers, start = open_tags.pop()
        for number in numbers:
            spans.setdefault((role, number), []).append([start, len(text)])
    if open_tags:
        raise InputError(f"{article_id}: <{open_tags[-1][0]}:{open_tags[-1][1]}> is never closed", article_id)
    text += markup[done:]
    if slip := LOOKS_LIKE_TAG.search(text):
        raise InputError(f"{article_id}: {slip.group()} is no tag; tags are <c:1>, <s:1,2>, <k:3>", slip.group())
    return text, {key: sorted(value) for key, value in spans.items()}


def _quote(line: str, spans: dict[tuple[str, int], list[list[int]]], article_id: str) -> dict[str, Any]:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) != 5 or fields[1] not in KINDS or not fields[0].isdigit():
        raise InputError(f"{article_id}: expected 'number | kind | speaker | state | counterparts', got {line!r}", line)
    number = int(fields[0])
    if ("c", number) not in spans:
        raise InputError(f"{article_id}: quote {number} has no content tag", line)
    counterparts = {}
    for pair in [] if fields[4] == "-" else fields[4].split(","):
        state, _, tone = pair.strip().partition(" ")
        if tone not in TONES:
            raise InputError(f"{article_id}: quote {number}: {pair.strip()!r} is not 'STATE tone'", line)
        counterparts[_code(state, line)] = tone
    return {
        "number": number,
        "kind": fields[1],
        "content": spans["c", number],
        "source": spans.get(("s", number)),
        "cue": spans.get(("k", number)),
        "speaker": None if fields[2] == "-" else fields[2],
        "speaker_state": None if fields[3] == "-" else _code(fields[3], line),
        "counterparts": counterparts,
    }


def _code(state: str, line: str) -> str:
    try:
        gazetteer().name_of(state)
    except KeyError as error:
        raise InputError(f"{state!r} is no code of a state, EU, NATO or UN: {line!r}", line) from error
    return state


def add_arguments(parser: argparse.ArgumentParser, kind: str) -> None:
    """The options that the trainings of all weight tables share."""
    parser.add_argument("--own", type=Path, default=Path("seeds/annotated"), help="folder of articles in this markup")
    parser.add_argument("--out", type=Path, default=Path("models") / kind, help="folder of the new table")
