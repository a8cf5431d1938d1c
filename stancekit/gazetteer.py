"""States, capitals, seats of government, demonyms, offices and office holders: what names a state in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stancekit import gazetteer_context as context
from stancekit import gazetteer_phrases as phrases
from stancekit import gazetteer_tables as tables
from stancekit.gazetteer_leaders import Leaders, iso_date
from stancekit.gazetteer_tables import Name, OfficeHolder, StateMention
from stancekit.gazetteer_trie import PhraseTrie, Words, fold

__all__ = ["Gazetteer", "OfficeHolder", "StateMention", "gazetteer"]

# Given names that are also everyday words, titles or states: they tell nothing about the next word.
_NOT_GIVEN = frozenset(
    """Al Ban Ben Bill Chad Christian Dick Guy Imran Israel Jack Jordan King Lord Mao Mark May Pope Prince Queen
    Rich Rosemary Salam Saddam Samantha Sheikh Sultan To Will Xi Grant Hope Frank Rose Dale Earl Dean Norman""".split()
)
_GENERIC_TITLES = frozenset({"mr", "mrs", "ms", "dr", "general", "gen", "sheikh", "ayatollah"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """One meaning of a phrase in the trie: a name of a state, or of a leader."""

    name: Name
    shape: str
    leader: str = ""
    surname: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A leader's name in a text, to be settled once the whole text is known."""

    begin: int
    end: int
    entry: _Entry


