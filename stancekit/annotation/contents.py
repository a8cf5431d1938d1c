"""What is said: the reader's content spans and the quotation marks, each correcting the other.

Everything here is in tokens. A stretch in marks that the reader mostly takes for content is content as a whole;
a piece of content that runs out of a stretch keeps both; marks around a term, a title or a name stay unspoken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from spacy.tokens import Doc, Span

from stancekit.annotation import layout
from stancekit.annotation.marks import DOUBLE, SINGLE, stretches
from stancekit.annotation.words import Tokens, tokens_of

MARKS = DOUBLE | SINGLE
BLOCK = 400  # tokens
COVERED = 0.5
MIN_BARE_WORDS = 2
TRIM_LEFT = frozenset({",", ":", ";", "-", "–", "—", ")", "]", ".", ".."})
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
    return bool(text) and MARKS.issuperset(text)


def marked_stretches(doc: Doc, start: int, end: int) -> list[Marked]:
    """Stretches in marks within a paragraph of tokens."""
    if start >= end:
        return []
    tokens = tokens_of(doc)
    offset = tokens.starts[start]
    found = []
    for stretch in stretches(tokens.text[offset : tokens.ends[end - 1]], offset):
        first = bisect_right(tokens.ends, stretch.start, start, end)
        last = bisect_left(tokens.starts, stretch.end, start, end)
        while first < last and is_mark(tokens.words[first]):
            first += 1
        while first < last and is_mark(tokens.words[last - 1]):
            last -= 1
        if first < last:
            found.append(Marked(first, last, stretch.opened, stretch.closed))
    return found


def paragraphs(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges of the paragraphs, line-end tokens left out."""
    tokens = tokens_of(doc)
    ranges = []
    for first, last in layout.paragraphs(tokens.text):
        within = range(bisect_left(tokens.starts, first), bisect_left(tokens.starts, last))
        inside = [i for i in within if not tokens.blank[i]]
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
    tokens = tokens_of(doc)
    label = {i for span in contents for i in range(span.start, span.end)} | set(owners)
    other = {i for span in others for i in range(span.start, span.end)}
    for stretch in marked:
        words = [i for i in range(stretch.start, stretch.end) if not tokens.punct[i]]
        covered = sum(i in label for i in words)
        # a stretch that holds a whole reporting clause is two marks wrongly paired; where a mark is missing,
        # any word of such a clause shows that the stretch runs too far
        allowed = 0.34 * len(words) if stretch.opened and stretch.closed else 0
        crossed = sum(i in other for i in words) > allowed
        if words and covered >= COVERED * len(words) and not crossed:
            label.update(range(stretch.start, stretch.end))
            other.difference_update(range(stretch.start, stretch.end))
    runs = _runs(tokens, sorted(label - other), other, owners)
    return _disjoint(piece for start, end in runs if (piece := _trim(tokens, start, end, marked)))


def _disjoint(found: Iterable[Piece]) -> list[Piece]:
    """Pieces without the points that one before has taken with its marks."""
    kept: list[Piece] = []
    for piece in found:
        start = max(piece.start, kept[-1].end) if kept else piece.start
        if start < piece.end:
            kept.append(replace(piece, start=start))
    return kept


def _runs(tokens: Tokens, content: list[int], other: set[int], owners: Mapping[int, int]) -> list[tuple[int, int]]:
    """Runs of content tokens; marks and commas join them, a role between them and another cue's content do not."""
    runs: list[tuple[int, int]] = []
    for i in content:
        if runs and _goes_on(tokens, range(runs[-1][1], i), other, owners):
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _goes_on(tokens: Tokens, gap: range, other: set[int], owners: Mapping[int, int]) -> bool:
    """Whether the content before a gap, which may hold nothing, and that behind it are one run."""
    before, after = owners.get(gap.start - 1), owners.get(gap.stop)
    marks = sum(is_mark(word) for word in tokens.words[gap.start : gap.stop])
    # what no cue owns, marks part from what one does; two cues need no marks
    if before != after and (marks or None not in (before, after)):
        return False
    # one quotation ends and the next begins: ...” “...
    if marks > 1 or (len(gap) == 1 and _closes_and_opens(tokens.words[gap.start])):
        return False
    return all(_joins(tokens, k) and k not in other for k in gap)


