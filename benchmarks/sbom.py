"""The bill of materials of a release, as CycloneDX 1.6 JSON: ``python benchmarks/sbom.py [EXTRA ...] > sbom.json``.

Lists what this environment has of the core and of the extras named, with versions, licences and who needs whom, and our
five models with the checksums of their files. For a release, run it where ``tests/supply/core.lock`` was installed; the
file goes beside the wheel. The same environment gives the same bytes: no time and no random number stands in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from licences import closure, licence_of
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MODELS = Path(__file__).parents[1] / "models"


def main(extras: Iterable[str]) -> None:
    print(json.dumps(bill(extras), indent=2, ensure_ascii=False))


def bill(extras: Iterable[str] = ()) -> dict[str, Any]:
    """The whole document."""
    ours = distribution("stancekit")
    packages = sorted(closure("stancekit", extras), key=lambda one: canonicalize_name(one.name))
    models = [model(folder) for folder in sorted(MODELS.iterdir()) if (folder / "manifest.json").is_file()]
    known = {canonicalize_name(one.name): purl(one) for one in packages}
    edges = [{"ref": purl(one), "dependsOn": needs(one, known)} for one in packages]
    of_ours = sorted([*needs(ours, known, extras), *(one["bom-ref"] for one in models)])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": library(ours) | {"type": "application"}},
        "components": [*map(library, packages), *models],
        "dependencies": [{"ref": purl(ours), "dependsOn": of_ours}, *edges],
    }


def purl(package: Distribution) -> str:
    return f"pkg:pypi/{canonicalize_name(package.name)}@{package.version}"


def library(package: Distribution) -> dict[str, Any]:
    name, licence = canonicalize_name(package.name), licence_of(package)
    # "BSD" alone is no identifier of SPDX, so no expression either
    said = {"license": {"name": licence}} if "BSD" in licence.split(" ") else {"expression": licence}
    facts = {"type": "library", "bom-ref": purl(package), "name": name, "version": package.version}
    return {**facts, "licenses": [said], "purl": purl(package)}


def needs(package: Distribution, known: dict[str, str], extras: Iterable[str] = ()) -> list[str]:
    wanted = [Requirement(text) for text in package.requires or ()]
    names = {
        canonicalize_name(one.name)
        for one in wanted
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    }
    return sorted(known[name] for name in names & known.keys())


def model(folder: Path) -> dict[str, Any]:
    """A model's folder: name and version from its manifest, a part for each file with its checksum."""
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    ref = f"stancekit-models/{folder.name}@{facts['version']}"
    files = [
        {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": file["sha256"]}]}
        for name, file in sorted(facts["files"].items())
    ]
    about = {"type": "machine-learning-model", "bom-ref": ref, "name": facts["name"], "version": facts["version"]}
    return {**about, "licenses": [{"license": {"id": facts["licence"]}}], "components": files}


if __name__ == "__main__":
    main(sys.argv[1:])
