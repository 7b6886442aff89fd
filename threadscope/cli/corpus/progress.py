"""How far a run over a corpus has come: a bar on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from threadscope.cli.output import amount, say

if TYPE_CHECKING:
    from threadscope.corpus import Progress

_MEGABYTE = 1_000_000
_MINUTE = 60.0
_HOUR = 3600.0


@contextmanager
def showing(*, shown: bool, quiet: bool) -> "Iterator[Callable[[Progress], None]]":
    """Give what a run tells its progress to.

    Args:
        shown: True = draw a bar on stderr.
        quiet: True = say nothing.
    """
    if quiet:
        yield lambda _: None
    elif shown:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading")
            yield lambda far: bar.update(
                task, completed=far.done_bytes, total=far.bytes, description=line(far)
            )
    else:
        yield _now_and_then()


def _now_and_then() -> "Callable[[Progress], None]":
    """Say once a minute how far it is."""
    last = time.monotonic()

    def tell(far: "Progress") -> None:
        nonlocal last
        if time.monotonic() - last >= _MINUTE:
            last = time.monotonic()
            say(line(far))

    return tell


def line(far: "Progress") -> str:
    """Say in one line how far a run has come, how fast it is, and how long it will take."""
    rate = f"{far.rate / _MEGABYTE:.1f} MB/s"
    left = "" if far.seconds_left is None else f", {duration(far.seconds_left)} left"
    shards = f"{far.done_shards} of {amount(far.shards, 'shard')}"
    return f"{shards}, {amount(far.pages, 'page')}, {rate}{left}"


def summary(far: "Progress", folder: Path) -> str:
    """Say what a run has made."""
    counts = f"{amount(far.pages, 'page')}, {amount(far.comments, 'comment')}"
    gaps = f", {amount(far.gaps, 'input')} set aside or not read" if far.gaps else ""
    return f"{folder}: {counts} in {amount(far.shards, 'shard')}{gaps}"


def duration(seconds: float) -> str:
    """Say a time in the unit that suits it."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < _HOUR else f"{seconds / _HOUR:.1f} h"
