"""What the fuzzer feeds with bytes, and what must hold whatever they are. Needs no fuzzer: a find is a file of bytes.

``benchmarks/fuzz.py`` runs these under atheris; ``test_fuzz_finds.py`` replays what it has found.
"""

from __future__ import annotations

import gzip
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import odd_inputs
import spacy
from small_models import FILES, WRITERS, load_small, sign

from stancekit.annotation import layers, reader
from stancekit.annotation.quotes import QuoteFinder
from stancekit.annotation.records import quotes as quote_records
from stancekit.annotation.sentences import sentence_starts
from stancekit.annotation.text import GuardedText, guard, pieces
from stancekit.corpus.readers import read_articles
from stancekit.errors import ModelError, TextError
from stancekit.tables import Rejection
from stancekit.types import Article

SCRAPS = [
    *odd_inputs.PAIRS,
    *odd_inputs.MARKS,
    *odd_inputs.NEWLINES,
    *odd_inputs.ODD,
    *odd_inputs.NAMES,
    *odd_inputs.CUES,
    *odd_inputs.CLAUSES,
    *odd_inputs.TURNS,
    *(chr(code) for code in range(32, 127)),
    "\ud800",
    "\udcff",
]
"""What a byte stands for where a text is made of scraps."""


def text_from(data: bytes) -> str:
    """A text: the first byte says how the others are read."""
    how, rest = data[0] % 4, data[1:]
    if how == 0:
        return rest.decode("utf-8", "surrogateescape")
    if how == 1:
        return rest[: len(rest) // 2 * 2].decode("utf-16-le", "surrogatepass")
    if how == 2:
        return rest.decode("latin-1")
    return " ".join(SCRAPS[byte % len(SCRAPS)] for byte in rest)


def check_text(data: bytes) -> None:
    """The guard: a clean text, each character with its place in the raw one, or an error of ours."""
    raw = text_from(data)
    try:
        guarded = guard(raw)
    except TextError:
        return
    clean = guarded.clean
    assert clean.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in clean if c != "\n"), "a control character is left"
    places = [guarded.to_raw(at, at + 1) for at in range(len(clean))]
    assert all(0 <= start < end <= len(raw) for start, end in places), "a character from nowhere"
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(places)), "characters out of order"
    assert all(0 <= start < end <= len(raw) for start, end, _ in guarded.skipped)
    _check_pieces(guarded)


def _check_pieces(guarded: GuardedText) -> None:
    cut = list(pieces(guarded.clean, 50))
    assert "".join(piece for _, piece in cut) == guarded.clean, "pieces that are not the text"


@cache
def _english() -> spacy.language.Language:
    return spacy.blank("en")


@cache
def _finder() -> QuoteFinder:
    return QuoteFinder()


def check_quotes(data: bytes) -> None:
    """The quote finder: sound quotes, whatever roles a reader may have given to whatever words."""
    given, roles = data[1 : len(data) // 2 + 1], data[len(data) // 2 + 1 :]
    try:
        clean = guard(text_from(bytes([data[0] | 3]) + given)).clean
    except TextError:
        return
    doc = _english().make_doc(clean)
    scores = np.zeros((len(doc), 2 * len(reader.ROLES) + 1), dtype=np.float32)
    scores[np.arange(len(doc)), [roles[i % len(roles)] % 7 if roles else 0 for i in range(len(doc))]] = 1
    scores[[token.is_space for token in doc]] = 0  # of blanks a reader says nothing
    spans = reader._spans(doc, scores, reader.ROLES)
    layers.write_roles(doc, spans, "attributions" if data[0] & 4 else "quotes")
    reporting = {i for span in spans if span.label_ != "content" for i in range(span.start, span.end)}
    for token, starts in zip(doc, sentence_starts(doc, reporting), strict=True):
        token.is_sent_start = bool(starts)
    if data[0] & 8:  # else linked by distance
        seed = int.from_bytes(data[:4], "little")
        doc.tensor = np.random.default_rng(seed).normal(size=(len(doc), 384)).astype(np.float32)
    odd_inputs.check(quote_records(_finder()(doc)), clean)


ENDINGS = [
    *(".txt", ".html", ".jsonl", ".csv", ".parquet", ".txt.gz", ".jsonl.gz", ".csv.gz", ".parquet.gz", ".txt.zst"),
    *(".jsonl.zst", ".csv.zst"),
]


@cache
def _place() -> Path:
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="stancekit-fuzz-", dir=memory if memory.is_dir() else None))


