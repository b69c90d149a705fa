"""Run the measurements named (all without names) and print them; ``--write`` keeps them in docs/performance.md."""

from __future__ import annotations

import argparse
from importlib import import_module

from .outcome import section, written

NAMES = (
    "start",
    "edit",
    "stream",
    "check",
    "check_many",
    "many_units",
    "basis",
    "binding",
    "memory",
    "publish",
    "publish_pdf",
    "publish_all",
    "read",
    "law",
    "rerun",
    "load",
    "kills",
    "server_kills",
    "collection_kills",
    "hands",
    "lies",
    "proofread",
)


def main() -> None:
    """Measure, print, and with ``--write`` keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(NAMES)} (default: all)")
    parser.add_argument("--repeat", type=int, metavar="N", help="repetitions (default: each measurement's own)")
    parser.add_argument("--write", action="store_true", help="rewrite the measurement's section of docs/performance.md")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"no measurement called {', '.join(sorted(unknown))}")
    for name in arguments.names or NAMES:
        module = import_module(f".{name}", __package__)
        repeat = max(2, arguments.repeat or module.REPEAT)
        text = section(name, module.TITLE, module.__doc__, repeat, module.measure(repeat))
        print(text)
        if arguments.write:
            written(name, text)


main()
