"""What the pages that we write for a browser have in common: a name, and a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from pathlib import Path

from stancekit.errors import InputError


def check_page(path: str | os.PathLike[str], what: str = "the error browser") -> None:
    """Make sure that a page can be written, before the work begins.

    Parameters
    ----------
    what
        The page, for the message.

    Raises
    ------
    InputError
        Where the file's name does not end in ``.html``, so that no gold or rows are written over, where it is
        a folder, or where its folder is missing.
    """
    place = Path(path)
    if place.is_dir():
        raise InputError(f"{place}: is a folder; name an .html file in it", path)
    if place.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{place}: {what} is a page; give it a name that ends in .html", path)
    if not place.parent.is_dir():
        raise InputError(f"{place}: there is no folder {place.parent}; make it first", path)


def content_policy(page: str, *more: str) -> str:
    """The content security policy: nothing from elsewhere, and of what stands in the page only ours.

    Parameters
    ----------
    page
        With exactly one ``<style>`` and one ``<script>``, as they will stand in the file.
    more
        Further directives.

    Examples
    --------
    >>> content_policy("<style></style><script></script>")[:39]
    "default-src 'none'; style-src 'sha256-4"
    """

    def digest(tag: str) -> str:
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        return "'sha256-" + base64.b64encode(hashlib.sha256(inside.encode("utf-8")).digest()).decode() + "'"

    directives = (f"style-src {digest('style')}", f"script-src {digest('script')}", *more, "base-uri 'none'")
    return "; ".join(["default-src 'none'", *directives])
