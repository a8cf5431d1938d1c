"""Make ``tests/supply/*.lock`` anew from ``pyproject.toml``: ``python benchmarks/locks.py``.

``core.lock`` has what ``pip install stancekit`` brings, ``dev.lock`` what the tests need besides, ``build.lock`` what
builds the wheel. Each names exact versions for every platform and Python that we allow, with the hashes of their files,
so that pip installs these files or none:

    pip install --require-hashes -r tests/supply/core.lock -r tests/supply/build.lock
    pip install --no-deps --no-build-isolation .

uv (``pip install uv``) reckons them from the package index. Versions that still fit stay; ``--upgrade`` takes
the newest. ``tests/test_supply.py`` holds the locks to ``pyproject.toml``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "supply"
HEAD = "# Made by benchmarks/locks.py from pyproject.toml; do not edit.\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the lock files anew.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    project = str(ROOT / "pyproject.toml")
    build = "\n".join(tomllib.loads(Path(project).read_text(encoding="utf-8"))["build-system"]["requires"])
    # one solution: what the tests try is what the core brings
    lock("dev", [project, "--extra=dev", *upgrade])
    lock("core", [project, "--constraints", str(FOLDER / "dev.lock"), *upgrade])
    lock("build", ["-", "--constraints", str(FOLDER / "dev.lock"), *upgrade], build)


def lock(name: str, what: list[str], given: str = "") -> None:
    file = FOLDER / f"{name}.lock"
    # for every platform and Python, not for this one; with no address of an index in it
    how = ["--universal", "--generate-hashes", "--no-header", "--no-emit-index-url", "--annotation-style=line", "-q"]
    command = [sys.executable, "-m", "uv", "pip", "compile", *what, *how, "--python-version=3.11", "-o", str(file)]
    subprocess.run(command, input=given, text=True, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    text = file.read_text(encoding="utf-8")
    file.write_text(HEAD + text.removeprefix(HEAD), encoding="utf-8")
    print(f"{file.relative_to(ROOT)}: {text.count('==')} packages")


if __name__ == "__main__":
    main()
