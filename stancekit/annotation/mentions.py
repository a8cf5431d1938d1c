"""``stancekit_mentions``: who is who in the article.

Clusters of mentions: persons by name, then each quote's source resolved to one of them, or to an office, an
institution or a state of its own.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from stancekit.annotation.allegiance import fullest_role
from stancekit.annotation.antecedents import Anaphor
from stancekit.annotation.coreference import Choose, Discourse
from stancekit.annotation.layers import read_quotes, write_entities
from stancekit.annotation.memory import Candidate
from stancekit.annotation.names import people
from stancekit.annotation.roles import roles_of
from stancekit.annotation.states import States
from stancekit.annotation.weights import WeightedPipe


class MentionFinder(WeightedPipe):
    """spaCy component that clusters persons and resolves the sources of quotes.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    model
        Folder with ``weights.json`` and ``manifest.json``; None takes the packaged one.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> for pipe in ("stancekit_reader", "stancekit_quotes", "stancekit_mentions"):
    ...     _ = nlp.add_pipe(pipe)
    >>> doc = nlp("Minister Ana Kovar met reporters. “Talks will go on,” she said.")
    >>> doc.spans["stancekit_mentions"].attrs["entities"]["e1"]["name"]
    'Ana Kovar'
    """

    kind = "mentions"

    def __init__(self, name: str = "stancekit_mentions", model: str | Path | None = None) -> None:
        super().__init__(name, model)

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of one Doc."""
        return self.resolved(doc, self.choose)

    def resolved(self, doc: Doc, choose: Choose) -> Doc:
        """Find the entities of one Doc, by another choice among candidates than the table's: for training."""
        quotes = read_quotes(doc)
        states = States(doc)
        persons = people(doc, states)
        roles = {person.id: [role for m in person.mentions for role in roles_of(doc, m)] for person in persons}
        discourse = Discourse(doc, persons, roles, quotes, states, choose)
        discourse.read()
        for person in persons:
            person.role = fullest_role(roles[person.id])
        for entity in (*persons, *discourse.others):
            entity.mentions.sort(key=lambda mention: mention.start)
        spoke = {entity.id for entity, _ in discourse.speakers.values()}
        others = [entity for entity in discourse.others if entity.id in spoke]
        speakers = {quote_id: (entity.id, round(sure, 3)) for quote_id, (entity, sure) in discourse.speakers.items()}
        write_entities(doc, [*persons, *others], speakers)
        return doc

    def choose(self, anaphor: Anaphor, candidates: list[Candidate]) -> tuple[int, float]:
        """The likeliest candidate, and how sure that is (0 to 1)."""
        shares = self.table.shares([candidate.features for candidate in candidates], group=anaphor.group)
        best = max(range(len(candidates)), key=shares.__getitem__)
        return best, shares[best]


@Language.factory(
    "stancekit_mentions", requires=["doc.spans", "doc.ents"], assigns=["doc.spans"], default_config={"model": None}
)
def make_mentions(nlp: Language, name: str, model: str | None) -> MentionFinder:
    """Factory of the component (see :class:`MentionFinder`)."""
    return MentionFinder(name, model)
