"""``stancekit_quotes``: from the reader's roles and the quotation marks to quotes.

Each quote has one or more fragments of content, a kind, and, where the text has them, a cue and a source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.util import ensure_path, filter_spans

from stancekit.annotation import contents, layers, linking, transcripts
from stancekit.annotation.arguments import ArgumentHead, CueArguments
from stancekit.annotation.distances import Distances
from stancekit.annotation.layout import headline, subheads
from stancekit.annotation.linking import Attribution
from stancekit.annotation.notion import counts, kind_of, with_complementisers
from stancekit.annotation.records import register_extension
from stancekit.annotation.sources import trim_source
from stancekit.annotation.words import text_of
from stancekit.artefacts import model_dir

SIGNED = re.compile(r"\W*[―—–-]{1,2}\s*(?P<name>[^\W\d_][^,;:!?]{1,60}?)(?:,.*)?\W*", re.DOTALL)
"""What follows a quotation that ends in a signature."""
SIGNS = frozenset({":", "-", "--", "–", "—", "―", "‒"})
"""What stands for a cue by itself: “Kovar: ...”, “... ― Ana Kovar”."""


class QuoteFinder(Pipe):
    """spaCy component that groups content, cue and source into quotes.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    headlines
        Whether quotes in headlines and subheads count. The codebook says no: they repeat the article's.
    model
        Folder of the reader's model, whose argument head tells which cue belongs to which content and source; None
        takes the packaged one. Docs without the reader's vectors are linked by distance.

    Raises
    ------
    ModelError
        At the first Doc with vectors, where the model is missing or corrupt.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("stancekit_reader"), nlp.add_pipe("stancekit_quotes")
    >>> doc = nlp("“We will go on with the talks,” minister Ana Kovar said.")
    >>> [span.text for span in doc.spans["stancekit_quotes"]]
    ['We will go on with the talks', 'said', 'minister Ana Kovar']
    """

    def __init__(
        self, name: str = "stancekit_quotes", headlines: bool = False, model: str | Path | None = None
    ) -> None:
        self.name = name
        self.headlines = headlines
        self.folder = Path(model) if model is not None else model_dir("reader")
        self._head: ArgumentHead | None = None

    @property
    def head(self) -> ArgumentHead:
        """The argument head, opened when it is first needed."""
        if self._head is None:
            self._head = ArgumentHead(self.folder)
        return self._head

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotes of one Doc."""
        article = _Article(doc, self.headlines, self.head if len(doc.tensor) else None)
        found = article.in_transcript()
        if found is None:
            found = article.in_paragraphs(article.paragraphs)
        found.sort(key=lambda attribution: attribution.start)
        layers.write_quotes(doc, [_quote(doc, a, f"q{number}") for number, a in enumerate(found, 1)])
        return doc

    def __reduce__(self) -> tuple[type[QuoteFinder], tuple[Any, ...]]:
        """A session cannot be pickled; the worker opens its own. (``Pipe`` pickles past ``__getstate__``.)"""
        return type(self), (self.name, self.headlines, self.folder)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the argument head to a folder; the settings stand in the pipeline's config."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        self.head.save(folder)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> QuoteFinder:
        """Take the argument head from a folder that :meth:`to_disk` wrote."""
        self.folder = ensure_path(path)
        self._head = ArgumentHead(self.folder)  # now: a damaged model is not to show at the first article
        return self


