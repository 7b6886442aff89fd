"""The configuration: what holds when the command line says nothing."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Self

import platformdirs
from pydantic import AfterValidator, Field, model_validator

from threadscope.errors import Problem, RulesError
from threadscope.rules.load import pattern_problems, refusal, validate
from threadscope.rules.pack import Model, Order, Pack
from threadscope.rules.parts import expanded
from threadscope.rules.shelf import is_file, names, near
from threadscope.rules.yamldoor import Document, dump, load, read
from threadscope.rules.yamldoor import Path as Place


def _decodes(encoding: str) -> str:
    """Hand on the name of an encoding that text can be in."""
    try:
        b"x".decode(encoding)
    except (LookupError, ValueError):
        raise ValueError(f"unknown encoding {encoding!r} (try utf-8, cp1252 or latin-1)") from None
    return encoding


class Config(Model):
    """Every setting with its default."""

    rules: tuple[str, ...] = ()
    """Rule packs to use, by name or file; empty = detected page by page."""
    order: Order = "auto"
    """How pages order their comments."""
    encoding: Annotated[str, AfterValidator(_decodes)] | None = None
    """How pages are encoded; null = found out page by page."""
    from_line: Annotated[int, Field(ge=1)] | None = None
    """1-based line on which the discussion starts; null = at the first marker."""
    strict: bool = False
    """True = damaged input is an error."""
    theme: str | None = None
    """Colours of the terminal interface, by the name of a theme; null = the terminal's own."""
    keys: dict[str, str] = Field(default_factory=dict)
    """Keys of the terminal interface: the name of a binding and its keys, separated by commas."""
    packs: tuple[Pack, ...] = ()
    """Rule packs of your own, in the format of a pack file."""

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        names = [pack.name for pack in self.packs]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"two packs are called {min(twice)!r}")
        return self


def default_path() -> Path:
    """Give the place where the user's configuration is looked for."""
    return platformdirs.user_config_path("threadscope") / "config.yaml"


def load_config(path: Path | None = None) -> Config:
    """Read a configuration file; without a path the user's own, if there is one.

    Raises:
        InputMissingError: the file named cannot be read.
        RulesError: it is refused; the error holds every problem found.
    """
    if path is None:
        path = default_path()
        if not path.is_file():
            return Config()
    document = _document(path)
    own = document.value.get("packs") if isinstance(document.value, dict) else None
    for at in range(len(own) if isinstance(own, list) else 0):
        document = expanded(document, path.parent, ("packs", at))
    config = validate(document, Config)
    packs: dict[Place, Pack] = {("packs", at): pack for at, pack in enumerate(config.packs)}
    if problems := [*_unknown_packs(document, config), *pattern_problems(document, packs)]:
        raise refusal(problems)
    return config


def own_source(name: str, path: Path | None = None) -> bytes | None:
    """Write a pack of the configuration as YAML of its own; None = it has none of that name.

    Raises:
        InputMissingError: the configuration named cannot be read.
        RulesError: it is refused.
    """
    places = {pack.name: at for at, pack in enumerate(load_config(path).packs)}
    if name not in places:
        return None
    return dump(_document(path or default_path()).value["packs"][places[name]])


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
