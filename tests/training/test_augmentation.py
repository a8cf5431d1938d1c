"""Training texts in other clothes: what may change, and what stays where it was."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.training import augmentation
from stancekit.training.augmentation import Edit, edited
from stancekit.training.reader_data import NAMES, ROLES, Labelled, Mark

TEXT = (
    "“We thank Egypt,” Foreign Minister Nikos Vardas said in Athens. “But we will not wait,” Vardas added.\n"
    "VARDAS and Liv Aasen of Norway met Sen. Ana Vardas.\n"
)
PEOPLE = ("Nikos Vardas", "Vardas", "VARDAS", "Liv Aasen", "Ana Vardas")
PLACES = ("Egypt", "Athens", "Norway")
MARKS = "“”\"'‘’«»„"
SEEDS = range(30)


def found(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where words stand, the longest first where one is in another."""
    pattern = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return [match.span() for match in re.finditer(rf"\b(?:{pattern})\b", text)]


def story() -> Labelled:
    """An article with all that a head may know."""
    persons = found(TEXT, PEOPLE)
    names = [Mark(*span, NAMES.index("PERSON")) for span in persons]
    names += [Mark(*span, NAMES.index("LOC")) for span in found(TEXT, PLACES)]
    quotes = [
        [Mark(*found(TEXT, (word,))[0], ROLES.index(role)) for role, word in quote]
        for quote in (
            (("content", "We thank Egypt"), ("source", "Foreign Minister Nikos Vardas"), ("cue", "said")),
            (("content", "But we will not wait"), ("cue", "added")),
        )
    ]
    return Labelled(TEXT, {"roles": [*quotes[0], *quotes[1]], "names": sorted(names)}, quotes, persons)


def read(text: str, marks: list[Mark]) -> list[str]:
    return [text[mark.start : mark.end] for mark in marks]


EDITED = [
    ("a stretch before an edit stays", "ab cd", [Edit(3, 5, "xyz")], (0, 2), "ab xyz", "ab"),
    ("one behind it moves along", "ab cd", [Edit(0, 2, "xyz")], (3, 5), "xyz cd", "cd"),
    ("one around it holds what is new", "ab cd ef", [Edit(3, 5, "xyz")], (0, 8), "ab xyz ef", "ab xyz ef"),
    ("one that is replaced is what is new", "ab cd", [Edit(3, 5, "xyz")], (3, 5), "ab xyz", "xyz"),
    ("one that ends inside ends before it", "abcd", [Edit(1, 3, "xyz")], (0, 2), "axyzd", "a"),
    ("one that begins inside begins before it", "abcd", [Edit(1, 3, "xyz")], (2, 4), "axyzd", "xyzd"),
    ("one that is inside is gone", "abcd", [Edit(0, 4, "xyz")], (1, 3), "xyz", None),
    ("one that is taken out is gone", "ab cd", [Edit(3, 5, "")], (3, 5), "ab ", None),
    ("neighbours", "abcd", [Edit(2, 4, ""), Edit(0, 1, "xy")], (1, 2), "xyb", "b"),
    ("no edit", "ab", [], (0, 2), "ab", "ab"),
]


@pytest.mark.parametrize(
    ("text", "edits", "stretch", "new", "wanted"), [case[1:] for case in EDITED], ids=[case[0] for case in EDITED]
)
def test_stretches_move_with_an_edit(text, edits, stretch, new, wanted) -> None:
    mark = Mark(*stretch, 1)
    after = edited(Labelled(text, {"wide": [mark], "names": []}, [[mark]], [stretch]), edits)
    assert after.text == new
    assert read(after.text, after.marks["wide"]) == ([] if wanted is None else [wanted])
    assert after.attributions == [after.marks["wide"]]
    assert after.marks["names"] == [], "a head that knows of nothing still knows"
    assert "".join(after.text[s:e] for s, e in after.persons) == (wanted or "")


class Change(NamedTuple):
    """A text, disjoint edits of it, and stretches that touch none of them."""

    text: str
    edits: list[Edit]
    apart: list[tuple[int, int]]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    text = draw(st.text(max_size=40))
    places = st.integers(0, len(text))
    cuts = sorted(draw(st.sets(places, max_size=8)))
    edits = [Edit(s, e, draw(st.text(max_size=6))) for s, e in zip(cuts[::2], cuts[1::2], strict=False)]
    drawn = draw(st.lists(st.tuples(places, places).map(sorted), max_size=8))
    apart = [(s, e) for s, e in drawn if s < e and all(e <= edit.start or s >= edit.end for edit in edits)]
    return Change(text, draw(st.permutations(edits)), apart)


