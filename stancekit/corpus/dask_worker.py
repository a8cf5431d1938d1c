"""What workers of our own Dask cluster do first (a "preload" of distributed)."""

from __future__ import annotations

import signal


def dask_setup(worker: object) -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the one that started the cluster."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