class Gazetteer:
    """What names a state, who holds which office, and who speaks for a state.

    Examples
    --------
    >>> from stancekit.gazetteer import gazetteer
    >>> [(m.text, m.state, m.kind) for m in gazetteer().find("The Kremlin and Canadians")]
    [('Kremlin', 'RU', 'seat'), ('Canadians', 'CA', 'demonym')]
    """

    def __init__(self, extra: Iterable[Name] = ()) -> None:
        self._codes = tables.read_states()
        offices = tables.read_offices()
        self._offices: PhraseTrie[tuple[bool, str]] = PhraseTrie()
        for text, speaks, group in offices:
            self._offices.add(text, (speaks, group))
        self._office_words = frozenset(
            word for text, speaks, group in offices if speaks or group == "legislator" for word in Words.of(text).folded
        )
        self._leaders = Leaders(tables.read_holders())
        self._given = frozenset(tables.read_given_names()) | self._leaders.given
        self._given -= _NOT_GIVEN
        self._trie: PhraseTrie[_Entry] = PhraseTrie()
        self._add_names(tables.read_names(self._codes), extra)
        self._add_leaders()

    @classmethod
    def load(cls, *extra: str | Path) -> Gazetteer:
        """The tables of the package, with users' own tables on top.

        Parameters
        ----------
        extra
            TSV files with the columns of ``names.tsv``; their rows win over those of the package.

        Raises
        ------
        InputError
            Where a row is bad; the message names file and line.
        """
        codes = tables.read_states()
        return cls(name for path in extra for name in tables.read_extra_names(path, codes))

    def _add_names(self, own: Iterable[Name], extra: Iterable[Name]) -> None:
        for name in own:
            self._trie.add(name.text, _Entry(name, context.shape_of(name.text)))
        for name in reversed(list(extra)):
            self._trie.add(name.text, _Entry(name, context.shape_of(name.text)), first=True)

    def _add_leaders(self) -> None:
        for surname, forms in ((False, self._leaders.by_full), (True, self._leaders.by_surname)):
            for form, rows in forms.items():
                texts = rows[0].surnames if surname else rows[0].full_names
                text = next(text for text in texts if " ".join(Words.of(text).folded) == form)
                entry = _Entry(Name(None, text, "leader"), context.shape_of(text), form, surname)
                self._trie.add(form, entry)

    def name_of(self, code: str) -> str:
        """The English short name of a code; KeyError if it is none of ours.

        Examples
        --------
        >>> gazetteer().name_of("KR")
        'South Korea'
        """
        return self._codes[code]

    def find(self, text: str, date: str | None = None) -> list[StateMention]:
        """All mentions of states, longest first, without overlaps, in text order.

        Parameters
        ----------
        text
            Any text; offsets are code points.
        date
            The article's date, YYYY[-MM[-DD]]: then leaders count only if in office at that date or within
            the year before. A date in another form counts as unknown.

        Returns
        -------
        list of StateMention
            A mention never holds the possessive ending.
        """
        words = Words.of(text)
        mentions, leaders = self._scan(words)
        if leaders:
            mentions += self._settle(words, leaders, Counter(m.state for m in mentions), iso_date(date))
            mentions.sort(key=lambda mention: mention.start)
        return mentions

    def _scan(self, words: Words) -> tuple[list[StateMention], list[_Candidate]]:
        mentions: list[StateMention] = []
        leaders: list[_Candidate] = []
        index = 0
        while index < len(words):
            if not self._trie.starts_with(words.folded[index]):
                index += 1
                continue
            found = self._best(words, index)
            if found is None:
                index += 1
                continue
            if found.entry.leader:
                leaders.append(found)
            elif found.entry.name.state is not None:
                mentions.append(self._mention(words, found))
            index = found.end
        return mentions, leaders

    def _best(self, words: Words, begin: int) -> _Candidate | None:
        """The longest phrase that begins here and means something here; it may mean no state."""
        for end, entries in self._trie.at(words, begin):
            if context.inside_word(words, begin, end):
                continue
            for entry in entries:
                if context.fits_shape(entry.shape, words, begin, end) and self._fits(entry, words, begin, end):
                    return _Candidate(begin, end, entry)
        return None

    def _fits(self, entry: _Entry, words: Words, begin: int, end: int) -> bool:
        name = entry.name
        if name.rule and not context.obeys(name.rule, name.text, words, begin, end, self._office_words):
            return False
        if name.state is None:
            return not entry.surname or not context.on_building(words, end)
        if entry.shape == "U" and words.raw(begin) == "US" and context.in_capitals(words, begin, end):
            return False
        if end - begin == 1 and name.kind in ("name", "capital") and context.after_given_name(words, begin, self._given):
            return False
        return not context.in_title(name, words, end)

    def _mention(self, words: Words, found: _Candidate) -> StateMention:
        start, end = words.starts[found.begin], words.ends[found.end - 1]
        name = found.entry.name
        kind = name.kind
        if kind in ("capital", "name", "seat") and context.is_dateline(words, found.begin, found.end):
            kind = "dateline"
        assert name.state is not None
        return StateMention(start, end, words.text[start:end], name.state, kind)

    def _settle(
        self, words: Words, leaders: list[_Candidate], states: Counter[str], date: str | None
    ) -> list[StateMention]:
        """Decide which leaders' names mean a state: full names first, since they settle the surnames."""
        known: set[str] = set()
        settled: dict[int, str] = {}
        for number, found in enumerate(leaders):
            if not found.entry.surname:
                full = self._leaders.state_of_full(found.entry.leader, date, states)
                if full:
                    settled[number] = full[0]
                    known |= full[1]
        for number, found in enumerate(leaders):
            if found.entry.surname:
                title, given = self._before(words, found.begin)
                state = self._leaders.state_of_surname(found.entry.leader, date, title, given, known, states)
                if state:
                    settled[number] = state
        mentions = []
        for number, state in settled.items():
            start, end = words.starts[leaders[number].begin], words.ends[leaders[number].end - 1]
            mentions.append(StateMention(start, end, words.text[start:end], state, "leader"))
        return mentions

    def _before(self, words: Words, begin: int) -> tuple[str, str]:
        """The folded title and the given name that stand right before a surname; empty where there is none."""
        raw = words.raw(begin - 1) if begin and words.gap(begin) in (" ", "\u00a0", ". ") else ""
        if not raw[:1].isupper():
            return "", ""
        before = words.folded[begin - 1]
        if before in self._office_words or before in _GENERIC_TITLES:
            return before, ""
        return "", raw if raw in self._given else ""

    def state_of(self, phrase: str, date: str | None = None) -> str | None:
        """The state that a source phrase or title speaks from.

        Parameters
        ----------
        phrase
            Such as ``the US ambassador to Moscow``: the state of the office, not the one it is accredited to.
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
        names = [m for m in mentions if m.kind in ("name", "former", "capital", "europe", "leader")]
        voice: bool | None = None
        for start, speaks, group in self._office_words_in(head):
            if any(mention.start <= start < mention.end for mention in names):
                continue
            if not speaks and not (group == "former" and voice):
                return False
            voice = True
        if voice is None and any(m.kind in ("seat", "organisation") for m in mentions):
            return True
        if voice is None and len(mentions) == 1 and mentions[0].kind != "leader" and phrases.bare(head, mentions[0]):
            return True
        return voice

    def _office_words_in(self, phrase: str) -> list[tuple[int, bool, str]]:
        """Offset, voice and group of the office words, longest first, in order."""
        words = Words.of(phrase)
        found: list[tuple[int, bool, str]] = []
        index = 0
        while index < len(words):
            end, values = next(iter(self._offices.at(words, index)), (index + 1, []))
            found += [(words.starts[index], speaks, group) for speaks, group in values[:1]]
            index = end
        return found

    def holder(self, name: str, date: str | None = None) -> OfficeHolder | None:
        """Who is meant by a full name or a surname, perhaps with a title.

        Parameters
        ----------
        name
            ``Sergey Lavrov``, ``Lavrov`` or ``Foreign Minister Lavrov``.
        date
            YYYY[-MM[-DD]]: only who held office at that date. Without: anyone in the table.

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
        first = 0
        while first < len(words) - 1 and self._is_title(words.folded[first]):
            first += 1
        if not len(words):
            return None
        return self._leaders.holder(name[words.starts[first] : words.ends[-1]], iso_date(date))

    def _is_title(self, word: str) -> bool:
        return word in self._office_words or word in _GENERIC_TITLES or fold(word) == "the"


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the package, loaded once."""
    return Gazetteer()
