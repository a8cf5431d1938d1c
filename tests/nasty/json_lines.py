"""JSON lines cut in half, deep, wide, and with values of every kind where a text should be."""

from __future__ import annotations

import json

from cases import ANA, SCORED, Case, files

NO_JSON = "unreadable: not a JSON line"
NO_ARTICLE = "unreadable: not an article with id and text"
DEEP = "over limit: over 100 lists and objects within each other"
AFTER = json.dumps({"id": "after NAME", "text": ANA})

LINES = {
    "half a line": ('{"id": "NAME", "text": "Rain f', NO_JSON),
    "half an escape": ('{"id": "NAME", "text": "\\u00', NO_JSON),
    "a wrong escape": ('{"id": "NAME", "text": "\\x41"}', NO_JSON),
    "a line end within": ('{"id": "NAME", "text": "Rain', NO_JSON),
    "one mark": ('"', NO_JSON),
    "a word": ("Rain", NO_JSON),
    "single marks": ("{'id': 'NAME', 'text': 'Rain'}", NO_JSON),
    "a comma too many": ('{"id": "NAME", "text": "Rain",}', NO_JSON),
    "a comment": ('{"id": "NAME", "text": "Rain"} // rain', NO_JSON),
    "two objects": ('{"id": "NAME", "text": "Rain"} {"id": 2}', NO_JSON),
    "a control character": ('{"id": "NAME", "text": "Rain\x01"}', NO_JSON),
    "lists to no end": ("[" * 100_000, DEEP),
    "a deep list": ("[" * 5_000 + "]" * 5_000, DEEP),
    "deep objects": ('{"a":' * 5_000 + "1" + "}" * 5_000, DEEP),
    "a deep cell": ('{"id": "NAME", "text": "Rain", "more": ' + "[" * 101 + "]" * 101 + "}", DEEP),
    "a cell as deep as it may be": ('{"id": "NAME", "text": "Rain", "more": ' + "[" * 99 + "]" * 99 + "}", SCORED),
    "brackets in the text": ('{"id": "NAME", "text": "' + "[{" * 50_000 + '"}', SCORED),
    "escaped marks and brackets": ('{"id": "NAME", "text": "' + '\\"[' * 50_000 + '"}', SCORED),
    "a million lists": ("[" + ",".join(["[]"] * 1_000_000) + "]", "over limit: over 1,000,000 values"),
    "a million names": (
        "{" + ",".join(f'"{number}":0' for number in range(1_000_000)) + "}",
        "over limit: over 10,000 names",
    ),
    "a list": ("[1, 2]", NO_ARTICLE),
    "a text": ('"Rain"', NO_ARTICLE),
    "null": ("null", NO_ARTICLE),
    "a number": ("7", NO_ARTICLE),
    "infinity": ("Infinity", NO_ARTICLE),
    "a number of 10,000 digits": ("7" * 10_000, NO_JSON),
    "an empty object": ("{}", "unreadable: no id"),
    "no id": ('{"text": "Rain"}', "unreadable: no id"),
    "id null": ('{"id": null, "text": "Rain"}', "unreadable: no id"),
    "id blank": ('{"id": " ", "text": "Rain"}', "unreadable: no id"),
    "id a list": ('{"id": ["NAME"], "text": "Rain"}', SCORED),
    "id true": ('{"id": true, "text": "Rain"}', SCORED),
    "id a number": ('{"id": 1e400, "text": "Rain"}', SCORED),
    "id NaN": ('{"id": NaN, "text": "Rain"}', "unreadable: no id"),
    "id of a megabyte": ('{"id": "' + "x" * 1_000_000 + '", "text": "Rain"}', SCORED),
    "id with a NUL": ('{"id": "NAME\\u0000", "text": "Rain"}', SCORED),
    "id with a lone surrogate": ('{"id": "NAME\\ud800", "text": "Rain"}', SCORED),
    "id that is a path": ('{"id": "../../../NAME", "text": "Rain"}', SCORED),
    "id that is an absolute path": ('{"id": "/etc/passwd", "text": "Rain"}', SCORED),
    "id with line ends": ('{"id": "NAME\\n{\\"id\\": 1}", "text": "Rain"}', SCORED),
    "id in capitals": ('{"id": "SAME", "text": "Rain"}', SCORED),
    "id in small letters": ('{"id": "same", "text": "Rain"}', SCORED),
    "id in another form": ('{"id": "cafe\\u0301", "text": "Rain"}', SCORED),
    "id in one form": ('{"id": "caf\\u00e9", "text": "Rain"}', SCORED),
    "a name twice": ('{"id": "NAME", "text": 1, "text": "Rain"}', SCORED),
    "text null": ('{"id": "NAME", "text": null}', "bad text: "),
    "text a number": ('{"id": "NAME", "text": 7}', "bad text: must be a string"),
    "text a list": ('{"id": "NAME", "text": ["Rain"]}', "bad text: must be a string"),
    "text an object": ('{"id": "NAME", "text": {"a": "Rain"}}', "bad text: must be a string"),
    "text NaN": ('{"id": "NAME", "text": NaN}', "bad text: "),
    "date an object": ('{"id": "NAME", "text": "Rain", "date": {"y": 2024}}', SCORED),
    "date of no calendar": ('{"id": "NAME", "text": "“No,” Ana said.", "date": "9999-99-99"}', SCORED),
    "date before all": ('{"id": "NAME", "text": "“No,” Ana said.", "date": "-4000-01-01"}', SCORED),
    "date with a surrogate": ('{"id": "NAME", "text": "“No,” Ana said.", "date": "2024\\ud800"}', SCORED),
    "title of a megabyte": ('{"id": "NAME", "text": "“No,” Ana said.", "title": "' + "x" * 1_000_000 + '"}', SCORED),
    "title a list": ('{"id": "NAME", "text": "“No,” Ana said.", "title": [[1], {"a": 2}]}', SCORED),
    "outlet a formula": ('{"id": "NAME", "text": "“No,” Ana said.", "outlet": "=cmd()"}', SCORED),
    "url with a script": ('{"id": "NAME", "text": "“No,” Ana said.", "url": "javascript:alert(1)"}', SCORED),
    "__class__": ('{"id": "NAME", "text": "Rain", "__class__": "os.system", "__proto__": {}}', SCORED),
}  # fmt: skip


