"""Workers on this machine: processes that may crash, hang or eat memory without harm to others."""

import os
import resource
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread

from threadscope.corpus.task import Failure, Result, Task, Work
from threadscope.errors import ThreadscopeError

THREADS = dict.fromkeys(
    ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
"""The environment of workers: as many workers as cores, and each on one of them. Sums over threads
end in other last digits."""
_STARTING = 60.0
"""Seconds in which a worker must be ready."""
_BEGUN = "begun"


class _Slot:
    """A place for one worker, started when there is something to do."""

    def __init__(self, work: Work, memory: int | None) -> None:
        self._work = work
        self._memory = memory
        self._process: BaseProcess | None = None
        self.task: Task | None = None

    def start(self, task: Task) -> None:
        """Hand over a task."""
        if self._process is None or not self._process.is_alive():
            self._begin()
        self.task = task
        self._deadline = time.monotonic() + task.seconds + _STARTING
        with suppress(BrokenPipeError):
            self.connection.send(task)

    def _begin(self) -> None:
        self.end()
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        arguments = (theirs, self._work, self._memory)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        with _environment():
            self._process.start()
        theirs.close()

    def end(self) -> None:
        """End the worker at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self.connection.close()
        self._process = self.task = None

    def outcome(self) -> Result | None:
        """Tell what came of the task; None = it is still under way."""
        assert self.task is not None  # noqa: S101 - only slots at work are asked
        try:
            while self.connection.poll():
                said = self.connection.recv()
                if said != _BEGUN:
                    return self._freed(said)
                self._deadline = time.monotonic() + self.task.seconds
        except (EOFError, ConnectionResetError):
            return self._lost()
        if time.monotonic() > self._deadline:
            seconds = self.task.seconds
            self.end()
            return Failure(f"took longer than {seconds:g} s")
        return None

    def _freed(self, result: Result) -> Result:
        self.task = None
        return result

    def _lost(self) -> Failure:
        assert self._process is not None  # noqa: S101 - it was at work
        self._process.join()
        code = self._process.exitcode or 0
        self.end()
        return Failure(_how_ended(code))


class Local:
    """Processes of this machine, one Polars thread each, with limits of time and memory."""

    def __init__(self, work: Work, jobs: int, memory: int | None = None) -> None:
        """Begin without workers.

        Args:
            work: what they do.
            jobs: how many there are at most.
            memory: bytes that each may take; None = no limit.
        """
        self.jobs = jobs
        self._slots = [_Slot(work, memory) for _ in range(jobs)]

    def submit(self, task: Task) -> None:
        """Start a task."""
        next(slot for slot in self._slots if slot.task is None).start(task)

    def wait(self, seconds: float) -> Sequence[tuple[Task, Result]]:
        """Give the tasks that have ended; none = nothing ended in this time."""
        busy = {slot: slot.task for slot in self._slots if slot.task is not None}
        wait([slot.connection for slot in busy], seconds)
        outcomes = ((task, slot.outcome()) for slot, task in busy.items())
        return [(task, result) for task, result in outcomes if result is not None]

    def close(self) -> None:
        """End all workers."""
        for slot in self._slots:
            slot.end()


def done(work: Work, task: Task) -> Result:
    """Do a task; what breaks is told, not raised."""
    try:
        return work(task)
    except ThreadscopeError as error:
        return error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - Polars' panics are no Exceptions
        text = str(error).partition("\n")[0]
        return Failure(f"{type(error).__name__}: {text}")


def limit(memory: int | None) -> None:
    """Let this process take only so much memory; what asks for more aborts."""
    if memory is not None:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory, most))


def _serve(connection: Connection, work: Work, memory: int | None) -> None:
    """Do one task after the other until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()
    _mute()
    limit(memory)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            task = connection.recv()
            connection.send(_BEGUN)
            connection.send(done(work, task))


def _leave_with_parent() -> None:
    """End with the process that asks, even in the middle of a task."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _mute() -> None:
    """Point stderr nowhere: native code that gives up fills it with its stack."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@contextmanager
def _environment() -> Iterator[None]:
    """Set what workers find in their environment."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(THREADS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _how_ended(code: int) -> str:
    if code >= 0:
        return f"its worker ended with exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    hint = ", as when memory runs out" if name in {"SIGABRT", "SIGKILL"} else ""
    return f"its worker was ended by {name}{hint}"
