"""Texts that are very long, or hardly there."""

from __future__ import annotations

import base64
import random

from cases import ANA, Case, files, row, text

MEGABYTE = 1_000_000
TOO_LONG = "bad text: over 20,000,000 characters"


def cases() -> list[Case]:
    """The family."""
    chance = random.Random(10)
    data = base64.b64encode(chance.randbytes(MEGABYTE)).decode().lower()  # no word that the fake models obey
    words = " ".join(chance.choice(["rain", "talks", "he", "said", "Oslo", "and", "that"]) for _ in range(200_000))
    return [
        text("sizes", "nothing", b"", "bad text: the file is empty"),
        text("sizes", "one letter", "x"),
        text("sizes", "one mark", "“"),
        text("sizes", "one space", " ", "bad text: the file is empty"),
        text(
            "sizes", "10 MB on one line", lambda: ANA + " It rained in Oslo, and they went on." * (10 * MEGABYTE // 37)
        ),
        text("sizes", "10 MB without a space", lambda: "x" * 10 * MEGABYTE, "bad text: nothing is left"),
        text("sizes", "a megabyte of words on one line", words),
        text("sizes", "a megabyte of data", f"{ANA} data:image/png;base64,{data} {ANA}"),
        text("sizes", "an address of a megabyte", f"{ANA} https://dorva.example/{'a' * MEGABYTE}"),
        text("sizes", "a million line ends", ANA + "\n" * MEGABYTE + ANA),
        text("sizes", "a million spaces", ANA + " " * MEGABYTE + ANA),
        text("sizes", "only a million spaces", " " * MEGABYTE, "bad text: the file is empty"),
        text("sizes", "100,000 lines of a letter", "a\n" * 100_000),
        text("sizes", "100,000 digits", f"{ANA} {'7' * 100_000}"),
        text("sizes", "10,000 paragraphs", f"{ANA}\n\n" * 5_000 + "Rain fell.\n\n" * 5_000),
        text("sizes", "a megabyte of combining marks", f"{ANA} e{chr(0x301) * (MEGABYTE // 2)}"),
        text("sizes", "a megabyte of emoji", f"{ANA} {'👩🏽‍🚀' * (MEGABYTE // 19)}"),
        text("sizes", "a megabyte of Chinese", f"{ANA} {'外交部发言人' * (MEGABYTE // 18)}"),
        text("sizes", "a character too many", lambda: "x " * 10_000_000 + "x", TOO_LONG),
        files(
            "sizes",
            "a row too long",
            {"a.csv": lambda: f"id,text\ntoo long,{'x ' * 10_000_001}\n"},
            "unreadable: field larger",
        ),
        row("sizes", "nothing in a row", "", "bad text: blank"),
    ]
