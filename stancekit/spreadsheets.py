"""Cells of strangers in files that a spreadsheet opens: none of them becomes a formula, and each comes back as it was.

A spreadsheet runs a cell of a ``.csv`` that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end, whatever
quotation marks are around it (OWASP calls that CSV injection). Such a cell gets an apostrophe before it, which makes it
a text; so does one that has apostrophes before such a beginning already, so that one apostrophe less gives back what
was there. No other cell is touched.
"""

from __future__ import annotations

import re

_MARK = "'"
_BEGINNINGS = "=+\\-@\t\r\n＝＋－＠"
_DANGEROUS = re.compile(f"{_MARK}*[{_BEGINNINGS}]")
_DISARMED = re.compile(f"{_MARK}+[{_BEGINNINGS}]")


def disarmed(text: str) -> str:
    """A text as a cell that no spreadsheet runs.

    Examples
    --------
    >>> disarmed("=cmd()"), disarmed("'=cmd()"), disarmed("a = b"), disarmed("'tis so")
    ("'=cmd()", "''=cmd()", 'a = b', "'tis so")
    """
    return _MARK + text if _DANGEROUS.match(text) else text


def rearmed(cell: str) -> str:
    """The text that `disarmed` made a cell of.

    Examples
    --------
    >>> rearmed("'=cmd()"), rearmed("'tis so")
    ('=cmd()', "'tis so")
    """
    return cell.removeprefix(_MARK) if _DISARMED.match(cell) else cell
