"""One statement across a corpus: the same ``statement_id`` for a quote however many outlets carry or translate it.

Quotes that read the same are taken together at once; what is left is blocked by rare words (``blocking``),
compared by rapidfuzz and by the rarity of what is shared (``likeness``), and united where no two persons,
states or distant days would meet (``union``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stancekit.errors import InputError
from stancekit.identities import is_person, link_speakers
from stancekit.rowfiles import writable
from stancekit.statements.blocking import NO_DAY, Whole
from stancekit.statements.likeness import ALIKE, ALIKE_UNKNOWN, FEWEST, FEWEST_UNKNOWN
from stancekit.statements.links import Speakers, linked
from stancekit.statements.union import UNKNOWN, Side, unite
from stancekit.statements.wording import Wording, wording

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 7
"""Days that the quotes of one statement may lie apart."""
NEEDED = ("doc_id", "quote_id", "quote")
_USED = (*NEEDED, "speaker_id", "speaker", "speaker_state", "date")
_PART_OF_A_DATE = re.compile(r"\D*(\d{4}(\D\d{1,2})?|\d{1,2}\D\d{4})\D*")
_WITH_A_YEAR = re.compile(r"(?<!\d)(?:\d{4}|\d{8})(?!\d)")


def link_quotes(
    rows: pd.DataFrame, *, window: int = WINDOW, alike: float = ALIKE, alike_unknown: float = ALIKE_UNKNOWN
) -> pd.DataFrame:
    """Give rows their ``statement_id``: one for all quotes of one statement, so that it can be counted once.

    Quotes are one statement where one speaker says nearly the same words within days: carried by several outlets,
    shortened, quoted in part, put into indirect speech, translated twice. A speaker who is not known (no name, a
    pronoun, a ministry) may be any person of the same state, but the words must be nearly verbatim, and must not
    fit two persons. Two persons never share a statement, nor do quotes that name different numbers, states or days,
    or of which one denies the other. A quote that holds two others whole joins them.

    Parameters
    ----------
    rows
        A frame of rows: ``doc_id``, ``quote_id`` and ``quote``, and ``speaker_id``, or ``speaker`` and
        ``speaker_state`` where it is missing or null. ``date`` may be any text; a date that is missing or cannot
        be read forbids nothing.
    window
        Days that the first and the last quote of a statement may lie apart.
    alike
        Likeness, 0 to 100, from which two quotes of one known speaker are one statement.
    alike_unknown
        The same where a speaker is not known.

    Returns
    -------
    DataFrame
        A copy with the same index and the column ``statement_id``: ``doc_id:quote_id`` of the statement's earliest
        quote, of several the first by ``doc_id``. The order of rows does not matter, nor do rows that share no words.

    Raises
    ------
    InputError
        Where a column is missing, an id is null, or ``window`` is negative.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({
    ...     "doc_id": ["wire", "post", "post"], "quote_id": ["q1", "q1", "q2"], "speaker_id": "pl-jan-wierzba",
    ...     "quote": ["We asked Minsk for the list of names in March, and we got it.",
    ...               "Poland asked Belarus in March for a list of names", "The ambassador left this morning."]})
    >>> link_quotes(rows)["statement_id"].tolist()
    ['post:q1', 'post:q1', 'post:q2']
    """
    import pandas as pd

    _check(rows, window)
    quotes = _quotes(rows)
    statements = _statements(quotes, window, alike, alike_unknown)
    names = (quotes["doc_id"] + ":" + quotes["quote_id"].str.replace("%", "%25").str.replace(":", "%3A")).to_numpy()
    found = pd.Series(names[statements], index=pd.MultiIndex.from_frame(quotes[["doc_id", "quote_id"]]), dtype="object")
    keys = pd.MultiIndex.from_arrays([_texts(rows["doc_id"]), _texts(rows["quote_id"])])
    return rows.assign(statement_id=pd.Series(found.reindex(keys).to_numpy(), index=rows.index, dtype="object"))


def _check(rows: pd.DataFrame, window: int) -> None:
    missing = [column for column in NEEDED if column not in rows.columns]
    if "speaker_id" not in rows.columns:
        missing += [column for column in ("speaker", "speaker_state") if column not in rows.columns]
    if missing:
        raise InputError(f"no column {', '.join(missing)}; give what score returns", missing)
    for column in ("doc_id", "quote_id"):
        if rows[column].isna().any():
            where = rows.index[rows[column].isna()][0]
            raise InputError(f"row {where} has no {column}; give each quote its ids", where)
    if window < 0:
        raise InputError(f"a window of {window} days; give 0 or more", window)


def _quotes(rows: pd.DataFrame) -> pd.DataFrame:
    """Each quote once, the earliest first, with its day and its speaker's and state's numbers."""
    import pandas as pd

    used = pd.DataFrame(
        {column: _texts(rows[column]) if column in rows.columns else None for column in _USED}, dtype="object"
    )
    used[["speaker_id", "speaker_state"]] = used[["speaker_id", "speaker_state"]].replace("", None)
    used = used.reset_index(drop=True).drop_duplicates()
    used["day"] = _days(used["date"])
    undated = used["day"] == NO_DAY
    used = used.assign(undated=undated).sort_values(["undated", "day", "doc_id", "quote_id", *_USED[2:]])
    used = used.drop_duplicates(["doc_id", "quote_id"]).reset_index(drop=True)
    lacking = used["speaker_id"].isna() & used["speaker"].notna()
    if lacking.any():
        used.loc[lacking, "speaker_id"] = link_speakers(used[lacking])["speaker_id"]
    return used.assign(**_sides(used))


def _texts(cells: pd.Series) -> pd.Series:
    """Cells as text, None where null; lone surrogates, which pandas cannot hold, as files have them."""
    texts = cells.astype(object).where(cells.notna(), None)
    return texts.map(lambda cell: None if cell is None else writable(str(cell)))


def _days(dates: pd.Series) -> pd.Series:
    """Days since 1970; `NO_DAY` where there is no date, or only a year or month."""
    import pandas as pd

    known = pd.Series([date for date in dates.dropna().unique() if _is_full(date)], dtype="object")
    read = pd.to_datetime(known, errors="coerce", format="mixed", utc=True)
    days = {
        text: (when - pd.Timestamp(0, tz="UTC")).days for text, when in zip(known, read, strict=True) if when == when
    }
    return dates.map(lambda date: days.get(date, NO_DAY)).astype("int64")


def _is_full(date: str) -> bool:
    """Whether a text can be a date with year, month and day; what lacks one would be filled in by pandas."""
    return bool(_WITH_A_YEAR.search(date)) and not _PART_OF_A_DATE.fullmatch(date)


def _sides(quotes: pd.DataFrame) -> dict[str, Whole]:
    """The numbers of person and state of each quote; a person has the state that most quotes give."""
    names = quotes["speaker"].where(quotes["speaker"].notna(), quotes["speaker_id"].str.replace("-", " ").str.title())
    person = {name: is_person(name) for name in set(names.dropna())}
    known = quotes["speaker_id"].where(names.map(lambda name: person.get(name, False)).astype(bool))
    state = quotes["speaker_state"]
    usual = state.groupby(known).agg(_usual)
    state = state.where(known.isna(), known.map(usual))
    return {"person": _numbers(known), "state": _numbers(state)}


def _usual(states: pd.Series) -> str | None:
    return min(states.mode().astype(str), default=None)


def _numbers(texts: pd.Series) -> Whole:
    """Texts as numbers in their alphabetical order; `UNKNOWN` for null."""
    import pandas as pd

    return pd.factorize(texts, sort=True)[0].astype(np.int64)


def _statements(quotes: pd.DataFrame, window: int, alike: float, alike_unknown: float) -> Whole:
    """For each quote the number of its statement's earliest quote."""
    if quotes.empty:
        return np.empty(0, np.int64)
    texts = quotes["quote"].fillna("")
    read = {text: wording(text) for text in set(texts)}  # pandas 2 takes a text up to its NUL for the whole of it
    wordings = [read[text] for text in texts]
    first, which = _read_the_same(quotes, wordings)
    people, states, days = (quotes[column].to_numpy()[first] for column in ("person", "state", "day"))
    speakers = Speakers(people, states, days)
    links = linked([wordings[number] for number in first], speakers, window, alike, alike_unknown)
    sides = [
        Side(int(person), int(state), *(2 * (None if day == NO_DAY else int(day),)))
        for person, state, day in zip(people, states, days, strict=True)
    ]
    return first[np.array(unite(sides, links, window), dtype=np.int64)[which]]


def _read_the_same(quotes: pd.DataFrame, wordings: Sequence[Wording]) -> tuple[Whole, Whole]:
    """Quotes of one side and day that read the same, as one: the first of each, and for each quote which it is."""
    key = quotes[["person", "state", "day"]].assign(
        text=[w.text for w in wordings],
        alone=[
            number if _says_little(w, p) else -1
            for number, (w, p) in enumerate(zip(wordings, quotes["person"], strict=True))
        ],
    )
    which = key.groupby(list(key.columns), sort=False).ngroup()
    return np.flatnonzero(~which.duplicated().to_numpy()).astype(np.int64), which.to_numpy().astype(np.int64)


def _says_little(one: Wording, person: int) -> bool:
    return len(set(one.stems)) < (FEWEST_UNKNOWN if person == UNKNOWN else FEWEST)
