"""``stancekit_quotes``: from the reader's roles and the quotation marks to quotes.

Each quote has one or more fragments of content, a kind, and, where the text has them, a cue and a source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.util import ensure_path

from stancekit.annotation import contents, layers, linking, transcripts
from stancekit.annotation.layout import headline, subheads
from stancekit.annotation.linking import Attribution
from stancekit.annotation.records import register_extension
from stancekit.annotation.sources import trim_source

ASKED = re.compile(r"(?:when |if |also )?(?:asked|pressed|questioned|quizzed)\b", re.IGNORECASE)
WAS_ASKED = re.compile(r"\b(?:was|were|is|are|been|being)\b.*\b(?:asked|pressed|questioned|quizzed)\b", re.IGNORECASE)
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
NOBODY = frozenset({"this", "these", "each", "that", "which", "what"})
CLAUSE = frozenset({"that", "to", "whether", "how", "why"})
MIN_ALONE = 4
"""Words that a quotation needs without cue or without source: shorter ones are terms, titles, scare quotes."""


class QuoteFinder(Pipe):
    """spaCy component that groups content, cue and source into quotes.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    headlines
        Whether quotes in headlines and subheads count. The codebook says no: they repeat the article's.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("stancekit_reader"), nlp.add_pipe("stancekit_quotes")
    >>> doc = nlp("“We will go on with the talks,” minister Ana Kovar said.")
    >>> [span.text for span in doc.spans["stancekit_quotes"]]
    ['We will go on with the talks', 'said', 'minister Ana Kovar']
    """

    def __init__(self, name: str = "stancekit_quotes", headlines: bool = False) -> None:
        self.name = name
        self.headlines = headlines

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotes of one Doc."""
        article = _Article(doc, [] if self.headlines else _titles(doc))
        found = article.in_transcript()
        if found is None:
            found = article.in_paragraphs(contents.paragraphs(doc))
        found.sort(key=lambda attribution: attribution.start)
        layers.write_quotes(doc, [_quote(doc, a, f"q{number}") for number, a in enumerate(found, 1)])
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Nothing was learnt; the settings stand in the pipeline's config."""
        ensure_path(path).mkdir(parents=True, exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> QuoteFinder:
        """Nothing to read; see :meth:`to_disk`."""
        return self


class _Article:
    """One Doc with its roles and title lines, read once for all of its paragraphs."""

    def __init__(self, doc: Doc, titles: list[tuple[int, int]]) -> None:
        self.doc = doc
        self.titles = titles
        self.roles = {role: layers.read_roles(doc, role) for role in ("content", "cue", "source")}
        self.starts = {role: [span.start for span in spans] for role, spans in self.roles.items()}

    def in_paragraphs(self, paragraphs: list[tuple[int, int]], open_quote: bool = True) -> list[Attribution]:
        """Quotes of the given paragraphs; with ``open_quote`` one may go on in the next."""
        found: list[Attribution] = []
        previous: tuple[list[contents.Marked], Attribution | None] = ([], None)
        for start, end in paragraphs:
            if any(first <= self.doc[start].idx < last for first, last in self.titles):
                continue
            marked = contents.marked_stretches(self.doc, start, end)
            here = self._attributions(start, end, marked)
            before = previous[1]
            if here and open_quote and before is not None and _goes_on(self.doc, start, previous[0], before, here[0]):
                _join(before, here[0])
                here = [before, *here[1:]]
            for attribution in here:
                if attribution is not before:
                    _inherit_source(attribution, found)
                    found.append(attribution)
            previous = (marked, here[-1] if here else None)
        return [a for a in found if _counts(self.doc, a)]

    def in_transcript(self) -> list[Attribution] | None:
        """Answers as a whole, and what questions cite; None where the article is no transcript."""
        doc = self.doc
        ranges = contents.paragraphs(doc)
        places = [(doc[s].idx, doc[e - 1].idx + len(doc[e - 1])) for s, e in ranges]
        turns = transcripts.turns(doc.text, places)
        if not turns:
            return None
        found = []
        covered: set[int] = set()
        for turn in turns:
            spans = [doc.char_span(s, e, alignment_mode="contract") for s, e in turn.paragraphs]
            body = [span for span in spans if span is not None and len(span)]
            label = doc.char_span(*turn.label, alignment_mode="expand")
            covered.update(i for span in body for i in range(span.start, span.end))
            if turn.question:
                cited = self.in_paragraphs([(span.start, span.end) for span in body], open_quote=False)
                found += [a for a in cited if a.source is not None and a.cue is not None]
            elif body and label is not None:
                pieces = [contents.Piece(span.start, span.end, marked=True) for span in body]
                found.append(Attribution(pieces, None, label))
        return found + self.in_paragraphs([r for r in ranges if r[0] not in covered and r[1] - 1 not in covered])

    def _attributions(self, start: int, end: int, marked: list[contents.Marked]) -> list[Attribution]:
        """Attributions of one paragraph."""
        cues = [cue for cue in self._inside("cue", start, end) if _can_report(cue)]
        spans = self._inside("source", start, end)
        sources = [source for span in spans if (source := trim_source(span)) is not None]
        found = contents.pieces(self.doc, self._inside("content", start, end), [*cues, *sources], marked)
        spoken = {i for piece in found for i in range(piece.start, piece.end)}
        # a cue or source that the marks gave to the content is no role any more
        cues = [cue for cue in cues if cue.start not in spoken]
        sources = [source for source in sources if source.start not in spoken]
        return linking.link(self.doc, found, cues, sources)

    def _inside(self, role: str, start: int, end: int) -> list[Span]:
        starts = self.starts[role]
        spans = self.roles[role][bisect_left(starts, start) : bisect_left(starts, end)]
        return [span for span in spans if span.end <= end + 1]


def _titles(doc: Doc) -> list[tuple[int, int]]:
    top = headline(doc.text)
    return [*([top] if top else []), *subheads(doc.text)]


def _can_report(cue: Span) -> bool:
    return any(token.is_alpha for token in cue) or cue.text.strip() in (":", "—", "–")


def _join(before: Attribution, after: Attribution) -> None:
    """Go on with a quote in the next paragraph; a cue that comes only there is the cue of the whole."""
    before.contents += after.contents
    if before.cue is None:
        before.cue, before.source = after.cue, after.source or before.source


def _goes_on(doc: Doc, start: int, marked: list[contents.Marked], before: Attribution, first: Attribution) -> bool:
    """A quote over several paragraphs: its mark is not closed before, and opened again here."""
    if not marked or marked[-1].closed or not before.contents[-1].marked:
        return False
    return first.contents[0].start <= start + 1 and contents.is_mark(doc[start].text)


def _inherit_source(attribution: Attribution, found: list[Attribution]) -> None:
    """A quote in marks without cue or source goes on with the speaker before it."""
    if attribution.source is None and attribution.cue is None and found:
        attribution.source = found[-1].source


def _is_question(cue: Span) -> bool:
    """Whether a cue tells what somebody was asked: “Asked whether ...”, “was also asked about ...”."""
    opens = cue.start - cue.sent.start <= 1 and bool(ASKED.match(cue.text))
    return opens or bool(WAS_ASKED.search(cue.text))


def _can_speak(doc: Doc, attribution: Attribution) -> bool:
    """Whether a source has words here: “this reveals” has none, nor has “Kovar's call for calm” without a clause."""
    source, cue = attribution.source, attribution.cue
    assert source is not None
    if source[0].lower_ in NOBODY and cue is not None:
        return False
    owns = source[-1].text in POSSESSIVE or (source.end < len(doc) and doc[source.end].text in POSSESSIVE)
    if not owns or cue is None or cue.start < source.start:
        return True
    first = min(piece.start for piece in attribution.contents)
    return first < cue.start or any(token.lower_ in CLAUSE for token in doc[cue.start : first + 1])


def _counts(doc: Doc, attribution: Attribution) -> bool:
    if (
        attribution.cue is not None
        and _is_question(attribution.cue)
        and not any(p.marked for p in attribution.contents)
    ):
        return False
    if attribution.source is not None and not _can_speak(doc, attribution):
        return False
    words = sum(not doc[i].is_punct for piece in attribution.contents for i in range(piece.start, piece.end))
    if attribution.cue is None:
        return words >= MIN_ALONE and attribution.source is not None
    # what nobody in the text says is more often a term (“what they call X”) than a quote
    return words >= (1 if attribution.source is not None else MIN_ALONE)


def _quote(doc: Doc, attribution: Attribution, quote_id: str) -> layers.QuoteSpans:
    spans = [doc[piece.start : piece.end] for piece in sorted(attribution.contents, key=lambda piece: piece.start)]
    return layers.QuoteSpans(quote_id, _kind(doc, attribution), spans, attribution.cue, attribution.source)


def _kind(doc: Doc, attribution: Attribution) -> str:
    if not any(piece.marked or piece.holds_marks for piece in attribution.contents):
        return "indirect"
    if not all(piece.marked for piece in attribution.contents):
        return "mixed"
    first = attribution.contents[0].start
    follows_cue = attribution.cue is not None and attribution.cue.end <= first
    # “to help” after a cue is a part of a reported clause; a quotation begins like a sentence
    return "mixed" if follows_cue and doc[first].text[:1].islower() else "direct"


@Language.factory(
    "stancekit_quotes",
    requires=["doc.spans", "token.is_sent_start"],
    assigns=["doc.spans"],
    default_config={"headlines": False},
)
def make_quotes(nlp: Language, name: str, headlines: bool) -> QuoteFinder:
    """Factory of the component (see :class:`QuoteFinder`); with it comes ``doc._.quotes``."""
    register_extension()
    return QuoteFinder(name, headlines)
