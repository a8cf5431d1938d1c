"""The gazetteer's tables: hand-kept TSV files, read into records and checked line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from stancekit.errors import InputError
from stancekit.gazetteer_trie import fold

NAME_COLUMNS = ("code", "text", "kind", "rule", "source")
NAME_KINDS = frozenset({"name", "former", "capital", "seat", "demonym", "adjective", "organisation", "europe", "none"})
HOLDER_COLUMNS = tuple("state office name other_names surnames surname_alone from to source".split(" "))
OFFICES = (
    "head of state",
    "head of government",
    "leader of organisation",
    "foreign minister",
    "defence minister",
    "other",
)
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


Office = tuple[str, bool, str]
"""An office word, whether it speaks for its state, and its group."""


class StateMention(NamedTuple):
    """What in a text stands for a state: ``text[start:end] == mention.text``.

    ``kind`` is one of name, former, capital, seat, demonym, adjective, organisation, europe, leader,
    dateline.
    """

    start: int
    end: int
    text: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """One person in one office. ``since`` and ``until`` are YYYY, YYYY-MM or YYYY-MM-DD, both included;
    ``until`` is None while in office as far as known."""

    name: str
    state: str
    office: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a name that means other things too counts as a mention. See ``resources/README.md``."""

    person: bool = False
    exact: bool = False
    prefix: bool = False
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    not_near: frozenset[str] = frozenset()


class Name(NamedTuple):
    """One row of ``names.tsv``; the state is None for what only looks like a mention."""

    state: str | None
    text: str
    kind: str
    rule: Rule | None = None


class HolderRow(NamedTuple):
    """One row of ``office_holders.tsv``: the record and the forms under which texts name the person."""

    holder: OfficeHolder
    full_names: tuple[str, ...]
    surnames: tuple[str, ...]
    surname_alone: bool


_RULE_PART = re.compile(r"(person|exact|prefix)|(not-after|not-before|needs|not-near):(.+)")
_RULE_SPLIT = re.compile(r" (?=person\b|exact\b|prefix\b|not-after:|not-before:|needs:|not-near:)")


@cache
def parse_rule(rule: str) -> Rule:
    """Read a rule such as ``person not-near:Atlanta,Senate``; ValueError if it is none."""
    flags: dict[str, bool] = {}
    words: dict[str, frozenset[str]] = {}
    for part in _RULE_SPLIT.split(rule):
        match = _RULE_PART.fullmatch(part)
        if match is None:
            raise ValueError(f"unknown rule {part!r}")
        if match[1]:
            flags[match[1]] = True
        else:
            words[match[2].replace("-", "_")] = frozenset(match[3].split(","))
    return Rule(**flags, **words)  # type: ignore[arg-type]


def _rows(lines: Iterable[str], columns: tuple[str, ...], where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) after checking the header and the number of cells."""
    wanted = " ".join(columns)
    header = True
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if header:
            if tuple(cells) != columns:
                raise InputError(f"{where}:{number}: the header must be {wanted} (tab-separated)", cells)
            header = False
        elif cells != [""]:
            if len(cells) != len(columns):
                raise InputError(f"{where}:{number}: {len(cells)} cells instead of {len(columns)}", line)
            yield number, cells
    if header:
        raise InputError(f"{where}: empty; the header must be {wanted} (tab-separated)", where)


def _resource(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    text = files("stancekit.resources").joinpath(name).read_text(encoding="utf-8")
    return _rows(text.splitlines(), columns, name)


def read_states() -> dict[str, str]:
    """Code to name of every state and organisation that can be a speaker's state or a counterpart."""
    return {code: name for _, (code, name, _) in _resource("states.tsv", ("code", "name", "source"))}


def _name(cells: list[str], codes: dict[str, str], where: str) -> Name:
    code, text, kind, rule, _ = cells
    if not any(char.isalnum() for char in text):
        raise InputError(f"{where}: no text", cells)
    if kind not in NAME_KINDS:
        raise InputError(f"{where}: unknown kind {kind!r}; one of {', '.join(sorted(NAME_KINDS))}", kind)
    if code not in codes and (code, kind) != ("-", "none"):
        raise InputError(f"{where}: unknown code {code!r}; ISO 3166-1 alpha-2, EU, NATO or UN", code)
    try:
        parsed = parse_rule(rule) if rule else None
    except ValueError as error:
        raise InputError(f"{where}: {error}", rule) from error
    return Name(None if kind == "none" else code, text, kind, parsed)


def read_names(codes: dict[str, str]) -> list[Name]:
    """All names that ship with the package, and what only looks like one."""
    names = [_name(cells, codes, f"names.tsv:{n}") for n, cells in _resource("names.tsv", NAME_COLUMNS)]
    looks = _resource("not_mentions.tsv", ("text", "why", "source"))
    return names + [Name(None, text, "none") for _, (text, _, _) in looks]


def read_extra_names(path: str | Path, codes: dict[str, str]) -> list[Name]:
    """A user's own table with the columns of ``names.tsv``; InputError names file and line of a bad row."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text: {error}", str(path)) from error
    return [_name(cells, codes, f"{path}:{n}") for n, cells in _rows(lines, NAME_COLUMNS, str(path))]


def _holder(cells: list[str], where: str) -> HolderRow:
    state, office, name, others, surnames, alone, since, until, _ = cells
    if office not in OFFICES or alone not in ("yes", "no"):
        raise InputError(f"{where}: unknown office {office!r} or surname_alone {alone!r}", cells)
    for date in (since, until):
        if date and not DATE.fullmatch(date):
            raise InputError(f"{where}: a date is YYYY, YYYY-MM or YYYY-MM-DD", date)
    holder = OfficeHolder(name, state, office, since or None, until or None)
    full = (name, *others.split(";")) if others else (name,)
    return HolderRow(holder, full, tuple(surnames.split(";")) if surnames else (), alone == "yes")


def read_holders() -> list[HolderRow]:
    """All office holders that ship with the package."""
    table = "office_holders.tsv"
    return [_holder(cells, f"{table}:{n}") for n, cells in _resource(table, HOLDER_COLUMNS)]


def read_offices() -> list[Office]:
    """Office words as (text, whether it speaks for its state, group)."""
    rows = _resource("offices.tsv", ("text", "speaks", "group", "source"))
    return [(text, speaks == "yes", group) for _, (text, speaks, group, _) in rows]


def read_given_names() -> frozenset[str]:
    """Common given names that tell a person's surname from a place."""
    return frozenset(name for _, (name, _) in _resource("given_names.tsv", ("text", "source")))


@cache
def read_genders() -> dict[str, str]:
    """Folded given names with the gender, ``m`` or ``f``, of most who bear them in the news."""
    rows = _resource("given_name_genders.tsv", ("text", "gender", "source"))
    return {fold(name): gender for _, (name, gender, _) in rows}


def read_context_words() -> dict[str, frozenset[str]]:
    """Group to the words that settle what a name beside them means."""
    groups: dict[str, set[str]] = {}
    for _, (text, group, _) in _resource("context_words.tsv", ("text", "group", "source")):
        groups.setdefault(group, set()).add(text)
    return {group: frozenset(words) for group, words in groups.items()}
