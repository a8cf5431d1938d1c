"""The guard at the door: what it mends, what it leaves out, and the way back to the raw offsets."""

from __future__ import annotations

import csv
import re
import unicodedata
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stancekit.annotation.furniture import MAX_LINK, WORDINGS, line_reason
from stancekit.annotation.layout import wrapped_line_ends
from stancekit.annotation.text import guard, headline, paragraphs, pieces, subheads
from stancekit.errors import TextError

SEEDS = sorted((Path(__file__).parents[2] / "seeds" / "articles").glob("*.txt"))
STORY = "Talks in Dorva ended on Friday without a date for another round."

MENDED = [
    ("plain text stays", "“No,” she said — “not now.”\n", "“No,” she said — “not now.”\n"),
    ("Hebrew and Arabic stay", "שלום עולם، مرحبا بالعالم", "שלום עולם، مرحبا بالعالم"),
    ("Chinese stays", "你好，世界。", "你好，世界。"),
    ("combining marks and emoji stay", "cafe\u0301 👍🏽 is fine", "cafe\u0301 👍🏽 is fine"),
    ("lone surrogates", "a\ud800b\udfffc", "a\ufffdb\ufffdc"),
    ("control characters", "a\x00b\x07c\x9fd", "a b c d"),
    ("tabs and exotic spaces", "a\tb\u00a0c\u2009d\u3000e", "a b c d e"),
    ("line ends", "a\r\nb\rc\u2028d\u2029e\x85f\ng", "a\nb\nc\nd\ne\nf\ng"),
    ("invisible characters", "\ufeffco\u00adope\u200brate\u200e now", "cooperate now"),
    ("entities", "&#8220;R&amp;D&#x201D; &lt;b&gt;&nbsp;&quot;x&quot;", '“R&D” <b> "x"'),
    ("entities escaped twice", "&amp;quot;No&amp;amp;yes&amp;#8217;", '"No&yes’'),
    ("no entities", "AT&T; R&D &c; &nosuch; &;", "AT&T; R&D &c; &nosuch; &;"),
    ("an entity for what is not allowed", "a&#8203;b&#13;c&#0;d", "ab\nc\ufffdd"),
    ("mojibake marks", "â€œWe areâ€™t,â€\x9d she said â€“ twiceâ€¦", "“We are’t,” she said – twice…"),
    ("mojibake with a torn closing mark", "â€œNo,â€ he said.", "“No,” he said."),
    ("mojibake letters", "MÃ¼ller of TÃ¼rkiye and ErdoÄŸan", "Müller of Türkiye and Erdoğan"),
    ("mojibake of other scripts", "â€œÐ\x9dÐµÑ‚â€\x9d", "“Нет”"),
    ("mojibake twice over", "Ã¢â‚¬Å“No", "“No"),
    ("mojibake twice over, with a control character", "FranÃ\x83Â§oise", "Françoise"),
    ("sound accents beside marks", "CAFÉ’S “FIANCÉ” «É» é”“ü”…", "CAFÉ’S “FIANCÉ” «É» é”“ü”…"),
    ("a run of one mark", "Stop" + "!" * 50 + " now", "Stop!!!!!!!! now"),
    ("the ends of a run stay", "“Well" + "." * 50 + "”", "“Well.......”"),
    ("a short run stays", "“Well...”!!", "“Well...”!!"),
]


@pytest.mark.parametrize(("raw", "clean"), [case[1:] for case in MENDED], ids=[case[0] for case in MENDED])
def test_the_guard_mends(raw: str, clean: str) -> None:
    assert guard(raw).clean == clean


SPANS = [
    ("nothing changed", "“No,” she said.", "she", "she"),
    ("an entity counts whole", "R&amp;D now", "R&D", "R&amp;D"),
    ("after an entity", "R&amp;D now", "now", "now"),
    ("inside dropped characters", "\ufeffco\u00adope\u200brate now", "cooperate", "co\u00adope\u200brate"),
    ("after dropped characters", "\ufeffco\u00adope\u200brate now", "now", "now"),
    ("a line end of two characters", "a\r\nb", "\n", "\r\n"),
    ("mojibake, mark by mark", "â€œNo,â€\x9d he said", "“No,”", "â€œNo,â€\x9d"),
    ("mojibake, letters next to each other", "Ð\x9dÐµÑ‚ now", "е", "Ðµ"),
    ("through several passes", "&#8220;TÃ¼\u00adrk\r\n&quot;", "Türk\n", "TÃ¼\u00adrk\r\n"),
    ("behind a share bar", f"Share on Facebook\n{STORY}", "Dorva", "Dorva"),
    ("behind a shortened run", "Stop" + "!" * 50 + " now", "now", "now"),
    ("a shortened run", "Stop" + "!" * 50 + " now", "!" * 8, "!" * 50),
    ("in a word that was broken", "国" * 500 + "。End", "End", "End"),
]


