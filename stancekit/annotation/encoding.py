"""Repairs of single characters: mojibake, HTML entities, line ends, invisible and control characters.

Each function names the edits that a text needs; none looks at what the text says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from stancekit.annotation.offsets import Edit

ENTITY = re.compile(r"&(?:amp;){0,3}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Soft hyphen, Arabic letter mark, zero-width space to right-to-left mark, bidi embeddings and isolates,
# word joiner and invisible operators, byte order mark, interlinear marks, tags.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]+"
)
LAST_SPACE = 0x3000  # the ideographic space, the last of Unicode's space and control characters


def _bytes_by_character() -> dict[str, int]:
    """The byte that each character stood for, where UTF-8 was read as Windows-1252 or Latin-1."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        table[bytes([byte]).decode("cp1252", errors="replace")] = byte
    table.pop("\ufffd", None)
    return table


BYTE_OF = _bytes_by_character()
FOLLOWING = "[" + "".join(re.escape(c) for c, byte in BYTE_OF.items() if byte < 0xC0) + "]"
SEQUENCE = f"[Â-ß]{FOLLOWING}|[à-ï]{FOLLOWING}{{2}}|[ð-ô]{FOLLOWING}{{3}}"
# The last byte of a closing mark, and of a dash, is often lost on the way.
TORN = f'â€"|â€\ufffd?(?!{FOLLOWING})'
GARBLED_RUN = re.compile(f"(?:{SEQUENCE})+|{TORN}")
CERTAIN = re.compile("^â€|[\u0080-\u009f]")
GARBLED_ONE = re.compile(SEQUENCE)
# After an accented letter these occur in sound text too: CAFÉ’S, “fiancé”–“cliché”.
SOUND_AFTER_ACCENT = "‘’“”–—…«» \u00a0"
SOUND_RUN = re.compile(f"(?:[^âÂÃ{SOUND_AFTER_ACCENT}][{SOUND_AFTER_ACCENT}]+)+")


def mojibake_edits(text: str) -> Iterator[Edit]:
    """Find UTF-8 that was read as Windows-1252 (``â€œ`` for ``“``), one edit for each garbled character.

    What could be sound text (``É’`` in CAFÉ’S) stays; a doubtful run is repaired where ftfy's judgement,
    or certain mojibake elsewhere in the same text, speaks for it.
    """
    runs = [run for run in GARBLED_RUN.finditer(text) if not SOUND_RUN.fullmatch(run[0])]
    if not runs:
        return
    from ftfy import is_bad  # here: hardly any article needs it

    certain = {run.start() for run in runs if CERTAIN.search(run[0]) or is_bad(run[0])}
    for run in runs:
        if not certain or (run.start() not in certain and run[0][-1] in SOUND_AFTER_ACCENT):
            continue
        if not GARBLED_ONE.match(run[0]):
            yield run.start(), run.end(), "—" if run[0].endswith('"') else "”"
            continue
        for one in GARBLED_ONE.finditer(run[0]):
            decoded = _decode(one[0])
            if decoded is not None:
                yield run.start() + one.start(), run.start() + one.end(), decoded


def _decode(garbled: str) -> str | None:
    """The character that these bytes are in UTF-8, or None where they are none."""
    try:
        return bytes(BYTE_OF[character] for character in garbled).decode("utf-8")
    except UnicodeDecodeError:
        return None


def entity_edits(text: str) -> Iterator[Edit]:
    """Find HTML character references (``&amp;``, ``&#8220;``, also escaped twice), with what they mean."""
    for match in ENTITY.finditer(text):
        name = match[0].rpartition("&")[2].rpartition("amp;")[2] or "amp;"
        if name.startswith("#") or name in html5:
            yield match.start(), match.end(), unescape(f"&{name}")


def line_end_edits(text: str) -> Iterator[Edit]:
    """Find the two-character line ends."""
    return ((match.start(), match.end(), "\n") for match in re.finditer("\r\n", text))


def invisible_edits(text: str) -> Iterator[Edit]:
    """Find soft hyphens, zero-width characters and direction marks, all of which are dropped."""
    return ((match.start(), match.end(), "") for match in INVISIBLE.finditer(text))


def _one_for_one() -> dict[int, str]:
    """Control and space characters to space, line ends to a line feed, lone surrogates to U+FFFD."""
    spaces = (code for code in range(LAST_SPACE + 1) if unicodedata.category(chr(code)) in ("Cc", "Zs"))
    line_ends = map(ord, "\n\r\u0085\u2028\u2029")
    surrogates = range(0xD800, 0xE000)
    return dict.fromkeys(spaces, " ") | dict.fromkeys(line_ends, "\n") | dict.fromkeys(surrogates, "\ufffd")


ONE_FOR_ONE = _one_for_one()
