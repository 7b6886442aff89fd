"""From options to a Discussion, with progress, notes and the exit code they ask for."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit
from threadscope.cli.output import is_terminal, say_notes
from threadscope.errors import Note

if TYPE_CHECKING:
    from threadscope.corrections import Correction
    from threadscope.discussion import Discussion
    from threadscope.pages import Source, Track
    from threadscope.rules import Config, Pack

_SMALL = 1 << 20
"""Bytes of all files up to which one thread is enough."""
_WORTH_PROGRESS = 100
"""Files from which on progress is shown."""


def discuss(
    pages: Sequence[str], *, quiet: bool, no_progress: bool, **reading: Any
) -> "Discussion":
    """Read and analyze pages as `walk` does; progress and notes go to stderr.

    Raises:
        ThreadscopeError: nothing could be read, or options and rules are refused.
    """
    _spare_threads(pages)
    shown = is_terminal(sys.stderr) and not (quiet or no_progress)
    track = _progress if shown else None
    discussion = answering(lambda: walk(pages, track=track, **reading))
    say_notes(discussion.notes, quiet=quiet)
    return discussion


def _spare_threads(pages: Sequence[str]) -> None:
    """Let Polars start one thread for a small page: waking more takes longer than they save."""
    with suppress(OSError):  # whoever reads the pages tells what is wrong with them
        files = [path.stat() for path in map(Path, pages)]
        plain = all(stat.S_ISREG(each.st_mode) for each in files)
        if plain and sum(each.st_size for each in files) <= _SMALL:
            os.environ.setdefault("POLARS_MAX_THREADS", "1")


def walk(
    pages: Sequence[str], *, as_: str | None, track: "Track | None" = None, **reading: Any
) -> "Discussion":
    """Read and analyze pages as `analysis.analyze` does, whose arguments these are.

    Raises:
        ThreadscopeError: nothing could be read, or options and rules are refused.
    """
    from threadscope.analysis import analyze  # noqa: PLC0415

    return analyze(*pages, kind=as_, track=track, **reading)


def settings_of(config: Path | None) -> "Config":
    """Load the configuration.

    Raises:
        ThreadscopeError: it is missing or refused.
    """
    from threadscope.rules import load_config  # noqa: PLC0415

    return load_config(config)


def packs_for(rules: Sequence[str], config: Path | None) -> "tuple[Pack, ...]":
    """Load the packs that pages are tried with.

    Raises:
        ThreadscopeError: a pack or the configuration is missing or refused.
    """
    from threadscope.analysis import packs_of  # noqa: PLC0415

    return packs_of(rules, settings_of(config))


def source_of(rules: Sequence[str], config: Path | None, name: str) -> str | None:
    """Read the YAML of a pack by its name, a file that was asked for first; None = unknown.

    Raises:
        ThreadscopeError: a file that was asked for cannot be read again, or is refused by now.
    """
    from threadscope.rules import is_file, names, own_source, read_pack, source  # noqa: PLC0415

    asked = rules or settings_of(config).rules
    files = [rule for rule in asked if is_file(rule) and read_pack(rule).name == name]
    if not files and (own := own_source(name, config)) is not None:
        return own.decode("utf-8", "replace")
    wanted = [*files, *(shipped for shipped in names() if shipped == name)]
    return source(wanted[0]).decode("utf-8", "replace") if wanted else None


def source_for(name: str, config: Path | None) -> str:
    """Read the YAML of a pack that must be known, by name or file.

    Raises:
        ThreadscopeError: no pack has that name, or it cannot be read or is refused.
    """
    from threadscope.rules import own_source, source  # noqa: PLC0415

    own = own_source(name, config)
    return (source(name) if own is None else own).decode("utf-8", "replace")


def text_of(
    pages: Sequence[str],
    page: str,
    *,
    encoding: str | None,
    as_: str | None,
    max_bytes: int | None,
) -> str | None:
    """Read the text of one page again, by its name; None = it came already cut, or is gone."""
    from threadscope.pages import MAX_BYTES, find, read  # noqa: PLC0415

    sources, _ = find(pages)
    named = [source for source in sources if source.name == page]
    for batch in read(named or sources, encoding, max_bytes or MAX_BYTES, as_):
        for name, text in batch.pages.rows():
            if name == page:
                return str(text)
    return None


def kept_corrections(
    pages: Sequence[str], file: Path | None, *, ignored: bool
) -> "tuple[Correction, ...]":
    """Read the corrections of pages that the command line names, as `corrections_of` does."""
    from threadscope.analysis import corrections_of  # noqa: PLC0415
    from threadscope.pages import find  # noqa: PLC0415

    return corrections_of(find(pages)[0], file, ignored=ignored)


def exit_code(discussion: "Discussion") -> Exit:
    """Tell whether all input could be read."""
    return exit_after(discussion.notes)


def exit_after(notes: Iterable[Note]) -> Exit:
    """Tell whether all input could be read, by the notes that were made on the way."""
    return Exit.PARTLY if any(note.is_gap for note in notes) else Exit.DONE


def _progress(sources: "Sequence[Source]") -> Iterator["Source"]:
    """Hand on the sources and show on stderr how many were taken, if they are many."""
    if len(sources) < _WORTH_PROGRESS:
        yield from sources
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(sources, description="reading")
