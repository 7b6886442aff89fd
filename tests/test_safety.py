"""Rules on untrusted text: what takes too long is named, and Ctrl-C is heard at once."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import polars as pl
import pytest

from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit
from threadscope.errors import RulesError
from threadscope.rules.weight import weight
from threadscope.segment import run


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("abc", 3),
        ("a{3}", 3),
        ("(?:a{3}b){2}", 8),
        (r"[a\]{2}]{4}", 4),
        ("[[a-c]x]{2}", 2),
        (r"\x{2028}{5}", 5),
        (r"\pL{2}\p{Lu}{3}", 5),
        (r"\{\d{1,9}\}", 11),
        ("(?P<author>ab)?|(?i:cd)", 4),
        ("(?i)^a+$", 1),
        ("(?:.{0,50}){50}", 2500),
        (")))", 3),
    ],
)
def test_a_pattern_weighs_the_characters_it_asks_for(pattern: str, characters: int) -> None:
    assert weight(pattern) == characters


def test_lines_are_found_the_same_in_pieces_and_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"line {at} of{'!' * (at % 7)}" for at in range(5000)]
    text = pl.Series([*lines[:9], None, *lines[9:]])
    patterns = ("7", "!{6}$", "nothing")
    whole = run.places(text, patterns)
    monkeypatch.setattr(run, "_FIRST", 64)
    monkeypatch.setattr(run, "_GROWTH", 2)
    assert [found.to_list() for found in run.places(text, patterns)] == [
        found.to_list() for found in whole
    ]
    assert whole[0].to_list() == [
        at for at, line in enumerate(text) if line is not None and "7" in line
    ]
    assert [found.to_list() for found in run.places(text.head(0), patterns)] == [[], [], []]


def test_a_pattern_that_takes_too_long_is_stopped_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []

    def clocked(text: pl.Series, pattern: str) -> float:
        tried.append(text.len())
        return 9.0 if pattern == "slow" else 0.0

    monkeypatch.setattr(run, "seconds", clocked)
    monkeypatch.setattr(run, "_PATIENCE", -1)
    text = pl.Series(["x" * 1024] * 1000)
    with pytest.raises(RulesError, match=r"the pattern 'slow' takes 1\d\d\.\d s per MB"):
        run.places(text, ("quick", "slow"))
    assert tried == [64, 64]


def test_text_that_takes_long_by_no_fault_of_a_pattern_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "_PATIENCE", -1)
    monkeypatch.setattr(run, "seconds", lambda text, pattern: 0.0)  # noqa: ARG005 - a still clock
    assert run.places(pl.Series(["ab"] * 9), ("a",))[0].len() == 9


def test_work_hands_on_its_result_and_its_failure() -> None:
    assert answering(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        answering(lambda: 1 // 0)


def test_ctrl_c_is_heard_while_native_code_runs() -> None:
    open_door = threading.Event()

    def busy() -> bool:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        return open_door.wait(60)

    with pytest.raises(KeyboardInterrupt):
        answering(busy)
    assert not open_door.is_set()


def test_who_interrupts_does_not_wait_for_work_that_goes_on() -> None:
    script = """
import os, signal, sys, threading
from threadscope import __main__, cli
def run(words):
    threading.Thread(target=threading.Event().wait).start()
    raise KeyboardInterrupt
cli.run = run
__main__.main()
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    assert done.returncode == Exit.INTERRUPTED


LONG = """
import resource, sys
from threadscope.cli import run
page, long = sys.argv[1:]
run(["tree", page, "-q"])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert run(["tree", long, "-q"]) == 0
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((after - before) * 1024, file=sys.stderr)
"""


def test_a_line_of_a_hundred_megabytes_takes_no_more_than_ten_times_its_size(
    tmp_path: Path,
) -> None:
    page, long, size = tmp_path / "page.txt", tmp_path / "long.txt", 100_000_000
    text = "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\n"
    page.write_text(f"{text}word\n")
    with long.open("w") as file:
        file.write(text)
        for _ in range(size // 1_000_000):
            file.write("the keeper lit the lamp \u00e9 " * 40_000)
    words = [sys.executable, "-c", LONG, str(page), str(long)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "Bob: the keeper lit" in done.stdout
    assert int(done.stderr) < 10 * size


GREEDY = """<!DOCTYPE html SYSTEM "http://127.0.0.1:9/a.dtd"><html manifest="http://127.0.0.1:9/m">
<head><base href="http://127.0.0.1:9/"><meta http-equiv="refresh" content="0;http://127.0.0.1:9/b">
<link rel="stylesheet" href="c.css"><style>@import "d.css"; p { background: url(e.png) }</style>
<script src="f.js"></script></head><body onload="fetch('g')"><img src="h.png"><iframe src="i">
</iframe><p>Article</p><p>Ann's picture</p><p>see http://127.0.0.1:9/j</p>
<p>Bob's picture</p><p>@Ann hi</p>
<object data="k"></object><video src="l"></video></body></html>"""
COMMANDS = (
    ("stats", "{page}"), ("comments", "{page}"), ("tree", "{page}"), ("explain", "{page}", "1"),
    ("rules", "explain", "{page}"), ("report", "{page}", "-o", "{out}/it.html"),
    ("report", "{page}", "--plot", "depths", "-o", "{out}/it.png"),
    ("export", "{page}", "--to", "convokit", "-o", "{out}/talk"),
)  # fmt: skip


def offline(code: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run code in a process that may not ask for the network."""
    script = [sys.executable, str(Path(__file__).parent / "offline.py"), code, *words]
    return subprocess.run(script, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_is_fetched(words: tuple[str, ...], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(GREEDY)
    asked = [word.format(page=page, out=tmp_path) for word in words]
    done = offline("from threadscope.__main__ import main; main()", *asked)
    assert done.returncode == 0, done.stderr


def test_who_asks_for_the_network_is_found_out() -> None:
    child = "import socket; socket.socket()"
    assert offline(child).returncode == -signal.SIGSYS
    started = "subprocess.run([sys.executable, '-I', '-c', sys.argv[1]])"
    code = f"import subprocess, sys; sys.exit(-{started}.returncode)"
    assert offline(code, child).returncode == signal.SIGSYS
