"""Shards: what one worker scores at a time, as lists of items and as files that any machine can read."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from stancekit.aside import open_aside
from stancekit.corpus.documents import RawDocument
from stancekit.errors import InputError
from stancekit.tables import Rejection
from stancekit.types import Article

Item = Article | RawDocument | Rejection

SHARD_SIZE = 64
"""Articles of a shard: some ten seconds of work, so that little is lost with a worker and all cores end together."""
SHARD_CHARACTERS = 1_000_000
"""Where a shard ends before it has its articles: long ones would make it slow and large."""


def cut(items: Iterable[Item], size: int = SHARD_SIZE) -> Iterator[list[Item]]:
    """Cut a stream of items into shards; nothing is held but the shard at hand.

    Parameters
    ----------
    size
        Items of a shard at most.

    Examples
    --------
    >>> wire = [Article(str(number), "Rain fell.") for number in range(5)]
    >>> [len(shard) for shard in cut(wire, 2)]
    [2, 2, 1]
    """
    shard: list[Item] = []
    characters = 0
    for item in items:
        shard.append(item)
        characters += length_of(item)
        if len(shard) >= size or characters >= SHARD_CHARACTERS:
            yield shard
            shard, characters = [], 0
    if shard:
        yield shard


def encode(shard: Sequence[Item]) -> bytes:
    """A shard as JSON lines: no code in it, and lone surrogates come back as they were."""
    return "".join(json.dumps(_plain(item)) + "\n" for item in shard).encode()


def digest(encoded: bytes) -> str:
    """Hex SHA-256 of an encoded shard: changes with any letter of any article."""
    return hashlib.sha256(encoded).hexdigest()


def write_shard(path: Path, encoded: bytes) -> None:
    """Write an encoded shard; the file appears whole or not at all.

    Raises
    ------
    InputError
        Where it cannot be written.
    """
    with open_aside(path, keep_safe=False) as file:
        file.write(encoded)


def read_shard(path: str | os.PathLike[str]) -> list[Item]:
    """The items of a shard that `write_shard` wrote.

    Raises
    ------
    InputError
        Where the file cannot be read: on another machine, the folder may not be shared.
    """
    try:
        with open(path, "rb") as file:
            return [_item(json.loads(line)) for line in file]
    except OSError as error:
        raise InputError(
            f"{path}: this worker cannot read it ({error.strerror}); all workers need the folder of the output", path
        ) from error


def length_of(item: Item) -> int:
    """Characters of an article, bytes of a document; nothing where it is rejected."""
    if isinstance(item, Article):
        return len(item.text)
    return len(item.content) if isinstance(item, RawDocument) else 0


def _plain(item: Item) -> dict[str, Sequence[str | None]]:
    if isinstance(item, RawDocument):
        return {"document": (item.id, item.path, base64.b64encode(item.content).decode("ascii"))}
    return {"article" if isinstance(item, Article) else "rejection": astuple(item)}


def _item(plain: dict[str, list[str]]) -> Item:
    [(kind, fields)] = plain.items()
    if kind == "document":
        name, path, content = fields
        return RawDocument(name, path, base64.b64decode(content))
    return Article(*fields) if kind == "article" else Rejection(*fields)
