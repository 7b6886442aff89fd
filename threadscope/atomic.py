"""Files that are old or new, never torn: written beside their target and renamed.

The folder is opened once and all names are looked up in it, so that nobody who renames folders
meanwhile leads a file elsewhere. Whoever writes holds a shared lock on it, so that what runs before
have left half written is known from what another run is just writing.
"""

import errno
import fcntl
import os
import shutil
import stat
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
        part = _beside(path.name, ENDING)
        try:
            _fill(_new(part, folder), data)
            if force:
                os.replace(part, path.name, src_dir_fd=folder, dst_dir_fd=folder)
            else:
                os.link(part, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        finally:
            with suppress(OSError):
                os.unlink(part, dir_fd=folder)
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
        part, aside = _beside(path.name, ENDING), _beside(path.name, ASIDE)
        os.mkdir(part, dir_fd=folder)
        try:
            with _opened(part, folder) as inner:
                for name, data in files.items():
                    _fill(_new(name, inner), data)
                _sync(inner)
            if _exists(path.name, folder):
                _rename(path.name, aside, folder)
            _take(part, path.name, aside, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True, dir_fd=folder)
            if _exists(path.name, folder):
                shutil.rmtree(aside, ignore_errors=True, dir_fd=folder)
        _confirm(folder)


def mend(path: Path) -> None:
    """Clear away what runs that were killed have left of writing a file or folder.

    A folder that was put aside and never replaced is put back. Nothing is done while another run
    writes in the same place.
    """
    with suppress(OSError), _opened(path.parent) as folder:
        found = _remains(path.name, folder)
        if found and _locked(folder, fcntl.LOCK_EX):
            for each in found:
                _clear(each, path.name, folder)


def leftovers(folder: Path) -> list[Path]:
    """List the files that a run which was killed has left half written in a folder."""
    return sorted(folder.glob(f".*{ENDING}"))


def _remains(name: str, folder: int) -> list[str]:
    """List what lies beside a name under names that writing it makes."""
    start, ends = f".{name}.", (ENDING, ASIDE)
    return [each for each in os.listdir(folder) if each.startswith(start) and each.endswith(ends)]


def _clear(remains: str, name: str, folder: int) -> None:
    with suppress(OSError):
        if remains.endswith(ASIDE) and not _exists(name, folder):
            _rename(remains, name, folder)
        elif stat.S_ISDIR(os.lstat(remains, dir_fd=folder).st_mode):
            shutil.rmtree(remains, dir_fd=folder)
        else:
            os.unlink(remains, dir_fd=folder)


def _beside(name: str, ending: str) -> str:
    """Make up a name that nothing has."""
    return f".{name}.{os.urandom(8).hex()}{ending}"


def _new(name: str, folder: int) -> int:
    return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=folder)


def _exists(name: str, folder: int) -> bool:
    return os.access(name, os.F_OK, dir_fd=folder)


def _rename(old: str, new: str, folder: int) -> None:
    os.rename(old, new, src_dir_fd=folder, dst_dir_fd=folder)


def _take(part: str, name: str, aside: str, folder: int) -> None:
    """Rename a folder to its place; if that fails, what was put aside comes back."""
    try:
        _rename(part, name, folder)
    except OSError:
        if _exists(aside, folder):
            _rename(aside, name, folder)
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
def _opened(folder: Path | str, within: int | None = None) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY, dir_fd=within)
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
