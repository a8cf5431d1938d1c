"""``stancekit_mentions``: who is who in the article.

Clusters of mentions: persons by name, then each quote's source resolved to one of them, or to an office, an
institution or a state of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import ensure_path

from stancekit.annotation.allegiance import fullest_role
from stancekit.annotation.coreference import Discourse
from stancekit.annotation.layers import read_quotes, write_entities
from stancekit.annotation.names import people
from stancekit.annotation.roles import roles_of


class MentionFinder(Pipe):
    """spaCy component that clusters persons and resolves the sources of quotes.

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

    def __init__(self, name: str = "stancekit_mentions") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of one Doc."""
        quotes = read_quotes(doc)
        persons = people(doc)
        roles = {person.id: [role for m in person.mentions for role in roles_of(doc, m)] for person in persons}
        discourse = Discourse(doc, persons, roles, quotes)
        for quote in sorted(quotes, key=lambda q: q.source.start if q.source is not None else q.start):
            if quote.source is None:
                continue
            entity = discourse.resolve(quote.source)
            if entity is None:
                continue
            if all((m.start, m.end) != (quote.source.start, quote.source.end) for m in entity.mentions):
                entity.mentions.append(quote.source)
            discourse.spoke(entity, quote.source)
        for person in persons:
            person.role = fullest_role(roles[person.id])
        write_entities(doc, [*persons, *discourse.others])
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Nothing was learnt."""
        ensure_path(path).mkdir(parents=True, exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> MentionFinder:
        """Nothing to read."""
        return self


@Language.factory("stancekit_mentions", requires=["doc.spans", "doc.ents"], assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str) -> MentionFinder:
    """Factory of the component (see :class:`MentionFinder`)."""
    return MentionFinder(name)
