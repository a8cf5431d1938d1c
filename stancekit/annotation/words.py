"""A Doc's tokens and text, read at once and once: token by token, spaCy makes an object for each of them."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from spacy.attrs import IDX, IS_PUNCT, IS_SPACE, LENGTH, ORTH, SENT_START, SPACY
from spacy.tokens import Doc


class Tokens(NamedTuple):
    """What never changes about a Doc's tokens, as parallel lists, with the Doc's text; not to be changed.

    Attributes
    ----------
    words, lowered
        The text of each token, and the same in lower case.
    starts, ends
        Where each begins and ends in the text (code points, end exclusive).
    spaced
        Whether a space follows it.
    blank, punct
        Whether it is nothing but white space, or but punctuation.
    text
        What ``doc.text`` gives, which spaCy puts together anew each time.
    """

    words: list[str]
    lowered: list[str]
    starts: list[int]
    ends: list[int]
    spaced: list[bool]
    blank: list[bool]
    punct: list[bool]
    text: str

    def between(self, start: int, end: int) -> str:
        """The text of a range of tokens, as a span of them gives it: without a space at its end."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""


_read: WeakKeyDictionary[Doc, Tokens] = WeakKeyDictionary()
"""What has been read of the Docs that are still in use."""


def tokens_of(doc: Doc) -> Tokens:
    """The tokens of a Doc.

    Examples
    --------
    >>> import spacy
    >>> tokens = tokens_of(spacy.blank("en")("No, she  said."))
    >>> list(zip(tokens.words, tokens.starts, tokens.punct))
    [('No', 0, False), (',', 2, True), ('she', 4, False), (' ', 8, False), ('said', 9, False), ('.', 13, True)]
    """
    known = _read.get(doc)
    if known is None or len(known.words) != len(doc):  # a retokenizer may have been at it since
        known = _read[doc] = _tokens(doc)
    return known


def words_of(doc: Doc) -> list[str]:
    """The text of each token; not to be changed.

    Examples
    --------
    >>> import spacy
    >>> words_of(spacy.blank("en")("No, she said."))
    ['No', ',', 'she', 'said', '.']
    """
    return tokens_of(doc).words


def lowered_of(doc: Doc) -> list[str]:
    """The text of each token in lower case; not to be changed."""
    return tokens_of(doc).lowered


def text_of(doc: Doc) -> str:
    """The Doc's text.

    Examples
    --------
    >>> import spacy
    >>> text_of(spacy.blank("en")("No,  she\\nsaid."))
    'No,  she\\nsaid.'
    """
    return tokens_of(doc).text


def sentence_starts(doc: Doc) -> list[int]:
    """The tokens at which sentences begin; a Doc's first token always is one.

    Examples
    --------
    >>> import spacy
    >>> sentence_starts(spacy.blank("en")("No, she said."))
    [0]
    """
    starts = doc.to_array(SENT_START).astype(np.int64) == 1
    starts[:1] = True
    found: list[int] = np.flatnonzero(starts).tolist()
    return found


def _tokens(doc: Doc) -> Tokens:
    orths, starts, lengths, *flags = doc.to_array([ORTH, IDX, LENGTH, SPACY, IS_SPACE, IS_PUNCT]).T
    spaced, blank, punct = (flag.astype(bool).tolist() for flag in flags)
    ids, places = np.unique(orths, return_inverse=True)
    kinds = [doc.vocab.strings[int(number)] for number in ids]
    small = [kind.lower() for kind in kinds]
    order = places.tolist()
    words = [kinds[place] for place in order]
    lowered = [small[place] for place in order]
    text = "".join(word + " " if space else word for word, space in zip(words, spaced, strict=True))
    return Tokens(words, lowered, starts.tolist(), (starts + lengths).tolist(), spaced, blank, punct, text)
