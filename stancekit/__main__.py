"""``python -m stancekit``: the same as the command ``stancekit``."""

import sys

from stancekit.cli import main

if __name__ == "__main__":  # worker processes import this module too
    sys.exit(main())
