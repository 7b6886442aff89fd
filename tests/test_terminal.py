import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from threadscope.cli.exits import Exit

NEEDLES = {
    "the window title": "\x1b]0;hijacked",
    "the clipboard": "\x1b]52;c;cHduZWQ=",
    "a hyperlink": "\x1b]8;;http://evil.example",
    "a control sequence of one character": "\x9b",
    "a command of one character": "\x9d",
    "delete": "\x7f",
    "a change of direction": "\u202e",
    "an isolate": "\u2066",
    "a space without width": "\u200b",
    "a tag": "\U000e0041",
    "reset": "\x1bc",
    "bell": "\x07",
}
"""What a page must never say to the terminal."""
MARKUP = "[@click=app.quit]x[/] [/nope] [bold]"
HOSTILE = MARKUP + "".join(NEEDLES.values())
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
MOUSE_ON, MOUSE_OFF = b"\x1b[?1000h", b"\x1b[?1000l"
PAGE = "Ann's picture\n\nThe crane stays.\n\nBob's picture\n\n@Ann For how long?\n"
PATIENCE = 20
FRIENDLY = {"TERM": "xterm-256color", "ESCDELAY": "10"}
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


class Terminal:
    """A process in a terminal of its own, and every byte it wrote there."""

    def __init__(self, process: int, handle: int) -> None:
        self.process = process
        self.handle = handle
        self.seen = b""
        self.code: int | None = None

    def read(self, seconds: float = 0.05) -> bool:
        """Take what was written; false once the process has closed the terminal."""
        while select.select([self.handle], [], [], seconds)[0]:
            try:
                piece = os.read(self.handle, 1 << 16)
            except OSError:
                return False
            if not piece:
                return False
            self.seen += piece
        return True

    def until(self, words: bytes, start: int = 0) -> None:
        """Wait until something was written."""
        end = time.monotonic() + PATIENCE
        while words not in self.seen[start:]:
            alive = self.read()
            assert alive, f"ended before {words!r}: {self.seen[-2000:]!r}"
            assert time.monotonic() < end, f"waited for {words!r}: {self.seen[-2000:]!r}"

    def press(self, *keys: str) -> None:
        """Write keys, each after the screen has answered the one before."""
        for key in keys:
            os.write(self.handle, key.encode())
            self.read(0.15 if key == "\x1b" else 0.05)

    def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        os.kill(self.process, signal.SIGWINCH)

    def leave(self) -> int:
        """Press q until the process ends, and give its exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for key in ("\x1b", "q"):
                with suppress(OSError):
                    self.press(key)
            if self._ended():
                break
        return self.end()

    def _ended(self) -> bool:
        if self.code is None and (done := os.waitpid(self.process, os.WNOHANG))[0]:
            code = os.waitstatus_to_exitcode(done[1])
            self.code = code if code >= 0 else 128 - code
        return self.code is not None

    def end(self) -> int:
        """Wait for the process and give its exit code, as a shell would."""
        end = time.monotonic() + PATIENCE
        while not self._ended():
            self.read(0.01)
            assert time.monotonic() < end, "does not end"
        self.read(0)
        assert self.code is not None
        return self.code

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as a shell needs it."""
        modes = termios.tcgetattr(self.handle)[3]
        return bool(modes & termios.ECHO and modes & termios.ICANON)


@contextmanager
def terminal(
    *arguments: str, size: tuple[int, int] = (120, 40), code: str = "", **env: str
) -> Iterator[Terminal]:
    """Run the program, or some code, in a terminal of its own."""
    command = [sys.executable, *(["-c", code] if code else ["-m", "threadscope"]), *arguments]
    taken = {"NO_COLOR", "TEXTUAL_THEME", "COLORTERM", "TERM"}
    inherited = {name: value for name, value in os.environ.items() if name not in taken}
    process, handle = pty.fork()
    if not process:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        os.execve(sys.executable, command, {**inherited, **FRIENDLY, **env})  # noqa: S606
    it = Terminal(process, handle)
    try:
        yield it
    finally:
        with suppress(OSError):
            os.close(handle)
        if it.code is None:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def assert_given_back(it: Terminal) -> None:
    """Hold that the shell finds its terminal as it was."""
    for on, off in ((ENTER, LEAVE), (MOUSE_ON, MOUSE_OFF), (b"\x1b[?25l", b"\x1b[?25h")):
        assert it.seen.rfind(off) > it.seen.rfind(on) >= 0, (on, off)
    assert it.echoes


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return str(path)


