"""The page around the article: share bars, forms, related links, notices.

A line is furniture by its shape and wording alone, never by what it is about, and in doubt it stays: to drop
a sentence of the article would cost a quote, to keep a share bar next to nothing. The wordings are a table,
``resources/furniture.tsv``, each with an example.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from importlib import resources

from stancekit.annotation.layout import ASKED, REPORTED

Furniture = tuple[int, int, str]
"""Start and end (code points, end exclusive) and the reason."""

MAX_LINE = 220  # characters; what is longer is a paragraph
MAX_LINK = 160  # characters of a linked headline
MAX_LINKS = 12  # linked headlines after a heading
MAX_SHARE_WORDS = 16
LINE = re.compile(r"[^\n]*\n?")
PARTS = re.compile(r"\s*[|•·‣]\s*|(?<=[.*!?])\s+(?=[A-Z])")
BULLETS = " \t-–—•·>»|_"
LINKS_HEADING = "links heading"
BUTTON, BUTTON_FILLER = "share button", "share button filler"
DATE_STAMP = re.compile(r"[\d/.:\- ,]{6,}(?:GMT|UTC)?")
# Boxes that were joined to their neighbour without a line end.
BOX = "(?:Back to top button|Share this story via social media|Related Articles|Leave a Reply)"
GLUED_BEFORE = re.compile(rf"(?:{BOX})+(?=[“\"]?[A-Z])")
GLUED_AFTER = re.compile(rf"(?<=[.!?”\"]){BOX}[ \t]*$")
PICTURE = "(?:photo|photograph|picture|image)"
TRAILING_CREDIT = re.compile(
    rf"[ \t]+[(\[](?:file |handout )?{PICTURE}(?: by| credit| courtesy)?\s?[:/][^()\[\]]{{1,80}}[)\]][ \t]*$"
    rf"|[ \t]+[(\[](?:handout|file) {PICTURE}[)\]][ \t]*$"
    rf"|(?<=[.!?])[ \t]+(?:{PICTURE}|credit): [^.“\"]{{1,60}}$",
    re.IGNORECASE,
)
COMMENT_HEADING = re.compile(r"(?:\d+ )?comments?(?: ?\(\d+\))?|leave a (?:reply|comment)", re.IGNORECASE)
HANDLE = re.compile(r"@?(?=\w*[\d_])\w{3,30}\s?(?::|says\b)")
NO_HEADLINE = re.compile(r"""[.…:,;]["'”’»)]*$""")


def _wordings() -> dict[str, re.Pattern[str]]:
    """Reason -> the wordings of a whole line, from the table."""
    table = resources.files("stancekit.resources").joinpath("furniture.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    wordings: dict[str, list[str]] = {}
    for row in rows:
        wordings.setdefault(row["reason"], []).append(row["wording"])
    return {
        reason: re.compile(rf"(?:{'|'.join(of_reason)})[\s:.!…»›>→*-]*", re.IGNORECASE)
        for reason, of_reason in wordings.items()
    }


WORDINGS = _wordings()
LINE_REASONS = [reason for reason in WORDINGS if reason not in (LINKS_HEADING, BUTTON, BUTTON_FILLER)]


def furniture_ranges(clean: str) -> Iterator[Furniture]:
    """Find the lines, and the beginnings and ends of lines, that belong to the page and not to the article.

    Parameters
    ----------
    clean
        Text whose line ends are ``\\n``.

    Yields
    ------
    tuple
        Start, end and reason, in text order, without overlap. A whole line is given with its line end.

    Examples
    --------
    >>> list(furniture_ranges("Talks ended.\\nShare on Facebook\\nNobody spoke.\\n"))
    [(13, 31, 'share bar')]
    """
    links_left, in_comments = 0, False
    for match in LINE.finditer(clean):
        start, end = match.span()
        glued = GLUED_BEFORE.match(clean, start, end)
        if glued:
            yield start, glued.end(), "navigation"
            start = glued.end()
        bare = clean[start:end].strip()
        if not bare:
            continue
        reason = line_reason(bare)
        if reason is None and links_left and _is_linked_headline(bare):
            reason = "related links"
        if reason is None and in_comments and HANDLE.match(bare):
            reason = "comment"
        links_left = _links_left(bare, reason, links_left)
        in_comments = in_comments or bool(reason and COMMENT_HEADING.fullmatch(bare))
        if reason is None:
            yield from _line_tail(clean, start, end)
        else:
            yield start, end, reason


def _line_tail(clean: str, start: int, end: int) -> Iterator[Furniture]:
    """Find what was glued to the end of an article's own line, and the credit after a caption."""
    line = clean[start:end].rstrip("\n")
    for pattern, reason in ((GLUED_AFTER, "navigation"), (TRAILING_CREDIT, "credit")):
        tail = pattern.search(line, max(0, len(line) - MAX_LINE))
        if tail:
            yield start + tail.start(), start + tail.end(), reason
            return


def line_reason(line: str) -> str | None:
    """Tell what kind of page furniture a line is, or None where it may be the article's own.

    Examples
    --------
    >>> line_reason("Your email address will not be published. Required fields are marked *")
    'comment form'
    >>> line_reason("The ministry will share the story with its partners.") is None
    True
    """
    bare = line.strip(BULLETS)
    if not bare or len(bare) > MAX_LINE:
        return None
    whole = _wording(bare)
    if whole is not None:
        return whole
    parts = [part.strip(BULLETS) for part in PARTS.split(bare)]
    if parts == [bare]:
        return None  # it was asked about as a whole
    reasons = [_wording(part) for part in parts if part and not DATE_STAMP.fullmatch(part)]
    return reasons[0] if reasons and None not in reasons else None


def _wording(part: str) -> str | None:
    if WORDINGS[LINKS_HEADING].fullmatch(part):
        return "related links"
    reported = REPORTED.search(part)
    for reason in LINE_REASONS:
        # A linked headline may cite somebody; anything else that does is the article's.
        if WORDINGS[reason].fullmatch(part) and (reason == "related links" or not reported):
            return reason
    return "share bar" if _is_share_bar(part) else None


def _is_share_bar(part: str) -> bool:
    """Whether these are the words of a row of buttons, one of them hardly ever said without the others."""
    words = re.split(r"[\s,/]+", part)
    if len(words) > MAX_SHARE_WORDS:
        return False
    buttons = [word for word in words if WORDINGS[BUTTON].fullmatch(word)]
    fillers = [word for word in words if WORDINGS[BUTTON_FILLER].fullmatch(word)]
    return bool(buttons) and len(buttons) + len(fillers) == len(words)


def _links_left(line: str, reason: str | None, links_left: int) -> int:
    """How many more linked headlines may follow: they end at the first line that is none."""
    if WORDINGS[LINKS_HEADING].fullmatch(line.strip(BULLETS)):
        return MAX_LINKS
    return links_left - 1 if links_left and reason is not None else 0


def _is_linked_headline(line: str) -> bool:
    told = NO_HEADLINE.search(line) or REPORTED.search(line) or ASKED.match(line)
    return len(line) <= MAX_LINK and not told
