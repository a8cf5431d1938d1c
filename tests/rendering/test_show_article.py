"""An article and a quote as a notebook shows them: every part marked, nothing by colour alone, nothing that runs."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest
from quotes_within import HOSTILE, OUTER, ROWS, TEXT, row
from read_html import harmless
from spacy.language import Language

import stancekit
from stancekit.rendering import Rendering, show_article, show_doc, show_quote
from stancekit.tables import to_frame
from stancekit.types import Article, Counterpart, Quote, Span, Speaker, Stance


def body(html: str) -> str:
    """What stands in the element that holds the article's text, or the words around a quote."""
    return re.search(r'<(div|blockquote) dir="auto"[^>]*>(.*?)</\1>', html, re.DOTALL)[2]  # type: ignore[index]


def test_every_part_of_every_quote_is_marked_and_the_text_is_whole() -> None:
    shown = show_article(TEXT, ROWS)
    reading = harmless(body(shown.html))
    assert reading.text == TEXT
    assert reading.words("mark").replace("|", "") == OUTER + "The strait" + "stays open & free"
    assert reading.words("strong") == "Luria|Ana Kovar|she"
    assert reading.words("em") == "told|said|added"
    assert reading.words("u") == "Luria|Dorva"
    assert reading.labels == "1 ▼ NO▲ DKNO22 ▼ SIDK1333…"
    note = "1: Ana Kovar (SI) → NO: ▼ hostile 80\xa0%, or cautious\n1: Ana Kovar (SI) → DK: ▲ constructive 70\xa0%"
    assert note in reading.titles


def test_what_hovering_tells_stands_in_a_table_too() -> None:
    html = show_article(TEXT, ROWS).html
    reading = harmless(html[html.index("<details>") : html.index("</details>") + len("</details>")])
    for words in ("3 quotes as a table", "Ana Kovar (SI)", "▼ hostile 80\xa0%, or cautious", "▲ constructive 70\xa0%"):
        assert words in reading.text


def test_plain_text_for_terminals() -> None:
    shown = show_article(TEXT, ROWS)
    assert repr(shown).splitlines()[:3] == [
        "3 quotes: ▼ 2 hostile · ▲ 1 constructive · ○ 1 without tone",
        "1: Ana Kovar (SI) → NO: ▼ hostile 80\xa0%, or cautious",
        "1: Ana Kovar (SI) → DK: ▲ constructive 70\xa0%",
    ]
    assert shown._repr_mimebundle_() == {"text/html": shown.html, "text/plain": shown.plain}
    assert list(shown._repr_mimebundle_(include=["text/plain"])) == ["text/plain"]
    assert list(shown._repr_mimebundle_(exclude=["text/plain"])) == ["text/html"]


FORMS = [
    ("mappings", ROWS),
    ("a frame", pd.DataFrame(ROWS)),
    (
        "a frame as read by pandas.read_csv",
        pd.DataFrame(ROWS).assign(fragments=[json.dumps(r["fragments"]) for r in ROWS]),
    ),
    ("rows of a frame", [found for _, found in pd.DataFrame(ROWS).iterrows()]),
]


@pytest.mark.parametrize("rows", [form[1] for form in FORMS], ids=[form[0] for form in FORMS])
def test_rows_of_any_form_give_the_same(rows: Any) -> None:
    assert show_article(TEXT, rows) == show_article(TEXT, ROWS)


def test_records_give_what_their_rows_give() -> None:
    quote = Quote("wire", "q9", "never", (Span(8, 13, "never"),), "mixed", speaker=Speaker("Bo Ek", "envoy", "SE"))
    stance = Stance(quote, Counterpart("NO"), "hostile", (0.8, 0.1, 0.1), ("hostile",))
    assert show_article("He said never.", [stance]) == show_article("He said never.", to_frame([stance]))


def test_rows_of_a_corpus_are_those_of_the_article() -> None:
    others = [{**found, "doc_id": "other"} for found in ROWS]
    article = Article(
        "wire", TEXT, title="A & B", date="2026-03-01", outlet="The <i>Bugle</i>", url="https://a.example/1"
    )
    shown = show_article(article, pd.DataFrame(ROWS + others))
    assert "3 quotes" in shown.plain
    reading = harmless(shown.html)
    assert reading.text.lstrip().startswith("A & B\nThe <i>Bugle</i> · 2026-03-01 · article")
    assert reading.links == ["https://a.example/1"]


def test_an_id_that_no_row_has_is_told() -> None:
    assert show_article(Article("wrie", TEXT), ROWS).plain == "no quotes (no row has the doc_id 'wrie')"


