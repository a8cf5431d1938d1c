"""Which words carried a judgement: each is left out in turn, and the loss of probability is its share.

Occlusion (Zeiler and Fergus 2014; Li, Monroe and Jurafsky 2016 for words): it asks the model itself and needs no
gradients. Words are those that the model sees, frame and masked states included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stancekit.errors import InputError
from stancekit.tone.judge import Judge, ToneJudge
from stancekit.tone.marking import SEPARATOR, mark
from stancekit.types import TONES, Tone

if TYPE_CHECKING:
    import pandas as pd

_WORD = re.compile(r"the target country(?:’s leader)?|our country|another country|\S+")
"""What is left out together: a word, or what stands for a state."""


@dataclass(frozen=True)
class Word:
    """A word as the model saw it.

    Parameters
    ----------
    text
        The word; ``start`` and ``end`` are its code points in `Explanation.seen`.
    weight
        Probability of the judged tone that is lost without the word, from -1 to 1; negative where the word
        speaks against that tone.
    in_quote
        False in the frame, the words around the quote.
    """

    text: str
    start: int
    end: int
    weight: float
    in_quote: bool


@dataclass(frozen=True)
class Explanation:
    """Why a quote was given its tone.

    Parameters
    ----------
    seen
        The text as the model saw it: frame, separator, quote, states masked.
    tone
        The tone that is explained.
    probabilities
        Of each tone, calibrated.
    words
        All words in their order.
    """

    seen: str
    tone: Tone
    probabilities: dict[Tone, float]
    words: tuple[Word, ...]

    def frame(self) -> pd.DataFrame:
        """One row a word: ``word``, ``weight``, ``in_quote``; the heaviest first."""
        import pandas as pd

        rows = [(word.text, word.weight, word.in_quote) for word in self.words]
        table = pd.DataFrame(rows, columns=["word", "weight", "in_quote"])
        return table.sort_values("weight", ascending=False, kind="stable", ignore_index=True)


def explain(
    text: str,
    counterpart: str | None = None,
    speaker_state: str | None = None,
    context: str | None = None,
    *,
    tone: Tone | None = None,
    model: Judge | None = None,
) -> Explanation:
    """Leave out each word in turn and look what becomes of the tone.

    Parameters
    ----------
    text, counterpart, speaker_state, context
        One quote, as in the frames that the classifier takes.
    tone
        The tone to explain; None for the most likely one.
    model
        A fitted `ToneClassifier` or a `stancekit.tone.judge.ToneJudge`; None for the model that comes with stancekit.

    Raises
    ------
    InputError
        Where the text is no text.

    Examples
    --------
    >>> found = explain("We thank Norway for the boats", "NO", "SE")
    >>> found.tone, found.frame()["word"][0]
    ('constructive', 'thank')
    """
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{text!r} is no quote; give its words", text)
    seen = mark(text, counterpart, speaker_state, context)
    places = [match.span() for match in _WORD.finditer(seen) if match[0] != SEPARATOR.strip()]
    without = [seen[:start] + seen[end:].lstrip() for start, end in places]
    judge = ToneJudge.load() if model is None else model
    given = judge.predict_proba([seen, *[rest if rest.strip() else "…" for rest in without]])
    judged = int(given[0].argmax()) if tone is None else TONES.index(tone)
    body = seen.rfind(SEPARATOR)
    lost = given[0, judged] - given[1:, judged]
    words = tuple(
        Word(seen[start:end], start, end, float(weight), start > body)
        for (start, end), weight in zip(places, lost, strict=True)
    )
    return Explanation(seen, TONES[judged], dict(zip(TONES, map(float, np.asarray(given[0])), strict=True)), words)
