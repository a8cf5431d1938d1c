"""What a sentence says outside the quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.tone.frame import frame

CASES = [
    ("cue before", "the gift was late", "Vela said the gift was late.", "Vela said …"),
    ("cue after", "We are late", "“We are late,” Ms. Vela said.", "…, Ms. Vela said"),
    (
        "cue between",
        "We came to help. We shall stay.",
        "“We came to help,” she said. “We shall stay.”",
        "…, she said. …",
    ),
    ("sentence before is left out", "We came", "Rain fell. She said: “We came.”", "She said: …"),
    ("sentence after is left out", "it rained", "He said it rained. Then it stopped.", "He said …"),
    ("line before is left out", "We came", "A dull headline\nShe said: “We came.”", "She said: …"),
    ("a title is no end", "it rained", "On Monday Gen. Ota said it rained.", "On Monday Gen. Ota said …"),
    ("an abbreviation is no end", "it rained", "The U.S. Navy said it rained.", "The U.S. Navy said …"),
    ("dateline", "it rained", "PORT VALE, May 4 (AP) - Vela said it rained.", "Vela said …"),
    (
        "another quote is left out",
        "it rained again",
        "“Nobody could have seen this coming,” said Ota, and it rained again.",
        "… said Ota, and …",
    ),
    ("the quote alone", "We came.", "We came.", ""),
    ("not there", "We came", "Something else was said.", ""),
    ("two words alike are no place", "We will stay in port", "Ota said we will see.", ""),
    ("empty context", "We came", "", ""),
    ("empty quote", "", "She said nothing.", ""),
    (
        "in a long context of the same words",
        "it is not so",
        f"{'Not so is it rain. ' * 50}Ota said it is  not so.",
        "Ota said …",
    ),
    ("other spacing", "Vela ’s gift was late", "Ota said Vela’s  gift was late.", "Ota said …"),
]


@pytest.mark.parametrize(("text", "context", "rest"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_frame(text, context, rest):
    assert frame(text, context) == rest


def test_sentence_and_paragraph_give_the_same_frame():
    sentence = "Ms. Vela thanked them for the boats."
    paragraph = f"Rain fell for days. {sentence} Nobody else spoke."
    assert frame("them for the boats", sentence) == frame("them for the boats", paragraph) == "Ms. Vela thanked …"


def test_long_frames_are_cut_near_the_quote():
    long = " ".join(f"word{n}" for n in range(60))
    shown = frame("it rained", f"{long} it rained {long}.")
    assert shown == "word54 word55 word56 word57 word58 word59 … word0 word1 word2 word3 word4 word5"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_a_frame_adds_gaps_and_nothing_else(before, quote, after):
    context = f"{before}{quote}{after}"
    assert set(frame(quote, context)) - {"…", " "} <= set(context)
