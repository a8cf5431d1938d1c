"""Timelines, with figures worked out by hand."""

import pandas as pd
import pytest
from scored_rows import frame, row

from stancekit.analysis import timeline
from stancekit.errors import InputError
from stancekit.tables import COLUMNS, frame_of, write_rows

ALL = "hostile|cautious|constructive"
ROWS = frame(
    # spring: one statement carried by two outlets, two more in the second of them
    row("a", "s1", "2024-04-02", -0.8),
    row("b", "s1", "2024-04-03", -0.6),
    row("b", "s2", "2024-04-03", 0.1, ALL),
    row("b", "s3", "2024-04-03", 0.9),
    # summer: one article
    row("c", "s4", "2024-07-09", 0.4),
    # Slovenia, and rows that do not count
    row("c", "s5", "July 2024", 0.2, toward="SI"),
    row("d", "s6", "2024", 0.2),
    row("d", "s7", None, 0.2),
    row("e", "s8", "2024-04-02", 0.2, toward=None),
    row("e", "s9", "2024-04-02", 0.2, state=None),
    {**row("e", "s10", "2024-04-02", 0.2), "tone": None, "stance": None},
)
COUNTS = ["articles", "quotes", "statements"]


def test_counts_means_and_shares_of_dyads():
    table = timeline(ROWS)
    assert table.columns.tolist() == [
        *["speaker_state", "counterpart", "period", "articles", "quotes", "statements", "stance", "low", "high"],
        *["hostile", "cautious", "constructive", "undecided"],
    ]
    assert table["counterpart"].tolist() == ["IT", "IT", "SI"]
    assert table["period"].tolist() == [pd.Timestamp("2024-04-01"), *[pd.Timestamp("2024-07-01")] * 2]
    assert table[COUNTS].values.tolist() == [[2, 4, 3], [1, 1, 1], [1, 1, 1]]
    spring = table.iloc[0]
    # s1 counts once: (-0.8 - 0.6) / 2 = -0.7; then the mean of -0.7, 0.1 and 0.9
    assert spring["stance"] == pytest.approx(0.1)
    assert spring[["hostile", "cautious", "constructive"]].tolist() == pytest.approx([1 / 3] * 3)
    assert spring["undecided"] == pytest.approx(1 / 4)
    assert table.attrs["undated"] == 2


WEIGHTED = [
    ("none", (-0.8 - 0.6 + 0.1 + 0.9) / 4),
    ("sets", (-0.8 - 0.6 + 0.1 / 3 + 0.9) / (3 + 1 / 3)),
    (("statements", "sets"), (-0.7 + 0.1 / 3 + 0.9) / (2 + 1 / 3)),
]


@pytest.mark.parametrize(("weights", "stance"), WEIGHTED)
def test_other_weights(weights, stance):
    table = timeline(ROWS, weights=weights)
    assert table["stance"].iloc[0] == pytest.approx(stance)
    assert table["undecided"].iloc[0] == pytest.approx(1 / 4), "a share of quotes, whatever they count"


def test_a_statement_on_both_sides_of_a_boundary_counts_in_each_by_its_share():
    rows = frame(
        row("a", "s1", "2024-03-31", 0.8), row("b", "s1", "2024-04-01", 0.8), row("c", "s2", "2024-04-01", -0.4)
    )
    table = timeline(rows)
    assert table["statements"].tolist() == [1, 2]
    assert table["stance"].tolist() == pytest.approx([0.8, (0.8 / 2 - 0.4) / 1.5])


def test_a_quote_without_a_date_takes_no_weight_from_the_others():
    rows = frame(row("a", "s1", "2024-04-01", 0.8), row("b", "s1", None, 0.8), row("c", "s2", "2024-04-01", -0.4))
    assert timeline(rows)["stance"].tolist() == pytest.approx([0.2])


def test_speakers_with_their_commonest_name():
    rows = frame(
        *(row(doc, doc, "2024-04-02", 0.5) for doc in "abc"),
        row("d", "d", "2025-04-02", 0.1, speaker="Ivan Petrin"),
        row("e", "e", "2025-04-02", 0.1, speaker=None),
    )
    rows["speaker"] = ["Kovar", "Ana Kovar", "Kovar", "Ivan Petrin", None]
    table = timeline(rows, "YS", by="speaker")
    assert table.columns[:4].tolist() == ["speaker_id", "speaker", "counterpart", "period"]
    assert table[["speaker_id", "speaker"]].values.tolist() == [
        ["hr-ana-kovar", "Kovar"],
        ["hr-ivan-petrin", "Ivan Petrin"],
    ]


def test_speakers_are_linked_where_they_have_no_id():
    rows = frame(row("a", "s1", "2024", 0.5), row("b", "s2", "2024", 0.1, speaker="Kovar"))
    for given in (rows.drop(columns="speaker_id"), rows.assign(speaker_id=None)):
        table = timeline(given, "YS", by="speaker")
        assert table[["speaker", "articles"]].values.tolist() == [["Ana Kovar", 2]]


def test_a_band_of_two_articles_reaches_from_one_to_the_other():
    # with s1 goes the article with most statements: b draws all of -0.7, 0.1 and 0.9
    rows = pd.concat([ROWS, frame(row("f", "s20", "2024-05-01", -0.5))])
    spring = timeline(rows).iloc[0]
    assert (spring["low"], spring["high"]) == pytest.approx((-0.5, (-0.7 + 0.1 + 0.9) / 3))


def test_one_statement_in_ten_outlets_is_no_ten_observations():
    rows = frame(*(row(f"d{n}", "s1", "2024-04-02", 0.5) for n in range(10)))
    table = timeline(rows)
    assert table[COUNTS].values.tolist() == [[10, 10, 1]]
    assert table[["low", "high"]].isna().all(axis=None)


