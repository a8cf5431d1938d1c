"""Cues and their arguments: distances in buckets, and what is made of the argument head's probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_docs import ENGLISH
from spacy.tokens import Doc, Span

from stancekit.annotation.arguments import (
    ARGUMENTS,
    EDGES,
    FARTHEST,
    LABELS,
    ArgumentHead,
    CueArguments,
    best_path,
    distance_buckets,
)
from stancekit.annotation.contents import Piece
from stancekit.artefacts import write_manifest
from stancekit.errors import ModelError

WORDS = st.integers(0, 300)
CUES = st.tuples(st.integers(0, 200), st.integers(1, 5)).map(lambda cue: (cue[0], cue[0] + cue[1]))


def buckets(words: list[int], start: int, end: int) -> list[int]:
    """Buckets counted from the cue: negative before it."""
    return (distance_buckets(np.array(words, dtype=np.int64), start, end) - FARTHEST).tolist()


BUCKETS = [
    ("the cue itself", [5, 6], 5, 7, [0, 0]),
    ("near words are told apart one by one", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 6, [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5]),
    ("behind a long cue is counted from its end", [9, 10, 11], 5, 10, [0, 1, 2]),
    ("farther ones roughly", [105, 106, 107, 109, 110], 100, 101, [5, 5, 6, 6, 7]),
    ("all that is far is far", [0, 39, 162, 999], 100, 101, [-11, -11, 11, 11]),
    ("no words", [], 5, 6, []),
]


@pytest.mark.parametrize(
    ("words", "start", "end", "wanted"), [case[1:] for case in BUCKETS], ids=[case[0] for case in BUCKETS]
)
def test_distance_buckets(words: list[int], start: int, end: int, wanted: list[int]) -> None:
    assert buckets(words, start, end) == wanted


@given(CUES, WORDS)
def test_as_far_before_is_the_mirror_of_as_far_behind(cue: tuple[int, int], distance: int) -> None:
    start, end = cue
    before, behind = buckets([start - distance, end - 1 + distance], start, end)
    assert before == -behind


@given(CUES, st.lists(WORDS))
def test_buckets_rise_from_left_to_right(cue: tuple[int, int], words: list[int]) -> None:
    found = buckets(sorted(words), *cue)
    assert found == sorted(found)
    assert all(-FARTHEST <= bucket <= FARTHEST for bucket in found)


@given(CUES, WORDS)
def test_zero_is_the_cue_alone(cue: tuple[int, int], word: int) -> None:
    assert (buckets([word], *cue) == [0]) is (cue[0] <= word < cue[1])


def test_every_bucket_is_used() -> None:
    found = buckets(list(range(2 * int(EDGES[-1]) + 1)), int(EDGES[-1]), int(EDGES[-1]) + 1)
    assert set(found) == set(range(-FARTHEST, FARTHEST + 1))


def test_buckets_keep_the_shape_of_the_words() -> None:
    assert distance_buckets(np.arange(6).reshape(2, 3), 2, 3).shape == (2, 3)


def test_a_model_of_an_older_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reader.onnx").write_bytes(b"graph")
    write_manifest(tmp_path, "reader", "stancekit-reader", "0.1.0", ["reader.onnx"])
    with pytest.raises(ModelError, match=f"lacks {ARGUMENTS}.*this version of stancekit"):
        ArgumentHead(tmp_path)


# A fake head: its answers are drawn under the words, one line a cue. Capitals begin; small letters go on with as
# much certainty; what is certain is 0.9, a question mark is half and half content and outside.
SURE = {".": 0, "C": 1, "c": 2, "S": 3, "s": 4}


class Drawn:
    """Answers as drawn; keeps what it was asked."""

    def __init__(self, *rows: str) -> None:
        self.rows = rows

    def __call__(self, vectors: np.ndarray, cues: list[tuple[int, int]]) -> np.ndarray:
        self.vectors, self.cues = vectors, cues
        answers = np.full((len(cues), len(vectors), len(LABELS)), 0.025, dtype=np.float32)
        for row, letters in zip(answers, self.rows, strict=True):
            for word, letter in zip(row, letters, strict=True):
                word[:] = (0.5, 0.25, 0.25, 0, 0) if letter == "?" else word
                if letter in SURE:
                    word[SURE[letter]] = 0.9
        return answers


def doc_of(words: str) -> Doc:
    """Words of any text, each with a vector that is its number."""
    doc = Doc(ENGLISH.vocab, words=words.split())
    doc.tensor = np.repeat(np.arange(len(doc), dtype=np.float32)[:, None], 3, axis=1)
    return doc


def seen(words: str, cues: list[tuple[int, int]], *rows: str, start: int = 0, end: int | None = None) -> CueArguments:
    """What the drawn answers tell of a stretch of words."""
    doc = doc_of(words)
    return CueArguments(Drawn(*rows), doc, [doc[s:e] for s, e in cues], start, len(doc) if end is None else end)


TWO = "Ana says Ivo waits ; Bo adds so"
TALKS = "Ana says the talks go on ; Bo adds that the rain stops"
OWNERS = [
    ("nobody's without a cue", [], [], None, "............."),
    ("each word is the content of its cue", [1, 8], ["S.Cccc.......", ".......S.Cccc"], None, "..0000...1111"),
    ("a change of cue needs no gap", [1, 8], ["..Cccc.......", "......Ccc...."], None, "..0000111...."),
    ("an unsure word goes with those around it", [1], ["S.Cc?c......."], None, "..0000......."),
    ("and by itself with nobody", [1], ["....?........"], None, "............."),
    ("words of two contents are the surer cue's", [1, 8], ["..?????......", "..Ccccc......"], None, "..11111......"),
    ("sources are not owned", [1], ["SsssSsssSssss"], None, "............."),
    ("unsure words are nobody's", [1], ["..?????......"], None, "............."),
    ("unless the reader takes them for content", [1], ["..?????......"], (2, 7), "..00000......"),
    ("what no cue wants stays alone, content or not", [1], ["S............"], (2, 7), "............."),
]


@pytest.mark.parametrize(
    ("cues", "rows", "said", "wanted"), [case[1:] for case in OWNERS], ids=[case[0] for case in OWNERS]
)
def test_owners(cues: list[int], rows: list[str], said: tuple[int, int] | None, wanted: str) -> None:
    found = seen(TALKS, [(cue, cue + 1) for cue in cues], *rows)
    owners = found.owners([found.doc[slice(*said)]] if said else [])
    assert "".join(str(owners.get(token, ".")) for token in range(len(found.doc))) == wanted


SCORES = st.integers(1, 3).flatmap(
    lambda states: st.lists(st.lists(st.integers(-9, 9), min_size=states, max_size=states), min_size=1, max_size=5)
)


def worth(path: Sequence[int], scores: list[list[int]], change: int) -> int:
    """What a path is worth, its changes paid."""
    changes = sum(one != other for one, other in pairwise(path))
    return sum(step[state] for step, state in zip(scores, path, strict=True)) - change * changes


@given(SCORES, st.integers(0, 12))
def test_no_path_is_worth_more_than_the_best(scores: list[list[int]], change: int) -> None:
    path = best_path(np.array(scores, dtype=float), change)
    every = product(range(len(scores[0])), repeat=len(scores))
    assert worth(path, scores, change) == max(worth(other, scores, change) for other in every)


SOURCES = [
    ("none without a cue", TWO, [], [], []),
    ("a word", TWO, [(1, 2)], ["S......."], ["Ana"]),
    ("a run of words", TWO, [(1, 2)], ["Ss......"], ["Ana says"]),
    ("two runs for one cue, in text order", TWO, [(1, 2)], ["S....S.."], ["Ana", "Bo"]),
    ("a run to the end", TWO, [(1, 2)], ["......Ss"], ["adds so"]),
    ("each cue has its own", TWO, [(1, 2), (6, 7)], ["S.Cc....", ".....S.C"], ["Ana", "Bo"]),
    ("what two cues share comes once", TWO, [(1, 2), (6, 7)], ["S.......", "S......."], ["Ana"]),
    ("a longer and a shorter are both told", TWO, [(1, 2), (6, 7)], ["Ss......", "S......."], ["Ana", "Ana says"]),
    ("contents are none", TWO, [(1, 2)], ["..Cc...."], []),
]


@pytest.mark.parametrize(
    ("words", "cues", "rows", "wanted"), [case[1:] for case in SOURCES], ids=[case[0] for case in SOURCES]
)
def test_sources(words: str, cues: list, rows: list[str], wanted: list[str]) -> None:
    found = seen(words, cues, *rows).sources()
    assert [span.text for span in found] == wanted
    assert {span.label_ for span in found} <= {"source"}


def test_affinities_are_means_over_the_words() -> None:
    found = seen(TWO, [(1, 2), (6, 7)], "S.Cc....", ".....S.?")
    says, adds = found.cues
    doc = found.doc
    sure, unsure, half = 0.9 + 0.025, 0.05, 0.5
    assert found.content(says, Piece(2, 4)) == pytest.approx(sure)
    assert found.content(adds, Piece(2, 4)) == pytest.approx(unsure)
    assert found.content(says, Piece(2, 6)) == pytest.approx((2 * sure + 2 * unsure) / 4)
    assert found.content(adds, Piece(7, 8)) == pytest.approx(half)
    assert found.source(says, doc[0:1]) == pytest.approx(sure)
    assert found.source(says, doc[0:2]) == pytest.approx((sure + unsure) / 2)
    assert found.source(adds, doc[5:6]) == pytest.approx(sure)
    assert found.source(adds, doc[0:1]) == pytest.approx(unsure)


def test_what_is_likely_may_be_linked_and_what_is_not_may_not() -> None:
    found = seen(TWO, [(1, 2)], "S.Cc....")
    (says,) = found.cues
    assert found.content(says, Piece(2, 4)) > found.least_content > found.content(says, Piece(4, 8))
    assert found.source(says, found.doc[0:1]) > found.least_source > found.source(says, found.doc[5:6])


def test_nobody_is_called_a_stretch_of_blanks() -> None:
    doc = Doc(ENGLISH.vocab, words=["Ana", " ", "says", "so"], spaces=[True, False, True, False])
    doc.tensor = np.zeros((4, 3), dtype=np.float32)
    for drawn, wanted in ((".S..", []), ("Ss..", ["Ana  "])):
        found = CueArguments(Drawn(drawn), doc, [doc[2:3]], 0, 4)
        assert [span.text for span in found.sources()] == wanted


def test_a_stretch_is_read_by_itself_and_told_in_the_article_s_tokens() -> None:
    doc = doc_of("It rains . " + TWO)
    head = Drawn("S.Cc")
    found = CueArguments(head, doc, [doc[4:5]], 3, 7)
    assert head.vectors[:, 0].tolist() == [3, 4, 5, 6], "only the stretch's vectors are shown"
    assert head.cues == [(1, 2)], "and the cue's place in it"
    assert found.owners([doc[5:7]]) == {5: 0, 6: 0}
    assert [(span.start, span.text) for span in found.sources()] == [(3, "Ana")]
    assert found.content(doc[4:5], Piece(5, 7)) > 0.9
    assert found.source(Span(doc, 4, 5, label="cue"), doc[3:4]) > 0.9, "a cue is known by its place"


def test_what_is_out_of_the_stretch_is_nobody_s() -> None:
    found = seen(TWO, [(1, 2)], "S.Cc", end=4)
    assert found.content(found.cues[0], Piece(6, 8)) == 0.0
