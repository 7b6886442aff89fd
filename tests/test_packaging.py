"""What is built holds the whole program, and starts where nothing else is."""

import os
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "threadscope"
BUILD = "import sys, uv_build; getattr(uv_build, sys.argv[1])(sys.argv[2])"


def built(kind: str, folder: Path) -> Path:
    """Build as every installer does, by the hooks of the build backend."""
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    subprocess.run(
        [sys.executable, "-c", BUILD, f"build_{kind}", str(folder)],
        cwd=ROOT,
        env=os.environ | {"PATH": os.pathsep.join(places)},
        check=True,
        capture_output=True,
    )
    (made,) = folder.iterdir()
    return made


def files() -> set[str]:
    """Give every file of the package, but not what Python compiled."""
    found = (path for path in PACKAGE.rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts}


@pytest.fixture(scope="module", name="wheel")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel: Path) -> None:
    with ZipFile(wheel) as held:
        names = set(held.namelist())
    own = {name for name in names if name.startswith("threadscope/") and not name.endswith("/")}
    assert own == files()
    assert {"threadscope/replies/weights.json", "threadscope/tui/app.tcss"} < own
    assert all(
        name.startswith(("threadscope/", f"threadscope-{version('threadscope')}")) for name in names
    )


def test_the_wheel_brings_the_man_page_the_licence_and_the_command(wheel: Path) -> None:
    head = f"threadscope-{version('threadscope')}"
    with ZipFile(wheel) as held:
        manual = held.read(f"{head}.data/data/share/man/man1/threadscope.1")
        entry = held.read(f"{head}.dist-info/entry_points.txt").decode()
        assert f"{head}.dist-info/licenses/LICENSE" in held.namelist()
    assert manual == (ROOT / "docs/man/share/man/man1/threadscope.1").read_bytes()
    assert "threadscope = threadscope.__main__:main" in entry


def test_the_wheel_alone_starts_and_cuts_a_page(wheel: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(wheel, tmp_path, "zip")
    (tmp_path / "page.txt").write_text(
        "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\n@Ann hi\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "threadscope", "tree", "page.txt", "-q"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "drupal-picture" in done.stdout
    assert done.stderr == ""


def test_the_source_archive_holds_what_a_wheel_is_built_from(tmp_path: Path) -> None:
    with tarfile.open(built("sdist", tmp_path)) as held:
        names = {name.partition("/")[2] for name in held.getnames()}
    assert files() < names
    assert {"README.md", "LICENSE", "docs/man/share/man/man1/threadscope.1"} < names
