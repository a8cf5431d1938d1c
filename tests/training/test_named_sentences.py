"""Passages with marked names: how they are read, and whether the committed ones are well marked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.errors import InputError
from stancekit.training.named_sentences import LABELS, parse_named, read_named

SEEDS = Path(__file__).parents[2] / "seeds" / "names"
PASSAGES = read_named(SEEDS / "training.txt")
SPANS = [(text, start, end, label) for text, names in PASSAGES for start, end, label in names]
MEASURED = [json.loads(line) for line in (SEEDS / "world_news.jsonl").read_text("utf-8").splitlines()]

READ = [
    ("Nobody came.", "Nobody came.", []),
    ("<l>Bern</l>'s mayor", "Bern's mayor", [("Bern", "LOC")]),
    ("<l>Bern</l> <p>Ana Kovar</p>", "Bern Ana Kovar", [("Bern", "LOC"), ("Ana Kovar", "PERSON")]),
    ("“<o>Étoile & Fils</o>”", "“Étoile & Fils”", [("Étoile & Fils", "ORG")]),
    ("𝄞 <p>Li</p>", "𝄞 Li", [("Li", "PERSON")]),
]
REFUSED = [
    ("<p>Ana Kovar", "never closed"),
    ("Ana Kovar</p>", "closes nothing"),
    ("<p>Ana</l>", "closes nothing"),
    ("<o>Bank of <l>Ghana</l></o>", "opens within"),
    ("<P>Ana</P>", "no tag"),
    ("<per>Ana</per>", "no tag"),
    ("<p>Ana </p>", "white space"),
    ("<p></p>", "empty"),
]


@pytest.mark.parametrize(("markup", "text", "names"), READ)
def test_tags_become_names(markup: str, text: str, names: list[tuple[str, str]]) -> None:
    plain, spans = parse_named(markup)
    assert plain == text
    assert [(plain[start:end], label) for start, end, label in spans] == names


@pytest.mark.parametrize(("markup", "why"), REFUSED)
def test_a_slip_is_told_with_its_line(tmp_path: Path, markup: str, why: str) -> None:
    file = tmp_path / "names.txt"
    file.write_text(f"# comment <p>\n\n{markup}\n", "utf-8")
    with pytest.raises(InputError, match=rf"line 3.*{why}"):
        read_named(file)


PIECES = st.text(st.characters(exclude_characters="<>", exclude_categories=["Cs", "Z", "Cc"]), min_size=1)


@given(st.lists(st.tuples(st.sampled_from([None, *LABELS]), PIECES)))
def test_names_are_what_stood_between_the_tags(pieces: list[tuple[str | None, str]]) -> None:
    text, names = parse_named("".join(f"<{tag}>{piece}</{tag}>" if tag else piece for tag, piece in pieces))
    assert text == "".join(piece for _, piece in pieces)
    assert [(text[a:b], label) for a, b, label in names] == [(piece, LABELS[tag]) for tag, piece in pieces if tag]


def test_there_are_enough_passages_and_none_twice() -> None:
    assert len(PASSAGES) >= 350
    assert len({text for text, _ in PASSAGES}) == len(PASSAGES)
    labels = [label for *_, label in SPANS]
    assert all(labels.count(label) >= 300 for label in LABELS.values())


WRONG_EDGES: list[tuple[str, Callable[[str, int, int], bool]]] = [
    ("space or mark before", lambda text, start, end: not text[start].isalnum() and text[start] not in "'ʻ"),
    (
        "mark after",
        lambda text, start, end: not re.search(r"(\w|\b(?:\w|Jr|Inc|Co|Ltd|Fla|Ga|Tex|Mich|Pa)\.)$", text[start:end]),
    ),
    ("possessive inside", lambda text, start, end: text[start:end].endswith(("'s", "’s"))),
    ("begins within a word", lambda text, start, end: start > 0 and text[start - 1].isalnum()),
    ("ends within a word", lambda text, start, end: text[end : end + 1].isalnum()),
    (
        "article or title inside",
        lambda text, start, end: bool(re.match(r"(the(?! hague)|mr|ms|dr|sir)\b", text[start:end], re.I)),
    ),
    ("no capital", lambda text, start, end: text[start:end] == text[start:end].lower()),
]


@pytest.mark.parametrize(("what", "wrong"), WRONG_EDGES, ids=[what for what, _ in WRONG_EDGES])
def test_no_name_has_a_wrong_edge(what: str, wrong: Callable[[str, int, int], bool]) -> None:
    assert [text[start:end] for text, start, end, _ in SPANS if wrong(text, start, end)] == []


def test_no_sentence_is_one_that_measures() -> None:
    training = "\n".join(text for text, _ in PASSAGES)
    assert [row["id"] for row in MEASURED if row["text"].rstrip(".”") in training] == []


PARTICLES = {"ben", "mac", "jr."}


def words_of_people(names: list[str]) -> set[str]:
    return {word for name in names for word in re.split(r"[\s-]+", name) if word[:1].isupper() and len(word) > 2}


def test_no_person_is_one_that_measures() -> None:
    """A reader that only learned these names by heart gains nothing in ``benchmarks/names.py``."""
    ours = words_of_people([text[start:end] for text, start, end, label in SPANS if label == "PERSON"])
    theirs = words_of_people(
        [row["text"][start:end] for row in MEASURED for start, end, label in row["entities"] if label == "PERSON"]
    )
    assert {word.lower() for word in ours} & {word.lower() for word in theirs} <= PARTICLES


REAL_BODIES = {"African Union", "United Nations", "NATO", "European Commission", "European Parliament", "Arab League"}


def test_no_organisation_is_one_that_measures_but_bodies_of_states() -> None:
    ours = {text[start:end] for text, start, end, label in SPANS if label == "ORG"}
    theirs = {row["text"][start:end] for row in MEASURED for start, end, label in row["entities"] if label == "ORG"}
    assert ours & theirs <= REAL_BODIES
