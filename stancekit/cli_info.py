"""What is installed: versions, models, resources. Told even where part of it is missing or broken."""

from __future__ import annotations

import platform
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from stancekit import __version__
from stancekit.artefacts import KINDS, model_dir, name_version, verify
from stancekit.errors import ModelError

NEEDED = ("spacy", "scikit-learn", "numpy", "pandas", "pyarrow", "onnxruntime", "tokenizers", "ftfy")
OPTIONAL = ("charset-normalizer", "trafilatura", "distributed", "matplotlib", "torch", "transformers")


def installation() -> dict[str, Any]:
    """Versions, models and resources, as plain data.

    Returns
    -------
    dict
        ``stancekit``, ``python``, ``platform``; ``packages``: version or None; ``models``: for each kind
        path, name with version and checksum prefix, bytes, licence, and the problem or None; ``resources``:
        rows of each table.
    """
    return {
        "stancekit": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in (*NEEDED, *OPTIONAL)},
        "models": {kind: _model(kind) for kind in KINDS},
        "resources": _resources(),
    }


def info_lines(found: dict[str, Any]) -> list[str]:
    """`installation` for people."""
    lines = [f"stancekit {found['stancekit']}, Python {found['python']}, {found['platform']}", "", "packages"]
    lines += [f"  {name:<20}{version or 'not installed'}" for name, version in found["packages"].items()]
    lines += ["", "models"]
    for kind, model in found["models"].items():
        lines.append(f"  {kind:<20}{model['name'] or 'unusable'}")
        if model["path"]:
            lines.append(f"  {'':<20}{model['path']} ({model['bytes'] / 1e6:.1f} MB, {model['licence']})")
    lines += ["", "resources"]
    lines += [f"  {name:<28}{rows:>6} rows" for name, rows in found["resources"].items()]
    return lines


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _model(kind: str) -> dict[str, Any]:
    try:
        folder = model_dir(kind)
        manifest = verify(folder, kind)
    except ModelError as error:
        return {"path": None, "name": None, "bytes": None, "licence": None, "problem": str(error)}
    return {
        "path": str(folder),
        "name": name_version(folder),
        "bytes": sum(entry.size for entry in manifest.files.values()),
        "licence": manifest.licence,
        "problem": None,
    }


def _resources() -> dict[str, int]:
    """Rows of each table that comes with stancekit, without headers and comments."""
    folder = Path(str(resources.files("stancekit.resources")))
    return {table.name: _rows(table) for table in sorted(folder.glob("*.tsv"))}


def _rows(table: Path) -> int:
    lines = table.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if line.strip() and not line.startswith("#")) - 1