def test_a_long_interview_moves_the_mean_and_widens_the_band():
    quiet = [row(f"d{n}", f"s{n}", "2024-04-02", 0.0) for n in range(9)]
    interview = [row("talk", f"t{n}", "2024-04-02", -0.9) for n in range(40)]
    spread = [row(f"talk{n}", f"t{n}", "2024-04-02", -0.9) for n in range(40)]
    one, many = (timeline(frame(*quiet, *said)).iloc[0] for said in (interview, spread))
    assert one["stance"] == many["stance"] == pytest.approx(-0.9 * 40 / 49), "a mean over statements, either way"
    assert one["high"] == 0, "had the interview not been printed, nothing hostile would have been said"
    assert many["high"] < -0.5


def test_sentences_of_an_interview_that_others_repeat_stay_with_it():
    quiet = [row(f"d{n}", f"s{n}", "2024-04-02", 0.0) for n in range(9)]
    talk = [row("talk", f"t{n}", "2024-04-02", -0.9) for n in range(12)]
    repeated = [row(f"a{n}", f"t{n}", "2024-04-03", -0.9) for n in range(12)]
    alone, carried = (timeline(frame(*rows)).iloc[0] for rows in ([*quiet, *talk], [*quiet, *talk, *repeated]))
    assert carried["articles"] == alone["articles"] + 12
    assert carried[["stance", "low", "high"]].tolist() == pytest.approx(alone[["stance", "low", "high"]].tolist())


def test_equal_seeds_give_equal_bands():
    rows = frame(*(row(f"d{n}", f"s{n}", "2024-04-02", n**0.5 / 5) for n in range(20)))
    pd.testing.assert_frame_equal(timeline(rows, seed=3), timeline(rows, seed=3))
    assert timeline(rows, seed=3)["low"].iloc[0] != timeline(rows, seed=4)["low"].iloc[0]


def test_a_wider_level_gives_a_wider_band():
    rows = frame(*(row(f"d{n}", f"s{n}", "2024-04-02", (n % 7 - 3) / 4) for n in range(20)))
    half, most = (timeline(rows, level=level).iloc[0] for level in (0.5, 0.95))
    assert most["low"] < half["low"] < half["stance"] < half["high"] < most["high"]


@pytest.mark.parametrize(("by", "group"), [("dyad", 2), ("speaker", 3)])
def test_nothing_that_counts_gives_an_empty_table_of_the_same_columns(by, group):
    full, empty = timeline(ROWS, by=by), timeline(ROWS.assign(counterpart=None), by=by)
    assert empty.empty
    assert empty.columns.tolist() == full.columns.tolist()
    assert empty.dtypes.iloc[group:].tolist() == full.dtypes.iloc[group:].tolist()
    assert timeline(ROWS.iloc[:0], by=by).columns.tolist() == full.columns.tolist()


def test_nobody_dated():
    table = timeline(ROWS.assign(date=None))
    assert table.empty
    assert table.attrs["undated"] == 8


@pytest.mark.parametrize("name", ["rows.parquet", "rows.jsonl", "rows.csv", "folder/part-0.parquet"])
def test_rows_may_be_a_file_or_a_folder(tmp_path, name):
    words = ["We will open the bridge to lorries in May.", "We will close the harbour of Rijeka to tankers."]
    rows = frame_of(
        {**dict.fromkeys(COLUMNS), **row(f"d{n}", None, "2024-04-02", n / 2), "quote_id": "q1", "quote": words[n]}
        for n in range(2)
    ).drop(columns="statement_id")
    rows = rows.assign(kind="direct", model="none", fragments=[[[0, 5]], [[0, 5]]])
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    write_rows(rows, path)
    table = timeline(path.parent if "/" in name else str(path))
    assert table[[*COUNTS, "stance"]].values.tolist() == [[2, 2, 2, 0.25]]


def test_categories_and_arrow_strings_are_texts():
    expected = timeline(ROWS)
    texts = ["doc_id", "statement_id", "speaker_state", "counterpart", "tone", "tone_set", "date"]
    for kind in ("category", "string"):
        found = timeline(ROWS.astype(dict.fromkeys(texts, kind)))
        pd.testing.assert_frame_equal(found, expected)


WRONG = [
    ({"freq": "quarterly"}, "freq='quarterly'; give 'D'"),
    ({"by": "state"}, "by='state'; give 'dyad' or 'speaker'"),
    ({"weights": "sum"}, "weights='sum'; give"),
    ({"draws": 0}, "draws=0; give a whole number, 1 or more"),
    ({"draws": 10.5}, "draws=10.5"),
    ({"level": 90}, "level=90; give a share between 0 and 1, such as 0.9"),
    ({"seed": -1}, "seed=-1; give a whole number, 0 or more"),
    ({"rows": ROWS.drop(columns=["date", "stance"])}, "no column stance, date; give what"),
    ({"rows": ROWS.assign(stance="warm")}, "stance 'warm' is no number from -1 to 1"),
    ({"rows": ROWS.assign(stance=-3.0)}, "stance -3.0 is no number from -1 to 1"),
    ({"rows": ROWS.assign(tone="angry")}, "'angry' is no tone; tones are hostile, cautious, constructive"),
    ({"rows": "nowhere.parquet"}, "nowhere.parquet: cannot be read"),
]


@pytest.mark.parametrize(("given", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_wrong_is_said(given, message):
    with pytest.raises(InputError, match=message):
        timeline(**{"rows": ROWS, **given})
