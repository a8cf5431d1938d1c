"""What is said: the reader's content spans and the quotation marks, each correcting the other.

Everything here is in tokens. A stretch in marks that the reader mostly takes for content is content as a whole;
a piece of content that runs out of a stretch keeps both; marks around a term, a title or a name stay unspoken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from spacy.tokens import Doc, Span

from stancekit.annotation import layout
from stancekit.annotation.marks import DOUBLE, SINGLE, stretches

BLOCK = 400  # tokens
COVERED = 0.5
MIN_BARE_WORDS = 2
TRIM_LEFT = frozenset({",", ":", ";", "-", "–", "—", "that", "That", ")", "]", ".", ".."})
TRIM_RIGHT = frozenset({",", ";", ":", "-", "–", "—", "(", "["})
NEVER_LAST = frozenset(
    "of the a an to and or for in on with by from as at into its their his her "
    "that which who whose because than".split()
)
"""Where the reader stops after one of these and the clause goes on, it has stopped short: the word is left out."""
STOPS = frozenset({".", ".."})


@dataclass
class Piece:
    """A contiguous stretch of content; ``marked`` where it lies wholly inside quotation marks."""

    start: int
    end: int
    marked: bool = False
    holds_marks: bool = False


@dataclass(frozen=True)
class Marked:
    """A stretch between marks, in tokens; the marks themselves are left out."""

    start: int
    end: int
    opened: bool
    closed: bool


def is_mark(text: str) -> bool:
    """Whether a token is nothing but quotation marks."""
    return bool(text) and all(character in DOUBLE or character in SINGLE for character in text)


def marked_stretches(doc: Doc, start: int, end: int) -> list[Marked]:
    """Stretches in marks within a paragraph of tokens."""
    if start >= end:
        return []
    offset = doc[start].idx
    found = []
    starts = [token.idx for token in doc[start:end]]
    ends = [token.idx + len(token) for token in doc[start:end]]
    for stretch in stretches(doc[start:end].text, offset):
        first, last = bisect_right(ends, stretch.start), bisect_left(starts, stretch.end)
        inside = deque(range(start + first, start + last))
        while inside and is_mark(doc[inside[0]].text):
            inside.popleft()
        while inside and is_mark(doc[inside[-1]].text):
            inside.pop()
        if inside:
            found.append(Marked(inside[0], inside[-1] + 1, stretch.opened, stretch.closed))
    return found


def paragraphs(doc: Doc, text: str | None = None) -> list[tuple[int, int]]:
    """Token ranges of the paragraphs, line-end tokens left out; spaCy puts ``doc.text`` together anew each time."""
    ranges = []
    tokens = iter(doc)
    token = next(tokens, None)
    for first, last in layout.paragraphs(doc.text if text is None else text):
        inside = []
        while token is not None and token.idx < last:
            if token.idx >= first and not token.is_space:
                inside.append(token.i)
            token = next(tokens, None)
        if inside:
            ranges.append((inside[0], inside[-1] + 1))
    return ranges


def blocks(doc: Doc, start: int, end: int, marked: list[Marked]) -> Iterator[tuple[int, int, list[Marked]]]:
    """A paragraph as it is, or one of many hundred tokens in blocks, cut where a sentence starts outside of marks.

    What is done with a block grows with the square of its length, and there are articles without line ends.
    """
    inside = {i for m in marked for i in range(m.start, m.end + 1)} if end - start > BLOCK else set()
    first = start
    for i in range(start + BLOCK, end):
        if i - first >= 2 * BLOCK or (i - first >= BLOCK and doc[i].is_sent_start and i not in inside):
            yield first, i, _within(marked, first, i)
            first = i
    yield first, end, _within(marked, first, end)


def _within(marked: list[Marked], start: int, end: int) -> list[Marked]:
    return [
        Marked(max(m.start, start), min(m.end, end), m.opened and m.start >= start, m.closed and m.end <= end)
        for m in marked
        if m.start < end and start < m.end
    ]


def pieces(
    doc: Doc,
    contents: list[Span],
    others: list[Span],
    marked: list[Marked],
    owners: Mapping[int, int] = MappingProxyType({}),
) -> list[Piece]:
    """Pieces of content of one paragraph.

    Parameters
    ----------
    doc
        The article.
    contents
        The reader's content spans in the paragraph.
    others
        Its cues and sources there.
    marked
        The paragraph's stretches in marks.
    owners
        Tokens that are the content of some cue, with that cue's number.

    Returns
    -------
    list of Piece
        Disjoint, in text order, trimmed.
    """
    label = {i for span in contents for i in range(span.start, span.end)} | set(owners)
    other = {i for span in others for i in range(span.start, span.end)}
    for stretch in marked:
        words = [i for i in range(stretch.start, stretch.end) if not doc[i].is_punct]
        covered = sum(i in label for i in words)
        # a stretch that holds a whole reporting clause is two marks wrongly paired; where a mark is missing,
        # any word of such a clause shows that the stretch runs too far
        allowed = 0.34 * len(words) if stretch.opened and stretch.closed else 0
        crossed = sum(i in other for i in words) > allowed
        if words and covered >= COVERED * len(words) and not crossed:
            label.update(range(stretch.start, stretch.end))
            other.difference_update(range(stretch.start, stretch.end))
    runs = _runs(doc, sorted(label), other, owners)
    return [piece for start, end in runs if (piece := _trim(doc, start, end, marked))]


def _runs(doc: Doc, tokens: list[int], other: set[int], owners: Mapping[int, int]) -> list[tuple[int, int]]:
    """Runs of content tokens; marks and commas join them, a role between them and another cue's content do not."""
    runs: list[tuple[int, int]] = []
    for i in tokens:
        if i in other:
            continue
        gap = range(runs[-1][1], i) if runs else range(0)
        # one quotation ends and the next begins: ...” “...
        apart = sum(is_mark(doc[k].text) for k in gap) > 1 or (len(gap) == 1 and _closes_and_opens(doc, gap[0]))
        if runs and owners:
            before, after = owners.get(runs[-1][1] - 1), owners.get(i)
            # what no cue owns, marks part from what one does; two cues need no marks
            parted = any(is_mark(doc[k].text) for k in gap) if None in (before, after) else True
            apart = apart or (before != after and parted)
        if runs and not apart and all(_joins(doc, k) and k not in other for k in gap):
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _closes_and_opens(doc: Doc, i: int) -> bool:
    """Whether one token holds the closing mark of a quotation and the opening one of the next."""
    return is_mark(doc[i].text) and len(doc[i].text) > 1 and doc[i].text not in ("''", "``")