def test_an_article_is_hostile_input() -> None:
    cells = dict.fromkeys(("speaker", "speaker_state", "counterpart", "source", "cue", "counterpart_mention"), HOSTILE)
    text = f"{HOSTILE} he said"
    places = {
        f"{name}_{end}": at
        for name in ("source", "cue", "counterpart")
        for end, at in (("start", 0), ("end", len(HOSTILE)))
    }
    bad = {
        "doc_id": HOSTILE,
        "quote_id": HOSTILE,
        "quote": HOSTILE,
        "fragments": [[0, len(HOSTILE)]],
        **cells,
        **places,
    }
    article = Article(HOSTILE, text, HOSTILE, HOSTILE, HOSTILE, url="javascript:alert(1)")
    for shown in (
        show_article(article, [bad]),
        show_quote(bad),
        show_quote(bad, article),
        show_quote({**bad, "url": HOSTILE}),
    ):
        reading = harmless(shown.html)
        assert "<img src=x" in reading.text
        assert not reading.links


def test_dollars_are_no_formulas_and_nothing_needs_a_style_sheet() -> None:
    html = show_article(TEXT, ROWS).html
    assert html.startswith('<div class="stancekit tex2jax_ignore mathjax_ignore"')
    assert "<style" not in html
    assert "<script" not in html


WRONG = [
    ("another text", TEXT[1:], ROWS, "article wire, quote q1: it has .* give the text just as it was scored"),
    ("a text that is too short", TEXT[:40], ROWS, "just as it was scored"),
    ("several articles", TEXT, [ROWS[0], {**ROWS[3], "doc_id": "other"}], "give a stancekit.Article with its id"),
    ("no text", None, ROWS, "the article to show is a NoneType; give its text or a stancekit.Article"),
    ("a table of something else", TEXT, pd.DataFrame({"speaker": []}), "no column doc_id, quote_id, quote, fragments"),
    ("a path", TEXT, "rows.parquet", "quotes to show are a str; give rows as stancekit.score returns them"),
    ("a number", TEXT, [3], "a quote to show is a int; give a row or a Quote"),
    ("another tone", TEXT, [{**ROWS[0], "tone": "angry"}], "no tone: 'angry'; tones are hostile"),
    ("fragments that are none", TEXT, [{**ROWS[0], "fragments": "1-5"}], "not fragments"),
    (
        "words that were changed",
        TEXT,
        [{**ROWS[0], "quote": "Luria"}],
        "its 5 characters are not those of its fragments",
    ),
    ("an offset in words", TEXT, [{**ROWS[0], "cue_start": "four"}], "column cue_start: no number: 'four'"),
]


@pytest.mark.parametrize(("text", "rows", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_cannot_be_shown_is_told_with_its_remedy(text: Any, rows: Any, message: str) -> None:
    with pytest.raises(stancekit.InputError, match=message):
        show_article(text, rows)


def test_a_quote_stands_among_the_words_around_it() -> None:
    around = harmless(body(show_quote(ROWS[3], TEXT).html)).text
    assert around == "The strait, she added, “stays open & free”. Rain cost $5 < $6."


def test_without_the_text_a_quote_shows_the_parts_its_row_knows() -> None:
    assert harmless(body(show_quote(ROWS[3]).html)).text == "The strait she added stays open & free"
    far = row("q3", "The strait", "stays open & free", source="Ana Kovar")
    assert harmless(body(show_quote(far).html)).text == "Ana Kovar … The strait … stays open & free"


def test_all_rows_of_a_quote_are_one_card() -> None:
    shown = show_quote(pd.DataFrame(ROWS[:2]))
    assert shown.plain.count("→") == 2
    with pytest.raises(stancekit.InputError, match="3 quotes to show as one; give one row"):
        show_quote(ROWS)


def test_a_record_shows_itself_in_its_sentence() -> None:
    context = "“We wait,” Bo Ek said. He left."
    quote = Quote(
        "wire", "q1", "We wait", (Span(101, 108, "We wait"),), "direct", source=Span(111, 116, "Bo Ek"), context=context
    )
    assert context in harmless(quote._repr_html_()).text
    assert "hostile" in Stance(quote, Counterpart("NO"), "hostile")._repr_html_()
    drifted = Quote(
        "wire", "q1", "We wait", (Span(101, 108, "We wait"),), "direct", source=Span(112, 117, "Bo Ek"), context=context
    )
    assert "He left" not in harmless(drifted._repr_html_()).text


def test_a_doc_of_our_pipeline(nlp: Language, story: str) -> None:
    doc = nlp(story)
    shown = show_doc(doc)
    assert isinstance(shown, Rendering)
    assert harmless(body(shown.html)).text == story
    assert len(doc._.quotes) == shown.plain.count("“") >= 3
    with pytest.raises(stancekit.InputError, match=r"make it with stancekit.load\(\)"):
        show_doc(nlp.make_doc(story))


def test_a_scored_article(story: str) -> None:
    rows = stancekit.score(story)
    reading = harmless(body(show_article(story, rows).html))
    assert reading.text == story
    for words in rows["source"].dropna():
        assert words in reading.words("strong").replace("|", "")
