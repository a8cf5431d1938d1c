"""Labels that are probably slips."""

from __future__ import annotations

import pandas as pd
import pytest
from made_up import Words

from stancekit.errors import InputError, ModelError
from stancekit.labelling import suspects
from stancekit.tone.classifier import ToneClassifier
from stancekit.tone.encoder import QuoteEncoder

FIRST = {"hostile": "Shame", "cautious": "Perhaps", "constructive": "Thanks"}


def labels(*slips: tuple[str, str]) -> pd.DataFrame:
    """Eight clear quotes a tone in as many articles, and slips: a first word with a tone."""
    rows = [{"text": f"{word} {n}", "tone": tone, "doc": f"doc {n}"} for tone, word in FIRST.items() for n in range(8)]
    rows += [{"text": f"{word} slip", "tone": tone, "doc": f"slip {n}"} for n, (word, tone) in enumerate(slips)]
    return pd.DataFrame(rows).assign(counterpart="NO", note="kept")


def test_clear_labels_are_no_suspects():
    assert suspects(labels(), model=Words()).empty


def test_a_slip_is_found_with_what_it_should_be():
    given = labels(("Shame", "constructive"))
    found = suspects(given, model=Words())
    assert found.index.tolist() == [24]
    row = found.iloc[0]
    assert (row["tone"], row["likely"], row["note"]) == ("constructive", "hostile", "kept")
    assert row["p_likely"] > 0.8 > 0.2 > row["p_given"]


def test_the_worst_stands_first():
    # "Perhaps" is disputed: two slips each way make the model less sure of them than of the one on "Shame".
    found = suspects(labels(("Perhaps", "hostile"), ("Perhaps", "hostile"), ("Shame", "cautious")), model=Words())
    assert found["text"].tolist()[0] == "Shame slip"
    margins = (found["p_likely"] - found["p_given"]).tolist()
    assert margins == sorted(margins, reverse=True)


def test_the_article_of_a_quote_is_never_learned_from():
    # Repeated in its own article, the slip would vouch for itself.
    given = labels()
    copies = pd.DataFrame({"text": "Alone in one article", "tone": "hostile", "doc": "same"}, index=range(5))
    found = suspects(pd.concat([given, copies.assign(counterpart="NO")], ignore_index=True), model=Words())
    assert "Alone in one article" not in found["text"].tolist()  # unknown word: no tone is likelier


def test_model_and_frame_stay_as_they_are():
    given, model = labels(("Shame", "constructive")), Words()
    before = given.copy()
    suspects(given, model=model)
    pd.testing.assert_frame_equal(given, before)
    assert not hasattr(model, "counts_")


GROUPS = [
    ("by another column", {"groups": "note"}, "two articles"),
    ("by no such column", {"groups": "article"}, "no column 'article'"),
    ("one short", {"groups": ["a"]}, "1 groups for 24 labels"),
    ("one fold", {"cv": 1}, "cv of 2"),
    ("a tone is missing", {"frame": labels().query("tone != 'cautious'")}, "no quote is labelled cautious"),
    ("a tone once", {"frame": labels().drop(range(1, 8))}, "two quotes of each tone"),
]


@pytest.mark.parametrize(("given", "message"), [case[1:] for case in GROUPS], ids=[case[0] for case in GROUPS])
def test_too_little_says_what_to_do(given, message):
    with pytest.raises(InputError, match=message):
        suspects(**({"frame": labels(), "model": Words()} | given))


def test_what_cannot_be_fitted_is_a_model_error():
    with pytest.raises(ModelError, match="cannot be fitted anew"):
        suspects(labels(), model=object())


def test_without_articles_each_quote_stands_for_itself():
    given = labels(("Shame", "constructive")).drop(columns="doc")
    assert suspects(given, model=Words())["text"].tolist() == ["Shame slip"]
    assert suspects(given.assign(doc=None), model=Words())["text"].tolist() == ["Shame slip"]


def test_the_tone_classifier_encodes_each_quote_once(tiny_tone, monkeypatch):
    seen: list[str] = []
    plain = QuoteEncoder.transform
    monkeypatch.setattr(QuoteEncoder, "transform", lambda self, X: seen.extend(X) or plain(self, X))
    model = ToneClassifier(encoder=QuoteEncoder(tiny_tone), C=1.0, cv=2)
    found = suspects(labels(("Shame", "constructive")), model=model, cv=3)
    assert set(found.columns) >= {"tone", "likely", "p_given", "p_likely"}
    assert len(seen) == len(set(seen))
