"""What a notebook shows by itself when it stands last in a cell."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Rendering:
    """A picture of words: HTML for notebooks and pages, plain text for terminals.

    Parameters
    ----------
    html
        One element that needs nothing around it: no script, no style sheet, no file.
    plain
        The same in short, for where there is no HTML.
    """

    html: str
    plain: str

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        bundle = {"text/html": self.html, "text/plain": self.plain}
        return {
            kind: shown
            for kind, shown in bundle.items()
            if (not include or kind in include) and (not exclude or kind not in exclude)
        }

    def __repr__(self) -> str:
        return self.plain
