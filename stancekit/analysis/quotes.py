"""The sentences behind a figure: the most telling quotes of a dyad."""

from __future__ import annotations

import pandas as pd

from stancekit.analysis.given import Rows, check_choice, check_whole, rows_with
from stancekit.errors import InputError
from stancekit.gazetteer_tables import read_states
from stancekit.types import TONES, Tone

_NEEDED = ("doc_id", "quote_id", "speaker_state", "counterpart", "tone", "tone_set")
_WIDTH = 12
"""Ids are filled up to so many characters, so that q2 comes before q10."""


def top_quotes(
    rows: Rows, dyad: tuple[str, str] = ("RU", "US"), tone: Tone = "hostile", n: int = 10, *, sure: bool = True
) -> pd.DataFrame:
    """The quotes of a dyad that have a tone most plainly, each statement once.

    Parameters
    ----------
    rows
        A frame, a file or a folder of rows.
    dyad
        Codes of the state that is spoken for and of the one that is addressed.
    tone
        Only quotes whose likeliest tone this is.
    n
        How many; fewer are given where there are not so many.
    sure
        Decided quotes first, those whose prediction set holds this tone alone; otherwise by probability only.

    Returns
    -------
    DataFrame
        All columns of the rows and ``statement_id``, the most telling first: by probability of the tone, of equals in
        the order of ``doc_id`` and ``quote_id``. Of a statement's quotes the most telling one. The index is that of
        ``rows``.

    Raises
    ------
    InputError
        Where a column is missing, or a state, the tone or ``n`` is none. A dyad without quotes gives an empty frame.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "doc_id": ["a", "b", "c"], "quote_id": "q1", "statement_id": ["s1", "s1", "s2"], "tone": "hostile",
    ...     "quote": ["“They lied.”", "They lied", "They hide it"], "speaker_state": "RU", "counterpart": "US",
    ...     "p_hostile": [0.9, 0.8, 0.95], "tone_set": ["hostile", "hostile", "hostile|cautious"]})
    >>> top_quotes(rows, ("RU", "US"), "hostile")["quote"].tolist()
    ['“They lied.”', 'They hide it']
    """
    check_choice("tone", tone, TONES)
    check_whole("n", n, 1)
    chance = f"p_{tone}"
    frame = rows_with(rows, ["statement_id", *_NEEDED, chance])
    speaker_state, counterpart = _states(dyad, frame)
    of_dyad = frame["speaker_state"].eq(speaker_state) & frame["counterpart"].eq(counterpart) & frame["tone"].eq(tone)
    found = frame[of_dyad.fillna(False).astype(bool)]
    order = pd.DataFrame(
        {
            "open": ~found["tone_set"].eq(tone).fillna(False).astype(bool) if sure else False,
            "chance": -found[chance],
            "doc": found["doc_id"].astype(str),
            "quote": found["quote_id"].astype(str).str.zfill(_WIDTH),
        }
    ).reset_index(drop=True)
    places = order.sort_values(["open", "chance", "doc", "quote"], kind="stable").index
    return found.iloc[places].drop_duplicates("statement_id").head(n)


def _states(dyad: tuple[str, str], frame: pd.DataFrame) -> tuple[str, str]:
    """Both codes, each one of a state, or of what users' own rows have."""
    if not isinstance(dyad, tuple | list) or len(dyad) != 2:
        raise InputError(f"dyad={dyad!r}; give two codes, such as ('RU', 'US')", dyad)
    for code, column in zip(dyad, ("speaker_state", "counterpart"), strict=True):
        if code not in read_states() and not frame[column].eq(code).any():
            raise InputError(
                f"dyad={dyad!r}: {code!r} is no state's code; give ISO 3166-1 alpha-2, EU, NATO or UN", code
            )
    return dyad[0], dyad[1]
