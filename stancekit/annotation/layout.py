"""What the lines of an article tell by their shape: paragraphs, the headline, subheads, wrapped lines.

Quotation marks in a headline or subhead repeat a quote and make none (codebook, section 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

LINE = re.compile(r"[^\n]+")
CLOSERS = r"""["'”’»)\]*]"""
SENTENCE_END = re.compile(rf"[.!?…:;。！？]{CLOSERS}*$")
# A headline may ask or exclaim, but not in the last words of a quotation.
TITLE_NEVER_ENDS = re.compile(rf"[.…。]{CLOSERS}*$|[,?!！？]{CLOSERS}+$")
ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
# A turn of a transcript: QUESTION: ..., Q. ..., MR SMITH: ..., Ana Kovar: “...
TURN = re.compile(r"(?:Q|A|[A-Z][\w.’'\-]*(?: [A-Z][\w.’'\-]*){0,4})\s?(?::|\.(?= ))\s*\S")
UPPER_TURN = re.compile(r"(?:[QA]\.|[A-Z][A-Z.’'\- ]{0,40}:)\s")
ASKED = re.compile(r"(?:Q|A|QUESTION|ANSWER|REPORTER|MODERATOR)\b\s*[:.]")
SAYS = (
    r"(?:said|says|told|tells|added|adds|stressed|warned|asked|wrote|noted|explained|replied|insisted|argued|stated)\b"
)
# Quoted words that end in a comma or stop, and somebody who says them; or: ..., he said
REPORTED = re.compile(
    rf"""[,.!?]["'”’»]\s+(?:\w[\w.’'\-]*[ ,]+){{0,12}}?{SAYS}|[,"”’»]\s+(?:he|she|they|it)\s+{SAYS}""",
    re.IGNORECASE,
)
MAX_TITLE = 200  # characters
MAX_TITLE_LINES = 10
MAX_SUBHEAD = 100  # characters
MIN_PARAGRAPH = 60  # characters; shorter lines do not tell a paragraph from a list
MIN_WRAPPED = 4  # line ends within sentences before a text counts as wrapped
WRAPPED_SHARE = 0.4
MIN_WIDTH = 40  # characters; shorter lines are a list or a poem
FULL_LINE = 0.6  # of the usual line length: a shorter line ends its paragraph

Range = tuple[int, int]


@lru_cache(maxsize=4)
def paragraphs(clean: str) -> tuple[Range, ...]:
    """Find the lines that hold something, without the white space around them.

    Examples
    --------
    >>> paragraphs("Talks resume\\n\\n Rain fell. \\n")
    ((0, 12), (15, 25))
    """
    found = []
    for line in LINE.finditer(clean):
        content = line[0].rstrip()
        if content:
            start = line.start()
            found.append((start + len(content) - len(content.lstrip()), start + len(content)))
    return tuple(found)


def headline(clean: str) -> Range | None:
    """Find the title lines at the top: section label, headline, byline, dateline.

    Parameters
    ----------
    clean
        A text from `stancekit.annotation.text.guard`.

    Returns
    -------
    tuple of int or None
        Start of the first and end of the last of the short lines that come before the first paragraph and do
        not end as a sentence does; None where the text opens with a paragraph or has nothing but such lines.

    Examples
    --------
    >>> headline("World\\nMinister calls vote “a farce”\\nDORVA — The minister spoke on Monday.\\n")
    (0, 35)
    """
    end = None
    lines = paragraphs(clean)
    start = lines[0][0] if lines else 0
    for line_start, line_end in lines[:MAX_TITLE_LINES]:
        if not _is_title(clean[line_start:line_end]):
            return None if end is None else (start, end)
        end = line_end
    return (start, end) if end is not None and _has_paragraph(clean, lines[MAX_TITLE_LINES:]) else None


def subheads(clean: str) -> list[Range]:
    """Find the short lines amid an article that head the paragraphs below them.

    Parameters
    ----------
    clean
        A text from `stancekit.annotation.text.guard`.

    Returns
    -------
    list of tuple of int
        Ranges of the lines, headline lines not among them. A line that ends as a sentence does, that reports
        somebody's words or that is a turn of a transcript is none, nor is the last line of the text.

    Examples
    --------
    >>> text = "Envoys met in Dorva for talks.\\n“No way back”\\nOn Tuesday they met again."
    >>> [text[start:end] for start, end in subheads(text)]
    ['“No way back”']
    """
    top = headline(clean)
    lines = [line for line in paragraphs(clean) if top is None or line[0] >= top[1]]
    found = []
    for number, (start, end) in enumerate(lines[:-1]):
        following = clean[slice(*lines[number + 1])]
        if (number or top is None) and _is_subhead(clean[start:end]) and _heads(following):
            found.append((start, end))
    return found


def wrapped_line_ends(clean: str) -> list[int]:
    """Find the line ends that only a fixed line width put there, as in wire copy and mail.

    Returns
    -------
    list of int
        Offsets of the line feeds; empty where the text does not break its lines within sentences.
    """
    lengths = sorted(len(line) for line in clean.split("\n") if line.strip())
    if len(lengths) < MIN_WRAPPED or lengths[-1] > MAX_TITLE:
        return []
    inner = [at.start(1) for at in re.finditer(r"\S[ ]*(\n)(?=\S)", clean)]
    broken = re.findall(r"[\w,’'”\"-][ ]*\n(?=[a-z])", clean)
    usual = lengths[len(lengths) * 3 // 4]
    if usual < MIN_WIDTH or len(broken) < max(MIN_WRAPPED, WRAPPED_SHARE * len(inner)):
        return []
    full = FULL_LINE * usual
    return [at for at in inner if at - clean.rfind("\n", 0, at) > full and not UPPER_TURN.match(clean, at + 1)]


def _is_title(line: str) -> bool:
    if len(line) > MAX_TITLE or ASKED.match(line) or REPORTED.search(line):
        return False
    return not TITLE_NEVER_ENDS.search(line) or bool(ABBREVIATION_END.search(line))


def _is_subhead(line: str) -> bool:
    if len(line) > MAX_SUBHEAD or line[0].islower() or not any(map(str.isalnum, line)):
        return False
    if TURN.match(line) or REPORTED.search(line):
        return False
    return not SENTENCE_END.search(line) or bool(ABBREVIATION_END.search(line))


def _heads(following: str) -> bool:
    """Whether a line reads like the paragraph under a subhead."""
    return len(following) >= MIN_PARAGRAPH or bool(SENTENCE_END.search(following))


def _has_paragraph(clean: str, lines: Iterable[Range]) -> bool:
    return any(not _is_title(clean[start:end]) for start, end in lines)
