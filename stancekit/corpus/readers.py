"""Articles from files and folders, one after the other, bad ones as rejections."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from stancekit.articles import column_names, without_duplicates
from stancekit.corpus.documents import RawDocument, article_of, document_ids, load_document, within
from stancekit.corpus.files import DOCUMENTS, article_files, ending_of
from stancekit.corpus.limits import USUAL, Limits
from stancekit.corpus.seen_ids import SeenIds
from stancekit.corpus.table_files import read_table
from stancekit.errors import InputError
from stancekit.tables import Rejection
from stancekit.types import Article

Inputs = Iterable[str | os.PathLike[str]] | str | os.PathLike[str]


def read_articles(
    inputs: Inputs,
    columns: Mapping[str, str] | None = None,
    leave_out: Collection[Path] = (),
    limits: Limits = USUAL,
) -> Iterator[Article | Rejection]:
    """Read articles from files and folders.

    Nothing is read ahead, and nothing that is wrong with one file or row stops the others.

    Parameters
    ----------
    inputs
        Files (``.txt``, ``.html``, ``.jsonl``, ``.csv``, ``.parquet``, also with ``.gz`` or ``.zst``), folders,
        which are searched with all folders in them, and patterns (``wire/**/*.txt``), both in the order of
        names.
    columns
        Field of an article (``id``, ``text``, ``title``, ``date``, ``outlet``, ``url``) to the column of the
        tables that holds it, where the names differ.
    leave_out
        Files in those folders that are no articles.
    limits
        Of files, tables and articles.

    Yields
    ------
    Article or Rejection
        The id of a ``.txt`` or ``.html`` article is the file's name without its ending; where that id is
        taken already, folders are put before it (``march/talks``). In tables the first article with an id
        keeps it, and later ones are rejected.

    Raises
    ------
    InputError
        Where ``columns`` names something that is no field of an article.
    """
    items = read_items(inputs, columns, leave_out, limits)
    return (article_of(item, limits) if isinstance(item, RawDocument) else item for item in items)


def read_items(
    inputs: Inputs,
    columns: Mapping[str, str] | None = None,
    leave_out: Collection[Path] = (),
    limits: Limits = USUAL,
) -> Iterator[Article | RawDocument | Rejection]:
    """Read as `read_articles` does, but leave documents undecoded: `article_of` takes them from there.

    Raises
    ------
    InputError
        Where ``columns`` names something that is no field of an article.
    """
    column_names(columns)
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    return _read(inputs, columns or {}, leave_out, limits)


def _read(
    inputs: Iterable[str | os.PathLike[str]], columns: Mapping[str, str], leave_out: Collection[Path], limits: Limits
) -> Iterator[Article | RawDocument | Rejection]:
    with SeenIds() as taken:
        for found in article_files(inputs, leave_out):
            if isinstance(found, Rejection):
                yield found
            elif ending_of(found) in DOCUMENTS:
                yield load_document(found, next(name for name in document_ids(found) if taken.add(name)), limits)
            else:
                yield from _table(found, columns, taken, limits)


def _table(path: Path, columns: Mapping[str, str], taken: SeenIds, limits: Limits) -> Iterator[Article | Rejection]:
    empty = True
    for item in without_duplicates(read_table(path, columns, limits), taken.add):
        empty = False
        yield within(item, str(path), limits) if isinstance(item, Article) else item
    if empty:
        yield Rejection(str(path), InputError.reason, f"{path}: holds no articles")
