"""Break the rules of ``annotation/`` and ``tone/`` one at a time, and see whether the tests notice.

``python benchmarks/mutation.py [--mutants 8] [--seed 0] [MODULE ...]`` (extra ``[mutation]``) draws places of each
module with a seed, changes each by one operator of cosmic-ray, and runs the module's own tests. Prints how many mutants
the tests killed, how many survived and how many ran out of time (noticed, too: a loop without end). Each survivor's
change goes to stderr as it comes, to be looked at: either no caller can see it, or a test is missing.

All happens in a copy. Each mutant has a process of its own, forked from one that has the libraries loaded already.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import cache_from_source
from pathlib import Path

PROJECT = Path(__file__).parents[1]
# modules whose tests take seconds; where no files are named, the module has a test file of its own name
TESTS = {
    "annotation/antecedents": (),
    "annotation/contents": (),
    "annotation/distances": (),
    "annotation/encoding": ("annotation/test_text.py",),
    "annotation/furniture": ("annotation/test_text.py",),
    "annotation/layout": ("annotation/test_text.py", "annotation/test_transcripts.py", "annotation/test_quotes.py"),
    "annotation/letter_case": (),
    "annotation/linking": (),
    "annotation/marks": (),
    "annotation/names": (),
    "annotation/noun_phrases": ("annotation/test_antecedents.py",),
    "annotation/offsets": ("annotation/test_text.py", "annotation/test_slips.py"),
    "annotation/roles": (),
    "annotation/sentences": (),
    "annotation/slips": (),
    "annotation/sources": (),
    "annotation/transcripts": (),
    "annotation/windows": (),
    "tone/calibration": (),
    "tone/frame": (),
    "tone/judge": (),
    "tone/marking": (),
    "tone/quotes_table": ("tone/test_judge.py", "tone/test_classifier.py"),
}
# the first need settings; the others trade == for `is`, where no test could tell them apart but by luck
LEFT_OUT = ("Variable", "Eq_Is", "Is_Eq", "NotEq_IsNot", "IsNot_NotEq")
KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"
ENDINGS = {0: SURVIVED, 1: KILLED, 2: KILLED, None: TIMED_OUT}  # 2: the tests could not even be collected


def load_libraries() -> None:
    """Import what every test imports but our own code, which each process reads anew."""
    import hypothesis.strategies  # noqa: F401
    import onnxruntime  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import pytest  # noqa: F401
    import sklearn.linear_model  # noqa: F401
    import spacy.lang.en  # noqa: F401
    import tokenizers  # noqa: F401
    import typer  # noqa: F401

    if "stancekit" in sys.modules:
        raise RuntimeError("stancekit is loaded before it is mutated; mutants would not be seen")


def copy_project(room: Path) -> None:
    """Copy what is mutated and tested; the rest is only read and may stay where it is."""
    for part in PROJECT.iterdir():
        if part.name in ("stancekit", "tests"):
            shutil.copytree(part, room / part.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif not part.name.startswith("."):
            (room / part.name).symlink_to(part)


def draw(source: str, count: int, seed: str) -> Iterator[str]:
    """Yield sources that each differ from `source` in one place; first a place is drawn, then an operator for it."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    nodes = list(ast_nodes(get_ast(source)))
    places = defaultdict(list)
    for name in sorted(operator_names()):
        if any(one in name for one in LEFT_OUT):
            continue
        operator = get_operator(name)()
        found = [place for node in nodes for place in operator.mutation_positions(node)]
        for number, (start, _) in enumerate(found):
            places[start].append((operator, number))
    chance = random.Random(seed)
    for place in chance.sample(sorted(places), len(places)):
        operator, number = chance.choice(places[place])
        mutant = mutate_code(source, operator, number)
        if mutant is not None and runs_otherwise(mutant, source):
            yield mutant
            count -= 1
        if not count:
            return


def runs_otherwise(mutant: str, source: str) -> bool:
    """Whether it is Python still (the star of an argument is no product), and more than type hints differ."""
    try:
        return without_annotations(mutant) != without_annotations(source)
    except SyntaxError:
        return False


def without_annotations(source: str) -> str:
    """Return the code less its type hints: a `|` in one of them is never run."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(0)
    return ast.unparse(tree)


def run_tests(room: Path, files: Sequence[str], limit: float) -> int | None:
    """Return how pytest ended in a process of its own, None when it took more than `limit` seconds."""
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir(room)
        sys.path.insert(0, str(room))
        os.environ["PYTHONPATH"] = str(room)
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        import pytest

        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:nbmake", "-o", "addopts=", "--hypothesis-seed=0"]
        try:
            os._exit(int(pytest.main([*options, *files])))
        finally:
            os._exit(2)  # what even pytest does not catch
    end = time.monotonic() + limit
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def try_module(room: Path, module: str, count: int, seed: int) -> Counter[str]:
    """Return how the mutants of one module ended; show each survivor as it comes."""
    files = [f"tests/{name}" for name in TESTS[module] or ("{}/test_{}.py".format(*module.split("/")),)]
    path = room / "stancekit" / f"{module}.py"
    source = path.read_text(encoding="utf-8")
    began = time.monotonic()
    if (status := run_tests(room, files, 600)) != 0:
        sys.exit(f"{module}: {' '.join(files)} ends with {status} before anything is changed")
    limit = 10 + 3 * (time.monotonic() - began)
    endings: Counter[str] = Counter()
    for mutant in draw(source, count, f"{seed}:{module}"):
        path.write_text(mutant, encoding="utf-8")
        Path(cache_from_source(str(path))).unlink(missing_ok=True)  # of the same second, it would pass for this one
        ending = ENDINGS.get(run_tests(room, files, limit), KILLED)
        endings[ending] += 1
        if ending == SURVIVED:
            print(change(source, mutant, module), file=sys.stderr, flush=True)
    path.write_text(source, encoding="utf-8")
    Path(cache_from_source(str(path))).unlink(missing_ok=True)
    return endings


def change(source: str, mutant: str, module: str) -> str:
    lines = difflib.unified_diff(source.splitlines(), mutant.splitlines(), module, module, n=0, lineterm="")
    return "\n".join(lines)


def row(name: str, endings: Counter[str]) -> str:
    cells = (endings.total(), endings[KILLED], endings[SURVIVED], endings[TIMED_OUT])
    return f"{name:26}" + "".join(f"{cell:>11}" for cell in cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as annotation/marks; none: all of the list")
    parser.add_argument("--mutants", type=int, default=8, help="of each module")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if unknown := set(options.modules) - set(TESTS):
        parser.error(f"no tests are known for {', '.join(sorted(unknown))}; add them to TESTS")
    os.environ["OMP_NUM_THREADS"] = "1"
    load_libraries()
    together: Counter[str] = Counter()
    print(f"{'module':26}" + "".join(f"{head:>11}" for head in ("mutants", KILLED, SURVIVED, TIMED_OUT)), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        copy_project(Path(folder))
        for module in options.modules or TESTS:
            endings = try_module(Path(folder), module, options.mutants, options.seed)
            print(row(module, endings), flush=True)
            together += endings
    print(row("together", together))


if __name__ == "__main__":
    main()
