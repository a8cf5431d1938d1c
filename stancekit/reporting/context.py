"""A quote in its context: the words of the article just before it, between its fragments, and after it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from stancekit.corpus.readers import Inputs, read_articles
from stancekit.errors import InputError
from stancekit.rowfiles import Row
from stancekit.tables import Rejection

Passage = list[str]
"""Words outside and inside of the quote in turn, beginning and ending outside."""

REACH = 300
"""Characters that are shown before and after a quote at most, for some articles have no full stop for pages."""
_END = re.compile(
    r"""(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr))(?<!\b(?:Mrs|Gen|Sen|Gov|Col|Rep))  # Dr. Sand is no sentence's end
        [.!?…]+ ["”’»')\]]* \s+ (?=[^\s\da-z])
      | \s* [\r\n]+ \s*""",
    re.VERBOSE,
)
_BLANKS = re.compile(r"\s+")


def passage_of(text: str, fragments: Sequence[Sequence[int]]) -> Passage:
    """A quote with a sentence before and a sentence after it.

    The sentences in which it begins and ends are there too, as far as they are outside of it.

    Parameters
    ----------
    text
        The article's, as it was given to ``score``.
    fragments
        Offsets into it.

    Examples
    --------
    >>> passage_of("It rained. We met. “We agree,” Kovar said. They left. Nobody waved.", [[20, 28]])
    ['We met. “', 'We agree', ',” Kovar said. They left.']
    """
    inside = [text[start:end] for start, end in fragments]
    between = [_middle(text[end:start]) for (_, end), (start, _) in pairwise(fragments)]
    first, last = fragments[0][0], fragments[-1][1]
    passage = [_before(text, first)]
    for place, words in enumerate(inside):
        passage += [words, between[place] if place < len(between) else _after(text, last)]
    return passage


def passages(rows: Iterable[Row], articles: Inputs) -> dict[tuple[str, str], Passage]:
    """The passages of the quotes of rows, as far as their articles are among those given.

    Articles are read one by one and not kept.

    Parameters
    ----------
    articles
        Files, folders and patterns, as ``score`` takes them.

    Returns
    -------
    dict
        By ``doc_id`` and ``quote_id``. Quotes whose words the article does not have at their offsets are left out.

    Raises
    ------
    InputError
        Where an input cannot be read, or none of the articles is one of the rows'.
    """
    wanted: dict[str, dict[str, Row]] = {}
    for row in rows:
        wanted.setdefault(row["doc_id"], {})[row["quote_id"]] = row
    named = {str(articles)} if isinstance(articles, str | os.PathLike) else {str(given) for given in articles}
    found: dict[tuple[str, str], Passage] = {}
    met = 0
    for article in read_articles(articles):
        if isinstance(article, Rejection):
            _check(article, named)
        elif article.id in wanted:
            met += 1
            found |= _of_article(article.text, wanted[article.id])
    if not met:
        raise InputError(
            f"none of the rows' articles is among {', '.join(sorted(named))} (the rows name {next(iter(wanted))!r}); "
            "give the inputs that were scored",
            sorted(named),
        )
    return found


def _check(rejection: Rejection, named: Collection[str]) -> None:
    """Complain of an input that was given itself; of single bad articles `score` has told."""
    if rejection.doc_id in named:
        raise InputError(rejection.detail, rejection.doc_id)


def _of_article(text: str, quotes: Mapping[str, Row]) -> dict[tuple[str, str], Passage]:
    found = {}
    for quote_id, row in quotes.items():
        fragments = row["fragments"]
        if fragments and " ".join(text[start:end] for start, end in fragments) == row["quote"]:
            found[row["doc_id"], quote_id] = passage_of(text, fragments)
    return found


def _before(text: str, at: int) -> str:
    """The beginning of the sentence at an offset, and the sentence before it."""
    window = text[max(0, at - 2 * REACH) : at]
    ends = [end.end() for end in _END.finditer(window)]
    # where the window itself begins is no end: the sentence goes on before it
    begin = ends[-2] if len(ends) > 1 else 0
    words = window[begin:]
    cut = len(words) > REACH or (begin == 0 and at > len(window))
    return _tidy(_cut(words[::-1])[::-1] if cut else words).lstrip()


def _after(text: str, at: int) -> str:
    """The rest of the sentence at an offset, and the sentence after it."""
    window = text[at : at + 2 * REACH]
    ends = [end.end() for end in _END.finditer(window)]
    stop = ends[1] if len(ends) > 1 else len(window)
    words = window[:stop]
    cut = len(words) > REACH or (stop == len(window) and at + len(window) < len(text))
    return _tidy(_cut(words) if cut else words).rstrip()


def _middle(words: str) -> str:
    """What stands between two fragments, the middle of it left out where it is long."""
    if len(words) > 2 * REACH:
        words = f"{_cut(words)} {_cut(words[::-1])[::-1]}"
    return _tidy(words)


def _cut(words: str) -> str:
    """The first words, to the last whole one, and three dots."""
    kept = words[:REACH]
    return (kept.rsplit(maxsplit=1)[0] if len(kept.split()) > 1 else kept) + " …"


def _tidy(words: str) -> str:
    """White space as one blank, or as one line break where there was any."""
    return _BLANKS.sub(lambda found: "\n" if "\n" in found[0] or "\r" in found[0] else " ", words)
