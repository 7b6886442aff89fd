"""Golden pages: what must hold, written down as a page and the tree it gives.

A file `tests/pages/WHAT-HOLDS.txt` has two or three sections, parted by lines of 40 dashes or
more: the page; if it needs one, a rule pack in YAML, which the command calls `rules.yaml`; then,
as a terminal would show them, the command on `page.txt` behind `$ ` and the tree it prints. Where
the tree has a bare `~`, any percentage will do: what must hold is where a comment stands. Spaces
at the end of a line do not count. No Python is needed to add one.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from threadscope.cli import run
from threadscope.rules import read_pack
from threadscope.segment import prove

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "tests" / "pages").glob("*.txt"))
RULE = re.compile(r"(?m)^-{40,}\n")
PROMPT = "$ threadscope "
LOOSE = re.compile(r"(?m)(?<=~)\d+%| +$")


@dataclass(frozen=True)
class Golden:
    """One golden file."""

    page: str
    pack: str | None
    command: list[str]
    tree: str


def _read(path: Path) -> Golden:
    """Take a golden file apart."""
    page, *packs, last = RULE.split(path.read_text("utf-8"))
    prompt, tree = last.split("\n", 1)
    assert len(packs) <= 1, "a page, perhaps a pack, and the tree"
    assert prompt.startswith(PROMPT), f"the last section begins with {PROMPT!r}"
    return Golden(page, "".join(packs) or None, shlex.split(prompt.removeprefix(PROMPT)), tree)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_page_gives_the_tree(
    path: Path,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    golden = _read(path)
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(golden.page, "utf-8")
    if golden.pack is not None:
        Path("rules.yaml").write_text(golden.pack, "utf-8")
        assert prove(read_pack("rules.yaml")) == []
    code = run([*golden.command, "-q", "--config", str(ROOT / "config.yaml")])
    printed = capsysbinary.readouterr()
    assert LOOSE.sub("", printed.out.decode()) == LOOSE.sub("", golden.tree)
    assert (code, printed.err) == (0, b"")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pack_that_a_page_carries_is_the_one_its_command_uses(path: Path) -> None:
    golden = _read(path)
    assert (golden.pack is not None) == ("rules.yaml" in golden.command)
