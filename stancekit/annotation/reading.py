"""What the models read in place of an article's clean text, and the way back to it.

House styles, lost capitals and slips of the keyboard change nothing of what an article says, so they are taken out
before it is read. What is kept of the article, its quotes and their context, stays as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stancekit.annotation.layout import paragraphs
from stancekit.annotation.marks import Stretch, stretches
from stancekit.annotation.offsets import Edit, Layer, apply_edits
from stancekit.annotation.slips import slip_edits
from stancekit.quotation_marks import one_form, two_singles

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width letters and stops, as East Asian keyboards write them."""
APART = re.compile(r"[^\W\d_][\u0300-\u036f]+")
SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
"""They part a name, where one space ties it."""
SINGLE_FOR = {"“": "‘", "”": "’"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the models read it.

    Parameters
    ----------
    clean
        The text of a `GuardedText`.
    text
        The same in one form.
    layers
        The edits that changed its length, first pass first.
    """

    clean: str
    text: str
    layers: tuple[Layer, ...] = ()

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of ``text`` to the span of ``clean`` that it came from."""
        for layer in reversed(self.layers):
            start, end = layer.back(start, end)
        return start, end


def reading(clean: str, vocabulary: Mapping[str, int] | None = None) -> Reading:
    """A clean text as the models read it.

    Parameters
    ----------
    clean
        The text of a `GuardedText`.
    vocabulary
        Words that are no slips of the keyboard, in small letters, with their rank, the most common first; None leaves
        all slips where they are.

    Examples
    --------
    >>> read = reading("``We won't go,'' he said.")
    >>> read.text, read.back(1, 12)
    ('“We won’t go,” he said.', (2, 13))
    """
    text, composed = apply_edits(clean.translate(NARROW), _composed(clean))
    text, doubled = apply_edits(text, two_singles(text))
    text = _doubles_outside(one_form(text))
    text, spaced = apply_edits(text, ((found.start(), found.end(), " ") for found in SPACES.finditer(text)))
    text, mended = apply_edits(text, slip_edits(text, vocabulary) if vocabulary else ())
    layers = (composed, doubled, spaced, mended)
    return Reading(clean, text, tuple(layer for layer in layers if layer is not None))


def _composed(text: str) -> Iterator[Edit]:
    """Letters that stand apart from their accents, put together."""
    for found in APART.finditer(text):
        together = unicodedata.normalize("NFC", found[0])
        if together != found[0]:
            yield found.start(), found.end(), together


def _doubles_outside(text: str) -> str:
    """British ‘We go’ becomes “We go”, and what is “quoted” within it ‘quoted’."""
    if text.count("‘") <= text.count("“"):
        return text
    letters = list(text)
    for start, end in paragraphs(text):
        if "‘" in text[start:end]:
            for stretch in stretches(text[start:end], start):
                _swap(letters, stretch)
    return "".join(letters)


def _swap(letters: list[str], stretch: Stretch) -> None:
    """Double marks for the single ones around a stretch, single ones for the double ones in it."""
    start, end = stretch.start - 1, stretch.end
    if not (stretch.opened and stretch.closed and letters[start] == "‘" and letters[end] == "’"):
        return
    letters[start], letters[end] = "“", "”"
    letters[start + 1 : end] = [SINGLE_FOR.get(letter, letter) for letter in letters[start + 1 : end]]
