"""Other programs: one gets the whole terminal for as long as it runs."""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from textual.app import App

from threadscope.tui.ending import SIGNALLED, signals_held


def lend(app: App[None], words: Sequence[str], given: str | None = None) -> str:
    """Run a program until it ends; gives what went wrong, if anything did.

    Args:
        app: the interface, which steps aside.
        words: the program and its arguments.
        given: what it reads; what it writes then stays until Enter is pressed. None = the keyboard.
    """
    data = None if given is None else given.encode("utf-8", "replace")
    with app.suspend(), signals_held():
        try:
            done = subprocess.run(words, check=False, input=data)  # noqa: S603 - the user's own
        except OSError as error:
            return f"{words[0]}: {error.strerror}"
        if data is not None:
            _wait(done.returncode)
    return ""


def _wait(code: int) -> None:
    """Let the reader see what a command has written."""
    code = code if code >= 0 else SIGNALLED - code
    print(f"\n[exit code {code}; Enter goes back] ", end="", file=sys.stderr, flush=True)  # noqa: T201
    with suppress(OSError):
        os.read(0, 1024)