def check_readers(data: bytes) -> None:
    """The readers of corpora: each file gives articles or rejections, and nothing is raised."""
    path = _place() / f"wire{ENDINGS[data[0] % len(ENDINGS)]}"
    path.write_bytes(data[1:])
    found = list(read_articles([path]))
    path.unlink()
    assert found, "a file of which nothing is said"
    for item in found:
        assert isinstance(item, Article | Rejection)
        if isinstance(item, Article):
            assert isinstance(item.id, str)
            assert isinstance(item.text, str)
        else:
            assert item.reason
            assert item.detail


PARTS = [(kind, name) for kind, files in FILES.items() for name in (*files, "manifest.json")]


@cache
def _models() -> Path:
    place = _place() / "models"
    for kind, write in WRITERS.items():
        write(place / kind)
    return place


@cache
def _sound(kind: str, name: str) -> bytes:
    return (_models() / kind / name).read_bytes()


def check_models(data: bytes) -> None:
    """The loader of models: a folder whose author signs whatever stands in it loads, or is refused in our words."""
    if len(data) < 2:
        return
    kind, name = PARTS[data[0] % len(PARTS)]
    folder = _models() / kind
    content = data[2:] if data[1] % 2 else overwritten(_sound(kind, name), data[2:])
    (folder / name).write_bytes(content)
    try:
        if name != "manifest.json":
            sign(folder, kind)
        load_small(kind, folder)
    except ModelError as error:
        _check_refusal(error)
    finally:
        (folder / name).write_bytes(_sound(kind, name))
        (folder / "manifest.json").write_bytes(_sound(kind, "manifest.json"))


def _check_refusal(error: ModelError) -> None:
    assert error.value is not None
    assert "; " in str(error), "no remedy is named"


def overwritten(content: bytes, edits: bytes) -> bytes:
    """Content with changes: three bytes for a place and what is done there, one byte for what is put there."""
    changed = bytearray(content)
    for at in range(0, len(edits) - 3, 4):
        place = int.from_bytes(edits[at : at + 3], "little")
        done, place = place % 4, place // 4 % (len(changed) + 1)
        if done == 0:
            changed[place : place + 1] = edits[at + 3 : at + 4]
        elif done == 1:
            changed[place:place] = edits[at + 3 : at + 4]
        elif done == 2:
            del changed[place : place + edits[at + 3]]
        else:
            changed[place:place] = changed[place : place + edits[at + 3]]
    return bytes(changed)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": check_text,
    "quotes": check_quotes,
    "readers": check_readers,
    "models": check_models,
}


def _seeds() -> Iterator[tuple[str, bytes]]:
    """Inputs to begin with: an article, a file of each ending, each file of a model."""
    story = " ".join([*odd_inputs.SENTENCES, *odd_inputs.BRIEFING])
    yield "text", b"\x00" + story.encode()
    yield "text", b"\x01" + story.encode("utf-16-le")
    yield "text", b"\x00Share on Facebook\r\n&amp;quot;\xe2\x80\x8b" + b'"' * 20 + b"x" * 450
    for flags in (3, 7, 11, 15):
        yield "quotes", bytes([flags, *range(0, 240, 3), *(1, 2, 2, 2, 0, 5, 0, 3, 4) * 9])
    row = b'{"id": "7", "text": "No, said Ana Kovar.", "title": "A", "date": "2024-03-01"}\n'
    for number, ending in enumerate(ENDINGS):
        plain = {".jsonl": row, ".csv": b'id,text,date\n7,"No, she said.",2024-03-01\n'}
        page = b"<html><head><meta charset=latin-1></head><body><p>No, she said.</p></body></html>"
        content = plain.get(ending.removesuffix(".gz"), page)
        yield "readers", bytes([number]) + (gzip.compress(content) if ending.endswith(".gz") else content)
    for number, (kind, name) in enumerate(PARTS):
        yield "models", bytes([number, 0]) + bytes(range(64))
        if len(_sound(kind, name)) < 1500:
            yield "models", bytes([number, 1]) + _sound(kind, name)


SEEDS: dict[str, list[bytes]] = {target: [] for target in TARGETS}
for _target, _data in _seeds():
    SEEDS[_target].append(_data)


def check(target: str, data: bytes) -> None:
    """Feed one target; nothing is fed with no bytes."""
    if data:
        TARGETS[target](data)
