"""Draw an explanation with displaCy: the words that carried a tone, the darker the more."""

from __future__ import annotations

from stancekit.palette import COLOURS, NO_TONE, SIGNS, rgba
from stancekit.tone.occlusion import Explanation, Word
from stancekit.types import Tone

LEAST = 0.02
"""Words that matter less are not marked."""


def draw(explanation: Explanation) -> str:
    """HTML of the quote as the model saw it, for a notebook (``IPython.display.HTML``) or a page.

    Each marked word bears what it adds to the probability of the tone, in points of a hundred.

    Examples
    --------
    >>> from stancekit.tone.occlusion import Explanation, Word
    >>> found = Explanation("They lied.", "hostile", {"hostile": 0.9, "cautious": 0.1, "constructive": 0.0},
    ...                     (Word("They", 0, 4, 0.0, True), Word("lied.", 5, 10, 0.6, True)))
    >>> "+60" in draw(found)
    True
    """
    from spacy import displacy
    from spacy.displacy.templates import TPL_ENT

    marked = [word for word in explanation.words if abs(word.weight) >= LEAST]
    entities = [{"start": word.start, "end": word.end, "label": _label(word)} for word in marked]
    share = explanation.probabilities[explanation.tone]
    colours = {_label(word): _colour(word, explanation.tone) for word in marked}
    title = f"{SIGNS[explanation.tone]} {explanation.tone} {share:.0%}"
    page = {"text": explanation.seen, "ents": entities, "title": title}
    # browsers write black on a mark, which cannot be read in a dark notebook
    template = TPL_ENT.replace("background: {bg};", "background: {bg}; color: inherit;")
    options = {"colors": colours, "template": template}
    html: str = displacy.render(page, style="ent", manual=True, jupyter=False, options=options)
    return html


def _label(word: Word) -> str:
    return f"{round(100 * word.weight):+d}"


def _colour(word: Word, tone: Tone) -> str:
    """The tone's colour for what speaks for it, grey for what speaks against it."""
    strength = min(1.0, 0.15 + abs(word.weight))
    return rgba(COLOURS[tone] if word.weight > 0 else NO_TONE, strength)
