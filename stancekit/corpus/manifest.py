"""``_manifest.json``: what a run is made of and what it has made. Its name keeps it out of the way of readers of data.

pandas, DuckDB, Spark and Arrow take a folder of Parquet files for one table and pass over names that begin with an
underscore.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stancekit.aside import open_aside, system_words
from stancekit.corpus.files import MANIFEST
from stancekit.corpus.results import Counts
from stancekit.errors import InputError

FORMAT = 1

Makings = Mapping[str, Mapping[str, Any]]
"""What rows depend on: ``input``, ``options``, ``models``, ``software``, each a mapping of plain values."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of rows: its name, its rows, its hex SHA-256."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``_manifest.json`` holds.

    Parameters
    ----------
    makings
        What the rows depend on.
    shards
        Number of shards of the input.
    finished
        False while there is something left to do.
    model, counts, parts
        What made the rows, and what was made; empty before it is finished.
    """

    makings: Makings
    shards: int
    finished: bool = False
    model: str = ""
    counts: Counts = field(default_factory=Counts)
    parts: tuple[Part, ...] = ()


def makings_key(makings: Makings) -> str:
    """A digest of all that rows depend on."""
    return hashlib.sha256(json.dumps(makings, sort_keys=True).encode()).hexdigest()


def differences(now: Makings, then: Makings) -> list[str]:
    """What differs between two runs, in words.

    Examples
    --------
    >>> differences({"models": {"tone": "b"}}, {"models": {"tone": "a"}})
    ['models: tone (was a, is b)']
    """
    found = []
    for kind in dict.fromkeys([*then, *now]):
        old, new = then.get(kind, {}), now.get(kind, {})
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                found.append(f"{kind}: {name} (was {old.get(name)}, is {new.get(name)})")
    return found


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder of a run.

    Raises
    ------
    InputError
        Where it cannot be written.
    """
    content = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1, ensure_ascii=True) + "\n"
    with open_aside(folder / MANIFEST) as file:
        file.write(content.encode())


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a run; None where there is none.

    Raises
    ------
    InputError
        Where it cannot be read, or is of another format.
    """
    path = folder / MANIFEST
    try:
        raw = json.loads(path.read_bytes())
        if raw["format"] != FORMAT:
            raise InputError(f"{path}: format {raw['format']!r}, but this stancekit reads {FORMAT}; use --fresh", path)
        parts = tuple(Part(**part) for part in raw["parts"])
        return Manifest(
            raw["makings"], int(raw["shards"]), bool(raw["finished"]), raw["model"], Counts(**raw["counts"]), parts
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({system_words(error)})", path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: not a manifest of stancekit ({error!r}); use --fresh, or another folder", path
        ) from error
