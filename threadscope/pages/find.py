"""From what the user named to the list of files to read."""

import errno
import glob
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from threadscope.errors import InputMissingError, Note, Severity
from threadscope.pages.beside import ENDING
from threadscope.pages.folders import MAILDIR, are_mails, is_maildir, letters, pages_among

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, or a folder whose files are read as one."""

    path: Path | None
    """Where it is; None = standard input."""
    walked: bool = False
    """True if a folder or a glob brought it in, so that nobody asked for just this file."""
    parts: tuple[Path, ...] = ()
    """Mails, one a file, that make up one page together; empty = it is a file."""

    @property
    def name(self) -> str:
        """Its name in tables and messages; bytes that are not UTF-8 show as escapes."""
        if self.path is None:
            return STDIN
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open it for reading bytes; standard input stays open afterwards.

        Raises:
            OSError: it cannot be opened.
        """
        if self.path is not None:
            return self.path.open("rb")
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return nullcontext(sys.stdin.buffer)


Track = Callable[[Sequence[Source]], Iterable[Source]]
"""Hands on the sources one by one, and may show how far that has come."""


def find(arguments: Iterable[str]) -> tuple[list[Source], list[Note]]:
    """List the files behind files, folders, globs and `-`, in the order named, folders sorted.

    Hidden files in folders are left out, and so are pipes and devices, which may never end. The
    mails of a Maildir, and of a folder that holds nothing but `.eml` files, are one page; of a
    ConvoKit corpus the utterances are read and the files beside them are not. A file
    of corrections is a page only where it is named without its page: a shell that fills in `*`
    names both. An argument that leads nowhere becomes a note as long as another one leads
    somewhere; so does a folder that cannot be opened.

    Raises:
        InputMissingError: no argument leads to a file.
    """
    sources: list[Source] = []
    notes: list[Note] = []
    arguments = list(arguments)
    beside = {f"{argument}{ENDING}" for argument in arguments}
    for argument in (each for each in arguments if each not in beside):
        found = _sources(argument, notes)
        sources += found
        if not found:
            notes.append(Note(Severity.MISSING, _printable(argument), _why_nothing(argument)))
    if not sources:
        raise InputMissingError("\n".join(map(str, notes)))
    return sources, notes


def _sources(argument: str, notes: list[Note]) -> list[Source]:
    if argument == STDIN:
        return [Source(None)]
    if _is_folder(argument):
        return _walk(argument, notes)
    if os.path.lexists(argument):
        return [Source(Path(argument))]
    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - keeps the user's prefix
    return [Source(Path(match), walked=True) for match in matches if _is_page(match)]


def _is_folder(argument: str) -> bool:
    return os.path.isdir(argument)  # noqa: PTH112 - Path raises on long names, and "" is no folder


def _is_file(name: str) -> bool:
    return os.path.isfile(name)  # noqa: PTH113 - Path raises where a folder cannot be searched


def _is_page(name: str) -> bool:
    return _is_file(name) and not name.endswith(ENDING)


def _walk(folder: str, notes: list[Note]) -> list[Source]:
    def closed(error: OSError) -> None:
        why = f"cannot be opened: {error.strerror} (left out)"
        notes.append(Note(Severity.MISSING, _printable(error.filename), why))

    sources: list[Source] = []
    for root, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        shown = sorted(name for name in names if not name.startswith("."))
        if is_maildir(folders):
            sources.append(Source(Path(root), walked=True, parts=letters(root)))
            folders[:] = [name for name in folders if name not in MAILDIR]
        paths = [Path(root, name) for name in pages_among(shown) if not name.endswith(ENDING)]
        files = [path for path in paths if not _is_special(path)]
        if are_mails(files):
            sources.append(Source(Path(root), walked=True, parts=tuple(files)))
        else:
            sources += [Source(file, walked=True) for file in files]
    return sources


def _is_special(path: Path) -> bool:
    """Tell a pipe or device from a file, or a link that leads nowhere: opening that says so."""
    return os.path.exists(path) and not _is_file(str(path))  # noqa: PTH110 - as above


def _why_nothing(argument: str) -> str:
    if _is_folder(argument):
        return "the folder holds no files (name a file or another folder)"
    if glob.has_magic(argument):
        return "no file matches (quote the pattern to keep the shell out of it)"
    return "no such file or folder (check the name)"


def _printable(argument: str) -> str:
    return os.fsencode(argument).decode("utf-8", "backslashreplace")