@pytest.mark.parametrize(("raw", "span", "origin"), [c[1:] for c in SPANS], ids=[c[0] for c in SPANS])
def test_a_clean_span_leads_back_to_what_it_came_from(raw: str, span: str, origin: str) -> None:
    guarded = guard(raw)
    start = guarded.clean.index(span)
    raw_start, raw_end = guarded.to_raw(start, start + len(span))
    assert raw[raw_start:raw_end] == origin


def test_sound_text_needs_no_map() -> None:
    guarded = guard(STORY)
    assert guarded.layers == ()
    assert guarded.to_raw(3, 9) == (3, 9)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 1000)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not within"):
        guard(STORY).to_raw(start, end)


REFUSED = [
    (None, "no text"),
    (float("nan"), "no text"),
    (b"bytes", "decode"),
    (17, "int"),
    (["a"], "list"),
    ("", "blank"),
    (" \n\t\u00a0", "blank"),
    ("\u200b\ufeff", "left"),
    ("Share on Facebook\nBack to top button", "left"),
]


@pytest.mark.parametrize(("value", "word"), REFUSED)
def test_what_is_no_text_is_refused_with_a_remedy(value: object, word: str) -> None:
    with pytest.raises(TextError, match=word) as refusal:
        guard(value)
    assert refusal.value.reason == "bad text"


def test_a_text_over_the_limit_names_length_limit_and_remedy() -> None:
    with pytest.raises(TextError, match=r"1,001 characters, over the limit of 1,000: .*max_length"):
        guard("x " * 500 + "x", max_length=1000)


anything = st.text(alphabet=st.characters(), max_size=60)  # surrogates and unassigned characters too
TROUBLE = [
    *("\r\n", "\r", "\n", " ", "\u2028", "\u200b", "\u00ad", "\ud83d", "\x00", "\ufffd"),
    *("&amp;", "&quot;", "&#8220;", "â€œ", "â€\x9d", "â€", "Ã¼", "Ã¢â‚¬Å“", "É’"),
    *('"' * 12, '"(' * 6, "x" * 450, "字" * 450),
    *("Share on Facebook\n", "Back to top button", "Related Articles", "Ends. (Photo: A/B)"),
    *("Talks ended.", "“No,” he said", "a"),
]
troublesome = st.lists(st.sampled_from(TROUBLE), max_size=14).map("".join)


@given(st.one_of(anything, troublesome, st.tuples(anything, troublesome).map("".join)))
@example("\r\n\r\n&nbsp;a")
@example("a" + "\u200b" * 3)
def test_every_clean_character_has_its_place_in_the_raw_text(raw: str) -> None:
    try:
        guarded = guard(raw)
    except TextError:
        return
    clean = guarded.clean
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in clean if c != "\n")
    places = [guarded.to_raw(at, at + 1) for at in range(len(clean))]
    assert all(0 <= start < end <= len(raw) for start, end in places)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(places))
    assert guarded.to_raw(0, len(clean)) == (places[0][0], places[-1][1])
    assert all(0 <= start < end <= len(raw) for start, end, _ in guarded.skipped)
    ends = [0, *(end for _, end, _ in guarded.skipped)]
    assert all(end <= start for end, (start, _, _) in zip(ends, guarded.skipped, strict=False))


@given(st.text(alphabet="abcdeé ,.“”’", max_size=200).filter(lambda text: not re.search(r"[,.“”’]{9}", text)))
def test_ordinary_text_comes_through_unchanged(raw: str) -> None:
    assert guard(f"{STORY} {raw}").clean == f"{STORY} {raw}"


RUNS = ['"', '"(', "(", "'", '".', "!?", "$", "…", "—", "_", "*", "=", "，", "😀", "\ud800", "["]


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_marks_is_cut_to_a_handful(run: str) -> None:
    assert len(guard("a " + run * 4000 + " b").clean) == len("a  b") + 8