class _Article:
    """One Doc with its roles and title lines, read once for all of its paragraphs."""

    def __init__(self, doc: Doc, headlines: bool, head: ArgumentHead | None) -> None:
        self.doc = doc
        self.head = head
        self.wide = layers.notion_of(doc) == "attributions"
        self.text = text_of(doc)
        self.titles = [] if headlines else _titles(self.text)
        self.paragraphs = contents.paragraphs(doc)
        self.roles = {role: layers.read_roles(doc, role) for role in ("content", "cue", "source")}
        self.starts = {role: [span.start for span in spans] for role, spans in self.roles.items()}

    def in_paragraphs(self, paragraphs: list[tuple[int, int]], open_quote: bool = True) -> list[Attribution]:
        """Quotes of the given paragraphs; with ``open_quote`` one may go on in the next."""
        found: list[Attribution] = []
        previous: tuple[list[contents.Marked], Attribution | None] = ([], None)
        announced: Attribution | None = None
        for start, end in paragraphs:
            if any(first <= self.doc[start].idx < last for first, last in self.titles):
                continue
            marked = contents.marked_stretches(self.doc, start, end)
            here = [a for block in contents.blocks(self.doc, start, end, marked) for a in self._attributions(*block)]
            _take_announced(self.doc, here, announced, start)
            announced = self._announced(start, end, here)
            before = previous[1]
            if here and open_quote and before is not None and _goes_on(self.doc, start, previous[0], before, here[0]):
                _join(before, here[0])
                here = [before, *here[1:]]
            for attribution in here:
                if attribution is not before:
                    _inherit_source(attribution, found)
                    found.append(attribution)
            previous = (marked, here[-1] if here else None)
        if self.wide:
            return with_complementisers(self.doc, [a for a in found if a.cue is not None or a.source is not None])
        return [a for a in found if counts(self.doc, a)]

    def in_transcript(self) -> list[Attribution] | None:
        """Answers as a whole, and what questions cite; None where the article is no transcript."""
        doc = self.doc
        ranges = self.paragraphs
        places = [(doc[s].idx, doc[e - 1].idx + len(doc[e - 1])) for s, e in ranges]
        turns = transcripts.turns(self.text, places)
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
        arguments = self._arguments(cues, start, end)
        cued = {i for cue in cues for i in range(cue.start, cue.end)}
        if arguments is not None:
            spans = _outermost([*spans, *_apart(arguments.sources(), cued)])
        sources = [source for span in spans if (source := self._source(span, cued)) is not None]
        said = self._inside("content", start, end)
        owners = arguments.owners(said) if arguments is not None else {}
        found = contents.pieces(self.doc, said, [*cues, *sources], marked, owners)
        spoken = {i for piece in found for i in range(piece.start, piece.end)}
        # a cue or source that the marks gave to the content is no role any more
        cues, sources = _apart(cues, spoken), _apart(sources, spoken)
        affinity = arguments if arguments is not None else Distances(self.doc, found, cues)
        linked = linking.link(self.doc, found, cues, sources, affinity)
        _sign(self.doc, linked, end)
        return linked

    def _source(self, span: Span, cued: set[int]) -> Span | None:
        """A source as its notion draws it; a name that runs on into a cue stays as far as the source was read."""
        whole = span if self.wide else trim_source(span)
        return next(iter(_apart([whole, span], cued)), None) if whole is not None else None

    def _announced(self, start: int, end: int, here: list[Attribution]) -> Attribution | None:
        """A cue and source whose words come in the next paragraph: “Kovar said:”."""
        cues = self._inside("cue", start, end)
        if not cues or self.doc[end - 1].text[-1:] != ":" or any(a.cue == cues[-1] for a in here):
            return None
        sources = [span for span in self._inside("source", start, end) if span.sent == cues[-1].sent]
        return Attribution([], cues[-1], trim_source(sources[-1])) if sources else None

    def _arguments(self, cues: list[Span], start: int, end: int) -> CueArguments | None:
        """What the argument head sees in a paragraph; None for a Doc without the reader's vectors."""
        if self.head is None or len(self.doc.tensor) != len(self.doc):
            return None
        return CueArguments(self.head, self.doc, cues, start, end)

    def _inside(self, role: str, start: int, end: int) -> list[Span]:
        starts = self.starts[role]
        spans = self.roles[role][bisect_left(starts, start) : bisect_left(starts, end)]
        return [self.doc[span.start : min(span.end, end)] for span in spans]


def _take_announced(doc: Doc, here: list[Attribution], announced: Attribution | None, start: int) -> None:
    """Give the quotation that a paragraph begins with the cue and source that the paragraph before ends with."""
    if announced is None or not here or here[0].cue is not None:
        return
    if all(contents.is_mark(doc[i].text) for i in range(start, here[0].start)):
        here[0].cue, here[0].source = announced.cue, announced.source


def _apart(spans: list[Span], tokens: set[int]) -> list[Span]:
    """Spans that hold none of some tokens."""
    return [span for span in spans if tokens.isdisjoint(range(span.start, span.end))]


def _outermost(spans: list[Span]) -> list[Span]:
    """Spans in text order, those inside of others and those that overlap earlier ones left out."""
    return sorted(filter_spans(spans), key=lambda span: span.start)


def _titles(text: str) -> list[tuple[int, int]]:
    top = headline(text)
    return [*([top] if top else []), *subheads(text)]


def _sign(doc: Doc, found: list[Attribution], end: int) -> None:
    """Give a quotation that a dash signs its source: “No.” ― Ana Kovar."""
    if not found or found[-1].cue is not None or not found[-1].contents[-1].marked:
        return
    start = found[-1].contents[-1].end
    signed = SIGNED.fullmatch(doc[start:end].text)
    # a name, not a sentence: its longer words have capitals
    if signed is None or not all(word[0].isupper() or len(word) < 4 for word in signed["name"].split()):
        return
    name = doc.char_span(doc[start].idx + signed.start("name"), doc[start].idx + signed.end("name"))
    if name is not None and name[0].text[0].isupper():
        found[-1].source = name


def _can_report(cue: Span) -> bool:
    return any(token.is_alpha for token in cue) or cue.text.strip() in SIGNS


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


def _quote(doc: Doc, attribution: Attribution, quote_id: str) -> layers.QuoteSpans:
    spans = [doc[piece.start : piece.end] for piece in sorted(attribution.contents, key=lambda piece: piece.start)]
    return layers.QuoteSpans(
        quote_id,
        kind_of(doc, attribution),
        spans,
        attribution.cue,
        attribution.source,
        round(attribution.confidence, 3),
    )


@Language.factory(
    "stancekit_quotes",
    requires=["doc.spans", "token.is_sent_start"],
    assigns=["doc.spans"],
    default_config={"headlines": False, "model": None},
)
def make_quotes(nlp: Language, name: str, headlines: bool, model: str | None) -> QuoteFinder:
    """Factory of the component (see :class:`QuoteFinder`); with it comes ``doc._.quotes``."""
    register_extension()
    return QuoteFinder(name, headlines, model)
