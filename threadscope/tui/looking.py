"""One page through one lens: what every view shows of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

import polars as pl

from threadscope.choice import Lens
from threadscope.corrections import Correction
from threadscope.discussion import Discussion, correct
from threadscope.errors import ThreadscopeError
from threadscope.metrics import pairs
from threadscope.schema import PAGES
from threadscope.tui.ahead import Ahead
from threadscope.tui.charts import BarChart, depth_bars
from threadscope.tui.desk import Desk
from threadscope.tui.lists import author_list, chosen_authors, chosen_pairs, facts, page_list
from threadscope.tui.memory import keep, recall, restore, state_of
from threadscope.tui.mending import Mending
from threadscope.tui.page import PageView
from threadscope.tui.paint import UNICODE, Glyphs
from threadscope.tui.reading import NO_ROWS, Reading
from threadscope.tui.rules import RulesView
from threadscope.tui.selection import Selection
from threadscope.tui.tables import TableView
from threadscope.tui.timeline import activity
from threadscope.tui.views import Views

_STAYS = 0.3
"""Seconds on a page after which what other views need of it is made ahead."""
_LINKED = frozenset({"authors", "pairs", "depth"})
"""Views that show what is chosen, and are counted when they are opened."""


class Looking(Views):
    """Opens pages, and shows in every view what the lens lets through against the whole."""

    def __init__(self, desk: Desk, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(desk, glyphs=glyphs)
        self.ahead = Ahead({})
        self._counted: Discussion | None = None
        self._stale: set[str] = set()

    def show_base(self, base: Discussion, corrections: tuple[Correction, ...]) -> None:
        """Show a discussion from its first page that has comments; read again, stay on the page."""
        again = self.discussion is not None
        self.base, self.mending = base, Mending(corrections)
        self.discussion = correct(base, corrections) if corrections else base
        pages = base.pages
        with_comments = pages.filter(pl.col("comments") > 0)["page"]
        self.query_one("#pages", TableView).show_table(self._pages(base))
        if again and self.page in pages["page"]:
            self.reread()
            self.bar()
            self.say("the page has changed, and was read again")
        else:
            self.open_page([*with_comments, *pages["page"], ""][0])

    def open_page(self, page: str) -> None:
        """Show one page in every view."""
        assert self.discussion is not None  # noqa: S101 - pages open only once there are some
        self.remember()
        if (shelf := self.desk.shelf()) is not None and page:
            one = shelf.fetch(page)
            self.base = replace(self.base, threads=one.threads, candidates=one.candidates)
            self.discussion, self.mending = self.base, Mending()
        self.page, self._counted = page, None
        self.threads.hits = NO_ROWS
        self._begin(Lens())
        restore(self.threads, recall(self.desk, page, self.reading))
        self.status()
        self.bar()

    def _pages(self, base: Discussion) -> pl.DataFrame:
        """List the pages, read or not."""
        shelf = self.desk.shelf()
        return page_list(base.pages, base.threads.lazy() if shelf is None else shelf.threads)

    def reread(self) -> None:
        """Read the page anew and stay on the same comment."""
        state = state_of(self.threads)
        self._begin(self.lens)
        restore(self.threads, state)
        self.status()

    def resort(self) -> None:
        """Sort the threads as is wanted now."""
        before, self.reading = self.reading, self.reading.by(self.sorting)
        self.revealed = self.reading.moved_from(before, self.revealed)
        self.threads.turn(self.reading)
        self.look(self.lens)

    def _begin(self, lens: Lens) -> None:
        assert self.discussion is not None  # noqa: S101 - nothing is read anew before it is read
        self.revealed = []
        self.reading = Reading.of(self.discussion, self.page, self.sorting)
        self.threads.read(self.reading)
        if self._counted is not self.discussion:
            self.ahead = self._makers(self.page, self.reading.frame)
            self.set_timer(_STAYS, partial(self._make_ahead, self.ahead))
            self._facts = facts(
                self._summary(), self.reading.frame, self._glyphs, reordered=self.is_reordered
            )
            self._counted = self.discussion
        self._stale = {"page", "rules"}
        self.look(lens)

    def remember(self) -> None:
        """Keep where the reader is on this page."""
        if len(self.reading):
            keep(self.desk, self.page, self.threads)

    def look(self, lens: Lens) -> None:
        """Look through another lens: filter the threads, narrow down or light up the rest."""
        self.selection = Selection(self.reading, lens)
        row = self.threads.row
        self.threads.outline.filter(self.selection.shown(self.showing))
        self.threads.lit = None if lens.is_clear else self.selection.mask
        self.threads.changed(row)
        if self.threads.row is None:
            self.show_row(None)
        self._stale |= _LINKED
        self.freshen(self.view)
        self.status()

    def freshen(self, view: str) -> None:
        """Fill a view, if what it shows has changed since it was open."""
        if view in self._stale and self.discussion is not None:
            self._stale.discard(view)
            self._fill(view)
        row = self.threads.row
        if view == "page" and row is not None:
            page = self.query_one("#page", PageView)
            page.light(self.selection, row)
            page.go_to(self.reading.get(row, "first_line"))

    def _fill(self, view: str) -> None:
        selection, lit = self.selection, self.lens.parts
        match view:
            case "authors":
                rows = chosen_authors(self._whole(view), selection)
                self.query_one("#authors", TableView).show_table(rows, lit)
            case "pairs":
                rows = chosen_pairs(self._whole(view), selection)
                self.query_one("#pairs", TableView).show_table(rows, lit)
            case "depth":
                self.query_one("#depths", BarChart).show_bars(depth_bars(selection), lit)
                self.query_one("#activity", BarChart).show_bars(activity(selection), lit)
            case "page":
                self.query_one("#page", PageView).show_lines(self.ahead.give(view))
            case "rules":
                rules = self.query_one("#rules", RulesView)
                claims = self.ahead.give(view)
                rules.show_page(self.page, self._summary(), self.reading.frame, claims)

    def _whole(self, view: str) -> pl.DataFrame:
        """Give the whole table of a view, however it is sorted."""
        made = self.ahead.give(view)
        return pl.DataFrame() if made is None else made

    def _makers(self, page: str, frame: pl.DataFrame) -> Ahead:
        """Say how to make what views need of a page."""
        return Ahead(
            {
                "authors": partial(author_list, frame, self._glyphs),
                "pairs": partial(pairs, frame),
                "page": partial(self.desk.explain, page),
                "rules": partial(self.desk.claims, page),
            }
        )

    def _make_ahead(self, ahead: Ahead) -> None:
        """Make that while the reader looks at the threads, unless he has gone on."""
        if ahead is self.ahead:
            self.work(partial(self._made, ahead))

    def _made(self, ahead: Ahead) -> Callable[[], None]:
        with suppress(ThreadscopeError):  # who opens the view is told
            ahead.make()
        return lambda: None

    def _summary(self) -> pl.DataFrame:
        """Give the row of PAGES for the page that is open; none if there is no page."""
        pages = PAGES.to_frame() if self.discussion is None else self.discussion.pages
        return pages.filter(pl.col("page") == self.page)
