"""Texts in the encodings of the web, with and without marks, cut short and mixed."""

from __future__ import annotations

import json

from cases import ANA, SCORED, Case, files, text

BINARY = "unreadable: binary, not text"
WESTERN = "“Résumé the talks,” said Ana Kovar in Besançon. “No – never,” she added, and left the café at noon."
EASTERN = "„Žádné rozhovory nebudou,“ řekla Ana Kovářová v Brně. Příští týden přijede ministr ze Lvova."
RUSSIAN = "«Мы готовы к переговорам», — сказал министр иностранных дел Иво Бранд на встрече в Любляне."
GREEK = "«Είμαστε έτοιμοι για συνομιλίες», είπε ο υπουργός Εξωτερικών Νίκος Βάρδας στην Αθήνα."
JAPANESE = "「協議を続ける用意がある」と外務大臣の田中一郎は月曜日に東京で述べた。会談は春に行われる。"
CHINESE = "“我们准备继续谈判，”外交部长王伟星期一在北京说。会谈将于春天举行，双方都表示欢迎。"
KOREAN = "“우리는 협상을 계속할 준비가 되어 있다”고 외무장관 김철수는 월요일 서울에서 말했다."
ARABIC = "«نحن مستعدون للمحادثات»، قال وزير الخارجية أحمد في القاهرة يوم الاثنين."

WRITTEN = [
    ("utf-8", WESTERN), ("utf-8-sig", WESTERN), ("utf-16", WESTERN), ("utf-32", WESTERN), ("cp1252", WESTERN),
    ("mac-roman", WESTERN), ("cp1250", EASTERN), ("iso8859-2", EASTERN.replace("„", '"').replace("“", '"')),
    ("utf-16", RUSSIAN), ("cp1251", RUSSIAN), ("koi8-r", RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-")),
    ("cp866", RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-")), ("cp1253", GREEK),
    ("shift_jis", JAPANESE), ("euc_jp", JAPANESE), ("iso2022_jp", JAPANESE), ("gb18030", CHINESE), ("big5", "「我們準備繼續談判」"),
    ("euc_kr", KOREAN), ("cp1256", ARABIC), ("utf-8", ARABIC), ("utf-8", CHINESE),
]  # fmt: skip
UNMARKED = [("utf-16-le", SCORED), ("utf-16-be", SCORED), ("utf-32-le", BINARY), ("utf-32-be", BINARY)]

BROKEN = {
    "cut after 1 of 2": b"caf\xc3",
    "cut after 1 of 3": b"\xe2",
    "cut after 2 of 3": b"\xe2\x80",
    "cut after 1 of 4": b"\xf0",
    "cut after 2 of 4": b"\xf0\x9f",
    "cut after 3 of 4": b"\xf0\x9f\x98",
    "a tail without its head": b"\x80",
    "longer than it need be": b"\xc0\xaf",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "a surrogate": b"\xed\xa0\x80",
    "a pair of surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
    "a byte that never comes": b"\xff",
    "another one": b"\xfe\xfe\xff\xff",
    "five bytes": b"\xf8\x88\x80\x80\x80",
}


def cases() -> list[Case]:
    """The family."""
    return [*_written(), *_broken(), *_mixed()]


def _written() -> list[Case]:
    found = [
        text("encodings", f"{number:02} {encoding}", words.encode(encoding))
        for number, (encoding, words) in enumerate(WRITTEN)
    ]
    found += [text("encodings", f"unmarked {name}", WESTERN.encode(name), expected) for name, expected in UNMARKED]
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        line = json.dumps({"id": f"json {name}", "text": WESTERN}, ensure_ascii=False) + "\n"
        found.append(files("encodings", f"json {name}", {"a.jsonl": line.encode(name)}, SCORED))
        table = f'id,text\ncsv {name},"{WESTERN}"\n'
        found.append(files("encodings", f"csv {name}", {"a.csv": table.encode(name)}, SCORED))
    return found


def _broken() -> list[Case]:
    """In a file of its own such a byte makes another encoding of it; in a table it costs its row."""
    found = []
    for name, content in BROKEN.items():
        quoted = ANA.encode()
        # A tail that is one in an old encoding too is read so: then the marks come out garbled, and the guard mends them.
        found.append(text("broken UTF-8", f"{name} at the end", quoted + b" Then " + content))
        found.append(text("broken UTF-8", f"{name} within", quoted + content + b" and so on."))
        line = b'{"id": "%s", "text": "' + quoted + content + b'"}\n{"id": "after %s", "text": "Rain fell."}\n'
        line = line.replace(b"%s", name.encode())
        # Python's JSON takes surrogates as they are; the guard replaces them.
        first = SCORED if "surrogate" in name else "unreadable: not a JSON line"
        found.append(files("broken UTF-8", f"{name} in JSON", {"a.jsonl": line}, first, SCORED))
        table = b"id,text\n%s," + quoted + content + b"x\nafter %s,Rain fell.\n"
        table = table.replace(b"%s", b"csv " + name.encode()).replace(b",\xe2\x80\x9d", b"\xe2\x80\x9d")
        table = table.replace("spring,”".encode(), "spring”".encode())
        found.append(files("broken UTF-8", f"{name} in CSV", {"a.csv": table}, SCORED, SCORED))
    return found


def _mixed() -> list[Case]:
    """What several hands have written into one file."""
    half = len(ANA.encode("utf-16")) // 2
    return [
        text("encodings", "UTF-8, then cp1252", ANA.encode() + WESTERN.encode("cp1252")),
        text("encodings", "UTF-8 read as cp1252 and saved", WESTERN.encode().decode("cp1252", "ignore").encode()),
        text("encodings", "odd number of bytes in UTF-16", WESTERN.encode("utf-16")[:-1], "unreadable: utf-16"),
        text("encodings", "UTF-16 cut in the middle", ANA.encode("utf-16")[: half - half % 2]),
        text(
            "encodings", "UTF-16 with a lone surrogate", ANA.encode("utf-16") + b"\x00\xd8A\x00", "unreadable: utf-16"
        ),
        text("encodings", "UTF-16 mark and UTF-8", b"\xff\xfe" + b"abc", "unreadable: utf-16"),
        text("encodings", "a mark and nothing else", b"\xef\xbb\xbf", "bad text: blank"),
        text("encodings", "a UTF-16 mark and nothing else", b"\xff\xfe", "bad text: blank"),
        text("encodings", "UTF-7", "Hi Mom +Jjo-!".encode("ascii")),
        text("encodings", "EBCDIC", ANA.replace("“", "").replace("”", "").encode("cp037")),
        text("encodings", "bytes of chance", bytes((number * 7919 + 31) % 256 for number in range(4_000)), BINARY),
        text("encodings", "PNG", b"\x89PNG\r\n\x1a\n" + bytes(60), BINARY),
        text("encodings", "ZIP", b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(200)), BINARY),
        text("encodings", "ELF", b"\x7fELF\x02\x01\x01" + bytes(80), BINARY),
        text("encodings", "PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 4, BINARY),
        text("encodings", "a pickle that would run a command", b"cos\nsystem\n(S'touch pwned'\ntR."),
    ]
