"""What the reader learns from: one label a piece, in every house style of marks."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span
from tokenizers import Tokenizer, models, pre_tokenizers

from stancekit.annotation.windows import NOWHERE
from stancekit.training import reader_data
from stancekit.training.annotated import parse_annotated
from stancekit.training.reader_data import IGNORE, Labelled

ARTICLE = parse_annotated(
    "“<c:1>No, not now</c>,” <s:1>Ana Kovar</s> <k:1>said</k>.\n=====\n1 | direct | Ana Kovar | - | -", "a"
)
LETTERS = ".CcSsKk"
"""Outside, then content, source and cue; capitals begin."""


def letters_tokenizer() -> Tokenizer:
    """One piece a letter, so that labels can be read under the text."""
    letters = string.ascii_letters + string.digits + string.punctuation + "“”‘’«»"
    pieces = ["[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


TOKENIZER = letters_tokenizer()


def drawn(labels: np.ndarray) -> str:
    """Labels as letters."""
    return "".join(LETTERS[label] for label in labels.tolist())


def test_an_article_is_painted_letter_by_letter() -> None:
    (painted,) = reader_data.annotated([ARTICLE])
    assert painted.text == "“No, not now,” Ana Kovar said."
    assert drawn(painted.labels["roles"]) == ".Ccccccccccc...Sssssssss.Kkkk."
    assert set(painted.labels) == {"roles"}


def quote(content, source=None, cue=None):
    return {"content": content, "source": source, "cue": cue}


PAINTED = [
    ("nothing", "abc", [], "..."),
    ("two fragments", "ab cd", [quote([[0, 2], [3, 5]])], "Cc.Cc"),
    ("cue and source over a content", "abcdef", [quote([[0, 6]], [[1, 2]], [[3, 5]])], "CScKkc"),
    ("the inner quote over the outer", "abcdef", [quote([[2, 4]]), quote([[0, 6]])], "CcCccc"),
    ("outer marks and commas are left out", "“ab,”", [quote([[0, 5]])], ".Cc.."),
    ("so is that", "that ab", [quote([[0, 7]])], ".....Cc"),
]


@pytest.mark.parametrize(
    ("text", "quotes", "wanted"), [case[1:] for case in PAINTED], ids=[case[0] for case in PAINTED]
)
def test_paint(text: str, quotes: list, wanted: str) -> None:
    assert drawn(reader_data.paint(text, quotes)) == wanted


TRIMMED = [
    ("“We wait,”", "We wait"),
    ("that they wait", "they wait"),
    ("''We wait,''", "We wait"),
    (", they wait", "they wait"),
    ("they wait.", "they wait."),
    ("the envoys’ plan", "the envoys’ plan"),
    ("“ ”", "“ ”"),
    ("thatched", "thatched"),
]


@pytest.mark.parametrize(("body", "wanted"), TRIMMED)
def test_trim(body: str, wanted: str) -> None:
    text = f"x {body} x"
    start, end = reader_data.trim(text, 2, 2 + len(body))
    assert text[start:end] == wanted


KEPT = [
    ("reported speech", "He said it rains.", "said", True),
    ("a belief", "He believes it rains.", "believes", False),
    ("a belief in marks", "He believes “it rains”.", "believes", True),
    ("no cue, no marks", "It rains.", "", False),
]


@pytest.mark.parametrize(("text", "cue", "wanted"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_which_attributions_are_quotes(text: str, cue: str, wanted: bool) -> None:
    start = text.lower().index("it rains")
    place = [[text.index(cue), text.index(cue) + len(cue)]] if cue else None
    assert reader_data.is_quote(text, quote([[start, start + 8]], cue=place)) is wanted


def test_attributions_teach_both_notions(tmp_path: Path) -> None:
    text = "He believes it rains. She said it pours."
    quotes = [quote([[12, 20]], [[0, 2]], [[3, 11]]), quote([[31, 39]], [[22, 25]], [[26, 30]])]
    (tmp_path / "texts_dev.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n\n", encoding="utf-8")
    (tmp_path / "gold_dev.jsonl").write_text(json.dumps({"id": "a", "quotes": quotes}) + "\n", encoding="utf-8")
    (found,) = reader_data.attribution(tmp_path, "dev")
    assert drawn(found.labels["wide"]) == "Ss.Kkkkkkkk.Cccccccc..Sss.Kkkk.Cccccccc."
    assert drawn(found.labels["roles"]) == "......................Sss.Kkkk.Cccccccc."


def test_names_come_from_doc_bins(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = Doc(nlp.vocab, words=["Ana", "Kovar", "left", "Dorva", "today"])
    doc.ents = [Span(doc, 0, 2, label="PERSON"), Span(doc, 3, 4, label="GPE"), Span(doc, 4, 5, label="DATE")]
    DocBin(docs=[doc]).to_disk(tmp_path / "names.spacy")
    (found,) = reader_data.names([tmp_path / "names.spacy"])
    person, place = reader_data.NAMES.index("PERSON"), reader_data.NAMES.index("LOC")
    labels = found.labels["names"]
    assert labels[0] == 2 * person + 1
    assert set(labels[1:9].tolist()) == {2 * person + 2}
    assert labels[15] == 2 * place + 1
    assert not labels[20:].any()


def test_a_window_has_one_label_a_piece_and_head() -> None:
    (window,) = reader_data.examples(reader_data.annotated([ARTICLE]), TOKENIZER)
    assert set(window.labels) == {"roles", "wide", "names"}
    for labels in window.labels.values():
        assert len(labels) == len(window.window.ids)
    silent = window.labels["names"]
    assert set(silent) == {IGNORE}, "a head that the text says nothing about is masked"
    told = window.labels["roles"]
    for label, place in zip(told, window.window.offsets, strict=True):
        assert (label == IGNORE) is (place == NOWHERE)
    assert drawn(np.array([label for label in told if label != IGNORE])) == ".Ccccccccc..SsssssssKkkk."


def test_without_a_random_source_examples_are_the_same_each_time() -> None:
    texts = reader_data.annotated([ARTICLE])
    assert reader_data.examples(texts, TOKENIZER) == reader_data.examples(texts, TOKENIZER)
    seeded = [reader_data.examples(texts, TOKENIZER, random.Random(3)) for _ in range(2)]
    assert seeded[0] == seeded[1]


@given(st.text(alphabet='ab “”"\n.,', max_size=60), st.integers(0, 200))
def test_another_house_style_moves_no_label(text: str, seed: int) -> None:
    labels = np.array([(n * 7 + seed) % 7 for n in range(len(text))], dtype=np.int16)
    styled = reader_data.restyle(Labelled(text, {"roles": labels}), random.Random(seed))
    assert len(styled.text) == len(styled.labels["roles"])
    # letters keep their labels, whatever became of the marks
    before = [(c, n) for c, n in zip(text, labels.tolist(), strict=True) if c in "ab\n.,"]
    after = [(c, n) for c, n in zip(styled.text, styled.labels["roles"].tolist(), strict=True) if c in "ab\n.,"]
    assert after == before


def test_every_house_style_comes_up() -> None:
    text = "“No,” he said. “Not now.”"
    example = Labelled(text, {"roles": np.zeros(len(text), dtype=np.int16)})
    seen = {reader_data.restyle(example, random.Random(seed)).text for seed in range(200)}
    assert {text, "‘No,’ he said. ‘Not now.’", '"No," he said. "Not now."', "«No,» he said. «Not now.»"} <= seen
    assert any(styled.count("“") + styled.count("”") < 4 and "‘" not in styled for styled in seen), "some are garbled"
