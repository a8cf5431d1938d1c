"""Names of persons: which spellings in an article are the same one, and which is the fullest."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from stancekit.annotation.layers import Entity
from stancekit.annotation.roles import HONORIFICS, fold, has_office, office_words
from stancekit.annotation.states import States
from stancekit.annotation.words import words_of
from stancekit.gazetteer_tables import read_genders

TITLES = HONORIFICS | frozenset(
    "prof professor minister president premier chancellor secretary general gen lt maj col capt adm admiral "
    "ambassador senator rep chairman chairwoman king queen prince princess emir pope spokesman spokeswoman "
    "spokesperson mp envoy captain colonel major lieutenant brigadier marshal h.e hon rt father rev chief ayatollah "
    "imam".split()
)
MALE = frozenset(
    "mr sir lord king prince emir sheikh spokesman chairman businessman brother father husband pope sultan ayatollah "
    "imam monsieur herr senor senhor signor shri".split()
)
FEMALE = frozenset(
    "mrs ms miss lady dame queen princess sheikha spokeswoman chairwoman businesswoman sister mother wife "
    "congresswoman mme madame mlle frau senora senhora signora smt".split()
)
PARTICLES = frozenset("de del della di da dos van von der den bin ibn al el la le ter ten af".split())
WORD = re.compile(r"[\w’'.-]+")


def name_span(doc: Doc, start: int, end: int, states: States | None = None) -> Span | None:
    """Cut titles, states, possessives and stray tokens off a span that the reader takes for a name."""
    words = words_of(doc)
    # “Education Minister Ana Kovar”: the name begins after the last title
    # and after the last word in lower case that is no particle: “Dorva heeds Kovar”
    start = max((i + 1 for i in range(start, end - 1) if _is_no_name(words[i])), default=start)
    while start < end and (fold(words[start]) in TITLES or not words[start][:1].isalpha()):
        start += 1
    # “Secretary of [State Ana Kovar]”, “ambassador to [Peru Ana Kovar]”: two words are left for the name
    while end - start > 2 and (
        words[start].lower() in office_words() or (states and states.is_bare(doc[start : start + 1]))
    ):
        start += 1
    while start < end and (words[end - 1] in ("'s", "’s", "'", "’") or not words[end - 1][:1].isalpha()):
        end -= 1
    if start == end or not any(word[:1].isupper() for word in words[start:end]):
        return None
    if all(word.lower() in office_words() for word in words[start:end]):
        return None
    mention = states.covering(doc[start].idx) if states else None
    if mention is not None and mention.kind != "leader" and doc[end - 1].idx < mention.end:
        return None  # a capital that the reader took for a name: “Kinshasa announced”
    return Span(doc, start, end, label="PERSON")


def _is_no_name(word: str) -> bool:
    return fold(word) in TITLES or (word.isalpha() and word.islower() and word not in PARTICLES)


def display_name(span: Span) -> str:
    """The name as a table shows it: one line, capitals only where a name has them."""
    text = re.sub(r"\s+", " ", span.text).strip()
    return text.title() if text.isupper() and len(text) > 3 else text


def key_words(name: str) -> list[str]:
    """The comparable words of a name, particles and initials left in place."""
    return [word for raw in WORD.findall(name) if (word := fold(raw))]


def same_person(full: list[str], short: list[str]) -> bool:
    """Whether a shorter form of a name can stand for a fuller one.

    Examples
    --------
    >>> same_person(["ana", "kovar"], ["kovar"]), same_person(["ana", "kovar"], ["ivan", "kovar"])
    (True, False)
    """
    if not full or not short or len(short) > len(full):
        return False
    if len(short) == 1:
        # a surname stands last; in Korean, Chinese or Hungarian order it stands first
        return short[0] in (full[-1], full[0]) or (len(full) > 2 and short[0] in full and short[0] not in PARTICLES)
    if set(short) <= set(full):
        return True
    initials = len(short) == len(full) and short[-1] == full[-1]
    return initials and all(s == f or (len(s) == 1 and f.startswith(s)) for s, f in zip(short, full, strict=True))


def people(doc: Doc, states: States) -> list[Entity]:
    """Cluster the article's person names.

    A short form joins the entity named last that it can stand for; where a later full name turns up for a form
    that stood alone, it joins that one.

    Parameters
    ----------
    doc
        The article, with ``PERSON`` entities.
    states
        Its state names: a capital is no person.

    Returns
    -------
    list of Entity
        In the order of first mention; ``name`` is the fullest form.
    """
    found: list[tuple[list[str], Entity]] = []
    for span in _name_spans(doc, states):
        words = key_words(span.text)
        if not words:
            continue
        index = _match(found, words)
        if index is None:
            entity = Entity(f"e{len(found) + 1}", "person", display_name(span), mentions=[span])
            found.append((words, entity))
            continue
        known, entity = found.pop(index)
        entity.mentions.append(span)
        if len(words) > len(known):
            known, entity.name = words, display_name(span)
        found.append((known, entity))  # last in the list: mentioned last
    entities = sorted((entity for _, entity in found), key=lambda e: e.mentions[0].start)
    for entity in entities:
        entity.gender = _gender(doc, entity)
    return entities


def _name_spans(doc: Doc, states: States) -> list[Span]:
    """Spans of names: those the reader found, and the surnames of those wherever it missed them."""
    spans = []
    for ent in doc.ents:
        start = ent.start if ent.label_ == "PERSON" else _person_in(ent)
        if start is None:
            continue
        span = name_span(doc, _extended(doc, start, states), ent.end, states)
        if span is not None:
            spans.append(span)
    surnames = {words[-1] for span in spans if len(words := key_words(span.text)) > 1 and len(words[-1]) > 2}
    taken = {i for span in spans for i in range(span.start, span.end)}
    spellings = {word for word in set(words_of(doc)) if word[:1].isupper() and fold(word) in surnames}
    missed = [
        Span(doc, i, i + 1, label="PERSON")
        for i, word in enumerate(words_of(doc))
        if word in spellings and i not in taken and not _in_name(doc, i)
    ]
    return sorted([*spans, *missed], key=lambda span: span.start)


def _person_in(ent: Span) -> int | None:
    """Where a person's name begins in what the reader took for a body: “Foreign Affairs [Ana Kovar]”."""
    start = ent.start
    while start < ent.end and ent.doc[start].lower_ in office_words():
        start += 1
    named = ent.start < start <= ent.end - 2 and fold(ent.doc[start].text) in read_genders()
    return start if named else None


