"""What stancekit is made of: locks that fit the project, licences that may be used, a bill of materials, one wheel."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SUPPLY = ROOT / "tests" / "supply"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CORE = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
EXTRAS = {
    extra: [Requirement(text) for text in texts] for extra, texts in PROJECT["project"]["optional-dependencies"].items()
}
IMPORTED_AS = {"scikit-learn": "sklearn", "python-dateutil": "dateutil", "charset-normalizer": "charset_normalizer"}
PYTHONS = ["3.11", "3.12", "3.13"]

sys.path.insert(0, str(ROOT / "benchmarks"))
import licences  # noqa: E402
import sbom  # noqa: E402
import versions  # noqa: E402


def locked(name: str) -> list[tuple[Requirement, int]]:
    """The pins of a lock file, each with the number of its hashes."""
    text = (SUPPLY / f"{name}.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+==[^\n\\]+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[^#\s]", text, re.MULTILINE)), "each line is a pin with hashes"
    return [(Requirement(pin), hashes.count("--hash")) for pin, hashes in pins]


def versions_for(name: str, python: str) -> dict[str, str]:
    """What a lock installs under Linux with that Python."""
    here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    found = [pin for pin, _ in locked(name) if pin.marker is None or pin.marker.evaluate(here)]
    assert len({pin.name for pin in found}) == len(found), "one version of each"
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in found}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("lock", "needed"), [("core", CORE), ("dev", [*CORE, *EXTRAS["dev"]])], ids=["core", "dev"])
def test_a_lock_has_what_the_project_needs(lock: str, needed: list[Requirement], python: str) -> None:
    pinned = versions_for(lock, python)
    wrong = [str(one) for one in needed if pinned.get(canonicalize_name(one.name), "none") not in one.specifier]
    assert wrong == [], "made before pyproject.toml was changed: python benchmarks/locks.py"


@pytest.mark.parametrize("python", PYTHONS)
def test_core_and_build_are_locked_to_what_the_tests_run_on(python: str) -> None:
    assert versions_for("core", python).items() <= versions_for("dev", python).items()
    assert versions_for("build", python).items() <= versions_for("dev", python).items()


@pytest.mark.parametrize("lock", ["core", "dev", "build"])
def test_a_lock_names_hashes_and_no_address(lock: str) -> None:
    assert min(hashes for _, hashes in locked(lock)) >= 1
    assert "://" not in (SUPPLY / f"{lock}.lock").read_text(encoding="utf-8")


def test_the_build_is_pinned() -> None:
    (backend,) = map(Requirement, PROJECT["build-system"]["requires"])
    assert str(backend.specifier) == f"=={versions_for('build', '3.11')[backend.name]}"


def imported(file: Path) -> set[str]:
    """The packages that a file imports, wherever in it, also by `importlib.import_module`."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "import_module":
            found |= {str(one.value) for one in node.args if isinstance(one, ast.Constant)}
    return {name.partition(".")[0] for name in found} - sys.stdlib_module_names - {"stancekit"}


PACKAGE = [file for file in (ROOT / "stancekit").rglob("*.py") if "training" not in file.parts]
TRAINING = [file for file in (ROOT / "stancekit").rglob("*.py") if "training" in file.parts]


def modules(needed: list[Requirement]) -> set[str]:
    return {IMPORTED_AS.get(one.name, one.name.replace("-", "_")) for one in needed}


def test_the_core_needs_nothing_that_it_does_not_import() -> None:
    assert modules(CORE) - set().union(*map(imported, PACKAGE)) == set()


@pytest.mark.parametrize(("files", "extra"), [(PACKAGE, []), (TRAINING, ["train"])], ids=["package", "training"])
def test_what_is_imported_is_declared(files: list[Path], extra: list[str]) -> None:
    extras = ("html", "dask", "report", "notebook", *extra)
    declared = modules([*CORE, *(one for name in extras for one in EXTRAS[name])])
    brought = {"thinc", "lxml", "IPython", "dask"}  # by spaCy, trafilatura, ipykernel and distributed, never alone
    assert set().union(*map(imported, files)) - declared - brought == set()


EXPRESSIONS = [
    ("MIT", True),
    ("MIT AND PSF-2.0", True),
    ("GPL-2.0-only OR MPL-2.0", True),
    ("(MIT OR GPL-3.0-only) AND Own-terms", False),
    ("GPL-3.0-or-later", False),
    ("says nothing", False),
]


@pytest.mark.parametrize(("expression", "allowed"), EXPRESSIONS)
def test_which_licences_may_be_used(expression: str, allowed: bool) -> None:
    assert licences.is_allowed(expression) is allowed


@pytest.mark.parametrize("extras", [[], ["dev"]], ids=["core", "all that the tests need"])
def test_every_package_here_has_a_licence_that_may_be_used(extras: list[str], capsys: pytest.CaptureFixture) -> None:
    try:
        status = licences.main(extras)
    except PackageNotFoundError as error:
        pytest.skip(f"{error.name} is not installed here: pip install -e .[dev]")
    assert status == 0, capsys.readouterr().out
    assert f"{distribution('spacy').version} " in capsys.readouterr().out


def test_the_bill_of_materials_names_what_is_installed_and_the_models() -> None:
    bill = sbom.bill()
    parts = {part["bom-ref"]: part for part in bill["components"]}
    assert f"pkg:pypi/spacy@{distribution('spacy').version}" in parts
    assert {canonicalize_name(one.name) for one in CORE} <= {part["name"] for part in parts.values()}
    kinds = [part["name"] for part in parts.values() if part["type"] == "machine-learning-model"]
    assert kinds == [f"stancekit-{name}" for name in ("case", "counterparts", "mentions", "reader", "speakers", "tone")]
    assert all("licenses" in part for part in parts.values())
    named = {ref for edge in bill["dependencies"] for ref in (edge["ref"], *edge["dependsOn"])}
    assert named - parts.keys() == {f"pkg:pypi/stancekit@{distribution('stancekit').version}"}
    assert bill == sbom.bill()


def test_the_bill_of_materials_is_cyclonedx() -> None:
    validation = pytest.importorskip("cyclonedx.validation.json", reason="pip install cyclonedx-bom")
    schema = importlib.import_module("cyclonedx.schema").SchemaVersion.V1_6
    assert validation.JsonStrictValidator(schema).validate_str(sbom.json.dumps(sbom.bill())) is None


def test_each_python_that_is_tried_is_promised() -> None:
    said = [line.rpartition(" ")[2] for line in PROJECT["project"]["classifiers"] if "Python :: 3." in line]
    assert said == PYTHONS
    assert set(PYTHONS) <= set(versions.PYTHONS)
    assert PROJECT["project"]["requires-python"] == f">={versions.PYTHONS['oldest']}"
