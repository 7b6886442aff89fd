import subprocess
import sys
from pathlib import Path

import pytest


def loaded(code: str) -> set[str]:
    """Run code in a fresh interpreter and give the top-level modules it loaded."""
    script = (
        f"{code}\nimport sys\nprint('\\n'.join({{name.split('.')[0] for name in sys.modules}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("---")[2].split())


def run(*arguments: str) -> str:
    """Write code that runs a command and then marks the end of what it printed."""
    return f"from threadscope.cli import run\nrun({list(arguments)!r})\nprint('---')"


def test_arrows_point_down_and_there_are_no_circles() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["stats", "--help"], ["--version"]])
def test_help_loads_neither_polars_nor_pydantic_nor_yaml(arguments: list[str]) -> None:
    heavy = {"polars", "pydantic", "yaml", "textual", "chardet", "selectolax", "fastwarc"}
    assert not loaded(run(*arguments)) & heavy


@pytest.mark.parametrize("command", ["stats", "comments", "tree", "report"])
def test_no_headless_command_loads_textual(command: str) -> None:
    names = loaded(run(command, "examples/lighthouse/page.txt", "-q"))
    assert "polars" in names
    assert "textual" not in names


def test_importing_the_package_loads_nothing_else() -> None:
    assert not loaded("import threadscope; print('---')") & {"polars", "pydantic", "click"}