def _extended(doc: Doc, start: int, states: States) -> int:
    """Take in a given name that the reader left out: “counterpart, Noriko [Tachibana]”."""
    while start and not doc[start].is_sent_start:
        before = doc[start - 1]
        if not (before.is_alpha and before.text[:1].isupper() and before.text[1:].islower() and before.whitespace_):
            break
        if (
            before.ent_type_
            or fold(before.text) in TITLES
            or has_office(before.text)
            or states.inside(doc[start - 1 : start])
        ):
            break
        if before.is_sent_start or before.is_stop:
            break
        start -= 1
    return start


def _in_name(doc: Doc, i: int) -> bool:
    """Whether a word is part of a longer name of something else: “Kovar Street”."""
    return (
        bool(doc[i].ent_type_)
        and doc[i].ent_type_ != "PERSON"
        and i + 1 < len(doc)
        and doc[i + 1].ent_type_ == doc[i].ent_type_
    )


def _match(found: list[tuple[list[str], Entity]], words: list[str]) -> int | None:
    for index in range(len(found) - 1, -1, -1):
        known = found[index][0]
        if same_person(known, words) or (len(known) == 1 and same_person(words, known)):
            return index
    return None


def _gender(doc: Doc, entity: Entity) -> str | None:
    """From the titles before a name and the apposition after it, else from the given name."""
    words = words_of(doc)
    for mention in entity.mentions:
        before = {fold(word) for word in words[max(0, mention.start - 3) : mention.start]}
        after = {fold(word) for word in words[mention.end : mention.end + 6]}
        if before & FEMALE or after & {"spokeswoman", "chairwoman", "herself"}:
            return "f"
        if before & MALE or after & {"spokesman", "chairman", "himself"}:
            return "m"
    name = key_words(entity.name or "")
    return read_genders().get(name[0]) if len(name) > 1 else None
