"""How soon does the interface show a discussion, and how soon does it answer a key?

Makes comments that are already cut, at random below one another, analyzes them in memory and
drives the interface on a screen that only exists in memory, each size in a process of its own.
What is timed ends when everything that a key sets off has been done and drawn. The first table row
is the same on an empty application: what Textual takes for itself. The last line is the time from
the start of the process to the first frame in a real terminal.
"""

import argparse
import asyncio
import fcntl
import gc
import json
import os
import pty
import random
import select
import statistics
import struct
import sys
import termios
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import measure

_SIZES = (1_000, 100_000, 1_000_000)
_SEED = 7
_WORDS = "harbour crane paint council ferry winter ticket lantern bridge market gull tide".split()  # noqa: SIM905
_SENTENCES = 500
_AUTHORS = 997
_SHOWN = b"inferred"
"""What the interface says once a page is there."""
_ROUNDS = 4
"""How often messages of a key may lead to further messages."""
_COLUMNS = (
    "analyze s", "frame ms", "down", "page", "end", "fold", "unfold", "parent", "search",
    "sort", "views", "choose", "let go", "fold all", "resize",
)  # fmt: skip


def main() -> None:
    """Measure every size and print the table; then start the program in a terminal."""
    options = _options()
    if options.only is not None:
        print(json.dumps(asyncio.run(_driven(options.only, options.keys))))
        return
    print(f"{measure.load()}\n")
    rows = [_row(size, options.keys) for size in (0, *options.sizes)]
    measure.show(("comments", *_COLUMNS, "peak MB"), rows)
    print("\nms, median/95th percentile of the presses of each key; 0: an empty application")
    starts = [_started(options.page) for _ in range(options.runs)]
    middle, best = statistics.median(starts), min(starts)
    print(f"threadscope {options.page}: first frame after {middle:.2f} s (best {best:.2f} s)")


def _options() -> argparse.Namespace:
    example = Path(__file__).parent.parent / "examples" / "lighthouse" / "page.txt"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=_SIZES)
    parser.add_argument("--keys", type=int, default=40, help="presses of each key (default: 40)")
    parser.add_argument("--runs", type=int, default=5, help="starts of the program (default: 5)")
    parser.add_argument("--page", type=Path, default=example, help="the page it is started with")
    parser.add_argument("--only", type=int, help="measure one size in this process")
    return parser.parse_args()


def _row(size: int, keys: int) -> list[str]:
    """Measure a size in a process of its own."""
    run = measure.run([sys.executable, __file__, "--only", str(size), "--keys", str(keys)])
    times = json.loads(run.stdout)
    cells = [_cell(name, times.get(name)) for name in _COLUMNS]
    return [f"{size:,}", *cells, f"{run.peak:,.0f}"]


def _cell(name: str, times: list[float] | None) -> str:
    if not times:
        return "-"
    if name.endswith(" s"):
        return f"{times[0]:.1f}"
    middle = statistics.median(times) * 1000
    if len(times) == 1:
        return f"{middle:.0f}"
    high = statistics.quantiles(times, n=20, method="inclusive")[-1] * 1000
    return f"{middle:.0f}/{high:.0f}"


# Making a discussion


def _comments(size: int) -> Any:
    """Make CUTS of comments at random below one another, the first of a hundred on top."""
    import polars as pl  # noqa: PLC0415 - the parent must stay small

    from threadscope.schema import CUTS  # noqa: PLC0415

    chance = random.Random(_SEED)  # noqa: S311 - the same discussion every time
    sayings = [" ".join(chance.choices(_WORDS, k=chance.randint(4, 40))) for _ in range(_SENTENCES)]
    parents = [None if at % 100 == 0 else str(chance.randrange(at)) for at in range(size)]
    columns = {
        "page": ["page"] * size,
        "author": [f"reader{at * 7 % _AUTHORS}" for at in range(size)],
        "body": [f"{sayings[at % _SENTENCES]} {at}" for at in range(size)],
        "first_line": range(1, size + 1),
        "last_line": range(1, size + 1),
        "source_id": list(map(str, range(size))),
        "parent_id": parents,
        "top_level": [parent is None for parent in parents],
    }
    cuts = pl.DataFrame(columns, {name: CUTS[name] for name in columns})
    return cuts.match_to_schema(CUTS, missing_columns="insert").select(CUTS.names())


def _discussion(size: int) -> Any:
    from threadscope.discussion import analyze  # noqa: PLC0415
    from threadscope.pages import Batch  # noqa: PLC0415
    from threadscope.rules import shipped  # noqa: PLC0415
    from threadscope.schema import PAGE_TEXTS  # noqa: PLC0415

    return analyze([Batch(PAGE_TEXTS.to_frame(), _comments(size), (), 1)], shipped())


