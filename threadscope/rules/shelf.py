"""Finding rule packs: those that ship, those of the configuration, those in files."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from threadscope.errors import UsageError
from threadscope.rules import yamldoor
from threadscope.rules.load import load_pack, load_proven
from threadscope.rules.pack import Pack

_SUFFIXES = {".yaml", ".yml"}


@cache
def shipped() -> tuple[Pack, ...]:
    """Load the packs that come with the program, by name; `generic` comes last."""
    packs = [load_proven(file.read_bytes(), file.name) for file in _shipped_files()]
    return tuple(sorted(packs, key=lambda pack: (pack.name == "generic", pack.name)))


def pick(wanted: Sequence[str], own: Sequence[Pack] = ()) -> tuple[Pack, ...]:
    """Load the packs wanted, by name or file; all known ones if none is named.

    Args:
        wanted: names, or files ending in .yaml or .yml.
        own: packs of the configuration; they come first and hide shipped ones of their name.

    Raises:
        UsageError: a name that no pack has.
        InputMissingError: a file that cannot be read.
        RulesError: a pack that is refused.
    """
    known = {pack.name: pack for pack in own}
    if wanted and all(is_file(name) for name in wanted):
        return tuple(read_pack(name) for name in wanted)
    known |= {pack.name: pack for pack in shipped() if pack.name not in known}
    if not wanted:
        return tuple(known.values())
    return tuple(read_pack(name) if is_file(name) else _named(name, known) for name in wanted)


def read_pack(file: str) -> Pack:
    """Load one pack from a file.

    Raises:
        InputMissingError: the file cannot be read.
        RulesError: it is refused.
    """
    return load_pack(yamldoor.read(Path(file)), file)


def source(wanted: str) -> bytes:
    """Give the YAML of a pack, by name or file.

    Raises:
        UsageError: a name that no shipped pack has.
        InputMissingError: a file that cannot be read.
    """
    if is_file(wanted):
        return yamldoor.read(Path(wanted))
    files = {Path(file.name).stem: file for file in _shipped_files()}
    if wanted not in files:
        raise _unknown(wanted, files)
    return files[wanted].read_bytes()


def names() -> list[str]:
    """List the shipped packs by name without loading them."""
    return sorted(Path(file.name).stem for file in _shipped_files())


def _shipped_files() -> list[Traversable]:
    folder = resources.files("threadscope.rules") / "packs"
    return [file for file in folder.iterdir() if Path(file.name).suffix in _SUFFIXES]


def is_file(name: str) -> bool:
    """Tell whether a wish means a file and not a name."""
    return Path(name).suffix in _SUFFIXES or "/" in name


def near(name: str, known: Iterable[str]) -> str:
    """Say what to write instead of a name that no pack has."""
    if name and Path(name).exists():
        return f"files of rules end in .yaml or .yml or are written with a slash: ./{name}"
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else "see: threadscope rules list"


def _named(name: str, known: dict[str, Pack]) -> Pack:
    if name not in known:
        raise _unknown(name, known)
    return known[name]


def _unknown(name: str, known: Iterable[str]) -> UsageError:
    return UsageError(f"no rule pack is called {name!r} ({near(name, known)})")
