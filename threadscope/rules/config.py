"""The configuration: what holds when the command line says nothing."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Self

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from threadscope.errors import Problem, RulesError
from threadscope.rules.folder import Taken, folder_packs
from threadscope.rules.load import pattern_problems, refusal, validate
from threadscope.rules.pack import Language, Model, Order, Pack, Split, Start
from threadscope.rules.parts import expanded
from threadscope.rules.shelf import is_file, names, near
from threadscope.rules.yamldoor import Document, dump, load, read
from threadscope.rules.yamldoor import Path as Place

_FOLDER = "packs"


def _decodes(encoding: str) -> str:
    """Hand on the name of an encoding that text can be in."""
    try:
        b"x".decode(encoding)
    except (LookupError, ValueError):
        raise ValueError(f"unknown encoding {encoding!r} (try utf-8, cp1252 or latin-1)") from None
    return encoding


def _starts(line: object) -> object:
    """Hand on a line on which a discussion can start."""
    if line is None or line == "auto" or (type(line) is int and line > 0):
        return line
    raise ValueError(f"should be a line, from 1 on, or auto, not {line!r}")


class Config(Model):
    """Every setting with its default."""

    rules: tuple[str, ...] = ()
    """Rule packs to use, by name or file; empty = detected page by page."""
    order: Order = "auto"
    """How pages order their comments."""
    encoding: Annotated[str, AfterValidator(_decodes)] | None = None
    """How pages are encoded; null = found out page by page."""
    from_line: Annotated[Start | None, BeforeValidator(_starts)] = None
    """1-based line on which the discussion starts; auto = where comments without a marker most
    likely begin; null = at the first marker."""
    split: Split | None = None
    """auto = comments without a marker are looked for inside the comments above them; null = they
    stay a part of these."""
    language: Language | None = None
    """Language of the comments, by its code; null = found out page by page."""
    strict: bool = False
    """True = damaged input is an error."""
    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Names of authors, and the other spellings that are the same author."""
    theme: str | None = None
    """Colours of the terminal interface, by the name of a theme; null = the terminal's own."""
    keys: dict[str, str] = Field(default_factory=dict)
    """Keys of the terminal interface: the name of a binding and its keys, separated by commas."""
    packs: tuple[Pack, ...] = ()
    """Rule packs of your own, in the format of a pack file; those in the folder `packs` beside the
    configuration are added to them."""

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        names = [pack.name for pack in self.packs]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"two packs are called {min(twice)!r}")
        return self

    @field_validator("aliases")
    @classmethod
    def _spelled_once(cls, aliases: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        spellings = [other for others in aliases.values() for other in others]
        if twice := {name for name in spellings if spellings.count(name) > 1}:
            raise ValueError(f"{min(twice)!r} is listed twice (leave one of the two)")
        if both := set(spellings) & set(aliases):
            raise ValueError(
                f"{min(both)!r} is a name and a spelling of one (choose one of the two)"
            )
        return aliases

    @property
    def names(self) -> dict[str, str]:
        """Give the name of each other spelling."""
        return {other: name for name, others in self.aliases.items() for other in others}


def default_path() -> Path:
    """Give the place where the user's configuration is looked for."""
    return platformdirs.user_config_path("threadscope") / "config.yaml"


def packs_folder(path: Path | None = None) -> Path:
    """Give the folder of packs that belongs to a configuration file: `packs`, beside it."""
    return (path or default_path()).with_name(_FOLDER)


def load_config(path: Path | None = None) -> Config:
    """Read a configuration file and the packs beside it; without a path the user's own, if any.

    Raises:
        InputMissingError: the file named cannot be read.
        RulesError: it or a pack is refused; the error holds every problem found.
    """
    document = _own_document(path)
    own = document.value.get("packs") if isinstance(document.value, dict) else None
    for at in range(len(own) if isinstance(own, list) else 0):
        document = expanded(document, (path or default_path()).parent, ("packs", at))
    config = validate(document, Config)
    packs: dict[Place, Pack] = {("packs", at): pack for at, pack in enumerate(config.packs)}
    more = tuple(pack for _, pack in _beside(config, path).values())
    config = config.model_copy(update={"packs": config.packs + more})
    if problems := [*_unknown_packs(document, config), *pattern_problems(document, packs)]:
        raise refusal(problems)
    return config


def own_source(name: str, path: Path | None = None) -> bytes | None:
    """Give the YAML of a pack of one's own; None = there is none of that name.

    Raises:
        InputMissingError: the configuration named cannot be read.
        RulesError: it or a pack is refused.
    """
    document = _own_document(path)
    places = own_places(path)
    if name not in places:
        return None
    if places[name] != (path or default_path()):
        return read(places[name])
    packs = document.value["packs"]
    return dump(next(pack for pack in packs if pack["name"] == name))


def own_places(path: Path | None = None) -> dict[str, Path]:
    """Give the file of every pack of one's own, by name.

    Raises:
        InputMissingError: the configuration named cannot be read.
        RulesError: it or a pack is refused.
    """
    config = load_config(path)
    files = {name: file for name, (file, _) in _beside(Config(), path).items()}
    return {pack.name: files.get(pack.name, path or default_path()) for pack in config.packs}


def _beside(config: Config, path: Path | None) -> Taken:
    known = dict.fromkeys((pack.name for pack in config.packs), path or default_path())
    return folder_packs(packs_folder(path), known)


def _own_document(path: Path | None) -> Document:
    """Read a configuration; the user's own may be missing."""
    if path is None and not default_path().is_file():
        return Document(str(default_path()), {}, {})
    return _document(path or default_path())


def refused_settings(path: Path | None, wrong: Iterable[tuple[Place, str, str]]) -> RulesError:
    """Make the refusal of settings that only those who use them can judge.

    Args:
        path: the configuration file, as `load_config` takes it.
        wrong: keys that lead to each setting, what is wrong with it, what to write instead.
    """
    document = _document(path or default_path())
    return refusal(document.problem(*each) for each in wrong)


def _document(path: Path) -> Document:
    return load(read(path), str(path), blank=True)


def _unknown_packs(document: Document, config: Config) -> Iterator[Problem]:
    known = {*names(), *(pack.name for pack in config.packs)}
    for at, name in enumerate(config.rules):
        if not is_file(name) and name not in known:
            what = f"rules: no rule pack is called {name!r}"
            yield document.problem(("rules", at), what, near(name, known))
