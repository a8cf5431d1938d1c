"""Inputs that nobody foresaw, and what must hold of the quotes found in any input.

Shared by test_odd_inputs.py, which runs some hundreds, and benchmarks/odd_inputs.py, which runs ten thousand.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st
from spacy.language import Language

from stancekit.annotation.layout import headline, subheads
from stancekit.annotation.records import quotes as quote_records
from stancekit.annotation.transcripts import turns
from stancekit.errors import TextError
from stancekit.pipeline import annotate
from stancekit.types import KINDS, Article, Quote

PAIRS = ["“”", '""', "‘’", "''", "«»", "»«", "„“", "‹›", "「」", "()", "[]", "{}", '“"', "”“", "“’"]
MARKS = [*"“”\"‘’'«»„‹›「」`´()[]{}<>", "''", "``", "..”", ".,”", "' ", "’s", '5"', "6'2\"", "’90s", "…", "—", "––"]
NEWLINES = ["\n", "\n\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", " \n \n", "\n\t"]
SPACES = ["", " ", " ", " ", "  ", "\u00a0", "\u2009", "\u3000", "\t"]
ODD = [
    "😀",
    "👩🏽‍🚀👨‍👩‍👧‍👦",  # joined by zero-width joiners
    "🇬🇷🇪🇬",
    "𝕊𝕖𝕔𝕣𝕖𝕥",
    "𐍈𠜎",
    "وقال الوزير إن المحادثات ستستمر",
    "השר אמר",
    "\u202eback\u202c",
    "e\u0301\u0327\u0302",
    "Z\u0335\u0322a\u0338l\u0336go",
    "co\u00adop\u200bera\u2060tion\ufeff",
    "\u200d\u200c",
    "\x00\x07\x1b[0m\x7f\x9d",
    "\ufffd\ufffe",
    "대변인은",
    "外交部发言人",
    "&quot;&amp;#8220;&nbsp;",
    "â€œnoâ€\x9d",
    "<b>",
    "x" * 450,
    "Donau" * 100,
    "-" * 70,
    "1,234.5",
    "U.S.",
    "http://dorva.example/a?b=“c”",
]
NAMES = [
    "Ana Kovar",
    "Kovar",
    "Foreign Minister Ivo Brod",
    "the Kremlin",
    "Egypt",
    "he",
    "officials",
    "MR BROD",
    "Sana’a",
    "O'Dea",
    "ÖZGÜR Çelik",
]
CUES = [
    "said",
    "told reporters",
    "added that",
    "warned",
    "according to",
    "asked whether",
    "says:",
    "‘insisted’",
    ":",
    "―",
]
CLAUSES = [
    "talks with Ankara will go on in spring",
    "We thank Egypt for its patience",
    "it isn't over",
    "the ministers' view is 'no'",
    "No",
    "that it would",
]
TURNS = ["QUESTION: ", "MS KOVAR: ", "Q: ", "A: ", "Ana Kovar: ", "By Ana Kovar", "DORVA — ", "World"]

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
words = st.sampled_from(CLAUSES + NAMES)
scraps = st.one_of(*map(st.sampled_from, (MARKS, NEWLINES, ODD, NAMES, CUES, CLAUSES, TURNS)), anything)
nested = st.recursive(
    words | scraps,
    lambda inner: st.builds(
        lambda pair, parts: pair[0] + "".join(parts) + pair[1], st.sampled_from(PAIRS), st.lists(inner, max_size=3)
    ),
    max_leaves=5,
)
stops = st.sampled_from(["", ".", ",", "!", "?", "..", ".,", " …"])
reports = st.tuples(nested, st.sampled_from(NAMES), st.sampled_from(CUES), stops).flatmap(st.permutations)
pieces = st.one_of(reports.map(" ".join), nested, scraps, st.sampled_from(NEWLINES))


SENTENCES = [
    "“We thank Egypt for its patience,” Greek Foreign Minister Nikos Vardas said on Monday.",
    "‘We won’t wait for the ministers’ reply,’ he added, ‘and they know it.’",
    "The Kremlin said that talks with Ankara would go on in spring.",
    "According to Ana Kovar, nobody was told; “not even I,” she said.",
    "“A start,” Brod said. “No more.”",
    "“We waited all night.",
    "Rain fell on both delegations, and the harbour stayed closed until the evening of the second day.",
    "Kovar calls vote “a farce”",
    "What comes next",
]
BRIEFING = [
    "QUESTION: Will the envoy travel? Brod said that “nobody” would.",
    "MS KOVAR: He will travel. We have said so before.",
    "There is “nothing” to add, the ministry said.",
]


@st.composite
def scrambled(draw: st.DrawFn) -> str:
    """Reporting clauses, marks, line ends and odd characters, in any order."""
    parts = draw(st.lists(st.tuples(pieces, st.sampled_from(SPACES)), max_size=12))
    return "".join(piece + space for piece, space in parts)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """An article such as there are, in which some places are overwritten."""
    ends = st.sampled_from([" ", " ", "\n", "\n\n", "\r\n"])
    sentences = st.sampled_from(draw(st.sampled_from([SENTENCES, SENTENCES, SENTENCES, BRIEFING])))
    lines = draw(st.lists(st.tuples(sentences, ends), min_size=1, max_size=8))
    text = "".join(sentence + end for sentence, end in lines)
    for place, length, scrap in draw(st.lists(st.tuples(st.integers(0, 800), st.integers(0, 3), scraps), max_size=5)):
        place %= len(text) + 1
        text = text[:place] + scrap + text[place + length :]
    return text


def texts() -> st.SearchStrategy[str]:
    """Inputs, the empty text among them."""
    return scrambled() | spoilt()


def check_quotes(nlp: Language, text: str, again: bool = False) -> int:
    """Read a text with the reader and the quotes alone; what comes out is sound. The number of quotes.

    ``again`` reads it a second time, which must give the same.
    """
    doc = nlp(text)
    assert doc.text == text
    found = quote_records(doc)
    check(found, text)
    titles = [] if is_transcript(text) else [*filter(None, [headline(text)]), *subheads(text)]
    for fragment in (fragment for quote in found for fragment in quote.fragments):
        assert "\n" not in fragment.text.strip(), "a fragment reaches over a line end"
        assert not any(s < fragment.end and fragment.start < e for s, e in titles), "a quote in a title line"
    if again:
        assert quote_records(nlp(text)) == found, "a second reading differs"
    return len(found)


def check_pipeline(nlp: Language, text: str, again: bool = False) -> int:
    """Annotate an article from its raw text; what comes out is sound. The number of quotes."""
    article = Article("odd", text)
    ((_, found),) = annotate(nlp, [article])
    if isinstance(found, TextError):
        return 0  # nothing but white space and furniture
    if isinstance(found, Exception):
        raise found
    check(found, text)
    for quote in found:
        for counterpart in quote.counterparts:
            assert_stands_at(counterpart.mention, text)
    if again:
        assert list(annotate(nlp, [article])) == [(article, found)], "a second reading differs"
    return len(found)


def check(quotes: tuple[Quote, ...], text: str) -> None:
    """What holds of the quotes of any text."""
    assert [quote.id for quote in quotes] == [f"q{number}" for number in range(1, len(quotes) + 1)]
    for quote in quotes:
        assert quote.kind in KINDS
        assert quote.fragments, "a quote without content"
        assert quote.text == " ".join(fragment.text for fragment in quote.fragments)
        parts = [*quote.fragments, *(span for span in (quote.cue, quote.source) if span is not None)]
        for part in parts:
            assert_stands_at(part, text)
        assert_in_order(quote.fragments)
        assert_in_order(sorted(parts, key=lambda part: part.start))
    starts = [quote.fragments[0].start for quote in quotes]
    assert starts == sorted(starts), "quotes out of order"
    assert_in_order(sorted((f for quote in quotes for f in quote.fragments), key=lambda part: part.start))


def assert_stands_at(span, text):
    if span is not None:
        assert 0 <= span.start < span.end <= len(text), "a span is empty or outside of the text"
        assert text[span.start : span.end] == span.text
        assert span.text.strip(), "a span of white space"


def assert_in_order(spans):
    assert all(one.end <= other.start for one, other in pairwise(spans)), "spans overlap or are out of order"


def is_transcript(text):
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lead = len(line) - len(line.lstrip())
            lines.append((start + lead, start + len(line.rstrip())))
        start += len(line) + 1
    return bool(turns(text, lines))
