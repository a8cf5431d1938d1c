"""One form for quotation marks and apostrophes: what “We go”, "We go", „We go“ and «We go» have in common.

The models read every article in the same marks (“ ” ‘ ’), so that a house style never decides what is found or how it
is judged. Which way a mark points is told by the white space beside it, and by its shape only where that tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Edit = tuple[int, int, str]

TWO_SINGLES = re.compile("''|``|‘‘|’’|´´|‚‚")
OPENING, CLOSING = "“„‟❝〝«", "”❞〞〟»"
ANGLES = {"‹": "‘", "›": "’"}
INNER = {"`": "‘", "‚": "‘", "‛": "‘", "❛": "‘", "❜": "’", "´": "’"}
RUN = re.compile("[\"“”„‟❝❞〝〞〟«»＂'‘’‚‛❛❜＇`´‹›]+")
ODD = re.compile("[\"„‟❝❞〝〞〟«»＂'‚‛❛❜＇`´‹›]")
DOUBLE = re.compile('["“”„‟❝❞〝〞〟«»＂]')
NOT_BEFORE_WORDS = re.compile(r"(?:\d\ds?|tis|twas|em|til|till|cause|cos|bout|round|n)\b", re.IGNORECASE)
"""’90s, ’em: what stands in for left-out letters opens nothing."""
APART_BEFORE = frozenset("([{—–-‑/:")
APART_AFTER = frozenset(")]}—–-‑/.,;:!?…")


def two_singles(text: str) -> Iterator[Edit]:
    """Find the double marks that are written as two single ones, with what stands for them."""
    return ((found.start(), found.end(), '"') for found in TWO_SINGLES.finditer(text))


def one_form(text: str) -> str:
    """A text with its marks in one form, each character in its place.

    Examples
    --------
    >>> one_form("«We won't go,» he said. \\"Never.\\"")
    '“We won’t go,” he said. “Never.”'
    """
    if not ODD.search(text):
        return text
    angles = dict.fromkeys(ANGLES, '"') if not DOUBLE.search(text) else ANGLES
    parts: list[str] = []
    done = 0
    for run in RUN.finditer(text):
        parts += text[done : run.start()], _in_one_form(run, angles)
        done = run.end()
    return "".join(parts) + text[done:]


def plainly(text: str) -> str:
    """A text in one form of marks, where offsets do not matter.

    Examples
    --------
    >>> plainly("``We won't go,'' he said.")
    '“We won’t go,” he said.'
    """
    return one_form(TWO_SINGLES.sub('"', text))


def _in_one_form(run: re.Match[str], angles: dict[str, str]) -> str:
    """Marks that touch each other; they have the same things beside them."""
    text = run.string
    before, after = text[run.start() - 1 : run.start()] or " ", text[run.end() : run.end() + 1] or " "
    left = before.isspace() or before in APART_BEFORE
    right = after.isspace() or after in APART_AFTER
    opens = None if left == right else left
    return "".join(_mark(angles.get(mark, mark), opens, before, text, run.end()) for mark in run[0])


def _mark(mark: str, opens: bool | None, before: str, text: str, end: int) -> str:
    mark = INNER.get(mark, mark)
    if mark in "'‘’＇":
        if opens is None:
            return "’" if mark in "'＇" and before.isalnum() else mark
        return "‘" if opens and not NOT_BEFORE_WORDS.match(text, end) else "’"
    if opens is None or (mark in '"＂' and before.isdigit()):
        return "“" if mark in OPENING else "”" if mark in CLOSING else '"'
    return "“" if opens else "”"