def cases() -> list[Case]:
    """The family: each line with a good one behind it, which is scored whatever comes before."""
    found = []
    for name, (line, expected) in LINES.items():
        content = f"{line}\n{AFTER}\n".replace("NAME", name)
        found.append(files("JSON", name, {"a.jsonl": content}, expected, SCORED))
    return found + _files()


def _files() -> list[Case]:
    good = json.dumps({"id": "NAME", "text": ANA})
    whole = {
        "nothing": ("", ["unreadable: holds no articles"]),
        "blank lines": ("\n \n\n", ["unreadable: holds no articles"]),
        "the last line without end": (good, [SCORED]),
        "CRLF": (good + "\r\n\r\n", [SCORED]),
        "one array": (f"[{good}]", [NO_ARTICLE]),
        "written over lines": (json.dumps({"id": 1, "text": "x"}, indent=1), [NO_JSON] * 4),
        "a mark in the middle": (f"{good}\n\ufeff{AFTER}\n", [SCORED, SCORED]),
        "no text anywhere": ('{"id": 1, "body": "x"}\n', ["unreadable: no column text"]),
        "CSV": ("id,text\n1,x\n", [NO_JSON, NO_JSON]),
        "HTML": ("<html><body>Rain</body></html>", [NO_JSON]),
    }
    return [
        files("JSON", f"file: {name}", {"a.jsonl": content.replace("NAME", f"file {name}")}, *expected)
        for name, (content, expected) in whole.items()
    ]
