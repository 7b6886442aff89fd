"""Packs of one's own in a folder: every file there is one, but those that others include."""

from collections.abc import Iterator
from pathlib import Path

from threadscope.errors import Problem, RulesError
from threadscope.rules.load import load_with_places
from threadscope.rules.pack import Pack
from threadscope.rules.yamldoor import Document, load, read

_SUFFIXES = {".yaml", ".yml"}
Taken = dict[str, tuple[Path, Pack]]
"""Packs by name, each with the file it stands in."""


def folder_packs(folder: Path, known: dict[str, Path]) -> Taken:
    """Load every pack of a folder, by file name; a folder that is not there has none.

    Args:
        folder: the folder.
        known: names that are taken, with the file that takes them.

    Raises:
        InputMissingError: a file cannot be read.
        RulesError: packs are refused; the error holds every problem of every file.
    """
    taken: Taken = {}
    problems: list[Problem] = []
    for file in _pack_files(folder):
        try:
            pack, document = load_with_places(read(file), str(file))
        except RulesError as error:
            problems += error.problems
            continue
        first = known.get(pack.name) or taken.get(pack.name, (None,))[0]
        if first is not None:
            problems.append(_twice(document, pack.name, first))
        else:
            taken[pack.name] = (file, pack)
    if problems:
        raise RulesError(tuple(problems))
    return taken


def _twice(document: Document, name: str, first: Path) -> Problem:
    return document.problem(("name",), f"{first} has a pack {name!r} already", "rename one of them")


def _pack_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    files = sorted(file for file in folder.iterdir() if file.suffix in _SUFFIXES)
    parts = {name for file in files for name in _included(file)}
    return [file for file in files if file.name not in parts]


def _included(file: Path) -> Iterator[str]:
    """Give the names that a file includes; of one that is no YAML none, it is refused later."""
    try:
        value = load(read(file), str(file)).value
    except RulesError:
        return
    include = value.get("include") if isinstance(value, dict) else None
    yield from (name for name in include or () if isinstance(name, str))
