"""The child process that renders pages nobody vouches for.

It reads pages from standard input and writes what comes of them to standard output. Both ways a
message is its length in eight bytes, the most significant first, and that many bytes: a page in
UTF-8 comes in, a letter and the rest goes out. The letter is one of `RENDERED` (JSON of
`render.Rendered`), `MEMORY` (it took too much) and `FAULT` (a traceback: our mistake).
"""

import json
import os
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import asdict
from typing import BinaryIO

from threadscope.markup.render import render

RENDERED, MEMORY, FAULT = b"R", b"M", b"F"
LENGTH = 8
"""Bytes in which the length of a message is written."""


def main() -> None:
    """Render pages until no more come. Its arguments: bytes of memory, seconds for each page."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pages, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    _limit_memory(memory)
    while (page := _take(pages)) is not None:
        _limit_time(seconds)
        letter, rest = _answer(page)
        out.write((len(rest) + 1).to_bytes(LENGTH, "big") + letter + rest)
        out.flush()


def _answer(page: bytes) -> tuple[bytes, bytes]:
    try:
        return RENDERED, json.dumps(asdict(render(page.decode())), ensure_ascii=False).encode()
    except MemoryError:
        return MEMORY, b""
    except Exception:  # noqa: BLE001 - it is raised again in the process that asked
        return FAULT, traceback.format_exc().encode("utf-8", "replace")


def _take(pages: BinaryIO) -> bytes | None:
    head = pages.read(LENGTH)
    return pages.read(int.from_bytes(head, "big")) if len(head) == LENGTH else None


def _limit_memory(size: int) -> None:
    with suppress(ImportError, OSError, ValueError):  # not every system can
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _limit_time(seconds: int) -> None:
    """Let the system end this process once it has computed so long from now on."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        until = int(time.process_time()) + seconds + 1
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))