@given(changes())
def test_a_stretch_that_touches_no_edit_reads_the_same(change: Change) -> None:
    marks = [Mark(s, e, number) for number, (s, e) in enumerate(change.apart)]
    after = edited(Labelled(change.text, {"roles": marks}, [marks], change.apart), change.edits)
    for moved in (after.marks["roles"], after.attributions[0]):
        assert [mark.label for mark in moved] == list(range(len(marks)))
        assert read(after.text, moved) == read(change.text, marks)
    assert [after.text[s:e] for s, e in after.persons] == read(change.text, marks)


@given(changes())
def test_an_edited_text_is_the_old_one_with_its_parts_replaced(change: Change) -> None:
    wanted = change.text
    for start, end, text in sorted(change.edits, reverse=True):
        wanted = wanted[:start] + text + wanted[end:]
    assert edited(Labelled(change.text, {}), change.edits).text == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_renaming_replaces_persons_alone_and_keeps_families(seed: int) -> None:
    before = story()
    after = edited(before, augmentation.renamed(before, random.Random(seed), share=1.0))
    names = [after.text[s:e] for s, e in after.persons]
    template = re.sub("|".join(sorted(PEOPLE, key=len, reverse=True)), "{}", TEXT)
    assert after.text == template.format(*names), "nothing but the names has changed"
    assert read(after.text, [mark for mark in after.marks["names"] if mark.label == NAMES.index("PERSON")]) == names
    nikos, vardas, shout, liv, ana = names
    assert nikos.endswith(f" {vardas}")
    assert shout == vardas.upper()
    assert ana.endswith(f" {vardas}")
    assert len(liv.split()) >= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_new_name_is_of_one_region(seed: int) -> None:
    before = Labelled("Liv Aasen", {}, persons=[(0, 9)])
    new = edited(before, augmentation.renamed(before, random.Random(seed), share=1.0)).text
    tables = augmentation.world_names().values()
    assert any(
        f"{given} {surname}" == new for table in tables for given in table["given"] for surname in table["surname"]
    )


KEEPS = [
    ("nobody where no one is to be renamed", "Liv Aasen", 0.0),
    ("what is no name", "@aasen", 1.0),
    ("initials in brackets", "(L) Aasen", 1.0),
    ("white space", "  ", 1.0),
]


@pytest.mark.parametrize(("name", "share"), [case[1:] for case in KEEPS], ids=[case[0] for case in KEEPS])
def test_renaming_leaves(name: str, share: float) -> None:
    labelled = Labelled(f"{name} waits", {}, persons=[(0, len(name))])
    assert all(augmentation.renamed(labelled, random.Random(seed), share) == [] for seed in SEEDS)


def test_some_people_keep_their_names() -> None:
    text = " ".join(f"Liv Aasen{letter}," for letter in "abcdefghijklmnopqrst")
    people = Labelled(text, {}, persons=[m.span() for m in re.finditer(r"Liv Aasen\w", text)])
    renamed = len(augmentation.renamed(people, random.Random(1)))
    assert 0 < renamed < len(people.persons)


def test_places_give_way_to_other_places() -> None:
    before = story()
    persons = read(TEXT, [mark for mark in before.marks["names"] if mark.label == NAMES.index("PERSON")])
    seen = set()
    for seed in SEEDS:
        after = edited(before, augmentation.replaced(before, random.Random(seed)))
        marks = after.marks["names"]
        places = read(after.text, [mark for mark in marks if mark.label == NAMES.index("LOC")])
        assert set(places) <= {*PLACES, *augmentation.world_places()}
        assert read(after.text, [mark for mark in marks if mark.label == NAMES.index("PERSON")]) == persons
        seen.add(tuple(place == old for place, old in zip(places, PLACES, strict=True)))
    assert len(seen) > 4, "any half of them"


RETITLED = [
    ("Sen. Ana Kovar waits", True),
    ("Gov Ana Kovar waits", True),
    ("Mr. Kovar waits", True),
    ("Secretary Kovar waits", True),
    ("the secretary waits", False),
    ("Secretary of state", False),
    ("Senate leaders wait", False),
]


