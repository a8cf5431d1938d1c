"""``stancekit_states``: names of states in the text, by the gazetteer.

Read once for an article, at its date, and used by everything that comes after: who speaks for whom, toward whom.
A user's own names go on top of those of the package.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.util import ensure_path

from stancekit.annotation.layers import date_of, read_states, write_states
from stancekit.annotation.words import text_of
from stancekit.gazetteer import Gazetteer, StateMention, gazetteer
from stancekit.gazetteer_phrases import bare, before_clause, state_in

TABLE = "names.tsv"
_NUMBERED = re.compile(rf"(\d{{1,9}})_{re.escape(TABLE)}")


class StateFinder(Pipe):
    """spaCy component that finds the names of states.

    Parameters
    ----------
    name
        Name of the component in its pipeline.
    names
        Users' own tables, with the columns of ``stancekit/resources/names.tsv``; their rows win over those of the
        package, and those of the first file over those of the next.

    Raises
    ------
    InputError
        Where a table cannot be read or a row is bad; the message names file and line.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("stancekit_states")
    >>> [(span.text, span.kb_id_, span.label_) for span in nlp("The Kremlin and Canadians")
    ...  .spans["stancekit_states"]]
    [('Kremlin', 'RU', 'seat'), ('Canadians', 'CA', 'demonym')]
    """

    def __init__(self, name: str = "stancekit_states", names: Sequence[str | Path] = ()) -> None:
        self.name = name
        self.names = tuple(Path(path) for path in names)
        self._gazetteer = Gazetteer.load(*self.names) if self.names else gazetteer()

    def __call__(self, doc: Doc) -> Doc:
        """Find the state names of one Doc."""
        write_states(doc, self._gazetteer.find(text_of(doc), date_of(doc)))
        return doc

    def __reduce__(self) -> tuple[type[StateFinder], tuple[str, tuple[Path, ...]]]:
        """A worker reads the tables anew. (``Pipe`` pickles past ``__getstate__``.)"""
        return type(self), (self.name, self.names)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the user's tables to a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for number, table in enumerate(self.names, 1):
            (folder / f"{number}_{TABLE}").write_bytes(table.read_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> StateFinder:
        """Read the tables that :meth:`to_disk` wrote."""
        numbered = ((_NUMBERED.fullmatch(table.name), table) for table in ensure_path(path).glob(f"*_{TABLE}"))
        self.names = tuple(table for _, table in sorted((int(match[1]), table) for match, table in numbered if match))
        self._gazetteer = Gazetteer.load(*self.names) if self.names else gazetteer()
        return self


class States:
    """The state names of one Doc, in text order, with the questions that one asks of them.

    Parameters
    ----------
    doc
        The article; where ``stancekit_states`` has not been through it, the package's gazetteer is asked now.
    """

    def __init__(self, doc: Doc) -> None:
        known = read_states(doc)
        self.mentions: list[StateMention] = gazetteer().find(text_of(doc), date_of(doc)) if known is None else known
        self._starts = [mention.start for mention in self.mentions]

    def __iter__(self) -> Iterator[StateMention]:
        return iter(self.mentions)

    def within(self, start: int, end: int) -> list[StateMention]:
        """Mentions that start in a range of characters."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def covering(self, position: int) -> StateMention | None:
        """The mention that a character belongs to."""
        before = bisect_right(self._starts, position) - 1
        mention = self.mentions[before] if before >= 0 else None
        return mention if mention is not None and position < mention.end else None

    def inside(self, span: Span) -> list[StateMention]:
        """Mentions that start in a span."""
        return self.within(span.start_char, span.end_char)

    def speaks_from(self, span: Span) -> str | None:
        """The state from which a phrase speaks, its words read in the context of the article."""
        inside = self.inside(span)
        return state_in(before_clause(span.text), _within_phrase(inside, span.start_char)) if inside else None

    def is_bare(self, span: Span) -> bool:
        """Whether a span is nothing but a state's name, perhaps with an article: Moscow, the Kremlin."""
        inside = _within_phrase(self.inside(span), span.start_char)
        return any(mention.kind != "leader" and bare(span.text, mention) for mention in inside)


def _within_phrase(mentions: Iterable[StateMention], start: int) -> list[StateMention]:
    return [m._replace(start=m.start - start, end=m.end - start) for m in mentions]


@Language.factory("stancekit_states", assigns=["doc.spans"], default_config={"names": []})
def make_states(nlp: Language, name: str, names: list[str]) -> StateFinder:
    """Factory of the component (see :class:`StateFinder`)."""
    return StateFinder(name, names)
