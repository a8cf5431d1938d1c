"""The licence of each package that stancekit brings along: ``python benchmarks/licences.py [EXTRA ...]``.

Prints a table of what this environment has of the core and of the extras named (none: the core alone; ``dev``: all that
the tests need), and ends with status 1 where a licence is not among `ALLOWED`. Licences are those that packages declare
of themselves; of those that declare none that can be read, somebody has read the licence file, and `READ` has it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = {
    # may be used, changed and passed on within anything, as long as their notice goes with them
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CNRI-Python",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "Zlib",
    ),
    "BSD",  # which of them, the package does not say
    *("CC0-1.0", "Unlicense"),
    # ask back only changes of their own files, and we change none
    *("MPL-1.1", "MPL-2.0"),
}
READ: Mapping[str, str] = {
    # the rest of it is in the public domain; the file under the GPL, for Emacs, is not in the wheel
    "docutils": "BSD-2-Clause AND BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
WRITTEN = {
    r"apache( software)?( license)?,?( version)?( ?2(\.0)?)?": "Apache-2.0",
    r"(the )?(bsd )?3-clause( bsd)?( license)?|(modified|new) bsd( license)?": "BSD-3-Clause",
    r"(the )?bsd 2-clause( license)?": "BSD-2-Clause",
    r"bsd( license)?": "BSD",
    r"isc( license)?( \(iscl\))?": "ISC",
    r"(the )?mit( license)?": "MIT",
    r"mozilla public license 2\.0 \(mpl 2\.0\)": "MPL-2.0",
    r"psfl|python software foundation license": "PSF-2.0",
    r"the unlicense \(unlicense\)": "Unlicense",
}
"""How packages write licences, and what SPDX calls these."""


def main(extras: Iterable[str]) -> int:
    rows = sorted((canonicalize_name(one.name), one.version, licence_of(one)) for one in closure("stancekit", extras))
    width = max(len(name) for name, _, _ in rows)
    refused = [name for name, _, licence in rows if not is_allowed(licence)]
    for name, version, licence in rows:
        print(f"{name:{width}}  {version:16}  {licence}{'  NOT ALLOWED' if name in refused else ''}")
    print(f"{len(rows)} packages; licences that are not allowed: {', '.join(refused) or 'none'}")
    return int(bool(refused))


def closure(root: str, extras: Iterable[str] = ()) -> list[Distribution]:
    """The installed packages that a package needs with these extras, and what they need in turn; not itself.

    Raises
    ------
    PackageNotFoundError
        Where one of them is not installed here.
    """
    waiting = [(root, extra) for extra in ("", *extras)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for needed in map(Requirement, distribution(name).requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(needed.name), of_it) for of_it in ("", *needed.extras)]
    return [distribution(name) for name in {name for name, _ in seen} - {root}]


def licence_of(package: Distribution) -> str:
    """What a package says of its licence, as SPDX writes it where we know how."""
    facts = package.metadata
    if by_hand := READ.get(canonicalize_name(package.name)):
        return by_hand
    if expression := facts.get("License-Expression"):
        return str(expression)
    field = str(facts.get("License") or "").strip()
    # a field of many lines is the licence itself
    said = [spdx(field)] if field and "\n" not in field and field != "UNKNOWN" else []
    if said and is_allowed(said[0]) and said != ["BSD"]:
        return said[0]
    classifiers = [line for line in facts.get_all("Classifier") or () if line.startswith("License ::")]
    said += [spdx(line.rpartition(" :: ")[2]) for line in classifiers]
    return " AND ".join(dict.fromkeys(said)) or "says nothing"


def spdx(written: str) -> str:
    """The identifier of a licence, or what was written.

    Examples
    --------
    >>> spdx("Apache Software License"), spdx("MIT License"), spdx("Own terms")
    ('Apache-2.0', 'MIT', 'Own terms')
    """
    found = (name for pattern, name in WRITTEN.items() if re.fullmatch(pattern, written.strip(), re.IGNORECASE))
    return next(found, written.strip())


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression leaves us a licence that is allowed: one of those joined by OR, all joined by AND.

    Examples
    --------
    >>> is_allowed("MIT AND PSF-2.0"), is_allowed("GPL-2.0-only OR MPL-2.0"), is_allowed("MIT AND GPL-3.0-only")
    (True, True, False)
    """
    within = re.sub(r"\(([^()]*)\)", lambda found: "MIT" if is_allowed(found[1]) else "refused", expression)
    if within != expression:
        return is_allowed(within)
    return any(all(part.strip() in ALLOWED for part in choice.split(" AND ")) for choice in expression.split(" OR "))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
