"""Files that are one article each: plain text and web pages. Loaded first, decoded later, perhaps elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from stancekit.annotation.text import MAX_LENGTH
from stancekit.aside import system_words
from stancekit.corpus.decoding import BROKEN, declared_encoding, decode, open_bytes
from stancekit.corpus.files import ending_of, unpacked_name
from stancekit.corpus.pages import article_on_page
from stancekit.errors import InputError, StancekitError, TextError
from stancekit.tables import Rejection
from stancekit.types import Article

_MOST_BYTES = 4 * MAX_LENGTH  # no character takes more in UTF-8


def document_ids(path: Path) -> Iterator[str]:
    """Ids that a document may have, the one to prefer first: longer ones are for names that come twice.

    Examples
    --------
    >>> ids = document_ids(Path("wire/march/talks.txt.gz"))
    >>> [next(ids) for _ in range(4)]
    ['talks', 'march/talks', 'wire/march/talks', 'wire/march/talks.txt.gz#1']
    """
    parts = Path(os.path.abspath(path)).parts[1:] if path.is_absolute() else path.parts
    folders, bare = parts[:-1], unpacked_name(path.name)
    bare = bare[: -len(ending_of(path) or "")] or bare
    for depth in range(len(parts)):
        yield "/".join([*folders[len(folders) - depth :], bare])
    yield from (f"{path.as_posix()}#{number}" for number in count(1))


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as it lies in its file: unpacked, but not yet decoded.

    Parameters
    ----------
    id
        Of the article.
    path
        The file, whose ending tells a page from a plain text.
    content
        Its bytes.
    """

    id: str
    path: str
    content: bytes


def load_document(path: Path, name: str) -> RawDocument | Rejection:
    """Load one ``.txt`` or ``.html`` file, which will be the article ``name``."""
    try:
        return RawDocument(name, str(path), _content(path))
    except StancekitError as error:
        return Rejection(name, error.reason, f"{path}: {error}")
    except BROKEN as error:
        return Rejection(name, InputError.reason, f"{path}: cannot be read ({system_words(error)})")


def article_of(raw: RawDocument) -> Article | Rejection:
    """The article in a document.

    The text of a web page is what trafilatura takes for the article; offsets count in that text.

    Examples
    --------
    >>> article_of(RawDocument("talks", "wire/talks.txt", b"Talks went on."))
    Article(id='talks', text='Talks went on.', title=None, date=None, outlet=None, url=None)
    """
    try:
        if ending_of(Path(raw.path)) == ".txt":
            return Article(raw.id, decode(raw.content))
        return article_on_page(decode(raw.content, declared_encoding(raw.content)), raw.id)
    except StancekitError as error:
        return Rejection(raw.id, error.reason, f"{raw.path}: {error}")


def _content(path: Path) -> bytes:
    with open_bytes(path) as file:
        content = file.read(_MOST_BYTES + 1)
    if not content.strip():
        raise TextError("the file is empty")
    if len(content) > _MOST_BYTES:
        raise TextError(f"over {MAX_LENGTH:,} characters, too long for one article; split it")
    return content
