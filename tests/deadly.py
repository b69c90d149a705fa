"""Work that ends the process it is done in. A module of its own: other processes load it, and nothing else of the tests."""

import os


def deadly(number: int) -> int:
    """``number``, but 4 is the end."""
    if number == 4:
        os._exit(1)
    return number
