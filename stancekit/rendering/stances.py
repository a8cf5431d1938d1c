"""Stances from what people have at hand: rows as `stancekit.score` gives them, and records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, cast

from stancekit.columns import NEEDED
from stancekit.errors import InputError
from stancekit.frames import is_frame, is_null, is_series
from stancekit.matching import fragment_spans
from stancekit.types import TONES, Counterpart, Kind, Quote, Span, Speaker, Stance, Tone

if TYPE_CHECKING:
    import pandas as pd

One: TypeAlias = "Mapping[str, Any] | pd.Series[Any] | Quote | Stance"
"""A row, or a record."""
Many: TypeAlias = "pd.DataFrame | Iterable[One]"


def stances_of(given: Many | One) -> list[Stance]:
    """The stances of rows or records, in their order.

    Raises
    ------
    InputError
        Where a row lacks a column, or holds what cannot be shown.

    Examples
    --------
    >>> row = {"doc_id": "wire", "quote_id": "q1", "quote": "we wait", "fragments": [[1, 8]], "counterpart": "NO"}
    >>> (stance,) = stances_of([row])
    >>> stance.quote.fragments, stance.counterpart.state
    ((Span(start=1, end=8, text='we wait'),), 'NO')
    """
    if is_frame(given):
        _check_columns(list(given.columns))
        return [_of_row(row) for row in given.to_dict("records")]
    if _is_one(given):
        return _of_one(given)
    if isinstance(given, str) or not isinstance(given, Iterable):
        kind = type(given).__name__
        raise InputError(f"quotes to show are a {kind}; give rows as stancekit.score returns them", given)
    return [stance for one in given for stance in _of_one(one)]


def _is_one(given: object) -> TypeGuard[One]:
    return isinstance(given, Quote | Stance | Mapping) or is_series(given)


def _of_one(one: object) -> list[Stance]:
    if isinstance(one, Stance):
        return [one]
    if isinstance(one, Quote):
        return [Stance(one, counterpart) for counterpart in one.counterparts] or [Stance(one)]
    if is_series(one):
        one = one.to_dict()
    if not isinstance(one, Mapping):
        raise InputError(f"a quote to show is a {type(one).__name__}; give a row or a Quote: rows.iloc[0]", one)
    _check_columns(list(one))
    return [_of_row(one)]


def _check_columns(columns: list[Any]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise InputError(f"not rows: no column {', '.join(missing)}; give what stancekit.score returns", missing)


def _of_row(row: Mapping[Any, Any]) -> Stance:
    state = _text(row, "counterpart")
    counterpart = None
    if state is not None:
        found, sure = _text(row, "counterpart_found") or "named", _number(row, "counterpart_confidence")
        counterpart = Counterpart(state, _span(row, "counterpart_mention", "counterpart"), found, sure)
    p_hostile, p_cautious, p_constructive = (_number(row, f"p_{tone}") for tone in TONES)
    known = p_hostile is not None and p_cautious is not None and p_constructive is not None
    tone = _text(row, "tone")
    names = (_text(row, "tone_set") or "").split("|")
    return Stance(
        _quote(row),
        counterpart,
        None if tone is None else _tone(tone),
        cast("tuple[float, float, float]", (p_hostile, p_cautious, p_constructive)) if known else None,
        tuple(_tone(name) for name in names if name) or None,
    )


def _quote(row: Mapping[Any, Any]) -> Quote:
    doc_id, quote_id, words = (str(row[name]) for name in ("doc_id", "quote_id", "quote"))
    fragments, at = [], 0
    for start, end in fragment_spans(row["fragments"], doc_id, quote_id):
        fragments.append(Span(start, end, words[at : at + end - start]))
        at += end - start + 1
    if not fragments or at - 1 != len(words) or any(span.start >= span.end for span in fragments):
        raise InputError(
            f"article {doc_id}, quote {quote_id}: its {len(words)} characters are not those of its fragments "
            f"{row['fragments']!r:.80}; give rows as stancekit.score returns them",
            words,
        )
    return Quote(
        doc_id,
        quote_id,
        words,
        tuple(fragments),
        cast(Kind, _text(row, "kind") or "direct"),
        _span(row, "cue", "cue"),
        _span(row, "source", "source"),
        Speaker(
            _text(row, "speaker"),
            _text(row, "speaker_role"),
            _text(row, "speaker_state"),
            _number(row, "speaker_confidence"),
        ),
        confidence=_number(row, "confidence"),
    )


def _tone(name: str) -> Tone:
    if name not in TONES:
        raise InputError(f"no tone: {name!r}; tones are {', '.join(TONES)}", name)
    return name


def _span(row: Mapping[Any, Any], words: str, place: str) -> Span | None:
    text, start, end = _text(row, words), _number(row, f"{place}_start"), _number(row, f"{place}_end")
    return None if text is None or start is None or end is None else Span(int(start), int(end), text)


def _text(row: Mapping[Any, Any], name: str) -> str | None:
    cell = row.get(name)
    return None if is_null(cell) or cell == "" else str(cell)


def _number(row: Mapping[Any, Any], name: str) -> float | None:
    cell = row.get(name)
    if is_null(cell):
        return None
    try:
        return float(cast(Any, cell))
    except (TypeError, ValueError) as error:
        raise InputError(f"column {name}: no number: {cell!r:.80}", cell) from error
