"""Docs made by hand, so that a component is tested without the reader's model.

The markup is that of ``seeds/annotated`` without numbers: ``<c>`` content, ``<s>`` source, ``<k>`` cue, and
``<p>`` for a person's name, ``<o>`` for an organisation's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import spacy
from spacy.tokens import Doc, Span

from stancekit.annotation import layers
from stancekit.annotation.sentences import sentence_starts

TAG = re.compile(r"<(/?)([cskpo])>")
ROLES = {"c": "content", "s": "source", "k": "cue"}
NAMES = {"p": "PERSON", "o": "ORG"}
ENGLISH = spacy.blank("en")


def marked_doc(markup: str, date: str | None = None) -> Doc:
    """What ``stancekit_reader`` would leave of a text: roles, names and sentence starts."""
    text, found = _without_tags(markup)
    doc = ENGLISH.make_doc(text)
    spans = [_span(doc, start, end, {**ROLES, **NAMES}[tag]) for tag, start, end in found]
    doc.set_ents([span for span in spans if span.label_ in NAMES.values()])
    roles = [span for span in spans if span.label_ in ROLES.values()]
    layers.write_roles(doc, roles)
    reporting = {token.i for span in roles if span.label_ != "content" for token in span}
    for token, starts in zip(doc, sentence_starts(doc, reporting), strict=True):
        token.is_sent_start = starts
    if date is not None:
        doc.user_data["stancekit_date"] = date
    return doc


def through(doc: Doc, *components: Callable[[Doc], Doc]) -> Doc:
    """The Doc after some components, in order."""
    for component in components:
        doc = component(doc)
    return doc


def _without_tags(markup: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, done = "", 0
    starts: dict[str, int] = {}
    found = []
    for tag in TAG.finditer(markup):
        text += markup[done : tag.start()]
        done = tag.end()
        if tag[1]:
            found.append((tag[2], starts.pop(tag[2]), len(text)))
        else:
            starts[tag[2]] = len(text)
    assert not starts, f"never closed: {starts}"
    return text + markup[done:], sorted(found, key=lambda span: span[1])


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    span = doc.char_span(start, end, label=label, alignment_mode="contract")
    assert span is not None, doc.text[start:end]
    return span
