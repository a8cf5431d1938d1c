"""Rows as the JSON that the page's script reads: by columns, what recurs once, numbers as whole ones.

Plain where it is small, so that it can be read and searched in the file; deflated where it is large, for a page that
goes by mail has a limit.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from stancekit.errors import InputError
from stancekit.gazetteer_dates import iso_date
from stancekit.gazetteer_tables import read_states
from stancekit.reporting.context import Passage
from stancekit.rowfiles import Row, writable
from stancekit.types import TONES

PLAIN = 1_600_000
"""Bytes of JSON up to which it stands in the page as it is."""
THOUSANDTHS = (
    "p_hostile",
    "p_cautious",
    "p_constructive",
    "stance",
    "confidence",
    "speaker_confidence",
    "counterpart_confidence",
)
CODED = ("quote_id", "kind", "cue", "source", "counterpart", "counterpart_mention", "counterpart_found", "model")
"""Columns of text in which cells recur."""
_ARTICLE = ("doc_id", "title", "date", "outlet", "url")
_SPEAKER = ("speaker", "speaker_role", "speaker_state")
_TO_JSON = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def page_data(rows: Sequence[Row], passages: Mapping[tuple[str, str], Passage] | None = None) -> dict[str, Any]:
    """Rows by columns, for the page.

    Parameters
    ----------
    passages
        Of the quotes whose context is known, by ``doc_id`` and ``quote_id``.

    Returns
    -------
    dict
        ``articles``, ``speakers`` and ``passages``: each once, with ``article``, ``speaker`` and ``passage`` for each
        row's place in them; ``coded``: columns as what they hold (``of``) and places in it (``at``, −1 for null);
        ``numbers``: columns in thousandths; ``tone`` and ``tones`` (the prediction set, one bit a tone);
        ``states``: names of the codes.

    Raises
    ------
    InputError
        Where a tone is none of ours.
    """
    known = passages or {}
    articles = _coded((*(row[name] for name in _ARTICLE), iso_date(row["date"])) for row in rows)
    speakers = _coded(tuple(row[name] for name in _SPEAKER) for row in rows)
    texts = _coded(tuple(known.get((row["doc_id"], row["quote_id"])) or ("", row["quote"], "")) for row in rows)
    return {
        "articles": _by_columns((*_ARTICLE, "day"), articles["of"]),
        "speakers": _by_columns(("name", "role", "state"), speakers["of"]),
        "passages": [_shortest(passage) for passage in texts["of"]],
        "article": articles["at"],
        "speaker": speakers["at"],
        "passage": texts["at"],
        "coded": {name: _coded(row[name] for row in rows) for name in CODED},
        "numbers": {name: [_thousandths(row[name]) for row in rows] for name in THOUSANDTHS},
        "tone": [_tone(row["tone"]) for row in rows],
        "tones": [sum(1 << _tone(tone) for tone in (row["tone_set"] or "").split("|") if tone) for row in rows],
        "states": _state_names(rows),
    }


def json_of(data: Mapping[str, Any]) -> str:
    """Data as JSON that may stand in an element of a page: whatever words it holds, none of them is markup.

    Examples
    --------
    >>> json_of({"quote": "</script><img src=x>"})
    '{"quote":"\\\\u003c/script\\\\u003e\\\\u003cimg src=x\\\\u003e"}'
    """
    plain = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return writable(plain).translate(_TO_JSON)


def embedded(data: Mapping[str, Any], plain: int = PLAIN) -> str:
    """Data as the page holds it: JSON, or the JSON of its deflated bytes (``{"deflated": "base64"}``) if it is long."""
    content = json_of(data)
    raw = content.encode("utf-8")
    if len(raw) <= plain:
        return content
    return json.dumps({"deflated": base64.b64encode(zlib.compress(raw, 9)).decode("ascii")})


def _coded(cells: Iterable[Hashable]) -> dict[str, Any]:
    """Each cell once, in the order they come, and for every cell its place among these; −1 for null."""
    places: dict[Hashable, int] = {}
    at = [-1 if cell is None else places.setdefault(cell, len(places)) for cell in cells]
    return {"of": list(places), "at": at}


def _shortest(passage: Sequence[str]) -> str | list[str]:
    """A quote without context as its words alone."""
    return passage[1] if len(passage) == 3 and not any(passage[::2]) else list(passage)


def _by_columns(names: Sequence[str], records: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    columns = zip(*records, strict=True)
    return {name: _coded(cells) for name, cells in zip(names, columns, strict=True)}


def _thousandths(number: float | None) -> int | None:
    return None if number is None else round(number * 1000)


def _tone(tone: str | None) -> int:
    if tone is None:
        return -1
    if tone not in TONES:
        raise InputError(f"the tone {tone!r} is none of {', '.join(TONES)}; mend the column tone or tone_set", tone)
    return TONES.index(tone)


def _state_names(rows: Iterable[Row]) -> dict[str, str]:
    """The English names of the codes that rows use; a code of somebody's own stands for itself."""
    codes = {row[name] for row in rows for name in ("speaker_state", "counterpart")} - {None}
    return {code: state_name(code) for code in sorted(codes)}


def state_name(code: str) -> str:
    """The English name of a state's code, or the code where it is none of ours.

    Examples
    --------
    >>> state_name("FR"), state_name("XX")
    ('France', 'XX')
    """
    return _states().get(code, code)


@cache
def _states() -> dict[str, str]:
    return read_states()
