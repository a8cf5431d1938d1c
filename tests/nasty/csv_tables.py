"""Tables with stray marks, a million columns, and cells that a spreadsheet would run."""

from __future__ import annotations

from cases import ANA, SCORED, Case, files

QUOTED = '"' + ANA.replace('"', '""') + '"'
MARKS = "unreadable: broken quotation marks"
WIDE = "over limit: over 10,000 columns"
NO_TEXT = "unreadable: no column"

FORMULAS = [
    '=cmd|" /C calc"!A0', "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "'=1+1", '=HYPERLINK("http://a.example")',
    "%0A=1+1", "-2+3+cmd|' /C calc'!A0",
]  # fmt: skip


def cases() -> list[Case]:
    """The family."""
    return [*_stray(), *_shapes(), *_formulas()]


def _csv(name: str, table: str | bytes, *expected: str) -> Case:
    content = table.replace("NAME", name) if isinstance(table, str) else table
    return files("CSV", name, {"a.csv": content}, *expected)


def _stray() -> list[Case]:
    return [
        _csv("a mark within a cell", f'id,text\nNAME,He said "no" twice\nNAME 2,{QUOTED}\n', SCORED, SCORED),
        _csv("words behind a mark", f'id,text\nNAME,"no" he said\nNAME 2,{QUOTED}\n', MARKS, SCORED),
        _csv("a mark never closed", f'id,text\nNAME,Rain fell.\nNAME 2,"{ANA}\n', SCORED, MARKS),
        _csv("a mark never closed, first row", 'id,text\nNAME,"No\nNAME 2,x\nNAME 3,y\n', MARKS),
        _csv("only marks", 'id,text\n""""""""\n', "unreadable: 1 cells, but the header has 2"),
        _csv("a mark in the header", f'id,"text\nNAME,{ANA}', "unreadable: "),
        _csv("marks around everything", f'"id","text"\n"NAME",{QUOTED}\n', SCORED),
        _csv("backslashes", 'id,text\nNAME,"He said \\"no\\" twice"\n', MARKS),
        _csv("a line end in a cell", f'id,text\nNAME,"Rain\nfell\r\non.\r{ANA[1:]}"\n', SCORED),
        _csv("a NUL in a cell", "id,text\nNAME,Rain\0fell on the delegation.\n", SCORED),
        _csv("100000 marks", f"id,text\nNAME,{chr(34) * 100_000}\nNAME 2,{QUOTED}\n", SCORED, SCORED),
        _csv("an odd number of marks", f"id,text\nNAME,{chr(34) * 100_001}\nNAME 2,x\n", MARKS),
    ]


def _shapes() -> list[Case]:
    wide = ",".join(f"c{number}" for number in range(1_000_000))
    return [
        _csv("a million columns", f"id,text,{wide}\nNAME,{QUOTED}\n", WIDE),
        _csv("a million columns in marks", 'id,text,"' + '","'.join(wide.split(",")) + '"\n', WIDE),
        _csv(
            "a million cells in a row",
            f"id,text\nNAME,x{',' * 1_000_000}\nNAME 2,{QUOTED}\n",
            "unreadable: cells, but",
            SCORED,
        ),
        _csv("10000 columns", f"id,text,{','.join(wide.split(',')[:9_998])}\nNAME,{QUOTED}{',' * 9_998}\n", SCORED),
        _csv("10001 columns", f"id,text,{','.join(wide.split(',')[:9_999])}\nNAME,{QUOTED}{',' * 9_999}\n", WIDE),
        _csv("too few cells", f"id,text,title\nNAME,{QUOTED}\nNAME 2,{QUOTED},Talks\n", "unreadable: 2 cells", SCORED),
        _csv("too many cells", f"id,text\nNAME,{QUOTED},more\nNAME 2,{QUOTED}\n", "unreadable: 3 cells", SCORED),
        _csv("blank lines", f"id,text\n\n\nNAME,{QUOTED}\n\n", SCORED),
        _csv("only a header", "id,text\n", "unreadable: holds no articles"),
        _csv("no header", f"NAME,{QUOTED}\n", NO_TEXT),
        _csv("nothing", "", NO_TEXT),
        _csv("a column twice", f"id,text,text\nNAME,first,{QUOTED}\n", SCORED),
        _csv("a header of a megabyte", f"id,text,{'x' * 1_000_000}\nNAME,{QUOTED},1\n", SCORED),
        _csv("no text column, names of a megabyte", f"id,{'x' * 1_000_000},y\n", NO_TEXT),
        _csv("semicolons", f"id;text\nNAME;{QUOTED}\n", SCORED),
        _csv("tabs", f"id\ttext\nNAME\t{QUOTED}\n", SCORED),
        _csv("bars", f"id|text\nNAME|{QUOTED}\n", SCORED),
        _csv("carriage returns only", f"id,text\rNAME,{QUOTED}\rNAME 2,x\r", SCORED, SCORED),
        _csv("spaces around the names", f" id , text \nNAME,{QUOTED}\n", SCORED),
        _csv("the same id", f"id,text\nNAME,{QUOTED}\nNAME,x\nNAME 2,y\n", SCORED, "duplicate id: ", SCORED),
        _csv("no id", f"id,text\n,{QUOTED}\n  ,x\n", "unreadable: no id", "unreadable: no id"),
        _csv("no text", "id,text\nNAME,\nNAME 2,  \n", "bad text: blank", "bad text: blank"),
        _csv(
            "words of a spreadsheet for nothing",
            "id,text\nNAME,NULL\nNAME 2,#N/A\nNAME 3,nan\n",
            SCORED,
            SCORED,
            SCORED,
        ),
        _csv("a photo", b"\x89PNG\r\n\x1a\n" + bytes(50), "unreadable: binary"),
        _csv("JSON", '{"id": 1, "text": "x"}\n', NO_TEXT),
    ]


def _formulas() -> list[Case]:
    """A speaker, an outlet and a title that a spreadsheet takes for a formula: scored; the way out disarms them."""
    found = []
    for number, formula in enumerate(FORMULAS):
        cell = '"' + formula.replace('"', '""') + '"'
        table = f"id,text,title,outlet\n{cell},{cell},{cell},{cell}\n".replace("\r", "\r")
        found.append(files("formulas", f"{number:02}", {"a.csv": table}, SCORED))
    return found
