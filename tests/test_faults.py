"""A disk that fails, and a program that is killed, at every place of every command that writes."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from faults import Fault, failing
from making import discuss
from sharding import Here, contents

from threadscope import atomic
from threadscope.cli import memory, run
from threadscope.cli.browse import _save, _write
from threadscope.cli.exits import Exit
from threadscope.corrections import Correction, Key
from threadscope.corrections.model import DIGITS
from threadscope.discussion import Discussion
from threadscope.errors import OutputError

PAGE = "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\n@Ann hi\n"
PACK = 'name: t\ncomment:\n  author: "^(?P<author>.+)\'s picture$"\n'
OUTPUTS = {
    "stats": ("stats", "{page}", "-q", "--force", "-o", "{out}/it.json"),
    "comments": ("comments", "{page}", "-q", "--force", "-o", "{out}/it.parquet"),
    "tree": ("tree", "{page}", "-q", "--force", "-o", "{out}/it.txt"),
    "explain": ("explain", "{page}", "0", "-q", "--force", "-o", "{out}/it.json"),
    "compare": ("compare", "{page}", "{page}", "-q", "--force", "-o", "{out}/it.csv"),
    "a graph": ("export", "{page}", "-q", "--force", "-o", "{out}/it.graphml"),
    "a ConvoKit corpus": ("export", "{page}", "-q", "--force", "--to", "convokit",
                          "-o", "{out}/it"),
    "rules new": ("rules", "new", "{page}", "--like", "generic", "--force", "-o", "{out}/it.yaml"),
    "rules test": ("rules", "test", "{pack}", "{page}", "--write", "--force",
                   "--expect", "{out}/it.expected"),
}  # fmt: skip
"""What each command writes over; the old content is put there by the test."""
Act = Callable[[], object]


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "pack.yaml").write_text(PACK)
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture(name="known")
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Analyze once: what is tried is how the result gets to the disk."""
    made = discuss(PAGE)

    def walk(*_: Any, **__: Any) -> Discussion:
        return made

    monkeypatch.setattr("threadscope.cli.walk.walk", walk)


def asked(command: str, out: Path) -> Act:
    """Give a command, ready to be run."""
    names = {"page": out.parent / "page.txt", "pack": out.parent / "pack.yaml", "out": out}
    words = [word.format(**names) for word in OUTPUTS[command]]
    return lambda: run(words)


def age(out: Path) -> None:
    """Let everything in a folder be what an earlier run wrote."""
    for file in out.rglob("*"):
        if file.is_file():
            file.write_bytes(b"old")


def each_place(out: Path, fault: Fault, act: Act) -> int:
    """Fail at the first place, the second, and so on until all goes well; hold what must hold.

    What is there is old or new, and the next run leaves what a run without faults leaves. Gives
    the number of places.
    """
    act()
    new = contents(out)
    for place in range(1, 400):
        age(out)
        old = contents(out)
        code: object = None
        with failing(out, fault, place) as disk:
            code = act()
        assert code in {Exit.DONE, Exit.CANNOT_CREATE, Exit.CANNOT_WRITE} or fault is Fault.DEATH
        for name, data in contents(out).items():
            whole = data in {old.get(name), new.get(name)}
            assert whole or atomic.ENDING in name or atomic.ASIDE in name, name
        if fault is Fault.ONCE:
            assert contents(out).keys() >= old.keys()
        assert act() == Exit.DONE
        assert contents(out) == new
        if not disk.failed:
            return place - 1
    raise AssertionError("never completes")


FAULTS = pytest.mark.parametrize("fault", [Fault.ONCE, Fault.STICKY, Fault.DEATH])


