"""Ending from outside: a signal closes the interface as q would, the terminal is restored."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT")
_OF_KEYS = ("SIGINT", "SIGQUIT")
"""Signals that keys send to every program of a terminal."""
SIGNALLED = 128
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


@contextmanager
def signals_held() -> Iterator[None]:
    """Hold signals back while another program has the terminal; those that keys send are its own.

    Handlers, unlike signals ignored, are not handed down to the program.
    """
    held: list[int] = []
    keys = {getattr(signal, name, None) for name in _OF_KEYS}
    numbers = [getattr(signal, name) for name in {*_SIGNALS, *_OF_KEYS} if hasattr(signal, name)]
    heard = {each: handler for each in numbers if callable(handler := signal.getsignal(each))}
    loud = signal.set_wakeup_fd(-1)
    for number in heard:
        signal.signal(number, lambda got, _: None if got in keys else held.append(got))
    try:
        yield
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(loud, warn_on_full_buffer=False)
        for number in held:
            signal.raise_signal(number)


def _end_once(number: int, end: Callable[[int], None]) -> None:
    asyncio.get_running_loop().remove_signal_handler(number)
    end(SIGNALLED + number)
