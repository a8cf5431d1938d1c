"""The same article in other clothes: other marks, case, white space, dashes, slips of the keyboard."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

import benchmarks_paraphrases as paraphrases
from benchmarks_rewriting import WORD, Edits, Piece, Variant, replaced

PARAGRAPH = re.compile(r"[^\n]+")
MARK = re.compile(r"``|''|[“”„«»\"]")
SINGLE = re.compile(r"['‘’]")
SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*\s+|\n+")
LETTERS = "qwertyuiop asdfghjkl zxcvbnm"


# Marks


def marks(opening: str, closing: str, single: str | None = None) -> Variant:
    """Other double marks, and for ``single`` (``'`` or ``’``) also other single ones and apostrophes."""

    def change(article: str, _: random.Random) -> Edits:
        edits = []
        for paragraph in PARAGRAPH.finditer(article):
            for mark in MARK.finditer(article, *paragraph.span()):
                opens = _opens(article, mark.start(), mark.end())
                edits.append(Piece(*mark.span(), opening if opens else closing))
        for mark in SINGLE.finditer(article) if single else ():
            if any(edit.start <= mark.start() < edit.end for edit in edits):
                continue
            opens = single == "’" and _opens(article, *mark.span())
            edits.append(Piece(*mark.span(), "‘" if opens else single))
        return sorted(edits)

    return change


def _opens(article: str, start: int, end: int) -> bool:
    before, after = article[:start][-1:], article[end : end + 1]
    return (not before or before.isspace() or before in "([—–-/") and not (not after or after.isspace())


# Case


def cased(change: Callable[[str], str], part: re.Pattern[str]) -> Variant:
    """Another case for everything a pattern finds, letter by letter where a letter would become two."""

    def edits(article: str, _: random.Random) -> Edits:
        for found in part.finditer(article):
            new = change(found[0])
            if len(new) != len(found[0]):
                new = "".join(c if len(change(c)) != 1 else change(c) for c in found[0])
            yield Piece(*found.span(), new)

    return edits


def names_lowered(article: str, _: random.Random) -> Edits:
    """Capitals only where sentences begin."""
    begins = {0, *(end.end() for end in SENTENCE_END.finditer(article))}
    for word in WORD.finditer(article):
        opens = any(at in begins for at in range(max(0, word.start() - 2), word.start() + 1))
        if word[0] != word[0].lower() and word[0] != "I" and not opens and len(word[0].lower()) == len(word[0]):
            yield Piece(*word.span(), word[0].lower())


# Slips


def typos(article: str, chance: random.Random) -> Edits:
    """One slip of the keyboard in every sentence: a neighbouring key, two letters swapped, one left out or doubled."""
    start = 0
    for end in [*(found.end() for found in SENTENCE_END.finditer(article)), len(article)]:
        words = [word for word in WORD.finditer(article, start, end) if len(word[0]) >= 4]
        if words:
            word = chance.choice(words)
            yield Piece(*word.span(), _slip(word[0], chance))
        start = end


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    kind = chance.choice(("neighbour", "swapped", "dropped", "doubled"))
    row = next((row for row in LETTERS.split() if word[at].lower() in row), "")
    if kind == "neighbour" and row:
        place = row.index(word[at].lower())
        near = chance.choice([row[i] for i in (place - 1, place + 1) if 0 <= i < len(row)])
        return word[:at] + (near.upper() if word[at].isupper() else near) + word[at + 1 :]
    if kind == "swapped" and at > 1 and word[at] != word[at - 1]:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    return word[:at] + word[at + 1 :] if kind == "dropped" else word[:at] + word[at] * 2 + word[at + 1 :]


# White space, Unicode, dashes


def wrapped(article: str, _: random.Random, width: int = 72) -> Edits:
    """Lines broken at a fixed width."""
    for paragraph in PARAGRAPH.finditer(article):
        line = paragraph.start()
        spaces = [space.start() for space in re.finditer(" ", paragraph[0])]
        last = None
        for space in [paragraph.start() + space for space in spaces]:
            if space - line > width and last is not None:
                yield Piece(last, last + 1, "\n")
                line = last + 1
            last = space
        if last is not None and paragraph.end() - line > width:
            yield Piece(last, last + 1, "\n")


def decomposed(article: str, _: random.Random) -> Edits:
    """Letters and their accents apart (NFD)."""
    for at, letter in enumerate(article):
        new = unicodedata.normalize("NFD", letter)
        if new != letter:
            yield Piece(at, at + 1, new)


def full_width(pattern: str) -> Variant:
    """Full-width forms, as text from East Asian keyboards holds them."""

    def edits(article: str, _: random.Random) -> Edits:
        for found in re.finditer(pattern, article):
            yield Piece(*found.span(), "".join(chr(ord(c) + 0xFEE0) for c in found[0]))

    return edits


ALL = re.compile(r"[^\n]+")
VARIANTS: dict[str, dict[str, Variant]] = {
    "marks": {
        "straight": marks('"', '"', "'"),
        "curly": marks("“", "”", "’"),
        "German „…“": marks("„", "“"),
        "guillemets «…»": marks("«", "»"),
        "guillemets ‹…›": marks("‹", "›"),
        "guillemets »…«": marks("»", "«"),
        "``…''": marks("``", "''"),
        "two singles ‘‘…’’": marks("‘‘", "’’"),
        "British ‘…’": marks("‘", "’"),
        "full-width ＂": marks("＂", "＂"),
    },
    "case": {
        "all capitals": cased(str.upper, ALL),
        "all small letters": cased(str.lower, ALL),
        "small names": names_lowered,
        "Every Word A Title": cased(lambda word: word[:1].upper() + word[1:], WORD),
    },
    "slips": {"a typo per sentence": typos},
    "white space": {
        "wrapped at 72": wrapped,
        "two spaces": replaced(" ", "  "),
        "no-break spaces": replaced(" ", "\u00a0"),
        "CRLF": replaced("\n", "\r\n"),
        "indented": replaced(r"(?m)^(?=\S)", "    "),
        "no empty lines": replaced("\n\n+", "\n"),
    },
    "Unicode": {
        "NFD": decomposed,
        "soft hyphens": replaced(r"(?<=[a-z]{4})(?=[a-z]{4})", "\u00ad"),
        "full-width stops": full_width(r"[,.!?:;](?=\s)"),
        "full-width letters": full_width(r"[A-Za-z]"),
    },
    "dashes": {
        "two hyphens": replaced(" ?[–—] ?", " -- "),
        "spaced hyphen": replaced(" ?[–—] ?", " - "),
        "close em dash": replaced(r"(?<=\w) [–—-] (?=\w)", "—"),
        "hyphens non-breaking": replaced(r"(?<=\w)-(?=\w)", "\u2011"),
    },
    "boilerplate": {
        "before": paraphrases.furnished(True, False, False),
        "among": paraphrases.furnished(False, True, False),
        "after": paraphrases.furnished(False, False, True),
        "on the same line": paraphrases.glued,
    },
    "paraphrase": {
        "another cue": paraphrases.cues_swapped,
        "clause first": paraphrases.clause_first,
        "clause last": paraphrases.clause_last,
        "inverted": paraphrases.inverted,
        "role for name": paraphrases.roles_for_names,
    },
    "as translated": {
        "articles dropped": paraphrases.NO_ARTICLE,
        "has stated that": paraphrases.declared,
        "time first": paraphrases.time_first,
    },
}
