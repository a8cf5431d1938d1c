"""Office holders by name and date: who is meant by a full name, a surname, a title and a surname."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from stancekit.gazetteer_tables import HolderRow, OfficeHolder
from stancekit.gazetteer_trie import Words, fold

_RANK = {
    "head of state": 0,
    "head of government": 1,
    "leader of organisation": 1,
    "foreign minister": 2,
    "defence minister": 3,
    "other": 4,
}
_HEAD = frozenset({"head of state", "leader of organisation"})
_CABINET = frozenset({"foreign minister", "defence minister", "other"})
# The offices that a title before a surname can mean; a title that is not listed fits any.
_TITLE_OFFICES = {
    "president": _HEAD | {"other"},
    "king": _HEAD,
    "queen": _HEAD,
    "pope": _HEAD,
    "chancellor": frozenset({"head of government"}),
    "premier": frozenset({"head of government"}),
    "minister": _CABINET | {"head of government"},
    "secretary": _CABINET | {"leader of organisation"},
    "spokesman": frozenset({"other"}),
    "spokeswoman": frozenset({"other"}),
    "spokesperson": frozenset({"other"}),
    "ambassador": frozenset({"other"}),
    "envoy": frozenset({"other"}),
}


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def _last_day(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :] if len(date) < 10 else date


def served(holder: OfficeHolder, date: str | None, years_after: int = 0) -> bool:
    """Whether the person held the office on ``date`` or up to ``years_after`` years before it."""
    if date is None:
        return True
    if holder.since and _last_day(date) < _first_day(holder.since):
        return False
    if holder.until is None:
        return True
    last = _last_day(holder.until)
    return _first_day(date) <= f"{int(last[:4]) + years_after:04d}{last[4:]}"


def folded_phrase(name: str) -> str:
    """The folded words of a name, joined by one space."""
    return " ".join(Words.of(name).folded)


class Leaders:
    """Office holders, looked up by their names.

    Parameters
    ----------
    rows
        The table of office holders.
    """

    def __init__(self, rows: Iterable[HolderRow]) -> None:
        self.by_full: dict[str, list[HolderRow]] = defaultdict(list)
        self.by_surname: dict[str, list[HolderRow]] = defaultdict(list)
        self.given: set[str] = set()
        full: dict[str, Words] = {}
        surnames: dict[str, Words] = {}
        for row in rows:
            _register(row.full_names, row, self.by_full, full)
            _register(row.surnames, row, self.by_surname, surnames)
            first, *others = row.holder.name.split()
            if others and first not in row.surnames:
                self.given.add(first)
        self.full_names = tuple(full.values())
        self.surnames = tuple(surnames.values())

    def holder(self, name: str, date: str | None, title: str = "") -> OfficeHolder | None:
        """The one person in office on ``date`` whom the name means, in the highest office then held.

        A ``title`` chooses among namesakes.
        """
        wanted = folded_phrase(name)
        rows = self.by_full.get(wanted) or self.by_surname.get(wanted) or []
        rows = [row for row in rows if served(row.holder, date)]
        if len({row.holder.name for row in rows}) > 1:
            # of namesakes, whoever the press calls by the surname alone
            rows = [row for row in rows if row.surname_alone] or rows if not title else rows
            rows = _with_title(rows, title)
        if len({row.holder.name for row in rows}) != 1:
            return None
        if date is None:
            last = max(row.holder.until or "9999" for row in rows)
            rows = [row for row in rows if (row.holder.until or "9999") == last]
        return min(rows, key=lambda row: (_RANK[row.holder.office], row.holder.since or "")).holder

    def state_of_full(
        self, name: str, date: str | None, states: Mapping[str, int]
    ) -> tuple[str, frozenset[str]] | None:
        """State and persons behind a folded full name; ``states`` counts the states that the text names."""
        rows = [row for row in self.by_full.get(name, ()) if served(row.holder, date, years_after=1)]
        if not rows:
            return None
        return _likeliest(rows, states), frozenset(row.holder.name for row in rows)

    def state_of_surname(
        self,
        surname: str,
        date: str | None,
        title: str,
        given: str,
        known: Collection[str],
        states: Mapping[str, int],
    ) -> str | None:
        """State behind a surname in a text.

        Parameters
        ----------
        surname
            Folded.
        date
            Of the article, or None.
        title, given
            The folded title or the given name right before the surname, or empty.
        known
            Persons whom the text names in full.
        states
            How often the text names each state.
        """
        rows = [row for row in self.by_surname.get(surname, ()) if served(row.holder, date, years_after=1)]
        named = [row for row in rows if row.holder.name in known]
        alone = [row for row in rows if row.surname_alone]
        if given:
            # A namesake, unless it is another spelling of the holder's own given name (Dmitrii Peskov).
            rows = [row for row in alone if any(fold(n)[:1] == fold(given)[:1] for n in row.full_names)]
        elif title in _TITLE_OFFICES:
            rows = _with_title(named, title) or _with_title(rows, title) or named
        else:
            rows = named or alone
        if not rows:
            return None
        if len({row.holder.name for row in rows}) == 1:
            return _likeliest(rows, states)
        return _only_state(rows, states)


def _register(names: Iterable[str], row: HolderRow, index: dict[str, list[HolderRow]], forms: dict[str, Words]) -> None:
    """Enter a row under each of the names, which are split into words once."""
    for name in names:
        words = forms.get(name)
        if words is None:
            words = forms[name] = Words.of(name)
        index[" ".join(words.folded)].append(row)


def _with_title(rows: list[HolderRow], title: str) -> list[HolderRow]:
    """The rows whose office the title can mean; all of them for a title that says nothing."""
    offices = _TITLE_OFFICES.get(title)
    return [row for row in rows if offices is None or row.holder.office in offices]


def _likeliest(rows: list[HolderRow], states: Mapping[str, int]) -> str:
    """Of one person's offices, the one whose state the text names most often, else the latest."""
    return max(rows, key=lambda row: (states.get(row.holder.state, 0), row.holder.since or "")).holder.state


def _only_state(rows: list[HolderRow], states: Mapping[str, int]) -> str | None:
    """The state of all namesakes, or of those whose state the text names; None if that leaves a choice."""
    all_states = {row.holder.state for row in rows}
    if len(all_states) > 1:
        all_states &= {state for state, count in states.items() if count}
    return next(iter(all_states)) if len(all_states) == 1 else None
