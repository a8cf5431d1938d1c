"""Names of files that a shell, a path or a pattern would take for something else; and what is no file."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from cases import ANA, SCORED, Case, files

NAMES = [
    "with space.txt", "line\nend.txt", "tab\t.txt", "-rf.txt", "--out=x.txt", "$(touch pwned).txt", "`touch pwned`.txt",
    "; touch pwned.txt", "a & b.txt", "%2e%2e%2fa.txt", "[a].txt", "*.txt", "?.txt", "{a,b}.txt",
    "'\".txt", "\\.txt", "CON.txt", "nul.txt", "é.txt", "e\u0301.txt", "\u202etxt.exe.txt", "\u200b.txt", "😀.txt", "UPPER.TXT",
    "a.b.c.txt", "x" * 250 + ".txt", "=cmd().txt", "~.txt", "a:b.txt", "a|b.txt", "<script>.txt", "\x1b[31m.txt",
]  # fmt: skip


def cases() -> list[Case]:
    """The family."""
    found = [files("names", f"{number:02}", {name: ANA}, SCORED) for number, name in enumerate(NAMES)]
    found.append(Case("names", "bytes that are no UTF-8", _undecodable, (SCORED,)))
    found.append(
        files("names", "differing in case", {"Talks.txt": ANA, "talks.txt": ANA, "TALKS.TXT": ANA}, *[SCORED] * 3)
    )
    found.append(files("names", "hidden", {".hidden.txt": ANA, "..txt.txt": ANA, ".txt": ANA, "seen.txt": ANA}, SCORED))
    found.append(
        files("names", "no ending we know", {"a.docx": ANA, "b.txt.bak": ANA}, "unreadable: no articles in this folder")
    )
    return found + _special()


def _undecodable(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/\xff\xfe.txt", "wb") as file:
        file.write(ANA.encode())


def _special() -> list[Case]:
    no_file = "unreadable: not a regular file"
    special = {
        "a pipe": (lambda folder: os.mkfifo(folder / "a.txt"), no_file),
        "a pipe as a table": (lambda folder: os.mkfifo(folder / "a.jsonl"), no_file),
        "a packed pipe": (lambda folder: os.mkfifo(folder / "a.csv.gz"), no_file),
        "a link to a pipe": (_link_to_pipe, no_file),
        "a socket": (_socket, no_file),
        "a device without end": (lambda folder: (folder / "a.txt").symlink_to("/dev/zero"), no_file),
        "a device of chance": (lambda folder: (folder / "a.csv").symlink_to("/dev/urandom"), no_file),
        "a device of nothing": (lambda folder: (folder / "a.jsonl").symlink_to("/dev/null"), no_file),
        "a terminal": (lambda folder: (folder / "a.html").symlink_to("/dev/tty"), no_file),
        "a link to nothing": (lambda folder: (folder / "a.txt").symlink_to(folder / "gone"), "unreadable: No such file"),
        "a link to itself": (lambda folder: (folder / "a.txt").symlink_to(folder / "a.txt"), "unreadable: symbolic links"),
        "a ring of links": (_ring, "unreadable: symbolic links"),
        "a file of the system's": (lambda folder: (folder / "a.txt").symlink_to("/proc/self/environ"), "unreadable: binary"),
        "a file without a length": (lambda folder: (folder / "a.txt").symlink_to("/proc/version"), SCORED),
    }  # fmt: skip
    found = [Case("special files", name, put, (expected,)) for name, (put, expected) in special.items()]
    found.append(Case("special files", "a folder that holds itself", _folder_loop, (SCORED,)))
    found.append(Case("special files", "a folder with the name of an article", _folder_as_article, (SCORED,)))
    found.append(Case("special files", "200 folders within each other", _deep_folders, (SCORED,)))
    found.append(
        Case("special files", "nobody may read", _unreadable, (_unless_root("unreadable: Permission denied"), SCORED))
    )
    found.append(Case("special files", "a folder nobody may open", _closed, (SCORED, *_closed_to_all())))
    found.append(Case("special files", "sparse", _sparse, ("bad text: over 20,000,000 characters",)))
    found.append(Case("special files", "nothing", lambda folder: None, ("unreadable: no articles in this folder",)))
    return found


def _link_to_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "a.txt").symlink_to(folder / "pipe")


def _socket(folder: Path) -> None:
    """By a short name: a socket's path may not be long."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("a.txt")
    finally:
        os.chdir(here)


def _ring(folder: Path) -> None:
    (folder / "a.txt").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a.txt")


def _folder_loop(folder: Path) -> None:
    (folder / "a.txt").write_text(ANA, "utf-8")
    (folder / "again").symlink_to(folder)


def _folder_as_article(folder: Path) -> None:
    (folder / "a.txt").mkdir()
    (folder / "a.txt" / "b.txt").write_text(ANA, "utf-8")


def _deep_folders(folder: Path) -> None:
    deep = folder.joinpath(*["d"] * 200)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(ANA, "utf-8")


def _unreadable(folder: Path) -> None:
    (folder / "a.txt").write_text(ANA, "utf-8")
    (folder / "b.txt").write_text(ANA, "utf-8")
    (folder / "a.txt").chmod(0)


def _closed(folder: Path) -> None:
    (folder / "a.txt").write_text(ANA, "utf-8")
    (folder / "shut").mkdir()
    (folder / "shut" / "b.txt").write_text(ANA, "utf-8")
    (folder / "shut").chmod(0)


def _sparse(folder: Path) -> None:
    """A terabyte of nothing would be over the limit of a file; this is only over that of an article."""
    with (folder / "a.txt").open("wb") as file:
        file.truncate(1 << 33)


def _is_root() -> bool:
    return os.geteuid() == 0


def _unless_root(expected: str) -> str:
    return SCORED if _is_root() else expected


def _closed_to_all() -> tuple[str, ...]:
    return (_unless_root("unreadable: the folder cannot be opened"),)
