"""YAML read strictly, with the place of every value.

YAML 1.1 turns `no` into false, `1:30` into 90 and a repeated key into silence, and its aliases can
make a file of 300 bytes cost a minute. Rules come from strangers, so this door takes mappings,
lists and plain values and refuses the rest.
"""

import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path as FilePath
from typing import Any

import yaml

from threadscope.errors import InputMissingError, Problem, RulesError
from threadscope.safetext import show

MAX_BYTES = 64 << 10
"""Size of a rules file; the longest pack that ships has a tenth of it."""
_MAX_DEPTH = 32
_TAGS = {
    "bool": re.compile(r"^(?:true|false)$"),
    "int": re.compile(r"^-?(?:0|[1-9][0-9]{0,8})$"),
    "null": re.compile(r"^(?:~|null|)$"),
}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _.-]*[A-Za-z0-9_.]|[A-Za-z]")
"""Text that means itself without quotes, wherever it stands."""
_WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_FIRST = {"bool": "tf", "int": "-0123456789", "null": ["~", "n", ""]}

Path = tuple[str | int, ...]
"""Keys and 0-based list places that lead to a value."""


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file as plain values."""

    file: str
    """The file as the user named it."""
    value: Any
    """dicts with string keys, lists, str, int, bool and None."""
    places: dict[Path, tuple[int, int]]
    """1-based line and column of every value, by its path."""

    def problem(self, path: Path, what: str, instead: str = "") -> Problem:
        """Make a problem stand where the value is, or its nearest parent."""
        while path not in self.places and path:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return Problem(self.file, line, column, what, instead)


class _Loader(yaml.SafeLoader):
    """PyYAML's pure loader with YAML 1.2's idea of true, false, null and whole numbers."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same in C where it is there, ten times as fast, for files known to be good.

    It words mistakes its own way, and has other ideas of some of them.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _loader, (_name, _pattern) in product((_Loader, _FastLoader), _TAGS.items()):
    _loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", _pattern, list(_FIRST[_name]))


def read(path: FilePath) -> bytes:
    """Read a rules file, and no more of it than shows that it is too big.

    Raises:
        InputMissingError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputMissingError(f"{path}: {error.strerror} (check the name)") from None


def load(data: bytes, file: str, *, blank: bool = False, checked: bool = True) -> Document:
    """Read one YAML document.

    Args:
        data: the file.
        file: what it is called in messages.
        blank: true if nothing at all is a mapping without keys.
        checked: false for a file of our own, which holds no more of YAML than rules need.

    Raises:
        RulesError: it is too big, not UTF-8, not YAML, or uses more of YAML than rules need.
    """
    if len(data) > MAX_BYTES:
        raise _refused(file, f"is longer than {MAX_BYTES} bytes", "split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(file, f"byte {error.start} is not UTF-8", "save it as UTF-8") from None
    try:
        if checked:
            _check_events(text, file)
        node = yaml.compose(text, _Loader if checked else _FastLoader)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(file, error) from None
    except yaml.reader.ReaderError as error:
        place = _place_in(text, error.position)
        what = f"the character U+{error.character:04X} cannot stand in YAML"
        raise _refused(file, what, "leave it out", *place) from None
    except (ValueError, OverflowError) as error:
        raise _refused(file, f"holds a number that is no character or version: {error}") from None
    if blank and (node is None or node.tag.endswith(":null")):
        return Document(file, {}, {})
    if node is None:
        raise _refused(file, "is empty", "write at least a name and a comment section")
    return _Builder(file).document(node)


def dump(value: Any) -> bytes:
    """Write a value of a document as YAML again; comments and spelling are not kept."""
    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def plain_scalar(text: str) -> str:
    """Write one line of text as YAML wants it, in quotes where anything in it means more."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _refused(file: str, what: str, instead: str = "", line: int = 1, column: int = 1) -> RulesError:
    return RulesError((Problem(file, line, column, what, instead),))


def _place(mark: Any) -> tuple[int, int]:
    """Give a mark's line and column, 1-based; without one, the start of the file."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _place_in(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _unreadable(file: str, error: yaml.MarkedYAMLError) -> RulesError:
    """Say in plain words what is no YAML; rare mistakes in those of the parser."""
    place = _place(error.problem_mark or error.context_mark)
    problem = error.problem or ""
    if "'\\t'" in problem:
        return _refused(file, "a tab stands where YAML wants spaces", "indent with spaces", *place)
    if problem == "mapping values are not allowed here":
        what, instead = (
            "a colon and a space inside a value",
            "put it in quotes, or check the indent",
        )
        return _refused(file, what, instead, *place)
    if error.context == "while scanning a quoted scalar" and problem.startswith("found unexpected"):
        what = "a quote is opened and not closed"
        return _refused(file, what, "close it", *_place(error.context_mark))
    return _refused(file, " ".join(part for part in (error.context, problem) if part), "", *place)


def _check_events(text: str, file: str) -> None:
    """Refuse aliases, tags, depth and second documents before anything is built from them."""
    depth = documents = 0
    for event in yaml.parse(text, _Loader):
        line, column = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(file, "aliases and anchors are not read", "write it out", line, column)
        tag = getattr(event, "tag", None)
        if tag not in {None, "!"}:
            raise _refused(file, f"the tag {tag} is not read", "leave it out", line, column)
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise _refused(file, f"nested more than {_MAX_DEPTH} deep", "", line, column)
        if documents > 1:
            raise _refused(file, "a second document begins", "one pack a file", line, column)


class _Builder:
    """Turns checked nodes into values and remembers where each stood."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._places: dict[Path, tuple[int, int]] = {}
        self._problems: list[Problem] = []

    def document(self, node: yaml.Node) -> Document:
        value = self._value(node, ())
        if self._problems:
            raise RulesError(tuple(self._problems))
        return Document(self._file, value, self._places)

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self._places[path] = _place(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, at)) for at, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key_node, item in node.value:
            key = key_node.value
            if not (isinstance(key_node, yaml.ScalarNode) and self._scalar(key_node) == key):
                self._complain(key_node, "a key must be a word", "put it in quotes")
            elif key in value:
                self._complain(key_node, f"{key!r} stands twice", "keep one of them")
            else:
                value[key] = self._value(item, (*path, key))
                self._places[(*path, key, "")] = _place(key_node.start_mark)
        return value

    def _scalar(self, node: yaml.Node) -> str | int | bool | None:
        text: str = node.value
        match node.tag.rpartition(":")[2]:
            case "bool":
                return text == "true"
            case "int":
                return int(text)
            case "null":
                return None
        if (shown := show(text)) != text:
            what = f"{shown!r} holds characters that nobody can see"
            self._complain(node, what, "write them as \\x{...} in a pattern, or leave them out")
        return text

    def _complain(self, node: yaml.Node, what: str, instead: str) -> None:
        place = _place(node.start_mark)
        self._problems.append(Problem(self._file, *place, what, instead))
