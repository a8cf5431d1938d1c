"""Gold articles: what an annotator marked in a text, one article to a line, checked before counting.

A line is ``{"id", "text", "quotes": [{"content": [[start, end], ...], "kind", "speaker", "speaker_state",
"source": [start, end] or null, "counterparts": {"US": "hostile", ...}}]}``; offsets are code points.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stancekit.errors import InputError
from stancekit.types import KINDS, TONES, MarkedQuote

GoldArticle = dict[str, Any]


def read_gold(path: str | os.PathLike[str]) -> list[GoldArticle]:
    """Read a file of gold articles.

    Parameters
    ----------
    path
        A ``.jsonl`` file.

    Returns
    -------
    list of dict
        The articles as they stand there, with null for a speaker, state or source that is not given.

    Raises
    ------
    InputError
        Where the file cannot be read or a line is no gold article; the message names file and line.
    """
    where = Path(path)
    try:
        lines = where.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{where}: cannot be read ({error}); give a .jsonl file in UTF-8", where) from error
    numbered = ((f"{where}:{number}", line) for number, line in enumerate(lines, 1) if line.strip())
    return _checked([(place, _parsed(line, place)) for place, line in numbered])


def check_gold(articles: Iterable[GoldArticle]) -> list[GoldArticle]:
    """Check gold articles that are in memory already; see `read_gold`.

    Raises
    ------
    InputError
        Where one is no gold article; the message names its position, from 0.

    Examples
    --------
    >>> quote = {"content": [[0, 2]], "kind": "indirect", "counterparts": {}}
    >>> check_gold([{"id": "wire", "text": "No, she said.", "quotes": [quote]}])[0]["id"]
    'wire'
    """
    return _checked([(f"gold[{number}]", article) for number, article in enumerate(articles)])


def marked_quotes(article: GoldArticle) -> list[MarkedQuote]:
    """The quotes of a checked gold article as :func:`stancekit.pipeline.annotate_marked` takes them."""
    return [
        MarkedQuote(
            tuple((start, end) for start, end in quote["content"]),
            quote["kind"],
            _first_span(quote.get("source")),
            _first_span(quote.get("cue")),
        )
        for quote in article["quotes"]
    ]


def _first_span(given: Any) -> tuple[int, int] | None:
    """``[start, end]``, or the first of several such spans."""
    span = given[0] if given and isinstance(given[0], list | tuple) else given
    return (span[0], span[1]) if span else None


def _parsed(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not a JSON line ({error}); mend or remove it", where) from error


def _checked(articles: list[tuple[str, Any]]) -> list[GoldArticle]:
    seen: set[str] = set()
    checked = []
    for where, article in articles:
        _require(isinstance(article, dict), where, "not an object", article)
        for field, kind in (("id", str), ("text", str), ("quotes", list)):
            value = article.get(field)
            _require(isinstance(value, kind), where, f"{field!r} must be a {kind.__name__}", value)
        _require(article["id"] not in seen, where, "the id occurs twice", article["id"])
        seen.add(article["id"])
        length = len(article["text"])
        quotes = [_quote(quote, length, f"{where}, quote {n}") for n, quote in enumerate(article["quotes"])]
        checked.append({**article, "quotes": quotes})
    return checked


def _quote(quote: Any, length: int, where: str) -> dict[str, Any]:
    _require(isinstance(quote, dict), where, "not an object", quote)
    content, counterparts = quote.get("content"), quote.get("counterparts")
    listed = isinstance(content, list) and bool(content)
    _require(listed, where, "'content' must be a list of [start, end]", content)
    for span in content:
        _require(_is_span(span, length), where, f"not a span within the text of {length} characters", span)
    kind = quote.get("kind")
    _require(kind in KINDS, where, f"'kind' must be one of {', '.join(KINDS)}", kind)
    mapped = isinstance(counterparts, dict)
    _require(mapped, where, "'counterparts' must be an object of state: tone", counterparts)
    for state, tone in counterparts.items():
        _require(tone in TONES, where, f"the tone toward {state} must be one of {', '.join(TONES)}", tone)
    for field in ("speaker", "speaker_state"):
        value = quote.get(field)
        _require(isinstance(value, str | None), where, f"{field!r} must be a text or null", value)
    return {"speaker": None, "speaker_state": None, "source": None, **quote}


def _is_span(span: Any, length: int) -> bool:
    if not isinstance(span, list | tuple) or len(span) != 2 or not all(type(at) is int for at in span):
        return False
    return bool(0 <= span[0] < span[1] <= length)


def _require(holds: bool, where: str, remedy: str, value: object) -> None:
    if not holds:
        raise InputError(f"{where}: {remedy}, not {value!r:.120}", value)
