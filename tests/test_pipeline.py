"""From articles to quotes: whatever comes in, the spans hold or an error says why."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from stancekit import pipeline
from stancekit.errors import StancekitError, TextError
from stancekit.pipeline import annotate, name_version
from stancekit.types import KINDS, Article, Quote


def quotes_of(nlp: Language, text: object, date: str | None = None) -> tuple[Quote, ...]:
    ((_, found),) = annotate(nlp, [Article("a", text, date=date)])
    if isinstance(found, StancekitError):
        raise found
    return found


def assert_sound(article: Article, found: tuple[Quote, ...]) -> None:
    """Every span is what the text as given holds there, and ids count up in text order."""
    assert [quote.id for quote in found] == [f"q{number}" for number in range(1, len(found) + 1)]
    for quote in found:
        mentions = [counterpart.mention for counterpart in quote.counterparts]
        spans = [*quote.fragments, quote.cue, quote.source, *mentions]
        for span in spans:
            assert span is None or article.text[span.start : span.end] == span.text
        assert quote.fragments
        assert all(fragment.text for fragment in quote.fragments)
        assert quote.text == " ".join(fragment.text for fragment in quote.fragments)
        assert quote.doc_id == article.id
        assert quote.kind in KINDS
        assert quote.speaker.state not in {c.state for c in quote.counterparts} - {None}
        states = [counterpart.state for counterpart in quote.counterparts]
        assert len(set(states)) == len(states)
    starts = [quote.fragments[0].start for quote in found]
    assert starts == sorted(starts)


RAW = [
    ("as it is", "{}"),
    ("with Windows line ends", "{}\r\n"),
    ("behind a byte order mark and a share bar", "\ufeffShare on Facebook\n{}"),
    ("with entities", "&nbsp;R&amp;D &quot;x&quot;\n\n{}"),
    ("among control characters", "\x00\x07{}\x9f"),
    ("behind a lone surrogate", "\ud800{}"),
    ("behind a run of marks", '"' * 4000 + "\n\n{}"),
    ("behind a line of blanks", "Rain.\n" + " " * 50_000 + "\n{}"),
]


@pytest.mark.parametrize("around", [case[1] for case in RAW], ids=[case[0] for case in RAW])
def test_offsets_point_into_the_text_as_given(nlp: Language, story: str, around: str) -> None:
    article = Article("a", around.format(story))
    found = quotes_of(nlp, article.text)
    assert_sound(article, found)
    assert "We thank Egypt for its patience" in [quote.text for quote in found]


def test_an_entity_inside_a_quote_is_part_of_its_span(nlp: Language) -> None:
    text = "“We thank Egypt&#8217;s people for their patience,” Greek Foreign Minister Nikos Vardas said."
    (quote,) = quotes_of(nlp, text)
    assert quote.fragments[0].text == "We thank Egypt&#8217;s people for their patience"


BAD = [
    ("no text", None, TextError),
    ("not a string", 12, TextError),
    ("bytes", b"No.", TextError),
    ("not a number", float("nan"), TextError),
    ("empty", "", TextError),
    ("blank", " \n\t ", TextError),
    ("nothing but the page around it", "Share on Facebook\n", TextError),
]


@pytest.mark.parametrize(("text", "error"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_article_yields_its_error_and_stops_nobody(nlp: Language, story: str, text, error) -> None:
    articles = [Article("a", story), Article("b", text), Article("c", story)]
    results = list(annotate(nlp, articles, batch_size=2))
    assert [article for article, _ in results] == articles
    assert isinstance(results[1][1], error)
    assert len(results[0][1]) == len(results[2][1]) == 4


def test_a_component_that_breaks_is_an_error_of_its_article_alone(nlp: Language, story: str) -> None:
    class Breaks:
        vocab = nlp.vocab
        pipeline = (("breaks", lambda doc: doc.missing if "Chile" in doc.text else doc),)
        make_doc = nlp.make_doc
        memory_zone = nlp.memory_zone

    (_, first), (_, second) = annotate(Breaks(), [Article("a", "Chile waits."), Article("b", "Peru waits.")])
    assert isinstance(first, StancekitError)
    assert "'a' could not be analysed: AttributeError" in str(first)
    assert isinstance(first.__cause__, AttributeError)
    assert second == ()


@pytest.mark.parametrize("batch_size", [1, 2, 7])
def test_results_do_not_depend_on_batch_or_neighbours(nlp: Language, story: str, batch_size: int) -> None:
    texts = [story, "Rain fell.", story.replace("Egypt", "Chile"), "\ud800", story]
    articles = [Article(str(number), text) for number, text in enumerate(texts)]
    found = [result for _, result in annotate(nlp, articles, batch_size)]
    alone = [next(iter(annotate(nlp, [article])))[1] for article in articles]
    assert [str(result) for result in found] == [str(result) for result in alone]


KEPT = [
    # strings kept, characters kept at once, whether the new word is kept
    ("a small vocabulary", 10**9, 10**9, True),
    ("a full one", 0, 10**9, False),
    ("a small one, a batch too long", 10**9, 10, False),
]


@pytest.mark.parametrize(("strings", "at_once", "kept"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_only_a_small_vocabulary_keeps_new_words_and_the_quotes_are_the_same(
    nlp: Language, story: str, monkeypatch: pytest.MonkeyPatch, strings: int, at_once: int, kept: bool
) -> None:
    monkeypatch.setattr(pipeline, "KEPT_STRINGS", strings)
    monkeypatch.setattr(pipeline, "MOST_KEPT_AT_ONCE", at_once)
    word = f"harbour{strings}x{at_once}"
    text = f"{story}\n\n“We wait for the {word},” Ana Kovar said."
    assert word not in nlp.vocab.strings
    (found, again) = (quotes_of(nlp, text) for _ in range(2))
    assert found[-1].text == f"We wait for the {word}"
    assert found == again
    assert (word in nlp.vocab.strings) is kept


def test_articles_are_read_as_they_are_asked_for(nlp: Language) -> None:
    asked = []

    def stream():
        for number in range(100):
            asked.append(number)
            yield Article(str(number), "Rain fell.")

    next(iter(annotate(nlp, stream(), batch_size=3)))
    assert len(asked) == 3


def test_the_date_tells_who_holds_an_office(nlp: Language) -> None:
    text = "“We will wait until spring comes,” Angela Merkel said on Monday."
    states = [quotes_of(nlp, text, date)[0].speaker.state for date in ("2015-06-01", "1985-06-01")]
    assert states == ["DE", None]


def test_a_long_article_is_read_in_pieces(nlp: Language, story: str) -> None:
    filler = "The harbour lay still, and nobody there spoke of the matter at all. " * 60 + "\n\n"
    count = 300_000 // (len(story) + len(filler)) + 1
    article = Article("a", (story + "\n" + filler) * count)
    assert len(article.text) > 300_000
    found = quotes_of(nlp, article.text)
    assert_sound(article, found)
    assert len({quote.id for quote in found}) == len(found)
    assert sum(quote.text == "We thank Egypt for its patience" for quote in found) == count


MARKS = ["“", "”", '"', "'", "‘", "’", "«", "''", "(", "–", "…", ",", ".", ":"]
REPORTING = [" said", " he", " told", "that", " Egypt", "the US", " Minister Ana Kovar", "Talks go on"]
TURNS = ["\n", "\n\n", "\r\n", "Q", "MS KOVAR: ", "QUESTION: "]
ODDITIES = [" ", "\t", "&amp;", "&quot;", "\ud800", "\x00", "\u200b", "â€œ", "国", "é", "\U0001f600", "\u0301"]
SCRAPS = st.lists(st.sampled_from(MARKS + REPORTING + TURNS + ODDITIES), max_size=60).map("".join)


@given(SCRAPS | st.text(max_size=120))
@example("“")
@example("Q: a\nA: b\nQ: c\nA: d")
@example("\ud800\udc00“No,” he said.")
@example("\u0301“We wait for you,” Ana Kovar said.")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_sound_spans_or_an_error_of_ours(nlp: Language, text: str) -> None:
    article = Article("a", text)
    ((same, found),) = annotate(nlp, [article])
    assert same is article
    if isinstance(found, StancekitError):
        assert isinstance(found, TextError), found
        return
    assert_sound(article, found)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(MARKS + TURNS + ODDITIES)), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_article_garbled_anywhere_gives_sound_spans(
    nlp: Language, story: str, scraps: list[tuple[int, str]]
) -> None:
    for place, scrap in scraps:
        story = story[:place] + scrap + story[place:]
    article = Article("a", story)
    assert_sound(article, quotes_of(nlp, article.text))


def test_records_are_plain_values(nlp: Language, story: str) -> None:
    for quote in quotes_of(nlp, story):
        assert {type(value).__module__ for value in asdict(quote).values()} == {"builtins"}


def test_names_for_those_who_ask(nlp: Language) -> None:
    assert name_version(nlp).startswith("stancekit-reader-")
