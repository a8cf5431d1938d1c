"""What counts as a mention of a state in a text, and what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit.gazetteer import gazetteer


def found(text: str, date: str | None = None) -> list[str]:
    """Mentions as ``text=STATE``, which reads well in a table."""
    return [f"{mention.text}={mention.state}" for mention in gazetteer().find(text, date)]


NAMES = [
    ("Canada and Peru signed.", ["Canada=CA", "Peru=PE"]),
    ("the U.S. and the U.K. agreed", ["U.S.=US", "U.K.=GB"]),
    ("the US, the USA and the U.S.A.", ["US=US", "USA=US", "U.S.A.=US"]),
    ("they told us so", []),
    ("Us and them", []),
    ("a chinaware and turkey dinner", []),
    ("the People’s Republic of China", ["People’s Republic of China=CN"]),
    ("the Republic of China", ["Republic of China=TW"]),
    ("the Islamic Republic answered", ["Islamic Republic=IR"]),
    ("the Islamic Republic of Pakistan", ["Islamic Republic of Pakistan=PK"]),
    ("Türkiye, Turkiye and Turkey", ["Türkiye=TR", "Turkiye=TR", "Turkey=TR"]),
    ("Côte d’Ivoire and Ivory Coast", ["Côte d’Ivoire=CI", "Ivory Coast=CI"]),
    ("Burma, Zaire and Swaziland", ["Burma=MM", "Zaire=CD", "Swaziland=SZ"]),
    ("the Democratic Republic of the Congo", ["Democratic Republic of the Congo=CD"]),
    ("the Republic of Congo", ["Republic of Congo=CG"]),
    ("Congo-Brazzaville and the DRC", ["Congo-Brazzaville=CG", "DRC=CD"]),
    ("Congo closed the border", ["Congo=CD"]),
    ("North Korea and South Korea", ["North Korea=KP", "South Korea=KR"]),
    ("North Korean and Korean engineers", ["North Korean=KP", "Korean=KR"]),
    ("Guinea, Guinea-Bissau, Equatorial Guinea", ["Guinea=GN", "Guinea-Bissau=GW", "Equatorial Guinea=GQ"]),
    ("Papua New Guinea", ["Papua New Guinea=PG"]),
    ("Niger and Nigeria", ["Niger=NE", "Nigeria=NG"]),
    ("Nigerien and Nigerian troops", ["Nigerien=NE", "Nigerian=NG"]),
    ("Sudan and South Sudan", ["Sudan=SD", "South Sudan=SS"]),
    ("Dominica and the Dominican Republic", ["Dominica=DM", "Dominican Republic=DO"]),
    ("Ireland and Northern Ireland", ["Ireland=IE", "Northern Ireland=GB"]),
    ("Kosovo, Taiwan and Palestine", ["Kosovo=XK", "Taiwan=TW", "Palestine=PS"]),
    ("NATO, Nato and the Atlantic Alliance", ["NATO=NATO", "Nato=NATO", "Atlantic Alliance=NATO"]),
    ("the EU, the E.U. and the UN", ["EU=EU", "E.U.=EU", "UN=UN"]),
    ("Europe and the Europeans", ["Europe=EU", "Europeans=EU"]),
    ("St. Lucia and St Kitts", ["St. Lucia=LC", "St Kitts=KN"]),
]

PEOPLE = [
    ("the Americans and the Russians", ["Americans=US", "Russians=RU"]),
    ("the British, a Briton, two Frenchmen", ["British=GB", "Briton=GB", "Frenchmen=FR"]),
    ("Serbs, Kosovars and Filipinos", ["Serbs=RS", "Kosovars=XK", "Filipinos=PH"]),
    ("a US-Russian commission", ["US=US", "Russian=RU"]),
    ("a US‑Russian commission", ["US=US", "Russian=RU"]),
    ("US–China trade", ["US=US", "China=CN"]),
    ("the UK/France plan", ["UK=GB", "France=FR"]),
    ("Russo-American and Sino-Indian ties", ["Russo=RU", "American=US", "Sino=CN", "Indian=IN"]),
    ("the Franco-German engine", ["Franco=FR", "German=DE"]),
    ("General Franco", []),
    ("an anti-American speech", ["American=US"]),
]

SEATS = [
    ("Moscow and the Kremlin", ["Moscow=RU", "Kremlin=RU"]),
    ("the White House and the State Department", ["White House=US", "State Department=US"]),
    ("Foggy Bottom, the Pentagon, Capitol Hill", ["Foggy Bottom=US", "Pentagon=US", "Capitol Hill=US"]),
    ("Downing Street and Whitehall", ["Downing Street=GB", "Whitehall=GB"]),
    ("the Élysée, the Elysee, the Quai d’Orsay", ["Élysée=FR", "Elysee=FR", "Quai d’Orsay=FR"]),
    ("Zhongnanhai and Cheong Wa Dae", ["Zhongnanhai=CN", "Cheong Wa Dae=KR"]),
    ("Palazzo Chigi, Itamaraty, Malacañang", ["Palazzo Chigi=IT", "Itamaraty=BR", "Malacañang=PH"]),
    ("Rawalpindi and South Block", ["Rawalpindi=PK", "South Block=IN"]),
    ("Kyiv, Kiev and N’Djamena", ["Kyiv=UA", "Kiev=UA", "N’Djamena=TD"]),
    ("the IRGC, the IDF and the FSB", ["IRGC=IR", "IDF=IL", "FSB=RU"]),
    ("the European Commission", ["European Commission=EU"]),
    ("Brussels wants a deal", ["Brussels=EU"]),
    ("the Belgian town hall in Brussels", ["Belgian=BE", "Brussels=BE"]),
    ("the Security Council", ["Security Council=UN"]),
    ("Hamas, Hezbollah and the Houthis", []),
    ("ASEAN, the African Union and the OSCE", []),
    ("the hermit kingdom’s envoys", ["hermit kingdom=KP"]),
    ("the Zionist regime", ["Zionist regime=IL"]),
]

NOT_MENTIONS = [
    "Michael Jordan retired.",
    "Jordan Smith said so.",
    "Chad Miller said so.",
    "George Washington crossed it.",
    "Denzel Washington and Jack London",
    "The Washington Post and the New York Times",
    "the Moscow Times, China Daily, the Jerusalem Post",
    "Paris Hilton arrived.",
    "the Paris Agreement and the Paris climate accord",
    "the Minsk agreements and the Warsaw Pact",
    "the Oslo process and the Istanbul talks",
    "the Vienna Convention",
    "the South China Sea and the Sea of Japan",
    "the Persian Gulf, the Gulf of Mexico, the Indian Ocean, the English Channel",
    "New Mexico and New England",
    "Latin America, North America, South American, Central Americans",
    "Radio Free Europe and Voice of America",
    "American Airlines and the American University",
    "she speaks English",
    "Eastern Europe and the Council of Europe",
    "Xi’an and O’Brien",
    "Trump Tower on Park Avenue",
    "the Cuban missile crisis and the Korean War",
]

GEORGIA = [
    ("Georgia recalled its envoy from Yerevan.", ["Georgia=GE", "Yerevan=AM"]),
    ("The senator spoke in Atlanta, and Georgia voted.", []),
    ("a runoff in Georgia", []),
    ("Jordan’s king and Chad’s president", ["Jordan=JO", "Chad=TD"]),
    ("Jordan Foreign Minister", ["Jordan=JO"]),
    ("JORDAN WARNS SYRIA", ["JORDAN=JO", "SYRIA=SY"]),
    ("RUSSIA WARNS US OVER CUBA", ["RUSSIA=RU", "CUBA=CU"]),
]


@pytest.mark.parametrize(("text", "expected"), NAMES + PEOPLE + SEATS + GEORGIA)
def test_names_of_states(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", NOT_MENTIONS)
def test_other_things_with_the_same_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Russia", "name"),
        ("Burma", "former"),
        ("Moscow", "capital"),
        ("the Kremlin", "seat"),
        ("Russians", "demonym"),
        ("Russian", "adjective"),
        ("the CIA", "organisation"),
        ("Putin", "leader"),
        ("Europe", "europe"),
        ("MOSCOW, September 18. /AGENCY/. Talks", "dateline"),
        ("BEIJING — Officials said", "dateline"),
        ("Nothing here.\nTEHRAN, May 3 (AGENCY) - Officials", "dateline"),
        ("Warsaw (Reuters) - Officials said", "dateline"),
        ("Beirut (Small Agency) - Officials said", "dateline"),
        ("Dakar, 21 January 2019 (Inter-Sud) – Officials said", "dateline"),
        ("Sofia, June 12 – Officials said", "dateline"),
        ("Sofia, 12 June 2024 — Officials said", "dateline"),
        ("Moscow — which had waited — agreed", "capital"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [mention.kind for mention in gazetteer().find(text)] == [kind]


LEADERS = [
    ("Vladimir Putin met Xi Jinping", None, ["Vladimir Putin=RU", "Xi Jinping=CN"]),
    ("Putin’s plan and Macron’s answer", None, ["Putin=RU", "Macron=FR"]),
    ("the Trump administration", "2018-05-01", ["Trump=US"]),
    ("the Trump administration", "2012-05-01", []),
    ("Merkel said", "2015-05-01", ["Merkel=DE"]),
    ("Merkel said", "2022-06-01", ["Merkel=DE"]),
    ("Merkel said", "2024-06-01", []),
    ("Erdoğan and Erdogan", None, ["Erdoğan=TR", "Erdogan=TR"]),
    ("Ursula von der Leyen; later von der Leyen", None, ["Ursula von der Leyen=EU", "von der Leyen=EU"]),
    ("Prime Minister May said", None, ["May=GB"]),
    ("in May the talks failed", None, []),
    ("Theresa May spoke. In May, May left.", None, ["Theresa May=GB", "May=GB"]),
    ("Rice is cheap, and Brown is a colour", None, []),
    ("President Moon and the Moon", "2018-05-01", ["Moon=KR"]),
    ("Kim Jong Un spoke, then Kim left", None, ["Kim Jong Un=KP", "Kim=KP"]),
    ("Kim said", None, []),
    ("Melania Trump and Ivanka Trump", None, []),
    ("Petro Olenko, a farmer", None, []),
    ("Mark Rutte in The Hague", "2015-05-01", ["Mark Rutte=NL", "The Hague=NL"]),
    ("Mark Rutte in Vilnius", "2025-05-01", ["Mark Rutte=NATO", "Vilnius=LT"]),
    ("NATO chief Mark Rutte", None, ["NATO=NATO", "Mark Rutte=NATO"]),
]


@pytest.mark.parametrize(("text", "date", "expected"), LEADERS)
def test_leaders(text: str, date: str | None, expected: list[str]) -> None:
    assert found(text, date) == expected


def test_a_date_in_words_counts_as_unknown() -> None:
    assert found("Merkel said", "three days ago") == found("Merkel said")


def test_possessive_is_left_out() -> None:
    assert found("America’s, Russia's and the Netherlands’ ships") == ["America=US", "Russia=RU", "Netherlands=NL"]


PIECES = st.sampled_from(
    [
        *"’'-‑–— \n.,5\u0301\ud800",
        *("US", "U.S.", "Russia", "Xi", "'s", ". ", ", ", "St", "of", "the", "Republic", "Congo"),
        *("MOSCOW", "Kim", "May", "Türkiye", "Washington", "D.C.", "Georgia", "O", "President", "Trump"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_offsets_hold_for_any_text(text: str) -> None:
    mentions = gazetteer().find(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(one.end <= two.start for one, two in pairwise(mentions))
    assert all(mention.text and gazetteer().name_of(mention.state) for mention in mentions)
