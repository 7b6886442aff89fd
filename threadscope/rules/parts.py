"""Shared parts of packs: written once, taken by name.

`%{name}` inside a pattern stands for the part of that name, a list of patterns for one that matches
any of them; as a whole item of a list it stands for the items of the part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from threadscope.errors import InputMissingError, Problem, RulesError
from threadscope.rules.yamldoor import Document, Path, load, read

Parts = dict[str, str | list[str]]
"""Parts by name: a piece of a pattern, or a list of them."""

_USE = re.compile(r"%\{([^{}]*)\}")
_TAKING = ("discussion", "comment", "noise", "replies", "dates")
"""Keys of a pack in which parts are taken; samples and titles are read as they stand."""
_SUFFIX = ".yaml"
_MAX_LENGTH = 4096
"""Characters of a part with the parts in it; parts of parts may not grow without end."""
_MAX_ITEMS = 1000
"""Items of a list with the parts in it."""


def expanded(document: Document, folder: FilePath, root: Path = ()) -> Document:
    """Put parts in their places in a pack.

    Args:
        document: the file the pack stands in.
        folder: where files that it includes are looked for.
        root: keys that lead to the pack.

    Raises:
        RulesError: a part or a file of them is unknown or refused; the error holds every problem.
    """
    pack = document.value
    for key in root:
        pack = pack[key]
    if not isinstance(pack, dict):
        return document
    work = _Expansion(document)
    work.take_included(pack.get("include"), folder, root)
    work.take(pack.get("parts"), (*root, "parts"))
    taking = {
        key: work.put(pack[key], (*root, key), (*root, key)) for key in _TAKING if key in pack
    }
    if work.problems:
        raise RulesError(tuple(work.problems))
    value = _replaced(document.value, root, {**pack, **taking})
    return Document(document.file, value, {**document.places, **work.places})


def shared() -> list[str]:
    """List the files of parts that come with the program, by name."""
    folder = resources.files("threadscope.rules") / "packs" / "parts"
    return sorted(file.name.removesuffix(_SUFFIX) for file in folder.iterdir())


@cache
def filled(pattern: str, *include: str) -> str:
    """Put the shared parts that come with the program into a pattern.

    Args:
        pattern: a pattern that takes parts by name.
        include: the files of parts it takes them from.

    Raises:
        RulesError: a part or a file of them is unknown.
    """
    pack = {"include": list(include), "noise": [pattern]}
    done = expanded(Document("", pack, {}), FilePath())
    return str(done.value["noise"][0])


@cache
def _shipped(name: str) -> Document:
    file = resources.files("threadscope.rules") / "packs" / "parts" / (name + _SUFFIX)
    return load(file.read_bytes(), file.name, checked=False)


def _replaced(value: Any, path: Path, new: Any) -> Any:
    """Copy a value with another one in the place of one of its parts."""
    if not path:
        return new
    first, *rest = path
    if isinstance(value, list):
        at = int(first)
        return [*value[:at], _replaced(value[at], tuple(rest), new), *value[at + 1 :]]
    return {**value, first: _replaced(value[first], tuple(rest), new)}


@dataclass(slots=True)
class _Expansion:
    """The parts known so far, and what is wrong with how they are used."""

    document: Document
    parts: Parts = field(default_factory=dict)
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take_included(self, include: Any, folder: FilePath, root: Path) -> None:
        """Read the files that a pack includes."""
        for at, name in enumerate(include if isinstance(include, list) else ()):
            if isinstance(name, str):
                self._include(name, folder, (*root, "include", at))

    def _include(self, name: str, folder: FilePath, path: Path) -> None:
        try:
            document = self._file(name, folder, path)
        except InputMissingError as error:
            self._complain(path, f"include: {error}")
        except RulesError as error:
            self.problems += error.problems
        else:
            inner = _Expansion(document, self.parts)
            inner.take(document.value, ())
            self.problems += inner.problems

    def _file(self, name: str, folder: FilePath, path: Path) -> Document:
        if not name.endswith((_SUFFIX, ".yml")):
            if name in shared():
                return _shipped(name)
            near = get_close_matches(name, shared(), n=1) or shared()
            hint = f"there are {', '.join(near)}; files of your own end in .yaml"
            raise RulesError(
                (
                    self.document.problem(
                        path, f"include: no shared parts are called {name!r}", hint
                    ),
                )
            )
        file = folder / name
        if not file.resolve().is_relative_to(folder.resolve()):
            what = f"include: {name!r} lies outside the folder of the pack"
            raise RulesError((self.document.problem(path, what, "put it beside the pack"),))
        return load(read(file), str(file))

    def take(self, parts: Any, path: Path) -> None:
        """Add named parts; each may use those above it."""
        for name, value in (parts if isinstance(parts, dict) else {}).items():
            here = (*path, name)
            items = value if isinstance(value, list) else [value]
            if not all(isinstance(item, str) for item in items) or not items:
                self._complain(here, f"the part {name!r} is not text", "write a pattern or a list")
            elif name in self.parts:
                self._complain((*here, ""), f"the part {name!r} is there already", "rename it")
            else:
                part = self.put(value, here, here)
                if sum(map(len, part)) > _MAX_LENGTH:
                    self._complain(here, f"the part {name!r} grows too long", "split it")
                else:
                    self.parts[name] = part

    def put(self, value: Any, old: Path, new: Path) -> Any:
        """Copy a value with its parts put in; their places are those of their use."""
        self.places[new] = self.document.places.get(old, (1, 1))
        if isinstance(value, str):
            return _USE.sub(lambda use: self._inside(use[1], old), value)
        if isinstance(value, dict):
            for key in value:
                place = self.document.places.get((*old, key, ""), (1, 1))
                self.places[(*new, key, "")] = place
            return {key: self.put(item, (*old, key), (*new, key)) for key, item in value.items()}
        if isinstance(value, list):
            return self._list(value, old, new)
        return value

    def _list(self, items: list[Any], old: Path, new: Path) -> list[Any]:
        out: list[Any] = []
        for item, here in islice(self._items(items, old), _MAX_ITEMS):
            out.append(self.put(item, here, (*new, len(out))))
        return out

    def _items(self, items: list[Any], old: Path) -> Iterator[tuple[Any, Path]]:
        """Give the items of a list with their places, those of a part in place of its name."""
        for at, item in enumerate(items):
            whole = _USE.fullmatch(item) if isinstance(item, str) else None
            part = self.parts.get(whole[1]) if whole else None
            for each in part if isinstance(part, list) else [item]:
                yield each, (*old, at)

    def _inside(self, name: str, path: Path) -> str:
        part = self.parts.get(name)
        if part is None:
            near = get_close_matches(name, self.parts, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "name its file under include"
            self._complain(path, f"no part is called {name!r}", hint)
            return ""
        return f"(?:{part if isinstance(part, str) else '|'.join(part)})"

    def _complain(self, path: Path, what: str, instead: str = "") -> None:
        self.problems.append(self.document.problem(path, what, instead))
