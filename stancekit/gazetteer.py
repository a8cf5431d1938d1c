"""States, capitals, seats of government, demonyms, offices and office holders: what names a state.

The tables behind it stand in ``stancekit/resources``, with a README on their columns and policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from stancekit import gazetteer_phrases as phrases
from stancekit import gazetteer_tables as tables
from stancekit.gazetteer_context import Vocabulary
from stancekit.gazetteer_dates import iso_date
from stancekit.gazetteer_finder import Finder
from stancekit.gazetteer_leaders import Leaders
from stancekit.gazetteer_tables import Name, OfficeHolder, StateMention
from stancekit.gazetteer_trie import PhraseTrie, Words

__all__ = ["Gazetteer", "OfficeHolder", "StateMention", "gazetteer"]

_TITLES = frozenset({"mr", "mrs", "ms", "dr", "gen", "sheikh", "ayatollah", "the"})
_NAMES = frozenset({"name", "former", "capital", "europe", "leader"})


class Gazetteer:
    """What names a state, who holds which office, and who speaks for a state.

    Parameters
    ----------
    extra
        Names on top of those of the package; they win over them. See ``load``.

    Examples
    --------
    >>> from stancekit.gazetteer import gazetteer
    >>> [(m.text, m.state, m.kind) for m in gazetteer().find("The Kremlin and Canadians")]
    [('Kremlin', 'RU', 'seat'), ('Canadians', 'CA', 'demonym')]
    """

    def __init__(self, extra: Iterable[Name] = ()) -> None:
        self._states = tables.read_states()
        self._leaders = Leaders(tables.read_holders())
        offices = tables.read_offices()
        self._vocabulary = Vocabulary.read(self._leaders.given, offices)
        self._offices: PhraseTrie[tuple[bool, str]] = PhraseTrie()
        for text, speaks, group in offices:
            self._offices.add(Words.of(text), (speaks, group))
        names = [*extra, *tables.read_names(self._states)]
        self._finder = Finder(names, self._leaders, self._vocabulary)

    @classmethod
    def load(cls, *extra: str | Path) -> Gazetteer:
        """The tables of the package, with users' own tables on top.

        Parameters
        ----------
        extra
            TSV files with the columns of ``names.tsv``; their rows win over those of the package, and those
            of the first file over those of the next.

        Raises
        ------
        InputError
            Where a table cannot be read or a row is bad; the message names file and line.
        """
        states = tables.read_states()
        return cls(name for path in extra for name in tables.read_extra_names(path, states))

    def name_of(self, code: str) -> str:
        """The English short name of a code; KeyError if it is none of ours.

        Examples
        --------
        >>> gazetteer().name_of("KR")
        'South Korea'
        """
        return self._states[code]

    def find(self, text: str, date: str | None = None) -> list[StateMention]:
        """All mentions of states, longest first, without overlaps, in text order.

        Parameters
        ----------
        text
            Any text; offsets are code points.
        date
            The article's date, as it gives it: then leaders count only if in office at that date or within
            the year before. What can be read in two ways (03/12/2024) counts as far as it is certain.

        Returns
        -------
        list of StateMention
            A mention never holds the possessive ending.
        """
        return self._finder.find(text, iso_date(date))

    def shapes(self, text: str) -> Iterator[tuple[int, str]]:
        """How words are written that may belong to a name of a state, whatever their case is here.

        Yields
        ------
        tuple
            Where the word starts, and ``lower``, ``title`` or ``upper``.

        Examples
        --------
        >>> list(gazetteer().shapes("the us and peru"))
        [(4, 'upper'), (11, 'title')]
        """
        return self._finder.shapes(text)

    def state_of(self, phrase: str, date: str | None = None) -> str | None:
        """The state that a source phrase or title speaks from.

        Parameters
        ----------
        phrase
            Such as ``the US ambassador to Moscow``: the state of the office, not the one it is sent to.
        date
            The article's date, for leaders' names.

        Returns
        -------
        str or None
            None where the phrase names no state, or two states as joint sources.

        Examples
        --------
        >>> gazetteer().state_of("the US ambassador to Moscow")
        'US'
        """
        head = phrases.before_clause(phrase)
        return phrases.state_in(head, self.find(head, date))

    def speaks_for_state(self, phrase: str) -> bool | None:
        """Whether the office words in a source phrase make it the voice of a state.

        Returns
        -------
        bool or None
            False for private persons, experts, press, legislators, opposition, armed groups and former
            offices; None where the phrase has no office word and is no institution.

        Examples
        --------
        >>> gazetteer().speaks_for_state("a former foreign minister")
        False
        """
        head = phrases.before_clause(phrase)
        mentions = self.find(head)
        names = [mention for mention in mentions if mention.kind in _NAMES]
        voice: bool | None = None
        for start, speaks, group in self._office_words_in(head):
            if any(mention.start <= start < mention.end for mention in names):
                continue
            if not speaks and not (group == "former" and voice):
                return False
            voice = True
        if voice is None and any(mention.kind in ("seat", "organisation") for mention in mentions):
            return True
        if voice is None and len(names) == 1 and names[0].kind != "leader" and phrases.bare(head, names[0]):
            return True
        return voice

    def _office_words_in(self, phrase: str) -> list[tuple[int, bool, str]]:
        """Offset, voice and group of the office words, longest first, in order."""
        words = Words.of(phrase)
        found: list[tuple[int, bool, str]] = []
        index = 0
        while index < len(words):
            end, values = next(iter(self._offices.at(words, index)), (index + 1, []))
            if not self._is_deputy_of(words, index, end):
                found += [(words.starts[index], speaks, group) for speaks, group in values[:1]]
            index = end
        return found

    def _is_deputy_of(self, words: Words, index: int, end: int) -> bool:
        """Whether *deputy* only qualifies the office behind it, and is no member of a chamber of deputies."""
        if end - index > 1 or words.folded[index] != "deputy" or end >= len(words):
            return False
        return words.raw(end).islower() or words.folded[end] in self._vocabulary.offices

    def holder(self, name: str, date: str | None = None) -> OfficeHolder | None:
        """Who is meant by a full name or a surname, perhaps with a title.

        Parameters
        ----------
        name
            ``Sergey Lavrov``, ``Lavrov`` or ``Foreign Minister Lavrov``.
        date
            Only who held office at that date, in any form that is certain. Without: anyone in the table.

        Returns
        -------
        OfficeHolder or None
            None where nobody or more than one person is meant. The highest office at the date; without a
            date, the latest.

        Examples
        --------
        >>> gazetteer().holder("Merkel").office
        'head of government'
        """
        words = Words.of(name)
        if not len(words):
            return None
        day = iso_date(date)
        first, title = 0, ""
        found = self._leaders.holder(name, day)
        while found is None and first < len(words) - 1 and self._is_title(words.folded[first]):
            title, first = words.folded[first], first + 1
            found = self._leaders.holder(name[words.starts[first] : words.ends[-1]], day, title)
        return found

    def _is_title(self, word: str) -> bool:
        return word in self._vocabulary.offices or word in _TITLES


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the package, loaded once."""
    return Gazetteer()
