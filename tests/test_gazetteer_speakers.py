"""From which state a source phrase speaks, whether it speaks for it, and who holds an office."""

from __future__ import annotations

import pytest

from stancekit.gazetteer import gazetteer

STATES = [
    ("Russian Deputy Foreign Minister", "RU"),
    ("the Kremlin spokesman", "RU"),
    ("Spokesman of Iran’s Foreign Ministry", "IR"),
    ("the US ambassador to Moscow", "US"),
    ("the US ambassador in Moscow", "US"),
    ("the Moscow-based analyst", None),
    ("a Moscow‑based analyst", None),
    ("British prime minister", "GB"),
    ("U.N. envoy for Syria", "UN"),
    ("EU ambassador to Georgia", "EU"),
    ("Russia's ambassador in Kyiv", "RU"),
    ("Hungarian opposition leader", "HU"),
    ("the ambassador of Japan to China", "JP"),
    ("Permanent Representative of Russia to the EU", "RU"),
    ("the Chinese embassy in Washington", "CN"),
    ("a diplomat at the Russian embassy in Washington", "RU"),
    ("the ambassador to Moscow", None),
    ("the envoy for Syria", None),
    ("a spokesman for the German government", "DE"),
    ("a spokeswoman for the Kremlin", "RU"),
    ("an aide to President Putin", "RU"),
    ("an adviser to Putin", "RU"),
    ("an adviser on Russia", None),
    ("a senior official in the Trump administration", "US"),
    ("a minister in the Israeli government", "IL"),
    ("officials in Washington", "US"),
    ("authorities in Tehran", "IR"),
    ("a Western diplomat in Kyiv", None),
    ("foreign officials in Kyiv", None),
    ("diplomats in the Iranian capital", None),
    ("US and Russian officials", None),
    ("the US-Russian commission", None),
    ("the foreign ministers of France and Germany", None),
    ("the Russian-backed separatist leader", None),
    ("the Iran-backed militia", None),
    ("the pro-Russian party", None),
    ("a Russia expert", None),
    ("the US Iran envoy", "US"),
    ("Moscow", "RU"),
    ("the Foreign Ministry", None),
    ("Canada’s foreign minister, who met the Cuban president", "CA"),
    ("a statement by the Polish foreign ministry", "PL"),
    ("NATO’s secretary-general", "NATO"),
    ("the commander of US forces in South Korea", "US"),
    ("the Ugandan ambassador’s deputy in Kigali", "UG"),
    ("Vladimir Putin’s spokesman", "RU"),
    ("the farmer", None),
    ("Turkish and Greek ministers", None),
    ("the Chinese side", "CN"),
    ("the President of the European Commission", "EU"),
    ("Pakistan’s Foreign Office", "PK"),
    ("Polish foreign minister " * 100, "PL"),
]


@pytest.mark.parametrize(("phrase", "state"), STATES)
def test_state_of(phrase: str, state: str | None) -> None:
    assert gazetteer().state_of(phrase) == state


VOICES = [
    ("the prime minister", True),
    ("the deputy foreign minister", True),
    ("a Foreign Ministry spokeswoman", True),
    ("the ambassador to Moscow", True),
    ("a presidential adviser", True),
    ("the head of the central bank", True),
    ("the European Union ambassador", True),
    ("the interim government", True),
    ("Moscow", True),
    ("the Kremlin", True),
    ("Iran", True),
    ("senior officials", True),
    ("the chargé d’affaires", True),
    ("General Ana Kovar", True),
    ("the embassy", True),
    ("a former foreign minister", False),
    ("the ex-president", False),
    ("his predecessor", False),
    ("the ambassador, a former minister", True),
    ("an opposition leader", False),
    ("a lawmaker", False),
    ("the parliament speaker", False),
    ("the senator", False),
    ("a Moscow-based analyst", False),
    ("a professor of international relations", False),
    ("the newspaper", False),
    ("a resident of Kyiv", False),
    ("the company spokesman", False),
    ("the chief executive", False),
    ("the minister’s mother", False),
    ("a rebel commander", False),
    ("a judge", False),
    ("a Hamas official", False),
    ("the adviser to the opposition leader", False),
    ("the deputy head of the Polish delegation", True),
    ("Deputy Minister Ana Kovar", True),
    ("the deputy Ana Kovar", False),
    ("a government critic", False),
    ("she", None),
    ("Ana Kovar", None),
    ("the men", None),
]


@pytest.mark.parametrize(("phrase", "voice"), VOICES)
def test_speaks_for_state(phrase: str, voice: bool | None) -> None:
    assert gazetteer().speaks_for_state(phrase) is voice


HOLDERS = [
    ("Lavrov", None, ("Sergey Lavrov", "RU", "foreign minister")),
    ("Sergei Lavrov", "2015-03", ("Sergey Lavrov", "RU", "foreign minister")),
    ("Sergey Lavrov", "2003-01-01", ("Sergey Lavrov", "RU", "other")),  # at the United Nations then
    ("Foreign Minister Lavrov", "2015", ("Sergey Lavrov", "RU", "foreign minister")),
    ("President Emmanuel Macron", "2020-01-01", ("Emmanuel Macron", "FR", "head of state")),
    ("Macron", "2016-01-01", None),
    ("Merkel", None, ("Angela Merkel", "DE", "head of government")),
    ("Merkel", "2021-12-08", ("Angela Merkel", "DE", "head of government")),
    ("Merkel", "2021-12-09", None),
    ("Trump", "2018", ("Donald Trump", "US", "head of state")),
    ("Trump", "2023-01-01", None),
    ("Clinton", "2010-01-01", ("Hillary Clinton", "US", "foreign minister")),
    ("Clinton", "2000-06-01", ("Bill Clinton", "US", "head of state")),
    ("Clinton", None, None),
    ("Putin", "2010-01-01", ("Vladimir Putin", "RU", "head of government")),
    ("Tusk", "2016-01-01", ("Donald Tusk", "EU", "leader of organisation")),
    ("Tusk", "2024-06-01", ("Donald Tusk", "PL", "head of government")),
    ("Erdoğan", "2020-01-01", ("Recep Tayyip Erdoğan", "TR", "head of state")),
    ("Recep Tayyip Erdogan", "2020-01-01", ("Recep Tayyip Erdoğan", "TR", "head of state")),
    ("Ban Ki-moon", "2010-01-01", ("Ban Ki-moon", "UN", "leader of organisation")),
    ("Guterres", "2020-01-01", ("António Guterres", "UN", "leader of organisation")),
    ("Ana Lavrov", None, None),
    ("Kim", "2020-01-01", None),
    ("", None, None),
]


@pytest.mark.parametrize(("name", "date", "expected"), HOLDERS)
def test_holder(name: str, date: str | None, expected: tuple[str, str, str] | None) -> None:
    holder = gazetteer().holder(name, date)
    assert (holder and (holder.name, holder.state, holder.office)) == expected
