"""What the benchmarks share: running a program and knowing what it cost, and a plain table."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

_MEGABYTE = 1_000_000
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of user and system time, all threads."""
    peak: float
    """Most memory at once, in MB."""
    stdout: str
    """What it printed."""


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Run:
    """Run a program to its end.

    The kernel counts the memory of this process towards its children until they start their own
    program, so whoever calls this should be small: no Polars in the parent.

    Raises:
        CalledProcessError: it failed.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=env)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command, text)
    return Run(wall, used.ru_utime + used.ru_stime, _peak(used), text)


def _peak(used: resource.struct_rusage) -> float:
    return used.ru_maxrss * _MAXRSS_UNIT / _MEGABYTE


def repeated(commands: Mapping[str, Callable[[], Run]], times: int) -> dict[str, list[Run]]:
    """Run several programs in turn, so that a busy machine slows all of them alike."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(times):
        for name, start in commands.items():
            runs[name].append(start())
    return runs


def median(values: Iterable[float]) -> float:
    """Give the middle one of some numbers."""
    return statistics.median(values)


def load() -> str:
    """Say how busy the machine is, since that is part of every time measured."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} (1 min) {five:.1f} (5 min)"


def show(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *rest = (
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("   ".join((first, *rest)).rstrip())
