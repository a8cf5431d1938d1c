"""Transcripts: turns of speakers and of those who ask."""

import pytest

from stancekit.annotation.layout import paragraphs
from stancekit.annotation.transcripts import turns

BRIEFING = """Daily briefing

QUESTION: Will the envoy travel to Dorva?

MS KOVAR: He will. We have said so before.

There is nothing to add.

QUESTION: And the sanctions?

MS KOVAR: No change.

END"""


def labels(text):
    found = turns(text, paragraphs(text))
    return [(text[slice(*turn.label)], turn.question, len(turn.paragraphs)) for turn in found]


def test_an_answer_runs_over_all_its_paragraphs():
    assert labels(BRIEFING) == [
        ("QUESTION", True, 1),
        ("MS KOVAR", False, 2),
        ("QUESTION", True, 1),
        ("MS KOVAR", False, 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The minister put it bluntly: no talks.\n\nKovar: no.\n\nThat was all.",
        "Note: prices rose.\n\nSource: ministry.\n\nDate: Monday.",
        "Nothing here has a label.",
        "",
    ],
)
def test_an_article_with_colons_is_no_transcript(text):
    assert labels(text) == []


@pytest.mark.parametrize("name", ["Ana de Sand", "Deputy Prime Minister Ana Kovar"])
def test_a_label_may_be_a_name_of_up_to_five_words(name):
    asked = ["Will you go?", "And the envoy?"]
    text = "\n\n".join(f"Interviewer: {question}\n\n{name}: No." for question in asked)
    assert labels(text) == [("Interviewer", True, 1), (name, False, 1)] * 2
    assert labels(text.replace(name, f"Former First {name} Again")) == []


@pytest.mark.parametrize(("second", "told"), [("MR SAND", True), ("Mr Sand", False)])
def test_three_labels_in_capitals_tell_a_transcript_without_questions(second, told):
    text = f"MS KOVAR: Rain fell.\n\n{second}: It did not.\n\nMS KOVAR: So be it."
    wanted = [("MS KOVAR", False, 1), (second, False, 1), ("MS KOVAR", False, 1)]
    assert labels(text) == (wanted if told else [])


def test_an_interview_with_letters_is_one():
    text = "Q: Why now?\n\nA: Because they asked.\n\nQ: Who did?\n\nA: The neighbours."
    assert [(label, asked) for label, asked, _ in labels(text)] == [("Q", True), ("A", False)] * 2


INTERVIEW = "Q: Why now?\n\nA: Because they asked.\n\nQ: Who did?\n\nA: The neighbours."


@pytest.mark.parametrize("kicker", ["Interview: “We are nobody's yard”", "Exclusive: An envoy explains"])
def test_what_stands_over_an_interview_is_no_turn(kicker):
    assert labels(f"{kicker}\n\nThe minister spoke in Lima.\n\n{INTERVIEW}") == labels(INTERVIEW)


@pytest.mark.parametrize("opening", ["MS KOVAR: Good morning.", "Q: May I begin?"])
def test_an_article_may_open_with_a_turn(opening):
    again = "MS KOVAR: So be it." if opening.startswith("MS") else "A: Do."
    found = labels(f"{opening}\n\n{INTERVIEW}\n\n{again}")
    assert found[0][0] == opening.split(":")[0]
