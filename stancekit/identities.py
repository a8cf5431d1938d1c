"""One person across a corpus: the same ``speaker_id``, however an article writes the name.

Names are romanised (anyascii), folded and levelled where transliterations differ; what is left is compared within
one state and one surname by rapidfuzz. An id that has been given never changes, so rows can be written as they come.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyascii import anyascii
from rapidfuzz import fuzz

from stancekit.errors import InputError
from stancekit.gazetteer import gazetteer

if TYPE_CHECKING:
    import pandas as pd

ALIKE = 86.0
"""Likeness (0 to 100) from which two levelled surnames are one: a letter in six may differ."""
GIVEN_ALIKE = 80.0
"""The same for given names, which transliterations change more (Mohammed, Muhammad)."""
SHORT = 5
"""Letters below which names must agree to the letter: Li is not Lee, Khan is not Kuan."""
NOWHERE = "xx"
TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord lady dame sheikh sheikha president minister prime foreign deputy vice "
    "premier chancellor secretary general gen lt maj col colonel captain capt adm admiral ambassador envoy senator rep "
    "king queen prince princess emir pope spokesman spokeswoman spokesperson his her excellency hon chief "
    "ayatollah imam monsieur mme madame mlle herr frau senor senora senhor senhora signor signora shri smt dato "
    "datuk".split()
)
BODIES = frozenset(
    "ministry office embassy army commission department government council agency administration secretariat mission "
    "service committee parliament court bank union association party company group house presidency cabinet affairs "
    "police navy guard force forces command bureau authority authorities delegation".split()
)
NOBODY = frozenset(
    "i you he she it we they this that who one him her them us his hers its their ours someone somebody anyone nobody "
    "everyone others both some many most".split()
)
PARTICLES = frozenset({"the", "al", "el", "bin", "ibn", "bint", "de", "der", "den", "von", "van", "da", "di", "of"})
_LEVELLED = (
    ("kh", "h"), ("ou", "u"), ("oo", "u"), ("dj", "j"), ("zh", "z"), ("ph", "f"), ("ck", "k"), ("tch", "ch"),
    ("ee", "i"), ("ye", "e"), ("yo", "o"), ("ij", "i"), ("iy", "i"), ("ey", "i"), ("ei", "i"), ("y", "i"), ("w", "v"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_WORD = re.compile(r"[a-z]+")


@dataclass(slots=True)
class Person:
    """Somebody who has spoken: the id and, levelled, surname, given names known so far and first word of the name."""

    id: str
    surname: str
    first: str
    given: list[str] = field(default_factory=list)


class SpeakerRegistry:
    """Gives ids to the speakers of a corpus, in its order.

    The same sequence of calls gives the same ids. Within a state, names are one person's where the surnames are
    alike and the given names are the same, alike, an initial, or not given. A surname alone that several known
    persons bear is nobody's but its own.

    Examples
    --------
    >>> speakers = SpeakerRegistry()
    >>> [speakers.identify(name, "RU") for name in ("Sergei Ledov", "Minister Ledov", "Сергей Ледов", "Ivan Ledov")]
    ['ru-sergei-ledov', 'ru-sergei-ledov', 'ru-sergei-ledov', 'ru-ivan-ledov']
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._ids: set[str] = set()
        self._people: dict[tuple[str, str], list[Person]] = defaultdict(list)

    def identify(self, name: str | None, state: str | None = None) -> str | None:
        """The id of whoever bears a name.

        Parameters
        ----------
        name
            As an article gives it, with or without titles; in any script.
        state
            The state spoken for. A name without one is only joined to another without one.

        Returns
        -------
        str or None
            None where there is no name.
        """
        if name is None or not name.strip():
            return None
        where = (state or NOWHERE).lower()
        key = (name, where)
        found = self._known.get(key) or self._find(name, where)
        if " " in name.strip():  # whom a surname alone means may change as others come
            self._known[key] = found
        return found

    def _find(self, name: str, where: str) -> str:
        words = _words(name)
        if not words:
            return self._new(where, ["unnamed"])
        if set(words) & BODIES:
            slug = "-".join((where, *words))
            self._ids.add(slug)
            return slug
        words = [word for word in words if word not in TITLES] or words
        for surname, given in _readings(words):
            person = self._one(where, surname, given)
            if person is not None:
                if given and given not in person.given:
                    person.given.append(given)
                return person.id
        return self._add(where, words).id

    def _add(self, where: str, words: list[str]) -> Person:
        """Somebody who has not spoken yet, found again by the last word of the name or by its first."""
        surname, given = _readings(words)[0]
        person = Person(self._new(where, words), surname, _level(words[0]), [given] if given else [])
        for key in {_skeleton(surname), _skeleton(person.first)}:
            self._people[where, key].append(person)
        return person

    def _one(self, where: str, surname: str, given: str) -> Person | None:
        """The one person of a state that a surname and given names fit; None where there is none, or more."""
        near = self._people.get((where, _skeleton(surname)), [])
        # family names may stand first: Orban Viktor, Kim Yo Jong
        bearers = [p for p in near if _alike(p.surname, surname, ALIKE) or p.first == surname]
        if not given:
            alone = [p for p in bearers if not p.given]
            return alone[0] if alone else bearers[0] if len(bearers) == 1 else None
        for person in bearers:
            if any(_same_given(given, known) for known in person.given if person.first != surname):
                return person
            if person.first == surname and any(known + person.surname == surname + given for known in person.given):
                return person
        return bearers[0] if len(bearers) == 1 and not bearers[0].given else None

    def _new(self, where: str, words: list[str]) -> str:
        slug = "-".join((where, *words))
        number, chosen = 1, slug
        while chosen in self._ids:
            number += 1
            chosen = f"{slug}-{number}"
        self._ids.add(chosen)
        return chosen


