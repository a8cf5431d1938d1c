"""What the reader learns from: one label a piece and head, drawn as letters under the text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from letters import LETTERS, MASKED, TOKENIZER, drawn
from spacy.tokens import Doc, DocBin, Span

from stancekit.annotation.windows import NOWHERE
from stancekit.training import reader_data
from stancekit.training.annotated import parse_annotated
from stancekit.training.reader_data import NAMES, ROLES, Example, Labelled, Mark

CONTENT, SOURCE, CUE = range(3)
ARTICLE = parse_annotated(
    "“<c:1>No, not now</c>,” <s:1>Ana Kovar</s> <k:1>said</k>.\n=====\n1 | direct | Ana Kovar | - | -", "a"
)


def quote(content, source=None, cue=None):
    return {"content": content, "source": source, "cue": cue}


def under(text: str, marks: list[Mark] | None, head: str = "roles") -> str:
    """Labels as if each code point were a piece."""
    return drawn(reader_data.piece_labels(np.array([(n, n + 1) for n in range(len(text))]), marks), head)


def marks_of(drawing: str) -> list[Mark]:
    """The way back: stretches of a drawing of roles."""
    found: list[Mark] = []
    for place, letter in enumerate(drawing):
        label = LETTERS["roles"].index(letter)
        if label % 2:
            found.append(Mark(place, place + 1, label // 2))
        elif label:
            found[-1] = found[-1]._replace(end=place + 1)
    return found


def example(text: str, *drawings: str, size: int | None = None) -> list[Example]:
    """Windows of a text whose attributions are drawn under it."""
    attributions = [marks_of(drawing) for drawing in drawings]
    marks = sorted((mark for found in attributions for mark in found), key=lambda mark: mark.label)
    rng = random.Random(0) if size else None
    if rng:
        rng.choice = lambda _: size  # type: ignore[assignment,misc]
    return reader_data.examples([Labelled(text, {"roles": marks}, attributions)], TOKENIZER, rng)


def as_read(found: Iterable[Example]) -> list[tuple]:
    """Examples as plain values, which can be compared."""
    return [
        (
            one.window,
            {head: labels.tolist() for head, labels in one.labels.items()},
            one.words.tolist(),
            [(cue.start, cue.end, cue.labels.tolist()) for cue in one.arguments],
        )
        for one in found
    ]


def test_an_article_of_our_own_is_drawn_letter_by_letter() -> None:
    (found,) = reader_data.annotated([ARTICLE])
    assert found.text == "“No, not now,” Ana Kovar said."
    assert under(found.text, found.marks["roles"]) == ".Ccccccccccc...Sssssssss.Kkkk."
    assert set(found.marks) == {"roles"}, "our articles say nothing about the wider notion, names, starts"
    (marks,) = found.attributions
    assert {ROLES[mark.label]: found.text[mark.start : mark.end] for mark in marks} == {
        "content": "No, not now",
        "source": "Ana Kovar",
        "cue": "said",
    }


DRAWN = [
    ("nothing", "abc", [], "..."),
    ("two fragments", "ab cd", [quote([[0, 2], [3, 5]])], "Cc.Cc"),
    ("cue and source over a content", "abcdef", [quote([[0, 6]], [[1, 2]], [[3, 5]])], "CScKkc"),
    ("the inner quote over the outer", "abcdef", [quote([[2, 4]]), quote([[0, 6]])], "CcCccc"),
    ("outer marks and commas are left out", "“ab,”", [quote([[0, 5]])], ".Cc.."),
    ("so is that", "that ab", [quote([[0, 7]])], ".....Cc"),
    ("neighbours of one role each begin", "abcd", [quote([[0, 2]]), quote([[2, 4]])], "CcCc"),
]


@pytest.mark.parametrize(("text", "quotes", "wanted"), [case[1:] for case in DRAWN], ids=[case[0] for case in DRAWN])
def test_role_marks(text: str, quotes: list, wanted: str) -> None:
    assert under(text, reader_data.role_marks(text, quotes)) == wanted


def test_a_head_that_a_text_says_nothing_about_is_masked() -> None:
    assert under("ab c", None) == MASKED * 4
    assert under("ab c", []) == "....", "to say that there is nothing is to say something"


PIECES = [
    ("a piece that a mark touches has its label", [(0, 3), (3, 6)], [Mark(1, 2, CUE)], "K."),
    ("the one that holds the mark's first letter begins", [(0, 3), (3, 6)], [Mark(1, 4, CUE)], "Kk"),
    ("a mark that begins in white space has no beginning", [(0, 2), (3, 6)], [Mark(2, 6, CUE)], ".k"),
    ("a later mark comes over an earlier one", [(0, 3), (3, 6)], [Mark(0, 6, CONTENT), Mark(3, 6, CUE)], "CK"),
    ("pieces of nobody and of other windows are masked", [NOWHERE, (0, 3), NOWHERE], [Mark(0, 6, CUE)], "-K-"),
    ("a mark that began in another window goes on", [NOWHERE, (3, 6)], [Mark(0, 6, CUE)], "-k"),
]


@pytest.mark.parametrize(("places", "marks", "wanted"), [case[1:] for case in PIECES], ids=[case[0] for case in PIECES])
def test_piece_labels(places: list, marks: list[Mark], wanted: str) -> None:
    assert drawn(reader_data.piece_labels(np.array(places), marks)) == wanted


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
    assert under(text, found.marks["wide"]) == "Ss.Kkkkkkkk.Cccccccc..Sss.Kkkk.Cccccccc."
    assert under(text, found.marks["roles"]) == "......................Sss.Kkkk.Cccccccc."
    believed, said = (under(text, marks) for marks in found.attributions)
    assert believed == "Ss.Kkkkkkkk.Cccccccc...................."
    assert said == "......................Sss.Kkkk.Cccccccc.", "what a cue governs is learned from beliefs as well"


def test_a_quote_without_a_cue_has_no_arguments() -> None:
    assert reader_data.attributions("“No.”", [quote([[1, 4]])]) == []


def test_names_and_starts_come_from_doc_bins(tmp_path: Path) -> None:
    vocab = spacy.blank("en").vocab
    named = Doc(vocab, words=["Ana", "Kovar", "left", "Dorva", "today"])
    named.ents = [Span(named, 0, 2, label="PERSON"), Span(named, 3, 4, label="GPE"), Span(named, 4, 5, label="DATE")]
    split = Doc(vocab, words=["No", ".", "\n", "Not", "now"], sent_starts=[True, False, True, True, False])
    DocBin(docs=[named, split]).to_disk(tmp_path / "a.spacy")
    names, starts = reader_data.documents([tmp_path / "a.spacy"])
    assert names.text == "Ana Kovar left Dorva today "
    assert set(names.marks) == {"names"}
    assert under(names.text, names.marks["names"], "names") == "Ppppppppp......Lllll......."
    assert names.persons == [(0, 9)]
    assert set(starts.marks) == {"starts"}
    (one,) = reader_data.examples([starts], TOKENIZER)
    assert drawn(one.labels["starts"], "starts") == "-B..-B.....-", "white space starts no sentence"
    assert starts.persons == []


def test_a_document_may_tell_names_and_starts(tmp_path: Path) -> None:
    doc = Doc(spacy.blank("en").vocab, words=["Dorva", "waits"], ents=["B-LOC", "O"], sent_starts=[True, False])
    DocBin(docs=[doc]).to_disk(tmp_path / "both.spacy")
    (found,) = reader_data.documents([tmp_path / "both.spacy"])
    assert found.marks == {"names": [Mark(0, 5, NAMES.index("LOC"))], "starts": [Mark(0, 1, 0)]}


def test_a_window_has_one_label_a_piece_and_head() -> None:
    (one,) = reader_data.examples(reader_data.annotated([ARTICLE]), TOKENIZER)
    assert {head: len(labels) for head, labels in one.labels.items()} == dict.fromkeys(LETTERS, len(one.window.ids))
    assert drawn(one.labels["roles"]) == "-.Ccccccccc..SsssssssKkkk.-", "the special pieces are masked"
    assert drawn(one.labels["names"]) == MASKED * 27


def numbered(text: str) -> str:
    """Word numbers of the one window of a text."""
    (one,) = example(text)
    return "".join(map(str, one.words.tolist()))


WORDS = [
    ("pieces of a word share its number, special pieces have none", "ab c", "01120"),
    ("so has the separator of paragraphs", "ab\nc", "011020"),
    ("punctuation is a word", "“ab,” c", "01223450"),
]


@pytest.mark.parametrize(("text", "wanted"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_word_numbers(text: str, wanted: str) -> None:
    assert numbered(text) == wanted


def test_the_rest_of_a_word_that_began_in_another_window_is_none() -> None:
    whole, cut = example("x" + " ab" * 200)
    assert whole.words[:6].tolist() == [0, 1, 2, 2, 3, 3]
    assert cut.words[:6].tolist() == [0, 0, 1, 1, 2, 2]


def told(one: Example) -> list[tuple[str, str]]:
    """Each cue of a window: where it stands among the words, and what they are to it."""
    return [
        ("".join("^" if cue.start <= n < cue.end else "_" for n in range(len(cue.labels))), drawn(cue.labels))
        for cue in one.arguments
    ]


ARGUMENTS = [
    ("a cue with its source and content", "he says no", ["Ss.Kkkk.Cc"], [("_^_", "S.C")]),
    ("a cue of several words", "he made it clear no", ["Ss.Kkkkkkkkkkkkk.Cc"], [("_^^^_", "S...C")]),
    ("words of a role go on", "so ana k said", ["Cc.Sssss.Kkkk"], [("___^", "CSs.")]),
    ("a cue in two parts spans what is between", "he put it so", ["Ss.Kkk....Kk"], [("_^^^", "S...")]),
    (
        "each cue has its own arguments",
        "a says no b adds so",
        ["S.Kkkk.Cc.........", "..........S.Kkkk.Cc"],
        [("_^____", "S.C..."), ("____^_", "...S.C")],
    ),
    (
        "what two cues share is told twice",
        "a says b says no",
        ["S.Kkkk.Ccccccccc", ".......S.Kkkk.Cc"],
        [("_^___", "S.Ccc"), ("___^_", "..S.C")],
    ),
    ("the first piece of a word decides", "they said", ["..Ss.Kkkk"], [("_^", "..")]),
    ("nothing without a cue", "he waits", [], []),
]


@pytest.mark.parametrize(
    ("text", "drawings", "wanted"), [case[1:] for case in ARGUMENTS], ids=[case[0] for case in ARGUMENTS]
)
def test_arguments(text: str, drawings: list[str], wanted: list[tuple[str, str]]) -> None:
    (one,) = example(text, *drawings)
    assert told(one) == wanted


def test_a_cue_is_learned_in_the_window_that_holds_it() -> None:
    text = "he says\nso it is"
    first, second = example(text, "Ss.Kkkk.Cccccccc", size=8)
    assert told(first) == [("_^", "S.")], "the content in the other window is out of sight"
    assert told(second) == []


@given(st.lists(st.sampled_from(["a", "k", "bc", "\n"]), min_size=1, max_size=500), st.sampled_from([96, 128]))
def test_every_cue_is_learned_once(words: list[str], size: int) -> None:
    """Even where a paragraph is cut into windows that overlap."""
    text = " ".join(words)
    cues = ["." * place + "K" for place, letter in enumerate(text) if letter == "k"]
    found = example(text, *cues, size=size)
    pieces = [(one, int(np.flatnonzero(one.words == cue.start + 1)[0])) for one in found for cue in one.arguments]
    places = sorted(one.window.offsets[piece] for one, piece in pieces)
    assert places == [(place, place + 1) for place, letter in enumerate(text) if letter == "k"]
    assert all(len(cue.labels) == one.words.max() for one in found for cue in one.arguments)


def test_without_a_random_source_examples_are_the_same_each_time() -> None:
    texts = reader_data.annotated([ARTICLE])
    assert as_read(reader_data.examples(texts, TOKENIZER)) == as_read(reader_data.examples(texts, TOKENIZER))


def test_with_one_the_windows_vary_in_length_by_its_seed() -> None:
    texts = [Labelled("abcd\n" * 60, {})] * 20
    one, again, other = (reader_data.examples(texts, TOKENIZER, random.Random(seed)) for seed in (3, 3, 4))
    assert as_read(one) == as_read(again)
    assert as_read(one) != as_read(other)
    assert {len(part.window.ids) for part in one} >= {96, 131, 161, 191}
