"""Gold quotes beside found quotes, with what differs in each pair: the data of an error browser."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any

from stancekit.goldfiles import GoldArticle
from stancekit.matching import Gold, Marked, Rows, gold_quotes, match, read_both, same_name
from stancekit.types import TONES

if TYPE_CHECKING:
    import pandas as pd

Spans = tuple[tuple[int, int], ...]

ERRORS = ("missed", "spurious", "span", "kind", "source", "speaker", "state", "counterpart", "tone")
"""What can be wrong with a quote. All but ``span`` and ``source`` count in the figures of ``evaluate``."""


@dataclass(frozen=True, slots=True)
class Found:
    """How a counterpart was found, and how sure its tone is."""

    mention: str | None = None
    how: str | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as it is shown: what is compared, and where its source and cue stand.

    ``id`` is the quote_id of a found quote, empty for one of gold; ``found`` has the counterparts' details.
    """

    quote: Marked
    sources: Spans = ()
    cues: Spans = ()
    id: str = ""
    found: Mapping[str, Found] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold quote and the found quote that matches it; one of them is None where nothing does.

    Parameters
    ----------
    number
        From 1, in the order of the text; the same on both sides.
    overlap
        The share of common characters (Jaccard); None without a match.
    errors
        Those of ``ERRORS`` that apply, in that order.
    near
        For a quote without a match: number of the quote of the other side that has most in common with it,
        and their overlap; None where there is none.
    """

    number: int
    gold: Shown | None
    found: Shown | None
    overlap: float | None
    errors: tuple[str, ...]
    near: tuple[int, float] | None = None

    @property
    def status(self) -> str:
        """``matched``, ``missed`` or ``spurious``."""
        return "missed" if self.found is None else "spurious" if self.gold is None else "matched"


@dataclass(frozen=True, slots=True)
class Compared:
    """An article with the pairs of its quotes, in the order of the text."""

    id: str
    text: str
    pairs: tuple[Pair, ...]

    @property
    def errors(self) -> Counter[str]:
        """How many quotes have each error, in the order of ``ERRORS``."""
        counts = Counter(error for pair in self.pairs for error in pair.errors)
        return Counter({error: counts[error] for error in ERRORS if counts[error]})


def compare(gold: Gold, rows: Rows) -> list[Compared]:
    """Put every quote of gold and rows side by side, paired as `stancekit.evaluation.evaluate` pairs them.

    Parameters
    ----------
    gold, rows
        As for `stancekit.evaluation.evaluate`.

    Raises
    ------
    InputError
        Where gold or rows cannot be read or are something else.

    Examples
    --------
    >>> import pandas as pd
    >>> quote = {"content": [[1, 21]], "kind": "direct", "speaker": "Kovar", "counterparts": {}}
    >>> gold = [{"id": "wire", "text": "“We are ready to talk,” Kovar said.", "quotes": [quote]}]
    >>> rows = pd.DataFrame([{"doc_id": "wire", "quote_id": "q1", "fragments": [[1, 20]], "kind": "mixed",
    ...                       "speaker": "Ana Kovar"}])
    >>> [(pair.status, pair.errors) for pair in compare(gold, rows)[0].pairs]
    [('matched', ('span', 'kind'))]
    """
    from stancekit.tables import read_rows

    frame = read_rows(rows) if isinstance(rows, str | os.PathLike) else rows
    articles, quotes = read_both(gold, frame)
    details = _details(frame)
    compared = []
    for article in articles:
        beside = zip(quotes.get(article["id"], ()), details.get(article["id"], {}).values(), strict=True)
        found = [Shown(quote, **detail) for quote, detail in beside]
        compared.append(Compared(article["id"], article["text"], tuple(_pairs(_of_gold(article), found))))
    return compared


def _of_gold(article: GoldArticle) -> list[Shown]:
    marked = zip(gold_quotes(article), article["quotes"], strict=True)
    return [Shown(quote, _gold_spans(given.get("source")), _gold_spans(given.get("cue"))) for quote, given in marked]


def _gold_spans(given: Any) -> Spans:
    """The spans of a source or cue of gold: one [start, end], a list of them, or none.

    Nothing counts them, so nothing has checked them before: whatever is no span is passed over.
    """
    if not isinstance(given, list | tuple):
        return ()
    spans = [given] if len(given) == 2 and all(type(at) is int for at in given) else given
    plain = [span for span in spans if isinstance(span, list | tuple) and [type(at) for at in span] == [int, int]]
    return tuple((start, end) for start, end in plain)


def _details(rows: pd.DataFrame) -> dict[str, dict[Any, dict[str, Any]]]:
    """What rows say beyond what is compared, by article and quote, in the order of `found_quotes`."""
    import pandas as pd

    names = [f"{name}_{end}" for name in ("source", "cue") for end in ("start", "end")]
    names += ["counterpart", "tone", "counterpart_mention", "counterpart_found", *(f"p_{tone}" for tone in TONES)]
    columns = [rows[name] if name in rows.columns else repeat(None, len(rows)) for name in names]
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for doc_id, quote_id, *given in zip(rows["doc_id"], rows["quote_id"], *columns, strict=True):
        cells = {name: None if pd.isna(cell) is True else cell for name, cell in zip(names, given, strict=True)}
        detail = found.setdefault(str(doc_id), {}).setdefault(
            quote_id,
            {"id": str(quote_id), "sources": _span(cells, "source"), "cues": _span(cells, "cue"), "found": {}},
        )
        if isinstance(cells["counterpart"], str):
            probability = cells.get(f"p_{cells['tone']}")
            detail["found"][cells["counterpart"]] = Found(
                cells["counterpart_mention"], cells["counterpart_found"], probability
            )
    return found


def _span(cells: Mapping[str, Any], name: str) -> Spans:
    try:
        return ((int(cells[f"{name}_start"]), int(cells[f"{name}_end"])),)
    except (TypeError, ValueError):  # none there, or a stranger's column of the same name
        return ()


def _pairs(gold: Sequence[Shown], found: Sequence[Shown]) -> list[Pair]:
    """The quotes of one article, paired, numbered by where they begin."""
    pairs = match([side.quote for side in gold], [side.quote for side in found])
    paired_gold, paired_found = {g for g, _, _ in pairs}, {f for _, f, _ in pairs}
    sides: list[tuple[int | None, int | None, float | None]] = [
        *pairs,
        *((g, None, None) for g in range(len(gold)) if g not in paired_gold),
        *((None, f, None) for f in range(len(found)) if f not in paired_found),
    ]

    def begin(side: tuple[int | None, int | None, float | None]) -> int:
        both = [
            quotes[at].quote.fragments for quotes, at in zip((gold, found), side[:2], strict=True) if at is not None
        ]
        return min((start for fragments in both for start, _ in fragments), default=0)

    sides.sort(key=begin)
    gold_numbers = {g: number for number, (g, _, _) in enumerate(sides, 1)}
    found_numbers = {f: number for number, (_, f, _) in enumerate(sides, 1)}
    numbered = []
    for number, (g, f, overlap) in enumerate(sides, 1):
        mine, theirs = None if g is None else gold[g], None if f is None else found[f]
        near = None
        if theirs is None and mine is not None:
            near = _nearest(mine, found, found_numbers)
        elif mine is None and theirs is not None:
            near = _nearest(theirs, gold, gold_numbers)
        numbered.append(Pair(number, mine, theirs, overlap, _errors(mine, theirs), near))
    return numbered


def _nearest(alone: Shown, others: Sequence[Shown], numbers: Mapping[int | None, int]) -> tuple[int, float] | None:
    """Which quote of the other side covers most of one without a match: whether it was cut or merged."""
    of = alone.quote.characters
    overlaps = [(len(of & other.quote.characters) / (len(of | other.quote.characters) or 1)) for other in others]
    best = max(range(len(others)), key=overlaps.__getitem__, default=None)
    return None if best is None or not overlaps[best] else (numbers[best], overlaps[best])


def _errors(gold: Shown | None, found: Shown | None) -> tuple[str, ...]:
    if gold is None or found is None:
        return ("spurious",) if gold is None else ("missed",)
    mine, theirs = gold.quote, found.quote
    both = mine.tones.keys() & theirs.tones.keys()
    wrong = {
        "span": mine.characters != theirs.characters,
        "kind": mine.kind != theirs.kind,
        # gold may leave sources out, and where it gives one, its extent is a matter of taste
        "source": bool(gold.sources) and not _meet(gold.sources, found.sources),
        "speaker": not same_name(mine.speaker, theirs.speaker),
        "state": mine.state != theirs.state,
        "counterpart": mine.tones.keys() != theirs.tones.keys(),
        "tone": any(mine.tones[state] != theirs.tones[state] for state in both),
    }
    return tuple(error for error in ERRORS if wrong.get(error))


def _meet(some: Spans, others: Spans) -> bool:
    return any(start < other_end and other_start < end for start, end in some for other_start, other_end in others)
