"""Articles from what people have at hand: texts, mappings, rows of tables, frames."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from stancekit.errors import InputError
from stancekit.frames import is_frame, is_null
from stancekit.tables import Rejection
from stancekit.types import Article

if TYPE_CHECKING:
    import pandas as pd

FIELDS = ("id", "text", "title", "date", "outlet", "url")
REQUIRED = ("id", "text")

Placed = tuple[str, Article | Rejection]
"""An article, or why it is none, with the place it has in its table: ``wire.csv:12``."""

Given = str | Article | Mapping[str, Any]


def column_names(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which column holds which field of an article; a field's own name where nothing else is said.

    Raises
    ------
    InputError
        Where a key is no field of an article.

    Examples
    --------
    >>> column_names({"text": "body"})["text"]
    'body'
    """
    names = dict(given or {})
    unknown = [field for field in names if field not in FIELDS]
    if unknown:
        raise InputError(f"no field of an article: {', '.join(unknown)}; fields are {', '.join(FIELDS)}", unknown)
    return {field: names.get(field, field) for field in FIELDS}


def missing_columns(present: Iterable[str], columns: Mapping[str, str] | None = None) -> dict[str, str]:
    """The fields that a table has no column for, each with the column that was looked for.

    Parameters
    ----------
    present
        The table's columns.
    columns
        Field to column where they differ; a column that is named here must be there.

    Examples
    --------
    >>> missing_columns(["id", "body"]), missing_columns(["id", "body"], {"text": "body"})
    ({'text': 'text'}, {})
    """
    names = column_names(columns)
    wanted = [*REQUIRED, *(field for field in columns or {} if field not in REQUIRED)]
    present = set(present)
    return {field: names[field] for field in wanted if names[field] not in present}


def article_from(
    record: Mapping[str, Any], where: str, columns: Mapping[str, str] | None = None
) -> Article | Rejection:
    """One article from a mapping, whatever the types of its cells.

    Parameters
    ----------
    record
        Field (or, by ``columns``, another name) to cell. Ids of any type become text, dates become ISO text.
    where
        Stands for the id where there is none, for instance ``wire.csv:12``.

    Examples
    --------
    >>> article_from({"id": 7, "text": "Rain fell."}, "wire.csv:2")
    Article(id='7', text='Rain fell.', title=None, date=None, outlet=None, url=None)
    >>> article_from({"id": 7, "text": None}, "wire.csv:2").reason
    'bad text'
    """
    names = column_names(columns)
    cells = {field: record.get(name) for field, name in names.items()}
    name = as_text(cells["id"])
    if name is None:
        return Rejection(where, "unreadable", f"{where}: the article has no id; give it one in {names['id']!r}")
    text = cells["text"]
    if not isinstance(text, str):
        what = "nothing" if is_null(text) else f"{type(text).__name__} {text!r:.60}"
        return Rejection(name, "bad text", f"{where}: the text is {what}; it must be a string")
    if not text.strip():
        return Rejection(name, "bad text", f"{where}: the text is blank; give the article's text, or leave the row out")
    return Article(name, text, *(as_text(cells[field]) for field in FIELDS[2:]))


def as_articles(given: Given | Iterable[Given] | pd.DataFrame) -> Iterator[Article | Rejection]:
    """Articles from a text, an article, a mapping, an iterable of these, or a frame.

    Ids that come twice are rejected: their rows could not be told apart.

    Parameters
    ----------
    given
        Mappings and frames need ``text``, frames ``id`` too. Without an id, a single article is called
        ``article``, others ``article-1``, ``article-2`` and so on by their place.

    Raises
    ------
    InputError
        Where this is no article, or a frame lacks a column.
    """
    if is_frame(given):
        yield from without_duplicates(_of_frame(given), _unseen())
    elif isinstance(given, str | Article | Mapping):
        yield _one(given, "article")
    elif isinstance(given, Iterable) and not isinstance(given, bytes | bytearray):
        yield from without_duplicates(_of_items(cast(Iterable[Given], given)), _unseen())
    else:
        raise InputError(
            f"no article: {type(given).__name__} {given!r:.60}; give text, articles or a frame, "
            "or use score_corpus for files",
            given,
        )


def without_duplicates(placed: Iterable[Placed], is_new: Callable[[str], bool]) -> Iterator[Article | Rejection]:
    """The articles, with each whose id came before turned into a rejection that tells its place.

    Parameters
    ----------
    is_new
        Whether an id comes for the first time; it is asked once about each article.
    """
    for where, item in placed:
        if isinstance(item, Article) and not is_new(item.id):
            why = f"{where}: the id {item.id!r} came before; the first article keeps it"
            yield Rejection(item.id, "duplicate id", why)
        else:
            yield item


def as_text(cell: Any) -> str | None:
    """A cell as text, None where it is null or blank.

    Examples
    --------
    >>> as_text(datetime.date(2024, 3, 1)), as_text(12.0), as_text(float("nan"))
    ('2024-03-01', '12', None)
    """
    if is_null(cell):
        return None
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # pandas makes whole numbers float where one is missing
    text = str(cell)
    return text if text.strip() else None


def _unseen() -> Callable[[str], bool]:
    """Tells ids that come for the first time, of articles that are in memory anyway."""
    seen: set[str] = set()

    def is_new(name: str) -> bool:
        before = len(seen)
        seen.add(name)
        return len(seen) > before

    return is_new


def _of_frame(frame: pd.DataFrame) -> Iterator[Placed]:
    has = [str(column) for column in frame.columns]
    lacking = missing_columns(has)
    if lacking:
        raise InputError(f"no column {', '.join(lacking)}, only {', '.join(has) or 'none'}; rename or add it", has)
    kept = frame[[field for field in FIELDS if field in frame.columns]]
    for place, record in enumerate(kept.to_dict("records"), 1):
        where = f"row {place}"
        yield where, article_from({str(name): cell for name, cell in record.items()}, where)


def _of_items(given: Iterable[Given]) -> Iterator[Placed]:
    for place, item in enumerate(given, 1):
        name = f"article-{place}"
        yield name, _one(item, name)


def _one(given: Any, name: str) -> Article | Rejection:
    if isinstance(given, Article):
        return given
    if isinstance(given, Mapping):
        return article_from({"id": name, **given}, name)
    return article_from({"id": name, "text": given}, name)
