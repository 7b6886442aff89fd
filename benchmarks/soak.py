"""Does the interface stay whole under thousands of random keys, clicks and sizes?

Several pages are opened on a screen that only exists in memory (`--pty`: in a real terminal, as a
process of its own), and keys of every binding, letters, pasted text, clicks, wheels and resizes
come in at random, a seed telling which. Whenever a key has left the interface it is opened again,
so that what it keeps is read again too. Told in the end: how many of each, the memory at the start,
at every quarter and at the end, and whether what was kept can be read. It ends with an error at the
first crash and prints the last keys.
"""

import argparse
import asyncio
import fcntl
import json
import os
import pty
import random
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import measure

_HOME = Path(__file__).parent.parent
_PAGES = (
    "lighthouse/page.txt", "sourdough-blog/page.txt", "plaza-footers/page.txt",
    "telescope-forum/page.txt", "orchard-newest-first/page.txt",
)  # fmt: skip
_TYPED = "abcdeighijklmnopqrstuvwxyz 0123456789.,-_[]()'#*&@:äß"
_PASTED = (
    "", "\n", " ", "lens", "Torben", "a\tb\nc", "\x00", "\x07\x08\x9b31m", "[/]", "%s{0}\\",
    "../..", "/dev/null", "\u202e\u200b", "e" + "\u0301" * 40, "👩‍👩‍👧", "(?P<a>", "x" * 2000,
)  # fmt: skip
_KINDS = ("key", "click", "wheel", "resize", "paste")
_WEIGHTS = (86, 8, 2, 2, 2)
_LAST = 60
"""Events that are told of after a crash."""
_LEFT = "\x1b[?1049l"
"""What a terminal is told when the interface has been left."""
_SAID = 9000
"""Bytes of what was said last in a terminal that are told after a crash."""
_ROUNDS = 4
_QUARTERS = 4
_BYTES = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H",
    "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "space": " ", "f1": "\x1bOP",
    "f4": "\x1bOS", "f5": "\x1b[15~", "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B",
    "shift+left": "\x1b[1;2D", "slash": "/", "question_mark": "?", "right_curly_bracket": "}",
    "left_curly_bracket": "{", "asterisk": "*", "number_sign": "#", "full_stop": ".", "comma": ",",
    "right_parenthesis": ")", "left_parenthesis": "(", "left_square_bracket": "[",
    "right_square_bracket": "]", "apostrophe": "'", "ampersand": "&", "backslash": "\\",
    "vertical_line": "|", "greater_than_sign": ">", "less_than_sign": "<", "colon": ":",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "bdfrsu"},
}  # fmt: skip
"""What a terminal sends for a key that is no letter."""


def main() -> None:
    """Drive the interface and print what became of it."""
    options = _options()
    with _kept() as folder:
        soak = _Soak(options.events, options.seed, folder)
        if options.pty:
            soak.in_terminal()
        else:
            soak.in_memory()
        soak.report()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=20_000, help="keys, clicks and so on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pty", action="store_true", help="in a real terminal")
    return parser.parse_args()


@contextmanager
def _kept() -> Iterator[Path]:
    """Give a folder with pages, in which everything is kept."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "pages").mkdir()
        for name in _PAGES:
            shutil.copy(_HOME / "examples" / name, folder / "pages" / name.replace("/", "-"))
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        os.chdir(folder)
        yield folder
        os.chdir(_HOME)


def _resident(process: int | str = "self") -> float:
    """Give the memory of a process, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


