"""HTML is rendered by a child process with little memory and time: some pages take both."""

import json
import subprocess
import sys
from threading import Lock, Timer
from types import TracebackType
from typing import Self
from weakref import finalize

from threadscope.errors import DataError
from threadscope.pages.items import Shape

MEMORY = 1 << 30
"""Bytes of memory that the child may take."""
SECONDS = 10
"""Seconds that it may compute over one page."""
_PATIENCE = 6
"""It may take so many times as long by the clock, if the machine is busy."""
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); "
    "from threadscope.markup.worker import main; main()"
)
_LENGTH = 8
_RENDERED, _FAULT = b"R", b"F"


class Renderer:
    """One child that renders page after page, started when it is needed, and again if it died.

    It ends with `close`; at the latest when this is let go of, or with the program.
    """

    def __init__(self, memory: int = MEMORY, seconds: int = SECONDS) -> None:
        self._limits = memory, seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._ending: finalize[[subprocess.Popen[bytes]], Renderer] | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def render(self, html: str) -> tuple[str, Shape]:
        """Give the text of a page, lines ended by a line feed, and its shape.

        Raises:
            DataError: that takes more memory or time than a page may.
        """
        with self._lock:
            answer = self._ask(html.encode("utf-8", "replace"))
        if answer.startswith(_FAULT):
            raise RuntimeError(answer[1:].decode())
        if not answer.startswith(_RENDERED):
            memory, seconds = self._limits
            raise DataError(
                f"takes more than {seconds} seconds or {memory >> 20} MB to be read as HTML "
                "(save its text and read that)"
            )
        found = json.loads(answer[1:])
        return found["text"], Shape(found["elements"], found["states"])

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, page: bytes) -> bytes:
        """Let the child render a page; nothing = it died over it."""
        child = self._child = self._child or self._started()
        timer = Timer(self._limits[1] * _PATIENCE, child.kill)
        timer.start()
        try:
            answer = _exchange(child, page)
        finally:
            timer.cancel()
        if not answer:
            self._end()
        return answer

    def _started(self) -> "subprocess.Popen[bytes]":
        limits = map(str, self._limits)
        child = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-c", _START, *limits, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ending = finalize(self, _ended, child)
        return child

    def _end(self) -> None:
        if self._ending is not None:
            self._ending()
        self._child = self._ending = None


def _ended(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.communicate()


def _exchange(child: "subprocess.Popen[bytes]", page: bytes) -> bytes:
    """Send a page and take the answer; nothing = the child is gone."""
    if child.stdin is None or child.stdout is None:
        return b""
    try:
        child.stdin.write(len(page).to_bytes(_LENGTH, "big") + page)
        child.stdin.flush()
    except OSError:
        return b""
    head = child.stdout.read(_LENGTH)
    size = int.from_bytes(head, "big")
    answer = child.stdout.read(size) if len(head) == _LENGTH else b""
    return answer if len(answer) == size else b""
