"""A whole article with its quotes marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stancekit.errors import InputError
from stancekit.frames import is_frame
from stancekit.html_text import escaped
from stancekit.rendering.frame import framed, origin
from stancekit.rendering.legend import legend
from stancekit.rendering.listing import listing
from stancekit.rendering.looks import NOTE, sign
from stancekit.rendering.marks import marked_html, marks_of
from stancekit.rendering.pieces import check_spans
from stancekit.rendering.rendering import Rendering
from stancekit.rendering.shown import Numbered, numbered
from stancekit.rendering.stances import Many, stances_of
from stancekit.rendering.words import counted, plain_lines
from stancekit.types import TONES, Article, Span, Stance, Tone

if TYPE_CHECKING:
    from spacy.tokens import Doc


def show_article(article: str | Article, rows: Many) -> Rendering:
    """An article with content, cue, source and counterpart of every quote marked, and the tone by colour and sign.

    Parameters
    ----------
    article
        Its text as it was scored, or the `Article`.
    rows
        Its rows, as `stancekit.score` returns them, or its quotes or stances. Where an `Article` is given, rows of
        other articles are left out.

    Returns
    -------
    Rendering
        Shown by the notebook where it stands last in a cell; ``.html`` has the HTML.

    Raises
    ------
    InputError
        Where the rows are those of several articles or of another text.

    Examples
    --------
    >>> rows = [{"doc_id": "wire", "quote_id": "q1", "quote": "We thank Egypt", "fragments": [[1, 15]],
    ...          "speaker": "Nikos Vardas", "speaker_state": "GR", "counterpart": "EG", "tone": "constructive"}]
    >>> show_article("“We thank Egypt,” Nikos Vardas said.", rows)
    1 quote: ▲ 1 constructive
    1: Nikos Vardas (GR) → EG: ▲ constructive
        “We thank Egypt”
    """
    if not isinstance(article, str | Article):
        kind = type(article).__name__
        raise InputError(f"the article to show is a {kind}; give its text or a stancekit.Article", article)
    known = article if isinstance(article, Article) else None
    quotes = numbered(_stances(known, rows))
    if known is None and len({shown.quote.doc_id for shown in quotes}) > 1:
        raise InputError("the rows are those of several articles; give a stancekit.Article with its id", rows)
    text = article.text if isinstance(article, Article) else article
    for shown in quotes:
        check_spans(text, shown)
    return _rendered(text, quotes, known)


def show_doc(doc: Doc) -> Rendering:
    """A Doc that our components have been through, with its quotes marked; tones are not known there.

    Raises
    ------
    InputError
        Where no component has looked for quotes.

    Examples
    --------
    >>> import spacy
    >>> show_doc(spacy.blank("en")("Rain fell."))
    Traceback (most recent call last):
        ...
    stancekit.errors.InputError: nobody has looked for quotes in this Doc; make it with stancekit.load()
    """
    from stancekit.annotation.layers import QUOTES, date_of
    from stancekit.annotation.records import quotes

    if QUOTES not in doc.spans:
        raise InputError("nobody has looked for quotes in this Doc; make it with stancekit.load()", doc)
    return _rendered(doc.text, numbered(stances_of(quotes(doc))), Article("", doc.text, date=date_of(doc)))


def _stances(article: Article | None, rows: Many) -> list[Stance]:
    if article is None:
        return stances_of(rows)
    if is_frame(rows) and "doc_id" in rows.columns:  # first: a corpus has more rows than anyone wants to see
        rows = rows[rows["doc_id"].astype(str) == article.id]
    return [stance for stance in stances_of(rows) if stance.quote.doc_id == article.id]


def _rendered(text: str, quotes: Sequence[Numbered], article: Article | None) -> Rendering:
    title = f"<div><b><bdi>{escaped(article.title)}</bdi></b></div>" if article and article.title else ""
    summary = _summary(quotes, article)
    body = marked_html(Span(0, len(text), text), marks_of(quotes))
    html = framed(
        title,
        origin(article),
        f'<div style="{NOTE}">{escaped(summary)}</div>',
        legend(quotes),
        f'<div dir="auto" style="margin:8px 0">{body}</div>',
        listing(quotes),
    )
    return Rendering(html, "\n".join([summary, *plain_lines(quotes)]))


def _summary(quotes: Sequence[Numbered], article: Article | None) -> str:
    """How many quotes, and how often each tone."""
    counts: Counter[Tone | None] = Counter(tone for shown in quotes for tone in shown.tones)
    tones = [f"{sign(tone)} {counts[tone]} {tone}" for tone in TONES if counts[tone]]
    if counts[None]:
        tones.append(f"{sign(None)} {counts[None]} without tone")
    if tones:
        return f"{counted(len(quotes), 'quote')}: {' · '.join(tones)}"
    # a wrong id is easily given, and looks like an article without quotes
    return "no quotes" + (f" (no row has the doc_id {article.id!r})" if article and article.id else "")