@pytest.fixture(name="evil")
def _evil(tmp_path: Path) -> str:
    """Write a page that is hostile wherever it can be, down to its name and its pack."""
    path = tmp_path / f"evil {MARKUP.replace('/', '|')}\x1b]0;hijacked\x07\x9b\u202e.txt"
    comments = [
        f"{who} {HOSTILE} says\nRe: subject {HOSTILE}\n{what} {HOSTILE}\n\n"
        for who, what in (("Ann", "first"), ("Bob", "@Ann second"), ("Cid", "third?"))
    ]
    path.write_text(f"Article {HOSTILE}\n\n" + "".join(comments) * 2, "utf-8")
    (tmp_path / "evil.yaml").write_text(
        "name: evil\ntitle: t [/nope] [@click=app.quit]x[/]\n"
        "# a remark \u202e that \u2066 hides \u200b\n"
        "comment:\n  markers:\n    - name: says\n      opens:\n"
        "        - '^(?P<author>.+) says$'\n"
        "        - pattern: '^Re: (?P<subject>.+)$'\n          optional: true\n"
    )
    return str(path)


WALK = (
    *"jjklhA", "j", "s", *"DWO", "j", "G", *"RLV",
    "r", "\x1b", "r", "1", "u", "\x12", "y", "1", "y", "3", "y", "4",
    "/", *"first", "\r", "n", "&", "&", "\x1b", "\x1b", "?", "\x1b", "z", "z", "i", "o",
    "A", "j", "\r", "W", "j", "\r", "\x1b", "L", "j", "\r", ">", "<", "\t", "\t", "G", ":", "\x1b",
)  # fmt: skip
"""Keys that open every view and every menu."""


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
def test_nothing_of_a_hostile_page_reaches_the_terminal_raw(
    evil: str, size: tuple[int, int], tmp_path: Path
) -> None:
    env = {"PAGER": "true", "XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    with terminal("browse", evil, "--rules", f"{tmp_path}/evil.yaml", size=size, **env) as it:
        it.until(b"second")
        it.press(*WALK, "V")
        os.write(it.handle, f"/\x1b[200~{HOSTILE.replace(chr(27), '')}\x1b[201~".encode())
        assert it.leave() == Exit.DONE
        said = it.seen.decode("utf-8", "replace")
        assert "@click=app.quit" in said
        copied = re.findall(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", said)
        said = re.sub(r"\x1b\]22;[a-z]*\x07", "", said)
        assert len(copied) == 3
        for own in copied:
            said = said.replace(own, "")
        for name, needle in NEEDLES.items():
            assert needle not in said, name
        assert_given_back(it)


def test_q_gives_the_terminal_back(page: str) -> None:
    with terminal(page) as it:
        it.until(b"how long")
        assert MOUSE_ON in it.seen
        assert it.leave() == Exit.DONE
        assert_given_back(it)


def test_without_the_mouse_nothing_is_asked_of_it(page: str) -> None:
    with terminal(page, "--no-mouse") as it:
        it.until(b"how long")
        it.leave()
        assert MOUSE_ON not in it.seen


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGTERM, Exit.TERMINATED),
        (signal.SIGHUP, Exit.HUNG_UP),
        (signal.SIGQUIT, Exit.QUIT),
    ],
)
def test_a_signal_gives_the_terminal_back(page: str, number: int, code: Exit) -> None:
    with terminal(page) as it:
        it.until(b"how long")
        it.press("?")
        os.kill(it.process, number)
        assert it.end() == code
        assert_given_back(it)


def test_a_signal_while_pages_are_read_ends_at_once() -> None:
    with terminal(code=STARTED.format(what="time.sleep(60)"), TERM="xterm") as it:
        it.until(b"reading")
        os.kill(it.process, signal.SIGTERM)
        started = time.monotonic()
        assert it.end() == Exit.TERMINATED
        assert time.monotonic() - started < 5
        assert_given_back(it)


