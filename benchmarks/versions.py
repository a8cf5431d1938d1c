"""Do the tests pass on the oldest and newest versions allowed, and on each Python: ``python benchmarks/versions.py``.

Each environment is made anew by uv (``pip install uv``) from the package index, in a folder that goes again. The
Pythons must be on the path (with pyenv: ``PYENV_VERSION=3.11.7:3.12.1:3.13.0``):

oldest
    The lowest version that ``pyproject.toml`` allows of each package that running stancekit needs, extras included, on
    the lowest Python. Packages that these need, and the tests' tools, are the newest that fit.
3.11, 3.12, 3.13
    The newest versions allowed, on that Python, as ``pip install`` would choose them today.
locked
    What ``tests/supply/dev.lock`` names, every file checked against its hash.

``--whole`` runs the whole suite, otherwise it is the part that touches other people's packages most. Ends with status 1
where tests fail. On two busy cores the part takes five minutes in each environment, the whole a quarter of an hour.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "tests" / "supply" / "dev.lock"
PYTHONS = {"oldest": "3.11", "3.11": "3.11", "3.12": "3.12", "3.13": "3.13", "locked": "3.13"}
EXTRAS = ("html", "dask", "report", "notebook")
SHOWN = ("spacy", "scikit-learn", "numpy", "pandas", "onnxruntime")
PART = (
    *("annotation", "tone", "corpus", "analysis", "plots", "rendering", "reporting"),
    *(f"test_{name}.py" for name in ("artefacts", "cli", "pipeline", "scoring", "statements", "tables")),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="The tests on other versions and other Pythons.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"some of {', '.join(PYTHONS)}; all where none is named"
    )
    parser.add_argument("--whole", action="store_true", help="the whole suite, not its part")
    parser.add_argument("--keep", type=Path, help="make the environments in this folder, and leave them there")
    chosen = parser.parse_args()
    statuses = []
    print(f"| environment | Python | {' | '.join(SHOWN)} | tests | seconds |\n|---|---|{'---|' * len(SHOWN)}---|---|")
    for name in chosen.names or PYTHONS:
        with tempfile.TemporaryDirectory() as folder:
            python = make(name, (chosen.keep or Path(folder)).absolute() / name)
            versions = [version(python, package) for package in SHOWN]
            began = time.monotonic()
            status, said = run_tests(python, [] if chosen.whole else [f"tests/{part}" for part in PART])
            seconds = time.monotonic() - began
            cells = [name, version(python, None), *versions, said, f"{seconds:.0f}"]
        print(f"| {' | '.join(cells)} |", flush=True)
        statuses.append(status)
    return int(any(statuses))


def make(name: str, folder: Path) -> Path:
    """An environment with stancekit from this checkout; gives its Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        uv("venv", "-q", "--python", PYTHONS[name], folder)
    into = ["pip", "install", "-q", "--python", python]
    if name == "locked":
        uv(*into, "--require-hashes", "-r", LOCK)
        uv(*into, "--no-deps", "-e", ROOT)
    elif name == "oldest":
        pins = folder / "oldest.txt"
        pins.write_text("\n".join(lowest()), encoding="utf-8")
        uv(*into, "-e", f"{ROOT}[dev,notebook]", "-c", pins)
    else:
        uv(*into, "-e", f"{ROOT}[dev,notebook]")
    return python


def lowest() -> list[str]:
    """A pin of each package that we name, at the lowest version that we allow and that the others bear."""
    extras = [f"--extra={extra}" for extra in EXTRAS]
    how = ["--python-version", PYTHONS["oldest"], "--resolution", "lowest-direct", "--annotation-style", "line"]
    found = uv("pip", "compile", "-q", ROOT / "pyproject.toml", *how, *extras)
    return [line.split(" ")[0] for line in found.splitlines() if re.search(r"# via.*\bstancekit \(", line)]


def run_tests(python: Path, parts: list[str]) -> tuple[int, str]:
    """The suite's exit status and its closing line; what failed goes to standard error."""
    own = {**os.environ, "PYTHONPATH": "", "OMP_NUM_THREADS": "1"}
    command = [python, "-m", "pytest", "-p", "no:cacheprovider", "--tb=short", "-o", "addopts=--nbmake -q", *parts]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-20_000:], done.stderr[-2_000:], file=sys.stderr)
    counts = re.findall(r"\d+ (?:passed|failed|errors?|skipped|xfailed)", done.stdout.strip().splitlines()[-1])
    return done.returncode, ", ".join(counts) or "no tests"


def version(python: Path, package: str | None) -> str:
    """The version of a package in that environment, or of its Python."""
    what = "platform.python_version()" if package is None else f"importlib.metadata.version('{package}')"
    code = f"import importlib.metadata, platform; print({what})"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def uv(*arguments: str | Path) -> str:
    done = subprocess.run([sys.executable, "-m", "uv", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"uv {' '.join(map(str, arguments))}\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
