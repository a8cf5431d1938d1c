"""Model folders on disk: a manifest with versions and checksums, and nothing that can run code.

A model folder holds its files and ``manifest.json``, which names each file with its size and SHA-256. Folders
are found in the installed package (``stancekit/models/<kind>``) or, in a checkout, beside it
(``models/<kind>``).

Examples
--------
>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> _ = (folder / "head.json").write_text("{}", encoding="utf-8")
>>> manifest = write_manifest(folder, "tone", "stancekit-tone", "0.1.0", ["head.json"])
>>> verify(folder, "tone").version
'0.1.0'
>>> name_version(folder).startswith("stancekit-tone-0.1.0+")
True
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stancekit.errors import ModelError
from stancekit.runtime import REMEDY, read_json, sha256

if TYPE_CHECKING:
    from stancekit.tone.classifier import ToneClassifier

FORMAT = 1
MANIFEST = "manifest.json"
KINDS = ("reader", "tone", "mentions", "speakers", "counterparts", "case")
_PREFIX = 8
_SHOWN = 100
_LONGEST = 1000
_HEX = re.compile(r"[0-9a-f]{64}")
_WORDS = re.compile(r"\w[\w .,:/()+-]{0,99}")
"""What a model may be called: rows and reports carry the name, and a spreadsheet computes what begins with ``=``."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a model: its size in bytes and its hex SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` holds.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    name, version
        Of the model, for instance ``stancekit-tone`` and ``0.1.0``.
    files
        Relative POSIX path to size and checksum.
    licence
        SPDX identifier of the weights.
    trained
        On what, when, with which settings: free text and numbers.
    format
        Version of this layout; another one is refused.
    """

    kind: str
    name: str
    version: str
    files: Mapping[str, FileEntry]
    licence: str = "Apache-2.0"
    trained: Mapping[str, Any] = field(default_factory=dict)
    format: int = FORMAT


def model_dir(kind: str) -> Path:
    """Folder of the model that comes with stancekit.

    Parameters
    ----------
    kind
        One of ``KINDS``.

    Raises
    ------
    ModelError
        For another kind, or where no such folder with a manifest is found.
    """
    if kind not in KINDS:
        raise ModelError(f"{kind!r} is no kind of model; kinds are {', '.join(KINDS)}", kind)
    package = Path(__file__).resolve().parent
    places = (package / "models" / kind, package.parent / "models" / kind)
    for place in places:
        if (place / MANIFEST).is_file():
            return place
    looked = " and ".join(str(place) for place in places)
    raise ModelError(f"no {kind} model found: looked for {MANIFEST} in {looked}; {REMEDY}", kind)


def write_manifest(
    folder: Path,
    kind: str,
    name: str,
    version: str,
    files: Iterable[str],
    *,
    licence: str = "Apache-2.0",
    trained: Mapping[str, Any] | None = None,
) -> Manifest:
    """Write ``manifest.json`` for files that already lie in ``folder``.

    Parameters
    ----------
    files
        Paths relative to ``folder``, with forward slashes.
    trained
        What the model card needs to know about the training; must be JSON.

    Raises
    ------
    ModelError
        Where a file is missing or its path leaves the folder.
    """
    folder = Path(folder)
    entries = {}
    for path in sorted(files):
        place = _inside(folder, path)
        entries[path] = FileEntry(size=_size(place), sha256=sha256(place))
    manifest = Manifest(kind, name, version, entries, licence, dict(trained or {}))
    content = json.dumps(asdict(manifest), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    aside = folder / f".{MANIFEST}.new"
    aside.write_text(content, encoding="utf-8")
    os.replace(aside, folder / MANIFEST)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read ``manifest.json`` without looking at the files it names.

    Raises
    ------
    ModelError
        Where it is missing, unreadable, of an unknown format, or names a path outside the folder.
    """
    path = Path(folder) / MANIFEST
    if path.is_symlink():  # like the files that it names, it must not lead out of the folder
        _inside(Path(folder), MANIFEST)
    raw = read_json(path, "a model manifest")
    found = raw.get("format") if isinstance(raw, dict) else None
    if type(found) is not int or found != FORMAT:
        raise ModelError(
            f"{path}: format {found!r}, but this stancekit reads format {FORMAT}; "
            "install the stancekit version that wrote the model, or train it again",
            path if found is None else found,
        )
    manifest = _parse(raw, path)
    for name in manifest.files:
        _inside(Path(folder), name)
    return manifest