def test_a_terminal_that_goes_away_ends_the_program(page: str) -> None:
    with terminal(page) as it:
        it.until(b"how long")
        os.close(it.handle)
        end = time.monotonic() + PATIENCE
        while not (done := os.waitpid(it.process, os.WNOHANG))[0]:
            assert time.monotonic() < end, "does not end"
            time.sleep(0.02)
        it.code = os.waitstatus_to_exitcode(done[1])
        assert it.code in {Exit.HUNG_UP, -signal.SIGHUP}


STARTED = """
import sys, time
import threadscope.analysis
from threadscope.cli import run
def broken(*_, **__):
    {what}
threadscope.analysis.analyze = broken
sys.exit(run(["browse", "/dev/null", *sys.argv[1:]]))
"""
"""A program that does something else when it should analyze."""
CRASHING = """
import sys
from threadscope.cli import run
from threadscope.tui.linking import Linking
def broken(*_, **__):
    raise ZeroDivisionError("boom \\x1b]0;hijacked [/nope]")
Linking.action_zoom = broken
sys.exit(run(sys.argv[1:]))
"""
"""A program that breaks when z is pressed."""


def test_a_crash_gives_the_terminal_back_and_is_one_line(page: str) -> None:
    with terminal("browse", page, code=CRASHING) as it:
        it.until(b"how long")
        it.press("z")
        assert it.end() == Exit.BUG
        assert_given_back(it)
        after = it.seen[it.seen.rindex(LEAVE) :]
        assert b"threadscope: a bug in threadscope: ZeroDivisionError: boom" in after
        assert b"Traceback" not in after
        assert b"\x1b]0;" not in it.seen


def test_a_bug_while_reading_gives_the_terminal_back() -> None:
    with terminal(code=STARTED.format(what="1 / 0")) as it:
        assert it.end() == Exit.BUG
        assert_given_back(it)
        assert b"ZeroDivisionError" in it.seen


def test_a_page_that_is_not_there_is_named_after_the_screen_is_left(tmp_path: Path) -> None:
    with terminal("browse", str(tmp_path / "no page.txt")) as it:
        assert it.end() == Exit.NO_INPUT
        assert b"no such file" in it.seen
        if ENTER in it.seen:
            assert_given_back(it)


@pytest.mark.parametrize("theme", [None, "nord"])
def test_no_color_means_no_colour(page: str, theme: str | None) -> None:
    chosen = ["--theme", theme] if theme else []
    with terminal(page, *chosen, NO_COLOR="1", COLORTERM="truecolor") as it:
        it.until(b"how long")
        it.press("j", "l", "A", "D", "R", "V", "/", "crane", "\r", "?", "\x1b")
        it.leave()
        assert not COLOUR.findall(it.seen)
        assert re.search(rb"\x1b\[(?:\d+;)*7[;m]", it.seen)


def test_ascii_draws_with_ascii_alone(page: str) -> None:
    with terminal(page, "--ascii") as it:
        it.until(b"how long")
        it.press(
            "j", "h", "l", "m", "A", "D", "W", "O", "L", "V", "r", "\x1b", "y", "\x1b", "?", "\x1b"
        )
        it.press("/", "crane", "\r")
        it.leave()
        assert not {char for char in it.seen.decode() if char > "~"}


def test_a_page_through_a_pipe_is_browsed_with_the_keys_of_the_terminal(page: str) -> None:
    code = (
        "import subprocess, sys\n"
        "page = open(sys.argv[1], 'rb')\n"
        "command = [sys.executable, '-m', 'threadscope', 'browse', '-']\n"
        "cat = subprocess.Popen(['cat'], stdin=page, stdout=subprocess.PIPE)\n"
        "sys.exit(subprocess.run(command, stdin=cat.stdout).returncode)\n"
    )
    with terminal(page, code=code) as it:
        it.until(b"how long")
        it.press("j", "l")
        seen = len(it.seen)
        it.press("A")
        it.until(b"replies", seen)
        assert it.leave() == Exit.DONE
        assert_given_back(it)


def test_a_dumb_terminal_is_refused_with_the_command_that_works_there(page: str) -> None:
    for name in ("dumb", ""):
        with terminal(page, TERM=name) as it:
            assert it.end() == Exit.USAGE
            assert b"threadscope tree" in it.seen
            assert b"\x1b[?1049h" not in it.seen


