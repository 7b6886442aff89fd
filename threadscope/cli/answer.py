"""Long work that Ctrl-C ends at once, wherever it is."""

import signal
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_PAUSE = 0.1
"""Seconds after which it is looked whether somebody pressed Ctrl-C."""


def answering(work: Callable[[], T]) -> T:
    """Do work in a thread while this one listens for Ctrl-C, which native code does not hear.

    What is interrupted is left to itself; the program ends without waiting for it. Polars puts a
    handler of its own before Python's when it is imported, and that one waits for Polars; so
    Python's is put back.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))
    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(_PAUSE)
    for error in failed:
        raise error
    return done[0]
