"""Characters that nobody foresaw, and marks without end."""

from __future__ import annotations

import random

from cases import ANA, SCORED, Case, row, text

NOTHING = "bad text: blank"
ODD = {
    "NUL": "\0",
    "all controls": "".join(map(chr, range(1, 32))),
    "C1 controls": "".join(map(chr, range(0x80, 0xA0))),
    "escape sequences": "\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b[2J",
    "backspaces": "no\b\b\b\byes",
    "right to left": "وقال الوزير إن المحادثات ستستمر השר אמר",
    "overrides": "\u202egnp.exe\u202c\u2066a\u2069\u200f\u200e",
    "zero width": "co\u200bop\u200cer\u200da\u2060tion\ufeff",
    "soft hyphens": "co\u00adop\u00ader\u00adation",
    "Zalgo": "Z" + "\u0335\u0322\u0338\u0336\u0301\u0327" * 200,
    "emoji joined": "👩🏽‍🚀👨‍👩‍👧‍👦🇬🇷🏴\U000e0067\U000e0062\U000e007f",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "variation selectors": "a\ufe0f\U000e0100",
    "private use": "\ue000\U000f0000\U0010fffd",
    "no characters": "\ufffe\uffff\U0001fffe\U0010ffff",
    "replacement characters": "\ufffd" * 50,
    "beyond the basic plane": "𝕊𝕖𝕔𝕣𝕖𝕥 𐍈𠜎 𒀀",
    "every space": "a\u00a0b\u1680c\u2000d\u2009e\u202ff\u205fg\u3000h",
    "every line end": "a\rb\r\nc\vd\fe\x1cf\x85g\u2028h\u2029i",
    "Turkish i": "İIıi ﬃ ß ŉ ǰ",
    "Hangul in pieces": "\u1112\u1161\u11ab\u1100\u116e\u11a8",
    "long ligature": "\ufdfa" * 100,
    "full width": "＝ｃｍｄ（）　“Ｎｏ，” Ａｎａ ｓａｉｄ．",
    "entities": "&lt;script&gt;&#0;&#xD800;&#x110000;&amp;amp;&unknown;&#99999999999;",
    "a template": "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} %s %n {0.__class__}",
    "SQL": "'; DROP TABLE seen; --",
    "a path": "../../../../etc/passwd\0.txt",
    "a shell": "$(touch pwned) `touch pwned` ; touch pwned | touch pwned",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>]]>",
    "an import": "__import__('os').system('touch pwned')",
}
ONLY_JSON = {
    "lone high surrogate": "\ud83d",
    "lone low surrogate": "\ude00",
    "surrogates the wrong way": "\ude00\ud83d",
    "many lone surrogates": "\udcff" * 500,
    "surrogates within quotes": "“no\ud800,” Bo\udfff said",
}
BLANK = {
    "spaces": " " * 100,
    "every white space": " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000",
    "a line end": "\n",
}
NOTHING_LEFT = {"zero width only": "\u200b\u200c\u200d\u2060\ufeff" * 20, "soft hyphens only": "\u00ad" * 30}

RUNS = [
    '"',
    "'",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "`",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "—",
    "…",
    ".",
    "!",
    "_",
]
COUNT = 100_000


def cases() -> list[Case]:
    """The family."""
    found = []
    for name, odd in ODD.items():
        found.append(row("characters", f"row {name}", f"{ANA} {odd} “It rains,” Bo said."))
        if name not in ("NUL", "all controls"):
            found.append(text("characters", name, f"{ANA} {odd} “It rains,” Bo said."))
    found += [row("characters", name, f"{ANA} {odd}") for name, odd in ONLY_JSON.items()]
    found += [row("characters", name, blank, NOTHING) for name, blank in BLANK.items()]
    found += [row("characters", name, odd, "bad text: nothing is left") for name, odd in NOTHING_LEFT.items()]
    return found + _runs() + _nested()


def _runs() -> list[Case]:
    return [text("marks", f"{COUNT} of U+{ord(mark):04X}", f"{ANA} {mark * COUNT} {ANA}") for mark in RUNS]


def _nested() -> list[Case]:
    chance = random.Random(8)
    marks = "“”\"‘’'«»„()[]{}"
    return [
        text("marks", "nested brackets", "(" * COUNT + ANA + ")" * COUNT),
        text("marks", "nested marks", "“‘" * COUNT + ANA + "’”" * COUNT),
        text("marks", "opened and never closed", "“We go on " * (COUNT // 50)),
        text("marks", "closed and never opened", "go on” he said. " * (COUNT // 10)),
        text("marks", "a mark before every word", " ".join(["“a"] * (COUNT // 20))),
        text("marks", "pairs of nothing", "“” " * (COUNT // 10) + ANA),
        text("marks", "marks of chance", "".join(chance.choice(marks) for _ in range(COUNT))),
        text("marks", "marks and spaces", "".join(chance.choice(marks + "   \n") for _ in range(COUNT // 4))),
        text(
            "marks",
            "marks and words",
            " ".join(chance.choice([*marks, "no", "said", "Ana"]) for _ in range(COUNT // 10)),
        ),
        text("marks", "a quote of 100,000 words", "“" + "word " * COUNT + "end,” Ana said."),
        text("marks", "10,000 quotes in a line", (ANA + " ") * 10_000),
        text("marks", "only marks", "“”\"'" * 100, SCORED),
    ]
