"""From options to a Discussion, with progress, notes and the exit code they ask for."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadscope.cli.answer import answering
from threadscope.cli.exits import Exit
from threadscope.cli.output import is_terminal, say_notes
from threadscope.errors import DataError, InputMissingError, Note, Severity, UsageError

if TYPE_CHECKING:
    import polars as pl

    from threadscope.corrections import Correction
    from threadscope.discussion import Discussion
    from threadscope.pages import Source
    from threadscope.rules import Config, Order, Pack

_WORTH_PROGRESS = 100
"""Files from which on progress is shown."""


Track = Callable[["Sequence[Source]"], Iterable["Source"]]
"""Hands on the sources one by one, and may show how far that has come."""


def discuss(
    pages: Sequence[str],
    *,
    quiet: bool,
    no_progress: bool,
    min_confidence: float = 0.0,
    **reading: Any,
) -> "Discussion":
    """Read and analyze pages as `walk` does; progress and notes go to stderr.

    Places that are less sure than `min_confidence` are left open.

    Raises:
        ThreadscopeError: nothing could be read, or options and rules are refused.
    """
    shown = is_terminal(sys.stderr) and not (quiet or no_progress)
    track = _progress if shown else None
    discussion = answering(lambda: walk(pages, track=track, **reading))
    say_notes(discussion.notes, quiet=quiet)
    if not min_confidence:
        return discussion
    from threadscope.discussion import unplace  # noqa: PLC0415

    return unplace(discussion, min_confidence)


def walk(
    pages: Sequence[str],
    *,
    config: Path | None,
    rules: Sequence[str],
    order: "Order | None",
    encoding: str | None,
    as_: str | None,
    from_line: int | None,
    max_bytes: int | None,
    strict: bool,
    corrections: Path | None,
    no_corrections: bool,
    stated_only: bool,
    track: Track | None = None,
    asked: "pl.Expr | None" = None,
) -> "Discussion":
    """Read and analyze pages as the options and the configuration say.

    Raises:
        ThreadscopeError: nothing could be read, or options and rules are refused.
    """
    from threadscope.discussion import analyze  # noqa: PLC0415
    from threadscope.pages import MAX_BYTES, find, read  # noqa: PLC0415
    from threadscope.replies import NONE  # noqa: PLC0415

    settings = settings_of(config)
    packs = _packs_of(rules, settings)
    sources, notes = find(pages)
    corrected = corrections_of(sources, corrections, ignored=no_corrections, notes=notes)
    discussion = analyze(
        read(
            track(sources) if track else sources,
            encoding or settings.encoding,
            max_bytes or MAX_BYTES,
            as_,
        ),
        packs,
        order=order or settings.order,
        from_line=from_line or settings.from_line,
        strict=strict or settings.strict,
        notes=notes,
        corrections=corrected,
        asked=NONE if asked is None else asked,
        infer=not stated_only,
        aliases=settings.names,
    )
    refuse_nothing(discussion.notes, nothing=discussion.pages.is_empty())
    return discussion


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
    return _packs_of(rules, settings_of(config))


def _packs_of(rules: Sequence[str], settings: "Config") -> "tuple[Pack, ...]":
    from threadscope.rules import pick  # noqa: PLC0415

    return pick(rules or settings.rules, settings.packs)


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
    """Read the corrections of pages as the command line names them; see `corrections_of`."""
    from threadscope.pages import find  # noqa: PLC0415

    return corrections_of(find(pages)[0], file, ignored=ignored)


def corrections_of(
    sources: "Sequence[Source]",
    file: Path | None = None,
    *,
    ignored: bool = False,
    notes: list[Note] | None = None,
) -> "tuple[Correction, ...]":
    """Read the corrections that lie beside the pages, or those of one file instead.

    Args:
        sources: the pages.
        file: the one file; None = those beside the pages.
        ignored: True = there are none.
        notes: takes a note of every file beside a page that cannot be used; None = that is an
            error, as it must be where the file would be written again.

    Raises:
        DataError: a file holds something else.
        InputMissingError: a file cannot be read.
        UsageError: corrections are asked for and refused at once.
    """
    from threadscope.corrections import parse  # noqa: PLC0415
    from threadscope.pages import corrections_path, read_beside, read_whole  # noqa: PLC0415

    if file and ignored:
        raise UsageError("--corrections and --no-corrections contradict each other (choose one)")
    if file:
        page = sources[0].name if len(sources) == 1 else None
        return parse(read_whole(file), str(file), page)
    paths = {source.path: source.name for source in sources if source.path and not ignored}
    found: list[Correction] = []
    for path, name in paths.items():
        try:
            if (data := read_beside(path)) is not None:
                found += parse(data, str(corrections_path(path)), name)
        except (DataError, InputMissingError) as error:
            if notes is None:
                raise
            notes.append(Note(Severity.UNREAD, name, f"its corrections are left out: {error}"))
    return tuple(found)


def exit_code(discussion: "Discussion") -> Exit:
    """Tell whether all input could be read."""
    return exit_after(discussion.notes)


def exit_after(notes: Iterable[Note]) -> Exit:
    """Tell whether all input could be read, by the notes that were made on the way."""
    return Exit.PARTLY if any(map(_is_gap, notes)) else Exit.DONE


def refuse_nothing(notes: Iterable[Note], *, nothing: bool) -> None:
    """Raise if `nothing` came in at all and the notes say why.

    Raises:
        InputMissingError: nothing could be opened.
        DataError: nothing could be used.
    """
    gaps = [note for note in notes if _is_gap(note)]
    if gaps and nothing:
        missing = all(note.severity is Severity.MISSING for note in gaps)
        raise (InputMissingError if missing else DataError)("\n".join(map(str, gaps)))


def _is_gap(note: Note) -> bool:
    return note.severity in {Severity.UNREAD, Severity.MISSING}


def _progress(sources: "Sequence[Source]") -> Iterator["Source"]:
    """Hand on the sources and show on stderr how many were taken, if they are many."""
    if len(sources) < _WORTH_PROGRESS:
        yield from sources
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(sources, description="reading")
