"""Words of a text and a trie of phrases over them: one walk finds the longest phrases in linear time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

APOSTROPHES = "'’‘ʼ`"
HYPHENS = "-‐‑‒–"

# An abbreviation with dots is one word (U.S., D.P.R.K.); combining marks belong to their letter.
WORD = re.compile(r"[A-Z](?:\.[A-Z])+(?!\w)\.?|(?:[^\W_]+|[\u0300-\u036f]+)+")
_JOINT = re.compile(rf"[ \t\u00a0\u2009\u202f]{{1,2}}|[ \t]*\r?\n[ \t]*|[{HYPHENS}]|[{APOSTROPHES}]")
_ABBREVIATED = frozenset({"st", "no", "gen", "mt"})
# Letters that Unicode does not decompose, as news agencies write them.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d"})

T = TypeVar("T")


@lru_cache(maxsize=4096)
def _fold_accented(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def fold(word: str) -> str:
    """Lower case without accents and without the dots of an abbreviation.

    Examples
    --------
    >>> fold("Erdoğan"), fold("U.S.")
    ('erdogan', 'us')
    """
    folded = word.lower() if word.isascii() else _fold_accented(word)
    return folded.replace(".", "") if "." in folded else folded


@dataclass(slots=True)
class Words:
    """The words of one text: folded forms and code-point offsets, in parallel lists."""

    text: str
    folded: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Words:
        """Split ``text`` into words."""
        words = WORD.findall(text)
        starts, ends, end = [], [], 0
        for word in words:  # cheaper than a match object for each
            start = text.index(word, end)
            end = start + len(word)
            starts.append(start)
            ends.append(end)
        folded = [word.lower() if word.isascii() and word.isalnum() else fold(word) for word in words]
        return cls(text, folded, starts, ends)

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, index: int) -> str:
        """The word as the text writes it; empty outside the text."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < len(self.starts) else ""

    def gap(self, index: int) -> str:
        """What stands between the word at ``index`` and the word before it."""
        if not 0 < index < len(self.starts):
            return "\n"
        return self.text[self.ends[index - 1] : self.starts[index]]

    def joint(self, index: int) -> str | None:
        """How the word at ``index`` continues a phrase: ``""`` plainly, ``","`` after a comma, None: not."""
        gap = self.text[self.ends[index - 1] : self.starts[index]]
        if gap == " ":
            return ""
        if gap == ", ":
            return ","
        if _JOINT.fullmatch(gap):
            return ""
        before = self.folded[index - 1]
        if gap in (". ", ".") and (len(before) == 1 or before in _ABBREVIATED):
            return ""
        return None


class _Node(Generic[T]):
    __slots__ = ("children", "values")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.values: list[T] = []


class PhraseTrie(Generic[T]):
    """Phrases as paths of folded words, with values at their ends.

    Examples
    --------
    >>> trie = PhraseTrie()
    >>> trie.add(Words.of("White House"), "US")
    >>> [(end, values) for end, values in trie.at(Words.of("the White House said"), 1)]
    [(3, ['US'])]
    """

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, phrase: Words, value: T) -> None:
        """Add ``value`` at ``phrase``, behind its earlier values."""
        node = self._root
        for index, word in enumerate(phrase.folded):
            key = "," + word if index and phrase.joint(index) == "," else word
            child = node.children.get(key)
            if child is None:
                child = node.children[key] = _Node()
            node = child
        node.values.append(value)

    def beginnings(self, words: Words) -> list[int]:
        """The words at which some phrase may begin."""
        known = self._root.children
        return [index for index, word in enumerate(words.folded) if word in known]

    def at(self, words: Words, index: int) -> Iterator[tuple[int, list[T]]]:
        """The phrases that begin at word ``index``, longest first, as (index after the last word, values)."""
        found: list[tuple[int, list[T]]] = []
        node = self._root.children.get(words.folded[index])
        end = index + 1
        while node is not None:
            if node.values:
                found.append((end, node.values))
            if not node.children or end >= len(words):
                break
            joint = words.joint(end)
            if joint is None:
                break
            node = node.children.get(joint + words.folded[end])
            end += 1
        return reversed(found)
