"""One quote as a card: who, toward whom, in what tone, and the words around."""

from __future__ import annotations

from collections.abc import Mapping

from stancekit.errors import InputError
from stancekit.frames import is_frame, is_series
from stancekit.html_text import escaped
from stancekit.rendering.frame import facts_of, framed, origin
from stancekit.rendering.legend import legend
from stancekit.rendering.looks import NOTE, badge_style, sign
from stancekit.rendering.marks import marked_html, marks_of
from stancekit.rendering.pieces import NEAR, check_spans, known_pieces, pieces_around
from stancekit.rendering.rendering import Rendering
from stancekit.rendering.shown import Numbered, numbered
from stancekit.rendering.stances import Many, One, stances_of
from stancekit.rendering.words import note, one_line, percent, speaker_words, tone_words, toward_words
from stancekit.types import TONES, Article, Span, Stance


def show_quote(row: One | Many, text: str | Article | None = None) -> Rendering:
    """A quote with its speaker, its counterparts and their tones, and the words around it.

    Parameters
    ----------
    row
        A row (``rows.iloc[0]``), all rows of one quote, a `Quote` or a `Stance`.
    text
        The article's text as it was scored, to show what stands around the quote. Without it the parts of the quote
        that the row knows are shown, in the order of the article, with ellipses.

    Raises
    ------
    InputError
        Where ``row`` is none, holds several quotes, or is not of this text.

    Examples
    --------
    >>> text = "“We thank Egypt,” Nikos Vardas said."
    >>> row = {"doc_id": "wire", "quote_id": "q1", "quote": "We thank Egypt", "fragments": [[1, 15]],
    ...        "speaker": "Nikos Vardas", "speaker_state": "GR", "counterpart": "EG", "tone": "constructive"}
    >>> show_quote(row, text)
    1: Nikos Vardas (GR) → EG: ▲ constructive
        “We thank Egypt”
    """
    quotes = numbered(stances_of(row))
    if len(quotes) != 1:
        raise InputError(f"{len(quotes)} quotes to show as one; give one row (rows.iloc[0]) or show_article", row)
    (shown,) = quotes
    article = text if isinstance(text, Article) else _facts(row, shown.quote.doc_id)
    words = text.text if isinstance(text, Article) else text
    if words is None:
        pieces = known_pieces(shown)
    else:
        check_spans(words, shown)
        pieces = pieces_around(words, shown.spans)
    html = framed(_heads(shown), _in_context(shown, pieces), origin(article), legend(quotes))
    return Rendering(html, f"{note(shown)}\n    “{one_line(shown.quote.text)}”")


def _facts(row: One | Many, doc_id: str) -> Article | None:
    cells: object = row.iloc[0] if is_frame(row) else row
    cells = cells.to_dict() if is_series(cells) else cells
    return facts_of(cells, doc_id) if isinstance(cells, Mapping) else None


def _heads(shown: Numbered) -> str:
    """A line for each counterpart."""
    quote = shown.quote
    role = f", {escaped(one_line(quote.speaker.role))}" if quote.speaker.role and quote.speaker.name else ""
    who = f"<b><bdi>{escaped(speaker_words(quote))}</bdi></b><bdi>{role}</bdi>"
    return "".join(
        f"<div>{who} <b>{escaped(toward_words(stance))}</b>{_tone(stance)}</div>" for stance in shown.stances
    )


def _tone(stance: Stance) -> str:
    if stance.tone is None:
        return ""
    shares = ""
    if stance.probabilities is not None:
        each = zip(TONES, stance.probabilities, strict=True)
        shares = " · ".join(
            f"{sign(tone)}\N{NO-BREAK SPACE}{tone}\N{NO-BREAK SPACE}{percent(share)}" for tone, share in each
        )
        shares = f'<div style="{NOTE}">{shares}</div>'
    words = tone_words(stance, with_share=False).removeprefix(sign(stance.tone)).strip()
    return f': <span style="{badge_style(stance.tone)}">{sign(stance.tone)}</span> {escaped(words)}{shares}'


def _in_context(shown: Numbered, pieces: list[Span]) -> str:
    marks = marks_of([shown])
    parts: list[str] = []
    for place, piece in enumerate(pieces):
        if place:
            parts.append(" " if piece.start - pieces[place - 1].end <= NEAR else " … ")
        parts.append(marked_html(piece, marks))
    return f'<blockquote dir="auto" style="margin:4px 0 4px 8px;padding-left:8px">{"".join(parts)}</blockquote>'