def _joins(doc: Doc, i: int) -> bool:
    token = doc[i]
    return (
        is_mark(token.text)
        or (token.is_punct and token.text not in STOPS)
        or (token.is_space and "\n" not in token.text)
    )


def _trim(doc: Doc, start: int, end: int, marked: list[Marked]) -> Piece | None:
    """Cut a run to the codebook's span: no outer marks, commas, complementiser; the stop only inside marks."""
    while start < end:
        if _leads(doc, start, end, marked):
            start += 1
        elif _trails(doc, start, end, marked):
            end -= 1
        else:
            break
    inside = next((m for m in marked if m.start <= start and end <= m.end), None)
    if sum(not doc[i].is_punct for i in range(start, end)) < MIN_BARE_WORDS and inside is None:
        return None
    if start >= end:
        return None
    holds = any(m.start < end and start < m.end for m in marked)
    if inside is None and holds:
        start, end = _with_marks(doc, start, end, marked)
    return Piece(start, end, inside is not None, holds)


def _leads(doc: Doc, start: int, end: int, marked: list[Marked]) -> bool:
    """Whether the first token of a run is none of the speaker's words."""
    first = doc[start]
    outer_mark = is_mark(first.text) and not _opens_within(start, end, marked)
    return first.text in TRIM_LEFT or first.is_space or outer_mark


def _trails(doc: Doc, start: int, end: int, marked: list[Marked]) -> bool:
    """Whether the last token of a run is none of the speaker's words; a stop counts inside the marks."""
    last = doc[end - 1]
    outer_mark = is_mark(last.text) and not _closes_within(start, end, marked)
    bare = not any(m.start < end <= m.end for m in marked)
    outer_word = bare and (last.text in STOPS or (last.text in NEVER_LAST and not _clause_ends(doc, end)))
    return last.text in TRIM_RIGHT or last.is_space or outer_mark or outer_word


def _clause_ends(doc: Doc, end: int) -> bool:
    """Whether a stop or comma stands behind a run: “talks will go on.” is whole, “talks on | the border” is not."""
    return end == len(doc) or (doc[end].is_punct and not is_mark(doc[end].text)) or "\n" in doc[end].text


def _opens_within(start: int, end: int, marked: list[Marked]) -> bool:
    """Whether the mark at ``start`` opens a stretch that ends before the piece does."""
    return any(m.start == start + 1 and m.end < end - 1 for m in marked)


def _closes_within(start: int, end: int, marked: list[Marked]) -> bool:
    return any(m.end == end - 1 and m.start - 1 > start for m in marked)


def _with_marks(doc: Doc, start: int, end: int, marked: list[Marked]) -> tuple[int, int]:
    """A mixed piece that begins or ends with a stretch takes that stretch's marks with it."""
    for m in marked:
        if m.start == start and m.opened and start and is_mark(doc[start - 1].text):
            start -= 1
        # a comma before the closing mark was trimmed, but the mark and what stands inside it belong here
        if m.start < end <= m.end and m.closed and all(doc[i].is_punct for i in range(end, m.end)):
            end = m.end + (m.end < len(doc) and is_mark(doc[m.end].text))
    return start, end
