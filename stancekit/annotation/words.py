"""A Doc's words and text, read at once and once: token by token, spaCy makes an object for each of them."""

from __future__ import annotations

from itertools import starmap
from weakref import WeakKeyDictionary

import numpy as np
from spacy.attrs import ORTH, SENT_START, SPACY
from spacy.tokens import Doc

_read: WeakKeyDictionary[Doc, tuple[list[str], list[str], str]] = WeakKeyDictionary()
"""What has been read of the Docs that are still in use."""


def words_of(doc: Doc) -> list[str]:
    """The text of each token; not to be changed.

    Examples
    --------
    >>> import spacy
    >>> words_of(spacy.blank("en")("No, she said."))
    ['No', ',', 'she', 'said', '.']
    """
    return _words_and_text(doc)[0]


def lowered_of(doc: Doc) -> list[str]:
    """The text of each token in lower case; not to be changed."""
    return _words_and_text(doc)[1]


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


def text_of(doc: Doc) -> str:
    """The Doc's text: what ``doc.text`` gives, which spaCy puts together anew each time.

    Examples
    --------
    >>> import spacy
    >>> text_of(spacy.blank("en")("No,  she\\nsaid."))
    'No,  she\\nsaid.'
    """
    return _words_and_text(doc)[2]


def _words_and_text(doc: Doc) -> tuple[list[str], list[str], str]:
    known = _read.get(doc)
    if known is not None and len(known[0]) == len(doc):  # a retokenizer may have been at it since
        return known
    ids, places = np.unique(doc.to_array(ORTH), return_inverse=True)
    kinds = [doc.vocab.strings[int(number)] for number in ids]
    small = [kind.lower() for kind in kinds]
    order = places.tolist()
    words = [kinds[place] for place in order]
    spaces = (" " if space else "" for space in doc.to_array(SPACY).tolist())
    text = "".join(starmap(str.__add__, zip(words, spaces, strict=True)))
    _read[doc] = words, [small[place] for place in order], text
    return _read[doc]
