"""Figures against gold: small cases that can be counted by hand, and agreement with the shared scorer."""

from __future__ import annotations

import copy
import json
import math
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from stancekit.differences import differences
from stancekit.errors import InputError
from stancekit.evaluation import evaluate, evaluate_tone, figures_table, read_gold
from stancekit.matching import same_name

SHARED = Path(__file__).parents[2] / "shared"
SCORER, DEV = SHARED / "bench" / "score_e2e.py", SHARED / "data" / "e2e" / "dev.jsonl"
TEXT = "“We trust Dorva,” Ana Kovar said. The ministry said that Luria had closed the strait. Rain fell."


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


DIRECT = {
    "content": [span("We trust Dorva")],
    "kind": "direct",
    "speaker": "Ana Kovar",
    "speaker_state": "SI",
    "source": None,
    "counterparts": {"IT": "constructive"},
}
INDIRECT = {
    "content": [span("Luria had closed the strait")],
    "kind": "indirect",
    "speaker": "ministry",
    "speaker_state": "SI",
    "source": None,
    "counterparts": {"HR": "hostile", "US": "cautious"},
}


def article(*quotes: dict[str, Any]) -> dict[str, Any]:
    return {"id": "wire", "text": TEXT, "quotes": list(quotes)}


def rows_of(gold: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows that a perfect run would give."""
    rows = []
    for text in gold:
        for number, quote in enumerate(text["quotes"]):
            same = {
                "doc_id": text["id"],
                "quote_id": f"q{number}",
                "quote": "",
                "fragments": quote["content"],
                **{field: quote[field] for field in ("kind", "speaker", "speaker_state")},
            }
            pairs = quote["counterparts"] or {None: None}
            rows += [{**same, "counterpart": state, "tone": tone} for state, tone in pairs.items()]
    columns = [
        "doc_id",
        "quote_id",
        "quote",
        "fragments",
        "kind",
        "speaker",
        "speaker_state",
        "counterpart",
        "tone",
    ]
    return pd.DataFrame(rows, columns=columns)


def changed(gold: list[dict[str, Any]], **cells: Any) -> pd.DataFrame:
    """The perfect rows with the cells of the first row changed."""
    rows = rows_of(gold)
    for column, cell in cells.items():
        rows.at[0, column] = cell
    return rows


BOTH = [article(DIRECT, INDIRECT)]


def test_perfect_rows_get_full_marks() -> None:
    figures = evaluate(BOTH, rows_of(BOTH))
    assert figures["quote"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 2, "pred": 2}
    assert figures["counterpart"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 3, "pred": 3}
    assert figures["dyad"] == figures["counterpart"]
    assert figures["tone"]["macro_f1"] == 1.0
    assert [figures[name] for name in ("spoken_recall", "kind", "speaker", "speaker_state")] == [1.0] * 4


CHANGES: list[tuple[str, dict[str, Any], dict[str, float]]] = [
    ("another kind", {"kind": "mixed"}, {"kind": 0.5, "dyad": 1.0}),
    ("another speaker", {"speaker": "Luka Sand"}, {"speaker": 0.5, "dyad": 1.0}),
    ("part of the name", {"speaker": "Kovar"}, {"speaker": 1.0}),
    ("no speaker", {"speaker": None}, {"speaker": 0.5}),
    ("another state", {"speaker_state": "RS"}, {"speaker_state": 0.5, "counterpart": 1.0, "dyad": 0.667}),
    ("another counterpart", {"counterpart": "AT"}, {"counterpart": 0.667, "tone": 0.667, "dyad": 0.667}),
    ("no counterpart", {"counterpart": None, "tone": None}, {"counterpart": 0.8, "dyad": 0.8}),
    ("another tone", {"tone": "hostile"}, {"counterpart": 1.0, "tone": 0.556, "dyad": 0.667}),
    ("half of the span", {"fragments": [span("We trust D")]}, {"quote": 1.0}),
    ("less than half", {"fragments": [span("We tru")]}, {"quote": 0.5, "spoken_recall": 0.0, "dyad": 0.667}),
    ("somewhere else", {"fragments": [span("Rain fell")]}, {"quote": 0.5, "spoken_recall": 0.0, "kind": 1.0}),
]


@pytest.mark.parametrize(("cells", "expected"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_what_a_mistake_costs(cells: dict[str, Any], expected: dict[str, float]) -> None:
    figures = evaluate(BOTH, changed(BOTH, **cells))
    measured = {
        name: figure if not isinstance(figure, dict) else figure.get("f1", figure.get("macro_f1"))
        for name, figure in figures.items()
    }
    assert {name: measured[name] for name in expected} == expected


def test_no_rows_and_no_quotes() -> None:
    nothing = evaluate(BOTH, rows_of(BOTH).iloc[:0])
    assert nothing["quote"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 2, "pred": 0}
    assert nothing["speaker"] == 0.0
    assert evaluate([article(INDIRECT)], rows_of(BOTH))["spoken_recall"] is None
    assert evaluate([article()], rows_of(BOTH))["quote"]["pred"] == 2


def test_a_quote_without_counterpart_counts_no_pair() -> None:
    gold = [article({**DIRECT, "counterparts": {}})]
    figures = evaluate(gold, rows_of(gold))
    assert figures["quote"]["f1"] == 1.0
    assert figures["counterpart"] == figures["dyad"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 0, "pred": 0}


def test_rows_of_other_articles_are_left_aside() -> None:
    other = rows_of(BOTH).assign(doc_id="another")
    assert evaluate(BOTH, pd.concat([rows_of(BOTH), other]))["quote"]["pred"] == 2


def test_two_found_pieces_of_one_quote_match_once() -> None:
    rows = pd.concat([rows_of(BOTH), changed(BOTH, fragments=[span("We trust D")]).iloc[:1].assign(quote_id="q9")])
    assert evaluate(BOTH, rows)["quote"] == {"p": 0.667, "r": 1.0, "f1": 0.8, "gold": 2, "pred": 3}


def test_rows_and_gold_from_files(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(BOTH[0]) + "\n\n", encoding="utf-8-sig")
    rows = tmp_path / "rows.jsonl"
    rows_of(BOTH).to_json(rows, orient="records", lines=True)
    table = tmp_path / "rows.csv"
    rows_of(BOTH).assign(fragments=lambda frame: frame["fragments"].map(json.dumps)).to_csv(table, index=False)
    assert evaluate(gold, rows) == evaluate(gold, table) == evaluate(BOTH, rows_of(BOTH))
    assert evaluate(gold, pd.read_csv(table)) == evaluate(BOTH, rows_of(BOTH))


NAMES = [
    ("Ana Kovar", "Kovar", True),
    ("Sergei Lukin", "Sergey Lukin", True),
    ("Lin", "Lin Jian", True),
    ("Mr Sándor", "Sandor", True),
    ("Ministry of Foreign Affairs", "Foreign Ministry", True),
    ("Ana Kovar", "Luka Sand", False),
    ("Ana Kovar", None, False),
    (None, "", True),
]


@pytest.mark.parametrize(("one", "other", "same"), NAMES)
def test_the_same_name(one: str | None, other: str | None, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


BAD_GOLD = [
    ("{", "not a JSON line"),
    ("[1]", "not an object"),
    ('{"text": "x", "quotes": []}', "'id' must be"),
    ('{"id": "a", "text": "x", "quotes": null}', "'quotes' must be"),
    (
        '{"id": "a", "text": "x", "quotes": [{"content": [], "kind": "direct", "counterparts": {}}]}',
        "'content'",
    ),
    (
        '{"id": "a", "text": "x", "quotes": [{"content": [[0, 2]], "kind": "direct", "counterparts": {}}]}',
        "span",
    ),
    (
        '{"id": "a", "text": "x", "quotes": [{"content": [[0, 1]], "kind": "said", "counterparts": {}}]}',
        "'kind'",
    ),
    ('{"id": "a", "text": "x", "quotes": [{"content": [[0, 1]], "kind": "direct"}]}', "'counterparts'"),
    (
        '{"id": "a", "text": "x", "quotes": [{"content": [[0, 1]], "kind": "direct", "counterparts": {"US": 1}}]}',
        "tone",
    ),
    ('{"id": "b", "text": "x", "quotes": []}', "twice"),
]


@pytest.mark.parametrize(("line", "word"), BAD_GOLD)
def test_bad_gold_names_file_and_line(tmp_path: Path, line: str, word: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "b", "text": "x", "quotes": []}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=word) as error:
        read_gold(path)
    assert f"{path}:3" in str(error.value)


def test_missing_gold_and_wrong_rows_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl"):
        read_gold(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="no column fragments"):
        evaluate(BOTH, rows_of(BOTH).drop(columns="fragments"))
    with pytest.raises(InputError, match="quote q0"):
        evaluate(BOTH, changed(BOTH, fragments="nothing"))


def test_the_table_has_a_line_for_each_figure() -> None:
    table = figures_table(evaluate(BOTH, rows_of(BOTH))).set_index("figure")
    assert table.loc["quote", ["value", "gold", "pred"]].tolist() == [1.0, 2, 2]
    assert table.loc["spoken recall", "value"] == 1.0
    assert table.loc["tone, hostile", "gold"] == 1
    assert table.loc["kind", ["gold", "pred"]].isna().all()


def test_differences_show_each_quote_once() -> None:
    rows = changed(BOTH, speaker="Luka Sand", tone="hostile")
    rows.loc[rows["quote_id"] == "q1", "fragments"] = pd.Series([[span("Rain fell")]] * 3)
    shown = differences(BOTH, rows)
    assert shown["status"].tolist() == ["matched", "missed", "spurious"]
    first, missed, spurious = (shown.loc[number] for number in range(3))
    assert (first["gold_speaker"], first["found_speaker"], first["speaker_right"]) == (
        "Ana Kovar",
        "Luka Sand",
        False,
    )
    assert (first["gold_counterparts"], first["found_counterparts"]) == ("IT: constructive", "IT: hostile")
    assert (first["counterparts_right"], first["tones_right"]) == (True, False)
    assert missed["gold_counterparts"] == "HR: hostile, US: cautious"
    assert pd.isna(missed["found_quote"])
    assert (spurious["found_quote"], pd.isna(spurious["overlap"])) == ("Rain fell", True)


def test_differences_of_nothing_have_the_columns_all_the_same() -> None:
    shown = differences([article()], rows_of([article()]))
    assert shown.empty
    assert "found_speaker" in shown.columns


TONES_GIVEN = pd.DataFrame(
    {
        "tone": ["hostile", "hostile", "cautious", "constructive"],
        "predicted": ["hostile", "cautious", "cautious", "constructive"],
    }
)


def test_tones_given_to_labelled_quotes() -> None:
    figures = evaluate_tone(TONES_GIVEN)
    assert (figures["n"], figures["accuracy"]) == (4, 0.75)
    assert figures["hostile"] == {"p": 1.0, "r": 0.5, "f1": 0.667, "gold": 2, "pred": 1}
    assert figures["macro_f1"] == pytest.approx((0.667 + 0.667 + 1) / 3, abs=1e-3)
    assert figures["confusion"]["hostile"] == {"hostile": 1, "cautious": 1, "constructive": 0}
    assert figures["log_loss"] is None


def test_probabilities_given_to_labelled_quotes() -> None:
    sure = TONES_GIVEN.assign(p_hostile=[1.0, 0, 0, 0], p_cautious=[0, 1.0, 1, 0], p_constructive=[0, 0, 0, 1.0])
    even = sure.assign(p_hostile=1 / 3, p_cautious=1 / 3, p_constructive=1 / 3)
    assert evaluate_tone(sure)["brier"] == 0.5
    assert evaluate_tone(sure)["calibration_error"] == 0.25
    assert evaluate_tone(even)["log_loss"] == round(math.log(3), 3)


@pytest.mark.parametrize(
    ("frame", "word"),
    [
        (TONES_GIVEN.drop(columns="predicted"), "predicted"),
        (TONES_GIVEN.iloc[:0], "no labelled quote"),
        (TONES_GIVEN.replace("cautious", "neutral"), "neutral"),
        (TONES_GIVEN.assign(p_hostile=1, p_cautious=1, p_constructive=1), "sum to 1"),
    ],
)
def test_labelled_quotes_that_cannot_be_measured(frame: pd.DataFrame, word: str) -> None:
    with pytest.raises(InputError, match=word):
        evaluate_tone(frame)


def perturbed(gold: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Gold with quotes dropped, shifted and doubled, and with other speakers, states and tones."""
    chance = random.Random(seed)
    shaken = copy.deepcopy(gold)
    for text in shaken:
        text["quotes"] = [quote for quote in text["quotes"] * 2 if chance.random() < 0.6]
        for quote in text["quotes"]:
            shift = chance.choice([0, 0, 3, 20, -10])
            quote["content"] = [[max(0, start + shift), max(1, end + shift // 2)] for start, end in quote["content"]]
            quote["kind"] = chance.choice([quote["kind"], "direct", "indirect"])
            quote["speaker"] = chance.choice([quote["speaker"], (quote["speaker"] or "Kovar")[:-1], None])
            quote["speaker_state"] = chance.choice([quote["speaker_state"], quote["speaker_state"], "US", None])
            tones = {state: chance.choice([tone, "hostile", None]) for state, tone in quote["counterparts"].items()}
            quote["counterparts"] = tones if chance.random() < 0.8 else {**tones, "FR": "cautious"}
    return shaken


@pytest.mark.shared
@pytest.mark.skipif(not DEV.exists(), reason="needs ../shared beside the project")
@pytest.mark.parametrize("seed", range(4))
def test_the_figures_are_those_of_the_shared_scorer(tmp_path: Path, seed: int) -> None:
    rows = rows_of(perturbed(read_gold(DEV), seed))
    path = tmp_path / "rows.jsonl"
    rows.to_json(path, orient="records", lines=True, force_ascii=False)
    command = [sys.executable, str(SCORER), str(DEV), str(path), "--json"]
    told = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    assert evaluate(DEV, rows) == evaluate(DEV, path) == json.loads(told)
