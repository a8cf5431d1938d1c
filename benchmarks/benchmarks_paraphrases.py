"""The same article with other reporting clauses, as translated, and with what pages put around its paragraphs."""

from __future__ import annotations

import random
import re

from benchmarks_rewriting import Edits, Moved, Piece, Variant, kept, new, replaced

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
            new(end, ": "),
            kept(article, found.start(), end),
            Piece(end, end + 2, "." + article[end + 1]),
        )
        yield Moved(*found.span(), pieces)


def clause_last(article: str, _: random.Random) -> Edits:
    """Kovar said: “We will go.” → “We will go,” Kovar said."""
    for found in BEFORE_QUOTE.finditer(article):
        clause, end = found["clause"], found.end("quote")
        small = clause.split()[0] in ("He", "She", "The")
        pieces = (
            kept(article, found.start("quote") - 1, end),
            Piece(end, end + 2, "," + article[end + 1]),
            new(end, " "),
            Piece(*found.span("clause"), clause[0].lower() + clause[1:] if small else clause),
            new(end, "."),
        )
        yield Moved(*found.span(), pieces)


def inverted(article: str, _: random.Random) -> Edits:
    """“We will go,” Kovar said. → “We will go,” said Kovar."""
    for found in AFTER_QUOTE.finditer(article):
        if found["who"].lower() not in ("he", "she"):
            pieces = (
                kept(article, *found.span("cue")),
                new(found.start("who"), " "),
                kept(article, *found.span("who")),
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
            last, said = lasts[0], rf"(?= {SAYS}\b)"
            pattern = rf"(?<![\w’'-] ){last}{said}|(?<=[,;”\"] ){last}{said}"
            for found in re.finditer(pattern, article):
                if found.start() > first[last]:
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
            new(found.start(), " "),
            kept(article, *found.span("told")),
        )
        yield Moved(*found.span(), pieces)
