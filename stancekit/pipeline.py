"""The fixed order of the components, and the road from articles to quotes."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from stancekit import artefacts
from stancekit.annotation.layers import DATE, QuoteSpans, write_quotes
from stancekit.annotation.letter_case import has_lost_case, lowered, restored
from stancekit.annotation.reader import Reader
from stancekit.annotation.reading import Reading, reading
from stancekit.annotation.records import quotes as quote_records
from stancekit.annotation.records import register_extension
from stancekit.annotation.text import GuardedText, guard, pieces
from stancekit.errors import StancekitError
from stancekit.stopwatch import Watch, unwatched
from stancekit.types import Article, MarkedQuote, Quote, Span

COMPONENTS = (
    "stancekit_reader",
    "stancekit_quotes",
    "stancekit_states",
    "stancekit_mentions",
    "stancekit_speakers",
    "stancekit_counterparts",
)

WEIGHED = ("mentions", "speakers", "counterparts")
"""Components that decide by a small table of weights, without their prefix."""

READ_BY = ("stancekit_reader", "stancekit_quotes")
"""Components that the reader's model belongs to."""

KEPT_STRINGS = 20_000
"""Strings up to which a vocabulary keeps new words: some 5 MB, and of later articles it knows 95 % of the words."""
MOST_KEPT_AT_ONCE = 200_000
"""Characters of a batch from which on its words are not kept, however small the vocabulary still is."""


def load(
    reader: str | Path | None = None,
    exclude: Iterable[str] = (),
    notion: Literal["quotes", "attributions"] = "quotes",
    names: Sequence[str | Path] = (),
    tables: str | Path | None = None,
) -> Language:
    """A spaCy pipeline with stancekit's components; ``doc._.quotes`` holds what they found.

    Parameters
    ----------
    reader
        Folder of a reader model; None takes the packaged one.
    exclude
        Names of components to leave out, from the end of :data:`COMPONENTS`.
    notion
        ``quotes``: what the codebook calls one. ``attributions``: PolNeAR's wider notion, for comparison, with
        beliefs, attitudes and acts that show them, spans as its annotators draw them (“that” inside the content,
        appositions inside the source), and no quote left out for being too short or only a term.
    names
        Tables of state names of your own, with the columns of ``stancekit/resources/names.tsv``; their rows win.
    tables
        Folder with tables of weights (``mentions``, ``speakers``, ``counterparts``); None takes the packaged ones.

    Returns
    -------
    spacy.language.Language

    Raises
    ------
    ModelError
        Where a model is missing or corrupt.
    InputError
        Where a table of names cannot be read; the message names file and line.
    ValueError
        Where ``exclude`` names a component that is none of ours, or ``notion`` is none of the two.

    Examples
    --------
    >>> nlp = load()
    >>> doc = nlp("“We are ready to talk to Moscow,” French President Luc Amiel said.")
    >>> [(quote.speaker.name, quote.speaker.state) for quote in doc._.quotes]
    [('Luc Amiel', 'FR')]
    """
    left_out = set(exclude)
    if unknown := left_out - set(COMPONENTS):
        raise ValueError(f"exclude: {sorted(unknown)} are no components of ours; those are {', '.join(COMPONENTS)}")
    if reader is not None:
        artefacts.verify(Path(reader), "reader")
    nlp = spacy.blank("en")
    config: dict[str, dict[str, object]] = {component: {} for component in COMPONENTS}
    config["stancekit_reader"]["notion"] = notion
    config["stancekit_states"]["names"] = [str(path) for path in names]
    if reader is not None:
        for component in READ_BY:
            config[component]["model"] = str(reader)
    if tables is not None:
        for kind in WEIGHED:
            config[f"stancekit_{kind}"]["model"] = str(Path(tables) / kind)
    for component in COMPONENTS:
        if component not in left_out:
            nlp.add_pipe(component, config=config[component])
    for _, component in nlp.pipeline:
        for model in ("table", "head"):  # opened now: a damaged model is not to show at the first article
            getattr(component, model, None)
    register_extension()
    return nlp


def annotate(
    nlp: Language, articles: Iterable[Article], batch_size: int = 32, watch: Watch = unwatched
) -> Iterator[tuple[Article, tuple[Quote, ...] | StancekitError]]:
    """Quotes of each article, in order; an article that cannot be read yields its error and stops nobody.

    Parameters
    ----------
    nlp
        A pipeline from :func:`load`.
    articles
        Any number of articles; nothing is held but a batch.
    batch_size
        Articles for which spaCy keeps its strings before it forgets them.
    watch
        Measures the components, see `stancekit.stopwatch`.

    Yields
    ------
    tuple
        The article, and its quotes with offsets into ``article.text`` or the error.
    """
    stream = iter(articles)
    while batch := list(islice(stream, batch_size)):
        with _zone(nlp, batch):
            results = [(article, _annotate_one(nlp, article, watch)) for article in batch]
        yield from results


def _zone(nlp: Language, batch: Sequence[Article]) -> AbstractContextManager[object]:
    """Where a batch's new words live: in a zone, to be forgotten with it, so that memory stays flat.

    In a zone spaCy makes each new word anew and tokenizes it wherever it stands. A vocabulary that is still small
    therefore reads its batches outside of any, and keeps the common words.
    """
    characters = sum(len(article.text) for article in batch if isinstance(article.text, str))
    keeps = len(nlp.vocab.strings) < KEPT_STRINGS and characters < MOST_KEPT_AT_ONCE
    return nullcontext() if keeps else nlp.memory_zone()


