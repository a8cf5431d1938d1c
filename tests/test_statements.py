"""One statement across a corpus: which quotes are one, and which are not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit.errors import InputError
from stancekit.statements import link_quotes
from stancekit.statements.blocking import MOST, NO_DAY, Postings, features
from stancekit.statements.union import Side, unite
from stancekit.statements.wording import levelled, wording

ANA, IVAN = ("Ana Kovar", "HR"), ("Ivan Petrin", "HR")
NOBODY, MINISTRY, HE = (None, None), ("Foreign Ministry", "HR"), ("he", "HR")
FERRY = "The ferry to Bari will sail again in spring, and the captain has paid his fine."


def frame(*quotes):
    """Rows of (quote, (speaker, state), date), each in an article of its own."""
    return pd.DataFrame(
        [
            {
                "doc_id": f"d{n}",
                "quote_id": "q1",
                "quote": text,
                "speaker": who[0],
                "speaker_state": who[1],
                "date": day,
            }
            for n, (text, who, day) in enumerate(quotes)
        ],
        columns=["doc_id", "quote_id", "quote", "speaker", "speaker_state", "date"],
    )


def partition(rows):
    """The statements as sets of quotes."""
    linked = link_quotes(rows)
    keys = linked["doc_id"] + ":" + linked["quote_id"]
    return {frozenset(keys[group]) for group in linked.groupby("statement_id").groups.values()}


def one(first, second, who=ANA, also=None, days=("2024-03-01", "2024-03-02")):
    rows = frame((first, who, days[0]), (second, also or who, days[1]))
    return link_quotes(rows)["statement_id"].nunique() == 1


ONE = [
    ("marks and case", FERRY, "“the ferry to Bari will sail again in Spring and the captain has paid his fine”"),
    ("shortened", FERRY, "The ferry to Bari will sail again in spring ..."),
    ("a part, in marks of its own", "It was a grave mistake to arrest the captain.", "a ‘grave mistake’"),
    ("an editor's brackets", "It will sail with another captain.", "[The ferry] will sail with [an]other captain."),
    ("indirect", "We have paid the fine and expect the ferry.", "Croatia had paid the fine and expected the ferry"),
    ("numbers as words", "Three hundred and six lorries wait in Bari.", "306 lorries are waiting in Bari"),
    ("another name of the state", "Moscow has bought the ferry.", "The Russians bought the ferry"),
    ("translated twice", "The captain will go when the fog goes.", "The captain leaves when the fog leaves."),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [case[1:] for case in ONE], ids=[case[0] for case in ONE])
def test_the_same_statement_has_one_id(first, second):
    assert one(first, second)


TWO = [
    ("a negation", "We will pay the captain's fine in Bari.", "We will not pay the captain's fine in Bari."),
    ("a negation before a part", "We rule out a ferry to Bari.", "We do not rule out a ferry to Bari."),
    ("another number", "We expect 12 ferries from Bari this spring.", "We expect 20 ferries from Bari this spring."),
    ("another state", "The consulate in Peru needs a captain.", "The consulate in Chile needs a captain."),
    ("another day", "The captain will reply to Bari on Friday.", "The captain will reply to Bari on Tuesday."),
    ("another matter", "We gave the ambassador a note on the ferry.", "We gave the ambassador dinner in a lighthouse."),
    ("words that everyone says", "We are ready.", "We are ready."),
    ("no comment", "No comment.", "No comment."),
    ("nothing but marks", "…", "…"),
]


@pytest.mark.parametrize(("first", "second"), [case[1:] for case in TWO], ids=[case[0] for case in TWO])
def test_two_statements_have_two_ids(first, second):
    assert not one(first, second)


SPEAKERS = [
    ("nobody named", ANA, NOBODY, True),
    ("a ministry of the same state", ANA, MINISTRY, True),
    ("a pronoun", ANA, HE, True),
    ("a ministry of another state", ANA, ("Foreign Ministry", "IT"), False),
    ("another person", ANA, IVAN, False),
    ("the same person by surname", ANA, ("Kovar", "HR"), True),
]


@pytest.mark.parametrize(("who", "also", "same"), [case[1:] for case in SPEAKERS], ids=[case[0] for case in SPEAKERS])
def test_who_may_have_said_it(who, also, same):
    assert one(FERRY, FERRY, who, also) is same


def test_an_unknown_speaker_needs_nearly_the_same_words():
    retold = "The Bari ferry is going to leave again this spring; its captain paid a penalty."
    assert one(FERRY, retold, ANA)
    assert not one(FERRY, retold, ANA, NOBODY)


def test_what_two_persons_said_is_nobodys():
    rows = frame((FERRY, ANA, "2024-03-01"), (FERRY, NOBODY, "2024-03-01"), (FERRY, IVAN, "2024-03-01"))
    assert link_quotes(rows)["statement_id"].tolist() == ["d0:q1", "d1:q1", "d2:q1"]


DATES = [
    ("within the window", "2024-03-01", "2024-03-08", True),
    ("a week and a day later", "2024-03-01", "2024-03-09", False),
    ("a year later", "2024-03-01", "2025-03-01", False),
    ("in words", "1 March 2024", "Mon, 04 Mar 2024 10:00:00 GMT", True),
    ("in words, a year later", "1 March 2024", "March 4, 2025", False),
    ("no date", None, "2024-03-01", True),
    ("no date at all", None, None, True),
    ("no day", "2019", "2024-03-01", True),
    ("only a month", "March 2019", "2024-03-01", True),
    ("today, whenever that is", "today", "2024-03-01", True),
    ("nonsense", "99/99/9999 o'clock", "2024-03-01", True),
    ("a day that is none", "2024-02-30", "2025-03-01", True),
]


@pytest.mark.parametrize(("first", "second", "same"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_a_phrase_said_again_much_later_is_another_statement(first, second, same):
    assert one(FERRY, FERRY, days=(first, second)) is same


def test_a_statement_is_no_longer_than_the_window():
    rows = frame(*((FERRY, ANA, f"2024-03-{day:02}") for day in (1, 5, 9, 13)))
    assert link_quotes(rows)["statement_id"].tolist() == ["d0:q1", "d0:q1", "d2:q1", "d2:q1"]
    assert link_quotes(rows, window=30)["statement_id"].nunique() == 1
    assert link_quotes(rows, window=0)["statement_id"].nunique() == 4


def test_the_earliest_quote_names_the_statement_and_undated_ones_do_not():
    rows = frame((FERRY, ANA, None), (FERRY, ANA, "2024-03-05"), (FERRY, ANA, "2024-03-04"))
    assert link_quotes(rows)["statement_id"].unique().tolist() == ["d2:q1"]


def test_a_quote_said_again_in_its_article_and_one_that_holds_two_others():
    rows = frame(
        ("The ferry will sail again", ANA, None), (FERRY, ANA, None), ("The captain has paid his fine", ANA, None)
    )
    rows["doc_id"], rows["quote_id"] = "wire", ["q1", "q2", "q3"]
    assert link_quotes(rows)["statement_id"].tolist() == ["wire:q1"] * 3


def test_a_quote_with_several_rows_is_one_quote():
    rows = frame((FERRY, ANA, "2024-03-01"), (FERRY, IVAN, "2024-03-01"))
    doubled = pd.concat([rows, rows]).assign(counterpart=["IT", "IT", "MT", "MT"])
    assert link_quotes(doubled)["statement_id"].tolist() == ["d0:q1", "d1:q1"] * 2


def test_ids_are_not_mixed_up_by_a_colon():
    rows = frame((FERRY, ANA, None), ("The lighthouse keeper left Bari.", ANA, None))
    rows["doc_id"], rows["quote_id"] = ["a:b", "a"], ["c", "b:c"]
    assert link_quotes(rows)["statement_id"].tolist() == ["a:b:c", "a:b%3Ac"]


def test_a_given_speaker_id_wins_and_needs_no_name():
    rows = frame((FERRY, ANA, None), (FERRY, ANA, None)).assign(speaker_id=["p1", "p2"])
    assert link_quotes(rows)["statement_id"].nunique() == 2
    alone = rows.drop(columns=["speaker", "speaker_state", "date"])
    assert link_quotes(alone)["statement_id"].nunique() == 2
    assert link_quotes(alone.assign(speaker_id="p1"))["statement_id"].nunique() == 1
    partly = rows.assign(speaker_id=["hr-ana-kovar", None])
    assert link_quotes(partly)["statement_id"].nunique() == 1


def test_an_empty_cell_is_no_speaker_and_an_empty_id_is_an_id():
    rows = frame((FERRY, ANA, None), (FERRY, ("", ""), None)).assign(speaker_id=["p1", ""], doc_id=["", "d1"])
    assert link_quotes(rows)["statement_id"].tolist() == [":q1", ":q1"]


def test_the_index_and_the_columns_stay():
    rows = frame((FERRY, ANA, None), (FERRY, ANA, None)).set_index(pd.Index([7, 7]))
    linked = link_quotes(rows)
    assert linked.index.tolist() == [7, 7]
    assert "statement_id" not in rows
    pd.testing.assert_frame_equal(linked.drop(columns="statement_id"), rows)
    pd.testing.assert_frame_equal(link_quotes(linked), linked)


@pytest.mark.parametrize("columns", [["speaker", "speaker_state"], ["speaker_id"]])
def test_an_empty_frame_gets_its_column(columns):
    linked = link_quotes(pd.DataFrame(columns=["doc_id", "quote_id", "quote", *columns]))
    assert linked["statement_id"].tolist() == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows.drop(columns="quote"), "no column quote"),
        (lambda rows: rows.drop(columns=["speaker", "doc_id"]), "no column doc_id, speaker"),
        (lambda rows: rows.assign(quote_id=None), "row 0 has no quote_id"),
    ],
)
def test_a_frame_of_something_else_is_refused(change, says):
    with pytest.raises(InputError, match=says):
        link_quotes(change(frame((FERRY, ANA, None))))


def test_a_negative_window_is_refused():
    with pytest.raises(InputError, match="-1 days") as refused:
        link_quotes(frame((FERRY, ANA, None)), window=-1)
    assert refused.value.value == -1


WORDS = "ferry captain fine harbour lighthouse not Moscow Bari 12 the we rope anchor grave mistake Friday".split()
QUOTES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.just(FERRY) | st.text(max_size=20),
        st.sampled_from([ANA, IVAN, NOBODY, MINISTRY, ("Foreign Ministry", "IT")]),
        st.sampled_from([None, "2024-03-01", "2024-03-06", "2024-03-11", "2025-01-01", "spring"]),
    ),
    max_size=14,
)


@given(QUOTES)
@settings(deadline=None, max_examples=40)
def test_no_statement_has_two_known_speakers_two_states_or_more_days_than_the_window(quotes):
    linked = link_quotes(frame(*quotes))
    days = pd.to_datetime(linked["date"].where(linked["date"] != "spring"))
    for _, group in linked.groupby("statement_id"):
        assert len({name for name in group["speaker"].dropna() if "Ministry" not in name}) <= 1
        assert group["speaker_state"].dropna().nunique() <= 1
        seen = days[group.index].dropna()
        assert seen.empty or (seen.max() - seen.min()).days <= 7


def test_a_quote_of_a_nul_is_no_empty_one():
    linked = link_quotes(frame(("", ("Ana Kovar", "HR"), None), ("\x00", ("Ana Kovar", "HR"), None)))
    assert linked["statement_id"].notna().all()


@given(QUOTES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_rows_changes_nothing(quotes, chance):
    rows = frame(*quotes)
    order = list(range(len(rows)))
    chance.shuffle(order)
    pd.testing.assert_series_equal(
        link_quotes(rows.iloc[order])["statement_id"].sort_index(), link_quotes(rows)["statement_id"]
    )


@given(QUOTES)
@settings(deadline=None, max_examples=40)
def test_a_row_that_shares_nothing_changes_nothing(quotes):
    rows = frame(*quotes)
    strange = frame(("Seventeen beekeepers inspected our orchard", ("Oluwaseun Adekoya", "NG"), "2023-12-12"))
    more = pd.concat([strange.assign(doc_id="a0"), rows], ignore_index=True)
    assert partition(more) == partition(rows) | {frozenset({"a0:q1"})}


@given(QUOTES)
@settings(deadline=None, max_examples=40)
def test_an_id_is_that_of_a_quote_of_the_statement_and_linking_again_keeps_it(quotes):
    linked = link_quotes(frame(*quotes))
    for name, group in linked.groupby("statement_id"):
        assert name in set(group["doc_id"] + ":" + group["quote_id"])
    pd.testing.assert_frame_equal(link_quotes(linked), linked)


LEVELLED = [
    ("“We can’t, and we won’t…”", "we can not and we will not"),
    ("[T]he cease-fire hold[s]", "the ceasefire holds"),
    ("[sic]", "sic"),
    ("they took [the ferry] to Bari", "they took to bari"),
    ("2,500 men, 5% and 1st", "2500 men 5 percent and 1"),
    ("one hundred and twenty million people", "120000000 people"),
    ("two and two are four", "2 and 2 are 4"),
    ("two, three or twenty two", "2 3 or 22"),
    ("3 million and 300 thousand", "3000000 and 300000"),
    ("a hundred roses and one thorn", "a hundred roses and one thorn"),
    ("two thousand and six", "2006"),
    ("Tromsø’s", "tromso"),
]


@pytest.mark.parametrize(("quote", "plain"), LEVELLED)
def test_what_is_compared_of_a_quote(quote, plain):
    assert levelled(quote) == plain


@given(st.text(max_size=60))
def test_any_text_has_a_wording(quote):
    read = wording(quote)
    assert read.text == " ".join(read.text.split())
    assert read.numbers <= set(read.text.split())


def test_states_are_one_word_however_named_and_nothing_else_passes_for_one():
    assert wording("Moscow and the Russians").states == {"_ru"}
    assert not wording("_fr_ men").states


def test_links_that_cannot_all_hold_are_kept_by_their_order():
    sides = [Side(0, 5, 0, 0), Side(-1, 5, 4, 4), Side(-1, -1, 9, 9), Side(-1, 6, None, None)]
    assert unite(sides, [(0, 1), (1, 2), (2, 3), (0, 3)], window=7) == [0, 0, 2, 2]
    assert unite(sides, [(1, 2), (0, 1)], window=7) == [0, 1, 1, 3]


def test_a_feature_that_many_share_makes_no_all_pairs():
    many = 20 * MOST
    stems = [np.array([0, number + 1]) for number in range(many)]
    days = np.array([NO_DAY if number % 7 == 0 else number for number in range(many)])
    here = np.ones(many, bool)
    postings = Postings(*features(stems, many + 1), np.zeros(many, np.int64), days, window=10**6)
    pairs = [
        pair for one, other in postings.pairs(here, here) for pair in zip(one.tolist(), other.tolist(), strict=True)
    ]
    assert all(low < high for low, high in pairs)
    assert many <= len(pairs) <= 2 * MOST * many


@pytest.mark.parametrize("column", ["quote", "doc_id", "quote_id", "speaker", "speaker_state", "date", "speaker_id"])
def test_lone_surrogates_stop_nobody(column):
    said = "We asked Minsk for the list of names in March"
    cells = {"doc_id": "a", "quote_id": "q1", "quote": said, "speaker_id": "pl-ana", "speaker": "Ana"}
    cells |= {"speaker_state": "PL", "date": "2024-03-01"}
    odd = {**cells, column: cells[column] + "\ud800"}
    rows = pd.DataFrame([odd, {**odd, "doc_id": odd["doc_id"] + "b"}], dtype="object")
    linked = link_quotes(rows)
    assert linked["statement_id"].nunique() == 1
    assert linked[column].iloc[0] == odd[column]
