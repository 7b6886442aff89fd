"""Files beside a page that are not pages: a reader's corrections."""

import os
from pathlib import Path

from threadscope.errors import InputMissingError

ENDING = ".corrections.json"
"""How the name of a file of corrections ends."""


def corrections_path(page: Path) -> Path:
    """Give the place of the corrections of a page: its own name and an ending."""
    return Path(f"{page}{ENDING}")


def read_beside(page: Path) -> bytes | None:
    """Read the corrections that lie beside a page; None = there are none.

    Raises:
        InputMissingError: they are there and cannot be read.
    """
    path = corrections_path(page)
    there = os.path.isfile(path)  # noqa: PTH113 - Path raises on long names
    return read_whole(path) if there else None


def read_whole(path: Path, instead: str = "check it, or use --no-corrections") -> bytes:
    """Read a file that lies beside pages, such as one of corrections.

    Args:
        path: the file.
        instead: what to do if it cannot be read.

    Raises:
        InputMissingError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        why = f"cannot be read: {error.strerror or error} ({instead})"
        raise InputMissingError(f"{path}: {why}") from None
