"""Files that are one article each: plain text and web pages. Loaded first, decoded later, perhaps elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from stancekit.aside import system_words
from stancekit.corpus.decoding import BROKEN, declared_encoding, decode, open_bytes
from stancekit.corpus.files import ending_of, unpacked_name
from stancekit.corpus.limits import USUAL, Limits, raise_it
from stancekit.corpus.pages import article_on_page
from stancekit.errors import InputError, StancekitError, TextError
from stancekit.tables import Rejection
from stancekit.types import Article

_BYTES = 4  # of a character, at most: no encoding takes more


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


def load_document(path: Path, name: str, limits: Limits = USUAL) -> RawDocument | Rejection:
    """Load one ``.txt`` or ``.html`` file, which will be the article ``name``."""
    try:
        return RawDocument(name, str(path), _content(path, limits))
    except StancekitError as error:
        return Rejection(name, error.reason, f"{path}: {error}")
    except BROKEN as error:
        return Rejection(name, InputError.reason, f"{path}: cannot be read ({system_words(error)})")


def article_of(raw: RawDocument, limits: Limits = USUAL) -> Article | Rejection:
    """The article in a document.

    The text of a web page is what trafilatura takes for the article; offsets count in that text.

    Examples
    --------
    >>> article_of(RawDocument("talks", "wire/talks.txt", b"Talks went on."))
    Article(id='talks', text='Talks went on.', title=None, date=None, outlet=None, url=None)
    """
    try:
        if ending_of(Path(raw.path)) == ".txt":
            found = Article(raw.id, decode(raw.content))
        else:
            page = decode(raw.content, declared_encoding(raw.content))
            found = article_on_page(page, raw.id, limits.html_depth)
    except StancekitError as error:
        return Rejection(raw.id, error.reason, f"{raw.path}: {error}")
    return within(found, raw.path, limits)


def within(article: Article, where: str, limits: Limits) -> Article | Rejection:
    """The article, or why it is too long."""
    if len(article.text) <= limits.characters:
        return article
    return Rejection(article.id, TextError.reason, f"{where}: {_too_long(limits)}")


def _content(path: Path, limits: Limits) -> bytes:
    most = _BYTES * limits.characters
    with open_bytes(path, limits) as file:
        content = file.read(most + 1)
    if not content.strip():
        raise TextError("the file is empty")
    if len(content) > most:
        raise TextError(_too_long(limits))
    return content


def _too_long(limits: Limits) -> str:
    return f"over {limits.characters:,} characters, too long for one article; split it, or {raise_it('characters')}"
