"""Words of reporting: which cues present somebody's words, and which only a thought.

The list (``resources/cues.tsv``) decides what belongs to the codebook's notion of a quote when the wider
attributions of PolNeAR (beliefs, attitudes) are learnt from, and what a cue-like word between two quotes means.
"""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources
from typing import Literal

CueClass = Literal["speech", "thought"]
WORD = re.compile(r"[a-zé’'-]+")
# Where every cue of a quote is a bare mark of punctuation, the layout itself reports: “Kovar: ...”, “... – Kovar”.
PUNCTUATION = re.compile(r"^\W+$")


def cue_class(text: str) -> CueClass | None:
    """Tell whether the words of a cue report speech, report a thought, or neither.

    Parameters
    ----------
    text
        The cue as it stands in the article, possibly several words.

    Returns
    -------
    {"speech", "thought"} or None
        ``speech`` wins where a cue holds both ("said he hoped").

    Examples
    --------
    >>> cue_class("went on to say"), cue_class("believes"), cue_class("painted")
    ('speech', 'thought', None)
    """
    lowered = text.lower()
    if PUNCTUATION.match(lowered) and lowered.strip():
        return "speech"
    classes = cue_forms()
    words = WORD.findall(lowered)
    found = {classes[word] for word in words if word in classes}
    if "speech" in found or any(phrase in lowered for phrase in _phrases()):
        return "speech"
    return "thought" if "thought" in found else None


@functools.cache
def cue_forms() -> dict[str, CueClass]:
    """Every inflected form of a single-word cue, with its class."""
    forms: dict[str, CueClass] = {}
    for row in _rows():
        if row["part"] == "phrase":
            continue
        cue: CueClass = "thought" if row["class"] == "thought" else "speech"
        for form in [*_inflect(row["lemma"], row["part"]), *row["forms"].split()]:
            if forms.get(form) != "speech":
                forms[form] = cue
    return forms


@functools.cache
def _phrases() -> tuple[str, ...]:
    found = []
    for row in _rows():
        if row["part"] == "phrase":
            first, _, rest = row["lemma"].partition(" ")
            found += [f"{form} {rest}" for form in [*_inflect(first, "verb"), *row["forms"].split()]]
    return tuple(found)


def _rows() -> list[dict[str, str]]:
    table = resources.files("stancekit.resources").joinpath("cues.tsv")
    with table.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _inflect(lemma: str, part: str) -> list[str]:
    """Regular English forms; the irregular ones stand in the table."""
    if part == "noun":
        return [lemma, lemma + "s"]
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    plural = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    return [lemma, plural, stem + "ed", stem + "ing"]
