"""The configuration: what holds when the command line says nothing."""

from pathlib import Path
from typing import Annotated, Self

import platformdirs
from pydantic import Field, model_validator

from threadscope.rules.load import check_patterns, validate
from threadscope.rules.pack import Model, Order, Pack
from threadscope.rules.yamldoor import load, read


class Config(Model):
    """Every setting with its default."""

    rules: tuple[str, ...] = ()
    """Rule packs to use, by name or file; empty = detected page by page."""
    order: Order = "auto"
    """How pages order their comments."""
    encoding: str | None = None
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
    document = load(read(path), str(path))
    config = validate(document, Config)
    check_patterns(document, {("packs", at): pack for at, pack in enumerate(config.packs)})
    return config