def test_output_that_is_no_terminal_is_refused_with_the_command_that_works_there(page: str) -> None:
    code = (
        "import subprocess, sys\n"
        "command = [sys.executable, '-m', 'threadscope', 'browse', sys.argv[1]]\n"
        "sys.exit(subprocess.run(command, stdout=subprocess.DEVNULL).returncode)\n"
    )
    with terminal(page, code=code) as it:
        assert it.end() == Exit.USAGE
        assert b"threadscope stats or tree" in it.seen
        assert ENTER not in it.seen


def test_the_size_may_change_at_any_time(page: str) -> None:
    with terminal(page) as it:
        it.until(b"how long")
        for width, height in ((1, 1), (3, 200), (20, 5), (250, 80), (80, 24)):
            it.resize(width, height)
            it.press("j", "k")
        assert it.leave() == Exit.DONE


def test_keys_and_colours_that_the_configuration_gets_wrong_are_named_at_their_place(
    page: str, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("theme: mud\nkeys: {quti: q}\n")
    with terminal(page, "--config", str(config)) as it:
        assert it.end() == Exit.CONFIG
        assert b"config.yaml:1:8: no theme is called 'mud'" in it.seen
        assert b"config.yaml:2:8: keys: no binding is called 'quti'" in it.seen


def test_colours_unknown_to_textual_are_a_usage_error(page: str) -> None:
    with terminal(page, "--theme", "no-such") as it:
        assert it.end() == Exit.USAGE
        assert b"known: " in it.seen


def test_a_comment_is_piped_to_a_command_that_has_the_terminal_meanwhile(
    page: str, tmp_path: Path
) -> None:
    with terminal(page, SHELL="/bin/sh", XDG_STATE_HOME=str(tmp_path)) as it:
        it.until(b"how long")
        it.press("|", *"tr a-z A-Z", "\r")
        it.until(b"THE CRANE STAYS.")
        it.until(b"[exit code 0; Enter goes back]")
        assert it.seen.rfind(LEAVE) > it.seen.rfind(ENTER)
        assert it.echoes
        it.press("\r", "m", "j", "m")
        back = len(it.seen)
        it.press("|", *f"cat > {tmp_path}/both; exit 3", "\r")
        it.until(b"[exit code 3; Enter goes back]", back)
        assert (tmp_path / "both").read_text() == "The crane stays.\n\n@Ann For how long?\n"
        it.press("\r")
        assert it.leave() == Exit.DONE
        assert_given_back(it)


def test_signals_of_keys_are_for_the_command_and_not_for_the_interface(
    page: str, tmp_path: Path
) -> None:
    with terminal(page, SHELL="/bin/sh", XDG_STATE_HOME=str(tmp_path)) as it:
        it.until(b"how long")
        for key, code in (("\x03", b"130"), ("\x1c", b"131")):
            seen = len(it.seen)
            it.press("|", *"echo wait''ing; exec sleep 60", "\r")
            it.until(b"waiting", seen)
            it.press(key)
            it.until(b"[exit code " + code, seen)
            it.press("\r")
            it.until(b"how long", it.seen.rfind(ENTER))
        assert it.leave() == Exit.DONE
        assert_given_back(it)


def test_a_signal_to_end_while_a_command_runs_ends_the_interface_after_it(
    page: str, tmp_path: Path
) -> None:
    with terminal(page, SHELL="/bin/sh", XDG_STATE_HOME=str(tmp_path)) as it:
        it.until(b"how long")
        it.press("|", *"echo wait''ing", "\r")
        it.until(b"Enter goes back")
        os.kill(it.process, signal.SIGTERM)
        it.press("\r")
        assert it.end() == Exit.TERMINATED
        assert_given_back(it)


def test_where_the_reader_was_is_kept_when_a_signal_ends_the_interface(
    page: str, tmp_path: Path
) -> None:
    with terminal(page, XDG_STATE_HOME=str(tmp_path)) as it:
        it.until(b"1 unread  1/2")
        it.press("G")
        it.until(b"2/2")
        os.kill(it.process, signal.SIGQUIT)
        assert it.end() == Exit.QUIT
    with terminal(page, XDG_STATE_HOME=str(tmp_path)) as it:
        it.until(b"2/2")
        assert b"unread" not in it.seen[it.seen.rfind(b"how long") :]