def annotate_marked(nlp: Language, article: Article, marked: Sequence[MarkedQuote]) -> tuple[Quote, ...]:
    """Speakers and counterparts of quotes that are given, not found.

    Parameters
    ----------
    nlp
        A pipeline from :func:`load`.
    article
        The article.
    marked
        Its quotes. One that lies in nothing but text that the guard leaves out (a share bar) is left out too.

    Returns
    -------
    tuple of Quote
        In text order.

    Raises
    ------
    TextError
        Where the article's text cannot be analysed.

    Examples
    --------
    >>> article = Article("wire", "“We are ready to talk to Moscow,” French President Luc Amiel said.")
    >>> [quote] = annotate_marked(load(), article, [MarkedQuote(((1, 31),), "direct", source=(34, 61))])
    >>> quote.speaker.state, quote.counterparts[0].state
    ('FR', 'RU')
    """

    def put(doc: Doc, place: _Place) -> None:
        write_quotes(doc, _token_spans(doc, place, marked))

    return tuple(_renumbered(_quotes(nlp, article, put)))


def _annotate_one(nlp: Language, article: Article, watch: Watch) -> tuple[Quote, ...] | StancekitError:
    try:
        return tuple(_renumbered(_quotes(nlp, article, watch=watch)))
    except StancekitError as error:
        return error
    except Exception as error:  # recorded with the article, never swallowed: one article must not lose the rest
        wrapped = StancekitError(
            f"article {article.id!r} could not be analysed: {type(error).__name__}: {error}", article.id
        )
        wrapped.__cause__ = error
        return wrapped


def _quotes(
    nlp: Language, article: Article, put: Callable[[Doc, _Place], None] | None = None, watch: Watch = unwatched
) -> Iterator[Quote]:
    """The quotes of an article; ``put`` gives a Doc its quotes in place of ``stancekit_quotes``."""
    with watch("guard"):
        guarded = guard(article.text)
        read = _read_as(nlp, guarded.clean)
    for offset, text in pieces(read.text):
        place = _Place(guarded, read, offset)
        with watch("tokenizer"):
            doc = nlp.make_doc(text)
        if article.date:
            doc.user_data[DATE] = article.date
        for name, component in nlp.pipeline:
            if put is not None and name == "stancekit_quotes":
                put(doc, place)
            else:
                with watch(name):
                    doc = component(doc)
        with watch("records"):
            found = quote_records(doc, article.id, place, place.clean)
        yield from found


def _read_as(nlp: Language, clean: str) -> Reading:
    """A clean text as the models read it; one that has lost its capitals is read twice."""
    reader = next((component for _, component in nlp.pipeline if isinstance(component, Reader)), None)
    if reader is None or not has_lost_case(clean):
        return reading(clean, None if reader is None else reader.vocabulary)
    read = reading(clean)
    parts = [restored(reader(nlp.make_doc(part))) for _, part in pieces(lowered(read.text))]
    return dataclasses.replace(read, text="".join(parts))


def _token_spans(doc: Doc, place: _Place, marked: Sequence[MarkedQuote]) -> list[QuoteSpans]:
    """Marked quotes as spans of the tokens that they touch; those of another piece of the text are none of ours."""
    ranges = [place(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
    tokens = [token.i for token in doc if not token.is_space]
    starts, ends = [span.start for span in ranges], [span.end for span in ranges]

    def touched(start: int, end: int) -> TokenSpan | None:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        return doc[tokens[first] : tokens[last - 1] + 1] if first < last else None

    found = []
    for quote in marked:
        content = [span for start, end in quote.content if (span := touched(start, end)) is not None]
        if content:
            cue, source = (touched(*part) if part else None for part in (quote.cue, quote.source))
            found.append(QuoteSpans("", quote.kind, content, cue, source))
    found.sort(key=lambda quote: quote.start)
    return [dataclasses.replace(quote, id=f"q{number}") for number, quote in enumerate(found, 1)]


class _Place:
    """Turns offsets of a piece of what was read into spans of the article as given."""

    def __init__(self, guarded: GuardedText, read: Reading, offset: int) -> None:
        self._guarded = guarded
        self._read = read
        self._offset = offset

    def __call__(self, start: int, end: int) -> Span:
        first, last = self._guarded.to_raw(*self._read.back(start + self._offset, end + self._offset))
        return Span(first, last, self._guarded.raw[first:last])

    def clean(self, start: int, end: int) -> str:
        """The same words as the clean text has them."""
        return self._read.clean[slice(*self._read.back(start + self._offset, end + self._offset))]


def _renumbered(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Ids in text order over all pieces of an article."""
    for number, quote in enumerate(quotes, 1):
        yield dataclasses.replace(quote, id=f"q{number}")


def name_version(nlp: Language) -> str:
    """Name, version and checksum prefix of a pipeline's reader, as rows carry it."""
    reader = nlp.get_pipe("stancekit_reader") if nlp.has_pipe("stancekit_reader") else None
    return artefacts.name_version(reader.folder) if reader is not None else "no reader"
