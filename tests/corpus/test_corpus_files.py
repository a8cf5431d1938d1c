"""Which files are read: given ones, folders, patterns."""

from __future__ import annotations

import gzip
import os

import pytest
from corpus_files import lines, put

from stancekit.corpus.readers import read_articles
from stancekit.tables import Rejection


def test_folders_are_searched_in_order_and_pass_over_what_is_no_article(tmp_path):
    for name in ("b.txt", "a.txt", "z/c.txt", "z/y/d.txt.gz", ".hidden.txt", ".git/e.txt", "notes.md"):
        put(tmp_path, name, gzip.compress(b"x") if name.endswith(".gz") else "x")
    put(tmp_path, "rows.jsonl.rejected.jsonl", lines({"doc_id": "x"}))
    assert [article.id for article in read_articles(tmp_path)] == ["a", "b", "c", "d"]


def test_a_folder_without_articles_is_told(tmp_path):
    put(tmp_path, "notes.md", "x")
    (found,) = read_articles(tmp_path)
    assert (found.doc_id, found.reason) == (str(tmp_path), "unreadable")
    assert "no articles in this folder" in found.detail


def test_files_that_are_missing_or_no_files(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    details = [found.detail for found in read_articles([tmp_path, tmp_path / "absent.txt", "a\0b.txt"])]
    *told, null = [detail.rsplit(": ")[-1] for detail in details]
    assert told == ["No such file or directory", "not a regular file", "No such file or directory"]
    assert null.startswith("embedded null")  # Python 3.13 has other words for it than 3.11


def test_a_folder_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    def closed(folder, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder)))
        return []

    monkeypatch.setattr("stancekit.corpus.files.os.walk", closed)
    (found,) = read_articles(tmp_path)
    assert "the folder cannot be opened (Permission denied)" in found.detail


def test_a_file_given_twice_is_read_once(tmp_path):
    path = put(tmp_path, "a.txt", "x")
    assert len(list(read_articles([path, tmp_path, str(path)]))) == 1


def places(*inputs: object) -> list[str]:
    """What is read, or why it is not."""
    return [found.detail if isinstance(found, Rejection) else found.text for found in read_articles(inputs)]


@pytest.fixture
def wire(tmp_path, monkeypatch):
    """Folders of articles, each of which says where it lies; we work beside them."""
    names = ("wire/b.txt", "wire/a.txt", "wire/2024/c.txt", "wire/2024/03/d.txt", "wire/2023/e.txt", "wire/.f.txt")
    for name in (*names, "wire/notes.md", "wire/a.rejected.jsonl", "wire/[draft].txt", "wire/2022/notes.md"):
        put(tmp_path, name, name)
    monkeypatch.chdir(tmp_path)


ALL = ["wire/2023/e.txt", "wire/2024/03/d.txt", "wire/2024/c.txt", "wire/[draft].txt", "wire/a.txt", "wire/b.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("wire/?.txt", ["wire/a.txt", "wire/b.txt"]),
        ("wire/[a-c].txt", ["wire/a.txt", "wire/b.txt"]),
        ("wire/202[34]/*.txt", ["wire/2023/e.txt", "wire/2024/c.txt"]),
        ("wire/202?", ["wire/2023/e.txt", "wire/2024/c.txt", "wire/2024/03/d.txt"]),
        ("wire/**/*.txt", ALL),
        ("wire/[draft].txt", ["wire/[draft].txt"]),
        ("wire/[[]draft].txt", ["wire/[draft].txt"]),
    ],
)
def test_patterns_find_files_in_the_order_of_names(wire, pattern, found):
    assert places(pattern) == found


@pytest.mark.parametrize("pattern", ["**", "wire/**", "wire/*", "**/*"])
def test_patterns_pass_over_what_folders_pass_over_and_find_each_file_once(wire, pattern):
    assert sorted(places(pattern)) == ALL


@pytest.mark.parametrize("pattern", ["wire/*.csv", "wire/*.md", "absent/*.txt", "wire/2022/*", "wire/a.txt/*", "[x"])
def test_a_pattern_that_finds_nothing_is_told(wire, pattern):
    (found,) = read_articles(pattern)
    assert (found.doc_id, found.reason) == (pattern, "unreadable")
    assert found.detail.startswith(f"{pattern}: no file matches; ")