@pytest.mark.parametrize(("text", "changes"), RETITLED)
def test_retitling(text: str, changes: bool) -> None:
    new = {edited(Labelled(text, {}), augmentation.retitled(Labelled(text, {}), random.Random(n))).text for n in SEEDS}
    titles = {re.sub(r"^\w+\.?", title, text) for title in augmentation.TITLES} if changes else set()
    assert new <= {text, *titles}
    assert bool(new - {text}) is changes


@given(st.text(alphabet="ab “”\"\n.,’'", max_size=60), st.integers(0, 200))
def test_another_house_style_changes_marks_alone(text: str, seed: int) -> None:
    edits = augmentation.restyled(text, random.Random(seed))
    assert {text[edit.start : edit.end] for edit in edits} <= set('“”"')
    assert all(edit.text == "" or edit.text in MARKS for edit in edits)
    words = [Mark(m.start(), m.end(), 0) for m in re.finditer("[ab]+", text)]
    after = edited(Labelled(text, {"roles": words}), edits)
    assert read(after.text, after.marks["roles"]) == read(text, words)


def styled(text: str) -> set[str]:
    return {edited(Labelled(text, {}), augmentation.restyled(text, random.Random(seed))).text for seed in range(200)}


def test_every_house_style_comes_up() -> None:
    assert styled("“No,” he said. “Not now.”") >= {
        "“No,” he said. “Not now.”",
        "‘No,’ he said. ‘Not now.’",
        "'No,' he said. 'Not now.'",
        '"No," he said. "Not now."',
        "«No,» he said. «Not now.»",
        "„No,“ he said. „Not now.“",
    }


def test_straight_marks_are_told_apart_and_a_paragraph_begins_outside() -> None:
    assert "«No,» he said.\n«Not\n«now.»" in styled('"No," he said.\n"Not\n"now."')


def test_marks_come_up_garbled() -> None:
    seen = styled("“No,” he said. “Not now.”")
    assert any(sum(text.count(mark) for mark in MARKS) < 4 for text in seen), "some are lost"
    assert any({"“", '"'} <= set(text) for text in seen), "some are of another style than the others"
    assert any(text.startswith(("”", '"No,”')) for text in seen), "some are turned round or straight"


@given(st.text(max_size=40), st.integers(0, 1000))
def test_recasing_keeps_every_letter_in_its_place(text: str, seed: int) -> None:
    before = Labelled(text, {"names": [Mark(0, len(text), 0)]})
    after = augmentation.recased(before, random.Random(seed))
    assert len(after.text) == len(text)
    assert all(new in {old, old.upper(), old.lower()} for old, new in zip(text, after.text, strict=True))
    assert after.marks == before.marks


def test_a_headline_or_a_whole_text_is_recased() -> None:
    text = "Ana waits\nStraße in Dorva\n"
    seen = {augmentation.recased(Labelled(text, {}), random.Random(seed)).text for seed in range(200)}
    assert seen == {
        text,
        "ANA WAITS\nStraße in Dorva\n",
        "ANA WAITS\nSTRAßE IN DORVA\n",  # a letter that would become two stays
        "ana waits\nstraße in dorva\n",
    }


def test_a_text_of_one_line_has_no_headline() -> None:
    seen = {augmentation.recased(Labelled("Ana waits", {}), random.Random(seed)).text for seed in range(200)}
    assert seen == {"Ana waits", "ANA WAITS", "ana waits"}


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_it_wears_an_article_says_the_same(seed: int) -> None:
    before = story()
    after = augmentation.augment(before, random.Random(seed))
    assert after == augmentation.augment(story(), random.Random(seed)), "a seed draws the same clothes"
    assert before == story(), "the article itself stays as it was"
    assert [mark for marks in after.attributions for mark in marks] == after.marks["roles"]
    cues = read(after.text, [mark for mark in after.marks["roles"] if mark.label == ROLES.index("cue")])
    assert [cue.lower() for cue in cues] == ["said", "added"]
    assert "but we will not wait" in {role.lower() for role in read(after.text, after.marks["roles"])}


def test_only_texts_with_quotes_change_their_marks_and_titles() -> None:
    before = Labelled("“No,” Mr. Kovar said.", {"starts": [Mark(0, 1, 0)]})
    seen = {augmentation.augment(before, random.Random(seed)).text.lower() for seed in SEEDS}
    assert seen == {before.text.lower()}
