"""Marked quotes, varied at random: a net that learns a teacher's answers needs more texts than there are quotes.

The teacher answers for what a text has become, so a variation need not keep its tone, nor even its sense (Jiao et al.
2020, “TinyBERT: distilling BERT for natural language understanding”).
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from stancekit.annotation.offsets import apply_edits
from stancekit.tone.marking import SEPARATOR
from stancekit.training.noise import slips

AS_IT_IS, PART, WORDS, SIDES = 0.4, 0.2, 0.2, 0.1
"""Shares of texts that stay, lose words at their ends, get other words, change sides; the rest get another frame."""
REPLACED = 0.12
"""Share of words that are replaced where some are."""
SHORTEST = 4
"""Words that are left of a quote at least."""
SPOILT = 0.15
"""Share of texts that the small net sees with slips of the keyboard."""
SIDE = re.compile("the target country|another country")
OTHER_SIDE = {"the target country": "another country", "another country": "the target country"}


def varied(texts: Sequence[str], rng: random.Random) -> list[str]:
    """Each text as it is, or varied in one way.

    Parameters
    ----------
    texts
        As `stancekit.tone.marking.mark` gives them.
    rng
        Draws the ways.
    """
    words = [word for text in rng.sample(texts, min(len(texts), 2000)) for word in text.split()] or [""]
    frames = [text.split(SEPARATOR)[0] for text in texts if SEPARATOR in text]
    return [_varied(text, words, frames, rng) for text in texts]


def spoilt(texts: Sequence[str], rng: random.Random) -> list[str]:
    """The texts, some of them with slips of the keyboard."""
    return [apply_edits(text, slips(text, rng))[0] if rng.random() < SPOILT else text for text in texts]


def _varied(text: str, words: list[str], frames: list[str], rng: random.Random) -> str:
    drawn = rng.random()
    if drawn < AS_IT_IS:
        return text
    if drawn < AS_IT_IS + PART:
        return _part(text, rng)
    if drawn < AS_IT_IS + PART + WORDS:
        kept = text.split(" ")
        return " ".join(
            rng.choice(words) if rng.random() < REPLACED and word != SEPARATOR.strip() else word for word in kept
        )
    if drawn < AS_IT_IS + PART + WORDS + SIDES:
        return SIDE.sub(lambda found: OTHER_SIDE[found[0]], text)
    body = text.split(SEPARATOR)[-1]
    return rng.choice(frames) + SEPARATOR + body if frames and rng.random() < 0.5 else body


def _part(text: str, rng: random.Random) -> str:
    """A stretch of the quote, behind its frame."""
    around, separator, body = text.rpartition(SEPARATOR)
    words = body.split(" ")
    if len(words) <= SHORTEST:
        return text
    length = rng.randrange(SHORTEST, len(words))
    start = rng.randrange(len(words) - length + 1)
    return around + separator + " ".join(words[start : start + length])
