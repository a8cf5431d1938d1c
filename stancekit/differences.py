"""Every quote of gold and rows side by side: what an error browser shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stancekit.goldfiles import GoldArticle
from stancekit.matching import Gold, Marked, Rows, gold_quotes, match, read_both, same_name

if TYPE_CHECKING:
    import pandas as pd

FIELDS = ("quote", "fragments", "kind", "speaker", "state", "counterparts")
RIGHT = ("kind_right", "speaker_right", "state_right", "counterparts_right", "tones_right")


def differences(gold: Gold, rows: Rows) -> pd.DataFrame:
    """List every quote of gold and rows side by side, as an error browser shows them.

    Parameters
    ----------
    gold, rows
        As for `stancekit.evaluation.evaluate`.

    Returns
    -------
    pandas.DataFrame
        One row a quote, in text order: ``doc_id``, ``status`` (``matched``, ``missed``, ``spurious``),
        ``overlap``, then ``gold_`` and ``found_`` ``quote``, ``fragments``, ``kind``, ``speaker``, ``state``
        and ``counterparts`` (``EU: cautious, US: hostile``), then ``kind_right``, ``speaker_right``,
        ``state_right``, ``counterparts_right`` and ``tones_right``, null where the quote is not matched.
    """
    import pandas as pd

    articles, found = read_both(gold, rows)
    lines = [line for article in articles for line in _side_by_side(article, found.get(article["id"], []))]
    sides = [f"{side}_{field}" for side in ("gold", "found") for field in FIELDS]
    return pd.DataFrame(lines, columns=["doc_id", "status", "overlap", *sides, *RIGHT])


def _side_by_side(article: GoldArticle, found: list[Marked]) -> list[dict[str, Any]]:
    """The lines of one article, by where the quote begins."""
    gold = gold_quotes(article)
    pairs = match(gold, found)
    paired_gold, paired_found = {g for g, _, _ in pairs}, {f for _, f, _ in pairs}
    sides: list[tuple[str, Marked | None, Marked | None, float | None]] = [
        *(("matched", gold[g], found[f], overlap) for g, f, overlap in pairs),
        *(("missed", quote, None, None) for g, quote in enumerate(gold) if g not in paired_gold),
        *(("spurious", None, quote, None) for f, quote in enumerate(found) if f not in paired_found),
    ]
    sides.sort(key=lambda side: (side[1] or side[2]).fragments[:1])  # type: ignore[union-attr]
    return [
        {
            "doc_id": article["id"],
            "status": status,
            "overlap": overlap,
            **_shown("gold", mine, article["text"]),
            **_shown("found", theirs, article["text"]),
            **(_judged(mine, theirs) if mine and theirs else {}),
        }
        for status, mine, theirs, overlap in sides
    ]


def _shown(side: str, quote: Marked | None, text: str) -> dict[str, Any]:
    if quote is None:
        return {}
    tones = ", ".join(f"{state}: {tone or 'no tone'}" for state, tone in sorted(quote.tones.items()))
    words = " ".join(text[start:end] for start, end in quote.fragments)
    shown = (words, quote.fragments, quote.kind, quote.speaker, quote.state, tones)
    return {f"{side}_{field}": cell for field, cell in zip(FIELDS, shown, strict=True)}


def _judged(mine: Marked, theirs: Marked) -> dict[str, bool]:
    common = mine.tones.keys() & theirs.tones.keys()
    judged = (
        mine.kind == theirs.kind,
        same_name(mine.speaker, theirs.speaker),
        mine.state == theirs.state,
        mine.tones.keys() == theirs.tones.keys(),
        all(mine.tones[state] == theirs.tones[state] for state in common),
    )
    return dict(zip(RIGHT, judged, strict=True))
