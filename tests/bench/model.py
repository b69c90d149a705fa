"""A scripted model in a process of its own, so that what it costs is not counted with the client:
200 pieces of four characters, 5 ms apart, some sentences of them with a source marker.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from drafting.testing.endpoint import Reply, ScriptedEndpoint

PIECES, CHARACTERS, DELAY = 200, 4, 0.005
STOP_SECONDS = 5
_SENTENCE = "全年主动公开政府信息10条，及时更新公开目录和指南，做到应公开尽公开。[1]"
REPLY = Reply((_SENTENCE * PIECES)[: PIECES * CHARACTERS], chunk=CHARACTERS, delay=DELAY)


@contextmanager
def served() -> Iterator[str]:
    """Its base URL, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()  # which ends it, see main
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    """Serve until standard input closes."""
    with ScriptedEndpoint(REPLY) as endpoint:
        print(endpoint.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
