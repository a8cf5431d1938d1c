"""Find names of states and of their leaders in a text: one walk over the words, then the leaders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stancekit import gazetteer_context as context
from stancekit.gazetteer_context import Vocabulary
from stancekit.gazetteer_leaders import Leaders
from stancekit.gazetteer_tables import Name, StateMention
from stancekit.gazetteer_trie import PhraseTrie, Words

SHAPE_NAMES = {"l": "lower", "T": "title", "U": "upper"}


class _Entry(NamedTuple):
    """One meaning of a phrase in the trie: a name of a state, or a leader's folded name."""

    name: Name
    shape: str
    leader: str = ""
    surname: bool = False


class _Found(NamedTuple):
    """An entry at the words from ``begin`` to before ``end``."""

    begin: int
    end: int
    entry: _Entry


class Finder:
    """Finds mentions of states.

    Parameters
    ----------
    names
        What names a state, and what only looks like it; the first row of a phrase wins.
    leaders
        Office holders.
    vocabulary
        The words that settle what a name means.
    """

    def __init__(self, names: Iterable[Name], leaders: Leaders, vocabulary: Vocabulary) -> None:
        self._leaders = leaders
        self._vocabulary = vocabulary
        self._trie: PhraseTrie[_Entry] = PhraseTrie()
        self._lower: set[str] = set()  # first words of names that need no capital
        for name in names:
            words = Words.of(name.text)
            self._add(words, _Entry(name, context.shape_of(words)))
        for surname, forms in ((False, leaders.full_names), (True, leaders.surnames)):
            for words in forms:
                name = Name(None, words.text, "leader")
                entry = _Entry(name, context.shape_of(words), " ".join(words.folded), surname)
                self._add(words, entry)

    def _add(self, words: Words, entry: _Entry) -> None:
        self._trie.add(words, entry)
        if entry.shape.startswith("l"):
            self._lower.add(words.folded[0])

    def find(self, text: str, date: str | None) -> list[StateMention]:
        """All mentions, longest first, without overlaps, in text order; ``date`` is ISO or None."""
        words = Words.of(text)
        mentions: list[StateMention] = []
        leaders: list[_Found] = []
        done = 0
        for index in self._trie.beginnings(words):
            if index < done or not (words.folded[index] in self._lower or text[words.starts[index]].isupper()):
                continue
            found = self._best(words, index)
            if found is None:
                continue
            if found.entry.leader:
                leaders.append(found)
            elif found.entry.name.state is not None:
                mentions.append(_mention(words, found, found.entry.name.state, self._kind(words, found)))
            done = found.end
        if leaders:
            mentions += self._settle(words, leaders, Counter(mention.state for mention in mentions), date)
            mentions.sort(key=lambda mention: mention.start)
        return mentions

    def shapes(self, text: str) -> Iterator[tuple[int, str]]:
        """Where the words start of what may be names of states, in any case, and how the names write them."""
        words = Words.of(text)
        for index in self._trie.beginnings(words):
            for _, entries in self._trie.at(words, index):
                written = {letters for entry in entries if entry.name.state for letters in enumerate(entry.shape)}
                yield from sorted((words.starts[index + at], SHAPE_NAMES[letter]) for at, letter in written)
                break

    def _best(self, words: Words, begin: int) -> _Found | None:
        """The longest phrase that begins here and means something here; it may mean no state."""
        for end, entries in self._trie.at(words, begin):
            if context.inside_word(words, begin, end):
                continue
            for entry in entries:
                if context.fits_shape(entry.shape, words, begin, end) and self._fits(entry, words, begin, end):
                    return _Found(begin, end, entry)
        return None

    def _fits(self, entry: _Entry, words: Words, begin: int, end: int) -> bool:
        name, vocabulary = entry.name, self._vocabulary
        if name.rule and not context.obeys(name.rule, name.text, words, begin, end, vocabulary):
            return False
        if name.state is None:
            return not (entry.surname and context.no_surname(words, begin, end, vocabulary))
        if words.raw(begin) == "US" and end - begin == 1 and context.in_capitals(words, begin, end):
            return False
        place = end - begin == 1 and name.kind in ("name", "capital")
        if place and context.after_given_name(words, begin, vocabulary):
            return False
        return not context.in_title(name, words, end, vocabulary)

    def _kind(self, words: Words, found: _Found) -> str:
        kind = found.entry.name.kind
        if kind in ("capital", "name", "seat") and context.is_dateline(words, found.begin, found.end):
            return "dateline"
        return kind

    def _settle(
        self, words: Words, leaders: list[_Found], states: Counter[str], date: str | None
    ) -> list[StateMention]:
        """The leaders' names that mean a state; full names first, since they settle the surnames."""
        known: set[str] = set()
        mentions: list[StateMention] = []
        for found in leaders:
            full = None if found.entry.surname else self._leaders.state_of_full(found.entry.leader, date, states)
            if full:
                known |= full[1]
                mentions.append(_mention(words, found, full[0], "leader"))
        for found in leaders:
            if found.entry.surname:
                title, given = context.before_leader(words, found.begin, self._vocabulary)
                state = self._leaders.state_of_surname(found.entry.leader, date, title, given, known, states)
                if state:
                    mentions.append(_mention(words, found, state, "leader"))
        return mentions


def _mention(words: Words, found: _Found, state: str, kind: str) -> StateMention:
    start, end = words.starts[found.begin], words.ends[found.end - 1]
    return StateMention(start, end, words.text[start:end], state, kind)
