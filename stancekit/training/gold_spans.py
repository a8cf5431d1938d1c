"""Gold quotes as spans of a Doc, for what learns over them."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc, Span

from stancekit.annotation.layers import QuoteSpans


def gold_spans(doc: Doc, quotes: list[dict[str, Any]]) -> list[tuple[QuoteSpans, dict[str, Any]]]:
    """Gold quotes of an article as token spans, each with its record."""

    def span(start: int, end: int) -> Span | None:
        return doc.char_span(start, end, alignment_mode="expand")

    found = []
    for number, quote in enumerate(quotes, 1):
        content = [s for start, end in quote["content"] if (s := span(start, end)) is not None]
        source = quote.get("source")
        if source and isinstance(source[0], list):
            source = source[0]
        found.append(
            (QuoteSpans(f"q{number}", quote["kind"], content, source=span(*source) if source else None), quote)
        )
    return found
