"""Every example does what its README says.

The command is read from the README, run from the root of the repository, and its output held
against `expected.tree`.
"""

import re
import shlex
from pathlib import Path

import pytest

from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.rules import names, read_pack
from threadscope.segment import prove

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(readme.parent for readme in (ROOT / "examples").glob("*/README.md"))
OWN_PACKS = sorted((ROOT / "examples").glob("*/rules.yaml"))
COMMAND = re.compile(r"(?m)^threadscope (tree .+)$")


def _command(folder: Path) -> list[str]:
    """Read the one command of an example from its README."""
    (command,) = COMMAND.findall((folder / "README.md").read_text("utf-8"))
    return shlex.split(command)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_command_in_the_readme_prints_the_expected_tree(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    code = run([*_command(folder), "--config", "config.yaml"])
    printed = capsysbinary.readouterr()
    assert printed.out.decode() == (folder / "expected.tree").read_text("utf-8")
    assert (code, printed.err) == (0, b"")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_command_in_the_readme_uses_the_files_beside_it(folder: Path) -> None:
    inputs = {path.name for path in folder.iterdir()} - {"README.md", "expected.tree"}
    used = {ROOT / word for word in _command(folder) if word.startswith("examples/")}
    assert used == {folder / name for name in inputs}


def test_the_list_of_examples_is_complete() -> None:
    text = (ROOT / "examples" / "README.md").read_text("utf-8")
    listed = re.findall(r"\(([^()/]+)/README\.md\)", text)
    present = [path.name for path in (ROOT / "examples").iterdir() if path.is_dir()]
    assert sorted(listed) == sorted(present) == [folder.name for folder in FOLDERS]


def test_every_shipped_pack_is_proven_line_by_line_and_nothing_is_remarked_of_it() -> None:
    assert run(["rules", "check", *names(), "--strict"]) == Exit.DONE


@pytest.mark.parametrize("path", OWN_PACKS, ids=lambda path: path.parent.name)
def test_every_pack_of_an_example_proves_its_samples(path: Path) -> None:
    pack = read_pack(str(path))
    assert {marker.name for marker in pack.markers} <= {sample.takes for sample in pack.samples}
    assert prove(pack) == []
