"""All nasty inputs: ``python tests/nasty/corpus.py FOLDER`` writes them, with their expected outcomes beside them.

Made from fixed seeds, so that they are the same each time. Links in it lead to devices: look before you copy it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import characters
import csv_tables
import encodings_of_texts
import json_lines
import names
import packed
import pages
import parquet_files
import sizes
from cases import Case

FAMILIES = (encodings_of_texts, characters, sizes, packed, csv_tables, json_lines, parquet_files, pages, names)
EXPECTED = "expected.json"


def cases() -> list[Case]:
    """Every case, in order."""
    return [case for family in FAMILIES for case in family.cases()]


def put(case: Case, folder: Path, number: int) -> Path:
    """Write a case into a folder of its own below ``folder``."""
    place = folder / f"{number:03}"
    place.mkdir(parents=True)
    case.put(place)
    return place


def write(folder: Path) -> int:
    """Write all cases, with a table of what must come of each; the number of files and rows that are judged."""
    expected = {}
    for number, case in enumerate(cases()):
        put(case, folder, number)
        expected[f"{number:03}"] = {"family": case.family, "name": case.name, "expected": case.expected}
    (folder / EXPECTED).write_text(json.dumps(expected, indent=1, ensure_ascii=False), "utf-8")
    return sum(len(one["expected"]) for one in expected.values())


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1])):,} files and rows\n")
