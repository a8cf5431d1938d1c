"""One statement across a corpus: quotes that were carried, shortened or translated twice, to be counted once."""

from __future__ import annotations

from stancekit.statements.linking import link_quotes

__all__ = ["link_quotes"]
