"""Name, office and state of whoever speaks."""

import pytest
from marked_docs import marked_doc, through

from stancekit.annotation.layers import read_speakers
from stancekit.annotation.mentions import MentionFinder
from stancekit.annotation.quotes import QuoteFinder
from stancekit.annotation.speakers import SpeakerFinder

FINDERS = (QuoteFinder(), MentionFinder(), SpeakerFinder())
SAYS = "“<c>We will wait until spring comes</c>,” <s>{}</s> <k>said</k>."
MERKEL = SAYS.format("<p>Angela Merkel</p>")


def speakers(markup, date=None):
    """Name and state of each quote's speaker."""
    facts = read_speakers(through(marked_doc(markup, date), *FINDERS))
    return [(f.name, f.state) for f in facts.values()]


OFFICES = [
    ("a demonym in the title", SAYS.format("Croatian Foreign Minister <p>Ana Kovar</p>"), ("Ana Kovar", "HR")),
    ("the state as owner", SAYS.format("Croatia’s foreign minister <p>Ana Kovar</p>"), ("Ana Kovar", "HR")),
    (
        "in an apposition",
        "<p>Ana Kovar</p>, the foreign minister of Croatia, met reporters. " + SAYS.format("<p>Kovar</p>"),
        ("Ana Kovar", "HR"),
    ),
    (
        "an ambassador speaks for whom he is sent by, not for whom he is sent to",
        SAYS.format("the Croatian ambassador to Chile, <p>Ana Kovar</p>,"),
        ("Ana Kovar", "HR"),
    ),
    ("an office without a name", SAYS.format("a Croatian diplomat"), (None, "HR")),
    (
        "who serves somebody serves that one's state",
        "Croatian Foreign Minister <p>Ana Kovar</p> met reporters. Peru waited. "
        + SAYS.format("<p>Kovar</p>’s adviser <p>Ivo Brod</p>"),
        ("Ivo Brod", "HR"),
    ),
    (
        "also without a name, and is not that one",
        "Croatian Foreign Minister <p>Ana Kovar</p> met reporters. Peru waited. "
        + SAYS.format("an aide to <p>Kovar</p>"),
        (None, "HR"),
    ),
    (
        "while a minister for something is the one who is named",
        SAYS.format("Croatian Deputy Minister for Foreign Affairs <p>Ana Kovar</p>"),
        ("Ana Kovar", "HR"),
    ),
    (
        "nor where a title stands before the name",
        "Croatian President <p>Ana Kovar</p> met reporters. " + SAYS.format("a spokesman for President <p>Kovar</p>"),
        (None, "HR"),
    ),
    ("the EU's own official", SAYS.format("European Commission spokeswoman <p>Ana Kovar</p>"), ("Ana Kovar", "EU")),
    ("NATO's own official", SAYS.format("NATO Secretary General <p>Ana Kovar</p>"), ("Ana Kovar", "NATO")),
]

BODIES = [
    ("a ministry", SAYS.format("the Croatian Foreign Ministry"), ("Croatian Foreign Ministry", "HR")),
    ("a capital", SAYS.format("Tbilisi"), ("Tbilisi", "GE")),
    ("a seat of government", SAYS.format("the Kremlin"), ("Kremlin", "RU")),
    ("a state", SAYS.format("Iran"), ("Iran", "IR")),
    ("an embassy", SAYS.format("the Croatian embassy in Chile"), ("Croatian embassy in Chile", "HR")),
]

NO_STATE = [
    ("a businessman", SAYS.format("Croatian businessman <p>Ivo Brod</p>"), ("Ivo Brod", None)),
    ("an analyst", SAYS.format("<p>Ivo Brod</p>, a Croatian analyst,"), ("Ivo Brod", None)),
    ("an opposition politician", SAYS.format("Croatian opposition leader <p>Ivo Brod</p>"), ("Ivo Brod", None)),
    ("a legislator", SAYS.format("Croatian senator <p>Ivo Brod</p>"), ("Ivo Brod", None)),
    ("a former minister", SAYS.format("former Croatian foreign minister <p>Ivo Brod</p>"), ("Ivo Brod", None)),
    ("the ministers of two states", SAYS.format("the two ministers"), (None, None)),
]

ALL = OFFICES + BODIES + NO_STATE


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in ALL], ids=[case[0] for case in ALL])
def test_who_speaks_and_for_whom(markup, wanted):
    assert speakers(markup) == [wanted]


def test_a_pronoun_speaks_for_whom_it_stands():
    markup = "Croatian Foreign Minister <p>Ana Kovar</p> met reporters. " + SAYS.format("she")
    assert speakers(markup) == [("Ana Kovar", "HR")]


def test_what_is_found_of_one_quote_holds_for_all_quotes_of_the_speaker():
    markup = SAYS.format("<p>Kovar</p>") + "\n\n<p>Ana Kovar</p> is the foreign minister of Croatia."
    first = speakers(markup + "\n\n" + SAYS.format("Croatian Foreign Minister <p>Ana Kovar</p>"))
    assert first == [("Ana Kovar", "HR")] * 2


HOLDERS = [("2015-06-01", "DE"), ("2015", "DE"), (None, "DE"), ("no date", "DE")]


@pytest.mark.parametrize(("date", "state"), HOLDERS)
def test_a_known_holder_of_an_office_needs_no_title(date, state):
    assert speakers(MERKEL, date) == [("Angela Merkel", state)]


def test_before_taking_office_nobody_is_a_holder():
    assert speakers(MERKEL, "1985-06-01") == [("Angela Merkel", None)]


def test_a_quote_without_a_source_has_no_speaker():
    markup = "Rain fell.\n\n“<c>We will wait until spring comes</c>,” it <k>said</k> there."
    assert speakers(markup) == [(None, None)]


def test_confidence_is_a_probability():
    facts = read_speakers(through(marked_doc("\n\n".join(case[1] for case in ALL)), *FINDERS))
    assert len(facts) == len(ALL)
    assert all(0 <= f.confidence <= 1 for f in facts.values())


def test_the_office_is_given_as_the_article_has_it():
    facts = read_speakers(through(marked_doc(SAYS.format("Croatian Foreign Minister <p>Ana Kovar</p>")), *FINDERS))
    assert facts["q1"].role == "Croatian Foreign Minister"


def test_written_and_read_again_it_finds_the_same(tmp_path):
    SpeakerFinder().to_disk(tmp_path / "speakers")
    again = SpeakerFinder().from_disk(tmp_path / "speakers")
    doc = through(marked_doc(SAYS.format("Tbilisi")), *FINDERS[:2], again)
    assert again.folder == tmp_path / "speakers"
    assert read_speakers(doc)["q1"].state == "GE"


def test_its_minister_is_of_the_state_that_the_sentence_is_about(nlp):
    text = (
        "ZAGREB — Ministers met on Thursday.\n"
        "Norway will pay for two more boats, its defence minister, Ana Kovar, said. “They asked,” she said."
    )
    facts = nlp(text).spans["stancekit_speakers"].attrs["speakers"]
    assert {(of["name"], of["state"]) for of in facts.values()} == {("Ana Kovar", "NO")}
