"""Files that are old or new, never torn: written beside their target and renamed."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

ENDING = ".part"
"""How the name of a file that is still being written ends; it begins with a dot."""


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file; what was there before stays until the new content is complete and on disk.

    Args:
        path: the file; its folder is there.
        data: all of its content.
        force: True = replace a file that exists.

    Raises:
        FileExistsError: it exists and `force` is false.
        OSError: it could not be written; nothing was replaced.
    """
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=ENDING)
        part = Path(name)
        with open(handle, "wb") as file:  # noqa: PTH123 - the handle is open already
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        if force:
            part.replace(path)
        else:
            path.hardlink_to(part)
            part.unlink()
        _sync_folder(path.parent)
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files; an old one is put aside for the moment in which it is replaced.

    Args:
        path: the folder.
        files: the content of each file, by name.

    Raises:
        OSError: it could not be written; nothing was replaced.
    """
    beside = partial(tempfile.mkdtemp, dir=path.parent, prefix=f".{path.name}.")
    made: list[Path] = []
    try:
        made.append(Path(beside(suffix=ENDING)))
        for name, data in files.items():
            with (made[0] / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        made[0].chmod(0o777 & ~_umask())
        if path.exists():
            made.append(Path(beside(suffix=".old")))
            path.replace(made[1])
        made[0].replace(path)
        _sync_folder(path.parent)
    except OSError:
        if len(made) > 1 and not path.exists():
            made.pop().replace(path)
        raise
    finally:
        for each in made:
            shutil.rmtree(each, ignore_errors=True)


def leftovers(folder: Path) -> list[Path]:
    """List the files that a run which was killed has left half written in a folder."""
    return sorted(folder.glob(f".*{ENDING}"))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
