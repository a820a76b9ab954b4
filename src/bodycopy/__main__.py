"""``python -m bodycopy``: the command line."""

import sys

from bodycopy.cli import main

if __name__ == "__main__":
    sys.exit(main())
