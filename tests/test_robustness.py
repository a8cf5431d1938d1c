"""The same rows for the same article, however it is written: marks, case, slips, white space."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from stancekit.annotation.reading import reading
from stancekit.pipeline import annotate
from stancekit.types import Article, Quote

ARTICLE = (
    "OSLO, 12 May - Norway and Latvia went on with their talks on Monday.\n\n"
    "“We thank Latvia for its patience, and we won't forget it,” Norwegian Foreign Minister Liv Aasenden said in Oslo. "
    "“The door stays open.”\n\n"
    "Latvian Defence Minister Jānis Birznieks told reporters that Norway had broken its word over the cable. "
    "Birznieks warned that Latvia would not wait for ever.\n\n"
    "“Nobody in Riga believes that story,” Birznieks said.\n"
)
SHOWN = {
    "as it is": ARTICLE,
    "straight": ARTICLE.replace("“", '"').replace("”", '"'),
    "German": ARTICLE.replace("“", "„").replace("”", "“"),
    "guillemets": ARTICLE.replace("“", "«").replace("”", "»"),
    "single guillemets": ARTICLE.replace("“", "‹").replace("”", "›"),
    "two singles": ARTICLE.replace("“", "``").replace("”", "''"),
    "British": ARTICLE.replace("“", "‘").replace("”", "’"),
    "capitals": ARTICLE.upper(),
    "small letters": ARTICLE.lower(),
    "titles": " ".join(word[:1].upper() + word[1:] for word in ARTICLE.split(" ")),
    "a name mistyped": ARTICLE.replace("Birznieks warned", "Birzneiks warned"),
    "a cue mistyped": ARTICLE.replace("Birznieks said", "Birznieks siad"),
    "a state mistyped": ARTICLE.replace("that Latvia", "that Latvai"),
    "line ends": ARTICLE.replace("\n", "\r\n"),
    "two spaces": ARTICLE.replace(" ", "  "),
    "accents apart": unicodedata.normalize("NFD", ARTICLE),
    "full-width": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in ARTICLE),
}


def found(nlp: Language, text: str) -> list[Quote]:
    [(_, quotes)] = annotate(nlp, [Article("wire", text)])
    assert isinstance(quotes, tuple)
    return list(quotes)


@pytest.mark.parametrize("variant", SHOWN)
def test_a_variant_has_the_same_quotes_speakers_and_counterparts(nlp, variant):
    def rows(text):
        return [
            ((quote.speaker.name or "").casefold(), quote.speaker.state, {c.state for c in quote.counterparts})
            for quote in found(nlp, text)
        ]

    assert rows(SHOWN[variant]) == rows(ARTICLE)


@pytest.mark.parametrize("variant", SHOWN)
def test_what_is_kept_of_a_quote_stands_in_the_text_as_given(nlp, variant):
    text = SHOWN[variant]
    for quote in found(nlp, text):
        spans = [*quote.fragments, *(span for span in (quote.cue, quote.source) if span is not None)]
        assert all(text[span.start : span.end] == span.text for span in spans)


def test_the_models_are_shown_the_words_in_one_form(nlp):
    [first, *_] = found(nlp, SHOWN["capitals"])
    assert first.text.startswith("WE THANK LATVIA")
    assert first.read is not None
    assert first.read[0].startswith("We thank Latvia")


@settings(max_examples=60, deadline=None)
@given(st.text("abK .,’'\"“”„«»‘`\n", max_size=120))
def test_a_reading_leads_back_to_its_text(text):
    read = reading(text, {"ab": 0})
    assert read.back(0, len(read.text)) == (0, len(text)) or not read.text
    for start, character in enumerate(read.text):
        if character.isalpha():
            assert character in unicodedata.normalize("NFKC", text[slice(*read.back(start, start + 1))])
