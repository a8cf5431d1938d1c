"""Model folders that are damaged, or made by somebody who means harm: what was done to each, and how it is refused.

Each case alters a sound small model. ``signed`` ones get a manifest that fits: a checksum says that nothing has changed
since, not that the author can be trusted.
"""

from __future__ import annotations

import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from hostile_graphs import ARGUMENT_GRAPHS, READER_GRAPHS, TONE_GRAPHS
from small_models import ARGUMENTS, ENCODER, HEAD, PROBE, READER, TOKENIZER, WEIGHTS, sign

from stancekit.artefacts import MANIFEST
from stancekit.runtime import MOST_JSON

Harm = Callable[[Path], None]
SECRET = "secret"
"""A file beside the model folder, which nothing in the folder may lead to."""


class Case(NamedTuple):
    """What is done to a sound model of some kind, and a pattern of what is said about it."""

    name: str
    kind: str
    harm: Harm
    message: str


class RunsCode:
    """What a pickle does to those who read it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path("pickle_was_run"),)


def edited(name: str, change: Callable[[Any], Any], signed: str = "") -> Harm:
    """Change what a JSON file holds; a change that returns something puts that in its place."""

    def harm(folder: Path) -> None:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
        changed = change(content)
        text = json.dumps(content if changed is None else changed)
        (folder / name).write_text(text, encoding="utf-8")
        if signed:
            sign(folder, signed)

    return harm


def put(name: str, content: bytes | str, signed: str = "") -> Harm:
    """Put something else into a file."""

    def harm(folder: Path) -> None:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        if signed:
            sign(folder, signed)

    return harm


def replaced(name: str, put_there: Harm, signed: str = "") -> Harm:
    """Take a file away and put something there that is no file of its own."""

    def harm(folder: Path) -> None:
        (folder / name).unlink()
        put_there(folder / name)
        if signed:
            sign(folder, signed)

    return harm


def linked(target: str) -> Harm:
    return lambda place: place.symlink_to(target.format(outside=place.parent.parent))


def cut(name: str, signed: str = "") -> Harm:
    """Leave the first half of a file."""

    def harm(folder: Path) -> None:
        content = (folder / name).read_bytes()
        put(name, content[: len(content) // 2], signed)(folder)

    return harm


def text_changed(name: str, old: str, new: str, signed: str = "") -> Harm:
    """Replace a stretch of text once, for what ``json.dumps`` would not write."""

    def harm(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        put(name, text.replace(old, new, 1), signed)(folder)

    return harm


def grown(place: Path) -> None:
    """A file of holes, one byte larger than the largest that is read."""
    with place.open("wb") as file:
        file.truncate(MOST_JSON + 1)


def names(path: str) -> Harm:
    """A manifest that names one more file."""
    return edited(MANIFEST, lambda m: m["files"].update({path: {"size": 6, "sha256": "0" * 64}}))


def first(**changes: object) -> Harm:
    """A manifest whose first entry says something else."""
    return edited(MANIFEST, lambda m: m["files"][sorted(m["files"])[0]].update(changes))


def is_(**changes: object) -> Harm:
    return edited(MANIFEST, lambda m: m.update(changes))


def is_missing(name: str) -> Harm:
    return lambda folder: (folder / name).unlink()


def unnamed(name: str) -> Harm:
    """The file is there, but the manifest says nothing of it: nobody has looked at it."""
    return edited(MANIFEST, lambda m: m["files"].pop(name) and None)


def instead(kind: str, name: str, other: str, content: bytes) -> Harm:
    """A model whose part is kept in another format than ours."""

    def harm(folder: Path) -> None:
        (folder / name).unlink()
        (folder / other).write_bytes(content)
        sign(folder, kind, [path.name for path in folder.iterdir() if path.name != MANIFEST])

    return harm


def skops_file(folder: Path) -> bytes:
    """A skops file as it may come: a zip with a schema that asks for a function, and a member that unpacks to 16 MB."""
    place = folder.parent / "model.skops"
    schema = {"__class__": "function", "__module__": "os", "__loader__": "FunctionNode", "content": "system"}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("schema.json", json.dumps(schema))
        file.writestr("0.npy", bytes(1 << 24))
    return place.read_bytes()


def with_skops(kind: str, name: str, other: str) -> Harm:
    return lambda folder: instead(kind, name, other, skops_file(folder))(folder)


PICKLE = pickle.dumps(RunsCode())
DEEP = "[" * 100_000 + "]" * 100_000

MANIFESTS = [
    ("no manifest", is_missing(MANIFEST), "no such file"),
    ("manifest is a folder", replaced(MANIFEST, Path.mkdir), "no such file"),
    ("manifest is a pipe", replaced(MANIFEST, lambda place: os.mkfifo(place)), "no such file"),
    ("manifest links to a device", replaced(MANIFEST, linked("/dev/zero")), "not a path inside"),
    ("manifest links out of the folder", replaced(MANIFEST, linked("{outside}/secret")), "not a path inside"),
    ("manifest links to itself", replaced(MANIFEST, linked(MANIFEST)), "not a path inside"),
    ("manifest is huge", replaced(MANIFEST, grown), "67,108,865 bytes"),
    ("manifest is empty", put(MANIFEST, ""), "not JSON"),
    ("manifest is cut off", cut(MANIFEST), "not JSON"),
    ("manifest is a pickle", put(MANIFEST, PICKLE), "not JSON"),
    ("manifest is UTF-16", put(MANIFEST, '{"format": 1}'.encode("utf-16")), "not JSON"),
    ("manifest is nested without end", put(MANIFEST, DEEP), "not JSON"),
    ("manifest has a name twice", text_changed(MANIFEST, '"format": 1', '"format": 2, "format": 1'), "stands twice"),
    ("manifest has no number", text_changed(MANIFEST, '"format": 1', '"format": NaN'), "NaN is no finite"),
    ("manifest has an infinite number", text_changed(MANIFEST, '"format": 1', '"format": 1e999'), "1e999 is no finite"),
    ("manifest has a long number", text_changed(MANIFEST, '"format": 1', '"format": 1' + "0" * 5000), "5001 digits"),
    ("manifest is a list", put(MANIFEST, "[1]"), "format None"),
    ("format of tomorrow", is_(format=2), "format 2.*install the stancekit version"),
    ("format is a truth", is_(format=True), "format True"),
    ("format is text", is_(format="1"), "format '1'"),
    ("format is missing", edited(MANIFEST, lambda m: m.pop("format") and None), "format None"),
    ("another kind", is_(kind="mentions"), "holds a mentions model, not a"),
    ("kind is a list", is_(kind=["reader"]), "must be strings"),
    ("name begins like a formula", is_(name="=cmd|' /C calc'!A0"), "would stand in every row"),
    ("name with a line end", is_(name="small\nrow"), "would stand in every row"),
    ("name with markup", is_(name="<script>alert(1)</script>"), "would stand in every row"),
    ("version too long", is_(version="1" * 101), "would stand in every row"),
    ("trained is text", is_(trained="on what"), "not a model manifest"),
    ("files are a list", is_(files=["weights.json"]), "not a model manifest"),
    ("files are missing", edited(MANIFEST, lambda m: m.pop("files") and None), "not a model manifest"),
    ("no file is named", is_(files={}), "lacks "),
    ("an entry is nothing", edited(MANIFEST, lambda m: m["files"].update(x=None)), "not a model manifest"),
    ("size is text", first(size="12"), "no size in bytes"),
    ("size is a truth", first(size=True), "no size in bytes"),
    ("size is negative", first(size=-1), "expected -1"),
    ("checksum of another file", first(sha256="0" * 64), "the checksum does not match"),
    ("checksum too short", first(sha256="00"), "no SHA-256"),
    ("checksum is a number", first(sha256=7), "not a model manifest"),
    ("path to the parent", names("../secret"), "not a path inside"),
    ("path in and out", names("parts/../../secret"), "not a path inside"),
    ("absolute path", names("/etc/hostname"), "not a path inside"),
    ("path of Windows", names("..\\secret"), "not a path inside"),
    ("empty path", names(""), "not a path inside"),
    ("path of the folder itself", names("."), "not a path inside"),
    ("path with a NUL", names("weights\0.json"), "not a path inside"),
    ("path with half a surrogate pair", names("\ud800"), "not a path inside"),
    ("path too long", names("x" * 5000), "not a path inside|no such file"),
    ("path of nothing", names("nothing.bin"), "no such file"),
]  # fmt: skip


def _folders(name: str) -> list[tuple[str, Harm, str]]:
    """What can be wrong with one file of a model."""
    return [
        (f"{name} is missing", is_missing(name), "no such file"),
        (f"{name} is cut off", cut(name), f"{name}: .* bytes, expected"),
        (f"{name} is not named", unnamed(name), f"lacks {name}"),
        (f"{name} is a folder", replaced(name, Path.mkdir), "no such file"),
        (f"{name} is a pipe", replaced(name, lambda place: os.mkfifo(place)), "no such file"),
        (f"{name} links to a device", replaced(name, linked("/dev/zero")), "not a path inside"),
        (f"{name} links out of the folder", replaced(name, linked("{outside}/secret")), "not a path inside"),
        (f"{name} links to itself", replaced(name, linked(name)), "not a path inside"),
    ]


def tokenizer(change: Callable[[Any], Any]) -> Harm:
    return edited(TOKENIZER, change, "reader")


def part(name: str, kind: str, **more: object) -> Harm:
    return tokenizer(lambda t: t.update({name: {"type": kind, **more}}))


def vocabulary(**changes: object) -> Harm:
    return tokenizer(lambda t: t["model"]["vocab"].update(changes))


SLOW = {"pattern": {"Regex": "(a|aa)+$"}}
TOKENIZERS = [
    ("tokenizer is empty", put(TOKENIZER, "", "reader"), "not a readable tokenizer"),
    ("tokenizer is cut off", cut(TOKENIZER, "reader"), "not a readable tokenizer"),
    ("tokenizer is a pickle", put(TOKENIZER, PICKLE, "reader"), "not a readable tokenizer"),
    ("tokenizer is nested without end", put(TOKENIZER, DEEP, "reader"), "not a readable tokenizer"),
    ("tokenizer is a list", tokenizer(lambda t: []), "no tokenizer"),
    ("tokenizer without a model", tokenizer(lambda t: t.pop("model") and None), "no model"),
    ("tokenizer of byte pairs", tokenizer(lambda t: t["model"].update(type="BPE")), "'BPE', not 'WordPiece'"),
    ("tokenizer of another kind", tokenizer(lambda t: t["model"].update(type=["WordPiece"])), "not 'WordPiece'"),
    ("tokenizer without pieces", tokenizer(lambda t: t["model"].update(vocab={})), r"no piece '\[CLS\]'"),
    ("tokenizer without its unknown", tokenizer(lambda t: t["model"].update(unk_token="?")), r"no piece '\?'"),
    ("tokenizer for words without end", tokenizer(lambda t: t["model"].update(max_input_chars_per_word=10**9)),
     "words of 1000000000 characters"),
    ("tokenizer for no words", tokenizer(lambda t: t["model"].update(max_input_chars_per_word=0)), "words of 0"),
    ("tokenizer with a slow pattern", part("pre_tokenizer", "Split", behavior="Isolated", invert=False, **SLOW),
     "pre_tokenizer 'Split'"),
    ("tokenizer that rewrites", part("normalizer", "Replace", content="", **SLOW), "normalizer 'Replace'"),
    ("tokenizer with a binary table", part("normalizer", "Precompiled", precompiled_charsmap="AAAA"), "'Precompiled'"),
    ("tokenizer with a slow pattern in a sequence",
     part("pre_tokenizer", "Sequence", pretokenizers=[{"type": "Split", **SLOW}]), "pre_tokenizer 'Split'"),
    ("tokenizer with sequences in sequences",
     part("normalizer", "Sequence", normalizers=[{"type": "Sequence", "normalizers": []}]), "normalizer in a"),
    ("tokenizer with a long sequence", part("normalizer", "Sequence", normalizers=[{"type": "NFC"}] * 9), "too many"),
    ("tokenizer with another decoder", part("decoder", "ByteLevel"), "decoder 'ByteLevel'"),
    ("tokenizer with unknown fields", tokenizer(lambda t: t["pre_tokenizer"].update(type="Bert")), "'Bert'"),
    ("tokenizer that adds a lot", part("post_processor", "TemplateProcessing", special_tokens={}, pair=[],
                                       single=[{"Sequence": {"id": "A", "type_id": 0}}] * 9), "adds too much"),
    ("tokenizer that adds a lot at once",
     tokenizer(lambda t: t["post_processor"]["special_tokens"]["[CLS]"].update(ids=[2] * 9)), "adds too much"),
    ("tokenizer with a number beyond reason", vocabulary(they=1 << 40), "'they' has the number"),
    ("tokenizer with a negative number", vocabulary(they=-1), "'they' has the number -1"),
    ("tokenizer with half a number", vocabulary(they=1.5), "'they' has the number 1.5"),
    ("tokenizer with a number twice", vocabulary(they=4, more=4), "share a number"),
    ("tokenizer with a name twice", text_changed(TOKENIZER, '"version"', '"version": "0", "version"', "reader"),
     "stands twice"),
    ("tokenizer with an added piece", tokenizer(
        lambda t: t["added_tokens"].append({"id": 200, "content": "new", "special": True})), "the added piece 'new'"),
    ("tokenizer of a larger encoder", vocabulary(**{f"word{n}": n for n in range(109, 300)}), "graph failed"),
    ("tokenizer of tomorrow", tokenizer(lambda t: t.update(version="9.0")), "not a readable tokenizer"),
]  # fmt: skip


def head(change: Callable[[Any], Any]) -> Harm:
    return edited(HEAD, change, "tone")


def probe(change: Callable[[Any], Any]) -> Harm:
    return edited(PROBE, change, "tone")


HEADS = [
    ("head is a pickle", put(HEAD, PICKLE, "tone"), "not a tone model's head"),
    ("head is a skops file", lambda f: put(HEAD, skops_file(f), "tone")(f), "not a tone model's head"),
    ("skops instead of the head", with_skops("tone", HEAD, "head.skops"), "lacks head.json"),
    ("pickle instead of the head", instead("tone", HEAD, "head.pkl", PICKLE), "lacks head.json"),
    ("head is nested without end", put(HEAD, DEEP, "tone"), "not a tone model's head"),
    ("head with no number", text_changed(HEAD, "1.0", "NaN", "tone"), "NaN is no finite"),
    ("head with an infinite number", text_changed(HEAD, "1.0", "-Infinity", "tone"), "-Infinity is no finite"),
    ("head with text for a number", head(lambda h: h.update(intercept=["1", 0, 0])), "'1' is no weight"),
    ("head with a truth for a number", head(lambda h: h.update(intercept=[True, 0, 0])), "True is no weight"),
    ("head with weights beyond reason", head(lambda h: h.update(coef=[[1e308] * 11] * 3)), r"1e\+308 is no weight"),
    ("head for another encoder", head(lambda h: h.update(coef=[[0.0] * 12] * 3)), "made for vectors of 12 numbers"),
    ("head with two rows", head(lambda h: h.update(coef=h["coef"][:2])), "made for tones"),
    ("head with rows of unequal length", head(lambda h: h["coef"][0].clear()), "made for tones"),
    ("head with an intercept too many", head(lambda h: h["intercept"].append(0.0)), "made for tones"),
    ("head with another order of tones", head(lambda h: h["tones"].reverse()), "made for tones"),
    ("head with other tones", head(lambda h: h.update(tones=["good", "bad", "ugly"])), "made for tones"),
    ("head without a temperature", head(lambda h: h.update(temperature=None)), "None is no weight"),
    ("head with no temperature at all", head(lambda h: h.update(temperature=0)), "a temperature of 0"),
    ("head with a negative temperature", head(lambda h: h.update(temperature=-1.0)), "a temperature of -1.0"),
    ("head with a setting unknown", head(lambda h: h["params"].update(encoder="os.system")), "unknown settings"),
    ("head with settings in a list", head(lambda h: h.update(params=["C"])), "params are"),
    ("head with more fields", head(lambda h: h.update(__class__="os.system")), "not a tone model's head"),
    ("head with fewer fields", head(lambda h: h.pop("coef") and None), "not a tone model's head"),
    ("head is a list", head(lambda h: []), "not a tone model's head"),
    ("probe is a pickle", put(PROBE, PICKLE, "tone"), "not a probe"),
    ("probe is empty", probe(lambda p: {}), "no probe"),
    ("probe of numbers", probe(lambda p: p.update(sentences=3)), "no probe"),
    ("probe without sentences", probe(lambda p: p.update(sentences=[], probabilities=[])), "probe of shape"),
    ("probe of many sentences", probe(lambda p: p.update(sentences=["x"] * 101, probabilities=[[0.3] * 3] * 101)),
     "probe of shape"),
    ("probe of two tones", probe(lambda p: p.update(sentences=["x"], probabilities=[[0.5, 0.5]])), "probe of shape"),
    ("probe with rows of unequal length", probe(lambda p: p["probabilities"][0].clear()), "no probe"),
    ("probe of another model", probe(lambda p: p.update(probabilities=[[1, 0, 0]] * 3)), "something else than when"),
    ("tokenizer of another encoder", edited(TOKENIZER, lambda t: t["model"]["vocab"].update(word200=200), "tone"),
     "graph failed"),
]  # fmt: skip


def table(change: Callable[[Any], Any]) -> Harm:
    return edited(WEIGHTS, change, "speakers")


TABLES = [
    ("weights are a pickle", put(WEIGHTS, PICKLE, "speakers"), "not a table of weights"),
    ("weights are a numpy file", lambda f: (np.save(f / "w.npy", np.ones(3)), put(  # type: ignore[func-returns-value]
        WEIGHTS, (f / "w.npy").read_bytes(), "speakers")(f))[1], "not a table of weights"),
    ("skops instead of weights", with_skops("speakers", WEIGHTS, "weights.skops"), "lacks weights.json"),
    ("weights nested without end", put(WEIGHTS, DEEP, "speakers"), "not a table of weights"),
    ("weights are a list", table(lambda t: [1, 2]), "not a table of weights"),
    ("weights are missing", table(lambda t: t.pop("weights") and None), "not a table of weights"),
    ("threshold is missing", table(lambda t: t.pop("threshold") and None), "not a table of weights"),
    ("threshold is nothing", table(lambda t: t.update(threshold=None)), "None is no weight"),
    ("a weight is text", table(lambda t: t["weights"].update(near="2")), "'2' is no weight"),
    ("a weight is a truth", table(lambda t: t["weights"].update(near=True)), "True is no weight"),
    ("a weight is no number", text_changed(WEIGHTS, "2.0", "NaN", "speakers"), "NaN is no finite"),
    ("a weight is beyond reason", table(lambda t: t["weights"].update(near=1e300)), r"1e\+300 is no weight"),
    ("dense weights are text", table(lambda t: t.update(dense={"name": "ab"})), "'a' is no weight"),
    ("dense weights are one number", table(lambda t: t.update(dense={"name": 1})), "not a table of weights"),
    ("dense weights are a list", table(lambda t: t.update(dense=[1])), "not a table of weights"),
    ("dense weights are nested", table(lambda t: t.update(dense={"name": [[1.0]]})), "is no weight"),
]  # fmt: skip


LABELS = [
    (
        "labels in another order",
        is_(trained={"labels": {"roles": ["cue", "source", "content"]}}),
        "made for the labels",
    ),
    ("labels are no labels", is_(trained={"labels": 3}), "made for the labels 3"),
]


def _cases(kind: str, *tables: list[tuple[str, Harm, str]]) -> list[Case]:
    return [Case(name, kind, harm, message) for table in tables for name, harm, message in table]


def _graphs(kind: str, file: str, graphs: list[tuple[str, bytes, str]]) -> list[Case]:
    return [Case(f"{file}: {name}", kind, put(file, content, kind), message) for name, content, message in graphs]


CASES = [
    *_cases("speakers", MANIFESTS, _folders(WEIGHTS), TABLES),
    *_cases("reader", *map(_folders, (READER, ARGUMENTS, TOKENIZER)), TOKENIZERS, LABELS),
    *_cases("tone", *map(_folders, (ENCODER, HEAD, PROBE)), HEADS),
    *_graphs("reader", READER, READER_GRAPHS),
    *_graphs("reader", ARGUMENTS, ARGUMENT_GRAPHS),
    *_graphs("tone", ENCODER, TONE_GRAPHS),
]
