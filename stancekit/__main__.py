"""``python -m stancekit`` and the script ``stancekit``."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from stancekit.cli import main


def run() -> NoReturn:
    """Run a command and end the process with its exit status."""
    status = main()
    # The process ends: to look through all that spaCy has loaded for garbage first takes half a second.
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    run()