@pytest.mark.parametrize("run", ["字", "'s", "a)", '"a,', "x.", "ab/c?"])
def test_text_without_spaces_is_broken_into_short_words(run: str) -> None:
    guarded = guard(run * 4000)
    assert max(map(len, guarded.clean.split())) <= 400
    assert guarded.clean.replace(" ", "") == guarded.raw


DATA = ["QUJD" * 25_000, "data:image/png;base64," + "iVBO" * 500, "https://x.test/?q=" + "a%2C." * 200]


@pytest.mark.parametrize("data", DATA)
def test_encoded_data_is_left_out(data: str) -> None:
    guarded = guard(f"Talks ended. {data} Nobody spoke.")
    assert guarded.clean.split() == ["Talks", "ended.", "Nobody", "spoke."]
    assert [(guarded.raw[start:end], reason) for start, end, reason in guarded.skipped] == [(data, "data")]


def test_lines_broken_at_a_fixed_width_become_one_paragraph() -> None:
    lines = ["The envoys of both states met on Monday in", "the harbour town of Dorva, where they spoke"]
    paragraph = "\n".join(lines * 3)
    raw = f"Dorva talks end\n\n{paragraph}\nfor an hour.\n\nMR SAND: We are\nglad.\n"
    guarded = guard(raw)
    assert [guarded.clean[start:end] for start, end in paragraphs(guarded.clean)] == [
        "Dorva talks end",
        paragraph.replace("\n", " ") + " for an hour.",
        "MR SAND: We are",
        "glad.",
    ]
    assert len(guarded.clean) == len(raw)


def test_a_text_with_one_long_paragraph_was_not_broken_at_a_width() -> None:
    lines = ["The envoys of both states met on Monday in", "the harbour town of Dorva, where they spoke"] * 4
    assert wrapped_line_ends("\n".join(lines)) != []
    assert wrapped_line_ends("\n".join([*lines, STORY * 4])) == []


def _table() -> list[dict[str, str]]:
    text = resources.files("stancekit.resources").joinpath("furniture.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", _table(), ids=lambda row: row["example"])
def test_every_wording_of_the_table_knows_its_example(row: dict[str, str]) -> None:
    whole = WORDINGS[row["reason"]].fullmatch(row["example"])
    assert whole or line_reason(row["example"]) == row["reason"]


LEFT_OUT = [
    ("Facebook Twitter WhatsApp", "share bar"),
    ("Share · Tweet · Print", "share bar"),
    ("Print this", "share bar"),
    ("» Leave a Reply", "comment form"),
    ("Your email address will not be published. Required fields are marked *", "comment form"),
    ("Follow us | Privacy policy | © 2021 Harbour Press", "share bar"),
    ("12/03/2021 - 09:15 | News code: 440128", "tags"),
    ("Read more: “No way back”, says minister of fisheries", "related links"),
    ("Copyright 2021 Harbour Press. All rights reserved.", "notice"),
    ("(Photo: Ena Sand/Harbour Press)", "credit"),
    ("Home » World » Americas", "navigation"),
]
KEPT = [
    "Share the burden, he told the allies.",
    "Follow us, he said, or step aside.",
    "The ministry will share the story with its partners.",
    "By using tariffs as a weapon, Washington violates the terms of the treaty.",
    "Copyright theft by foreign firms must end.",
    "“Join us at the table.”",
    "“Back to top,” she said.",
    "Print runs were halted.",
    "Related talks will follow in May.",
    "See also what the treaty says on fisheries.",
    "Our partners use cookies.”",
    "Russia",
    "By Ena Sand",
    "Read the treaty: that is all I ask.",
    "Listen: nobody in Dorva wants a war.",
    "No comment was offered.",
    "The photo: a ruin, she said.",
]


@pytest.mark.parametrize(("line", "reason"), LEFT_OUT)
def test_page_furniture_is_left_out(line: str, reason: str) -> None:
    guarded = guard(f"{STORY}\n{line}\nNobody spoke.\n")
    assert guarded.clean == f"{STORY}\nNobody spoke.\n"
    assert guarded.skipped == ((len(STORY) + 1, len(STORY) + len(line) + 2, reason),)


@pytest.mark.parametrize("line", KEPT)
def test_the_article_s_own_lines_stay(line: str) -> None:
    guarded = guard(f"{STORY}\n{line}\nNobody spoke.\n")
    assert guarded.skipped == ()


