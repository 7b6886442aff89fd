"""Files that are old or new, never torn: written beside their target and renamed.

Whoever writes holds a shared lock on the folder, so that what runs before have left half written is
known from what another run is just writing.
"""

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ENDING = ".threadscope-part"
"""How the name of a file that is still being written ends; it begins with a dot."""
ASIDE = ".threadscope-old"
"""How the name of a folder ends that is put aside for the moment in which it is replaced."""


class UnconfirmedError(OSError):
    """New content that is in its place, although the disk did not confirm that it stays there."""


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file; what was there before stays until the new content is complete and on disk.

    Args:
        path: the file; its folder is there.
        data: all of its content.
        force: True = replace a file that exists.

    Raises:
        FileExistsError: it exists and `force` is false.
        UnconfirmedError: it is replaced, but may be the old one again after the machine fails.
        OSError: it could not be written; nothing was replaced.
    """
    with _sharing(path.parent) as folder:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=ENDING)
        part = Path(name)
        try:
            _fill(handle, data)
            part.chmod(0o666 & ~_umask())
            if force:
                part.replace(path)
            else:
                path.hardlink_to(part)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        _confirm(folder)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files; an old one is put aside for the moment in which it is replaced.

    Args:
        path: the folder.
        files: the content of each file, by name.

    Raises:
        UnconfirmedError: as `write`.
        OSError: it could not be written; nothing was replaced.
    """
    with _sharing(path.parent) as folder:
        part, aside = _beside(path, ENDING), None
        try:
            for name, data in files.items():
                _fill(os.open(part / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), data)
            part.chmod(0o777 & ~_umask())
            with _opened(part) as inner:
                _sync(inner)
            if path.exists():
                aside = _beside(path, ASIDE)
                path.replace(aside)
            _take(part, path, aside)
        finally:
            for each in (part, aside):
                if each is not None and (each == part or path.exists()):
                    shutil.rmtree(each, ignore_errors=True)
        _confirm(folder)


def mend(path: Path) -> None:
    """Clear away what runs that were killed have left of writing a file or folder.

    A folder that was put aside and never replaced is put back. Nothing is done while another run
    writes in the same place.
    """
    found = _remains(path)
    if not found:
        return
    with _opened(path.parent) as folder:
        if _locked(folder, fcntl.LOCK_EX):
            for each in found:
                _clear(each, path)


def leftovers(folder: Path) -> list[Path]:
    """List the files that a run which was killed has left half written in a folder."""
    return sorted(folder.glob(f".*{ENDING}"))


def _remains(path: Path) -> list[Path]:
    """List what lies beside a path under names that writing it makes."""
    try:
        beside = list(path.parent.iterdir())
    except OSError:
        return []
    start, ends = f".{path.name}.", (ENDING, ASIDE)
    return [each for each in beside if each.name.startswith(start) and each.name.endswith(ends)]


def _clear(remains: Path, path: Path) -> None:
    with suppress(OSError):
        if remains.name.endswith(ASIDE) and not path.exists():
            remains.replace(path)
        elif remains.is_dir():
            shutil.rmtree(remains)
        else:
            remains.unlink()


def _beside(path: Path, ending: str) -> Path:
    return Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=ending))


def _take(part: Path, path: Path, aside: Path | None) -> None:
    """Rename a folder to its place; if that fails, what was put aside comes back."""
    try:
        part.replace(path)
    except OSError:
        if aside is not None:
            aside.replace(path)
        raise


def _fill(handle: int, data: bytes) -> None:
    """Write all of a file to the disk and close it."""
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _sharing(folder: Path) -> Iterator[int]:
    """Open a folder and say that somebody writes in it."""
    with _opened(folder) as handle:
        _locked(handle, fcntl.LOCK_SH)
        yield handle


def _locked(folder: int, how: int) -> bool:
    """Lock a folder that is open; false = somebody else has, or its disk knows no locks."""
    try:
        fcntl.flock(folder, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync(folder: int) -> None:
    """Wait until the names in a folder are on the disk, if that can say so."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


def _confirm(folder: int) -> None:
    try:
        _sync(folder)
    except OSError as error:
        raise UnconfirmedError(error.errno, error.strerror) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
