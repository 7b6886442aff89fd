"""Folders that hold one thing in several files."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

MAILDIR = ("cur", "new", "tmp")
"""The folders in a Maildir; mails that are still being delivered lie in the last one."""
_MAIL = ".eml"
_UTTERANCES = frozenset({"utterances.json", "utterances.jsonl"})
_BESIDE = frozenset(
    {"conversations.json", "corpus.json", "index.json", "speakers.json", "users.json"}
)
"""Files of a ConvoKit corpus that hold no utterances."""


def is_maildir(folders: Iterable[str]) -> bool:
    """Tell by the folders in a folder whether it is a Maildir."""
    return {"cur", "new"} <= set(folders)


def letters(folder: str) -> tuple[Path, ...]:
    """List the mails of a Maildir that were delivered, by their names: in the order they came."""
    found = [path for inner in ("cur", "new") for path in _files(Path(folder, inner))]
    return tuple(sorted(found, key=lambda path: (path.name, path.parent)))


def _files(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        shown = (entry for entry in entries if not entry.name.startswith("."))
        return [Path(entry.path) for entry in shown if entry.is_file()]


def are_mails(files: Sequence[Path]) -> bool:
    """Tell by their names whether all files of a folder are single mails."""
    return bool(files) and all(file.suffix.lower() == _MAIL for file in files)


def pages_among(names: Sequence[str]) -> list[str]:
    """Leave out the files of a ConvoKit corpus that hold no utterances."""
    is_corpus = _UTTERANCES & set(names) and _BESIDE & set(names)
    return [name for name in names if not (is_corpus and name in _BESIDE)]
