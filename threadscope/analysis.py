"""From what the user names to a Discussion: the walk that the command line and Python share."""

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import polars as pl

from threadscope.corrections import Correction, parse
from threadscope.discussion import Discussion, unplace
from threadscope.discussion import analyze as walk
from threadscope.errors import (
    DataError,
    InputMissingError,
    Note,
    Severity,
    UsageError,
    refuse_nothing,
)
from threadscope.pages import (
    MAX_BYTES,
    Source,
    Track,
    corrections_path,
    find,
    of_texts,
    read,
    read_beside,
    read_whole,
)
from threadscope.replies import NONE
from threadscope.rules import (
    Config,
    Language,
    Order,
    Pack,
    Split,
    Start,
    load_config,
    load_pack,
    pick,
    read_pack,
)


def analyze(
    *pages: str | Path,
    rules: Sequence[str | Path | Pack] = (),
    config: Path | None = None,
    order: Order | None = None,
    encoding: str | None = None,
    kind: str | None = None,
    from_line: Start | None = None,
    split: Split | None = None,
    max_bytes: int | None = None,
    min_confidence: float = 0.0,
    stated_only: bool = False,
    corrections: Path | None = None,
    no_corrections: bool = False,
    strict: bool = False,
    track: Track | None = None,
    asked: pl.Expr | None = None,
    language: Language | None = None,
) -> Discussion:
    """Read pages and find out who answers whom.

    Everything that is not said here is as the command line has it, the configuration too.

    Args:
        pages: files, folders or globs.
        rules: rule packs to choose from, page by page: names, files or what `load_rules` gives.
        config: the configuration file; None = the user's own, if there is one.
        order: the order of comments on the pages; None = what the pack or the page says.
        encoding: how pages are encoded; None = find out.
        kind: the format of the files, as `--as` names it; None = find out.
        from_line: the 1-based line on which every discussion starts, or "auto" for the one on which
            comments without a marker most likely begin.
        split: "auto" = look for comments without a marker inside the comments above them; None = do
            not.
        max_bytes: bytes of one file, unpacked, after which it is cut; None = 4 GiB.
        min_confidence: places that are less sure are left open, 0 to 1.
        stated_only: True = only what the pages state counts.
        corrections: a file of corrections; None = those that lie beside the pages.
        no_corrections: True = leave every correction out.
        strict: True = damaged input is an error.
        track: hands on the files one by one, and may show how far that has come.
        asked: of which COMMENTS the candidates come all, each with all evidence; None = of none.
        language: of the comments, by its code, such as "de"; None = found out page by page.

    Raises:
        ThreadscopeError: nothing could be read, or something is refused; its text says what.
    """
    if language and language not in get_args(Language):
        known = ", ".join(get_args(Language))
        raise UsageError(f"no language is called {language!r} (known: {known})")
    settings = load_config(config)
    packs = packs_of(rules, settings)
    sources, notes = find(map(str, pages))
    corrected = corrections_of(sources, corrections, ignored=no_corrections, notes=notes)
    discussion = walk(
        read(
            track(sources) if track else sources,
            encoding or settings.encoding,
            max_bytes or MAX_BYTES,
            kind,
        ),
        packs,
        order=order or settings.order,
        from_line=from_line or settings.from_line,
        split=split or settings.split,
        strict=strict or settings.strict,
        notes=notes,
        corrections=corrected,
        asked=NONE if asked is None else asked,
        infer=not stated_only,
        aliases=settings.names,
        language=language or settings.language,
    )
    refuse_nothing(discussion.notes, nothing=discussion.pages.is_empty())
    return unplace(discussion, min_confidence) if min_confidence else discussion


def analyze_text(
    text: str,
    name: str = "text",
    *,
    rules: Sequence[str | Path | Pack] = (),
    order: Order | None = None,
    from_line: Start | None = None,
    split: Split | None = None,
    stated_only: bool = False,
) -> Discussion:
    """Find out who answers whom in the text of one page.

    Args:
        text: the page.
        name: what it is called in tables.
        rules: as in `analyze`; so are the others.
        order: the order of its comments.
        from_line: 1-based line on which the discussion starts.
        split: as in `analyze`.
        stated_only: True = only what the page states counts.

    Raises:
        ThreadscopeError: a pack is refused.
    """
    packs = packs_of(rules, Config())
    return walk(
        [of_texts({name: text})],
        packs,
        order=order,
        from_line=from_line,
        split=split,
        infer=not stated_only,
    )


def load_rules(source: str | Path) -> Pack:
    """Load a rule pack.

    Args:
        source: its YAML, or the path of the file that holds it.

    Raises:
        InputMissingError: the file cannot be read.
        RulesError: the pack is refused; the error holds every problem found.
    """
    if isinstance(source, Path):
        return read_pack(str(source))
    return load_pack(source.encode(), "<rules>")


def packs_of(rules: Sequence[str | Path | Pack], settings: Config) -> tuple[Pack, ...]:
    """Load the packs that are asked for, else those of the configuration, else all.

    Raises:
        ThreadscopeError: one of them is missing or refused.
    """
    if not rules:
        return pick(settings.rules, settings.packs)
    return tuple(
        rule if isinstance(rule, Pack) else pick((str(rule),), settings.packs)[0] for rule in rules
    )


def corrections_of(
    sources: Sequence[Source],
    file: Path | None = None,
    *,
    ignored: bool = False,
    notes: list[Note] | None = None,
) -> tuple[Correction, ...]:
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
