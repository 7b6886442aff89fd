"""What the interface is given: where pages come from, how they are read, where things are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from threadscope.choice import Lens, Showing, Sorting
from threadscope.corrections import Correction
from threadscope.discussion import Discussion, analyze
from threadscope.pages import Track, of_texts
from threadscope.rules import Language, Order, Pack, Split, Start, free_name, to_edit, write_draft
from threadscope.segment import Proposal, claims, explain, propose

Loaded = tuple[Discussion, tuple[Correction, ...]]
"""A discussion that follows no corrections yet, and the corrections."""


def _all_in_memory() -> "Shelf | None":
    return None


def _no_text(page: str) -> str | None:  # noqa: ARG001 - stands for a door that is closed
    return None


def _not_saved(page: str, kept: Sequence[Correction]) -> str:  # noqa: ARG001 - as above
    return "memory only"


def _not_written(file: str, text: str) -> str:  # noqa: ARG001 - as above
    return "nothing"


@dataclass(frozen=True, slots=True)
class View:
    """What the thread view shows."""

    page: str
    order: Order | None
    """The order of its comments that was asked for."""
    lens: Lens
    showing: Showing
    sorting: Sorting

    def options(self) -> dict[str, Any]:
        """Give the options of a command that shows the same, as far as it can."""
        named: dict[str, Any] = {} if self.sorting == "page" else {"sort": self.sorting}
        if self.showing == "lit":
            return named
        for part in self.lens.parts:
            named |= part.options()
        if self.lens.parts and self.showing != "ancestors":
            named["show"] = self.showing
        return named


def _no_command(view: View) -> str:  # noqa: ARG001 - as above
    return ""


def _forgets(key: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {}


def _ignores(key: str, state: dict[str, Any]) -> None:
    """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pages that are too many to be in memory at once."""

    threads: pl.LazyFrame
    """THREADS of all pages, to be counted piece by piece."""
    fetch: Callable[[str], Discussion]
    """Reads one page by its name, its comments numbered from 0."""


@dataclass(frozen=True)
class Desk:
    """The doors that the interface may use, and the settings they were opened with."""

    load: Callable[[Track], Loaded]
    """Reads and analyzes all pages."""
    shelf: Callable[[], Shelf | None] = _all_in_memory
    """Gives where pages are that are read only when they are opened; None = all of them are read
    by `load`."""
    text: Callable[[str], str | None] = _no_text
    """Reads the text of one page again; None = it has none of its own."""
    save: Callable[[str, Sequence[Correction]], str] = _not_saved
    """Writes the corrections of a page and gives the name of the file."""
    write: Callable[[str, str], str] = _not_written
    """Writes a new file, by its name, and gives the name back."""
    print: Callable[[str], str] = str
    """Writes what was copied to a file, for terminals without a clipboard; gives its name."""
    recall: Callable[[str], dict[str, Any]] = _forgets
    """Gives what was kept of a page, by the digest of its comments."""
    keep: Callable[[str, dict[str, Any]], None] = _ignores
    """Keeps where the reader was on a page."""
    packs: Callable[[], tuple[Pack, ...]] = tuple
    """The rule packs that pages are tried with."""
    source: Callable[[str], str | None] = _no_text
    """Reads the YAML of a pack by its name; None = it has no file of its own."""
    starts: bool = True
    """False = no other program may be started."""
    order: Order | None = None
    """The order of comments asked for."""
    from_line: Start | None = None
    """The line on which discussions start, if that was asked for."""
    split: Split | None = None
    """auto = comments without a marker were to be looked for inside others."""
    language: Language | None = None
    """The language of all comments, if that was asked for."""
    command: Callable[[View], str] = _no_command
    """Gives the command that shows a view's tree without a terminal."""
    changed: Callable[[], float] = float
    """Tells when the pages last changed, in seconds; only a difference means anything."""
    watched: bool = False
    """True = pages that change are read again."""

    def explain(self, page: str, pack: Pack | None = None) -> pl.DataFrame | None:
        """Say of every line of a page which rule took it: EXPLAINED; None = it has no text.

        Args:
            page: its name.
            pack: the pack to cut it with; None = the one that is detected.
        """
        if (text := self.text(page)) is None:
            return None
        packs = (pack,) if pack else self.packs()
        return explain(of_texts({page: text}).pages, packs, self.from_line, self.split)

    def claims(self, page: str) -> pl.DataFrame | None:
        """Say how many comments each pack would mark on a page: CLAIMS; None = it has no text."""
        if (text := self.text(page)) is None:
            return None
        return claims(of_texts({page: text}).pages, self.packs())

    def propose(self, page: str) -> tuple[str, Proposal] | None:
        """Propose a pack for a page, ready to be edited: its YAML and what it is made from.

        None = the page has no text.
        """
        if (text := self.text(page)) is None:
            return None
        known = self.packs()
        name = free_name(page, [pack.name for pack in known])
        found = propose(of_texts({page: text}).pages, known, name)
        start = found.start
        written = self.source(start) if isinstance(start, str) else write_draft(start)
        return to_edit(written or "", name, found.words), found

    def recut(self, page: str, pack: Pack) -> Discussion | None:
        """Analyze one page with another pack; None = it has no text."""
        if (text := self.text(page)) is None:
            return None
        batch = of_texts({page: text})
        return analyze(
            [batch],
            (pack,),
            order=self.order,
            from_line=self.from_line,
            split=self.split,
            language=self.language,
        )


def replaced(discussion: Discussion, page: str, one: Discussion) -> Discussion:
    """Put one page's new analysis in the place of its old one; later comments are numbered anew.

    Args:
        discussion: the discussion.
        page: the name of the page.
        one: the page analyzed alone.
    """
    old = discussion.threads.filter(pl.col("page") == page)["id"]
    start = int(old[0]) if len(old) else discussion.threads.height
    end, grown = start + len(old), one.threads.height - len(old)

    def spliced(whole: pl.DataFrame, part: pl.DataFrame, *numbers: str) -> pl.DataFrame:
        shifted = pl.col(numbers).cast(pl.Int64)
        behind = whole.filter(pl.col("id") >= end)
        return pl.concat(
            [
                whole.filter(pl.col("id") < start),
                part.with_columns((shifted + start).cast(pl.UInt32)),
                behind.with_columns((shifted + grown).cast(pl.UInt32)),
            ]
        )

    at = discussion.pages["page"].to_list().index(page)
    return Discussion(
        pages=pl.concat([discussion.pages[:at], one.pages, discussion.pages[at + 1 :]]),
        threads=spliced(
            discussion.threads, one.threads, "id", "thread", "parent", "repeats", "order"
        ),
        candidates=spliced(discussion.candidates, one.candidates, "id", "parent"),
        notes=discussion.notes,
        articles=pl.concat([discussion.articles.filter(pl.col("page") != page), one.articles]),
    )
