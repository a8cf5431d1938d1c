"""Toward whom a quote takes a stance."""

import pytest
from marked_docs import marked_doc, through

from stancekit.annotation.addressing import candidates
from stancekit.annotation.counterparts import MOST, CounterpartFinder, History
from stancekit.annotation.layers import (
    CounterpartFacts,
    SpeakerFacts,
    read_counterparts,
    read_quotes,
    write_speakers,
)
from stancekit.annotation.quotes import QuoteFinder
from stancekit.annotation.surroundings import Addressing

HR = SpeakerFacts("Ana Kovar", "foreign minister", "HR", 1.0)
NOBODY = SpeakerFacts(None, None, None, 0.0)


def read(markup, speaker=HR):
    """A Doc with its quotes, all by one speaker."""
    doc = through(marked_doc(markup), QuoteFinder())
    write_speakers(doc, {quote.id: speaker for quote in read_quotes(doc)})
    return doc


def addressed(markup, speaker=HR):
    """States, mentions and how each was found, for each quote."""
    doc = CounterpartFinder()(read(markup, speaker))
    return [
        [(f.state, None if f.start is None else doc[f.start : f.end].text, f.found) for f in found]
        for found in read_counterparts(doc).values()
    ]


SAYS = "“<c>{}</c>,” <s><p>Ana Kovar</p></s> <k>said</k>."
NAMED = [
    ("by name", "We thank Egypt for its patience", ("EG", "Egypt")),
    ("by demonym", "We accuse the Egyptians of breaking the treaty", ("EG", "Egyptians")),
    ("by capital", "We urge Cairo to keep the treaty", ("EG", "Cairo")),
    ("by seat of government", "We urge the Kremlin to keep the treaty", ("RU", "Kremlin")),
]


@pytest.mark.parametrize(("words", "wanted"), [case[1:] for case in NAMED], ids=[case[0] for case in NAMED])
def test_a_state_addressed_by_name(words, wanted):
    assert addressed(SAYS.format(words)) == [[(*wanted, "named")]]


NONE = [
    ("a domestic matter", "The schools will open again next week"),
    ("one’s own state alone", "Croatia will keep the treaty"),
    ("one’s own capital", "Zagreb will keep the treaty"),
]


@pytest.mark.parametrize("words", [case[1] for case in NONE], ids=[case[0] for case in NONE])
def test_nobody_is_addressed(words):
    assert addressed(SAYS.format(words)) == [[]]


def test_who_speaks_for_no_state_may_address_any():
    assert addressed(SAYS.format("We thank Croatia for its patience"), NOBODY) == [[("HR", "Croatia", "named")]]


def test_a_state_named_outside_the_quote_is_found_by_pronoun():
    markup = "Egypt closed its border on Monday.\n\n" + SAYS.format(
        "They have broken the treaty and they will regret it"
    )
    assert addressed(markup) == [[("EG", "Egypt", "pronoun")]]


def candidates_of(markup, speaker=HR):
    doc = read(markup, speaker)
    known = Addressing.of(doc)
    history = History({})
    return {
        c.state: c.zone
        for quote in read_quotes(doc)
        for c in candidates(known, quote, speaker.state, history.of(quote, speaker))
    }


ZONES = [
    ("in the quote", "“<c>We thank Egypt for it</c>,” <s>she</s> <k>said</k>.", {"EG": "content"}),
    ("in its sentence", "“<c>We thank them for it</c>,” <s>she</s> <k>said</k> of Egypt.", {"EG": "clause"}),
    ("before it in the paragraph", "Egypt waits. “<c>We thank them</c>,” <s>she</s> <k>said</k>.", {"EG": "before"}),
    ("after it in the paragraph", "“<c>We thank them</c>,” <s>she</s> <k>said</k>. Egypt waits.", {"EG": "after"}),
    ("in the paragraph before", "Egypt waits.\n\n“<c>We thank them</c>,” <s>she</s> <k>said</k>.", {"EG": "previous"}),
    ("in a question", "What of Egypt?\n\n“<c>We thank them</c>,” <s>she</s> <k>said</k>.", {"EG": "question"}),
    ("the source’s own name is none", "“<c>We thank them</c>,” <k>said</k> <s>Egypt</s>.", {}),
    ("nowhere", "“<c>We thank them</c>,” <s>she</s> <k>said</k>.", {}),
]


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in ZONES], ids=[case[0] for case in ZONES])
def test_where_candidates_stand(markup, wanted):
    assert candidates_of(markup) == wanted


@pytest.mark.parametrize("own", ["EG", "HR", "EU", None])
def test_ones_own_state_is_never_a_candidate(own):
    speaker = SpeakerFacts("Ana Kovar", None, own, 1.0)
    markup = "Egypt and Croatia met the EU.\n\n“<c>Egypt and Croatia thank Brussels</c>,” <s>she</s> <k>said</k>."
    assert set(candidates_of(markup, speaker)) == {"EG", "HR", "EU"} - {own}


def test_who_was_addressed_before_is_a_candidate_again():
    speaker = SpeakerFacts("Ana Kovar", None, "HR", 1.0)
    history = History({"q1": speaker})
    history.note(speaker, {"EG"})
    doc = read("“<c>We shall not give in</c>,” <s>she</s> <k>said</k>.")
    (quote,) = read_quotes(doc)
    found = candidates(Addressing.of(doc), quote, "HR", history.of(quote, speaker))
    assert [(c.state, c.zone, c.mention) for c in found] == [("EG", "history", None)]


def test_a_list_of_states_is_no_address_to_all_of_them():
    words = "We thank Egypt, Chile, Peru, Kenya, Ghana, Japan and Nepal for their patience"
    ((*found,),) = addressed(SAYS.format(words))
    assert len(found) <= MOST


@pytest.mark.parametrize(("threshold", "states"), [(0.0, {"EG", "CL"}), (1.01, set())])
def test_the_threshold_decides_how_many_count(threshold, states):
    finder = CounterpartFinder(threshold=threshold)
    doc = finder(read("“<c>We thank Egypt, not Chile</c>,” <s>she</s> <k>said</k>."))
    assert {facts.state for facts in read_counterparts(doc)["q1"]} == states


def test_written_and_read_again_it_finds_the_same(tmp_path):
    CounterpartFinder().to_disk(tmp_path / "counterparts")
    again = CounterpartFinder().from_disk(tmp_path / "counterparts")
    doc = again(read(SAYS.format("We thank Egypt for its patience")))
    (facts,) = read_counterparts(doc)["q1"]
    assert facts == CounterpartFacts("EG", 3, 4, "named", facts.confidence)
    assert facts.confidence > again.table.threshold


BREATH = [
    ("two with and", "We will not forgive Berlin and Paris for this", {"DE", "FR"}),
    ("three with commas", "We will never forgive London, Berlin and Paris", {"GB", "DE", "FR"}),
]


@pytest.mark.parametrize(("words", "states"), [case[1:] for case in BREATH], ids=[case[0] for case in BREATH])
def test_who_is_named_in_one_breath_is_addressed_as_surely(words, states):
    doc = CounterpartFinder(threshold=0.0)(read(SAYS.format(words)))
    found = {facts.state: facts.confidence for facts in read_counterparts(doc)["q1"]}
    assert states <= set(found)
    assert len({found[state] for state in states}) == 1