def link_speakers(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows their ``speaker_id``, in the order in which they stand.

    Parameters
    ----------
    rows
        A frame of rows; the columns ``speaker`` and ``speaker_state`` are used.

    Returns
    -------
    DataFrame
        A copy with the same index and the column ``speaker_id``: the same for the same person, null without name.

    Raises
    ------
    InputError
        Where a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"speaker": ["Ana Kovar", "Kovar", None], "speaker_state": ["HR", "HR", None]})
    >>> link_speakers(frame)["speaker_id"].tolist()
    ['hr-ana-kovar', 'hr-ana-kovar', None]
    """
    import pandas as pd

    if missing := [column for column in ("speaker", "speaker_state") if column not in rows.columns]:
        raise InputError(f"no column {', '.join(missing)}; give what score returns", missing)
    registry = SpeakerRegistry()
    pairs = zip(rows["speaker"], rows["speaker_state"], strict=True)
    found = [registry.identify(*(None if pd.isna(cell) else str(cell) for cell in pair)) for pair in pairs]
    return rows.assign(speaker_id=pd.Series(found, index=rows.index, dtype="object"))


def is_person(name: str | None) -> bool:
    """Whether a speaker's name is a person's: no pronoun, office, ministry, capital or group of people.

    Examples
    --------
    >>> [is_person(name) for name in ("Ana Kovar", "Minister Kovar", "Nikol al-Rashed", "Сергей Ледов")]
    [True, True, True, True]
    >>> [is_person(name) for name in ("she", "Foreign Ministry", "the Kremlin", "Western diplomats", "Analysts", None)]
    [False, False, False, False, False, False]
    """
    words = [word for word in _words(name or "") if word not in TITLES]
    if name is None or not words or set(words) & BODIES or set(words) <= NOBODY:
        return False
    if any(mention.kind != "leader" for mention in gazetteer().find(name)):
        return False
    common = [word for word in name.split() if word.islower() and not {*_words(word)} <= TITLES]
    return not common and (len(words) > 1 or gazetteer().speaks_for_state(words[0]) is None)


def _words(name: str) -> list[str]:
    """The words of a name in plain small letters; Arabic articles, apostrophes and hyphens level."""
    plain = anyascii(name).lower().replace("'", "").replace("`", "")
    joined = re.sub(r"\b(?:al|el|ul)[- ](?=[a-z])", "", plain).replace("-", "")
    return [word for word in _WORD.findall(joined) if word not in PARTICLES]


def _level(word: str) -> str:
    """A word without what transliterations write in several ways."""
    for written, plain in _LEVELLED:
        word = word.replace(written, plain)
    return _DOUBLED.sub(r"\1", word).removesuffix("h")


def _skeleton(word: str) -> str:
    """The consonants of a word: only surnames that share them are compared at all, vowels may differ."""
    return word[:1] + re.sub(r"[aeiouh]", "", word[1:])


def _readings(words: list[str]) -> list[tuple[str, str]]:
    """Surname and given names, levelled: with the family name last, then with it first."""
    level = [_level(word) for word in words]
    if len(level) == 1:
        return [(level[0], "")]
    initial = len(words[0]) == 1
    last = (level[-1], level[0] if initial else "".join(level[:-1]))
    return [last] if initial else [last, (level[0], "".join(level[1:]))]


def _alike(one: str, other: str, least: float) -> bool:
    if min(len(one), len(other)) < SHORT:
        return one == other
    return fuzz.ratio(one, other) >= least


def _same_given(one: str, other: str) -> bool:
    """Whether two given names can be one's: alike, of the same consonants, or one the beginning of the other."""
    if one.startswith(other) or other.startswith(one):
        return True
    same = _skeleton(one) == _skeleton(other) and len(_skeleton(one)) > 2
    return same or _alike(one, other, GIVEN_ALIKE)
