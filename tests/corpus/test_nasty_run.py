"""A run over nasty inputs with the real models: nothing of them is executed, fetched or written elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from corpus_files import lines, parquet, put, zst

NASTY = Path(__file__).parents[1] / "nasty"
sys.path.insert(0, str(NASTY))
import corpus as nasty  # noqa: E402
from cases import ANA, SCORED, gz  # noqa: E402
from watched_run import done  # noqa: E402

FAMILIES = (nasty.encodings_of_texts, nasty.pages, nasty.names, nasty.csv_tables, nasty.parquet_files, nasty.json_lines)
LONG = 20_000  # bytes of a file: longer ones are scored in benchmarks/nasty_inputs.py


def test_nothing_is_executed_fetched_or_written_elsewhere(tmp_path):
    inputs, out, warm = tmp_path / "inputs", tmp_path / "out" / "rows", tmp_path / "warm"
    out.parent.mkdir()
    for name, content in every_kind().items():
        put(warm, name, content)
    expected = put_inputs(inputs)
    before = everything(tmp_path)
    run = subprocess.run(
        [sys.executable, NASTY / "watched_run.py", warm, inputs, out],
        cwd=inputs, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(tmp_path / "out")},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert (found["articles"], found["rejected"]) == (expected.count(SCORED), len(expected) - expected.count(SCORED))
    events = {kind: [what for of, what in found["events"] if of == kind] for kind in ("network", "started", "loaded")}
    assert events == {"network": [], "started": [], "loaded": []}
    written = {what for kind, what in found["events"] if kind == "written"}
    assert written
    assert [path for path in written if not path.startswith((str(out), f"{out.parent}/.{out.name}."))] == []
    assert {path for path in everything(tmp_path) - before if not path.startswith(str(out.parent))} == set()


def every_kind() -> dict[str, bytes | str]:
    """A file of every kind, so that what reads it is loaded, and an old encoding."""
    page = f"<html><body><article><p>{ANA} {'Rain fell on both delegations. ' * 20}</p></article></body></html>"
    row = {"id": 1, "text": ANA}
    plain = {"a.txt": ANA, "b.html": page, "c.jsonl": lines(row), "e.csv": "id,text\n2,“No,” he said\n"}
    packed = {
        f"{name}.{end}": pack(content.encode())
        for name, content in plain.items()
        for end, pack in (("gz", gz), ("zst", zst))
    }
    return {**plain, **packed, "d.parquet": parquet([row]), "f.txt": "Žluťoučký kůň, říká Ana v Brně.".encode("cp1250")}


def put_inputs(folder: Path) -> list[str]:
    """Write all cases but the long ones and those that only root may not read; what must come of them."""
    expected = []
    cases = [case for family in FAMILIES for case in family.cases()]
    for number, case in enumerate(cases):
        if case.name in ("a folder nobody may open", "sparse"):
            continue
        place = nasty.put(case, folder, number)
        if any(path.is_file() and path.stat().st_size > LONG for path in place.rglob("*.*")):
            subprocess.run(["rm", "-r", place], check=True)
        else:
            expected += case.expected
    return expected


def everything(folder: Path) -> set[str]:
    return {os.path.join(place, name) for place, folders, names in os.walk(folder) for name in folders + names}


@pytest.mark.parametrize(
    ("event", "args", "kind"),
    [
        ("open", ("/tmp/x", "w", os.O_WRONLY | os.O_CREAT), "written"),
        ("os.rename", ("/tmp/a", "/tmp/b", -1, -1), "written"),
        ("socket.connect", (None, ("127.0.0.1", 9)), "network"),
        ("subprocess.Popen", ("touch", ["touch"], None, None), "started"),
        ("compile", (b"1+1", "<string>"), "loaded"),
        ("exec", (compile("1", __file__, "exec"),), "loaded"),
        ("open", ("/tmp/x", "r", os.O_RDONLY), None),
    ],
)
def test_the_watch_sees_what_it_must(event, args, kind):
    assert {found for found, _ in done(event, args)} == ({kind} if kind else set())
