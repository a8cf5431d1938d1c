"""The source span of the codebook: the title and name that stand together, without appositions."""

from __future__ import annotations

from spacy.tokens import Span

CUTS = frozenset({",", "(", ")", "—", "–", ";", ":"})
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
    parts: list[tuple[int, int]] = []
    start = span.start
    for i in range(span.start, span.end + 1):
        if i == span.end or doc[i].text in CUTS or doc[i].is_space or doc[i].text.lower() in RELATIVE:
            if start < i and any(token.is_alpha for token in doc[start:i]):
                parts.append((start, i))
            start = i + 1
            if i < span.end and doc[i].text.lower() in RELATIVE:
                break
    if not parts:
        return None
    people = {token.i for ent in doc.ents if ent.label_ == "PERSON" for token in ent}
    begin, end = next(((b, e) for b, e in parts if people & set(range(b, e))), parts[0])
    return Span(doc, begin, end, label=span.label)
