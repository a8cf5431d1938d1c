"""A Doc's words and text, read at once: token by token, spaCy makes an object for each of them."""

from __future__ import annotations

from itertools import starmap

import numpy as np
from spacy.attrs import ORTH, SPACY
from spacy.tokens import Doc


def words_of(doc: Doc) -> list[str]:
    """The text of each token.

    Examples
    --------
    >>> import spacy
    >>> words_of(spacy.blank("en")("No, she said."))
    ['No', ',', 'she', 'said', '.']
    """
    ids, places = np.unique(doc.to_array(ORTH), return_inverse=True)
    known = [doc.vocab.strings[int(number)] for number in ids]
    return [known[place] for place in places.tolist()]


def text_of(doc: Doc) -> str:
    """The Doc's text: what ``doc.text`` gives, several times faster.

    Examples
    --------
    >>> import spacy
    >>> text_of(spacy.blank("en")("No,  she\\nsaid."))
    'No,  she\\nsaid.'
    """
    spaces = (" " if space else "" for space in doc.to_array(SPACY).tolist())
    return "".join(starmap(str.__add__, zip(words_of(doc), spaces, strict=True)))
