"""Ending from outside: a signal closes the interface as q would, the terminal is restored."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

_SIGNALS = ("SIGTERM", "SIGHUP")
_SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a program."""


def end_on_signals(end: Callable[[int], None]) -> None:
    """Call `end` with the exit code that a signal asks for; the second one ends the process.

    A signal that is ignored (as under nohup) stays ignored. Where the loop is not that of the main
    thread, or the system has no such signals, nothing changes.
    """
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, _end_once, number, end)


def _end_once(number: int, end: Callable[[int], None]) -> None:
    asyncio.get_running_loop().remove_signal_handler(number)
    end(_SIGNALLED + number)
