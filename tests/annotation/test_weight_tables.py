"""Tables of weights: what they give, and what is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.annotation.weights import MANIFEST, WEIGHTS, WeightTable
from stancekit.artefacts import write_manifest
from stancekit.errors import ModelError

TABLE = {"weights": {"near": 2.0, "far": -1.0}, "threshold": 0.4}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("table"), json.dumps(TABLE))


def written(folder: Path, content: str) -> Path:
    (folder / WEIGHTS).write_text(content, encoding="utf-8")
    write_manifest(folder, "counterparts", "stancekit-counterparts", "0.1.0", [WEIGHTS])
    return folder


SCORES = [
    ({}, 0.0, 0.5),
    ({"near": 1.0}, 2.0, 0.8808),
    ({"near": 0.5, "far": 1.0}, 0.0, 0.5),
    ({"never heard of": 9.0}, 0.0, 0.5),
    ({"near": 1e9}, 2e9, 1.0),
    ({"far": 1e9}, -1e9, 0.0),
]


@pytest.mark.parametrize(("features", "score", "probability"), SCORES)
def test_scores(folder: Path, features: dict[str, float], score: float, probability: float) -> None:
    table = WeightTable(folder, "counterparts")
    assert table.score(features) == score
    assert table.probability(features) == pytest.approx(probability, abs=1e-4)


def test_one_of_several_is_right(folder: Path) -> None:
    table = WeightTable(folder, "counterparts")
    shares = table.shares([{"near": 1.0}, {}, {"far": 1.0}])
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    assert table.shares([]) == []
    assert table.threshold == 0.4


def test_a_feature_weighs_for_all_and_for_its_group_besides(tmp_path: Path) -> None:
    weights = {"near": 2.0, "he: near": 0.5, "he: only his": 1.0, "title: near": -3.0}
    table = WeightTable(written(tmp_path, json.dumps({"weights": weights, "threshold": 0.0})), "counterparts")
    both = {"near": 1.0, "only his": 1.0}
    assert [table.score(both, group) for group in (None, "he", "title", "nobody's")] == [2.0, 3.5, -1.0, 2.0]
    assert table.shares([both, {}], group="he")[0] > table.shares([both, {}])[0]


@given(
    st.lists(st.dictionaries(st.sampled_from(["near", "far", "other"]), st.floats(-1e6, 1e6)), min_size=1, max_size=5)
)
def test_shares_are_probabilities_whatever_the_features(folder: Path, candidates: list[dict[str, float]]) -> None:
    shares = WeightTable(folder, "counterparts").shares(candidates)
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares)


def test_its_files_are_what_was_read(folder: Path, tmp_path: Path) -> None:
    for name, data in WeightTable(folder, "counterparts").files().items():
        (tmp_path / name).write_bytes(data)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([WEIGHTS, MANIFEST])
    assert WeightTable(tmp_path, "counterparts").score({"near": 1.0}) == 2.0


NONE = [
    ("not JSON", "{"),
    ("no weights", '{"threshold": 0.5}'),
    ("no threshold", '{"weights": {}}'),
    ("a list", "[1, 2]"),
    ("weights that are no numbers", '{"weights": {"near": "much"}, "threshold": 0.5}'),
]


@pytest.mark.parametrize("content", [case[1] for case in NONE], ids=[case[0] for case in NONE])
def test_what_is_no_table_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ModelError, match="not a table of weights"):
        WeightTable(written(tmp_path, content), "counterparts")


def test_a_table_of_another_kind_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="counterparts model, not a speakers"):
        WeightTable(folder, "speakers")
