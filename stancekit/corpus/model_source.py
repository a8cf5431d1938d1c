"""Which models score a corpus: named by their folders, told apart by their checksums, loaded in each worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

from stancekit import __version__
from stancekit.artefacts import KINDS, checksum, model_dir, name_version
from stancekit.runtime import sha256

if TYPE_CHECKING:
    from stancekit.scoring import Models

_SOFTWARE = ("spacy", "numpy", "onnxruntime", "tokenizers", "ftfy", "pyarrow")


@dataclass(frozen=True, slots=True)
class ModelFolders:
    """Models in folders.

    Parameters
    ----------
    reader, tone
        Folders; None for the models that come with stancekit.
    names
        Tables of state names of one's own.
    """

    reader: str | None = None
    tone: str | None = None
    names: tuple[str, ...] = ()

    def __call__(self) -> Models:
        """Load them.

        Raises
        ------
        ModelError
            Where a folder is missing or damaged.
        InputError
            Where a table of names cannot be read.
        """
        from stancekit.scoring import load_models  # spaCy and all: only where articles are scored

        return load_models(self.reader, self.tone, self.names)

    def checksums(self) -> Mapping[str, str]:
        """Names and checksums of all models, of one's own tables and of the gazetteer.

        Raises
        ------
        ModelError
            Where a folder is missing or holds no model.
        """
        given = {"reader": self.reader, "tone": self.tone}
        folders = {kind: Path(given.get(kind) or model_dir(kind)) for kind in KINDS}
        found = {kind: f"{name_version(folder)} {checksum(folder)}" for kind, folder in folders.items()}
        found |= {f"names {number}": sha256(Path(path)) for number, path in enumerate(self.names, 1)}
        return {**found, "gazetteer": _gazetteer()}


def software() -> Mapping[str, str]:
    """Versions of what rows depend on."""
    return {"stancekit": __version__, **{name: metadata.version(name) for name in _SOFTWARE}}


def _gazetteer() -> str:
    tables = sorted(Path(str(resources.files("stancekit.resources"))).glob("*.tsv"))
    return hashlib.sha256("".join(sha256(table) for table in tables).encode()).hexdigest()
