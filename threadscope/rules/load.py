"""From a YAML file to a model, with every mistake named at its place at once."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from threadscope.errors import Problem, RulesError
from threadscope.rules.pack import Model, Pack
from threadscope.rules.parts import expanded
from threadscope.rules.pattern import depth_faults, faults, format_faults, uses
from threadscope.rules.yamldoor import Document, Path, load

M = TypeVar("M", bound=Model)
_WANTED = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "tuple_type": "a list, as in [one, two]",
}
"""Our words for what pydantic asks for."""
_PATTERN_SIGNS = frozenset("^$()[]\\")


def load_pack(data: bytes, file: str) -> Pack:
    """Read one rule pack; files that it includes lie beside it.

    Raises:
        RulesError: it is refused; the error holds every problem found.
    """
    return load_with_places(data, file)[0]


def load_with_places(data: bytes, file: str) -> tuple[Pack, Document]:
    """Read one rule pack and keep the document that says where each part of it stands.

    Raises:
        RulesError: it is refused; the error holds every problem found.
    """
    document = expanded(load(data, file), FilePath(file).parent)
    pack = validate(document, Pack)
    if problems := pattern_problems(document, {(): pack}):
        raise refusal(problems)
    return pack, document


def load_proven(data: bytes, file: str) -> Pack:
    """Read a pack that comes with the program, whose patterns the tests have proven.

    Raises:
        RulesError: it is refused; the error holds every problem found.
    """
    return validate(expanded(load(data, file, checked=False), FilePath(file).parent), Pack)


def pattern_problems(document: Document, packs: dict[Path, Pack]) -> list[Problem]:
    """Name every pattern and date format that is refused in packs, by where each pack stands."""
    return [
        document.problem((*root, *path), what, instead)
        for root, pack in packs.items()
        for path, what, instead in (
            *faults(uses(pack)),
            *format_faults(pack.dates),
            *depth_faults(pack),
        )
    ]


def refusal(problems: Iterable[Problem]) -> RulesError:
    """Make the refusal of a file of all its problems, in the order of its lines."""
    found = dict.fromkeys(problems)
    return RulesError(tuple(sorted(found, key=lambda each: (each.line or 0, each.column or 0))))


def validate(document: Document, model: type[M]) -> M:
    """Check a document against a model.

    Raises:
        RulesError: with one problem for every mistake.
    """
    try:
        return model.model_validate_json(json.dumps(document.value))
    except ValidationError as error:
        found = [_problem(document, model, dict(mistake)) for mistake in error.errors()]
        raise refusal(found) from None


def _problem(document: Document, model: type[Model], mistake: dict[str, Any]) -> Problem:
    path: Path = mistake["loc"]
    where = ".".join(map(str, path))
    got = mistake["input"]
    match mistake["type"]:
        case "extra_forbidden":
            key = str(path[-1])
            near = get_close_matches(key, known_keys(model), n=1)
            instead = f"did you mean {near[0]!r}?" if near else "leave it out"
            if _PATTERN_SIGNS & set(key):
                instead = "a pattern with a colon and a space in it needs quotes"
            return document.problem((*path, ""), f"unknown key {where}", instead)
        case "missing":
            return document.problem(path, f"{where} is missing", "it is required")
        case "value_error":
            return document.problem(path, f"{where or 'the file'}: {mistake['ctx']['error']}")
        case kind if kind in _WANTED:
            what = f"{where or 'the file'}: input should be {_WANTED[kind]}"
            return document.problem(path, what, f"got {_short(got)}")
        case "string_pattern_mismatch" if path[-1] in {"name", "takes"}:
            what = f"{where}: a name is small letters, digits, . _ -"
            return document.problem(path, what, f"got {_short(got)}")
        case _:
            what = f"{where or 'the file'}: {mistake['msg'][0].lower()}{mistake['msg'][1:]}"
            return document.problem(path, what, f"got {_short(got)}")


def _short(value: Any) -> str:
    """Write a value for a message; long ones only by their start."""
    kinds = {dict: "a mapping", list: "a list", type(None): "nothing"}
    text = kinds.get(type(value)) or json.dumps(value, ensure_ascii=False)
    limit = 60
    return text if len(text) <= limit else text[:limit] + "…"


@cache
def known_keys(model: type[BaseModel]) -> frozenset[str]:
    """Collect the keys a model knows at any depth."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return frozenset(
        key
        for part in parts
        for shape in (part, *part.get("anyOf", []))
        for key in shape.get("properties", {})
    )
