"""The only place that writes: data to stdout or a file, everything else to stderr."""

import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from threadscope import atomic
from threadscope.errors import (
    Note,
    OutputClosedError,
    OutputError,
    OutputExistsError,
    Severity,
    UsageError,
)
from threadscope.safetext import show, show_line

_NOTES_SHOWN = 10


def say(text: str) -> None:
    """Write a message to stderr, one line for each of its own, safe to show."""
    if sys.stderr is None:
        return
    with suppress(OSError):
        for line in text.split("\n"):
            sys.stderr.write(f"threadscope: {show_line(line)}\n")
        sys.stderr.flush()


def amount(count: int, thing: str) -> str:
    """Say how many there are: "1 page", "2 pages"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def say_notes(notes: Iterable[Note], *, quiet: bool) -> None:
    """Write notes to stderr: what is missing first, the first few of each kind."""
    told = sorted(notes, key=lambda note: note.severity is Severity.INFO)
    if quiet:
        told = [note for note in told if note.severity is not Severity.INFO]
    for note in told[:_NOTES_SHOWN]:
        say(str(note))
    if len(told) > _NOTES_SHOWN:
        say(f"{len(told) - _NOTES_SHOWN} more notes (stats --format json holds them all)")


def deliver(data: bytes | str, path: Path | None, *, force: bool = False) -> None:
    """Hand over the result: to a file, old or new but never torn, or to stdout.

    Text for a terminal is made safe to show; files and pipes get it as it is.

    Raises:
        OutputExistsError: the file exists and `force` is false, or cannot be created.
        OutputError: it could not be written.
        OutputClosedError: whoever read stdout has stopped.
    """
    if path is not None:
        _replace(path, data.encode() if isinstance(data, str) else data, force=force)
        return
    if sys.stdout is None:
        raise OutputError("standard output is closed (write to a file with -o)")
    if isinstance(data, str) and is_terminal(sys.stdout):
        data = show(data)
    try:
        sys.stdout.buffer.write(data.encode("utf-8", "replace") if isinstance(data, str) else data)
        sys.stdout.flush()
    except OSError as error:
        raise closed(error) from None


def closed(error: OSError) -> OutputError:
    """Say why stdout takes no more, and point it nowhere."""
    _mute_stdout()
    if isinstance(error, BrokenPipeError):
        return OutputClosedError()
    return OutputError(f"standard output: {error.strerror or error}")


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a standard stream is there and is a terminal."""
    return stream is not None and stream.isatty()


def terminal_width() -> int | None:
    """Give the cells of the terminal that stdout is; None = it is a file or a pipe."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def _mute_stdout() -> None:
    """Point stdout nowhere, so that nothing is complained about when it is closed at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def check_target(path: Path | None, *, force: bool, folder: str | None = None) -> None:
    """Refuse a target that cannot be written before any work is done for it.

    What a run that was killed has left half written there is cleared away.

    Args:
        path: the target; None = stdout.
        force: True = it may be there already.
        folder: the name of a file that a folder must hold to be replaced; None = it is a file.

    Raises:
        OutputExistsError: it exists and `force` is false, or cannot be created.
    """
    if path is None:
        return
    atomic.mend(path)
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        mode = None
    except OSError as error:
        raise OutputExistsError(f"{path}: {error.strerror} (choose another -o)") from None
    if mode is not None and not (stat.S_ISDIR(mode) if folder else stat.S_ISREG(mode)):
        kind = "folder" if folder else "regular file"
        raise OutputExistsError(f"{path}: is not a {kind} (choose another -o)")
    if mode is not None and folder and not (path / folder).exists() and any(path.iterdir()):
        raise OutputExistsError(
            f"{path}: holds other files than this one writes (choose another -o)"
        )
    if mode is not None and not force:
        raise OutputExistsError(f"{path}: exists already (--force replaces it)")
    if not path.parent.is_dir():
        raise OutputExistsError(f"{path.parent}: no such folder (make it first)")
    if not os.access(path.parent, os.W_OK):
        raise OutputExistsError(f"{path.parent}: the folder is not writable (choose another -o)")


def refuse_terminal(form: str, path: Path | None) -> None:
    """Refuse to write bytes to a terminal that are no text.

    Raises:
        UsageError: the format is Parquet, and nothing but the terminal takes it.
    """
    if form == "parquet" and path is None and is_terminal(sys.stdout):
        raise UsageError("Parquet is not for a terminal (write it to a file with -o)")


def _replace(path: Path, data: bytes, *, force: bool) -> None:
    """Write beside the target and rename; the old content stays until the new one is complete."""
    check_target(path, force=force)
    with _told(path):
        atomic.write(path, data, force=force)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a target into an error that says what is there now.

    Raises:
        OutputExistsError: it exists, and was to be new.
        OutputError: it could not be written.
    """
    try:
        yield
    except FileExistsError:
        raise OutputExistsError(f"{path}: exists already (--force replaces it)") from None
    except atomic.UnconfirmedError as error:
        why = f"{error.strerror} (it is written, but the disk does not say that it stays)"
        raise OutputError(f"{path}: {why}") from None
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error} (nothing was replaced)") from None


def deliver_folder(files: Mapping[str, str], path: Path, *, force: bool, mark: str) -> None:
    """Write a folder of files, complete or not at all.

    An old folder is put aside for the moment in which the new one takes its place.

    Args:
        files: the content of each file, by name.
        path: the folder.
        force: True = it may be there already, if it holds `mark` or nothing.
        mark: the name of a file that every such folder holds.

    Raises:
        OutputExistsError: as `check_target`.
        OutputError: it could not be written.
    """
    check_target(path, force=force, folder=mark)
    with _told(path):
        atomic.write_folder(path, {name: text.encode() for name, text in files.items()})
