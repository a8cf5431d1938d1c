"""Scored quotes as one page for any browser, offline: to look at, to filter, to send to a colleague."""

from __future__ import annotations

from stancekit.reporting.page import report

__all__ = ["report"]
