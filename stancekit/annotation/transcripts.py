"""Transcripts and interviews: turns with a speaker's label before a colon.

In a transcript the answer of a named speaker is one direct quote without marks, over all its paragraphs; the
reporter's question is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LABEL = re.compile(r"[ \t]*(?P<label>[A-Z][A-Za-z0-9 .’'()/-]{0,60}?)[ \t]*:[ \t]+(?=\S)")
ASKING = re.compile(
    r"^(?:Q|Question|Reporter|Journalist|Interviewer|Moderator|Host|Operator|Correspondent|Press|Media)\b[ .\d]*",
    re.IGNORECASE,
)
ANSWERING = re.compile(r"^(?:A|Answer)\b[ .\d]*$", re.IGNORECASE)
ABOUT = re.compile(
    r"^(?:transcript|subjects?|topics?|date|time|place|venue|location|source|note|photo|contact|tags?|updated|published|"
    r"title|author|translation|language|editors?)\b",
    re.IGNORECASE,
)
"""Labels of the page, not of a speaker."""
MIN_TURNS = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its label and its paragraphs, each as ``(start, end)`` in characters."""

    label: tuple[int, int]
    paragraphs: tuple[tuple[int, int], ...]
    question: bool


def turns(text: str, paragraphs: list[tuple[int, int]]) -> list[Turn]:
    """Turns of a transcript, or none where the article is no transcript.

    Parameters
    ----------
    text
        The article.
    paragraphs
        Its paragraphs, in characters.

    Returns
    -------
    list of Turn
        Empty unless at least three paragraphs carry a label and a question is among them, or a label in
        capitals comes back.
    """
    labels = {span: match for span in paragraphs if (match := LABEL.match(text, *span)) and _is_label(match["label"])}
    if paragraphs and _is_kicker(labels.get(paragraphs[0]), labels.values()):
        del labels[paragraphs[0]]
    if len(labels) < MIN_TURNS or not _is_transcript([match["label"] for match in labels.values()]):
        return []
    found: list[Turn] = []
    for start, end in paragraphs:
        match = labels.get((start, end))
        if match:
            question = bool(ASKING.match(match["label"]))
            found.append(Turn(match.span("label"), ((match.end(), end),), question))
        elif found and not _is_closing(text[start:end]):
            found[-1] = Turn(found[-1].label, (*found[-1].paragraphs, (start, end)), found[-1].question)
    return found


def _is_label(label: str) -> bool:
    """Capitals, a form of address with a name, or the usual words; “Moscow's answer: ...” is none."""
    if ABOUT.match(label):
        return False
    words = label.split()
    usual = bool(ASKING.match(label) or ANSWERING.match(label))
    return (
        usual
        or label.isupper()
        or (len(words) <= 5 and all(word[:1].isupper() or word in ("de", "van", "al") for word in words))
    )


def _is_kicker(first: re.Match[str] | None, labels: Iterable[re.Match[str]]) -> bool:
    """“Interview: ...” over an article is no turn: nobody of that name speaks again, and nobody is asked."""
    if first is None or ASKING.match(first["label"]):
        return False
    return sum(match["label"] == first["label"] for match in labels) == 1


def _is_transcript(labels: list[str]) -> bool:
    asked = any(ASKING.match(label) for label in labels)
    repeated = any(labels.count(label) >= 2 for label in labels)
    return repeated and (asked or sum(label.isupper() for label in labels) >= MIN_TURNS)


def _is_closing(paragraph: str) -> bool:
    """Notes such as ENDS or (END TRANSCRIPT) belong to no turn."""
    return paragraph.strip(" #*()[].").isupper() and len(paragraph.split()) <= 4