@FAULTS
@pytest.mark.parametrize("command", OUTPUTS)
@pytest.mark.usefixtures("known")
def test_what_a_command_writes_is_old_or_new_wherever_the_disk_fails(
    command: str, fault: Fault, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert each_place(out, fault, asked(command, out)) >= 5
    assert "Traceback" not in capsys.readouterr().err


def save(out: Path) -> None:
    """Keep a correction, as the interface does."""
    page = str(out.parent / "page.txt")
    kept = [Correction(page, Key(3, "0" * DIGITS, "Ann"), "page")]
    with suppress(OutputError):
        _save(out / "it.corrections.json", page, kept)


KEPT: dict[str, Callable[[Path], object]] = {
    "corrections": save,
    "state": lambda _: memory.keep("0" * 64, {"at": [[3, "0" * DIGITS]]}),
    "what was copied": lambda _: memory.write_copy("words"),
}


@FAULTS
@pytest.mark.parametrize("what", KEPT)
def test_what_the_interface_keeps_is_old_or_new_wherever_the_disk_fails(
    out: Path, what: str, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(out))

    def act() -> Exit:
        KEPT[what](out)
        return Exit.DONE

    assert each_place(out, fault, act) >= 5


@FAULTS
def test_a_new_file_is_whole_or_not_there_wherever_the_disk_fails(out: Path, fault: Fault) -> None:
    target = out / "new.yaml"
    for place in range(1, 99):
        with failing(out, fault, place) as disk, suppress(OutputError):
            _write(str(target), "words")
        if target.exists():
            assert target.read_text() == "words"
            target.unlink()
        _write(str(target), "more words")
        assert contents(out) == {"new.yaml": b"more words"}
        target.unlink()
        if not disk.failed:
            break
    assert place > 5


@FAULTS
def test_a_corpus_is_taken_up_again_wherever_the_disk_fails(
    out: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = import_module("threadscope.cli.corpus.run")
    monkeypatch.setattr(command, "_engine", lambda _, worker, *__: Here(worker))
    words = [
        "corpus",
        "run",
        str(out.parent / "page.txt"),
        "-q",
        "--rules",
        str(out.parent / "pack.yaml"),
    ]
    whole, place = out / "whole", 0
    assert run([*words, "-o", str(whole)]) == Exit.DONE
    while True:
        place += 1 if place < 8 else 11
        with failing(out, fault, place) as disk:
            code = run([*words, "-o", str(out / "it")])
        assert code in {Exit.DONE, Exit.CANNOT_WRITE} or fault is Fault.DEATH
        assert run([*words, "-o", str(out / "it")]) == Exit.DONE
        assert contents(out / "it") == contents(whole)
        shutil.rmtree(out / "it")
        if not disk.failed:
            break
    assert place > 20


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_all_of_them(out: Path) -> None:
    data = random.Random(1).randbytes(500)  # noqa: S311 - the same every time
    with failing(out, Fault.SHORT) as disk:
        atomic.write(out / "it", data, force=False)
    assert (out / "it").read_bytes() == data
    assert disk.done.count("write") > 50


def test_a_write_that_the_disk_does_not_confirm_says_so(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = out / "it.csv"
    with failing(out, Fault.ONCE, 99) as disk:
        atomic.write(target, b"old", force=True)
    with failing(out, Fault.ONCE, len(disk.done)):
        assert (
            run(["stats", str(out.parent / "page.txt"), "-q", "--force", "-o", str(target)]) == 74
        )
    assert "it is written, but the disk does not say that it stays" in capsys.readouterr().err
    assert target.read_bytes().startswith(b"author,")


def test_what_another_run_is_just_writing_is_left_alone(out: Path) -> None:
    busy = out / f".it.abcdefgh{atomic.ENDING}"
    busy.write_bytes(b"half")
    with atomic._sharing(out):  # noqa: SLF001 - as a run that writes
        atomic.write(out / "it", b"whole", force=False)
        atomic.mend(out / "it")
        assert busy.exists()
    atomic.mend(out / "it")
    assert contents(out) == {"it": b"whole"}


def test_what_is_called_otherwise_is_nobodys_remains(out: Path) -> None:
    for name in (".it.part", ".it.old", f".other.abcdefgh{atomic.ENDING}", "it.threadscope-part"):
        (out / name).write_bytes(b"mine")
    atomic.mend(out / "it")
    assert len(contents(out)) == 4


WRITER = """
import sys
from pathlib import Path
from threadscope import atomic
print(flush=True)
while True:
    for letter in b"ab":
        atomic.mend(Path(sys.argv[1]))
        atomic.write(Path(sys.argv[1]), bytes([letter]) * 2_000_000, force=True)
"""


def test_a_program_that_is_killed_while_it_writes_leaves_the_file_whole(out: Path) -> None:
    target, dice = out / "it", random.Random(5)  # noqa: S311 - the same every time
    target.write_bytes(b"a" * 2_000_000)
    remains = 0
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, target], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(dice.uniform(0, 0.05))
            writer.kill()
        data = target.read_bytes()
        assert data == data[:1] * 2_000_000
        remains += len(contents(out)) - 1
        atomic.mend(target)
        assert contents(out).keys() == {"it"}
    assert remains


NOBODY = """
import os, sys
from threadscope.cli import run
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(run(sys.argv[1:]))
"""
"""The program without the rights of root, who may write everywhere."""


def test_a_folder_that_may_not_be_written_is_told_before_any_work(out: Path) -> None:
    out.chmod(0o555)
    words = [sys.executable, "-c", NOBODY, "stats", "/no page is read", "-o", "it.csv"]
    done = subprocess.run(words, cwd=out, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.CANNOT_CREATE, done.stderr
    assert "the folder is not writable (choose another -o)" in done.stderr
    assert contents(out) == {}


def test_a_file_that_comes_up_meanwhile_stays(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, link = out / "it", os.link

    def late(*args: Any, **named: Any) -> None:
        target.write_bytes(b"theirs")
        link(*args, **named)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(FileExistsError):
        atomic.write(target, b"ours", force=False)
    assert contents(out) == {"it": b"theirs"}


@pytest.mark.parametrize("write", [
    lambda path: atomic.write(path, b"new", force=True),
    lambda path: atomic.write(path, b"new", force=False),
    lambda path: atomic.write_folder(path, {"a": b"new", "b": b"new"}),
], ids=["a file", "a new file", "a folder"])  # fmt: skip
def test_who_renames_the_folder_meanwhile_leads_nothing_elsewhere(
    write: Callable[[Path], None], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, elsewhere, fill = out.parent / "moved", out.parent / "elsewhere", atomic._fill  # noqa: SLF001 - between two steps
    elsewhere.mkdir()

    def late(handle: int, data: bytes) -> None:
        fill(handle, data)
        if not moved.exists():
            out.rename(moved)
            out.symlink_to(elsewhere)

    monkeypatch.setattr(atomic, "_fill", late)
    write(out / "it")
    assert set(contents(moved).values()) == {b"new"}
    assert all(name.startswith("it") for name in contents(moved))
    assert contents(elsewhere) == {}