def verify(folder: Path, kind: str, needed: Collection[str] = ()) -> Manifest:
    """Check a model folder whole: kind, format, and each file's size and checksum.

    Files that the manifest does not name are left alone: nothing of ours opens them.

    Parameters
    ----------
    kind
        What the manifest must say the model is.
    needed
        Files that the caller opens; the manifest must name them, or nobody has looked at them.

    Raises
    ------
    ModelError
        At the first thing that is wrong, naming the file and the remedy.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest.kind != kind:
        raise ModelError(f"{folder} holds a {manifest.kind} model, not a {kind} model; give the right folder", folder)
    if lacking := sorted(set(needed) - set(manifest.files)):
        raise ModelError(
            f"{folder / MANIFEST}: lacks {', '.join(lacking)}; it is no {kind} model of this version of stancekit; "
            f"{REMEDY}",
            folder / lacking[0],
        )
    for name, entry in manifest.files.items():
        place = folder / name
        size = _size(place)
        if size != entry.size:
            raise ModelError(f"{place}: {size} bytes, expected {entry.size}; {REMEDY}", place)
        if sha256(place) != entry.sha256:
            raise ModelError(f"{place}: the checksum does not match the manifest; {REMEDY}", place)
    return manifest


def checksum(folder: Path) -> str:
    """Hex SHA-256 over the names and checksums of all files in the manifest.

    It changes when any file of the model changes, and not when the card or the date does.
    """
    files = read_manifest(folder).files
    lines = [f"{files[name].sha256}  {name}\n" for name in sorted(files)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def name_version(folder: Path) -> str:
    """Name, version and checksum prefix, for instance ``stancekit-tone-0.1.0+ab12cd34``."""
    manifest = read_manifest(folder)
    return f"{manifest.name}-{manifest.version}+{checksum(folder)[:_PREFIX]}"


def load_tone(folder: str | Path | None = None) -> ToneClassifier:
    """Read a tone model that `ToneClassifier.save` or ``stancekit train`` wrote.

    Parameters
    ----------
    folder
        The model folder; None for the model that comes with stancekit.

    Raises
    ------
    ModelError
        Where the folder is missing, damaged, of another version, or no tone model.
    """
    from stancekit.tone.classifier import ToneClassifier  # the spaCy half imports this module without sklearn

    return ToneClassifier.load(folder)


def _parse(raw: Mapping[str, Any], path: Path) -> Manifest:
    try:
        files = {}
        for name, entry in raw["files"].items():
            if not _HEX.fullmatch(entry["sha256"]):
                raise ValueError(f"no SHA-256: {entry['sha256']!r}")
            if type(entry["size"]) is not int:
                raise TypeError(f"no size in bytes: {entry['size']!r}")
            files[name] = FileEntry(size=entry["size"], sha256=entry["sha256"])
        words = {key: raw[key] for key in ("kind", "name", "version", "licence")}
        if not all(isinstance(word, str) for word in words.values()):
            raise TypeError("kind, name, version and licence must be strings")
        if strange := [word for word in words.values() if not _WORDS.fullmatch(word)]:
            raise ValueError(f"{strange[0][:40]!r} would stand in every row")
        return Manifest(**words, files=files, trained=dict(raw["trained"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{path}: not a model manifest ({error}); {REMEDY}", path) from error


def _inside(folder: Path, name: str) -> Path:
    """The place of ``name``, refused where it is absolute or climbs out of the folder."""
    try:
        root = _resolved(folder)
        place = _resolved(root / name)
        inside = 0 < len(name) < _LONGEST and "\\" not in name and place != root and place.is_relative_to(root)
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name too long or with a NUL in it
        inside = False
    if not inside:
        shown = repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…")
        raise ModelError(f"{folder / MANIFEST}: {shown} is not a path inside the model folder; do not use it", name)
    return place


def _resolved(path: Path) -> Path:
    """Where a path leads, whether or not something lies there; a loop of links leads nowhere, and is an error."""
    try:
        return path.resolve(strict=True)
    except FileNotFoundError:
        return path.resolve()  # alone it would pass loops from Python 3.13 on


def _size(place: Path) -> int:
    """Size in bytes; a folder, a pipe or a device has none, and is never opened."""
    if not place.is_file():
        raise ModelError(f"{place}: no such file; {REMEDY}", place)
    return place.stat().st_size
