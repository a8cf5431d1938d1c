"""R reads the rows as the page says, and nothing changes on the way: `docs/howto/read_rows.md`."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import stancekit
from stancekit.columns import COLUMNS
from stancekit.tables import read_rows, write_rows

PAGE = Path(__file__).parent.parent / "docs" / "howto" / "read_rows.md"
READ_CSV = re.search(r"^rows <- read\.csv\(.*?^\)$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
CLASSES = {"text": "character", "text or null": "character", "whole": "integer", "number": "numeric"}
ARTICLES = {
    "01": "“We thank Namibia for its patience, and “no one” else; we do,” Ivorian Minister Kouamé N’Guessan-Béké said.",
    "007": "🙂 “We welcome, with “both” hands,\n\nNamibia's offer,” Türkiye's Foreign Minister Çağrı Öztürk said.",
    "1e3": "Namibia is “our ‘best’ friend”, Greek Foreign Minister Nikos Vardas said. “Thank you,” he added.",
}

pytestmark = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here: apt-get install r-base-core")


@pytest.fixture(scope="module")
def rows():
    given = pd.DataFrame({"id": list(ARTICLES), "text": list(ARTICLES.values())})
    given["date"] = ["2025-03-10", None, "2025-03-11"]
    given["outlet"] = ["Le Matin, dit “l'été”", 'The "Daily"', None]
    return stancekit.score(given)


def r(script, folder):
    """What R prints; a file of its own, as an analyst has it."""
    (folder / "script.R").write_text(script, encoding="utf-8")
    locale = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = ["Rscript", "--vanilla", "script.R"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=locale)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_r_reads_what_was_written_and_writes_the_same_back(rows, tmp_path):
    write_rows(rows, tmp_path / "rows.csv")
    r(f'{READ_CSV[0]}\nwrite.csv(rows, "back.csv", na = "", row.names = FALSE, fileEncoding = "UTF-8")', tmp_path)
    assert set(rows["counterpart"].dropna()) == {"NA"}, "Namibia is what this is about"
    assert set(rows["doc_id"]) == set(ARTICLES), "as are ids that look like numbers"
    assert_frame_equal(read_rows(tmp_path / "back.csv"), read_rows(tmp_path / "rows.csv"))


def test_r_gives_each_column_the_type_that_it_has(rows, tmp_path):
    write_rows(rows, tmp_path / "rows.csv")
    printed = r(f"{READ_CSV[0]}\nwriteLines(paste(names(rows), sapply(rows, class)))", tmp_path)
    empty = {column for column in COLUMNS if rows[column].isna().all()}
    expected = {column: CLASSES.get(kind, "character") for column, kind in COLUMNS.items()}
    expected |= {"date": "Date"} | dict.fromkeys(empty, "logical")  # R's NA without a type
    assert dict(line.split() for line in printed) == expected


def test_offsets_point_into_the_article_in_r(rows, tmp_path):
    write_rows(rows, tmp_path / "rows.csv")
    for name, text in ARTICLES.items():
        (tmp_path / f"{name}.txt").write_bytes(text.encode())
    script = f"""{READ_CSV[0]}
for (i in seq_len(nrow(rows))) {{
  file <- paste0(rows$doc_id[i], ".txt")
  text <- readChar(file, file.size(file), useBytes = TRUE)
  Encoding(text) <- "UTF-8"
  cat(substr(text, rows$start[i] + 1, rows$end[i]) == rows$quote[i], "\\n")
}}"""
    whole = rows["fragments"].map(len) == 1
    assert [line.strip() == "TRUE" for line in r(script, tmp_path)] == whole.tolist()
    assert whole.sum() >= 3