LONGEST = "Ferries stay in port".ljust(MAX_LINK, "s")
GLUED = [
    (f"{STORY}\nBack to top buttonFerries", f"{STORY}\nFerries"),
    (f"{STORY}Back to top button\nMore talks followed.", f"{STORY}\nMore talks followed."),
    ("An envoy leaves Dorva. (Photo: E. Sand/Press)\n" + STORY, "An envoy leaves Dorva.\n" + STORY),
    ("An envoy leaves Dorva. Photograph: Harbour Press\n" + STORY, "An envoy leaves Dorva.\n" + STORY),
    (f"{STORY}\nRelated Articles\n\nFerries stay in port\nWhat is a tender?\n", f"{STORY}\n\n"),
    (f"{STORY}\nRead Next\n“No,” he said.\n", f"{STORY}\n“No,” he said.\n"),
    (f"{STORY}\nRead Next\n“No,” he said.\nThe end\n", f"{STORY}\n“No,” he said.\nThe end\n"),  # the box has ended
    (f"{STORY}\nShare on Facebook\nThe end\n", f"{STORY}\nThe end\n"),  # buttons are no box of links
    (f"{STORY}\nRead Next\n{LONGEST}\n", f"{STORY}\n"),
    (f"{STORY}\nRead Next\n{LONGEST}s\n", f"{STORY}\n{LONGEST}s\n"),  # too long for a headline
    (f"{STORY}\nComments (2)\nsand_77: “At last.”\nNobody spoke.\n", f"{STORY}\nNobody spoke.\n"),
]


@pytest.mark.parametrize(("raw", "clean"), GLUED)
def test_remnants_and_what_follows_a_box(raw: str, clean: str) -> None:
    assert guard(raw).clean == clean


HEADLINES = [
    (f"Ferries stay in port\n\n{STORY}", "Ferries stay in port"),
    (f"World\n\nMinister: “No way”\nBy Ena Sand\n{STORY}", "World\n\nMinister: “No way”\nBy Ena Sand"),
    (f"Will the truce in Dorva hold?\n{STORY}", "Will the truce in Dorva hold?"),
    (f"Dorva rejects talks with U.S.\n{STORY}", "Dorva rejects talks with U.S."),
    (STORY, None),
    (f"“Never,” he said\n{STORY}", None),
    ("QUESTION: Is there a date?\nMR SAND: No.", None),
    ("Dorva\nFerries\nFish", None),
    ("", None),
]


@pytest.mark.parametrize(("clean", "title"), HEADLINES)
def test_the_headline_is_the_short_lines_at_the_top(clean: str, title: str | None) -> None:
    found = headline(clean)
    assert (clean[slice(*found)] if found else None) == title


SUBHEADS = [
    ("“Dorva is a hopeless case”", True),
    ("Fishing rights and the “mirror effect” warning", True),
    ("- Background", True),
    ("“We will never accept this.”", False),
    ("“Never,” he said.", False),
    ("“Never,” the minister of fisheries said on Monday", False),
    ("QUESTION: Is there a date", False),
    ("MR SAND: There is none", False),
    ("Then she spoke:", False),
    ("___", False),
]


@pytest.mark.parametrize(("line", "expected"), SUBHEADS)
def test_a_subhead_heads_a_paragraph(line: str, expected: bool) -> None:
    clean = f"Ferries stay in port\n\n{STORY}\n\n{line}\n\n{STORY}\nThe end"
    assert [clean[start:end] for start, end in subheads(clean)] == ([line] if expected else [])


def test_the_seed_articles_lose_only_their_furniture() -> None:
    assert len(SEEDS) == 3
    left_out = []
    for path in SEEDS:
        guarded = guard(path.read_text(encoding="utf-8"))
        left_out.append([guarded.raw[start:end].strip()[:14] for start, end, _ in guarded.skipped])
    assert left_out == [
        ["Leave a Reply", "Your email add", "Back to top bu"],
        [],
        ["Share this sto", "Related Articl", "Back to top bu"],
    ]


@given(st.text(alphabet="ab. \n", max_size=300), st.integers(min_value=1, max_value=40))
def test_pieces_joined_are_the_text(clean: str, size: int) -> None:
    cut = list(pieces(clean, size))
    assert "".join(piece for _, piece in cut) == clean
    assert all(clean.startswith(piece, offset) and len(piece) <= size for offset, piece in cut)


def test_pieces_end_at_paragraph_ends() -> None:
    clean = f"{STORY}\n" * 100
    assert all(piece.endswith("\n") and len(piece) <= 1000 for _, piece in pieces(clean, 1000))


def test_pieces_need_a_size() -> None:
    with pytest.raises(ValueError, match="positive"):
        list(pieces(STORY, 0))
