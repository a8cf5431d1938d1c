"""The source span of the codebook: the title and name that stand together, without appositions."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from stancekit.annotation.roles import has_office
from stancekit.annotation.words import tokens_of

CUTS = frozenset({",", "(", ")", "—", "–", ";", ":"})
PRONOUNS = frozenset("i he she it we they you him her them one all some many others both each".split())
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})


def trim_source(span: Span) -> Span | None:
    """Cut a source to the part between commas that holds the name, or else to its first part.

    Returns
    -------
    spacy.tokens.Span or None
        None where nothing is left that could name anyone.

    Examples
    --------
    “Its envoy, Ana Kovar,” becomes “Ana Kovar”; “an aide, who asked not to be named” becomes “an aide”.
    """
    doc = span.doc
    tokens = tokens_of(doc)
    parts: list[tuple[int, int]] = []
    start = span.start
    for i in range(span.start, span.end + 1):
        if i == span.end or tokens.words[i] in CUTS or tokens.blank[i] or tokens.lowered[i] in RELATIVE:
            if start < i and any(map(str.isalpha, tokens.between(start, i))):
                parts.append((start, i))
            start = i + 1
            if i < span.end and tokens.lowered[i] in RELATIVE:
                break
    if not parts:
        return None
    named = (part for part in parts if any(token.ent_type_ == "PERSON" for token in doc[slice(*part)]))
    begin, end = _whole_name(doc, *next(named, parts[0]))
    return Span(doc, begin, end, label=span.label) if _names_someone(doc, begin, end) else None


def _whole_name(doc: Doc, begin: int, end: int) -> tuple[int, int]:
    """Take in the rest of a name that the span cuts, and of an office whose article it has: “the [minister]”."""
    while end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I":
        end += 1
    while begin and doc[begin].ent_type_ == "PERSON" and doc[begin].ent_iob_ == "I":
        begin -= 1
    if doc[end - 1].lower_ in ("the", "a", "an") and end < len(doc) and has_office(doc[end].text):
        end += 1
    return begin, end


def _names_someone(doc: Doc, begin: int, end: int) -> bool:
    """A single small word names nobody, unless it is a pronoun, a plural or an office."""
    if end - begin > 1:
        return True
    word = doc[begin]
    return bool(
        word.text[:1].isupper() or word.lower_ in PRONOUNS or word.lower_.endswith("s") or has_office(word.text)
    )