# Driving


async def _driven(size: int, keys: int) -> dict[str, list[float]]:
    """Press keys and time them, in seconds."""
    if not size:
        return await _floor(keys)
    from threadscope.tui import Browser, Desk  # noqa: PLC0415

    started = time.perf_counter()
    discussion = _discussion(size)
    times = {"analyze s": [time.perf_counter() - started]}
    gc.freeze()  # as the command does
    app = Browser(Desk(load=lambda _: (discussion, ())))
    started = time.perf_counter()
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.reading.frame.height:
            await pilot.pause(0)
        await _settled(pilot)
        times["frame ms"] = [time.perf_counter() - started]
        hand = _Hand(app, pilot)
        await _walk(hand, times, keys, size)
    return times


class _Hand:
    """Presses keys, each after the one before has done all it does."""

    def __init__(self, app: Any, pilot: Any) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, key: str) -> None:
        """Press a key."""
        from textual.events import Key  # noqa: PLC0415

        self.app.post_message(Key(key, key if len(key) == 1 else None))
        await _settled(self.pilot)

    async def timed(self, key: str) -> float:
        """Press a key and tell how many seconds that took."""
        return await _seconds(partial(self.press, key))


async def _settled(pilot: Any) -> None:
    for _ in range(_ROUNDS):
        await pilot.pause(0)


async def _seconds(action: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await action()
    return time.perf_counter() - started


async def _walk(hand: _Hand, times: dict[str, list[float]], keys: int, size: int) -> None:
    """Press every key in many places."""
    chance = random.Random(_SEED)  # noqa: S311 - the same places every time
    for name, pressed in (("down", ["j"]), ("page", ["pagedown"]), ("end", ["G", "g"])):
        times[name] = [await hand.timed(pressed[at % len(pressed)]) for at in range(keys)]
    times |= {"fold": [], "unfold": [], "parent": []}
    for _ in range(keys):
        hand.app.threads.go(chance.randrange(size))
        await _settled(hand.pilot)
        times["parent"].append(await hand.timed("p"))
        times["fold"].append(await hand.timed("space"))
        times["unfold"].append(await hand.timed("space"))
    await hand.press("slash")
    times["search"] = [await hand.timed(char) for char in "ferry gull 9"]
    await hand.press("escape")
    await hand.press("escape")
    times["sort"] = [await hand.timed("s") for _ in range(8)]
    times["views"] = [await hand.timed(view) for view in "ADWV" * 3]
    times |= {"choose": [], "let go": []}
    for view in "AWD" * 3:
        await hand.press(view)
        await hand.press("j")
        times["choose"].append(await hand.timed("enter"))
        times["let go"].append(await hand.timed("escape"))
    await hand.press("V")
    times["fold all"] = [await hand.timed("CE"[at % 2]) for at in range(6)]
    sizes = [(80, 24), (160, 50)] * 3
    times["resize"] = [await _seconds(partial(_resized, hand, size)) for size in sizes]


async def _resized(hand: _Hand, size: tuple[int, int]) -> None:
    await hand.pilot.resize_terminal(*size)
    await _settled(hand.pilot)


async def _floor(keys: int) -> dict[str, list[float]]:
    """Time an empty application."""
    from textual.app import App  # noqa: PLC0415

    app: App[None] = App()
    started = time.perf_counter()
    async with app.run_test(size=(120, 40)) as pilot:
        await _settled(pilot)
        times = {"frame ms": [time.perf_counter() - started]}
        hand = _Hand(app, pilot)
        times["down"] = [await hand.timed("j") for _ in range(keys)]
        sizes = [(80, 24), (160, 50)] * 3
        times["resize"] = [await _seconds(partial(_resized, hand, size)) for size in sizes]
    return times


# Starting


def _started(page: Path) -> float:
    """Start the program in a terminal and tell the seconds until a page shows."""
    command: Sequence[str] = [sys.executable, "-m", "threadscope", str(page)]
    started = time.perf_counter()
    process, handle = pty.fork()
    if not process:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.execve(command[0], command, {**os.environ, "TERM": "xterm-256color"})  # noqa: S606
    seen = b""
    while _SHOWN not in seen:
        select.select([handle], [], [])
        seen += os.read(handle, 1 << 16)
    took = time.perf_counter() - started
    os.write(handle, b"q")
    with open(handle, "rb", buffering=0) as rest:  # noqa: PTH123 - the handle is open already
        _drain(rest)
    os.waitpid(process, 0)
    return took


def _drain(stream: Any) -> None:
    """Read until the other side closes the terminal."""
    try:
        while stream.read(1 << 16):
            pass
    except OSError:
        return


if __name__ == "__main__":
    main()