class _Soak:
    """Events at random, and what is seen on the way."""

    def __init__(self, events: int, seed: int, folder: Path) -> None:
        from threadscope.tui.keys import TABLES  # noqa: PLC0415 - the scripts' help stays quick

        self.events, self.folder = events, folder
        self.counts = Counter[str]()
        self.memory: list[float] = []
        self._dice = random.Random(seed)  # noqa: S311 - the same events every time
        self._keys = sorted(
            {key for table in TABLES.values() for each in table for key in each.key.split(",")}
            | {"enter", "escape", "backspace", "up", "down", "left", "right", "space"}
        )
        self._last = deque[str](maxlen=_LAST)
        self._size = (120, 40)
        self._said = b""

    def draw(self) -> tuple[str, Any]:
        """Draw the next event."""
        kind = self._dice.choices(_KINDS, _WEIGHTS)[0]
        self.counts[kind] += 1
        if kind == "key":
            keys = self._dice.choices((self._keys, _TYPED), (3, 1))[0]
            value: Any = self._dice.choice(keys)
            if value == "q":
                value = self._dice.choices(("j", "q"), (9, 1))[0]
        elif kind == "resize":
            value = self._size = (self._dice.randint(1, 200), self._dice.randint(1, 60))
        elif kind == "paste":
            value = self._dice.choice(_PASTED)
        else:
            value = tuple(self._dice.randrange(size) for size in self._size)
        self._last.append(f"{kind} {value!a}")
        return kind, value

    def remember(self, done: int, process: int | str = "self") -> None:
        """Note the memory at the start, at every quarter, and at the end."""
        if done * _QUARTERS >= self.events * len(self.memory):
            self.memory.append(_resident(process))

    def report(self) -> None:
        """Print what was seen; what was kept must be readable."""
        from threadscope.corrections import parse  # noqa: PLC0415 - as above

        state = [file for file in (self.folder / "state").rglob("*.json") if file.is_file()]
        for file in state:
            json.loads(file.read_bytes())
        corrected = list((self.folder / "pages").glob("*.corrections.json"))
        for file in corrected:
            parse(file.read_bytes(), file.name, "page")
        torn = [str(file) for file in self.folder.rglob("*.threadscope-*")]
        rows = [(kind, f"{count:,}") for kind, count in self.counts.items()]
        measure.show(("what", "count"), rows)
        print("memory in MB at the start, each quarter, the end:",
              " ".join(f"{each:.0f}" for each in self.memory))  # fmt: skip
        print(f"kept and readable: {len(state)} of state, {len(corrected)} of corrections")
        print(f"left half written: {torn or 'nothing'}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Print the last events if something breaks."""
        try:
            yield
        except BaseException:
            print("the last events:", *self._last, sep="\n  ")
            raise

    # In memory

    def in_memory(self) -> None:
        """Play on a screen that only exists in memory."""
        left = self.events
        with self._told():
            while left > 0:
                left -= asyncio.run(self._visit(left))
                self.counts["visits"] += 1

    async def _visit(self, left: int) -> int:
        """Play until the interface is left; gives how many events there were."""
        from threadscope.tui import Browser  # noqa: PLC0415 - as above

        app = Browser(_desk(self.folder))
        async with app.run_test(size=self._size, notifications=True) as pilot:
            while app.discussion is None and app.is_running:
                await pilot.pause(0.01)
            for done in range(left):
                self.remember(self.events - left + done)
                if not app.is_running or app._exit:  # noqa: SLF001 - it was asked to end
                    break
                await self._play(pilot, *self.draw())
            else:
                done = left
                self.remember(self.events)
            await _left(app)
            if app.error:
                raise app.error
        if app.return_code:
            raise SystemExit(f"the interface ended with {app.return_code}")
        return max(done, 1)

    async def _play(self, pilot: Any, kind: str, value: Any) -> None:
        from textual import events  # noqa: PLC0415 - as above
        from textual.geometry import Offset  # noqa: PLC0415

        if kind == "key":
            char = value if len(value) == 1 else _BYTES.get(value, "\x1b")
            key = {" ": "space"}.get(value, value)
            shown = char if len(char) == 1 and char.isprintable() else None
            pilot.app.post_message(events.Key(key, shown))
        elif kind == "paste":
            pilot.app.post_message(events.Paste(value))
        elif kind == "resize":
            await pilot.resize_terminal(*value)
        elif kind == "click":
            await pilot.click(None, Offset(*value), times=self._dice.choice((1, 1, 2)))
        else:
            x, y = value
            wheel = self._dice.choice((events.MouseScrollDown, events.MouseScrollUp))
            at = {"x": x, "y": y, "screen_x": x, "screen_y": y, "delta_x": 0, "delta_y": 1}
            held = dict.fromkeys(("shift", "meta", "ctrl"), False)
            pilot.app.post_message(wheel(None, **at, button=0, **held))
        for _ in range(_ROUNDS):
            await pilot.pause(0)

    # In a terminal

    def in_terminal(self) -> None:
        """Play in a real terminal."""
        left = self.events
        with self._told():
            while left > 0:
                left -= self._terminal(left)
                self.counts["visits"] += 1

    def _terminal(self, left: int) -> int:
        process, handle = _started(self.folder, self._size)
        _until(handle, b"\x1b[?1049h")
        for done in range(left):
            seen = _drained(handle, 0.01)
            if seen is None:
                break
            self._said = (self._said + seen)[-_SAID:]
            self.remember(self.events - left + done, process)
            with suppress(OSError):
                self._send(handle, *self.draw())
        else:
            done = left
            _drained(handle, 1)
            self.remember(self.events, process)
            os.kill(process, signal.SIGTERM)
        code = os.waitstatus_to_exitcode(_ended(handle, process))
        os.close(handle)
        if code not in {0, 128 + signal.SIGTERM}:
            said = self._said.decode("utf-8", "replace").rpartition(_LEFT)[2]
            raise SystemExit(f"the interface ended with {code}: {said}")
        return max(done, 1)

    def _send(self, handle: int, kind: str, value: Any) -> None:
        if kind == "key":
            os.write(handle, _BYTES.get(value, value).encode())
        elif kind == "paste":
            os.write(handle, f"\x1b[200~{value}\x1b[201~".encode())
        elif kind == "resize":
            _sized(handle, value)
        else:
            x, y = value
            button = 0 if kind == "click" else self._dice.choice((64, 65))
            ends = "Mm" if kind == "click" else "M"
            os.write(
                handle, "".join(f"\x1b[<{button};{x + 1};{y + 1}{end}" for end in ends).encode()
            )


async def _left(app: Any) -> None:
    """Leave as a reader does, so that what is to be kept is kept."""
    if not app._exit:  # noqa: SLF001 - a second time it would forget the exit code
        app.exit()
    await asyncio.wait([app._task])  # noqa: SLF001 - what `App.run_test` itself waits for


def _desk(folder: Path) -> Any:
    """Open the doors that the command opens, save those to other programs."""
    from threadscope.cli.browse import _save, _write  # noqa: PLC0415 - as above
    from threadscope.cli.memory import keep, recall, write_copy  # noqa: PLC0415
    from threadscope.cli.walk import (  # noqa: PLC0415
        kept_corrections,
        packs_for,
        source_of,
        text_of,
        walk,
    )
    from threadscope.tui import Desk  # noqa: PLC0415

    pages = [str(folder / "pages")]
    again = {"encoding": None, "as_": None, "max_bytes": None}

    def load(track: Any) -> Any:
        found = walk(pages, **again, track=track, corrections=None, no_corrections=True)
        return found, kept_corrections(pages, None, ignored=False)

    def write(file: str, text: str) -> str:
        return _write(str(folder / Path(file).name), text)

    return Desk(
        load=load,
        text=partial(text_of, pages, **again),
        save=partial(_save, None),
        write=write,
        print=write_copy,
        recall=recall,
        keep=keep,
        packs=partial(packs_for, (), None),
        source=partial(source_of, (), None),
        starts=False,
    )


def _started(folder: Path, size: tuple[int, int]) -> tuple[int, int]:
    """Start the program where it finds no other program but those that do nothing."""
    command = [sys.executable, "-m", "threadscope", "browse", "--debug", str(folder / "pages")]
    quiet = {
        "PATH": "/nowhere",
        "PAGER": "/bin/true",
        "EDITOR": "/bin/true",
        "TERM": "xterm-256color",
    }
    process, handle = pty.fork()
    if not process:
        _never_stopped(0)
        os.execve(command[0], command, {**os.environ, **quiet})  # noqa: S606
    _sized(handle, size)
    return process, handle


def _never_stopped(terminal: int) -> None:
    """Let no Ctrl-S that comes when the interface has just been left stop the terminal for good."""
    modes = termios.tcgetattr(terminal)
    modes[0] &= ~termios.IXON
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def _sized(handle: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))


def _drained(handle: int, seconds: float) -> bytes | None:
    """Read what the program writes until it is still; None = it has ended and said nothing more."""
    seen = b""
    while select.select([handle], [], [], seconds)[0]:
        try:
            seen += os.read(handle, 1 << 16)
        except OSError:
            return seen or None
    return seen


def _until(handle: int, words: bytes) -> None:
    seen, end = b"", time.monotonic() + 60
    while words not in seen:
        piece = _drained(handle, 0.1)
        if piece is None or time.monotonic() > end:
            raise SystemExit(f"no interface: {seen[-500:]!r}")
        seen += piece


def _ended(handle: int, process: int) -> int:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        _drained(handle, 0.05)
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return status
    os.kill(process, signal.SIGKILL)
    raise SystemExit("it does not end")


if __name__ == "__main__":
    main()
