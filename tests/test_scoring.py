"""Scoring: what may be given, what is rejected, and that batches change nothing. With fake halves."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
import spacy

from stancekit import scoring
from stancekit.errors import InputError, ModelError, TextError
from stancekit.scoring import score, score_articles, score_quotes
from stancekit.tables import COLUMNS
from stancekit.tone.quotes_table import Quotes
from stancekit.types import TONES, Article, Counterpart, Quote, Span

TEXT = "We will answer Zagreb and Rome. It rains. We thank Rome."
STATES = {"Zagreb": "HR", "Rome": "IT"}


def fake_annotate(nlp, articles, watch=None):
    """Takes each sentence for a quote, toward the states whose capital it names."""
    for article in articles:
        if not isinstance(article.text, str) or not article.text.strip():
            yield article, TextError("the text is blank")
            continue
        sentences = [sentence.strip() for sentence in article.text.split(".") if sentence.strip()]
        yield article, tuple(quote(article, number, words) for number, words in enumerate(sentences, 1))


def quote(article: Article, number: int, words: str) -> Quote:
    start = article.text.index(words)
    toward = tuple(Counterpart(state) for capital, state in STATES.items() if capital in words)
    content = Span(start, start + len(words), words)
    return Quote(article.id, f"q{number}", words, (content,), "indirect", counterparts=toward, context=article.text)


class FakeTone:
    """Constructive where someone is thanked, hostile elsewhere; remembers what it was asked."""

    def __init__(self):
        self.coef_ = np.eye(3)
        self.encoder_ = None
        self.asked: list[Quotes] = []

    def predict_proba(self, X):
        self.asked.append(X)
        return np.array([(0.1, 0.2, 0.7) if "thank" in text else (0.6, 0.3, 0.1) for text in X.text])

    def sets_of(self, given):
        return [("constructive",) if row[2] > 0.5 else ("hostile", "cautious") for row in given]


@pytest.fixture(autouse=True)
def _fake_reading(monkeypatch):
    monkeypatch.setattr(scoring.pipeline, "annotate", fake_annotate)


@pytest.fixture
def tone() -> FakeTone:
    return FakeTone()


NLP = spacy.blank("en")


def test_one_row_per_quote_and_counterpart(tone):
    rows = score(TEXT, NLP, tone)
    assert list(rows.columns) == list(COLUMNS)
    assert rows["doc_id"].unique().tolist() == ["article"]
    assert list(zip(rows["quote_id"], rows["counterpart"], rows["tone"], strict=True)) == [
        ("q1", "HR", "hostile"),
        ("q1", "IT", "hostile"),
        ("q2", None, None),
        ("q3", "IT", "constructive"),
    ]
    assert rows["tone_set"].tolist() == ["hostile|cautious", "hostile|cautious", None, "constructive"]
    assert rows["stance"].round(2).tolist()[3] == 0.6
    assert rows["model"].unique().tolist() == ["no-reader unsaved-tone+" + rows["model"][0].split("+")[1]]


ARTICLE = Article("wire", TEXT, outlet="The Wire")


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (TEXT, ["article"]),
        (ARTICLE, ["wire"]),
        ({"text": TEXT}, ["article"]),
        ({"id": 5, "text": TEXT}, ["5"]),
        ([TEXT, ARTICLE, {"id": "x", "text": TEXT}], ["article-1", "wire", "x"]),
        ((text for text in [TEXT, TEXT]), ["article-1", "article-2"]),
        (pd.DataFrame({"id": [1, 2], "text": [TEXT, TEXT]}), ["1", "2"]),
        (pd.DataFrame({"id": [1], "text": [TEXT], "title": [np.nan]}, index=["any"]), ["1"]),
        ([], []),
        (pd.DataFrame({"id": [], "text": []}), []),
    ],
)
def test_what_may_be_given(tone, given, ids):
    rows = score(given, NLP, tone)
    assert rows["doc_id"].unique().tolist() == ids
    assert rows.attrs["rejected"] == []


def test_title_date_outlet_and_url_are_carried_through(tone):
    frame = pd.DataFrame(
        {
            "id": [1],
            "text": [TEXT],
            "title": ["Rain"],
            "date": [pd.Timestamp("2024-03-01")],
            "outlet": [None],
            "url": ["u"],
        }
    )
    row = score(frame, NLP, tone).iloc[0]
    assert (row["title"], row["date"], row["outlet"], row["url"]) == ("Rain", "2024-03-01T00:00:00", None, "u")


@pytest.mark.parametrize("given", ["", "  \n", Article("wire", " "), {"text": None}, {"id": 1}, {"text": 5}])
def test_a_bad_article_by_itself_raises(tone, given):
    with pytest.raises(TextError):
        score(given, NLP, tone)


def test_among_others_it_is_kept_aside_and_counted(tone):
    given = [{"id": 1, "text": TEXT}, {"id": 2, "text": " "}, {"id": 3, "text": float("nan")}, {"id": 1, "text": "x."}]
    with pytest.warns(UserWarning, match="3 of 4 articles rejected"):
        rows = score(given, NLP, tone)
    assert rows["doc_id"].unique().tolist() == ["1"]
    assert [(one["doc_id"], one["reason"]) for one in rows.attrs["rejected"]] == [
        ("2", "bad text"),
        ("3", "bad text"),
        ("1", "duplicate id"),
    ]


@pytest.mark.parametrize("given", [None, 5, b"bytes"])
def test_what_is_no_article_is_refused(tone, given):
    with pytest.raises(InputError, match="no article"):
        score(given, NLP, tone)


@pytest.mark.parametrize(
    ("columns", "says"), [(["text"], "no column id, only text"), (["id"], "no column text, only id")]
)
def test_a_frame_needs_id_and_text(tone, columns, says):
    with pytest.raises(InputError, match=says):
        score(pd.DataFrame({column: ["x"] for column in columns}), NLP, tone)


def test_rows_do_not_depend_on_the_batch(tone):
    articles = [Article(str(number), TEXT if number % 3 else " ") for number in range(10)]
    expected = list(score_articles(NLP, tone, articles, 1))
    for batch_size in (2, 7, 100):
        assert [str(one) for one in score_articles(NLP, tone, articles, batch_size)] == list(map(str, expected))
    assert [one.article for one in expected] == articles


def test_the_tone_model_is_asked_once_per_batch(tone):
    list(score_articles(NLP, tone, [Article(str(number), TEXT) for number in range(10)], 5))
    assert [len(asked.text) for asked in tone.asked] == [15, 15]


def test_articles_without_counterparts_never_reach_the_tone_model(tone):
    assert score("It rains. It pours.", NLP, tone)["tone"].isna().all()
    assert tone.asked == []


def test_articles_are_scored_as_they_come(tone):
    def endless():
        while True:
            yield ARTICLE

    first = next(score_articles(NLP, tone, endless(), 2))
    assert len(first.stances) == 4


def test_the_tone_model_gets_no_half_characters(tone):
    score("We thank Rome\ud800.", NLP, tone)
    assert tone.asked[0].text == ["We thank Rome\ufffd"]


FRAME = pd.DataFrame(
    {
        "text": ["We thank Rome", "We blame Rome", None, " ", "We blame no one"],
        "counterpart": ["IT", "IT", "IT", "IT", None],
        "tone": ["gold"] * 5,
        "kept": range(5),
    },
    index=[3, 3, 1, 0, 9],
)


def test_quotes_at_hand_get_a_tone_and_keep_their_index(tone):
    before = FRAME.copy()
    result = score_quotes(FRAME, tone)
    pd.testing.assert_frame_equal(FRAME, before)
    assert result.index.equals(FRAME.index)
    assert result["kept"].tolist() == [0, 1, 2, 3, 4]
    assert result["tone"].tolist() == ["constructive", "hostile", None, None, None]
    assert result["p_hostile"].round(1).tolist()[:2] == [0.1, 0.6]
    assert result["stance"].isna().tolist() == [False, False, True, True, True]
    assert result["tone_set"].tolist() == ["constructive", "hostile|cautious", None, None, None]


def test_what_is_known_beside_the_text_reaches_the_model(tone):
    score_quotes(FRAME.assign(speaker_state="SI", context="c"), tone)
    asked = Quotes(["We thank Rome", "We blame Rome"], ["IT", "IT"], ["SI", "SI"], ["c", "c"])
    assert tone.asked == [asked]


def test_no_quotes_give_the_same_columns(tone):
    result = score_quotes(FRAME.iloc[:0], tone)
    assert result.dtypes[[f"p_{name}" for name in TONES]].tolist() == ["float64"] * 3
    assert result.dtypes["tone"] == result.dtypes["tone_set"] == "object"
    assert tone.asked == []


@pytest.mark.parametrize("column", ["text", "counterpart"])
def test_quotes_need_text_and_counterpart(tone, column):
    with pytest.raises(InputError, match=f"no column {column}, only"):
        score_quotes(FRAME.drop(columns=column), tone)


def test_default_models_are_loaded_once(tone, monkeypatch):
    loaded = []
    monkeypatch.setattr(scoring.pipeline, "load", lambda reader=None, names=(): loaded.append("nlp") or NLP)
    monkeypatch.setattr(scoring.ToneJudge, "load", lambda folder=None: loaded.append("tone") or tone)
    scoring.default_nlp.cache_clear()
    scoring.default_tone.cache_clear()
    score(TEXT)
    score(TEXT)
    score_quotes(FRAME)
    assert loaded == ["nlp", "tone"]
    scoring.default_nlp.cache_clear()
    scoring.default_tone.cache_clear()


def test_a_missing_model_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(scoring.pipeline, "load", lambda reader=None, names=(): NLP)
    with pytest.raises(ModelError, match=r"manifest\.json"):
        scoring.load_models(tone_model=tmp_path)


def test_loaded_models_score_a_batch(tone):
    models = scoring.Models(NLP, tone, "any")
    assert [len(one.stances) for one in models.score([ARTICLE, Article("2", "It rains.")])] == [4, 1]
    assert models.score([]) == []


def test_no_warning_where_nothing_is_wrong(tone):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(score([TEXT, TEXT], NLP, tone)) == 8
