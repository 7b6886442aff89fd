"""From what the user named to the list of files to read."""

import glob
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from threadscope.errors import InputMissingError, Note, Severity

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read."""

    path: Path | None
    """Where it is; None = standard input."""
    walked: bool = False
    """True if a folder or a glob brought it in, so that nobody asked for just this file."""

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
        return nullcontext(sys.stdin.buffer) if self.path is None else self.path.open("rb")


def find(arguments: Iterable[str]) -> tuple[list[Source], list[Note]]:
    """List the files behind files, folders, globs and `-`, in the order named, folders sorted.

    Hidden files in folders are left out. An argument that leads nowhere becomes a note as long as
    another one leads somewhere.

    Raises:
        InputMissingError: no argument leads to a file.
    """
    sources: list[Source] = []
    notes: list[Note] = []
    for argument in arguments:
        found = _sources(argument)
        sources += found
        if not found:
            notes.append(Note(Severity.MISSING, _printable(argument), _why_nothing(argument)))
    if not sources:
        raise InputMissingError("\n".join(map(str, notes)))
    return sources, notes


def _sources(argument: str) -> list[Source]:
    if argument == STDIN:
        return [Source(None)]
    path = Path(argument)
    if path.is_dir():
        return [Source(file, walked=True) for file in _walk(path)]
    if os.path.lexists(path):
        return [Source(path)]
    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - keeps the user's prefix
    return [Source(Path(match), walked=True) for match in matches if Path(match).is_file()]


def _walk(folder: Path) -> list[Path]:
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(root, name) for name in sorted(names) if not name.startswith(".")]
    return files


def _why_nothing(argument: str) -> str:
    if Path(argument).is_dir():
        return "the folder holds no files (name a file or another folder)"
    if glob.has_magic(argument):
        return "no file matches (quote the pattern to keep the shell out of it)"
    return "no such file or folder (check the name)"


def _printable(argument: str) -> str:
    return os.fsencode(argument).decode("utf-8", "backslashreplace")
