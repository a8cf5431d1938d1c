"""One article of an error browser: gold on the left, prediction beside it line by line, the pairs beside both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from stancekit.error_browser_pairs import Compared, Pair, Shown, Spans
from stancekit.error_browser_text import Line, Mark, Role, Status, marked_line, text_lines
from stancekit.html_text import escaped

_LETTERS = {"gold": "g", "found": "p"}
_SIGNS: dict[Status, str] = {"ok": "", "differs": "≠", "missed": "−", "spurious": "+"}
_PIECE = 70
"""Characters of a differing stretch that are shown; the whole stands marked in the text."""


def article_html(article: Compared, anchor: str, is_open: bool = False) -> str:
    """An article as an element that opens and closes.

    Parameters
    ----------
    anchor
        The element's id. Its quotes have the ids ``{anchor}-q1`` (the pair), ``{anchor}-g1`` and
        ``{anchor}-p1`` (where it stands in gold and in the prediction).
    """
    counts = "".join(f' <span class="tag {error}">{error} {n}</span>' for error, n in article.errors.items())
    quotes = f"{len(article.pairs)} quote{'' if len(article.pairs) == 1 else 's'}"
    parts = [
        f'<details class="article" id="{anchor}" data-errors="{" ".join(article.errors)}"{" open" * is_open}>\n'
        f'<summary><bdi>{escaped(article.id)}</bdi> <a href="#{anchor}" title="link to this article">#</a> '
        f'<span class="n-quotes">{quotes}</span>{counts or " all right" * bool(article.pairs)}</summary>\n'
        '<div class="row heads"><div>Gold</div><div>Prediction</div>'
        '<div class="columns"><span>Pairs</span><span>gold</span><span>prediction</span></div></div>\n'
    ]
    lines = text_lines(article.text) or [Line(0, 0, 0, 0, False)]
    marks = {side: _by_line(_marks(article, side), lines) for side in _LETTERS}
    for place, (line, begun) in enumerate(zip(lines, _placed(article.pairs, lines), strict=True)):
        parts.append(f'<div class="row{" gap" * line.gap}">')
        parts += [_side(article, line, marks[side][place], side, anchor) for side in _LETTERS]
        parts.append(f'<div class="pairs">{"".join(_card(pair, article.text, anchor) for pair in begun)}</div></div>\n')
    return "".join([*parts, "</details>\n"])


def _look(pair: Pair) -> Status:
    if pair.found is None:
        return "missed"
    return "spurious" if pair.gold is None else "differs" if pair.errors else "ok"


def _marks(article: Compared, side: str) -> list[Mark]:
    """All that is to be marked on one side, cut to the text."""
    marks = []
    for pair in article.pairs:
        shown = pair.gold if side == "gold" else pair.found
        if shown is None:
            continue
        roles: dict[Role, Spans] = {"content": shown.quote.fragments, "source": shown.sources, "cue": shown.cues}
        for role, spans in roles.items():
            for place, (start, end) in enumerate(sorted(spans)):
                begin, stop = max(start, 0), min(end, len(article.text))
                if begin < stop:
                    marks.append(Mark(begin, stop, role, pair.number, _look(pair), again=place > 0))
    return marks


def _by_line(marks: Iterable[Mark], lines: Sequence[Line]) -> list[list[Mark]]:
    """The marks that may reach into each line."""
    reaching: list[list[Mark]] = [[] for _ in lines]
    starts = [line.start for line in lines]
    for mark in marks:
        first = max(0, bisect_right(starts, mark.start) - 1)
        for place in range(first, bisect_left(starts, mark.end)):
            reaching[place].append(mark)
    return reaching


def _placed(pairs: Iterable[Pair], lines: Sequence[Line]) -> list[list[Pair]]:
    """The pairs that begin in each line."""
    placed: list[list[Pair]] = [[] for _ in lines]
    starts = [line.start for line in lines]
    for pair in pairs:
        both = [shown.quote.fragments for shown in (pair.gold, pair.found) if shown is not None]
        begin = min((start for fragments in both for start, _ in fragments), default=0)
        placed[max(0, bisect_right(starts, begin) - 1)].append(pair)
    return placed


def _side(article: Compared, line: Line, marks: Sequence[Mark], side: str, anchor: str) -> str:
    """A line of text on one side, with a badge before each quote."""

    def before(mark: Mark) -> str:
        pair = article.pairs[mark.number - 1]
        name = "" if mark.again else f' id="{anchor}-{_LETTERS[side]}{mark.number}"'
        what = ", ".join(pair.errors) or "all right"
        return _badge(pair, f"{anchor}-q{pair.number}", f'{name} title="{what}"', " again" * mark.again)

    return f'<p class="{side}" dir="auto">{marked_line(article.text, line, marks, before)}</p>'


def _badge(pair: Pair, target: str, attributes: str = "", looks: str = "") -> str:
    look = _look(pair)
    return (
        f'<a class="n {look}{looks}" href="#{target}" data-q="{pair.number}" '
        f'data-errors="{" ".join(pair.errors)}"{attributes}>{pair.number}{_SIGNS[look]}</a>'
    )


def _card(pair: Pair, text: str, anchor: str) -> str:
    """What is to say of a pair: its errors, gold and prediction where they differ, then what they share."""
    letter = _LETTERS["found" if pair.gold is None else "gold"]
    tags = " ".join(f'<span class="tag {error}">{error}</span>' for error in pair.errors)
    row_id = f'<span class="row-id">{escaped(pair.found.id)}</span>' if pair.found else ""
    near = ""
    if pair.near is not None:
        number, overlap = pair.near
        near = f'<div class="near">overlaps <a href="#{anchor}-q{number}">quote {number}</a> by {overlap:.0%}</div>'
    fields = _fields(pair, text)
    return (
        f'<div class="pair" id="{anchor}-q{pair.number}" data-q="{pair.number}" data-errors="{" ".join(pair.errors)}">'
        f"{_badge(pair, f'{anchor}-{letter}{pair.number}')} {tags}{row_id}{_table(fields)}{near}{_shared(fields)}</div>"
    )


class _Field(NamedTuple):
    """A property of a pair on both sides, in plain words; ``shared`` is what to say where it does not differ."""

    name: str
    gold: str
    found: str
    differs: bool
    shared: str


def _table(fields: Iterable[_Field]) -> str:
    """Gold and prediction side by side where they differ."""
    lines = [
        f"<tr><th>{escaped(field.name)}</th><td>{escaped(field.gold)}</td><td>{escaped(field.found)}</td></tr>"
        for field in fields
        if field.differs
    ]
    return f"<table>{''.join(lines)}</table>" if lines else ""


def _shared(fields: Iterable[_Field]) -> str:
    """In one line what does not differ, or all there is of a quote without a match."""
    same = [f"<bdi>{escaped(field.shared)}</bdi>" for field in fields if not field.differs]
    return f'<div class="shared">{" · ".join(same)}</div>' if same else ""


def _fields(pair: Pair, text: str) -> list[_Field]:
    """What is to show of a pair; a quote without a match stands on both sides, so that nothing differs."""
    gold, found = pair.gold or pair.found, pair.found or pair.gold
    if gold is None or found is None:
        return []
    mine, theirs = gold.quote, found.quote
    only_mine, only_theirs = mine.characters - theirs.characters, theirs.characters - mine.characters
    fields = [
        _field("span", _runs(only_mine, text), _runs(only_theirs, text), pair),
        _field("source", _words(gold.sources, text), _words(found.sources, text), pair),
        _field("kind", mine.kind, theirs.kind, pair),
        _field("speaker", mine.speaker, theirs.speaker, pair),
        _field("state", mine.state, theirs.state, pair),
    ]
    if pair.overlap is not None:
        fields[0] = fields[0]._replace(name=f"span {pair.overlap:.0%}")
    # where span and source do not differ, the text shows them
    fields = [field for place, field in enumerate(fields) if field.differs or place > 1]
    return fields + [_toward(state, gold, found) for state in sorted(mine.tones.keys() | theirs.tones.keys())]


def _field(name: str, gold: str | None, found: str | None, pair: Pair) -> _Field:
    mine, theirs = gold or "–", found or "–"
    shared = f"{mine} ≈ {theirs}" if mine != theirs else gold or f"no {name}"
    return _Field(name, mine, theirs, name in pair.errors, shared)


def _toward(state: str, gold: Shown, found: Shown) -> _Field:
    """A counterpart with its tone, and how it was found where gold has it not."""
    mine, theirs = _tone(gold, state), _tone(found, state)
    in_gold, in_found = state in gold.quote.tones, state in found.quote.tones
    differs = in_gold != in_found or gold.quote.tones[state] != found.quote.tones[state]
    detail = found.found.get(state)
    if detail is not None and (not in_gold or gold is found):
        mention = detail.mention and f"“{_shortened(str(detail.mention))}”"
        theirs += "".join(f", {word}" for word in (mention, detail.how) if word)
    return _Field(f"→ {state}", mine, theirs, differs, f"→ {state} {theirs}")


def _tone(shown: Shown, state: str) -> str:
    if state not in shown.quote.tones:
        return "–"
    detail = shown.found.get(state)
    sure = f" {detail.probability:.2f}" if detail and isinstance(detail.probability, float) else ""
    return f"{shown.quote.tones[state] or 'no tone'}{sure}"


def _runs(places: Iterable[int], text: str) -> str:
    """The stretches of the text that these characters make up, each in marks."""
    inside = enumerate(sorted(at for at in places if 0 <= at < len(text)))
    runs = [[at for _, at in run] for _, run in groupby(inside, lambda place: place[1] - place[0])]
    return _words([(run[0], run[-1] + 1) for run in runs], text)


def _words(spans: Iterable[tuple[int, int]], text: str) -> str:
    """Stretches of the text in marks, long ones without their middle."""
    pieces = [text[max(start, 0) : max(end, 0)] for start, end in spans]
    return " ".join(f"“{_shortened(piece)}”" for piece in pieces if piece)


def _shortened(piece: str) -> str:
    half = _PIECE // 2
    return piece if len(piece) <= _PIECE else f"{piece[:half].rstrip()} … {piece[-half:].lstrip()}"