def _closes_and_opens(word: str) -> bool:
    """Whether one token holds the closing mark of a quotation and the opening one of the next."""
    return is_mark(word) and len(word) > 1 and word not in ("''", "``")


def _joins(tokens: Tokens, i: int) -> bool:
    word = tokens.words[i]
    return is_mark(word) or (tokens.punct[i] and word not in STOPS) or (tokens.blank[i] and "\n" not in word)


def _trim(tokens: Tokens, start: int, end: int, marked: list[Marked]) -> Piece | None:
    """Cut a run to the codebook's span: no outer marks, commas, complementiser; the stop only inside marks."""
    while start < end:
        if _leads(tokens, start, end, marked):
            start += 1
        elif _trails(tokens, start, end, marked):
            end -= 1
        else:
            break
    inside = next((m for m in marked if m.start <= start and end <= m.end), None)
    if tokens.punct[start:end].count(False) < MIN_BARE_WORDS and inside is None:
        return None
    if start >= end:
        return None
    holds = any(m.start < end and start < m.end for m in marked)
    if inside is None and holds:
        start, end = _with_marks(tokens, start, end, marked)
    return Piece(start, end, inside is not None, holds)


def _leads(tokens: Tokens, start: int, end: int, marked: list[Marked]) -> bool:
    """Whether the first token of a run is none of the speaker's words."""
    first = tokens.words[start]
    outer_mark = is_mark(first) and not _opens_within(start, end, marked)
    quoted = any(m.start <= start < m.end for m in marked)  # “That is no threat”: there it is a word of theirs
    complementiser = tokens.lowered[start] == "that" and not quoted
    return first in TRIM_LEFT or tokens.blank[start] or outer_mark or complementiser


def _trails(tokens: Tokens, start: int, end: int, marked: list[Marked]) -> bool:
    """Whether the last token of a run is none of the speaker's words; a stop counts inside the marks."""
    last = tokens.words[end - 1]
    outer_mark = is_mark(last) and not _closes_within(start, end, marked)
    bare = not any(m.start < end <= m.end for m in marked)
    outer_word = bare and (last in STOPS or (last in NEVER_LAST and not _clause_ends(tokens, end)))
    return last in TRIM_RIGHT or tokens.blank[end - 1] or outer_mark or outer_word


def _clause_ends(tokens: Tokens, end: int) -> bool:
    """Whether a stop or comma stands behind a run: “talks will go on.” is whole, “talks on | the border” is not."""
    if end == len(tokens.words):
        return True
    return (tokens.punct[end] and not is_mark(tokens.words[end])) or "\n" in tokens.words[end]


def _opens_within(start: int, end: int, marked: list[Marked]) -> bool:
    """Whether the mark at ``start`` opens a stretch that ends before the piece does."""
    return any(m.start == start + 1 and m.end < end - 1 for m in marked)


def _closes_within(start: int, end: int, marked: list[Marked]) -> bool:
    return any(m.end == end - 1 and m.start - 1 > start for m in marked)


def _with_marks(tokens: Tokens, start: int, end: int, marked: list[Marked]) -> tuple[int, int]:
    """A mixed piece that begins or ends with a stretch takes that stretch's marks with it."""
    for m in marked:
        if m.start == start and m.opened and start and is_mark(tokens.words[start - 1]):
            start -= 1
        # a comma before the closing mark was trimmed, but the mark and what stands inside it belong here
        if m.start < end <= m.end and m.closed and all(tokens.punct[end : m.end]):
            end = m.end + (m.end < len(tokens.words) and is_mark(tokens.words[m.end]))
    return start, end
