"""The same article in other clothes: other marks, case, white space, slips of the keyboard, other reporting clauses.

A variant is a list of pieces: what stands in the article from ``start`` to ``end`` stands there as ``text`` in the
variant. Pieces may change places, so a clause can move; a piece that came in new has ``start == end``. By the pieces
every stretch of a variant is known in the article again (:class:`Rewritten`).
"""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

PARAGRAPH = re.compile(r"[^\n]+")
MARK = re.compile(r"``|''|[“”„«»\"]")
SINGLE = re.compile(r"['‘’]")
WORD = re.compile(r"[^\W\d_]+")
SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*\s+|\n+")
LETTERS = "qwertyuiop asdfghjkl zxcvbnm"


class Piece(NamedTuple):
    """``article[start:end]`` has become ``text``."""

    start: int
    end: int
    text: str


class Rewritten:
    """A variant of an article, with the way back.

    Parameters
    ----------
    article
        The text as it was.
    pieces
        All of the variant, in its order.
    """

    def __init__(self, article: str, pieces: Iterable[Piece]) -> None:
        self.article = article
        self.pieces = [piece for piece in pieces if piece.text]
        self.text = "".join(piece.text for piece in self.pieces)
        self._starts = [0, *accumulate(len(piece.text) for piece in self.pieces)]

    def back(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of the article that a stretch of the variant came from; joined where they touch."""
        found: list[tuple[int, int]] = []
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self.pieces) and self._starts[index] < end:
            place = self._part(index, start, end)
            if place[0] < place[1]:
                if found and found[-1][1] == place[0]:
                    place = found.pop()[0], place[1]
                found.append(place)
            index += 1
        return found

    def added(self, start: int, end: int) -> int:
        """Words of a stretch of the variant that the article does not have."""
        return sum(
            len(WORD.findall(piece.text))
            for piece, first in zip(self.pieces, self._starts, strict=False)
            if piece.start == piece.end and start <= first < end
        )

    def _part(self, index: int, start: int, end: int) -> tuple[int, int]:
        piece, first = self.pieces[index], self._starts[index]
        inside = max(start - first, 0), min(end - first, len(piece.text))
        if len(piece.text) == piece.end - piece.start:
            return piece.start + inside[0], piece.start + inside[1]
        whole = 2 * (inside[1] - inside[0]) >= len(piece.text)
        return (piece.start, piece.end) if whole else (piece.start, piece.start)


class Moved(NamedTuple):
    """``article[start:end]`` has become these pieces."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


Edits = Iterable[Piece | Moved]
Variant = Callable[[str, random.Random], Edits]
"""Gives the edits, in text order; what no edit names stays as it is."""


def rewritten(article: str, variant: Variant, seed: str) -> Rewritten:
    """An article's variant; the same seed gives the same one."""
    return Rewritten(article, _filled(article, variant(article, random.Random(seed))))


def _filled(article: str, edits: Edits) -> Iterator[Piece]:
    """The edits and what stands between them."""
    done = 0
    for edit in edits:
        yield Piece(done, edit.start, article[done : edit.start])
        yield from edit.pieces if isinstance(edit, Moved) else (edit,)
        done = edit.end
    yield Piece(done, len(article), article[done:])


def _kept(article: str, start: int, end: int) -> Piece:
    return Piece(start, end, article[start:end])


def _new(at: int, text: str) -> Piece:
    return Piece(at, at, text)


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


def replaced(pattern: str, new: str, share: float = 1.0) -> Variant:
    """Something else for what a pattern finds, or for some of it; the pattern's groups may be used."""

    def edits(article: str, chance: random.Random) -> Edits:
        for found in re.finditer(pattern, article):
            if share == 1.0 or chance.random() < share:
                yield Piece(*found.span(), found.expand(new))

    return edits


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


# What pages put around and between paragraphs

BEFORE = (
    "Subscribe to our newsletter and never miss a story\n",
    "We use cookies to improve your experience. By continuing you accept our cookie policy.\n",
    "Share on Facebook\nShare on X\nCopy link\n",
)
AMONG = (
    "Read more: What we know about the talks so far\n",
    "Advertisement\n",
    "Sign up for our morning briefing and get the day's main stories in your inbox.\n",
    "A delegation arrives for the talks. Photo: Pool\n",
    "Story continues below\n",
    "Read more\n",
)
AFTER = (
    "\nFollow us on Telegram\n",
    "\nMost read\nFive charts that explain the grain price\nWhat to cook tonight\n",
    "\n© All rights reserved. No part of this page may be copied without permission.\n",
    "\nLeave a comment\nYour email address will not be published.\n",
)


def furnished(before: bool, among: bool, after: bool) -> Variant:
    """Boilerplate before, among or after the paragraphs."""

    def edits(article: str, chance: random.Random) -> Edits:
        if before:
            yield Piece(0, 0, "".join(chance.sample(BEFORE, 2)) + "\n")
        gaps = [found.end() for found in re.finditer(r"(?<=[.!?”\"])\n\n(?=\S)", article)] if among else []
        for gap in sorted(chance.sample(gaps, min(len(gaps), 3))):
            yield Piece(gap, gap, chance.choice(AMONG) + "\n")
        if after:
            yield Piece(len(article), len(article), "\n" + "".join(chance.sample(AFTER, 2)))

    return edits


def glued(article: str, chance: random.Random) -> Edits:
    """Boilerplate at the end of paragraphs, on the same line."""
    ends = [found.end() for found in re.finditer(r"[.!?][”\"]?(?=\n\n)", article)]
    for end in sorted(chance.sample(ends, min(len(ends), 3))):
        yield Piece(end, end, chance.choice((" Read more", " Advertisement", " Click here to subscribe.")))


# Reporting clauses

NAME = r"(?:[A-Z][\w’'-]+ ){0,4}[A-Z][\w’'-]+"
WHO = rf"(?:[Hh]e|[Ss]he|[Tt]he (?:[a-z]+ ){{0,2}}(?:minister|president|ambassador|spokes\w+|official|envoy)|{NAME})"
SAYS = r"(?:said|says|added|stressed|warned|noted)"
QUOTED = r"[“\"](?P<quote>[^“”\"\n]{20,400}?)"
AFTER_QUOTE = re.compile(rf"{QUOTED},[”\"] (?P<clause>(?P<who>{WHO}) (?P<cue>{SAYS}))\.(?=\s)")
BEFORE_QUOTE = re.compile(rf"(?P<clause>(?P<who>{WHO}) (?P<cue>{SAYS}))(?P<link>: |, ){QUOTED}\.[”\"](?=\s)")
SWAPS = {
    "said": ("stated", "remarked", "declared"),
    "says": ("states", "maintains", "declares"),
    "added": ("went on to say", "continued"),
    "stressed": ("underlined", "emphasised"),
    "warned": ("cautioned", "said in warning"),
    "noted": ("observed", "pointed out"),
    "told reporters": ("told journalists", "said to reporters"),
}
CUE = re.compile(rf"\b(?:{'|'.join(SWAPS)})\b")
TITLE = re.compile(
    r"\b(?P<role>(?:(?:Deputy|First|Foreign|Defen[cs]e|Prime|Interior|Trade|Finance|Energy) )*"
    r"(?:Minister|President|Chancellor|Premier|Ambassador)) (?P<name>(?:[A-Z][\w’'-]+ ){1,2}(?P<last>[A-Z][\w’'-]+))"
)


def cues_swapped(article: str, chance: random.Random) -> Edits:
    """Another verb of reporting, outside of marks."""
    for found in CUE.finditer(article):
        line = article[article.rfind("\n", 0, found.start()) + 1 : found.start()]
        if len(re.findall(r"[“”\"„«»]", line)) % 2 == 0:
            yield Piece(*found.span(), chance.choice(SWAPS[found[0]]))


def clause_first(article: str, _: random.Random) -> Edits:
    """“We will go,” Kovar said. → Kovar said: “We will go.”"""
    for found in AFTER_QUOTE.finditer(article):
        clause, end = found["clause"], found.end("quote")
        pieces = (
            Piece(*found.span("clause"), clause[0].upper() + clause[1:]),
            _new(end, ": "),
            _kept(article, found.start(), end),
            Piece(end, end + 2, "." + article[end + 1]),
        )
        yield Moved(*found.span(), pieces)


def clause_last(article: str, _: random.Random) -> Edits:
    """Kovar said: “We will go.” → “We will go,” Kovar said."""
    for found in BEFORE_QUOTE.finditer(article):
        clause, end = found["clause"], found.end("quote")
        small = clause.split()[0] in ("He", "She", "The")
        pieces = (
            _kept(article, found.start("quote") - 1, end),
            Piece(end, end + 2, "," + article[end + 1]),
            _new(end, " "),
            Piece(*found.span("clause"), clause[0].lower() + clause[1:] if small else clause),
            _new(end, "."),
        )
        yield Moved(*found.span(), pieces)


def inverted(article: str, _: random.Random) -> Edits:
    """“We will go,” Kovar said. → “We will go,” said Kovar."""
    for found in AFTER_QUOTE.finditer(article):
        if found["who"].lower() not in ("he", "she"):
            pieces = (
                _kept(article, *found.span("cue")),
                _new(found.start("who"), " "),
                _kept(article, *found.span("who")),
            )
            yield Moved(*found.span("clause"), pieces)


def roles_for_names(article: str, _: random.Random) -> Edits:
    """Kovar said → the foreign minister said, where the article has named her so, and nobody else."""
    roles: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    for found in TITLE.finditer(article):
        roles.setdefault(found["role"].lower(), set()).add(found["last"])
        first.setdefault(found["last"], found.end())
    for role, names in sorted(roles.items()):
        lasts = [last for last in names if sum(last in others for others in roles.values()) == 1]
        if len(names) == 1 and lasts and len(re.findall(rf"\b{role}\b", article.lower())) == 1:
            for found in re.finditer(rf"(?<![\w’'-] ){lasts[0]}(?= {SAYS}\b)|(?<=[,;”\"] ){lasts[0]}(?= {SAYS}\b)", article):
                if found.start() > first[lasts[0]]:
                    opens = article[: found.start()].rstrip(" ")[-1:] in (".", "\n", "")
                    yield Piece(*found.span(), f"{'The' if opens else 'the'} {role}")


# English as translated

TIMED = re.compile(rf"^(?P<told>{NAME} (?:said|told|warned)) (?P<when>on [A-Z][a-z]+day)", re.MULTILINE)

NO_ARTICLE = replaced(r"\b(?:[Tt]he|[Aa]n?) (?=[A-Za-z])", "", 0.7)


def declared(article: str, _: random.Random) -> Edits:
    """“has stated that” for “said that” and for “said” before a statement."""
    for found in re.finditer(r"\bsaid that\b|(?<=[a-z] )said (?=(?:the|he|she|it|they|his|her|its|talks)\b)", article):
        yield Piece(*found.span(), "has stated that" + (" " if found[0].endswith(" ") else ""))


def time_first(article: str, _: random.Random) -> Edits:
    """Kovar said on Monday that … → On Monday Kovar said that …, at the beginning of a paragraph."""
    for found in TIMED.finditer(article):
        pieces = (
            Piece(*found.span("when"), "On" + found["when"][2:]),
            _new(found.start(), " "),
            _kept(article, *found.span("told")),
        )
        yield Moved(*found.span(), pieces)


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
        "before": furnished(True, False, False),
        "among": furnished(False, True, False),
        "after": furnished(False, False, True),
        "on the same line": glued,
    },
    "paraphrase": {
        "another cue": cues_swapped,
        "clause first": clause_first,
        "clause last": clause_last,
        "inverted": inverted,
        "role for name": roles_for_names,
    },
    "as translated": {"articles dropped": NO_ARTICLE, "has stated that": declared, "time first": time_first},
}
