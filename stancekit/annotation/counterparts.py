"""``stancekit_counterparts``: which states a quote takes a stance toward.

Every state named in or around a quote is a candidate; a small table of weights over its discourse features
(learned on articles of our own, ``models/counterparts``) decides which are addressed and which are merely
mentioned. The speaker's own state never is.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from stancekit.annotation.addressing import Address, Candidate, candidates
from stancekit.annotation.layers import (
    CounterpartFacts,
    QuoteSpans,
    SpeakerFacts,
    read_quotes,
    read_speakers,
    write_counterparts,
)
from stancekit.annotation.surroundings import THIRD, Addressing
from stancekit.annotation.weights import WeightedPipe

MOST = 4
"""More states than this in one quote are a list, not an address."""


class CounterpartFinder(WeightedPipe):
    """spaCy component that gives each quote the states it addresses.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    model
        Folder with ``weights.json`` and ``manifest.json``; None takes the packaged one.
    threshold
        Probability from which a candidate counts; None takes the one that was learned.

    Examples
    --------
    >>> import stancekit
    >>> doc = stancekit.load()("“We are ready to talk to Moscow,” French President Luc Amiel said.")
    >>> doc.spans["stancekit_counterparts"].attrs["counterparts"]["q1"][0]["state"]
    'RU'
    """

    kind = "counterparts"

    def __init__(
        self, name: str = "stancekit_counterparts", model: str | Path | None = None, threshold: float | None = None
    ) -> None:
        super().__init__(name, model)
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Find the counterparts of one Doc's quotes."""
        speakers = read_speakers(doc)
        known = Addressing.of(doc)
        found: dict[str, list[CounterpartFacts]] = {}
        history = History(speakers)
        for quote in read_quotes(doc):
            speaker = speakers.get(quote.id, SpeakerFacts(None, None, None, 0.0))
            ranked = candidates(known, quote, speaker.state, history.of(quote, speaker))
            chosen = self.choose(ranked)
            found[quote.id] = [_facts(doc, known.words_of(quote), candidate, sure) for candidate, sure in chosen]
            history.note(speaker, {candidate.state for candidate, _ in chosen})
        write_counterparts(doc, found)
        return doc

    def choose(self, ranked: list[Candidate]) -> list[tuple[Candidate, float]]:
        """The candidates that the weights take for addressed, with how sure that is, the likeliest first."""
        threshold = self.threshold if self.threshold is not None else self.table.threshold
        alone = {candidate.state: self.table.probability(candidate.features) for candidate in ranked}
        # whoever is named in one breath with somebody addressed is addressed too
        scored = [(c, max(alone[state] for state in (c.state, *c.joined) if state in alone)) for c in ranked]
        kept = [(candidate, sure) for candidate, sure in scored if sure >= threshold]
        return sorted(kept, key=lambda pair: -pair[1])[:MOST]


class History:
    """Whom an article's quotes have addressed so far."""

    def __init__(self, speakers: dict[str, SpeakerFacts]) -> None:
        self._spoke = frozenset(facts.state for facts in speakers.values() if facts.state)
        self._last: frozenset[str] = frozenset()
        self._by_speaker: dict[object, frozenset[str]] = {}

    def of(self, quote: QuoteSpans, speaker: SpeakerFacts) -> Address:
        """What is known when a quote's turn comes."""
        same = self._by_speaker.get((speaker.name, speaker.state), frozenset())
        return Address(self._last, same, self._spoke)

    def note(self, speaker: SpeakerFacts, states: set[str]) -> None:
        """Remember whom a quote addressed."""
        self._last = frozenset(states)
        if states:
            self._by_speaker[speaker.name, speaker.state] = self._last


def _facts(doc: Doc, content: str, candidate: Candidate, sure: float) -> CounterpartFacts:
    span = None
    if candidate.mention is not None:
        span = doc.char_span(candidate.mention.start, candidate.mention.end, alignment_mode="expand")
    found = {"content": "named", "clause": "sentence", "question": "question"}.get(candidate.zone, "paragraph")
    if found != "named" and THIRD.search(content):
        found = "pronoun"
    start, end = (span.start, span.end) if span is not None else (None, None)
    return CounterpartFacts(candidate.state, start, end, found, round(sure, 3))


@Language.factory(
    "stancekit_counterparts",
    requires=["doc.spans", "token.is_sent_start"],
    assigns=["doc.spans"],
    default_config={"model": None, "threshold": None},
)
def make_counterparts(nlp: Language, name: str, model: str | None, threshold: float | None) -> CounterpartFinder:
    """Factory of the component (see :class:`CounterpartFinder`)."""
    return CounterpartFinder(name, model, threshold)
