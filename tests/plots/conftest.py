"""Pictures are drawn without a screen, and put away after each test."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib
import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def drawn_in_memory() -> Iterator[None]:
    before = dict(matplotlib.rcParams)
    plt.switch_backend("agg")
    yield
    plt.close("all")
    assert {**matplotlib.rcParams, "backend": ""} == {**before, "backend": ""}, "a setting of matplotlib was changed"
