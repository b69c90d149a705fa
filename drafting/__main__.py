"""``python -m drafting``: the command line where the ``nianbao`` script is not on the path."""

import sys

from drafting.cli import main

if __name__ == "__main__":
    sys.exit(main())
