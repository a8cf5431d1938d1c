"""What the fuzzer has found is found no more; and a few inputs of no plan at all, without the fuzzer."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz_targets import TARGETS, check
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FINDS = Path(__file__).parents[1] / "data" / "fuzz"
KEPT = sorted(path for path in FINDS.glob("*/*") if path.parent.name in TARGETS)


@pytest.mark.parametrize("path", KEPT, ids=[f"{path.parent.name}-{path.name[:20]}" for path in KEPT])
def test_a_find_is_mended(path: Path) -> None:
    check(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.binary(min_size=1, max_size=300))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_bytes(target: str, data: bytes) -> None:
    check(target, data)
