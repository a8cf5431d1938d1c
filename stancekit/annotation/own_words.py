"""What somebody's own words tell of whose side they are on: mostly they name the other one.

“Dorva is stealing a river” is no Dorvan's sentence, and who accuses Dorva speaks for another state. Reported speech
may begin with one's own: she said Norway was ready.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from stancekit.annotation.layers import QuoteSpans
from stancekit.annotation.states import States
from stancekit.gazetteer import StateMention

SEATS = frozenset({"capital", "seat"})
LEADS = 5
"""Characters from the start of a quote within which a name leads it."""
AIMED = re.compile(
    r"\b(?:accus|blam|urg|thank|prais|warn|condemn|denounc|criticis|criticiz|demand|appeal|invit|congratulat|challeng|"
    r"reproach|attack|scold|mock|begg?|ask|assur|call|describ|compar|liken|dismiss|hail|welcom)",
    re.IGNORECASE,
)
"""What is accused, thanked or called something stands first in the content and is not one's own."""
OWN = re.compile(
    r"\b(?:we|us|our|ours|(?:his|her|its|their|my) (?:\w+ )?(?:government|country|side|ministry|people|troops|army|"
    r"navy|nation|delegation|cabinet))\b",
    re.IGNORECASE,
)
"""Words for one's own side: a state that is named beside them is another."""


def sides_named(text: str, quotes: list[QuoteSpans], states: States) -> Iterator[tuple[str, str]]:
    """The states that quotes name, each with how it stands there.

    Parameters
    ----------
    text
        The article.
    quotes
        The quotes of one speaker.
    states
        The article's state names.
    """
    for quote in quotes:
        cue = quote.cue
        aimed = cue is not None and AIMED.search(text, cue.start_char, cue.end_char) is not None
        own = any(OWN.search(text, span.start_char, span.end_char) for span in quote.content)
        for span in quote.content:
            for mention in states.within(span.start_char, span.end_char):
                leads = mention.start - quote.content[0].start_char < LEADS
                kind = f"aimed {quote.kind}" if aimed and leads else quote.kind
                yield mention.state, f"{kind} {'leads' if leads else 'holds'} {_sort(mention)}"
                if own:
                    yield mention.state, f"{quote.kind} beside us"


def _sort(mention: StateMention) -> str:
    return "seat" if mention.kind in SEATS else "leader" if mention.kind == "leader" else "name"


def shares_named(quotes: list[QuoteSpans], states: States) -> list[tuple[str, float]]:
    """How many of somebody's quotes that name states name each of them."""
    named = [{m.state for span in q.content for m in states.within(span.start_char, span.end_char)} for q in quotes]
    counts = Counter(state for found in named for state in found)
    naming = sum(1 for found in named if found)
    return [(state, count / naming) for state, count in counts.items()]
