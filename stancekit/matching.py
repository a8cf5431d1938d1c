"""Which found quote is which gold quote, and whether two names are the same person's."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from stancekit.errors import InputError
from stancekit.goldfiles import GoldArticle, check_gold, read_gold

if TYPE_CHECKING:
    import pandas as pd

Gold = str | os.PathLike[str] | Sequence[GoldArticle]
"""A file of gold articles, or the articles."""
Rows: TypeAlias = "str | os.PathLike[str] | pd.DataFrame"
"""A file of rows, or the frame that ``score`` returns."""

MIN_OVERLAP = 0.5
"""The least share of common characters (Jaccard) of two quotes that match."""

_COLUMNS = ("kind", "speaker", "speaker_state", "counterpart", "tone")
_NO_PART_OF_NAMES = frozenset({"the", "of", "for", "and", "mr", "mrs", "ms", "dr"})
# Sergei, Sergey, Sergiy: endings and diphthongs that transliterations write in several ways.
_TRANSLITERATED = re.compile(r"(?:ei|iy|ii)$|iy|ei")


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote of gold or of rows, as far as they are compared.

    ``characters`` are the positions that its content covers; ``tones`` maps each counterpart to its tone.
    """

    fragments: tuple[tuple[int, int], ...]
    characters: frozenset[int]
    kind: str | None
    speaker: str | None
    state: str | None
    tones: dict[str, str | None]


def read_both(gold: Gold, rows: Rows) -> tuple[list[GoldArticle], dict[str, list[Marked]]]:
    """The checked gold articles, and the found quotes by article.

    Raises
    ------
    InputError
        Where either cannot be read or is something else.
    """
    from stancekit.tables import read_rows

    articles = read_gold(gold) if isinstance(gold, str | os.PathLike) else check_gold(gold)
    return articles, found_quotes(read_rows(rows) if isinstance(rows, str | os.PathLike) else rows)


def gold_quotes(article: dict[str, Any]) -> list[Marked]:
    """The quotes of a gold article, in its order."""
    return [
        Marked(
            *_covered(quote["content"]),
            quote["kind"],
            quote["speaker"],
            quote["speaker_state"],
            quote["counterparts"],
        )
        for quote in article["quotes"]
    ]


def found_quotes(rows: pd.DataFrame) -> dict[str, list[Marked]]:
    """The quotes of a frame of rows by article: rows with the same quote_id are one quote.

    Raises
    ------
    InputError
        Where doc_id, quote_id or fragments are missing, or the fragments are no list of [start, end].
    """
    missing = [column for column in ("doc_id", "quote_id", "fragments") if column not in rows.columns]
    if missing:
        raise InputError(f"not a frame of rows: no column {', '.join(missing)}; give what score returns", missing)
    columns = [map(_or_none, rows[name]) if name in rows.columns else repeat(None, len(rows)) for name in _COLUMNS]
    found: dict[str, dict[str, Marked]] = {}
    for doc_id, quote_id, fragments, kind, speaker, state, counterpart, tone in zip(
        rows["doc_id"], rows["quote_id"], rows["fragments"], *columns, strict=True
    ):
        of_article = found.setdefault(str(doc_id), {})
        if quote_id not in of_article:
            spans = _covered(fragment_spans(fragments, doc_id, quote_id))
            of_article[quote_id] = Marked(*spans, kind, speaker, state, {})
        if counterpart:
            of_article[quote_id].tones[counterpart] = tone
    return {doc_id: list(quotes.values()) for doc_id, quotes in found.items()}


def match(gold: Sequence[Marked], found: Sequence[Marked]) -> list[tuple[int, int, float]]:
    """Pair gold and found quotes one to one, the closest first.

    Returns
    -------
    list of tuple
        Position in ``gold``, position in ``found`` and their overlap, the closest first; of equal ones the
        earlier.
    """
    near = []
    for g, gold_quote in enumerate(gold):
        for f, found_quote in enumerate(found):
            common = len(gold_quote.characters & found_quote.characters)
            if not common:
                continue
            overlap = common / len(gold_quote.characters | found_quote.characters)
            if overlap >= MIN_OVERLAP:
                near.append((g, f, overlap))
    pairs: list[tuple[int, int, float]] = []
    free_gold, free_found = set(range(len(gold))), set(range(len(found)))
    for g, f, overlap in sorted(near, key=lambda pair: (-pair[2], pair[0], pair[1])):
        if g in free_gold and f in free_found:
            free_gold.remove(g)
            free_found.remove(f)
            pairs.append((g, f, overlap))
    return pairs


def fragment_spans(fragments: Any, doc_id: str, quote_id: str) -> list[tuple[int, int]]:
    """The fragments of a row; a frame read by plain ``pandas.read_csv`` holds them as JSON.

    Raises
    ------
    InputError
        Where they are no list of [start, end].

    Examples
    --------
    >>> fragment_spans("[[3, 23]]", "wire", "q1")
    [(3, 23)]
    """
    try:
        spans = json.loads(fragments) if isinstance(fragments, str) else list(fragments)
        return [(int(start), int(end)) for start, end in spans]
    except (TypeError, ValueError) as error:
        raise InputError(
            f"article {doc_id}, quote {quote_id}: not fragments [[start, end], ...]: {fragments!r:.80}",
            fragments,
        ) from error


def same_name(one: str | None, other: str | None) -> bool:
    """Tell whether two names may be the same person's or institution's.

    They are when both are empty, have the same last word, one's words are all among the other's, or half of
    all their words are common. Case, accents, titles and the usual transliterations make no difference.

    Examples
    --------
    >>> same_name("Sergei Sándor", "Mr Sergey Sandor"), same_name("Lin", "Lin Jian")
    (True, True)
    >>> same_name("Ana Kovar", None)
    False
    """
    first, second = _name_words(one), _name_words(other)
    if not first or not second:
        return first == second
    common = set(first) & set(second)
    return (
        first[-1] == second[-1]
        or len(common) in (len(set(first)), len(set(second)))
        or 2 * len(common) >= len(set(first) | set(second))
    )


def _name_words(name: str | None) -> list[str]:
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z]+", plain)
    return [_TRANSLITERATED.sub("y", word) for word in words if word not in _NO_PART_OF_NAMES]


def _covered(spans: Iterable[Sequence[int]]) -> tuple[tuple[tuple[int, int], ...], frozenset[int]]:
    fragments = tuple((int(start), int(end)) for start, end in spans)
    return fragments, frozenset(at for start, end in fragments for at in range(start, end))


def _or_none(cell: Any) -> Any:
    return cell if isinstance(cell, str) else None
