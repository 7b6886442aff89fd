"""A disk that fails: the Nth thing that is done to a folder, once, from then on, or for good.

After SQLite's loop over I/O errors. All files are written by calls of `os`, so that this needs no
compiler.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

CALLS = ("chmod", "fsync", "link", "mkdir", "open", "rename", "replace", "rmdir", "unlink", "write")
_FAILS_WITH = {"fsync": errno.EIO, "open": errno.EMFILE}


class Fault(Enum):
    """How a disk fails."""

    ONCE = "once"
    STICKY = "from then on"
    DEATH = "the program is killed"
    SHORT = "it takes a few bytes at a time"


class DeathError(BaseException):
    """Ends a program as a kill does: nothing that cleans up reaches the disk any more."""


class Disk:
    """Counts what is done to a folder, and fails at one place."""

    def __init__(self, folder: Path, fault: Fault, place: int) -> None:
        self.done: list[str] = []
        self._folder, self._fault, self._place = str(folder), fault, place
        self._handles = set[int]()

    @property
    def failed(self) -> bool:
        """Whether the place was reached."""
        return len(self.done) >= self._place

    def call(self, name: str, real: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do one of `CALLS`, or fail."""
        if not self._mine(args, named):
            return real(*args, **named)
        if name != "open" or args[1] & (os.O_WRONLY | os.O_RDWR):
            self.done.append(name)
            self._fail(name)
        if name == "write" and self._fault is Fault.SHORT:
            args = (args[0], bytes(args[1])[:7])
        result = real(*args, **named)
        if name == "open":
            self._handles.add(result)
        return result

    def close(self, real: Callable[[int], None], handle: int) -> None:
        """Close a file, and forget its number."""
        self._handles.discard(handle)
        real(handle)

    def _mine(self, args: tuple[Any, ...], named: dict[str, Any]) -> bool:
        paths = [os.fspath(each) for each in args if isinstance(each, str | os.PathLike)]
        known = {named.get("dir_fd"), named.get("src_dir_fd")}
        known |= {args[0]} if isinstance(args[0], int) else set()
        return any(str(path).startswith(self._folder) for path in paths) or bool(
            known & self._handles
        )

    def _fail(self, name: str) -> None:
        now = len(self.done)
        if self._fault is Fault.DEATH and now >= self._place:
            raise DeathError
        sticky = self._fault is Fault.STICKY and now > self._place
        if (now == self._place and self._fault is not Fault.SHORT) or sticky:
            number = _FAILS_WITH.get(name, errno.ENOSPC)
            raise OSError(number, os.strerror(number))


@contextmanager
def failing(folder: Path, fault: Fault, place: int = 1) -> Iterator[Disk]:
    """Let everything that is done to a folder go through a disk that fails at a place."""
    disk = Disk(folder, fault, place)
    real = {name: getattr(os, name) for name in CALLS}
    wrapped = {name: partial(disk.call, name, call) for name, call in real.items()}
    with patch.multiple(os, **wrapped, close=partial(disk.close, os.close)), suppress(DeathError):
        yield disk
